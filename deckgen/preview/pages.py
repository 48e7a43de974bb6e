"""Renders the pages of a preview: the cards, the overview with statistics, and the pages to print."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from deckgen.preview.as_json import Json
from deckgen.preview.frame import frame_template
from deckgen.preview.plots import plots_of
from deckgen.preview.prints import printed_groups
from deckgen.preview.statistics import LINES_PER_SCREEN, count
from deckgen.preview.values import Preview, PreviewNote, PreviewPackage

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SCRIPTS = (
    "place.js",
    "store.js",
    "make.js",
    "trees.js",
    "list.js",
    "frame.js",
    "stage.js",
    "typed.js",
    "card.js",
    "beside.js",
    "live.js",
    "keys.js",
    "app.js",
)
"""The scripts of the page of the cards, in the order in which they run."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        # A frame without an address of its own obeys this policy, too, and cards have styles in their HTML.
        "style-src 'self' file: 'unsafe-inline'",
        "img-src 'self' file: data:",
        "media-src 'self' file: data:",
        "font-src 'self' file: data:",
        # The document of a face has a base, the folder of the media.
        "base-uri 'self' file:",
        "form-action 'none'",
    )
)
"""The Content-Security-Policy of a static page. `file:` is for pages on a disk, where not every browser takes
the folder of a page for `'self'`."""

PRINT_POLICY = POLICY.replace("script-src 'self' file:", "script-src 'none'")
"""That of a page to print, whose document has the faces in it: no script runs there, not even one of ours."""

_OF_FRAME = {"frame.html", "card.css"}
"""Parts of the document of a face, which the data of the page has."""

SITE_SCRIPT = "site.js"
"""The script with what all pages of a static site share: the CSS of the note types and the list of decks."""

KEYS = (
    ("← →", "key_arrows"),
    ("Space", "key_flip"),
    ("j k", "key_notes"),
    ("Home End", "key_home"),
    ("/", "key_search"),
    ("b", "key_both"),
    ("1 2 3", "key_widths"),
    ("d", "key_dark"),
    ("c", "key_compare"),
    ("Esc", "key_escape"),
    ("?", "key_help"),
)
_UNSAFE = re.compile("[<\u2028\u2029\ud800-\udfff]")
"""What ends the element in HTML, the line in JavaScript before 2019, or cannot be written as UTF-8."""


@dataclass(frozen=True, slots=True)
class DeckPages:
    """The addresses of what there is of a deck: its cards, and the page to print."""

    cards: str
    to_print: str


PagesOf = Callable[[str, str], DeckPages]
"""The addresses by the names of a package and a deck."""


def render_app(
    index: Json, *, title: str, overview: str = "overview.html", print_page: str = "", policy: str = ""
) -> str:
    """The page of the cards, with its index in it; with `faces` in the index it asks no server."""
    return render(
        "app.html",
        title=title,
        overview=overview,
        print=print_page or overview,
        policy=policy,
        scripts=(SITE_SCRIPT, *SCRIPTS) if "faces" in index else SCRIPTS,
        keys=KEYS,
        data=json_element({**index, "frame": frame_template()}),
    )


def render_overview(preview: Preview, pages: PagesOf, *, app: str = "", policy: str = "") -> str:
    """The decks with their statistics, readable without JavaScript; `app` is the address of all cards."""
    return render(
        "overview.html",
        title=preview.name,
        app=app,
        policy=policy,
        lines_per_screen=LINES_PER_SCREEN,
        packages=[_overview_of(package, pages) for package in preview.packages],
    )


def render_print(
    deck: str,
    notes: Sequence[PreviewNote],
    styles: Iterable[str],
    *,
    overview: str = "overview.html",
    policy: str = PRINT_POLICY,
) -> str:
    """The page to print: questions beside answers, or cards to cut out of both sides of the paper.

    `styles` are the names of files from `style_files`.
    """
    groups = printed_groups(notes)
    return render("print.html", deck=deck, styles=styles, overview=overview, policy=policy, groups=groups)


def style_files(preview: Preview) -> dict[str, bytes]:
    """The CSS of the note types as files below `assets/`, which the pages to print take."""
    return {name: css.encode("utf-8", "replace") for css, name in _style_names(preview).items()}


def styles_of(preview: Preview, notes: Iterable[PreviewNote]) -> list[str]:
    """The names of the files with the CSS of these notes."""
    names = _style_names(preview)
    return list(dict.fromkeys(names[preview.styles[note.style]] for note in notes))


def _style_names(preview: Preview) -> dict[str, str]:
    """A file's name by the CSS in it."""
    return {css: f"note-type-{n}.css" for n, css in enumerate(dict.fromkeys(preview.styles.values()), 1)}


def notes_by_deck(package: PreviewPackage) -> dict[str, list[PreviewNote]]:
    """The notes of each deck of a package, in the order of study."""
    decks: dict[str, list[PreviewNote]] = {}
    for note in package.notes:
        decks.setdefault(note.deck, []).append(note)
    return decks


def _overview_of(package: PreviewPackage, pages: PagesOf) -> dict[str, object]:
    statistics = count(package.notes)
    decks = [
        {
            "name": deck,
            "notes": len(notes),
            "cards": sum(len(note.cards) for note in notes),
            "pages": pages(package.name, deck),
        }
        for deck, notes in notes_by_deck(package).items()
    ]
    return {
        "name": package.name,
        "problems": package.problems,
        "statistics": statistics,
        "decks": decks,
        "plots": [plot for plot in plots_of(statistics) if plot.bars],
    }


@cache
def read_words() -> dict[str, dict[str, str]]:
    """The words of the interface by name and language."""
    return tomllib.loads(_folder().joinpath("words.toml").read_text("utf-8"))


@cache
def read_assets() -> Mapping[str, bytes]:
    """The scripts, styles and the icon of the pages, by the name that is served below `assets/`."""
    files = (file for file in _folder().joinpath("assets").iterdir() if file.is_file())
    found = {file.name: file.read_bytes() for file in files if file.name not in _OF_FRAME}
    table = json.dumps(read_words(), ensure_ascii=False, separators=(",", ":"))
    return {**found, "word-table.js": f'"use strict";\nconst WORDS = {table};\n'.encode()}


def json_element(content: object) -> str:
    """JSON for the inside of a `<script type="application/json">`, which no text in it can end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def render(template: str, **values: object) -> str:
    """A page from its template, with the words of the interface."""
    english, chinese = (
        {name: row[language] for name, row in read_words().items()} for language in ("en", "zh")
    )
    return _environment().get_template(template).render(words=english, chinese=chinese, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("deckgen.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _folder() -> "Traversable":
    return files(__package__)

"""Renders the pages of a preview: the page of the cards, whose data is in the page."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from deckgen.preview.as_json import Json

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SCRIPTS = (
    "place.js",
    "store.js",
    "make.js",
    "trees.js",
    "list.js",
    "frame.js",
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
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""The Content-Security-Policy of a static page. `file:` is for pages on a disk, where not every browser takes
the folder of a page for `'self'`."""

_KEYS = (
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


def render_app(
    index: Json,
    *,
    title: str,
    overview: str = "overview.html",
    print_page: str = "print.html",
    policy: str = "",
) -> str:
    """The page of the cards, with its index in it; with `faces` in the index it asks no server."""
    return _render(
        "app.html",
        title=title,
        overview=overview,
        print=print_page,
        policy=policy,
        scripts=SCRIPTS,
        keys=_KEYS,
        data=json_element(index),
    )


@cache
def read_words() -> dict[str, dict[str, str]]:
    """The words of the interface by name and language."""
    return tomllib.loads(_folder().joinpath("words.toml").read_text("utf-8"))


@cache
def read_assets() -> Mapping[str, bytes]:
    """The scripts, styles and the icon of the pages, by the name that is served below `assets/`."""
    found = {
        file.name: file.read_bytes() for file in _folder().joinpath("assets").iterdir() if file.is_file()
    }
    table = json.dumps(read_words(), ensure_ascii=False, separators=(",", ":"))
    return {**found, "word-table.js": f'"use strict";\nconst WORDS = {table};\n'.encode()}


def json_element(content: object) -> str:
    """JSON for the inside of a `<script type="application/json">`, which no text in it can end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _render(template: str, **values: object) -> str:
    words = {name: row["en"] for name, row in read_words().items()}
    return _environment().get_template(template).render(words=words, **values)


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

"""Makes the static site of a preview: files that a browser opens from a disk, without server and network."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, unquote

from deckgen.preview.as_json import Json, index_as_json, note_as_json
from deckgen.preview.pages import (
    POLICY,
    SITE_SCRIPT,
    DeckPages,
    json_element,
    notes_by_deck,
    read_assets,
    render_app,
    render_overview,
    render_print,
    style_files,
    styles_of,
)
from deckgen.preview.values import Preview, PreviewNote, PreviewPackage

LONGEST_NAME = 60
"""Characters of a file's name: in Chinese 180 bytes, with the endings below the 255 of file systems."""
_NOT_OF_NAMES = re.compile(r"\W+")
_RESERVED = frozenset(
    (
        *("index", "con", "prn", "aux", "nul"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    )
)
"""The page of the site, and the names of devices, which no file of Windows can have."""

Deck = tuple[str, str]
"""The names of a package and a deck."""

_OF_REVIEW = "review"
"""Begins the names of the assets that only the page of a review needs."""


def make_site(preview: Preview, media: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files of the site by their paths: an overview, and for each deck its cards and a page to print.

    `media` are the names and the content of the files that faces refer to as `media/NAME`.
    """
    decks = {
        (package.name, deck): notes
        for package in preview.packages
        for deck, notes in notes_by_deck(package).items()
    }
    pages = {deck: _pages(name) for deck, name in name_pages(decks).items()}
    overview = render_overview(preview, lambda package, deck: pages[package, deck], policy=POLICY)
    yield "index.html", overview.encode()
    for (package, deck), notes in decks.items():
        page = pages[package, deck]
        yield unquote(page.cards), _cards(preview, package, notes, page).encode()
        printed = render_print(deck, notes, styles_of(preview, notes), overview="index.html")
        yield unquote(page.to_print), printed.encode()
    shared = {
        "styles": dict(preview.styles),
        "pages": [
            {"name": deck, "address": pages[package, deck].cards, "notes": len(notes)}
            for (package, deck), notes in decks.items()
        ],
    }
    script = f'"use strict";\nconst SITE = {json_element(shared)};\n'.encode()
    for file, content in {**read_assets(), **style_files(preview), SITE_SCRIPT: script}.items():
        if not file.startswith(_OF_REVIEW):
            yield f"assets/{file}", content
    for file, content in media:
        yield f"media/{file}", content


def name_pages(decks: Iterable[Deck]) -> dict[Deck, str]:
    """A file's name for each deck: its words, which differ on file systems that do not tell A from a, too."""
    names: dict[Deck, str] = {}
    taken = set(_RESERVED)
    for package, deck in decks:
        words = _NOT_OF_NAMES.sub("-", deck).strip("-")[:LONGEST_NAME] or "deck"
        name, number = words, 1
        while name.casefold() in taken:
            number += 1
            name = f"{words}-{number}"
        taken.add(name.casefold())
        names[package, deck] = name
    return names


def _pages(name: str) -> DeckPages:
    return DeckPages(*(quote(name + ending) for ending in (".html", ".print.html")))


def _cards(preview: Preview, package: str, notes: Sequence[PreviewNote], page: DeckPages) -> str:
    part = Preview(preview.name, (PreviewPackage(package, tuple(notes)),), styles={})
    index = index_as_json(part)
    for listed in index["packages"][0]["notes"]:
        del listed["text"]  # the page finds it in the faces
    index["faces"] = {note.id: _faces(note) for note in notes}
    index["here"] = page.cards
    title = notes[0].deck.replace("::", " › ")
    return render_app(index, title=title, overview="index.html", print_page=page.to_print, policy=POLICY)


def _faces(note: PreviewNote) -> Json:
    """A note as JSON, whose backs leave out the front that they repeat."""
    faces = note_as_json(note)
    for card in faces["cards"]:
        before, found, after = card["back"].partition(card["front"])
        if card["front"] and found:
            del card["back"]
            card["around_front"] = [before, after]
    return faces

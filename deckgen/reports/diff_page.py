"""Render a diff as one self-contained page; its elements are built as a tree, so no text can become HTML."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from string import Template
from xml.etree.ElementTree import Element, tostring  # only builds: nothing is parsed

from deckgen.diff.values import Arrival, DeckDiff, Diff, NoteDiff, NoteTypeDiff, TextChange
from deckgen.reports import diff_wording as wording
from deckgen.reports.diff_page_text import element, show_text, show_title
from deckgen.reports.printable import printable


def render_page(diff: Diff, old_name: str, new_name: str) -> str:
    """Return the page; the names are those of the two packages."""
    title = printable(f"{old_name} → {new_name}")
    body = (
        element("h1", title),
        element("p", wording.summarise(diff), kind="summary"),
        *_listed("Repeated guids", _repeated(diff), kind="loud"),
        *(section for arrival in wording.HEADINGS for section in _section(diff, arrival)),
        *_listed(wording.title_moves(diff.notes), _moves(diff)),
        *_note_types(diff),
        *_listed(f"Decks ({len(diff.decks)})", map(_deck, diff.decks)),
        *_listed(f"Pictures and sounds ({len(diff.media):,})", _rows(wording.group_media(diff.media))),
    )
    here = files(__package__)
    return Template((here / "diff_page.html").read_text(encoding="utf-8")).substitute(
        title=escape(title),
        style=(here / "diff_page.css").read_text(encoding="utf-8"),
        body="\n".join(tostring(element, encoding="unicode", method="html") for element in body),
    )


def _section(diff: Diff, arrival: Arrival) -> Iterator[Element]:
    notes = wording.listed(diff, arrival)
    if not notes:
        return
    parts = [element("h2", f"{wording.HEADINGS[arrival]} ({len(notes):,})")]
    if explanation := wording.explain(diff, arrival):
        parts.append(element("p", explanation, kind="explanation"))
    if arrival is Arrival.RETIRED and (search := wording.search_for(notes)):
        parts.append(element("p", "Find them with ", element("code", search, kind="search"), kind="where"))
    yield element("section", *parts, *map(_note, notes), kind="loud" if arrival in wording.LOUD else "")


def _note(note: NoteDiff) -> Element:
    key = [element("span", note.key, kind="key")] if note.key else []
    changes = []
    if note.fields:
        changes.append(element("dl", *(part for field in note.fields for part in _change(field))))
    tags: list[Element | str] = [element("del", tag) for tag in note.tags_lost]
    tags += [element("ins", tag) for tag in note.tags_gained]
    if tags:
        spaced = [piece for tag in tags for piece in (tag, " ")]
        changes.append(element("dl", element("dt", "Tags"), element("dd", *spaced)))
    if note.cards:
        cards = (element("li", wording.explain_card(card)) for card in note.cards)
        changes.append(element("ul", *cards))
    if note.arrival in (Arrival.NEW, Arrival.RETIRED):
        where = element("p", note.deck, kind="where")
        return element(
            "details", element("summary", *key, *show_title(note.title)), where, *changes, kind="note whole"
        )
    if note.was_of:
        changes.insert(0, element("p", wording.explain_kind(note), kind="where"))
    return element("article", element("h3", *key, *show_title(note.title)), *changes, kind="note")


def _change(change: TextChange) -> Iterator[Element]:
    yield element("dt", change.name)
    yield element("dd", *(show_text(change.segments) if change.segments else [wording.FORMATTING]))


def _repeated(diff: Diff) -> Iterator[Element]:
    if diff.repeated:
        yield element("p", wording.explain_repeated(diff.repeated))


def _moves(diff: Diff) -> Iterator[Element]:
    if moves := wording.list_moves(diff.notes):
        yield element("p", wording.MOVED, kind="explanation")
        yield from _rows(moves)


def _listed(title: str, children: Iterable[Element], kind: str = "") -> Iterator[Element]:
    """A section with this title, or nothing if it would be empty."""
    elements = tuple(children)
    if elements:
        yield element("section", element("h2", title), *elements, kind=kind)


def _note_types(diff: Diff) -> Iterator[Element]:
    loud = any(note_type.arrival in wording.LOUD for note_type in diff.note_types)
    title = f"Note types ({len(diff.note_types)})"
    return _listed(title, map(_note_type, diff.note_types), kind="loud" if loud else "")


def _note_type(note_type: NoteTypeDiff) -> Element:
    sentences = (*wording.TYPES[note_type.arrival], *((wording.RENAMED,) * note_type.renames_parts))
    title = element("h3", f"{note_type.name} ", sentences[0])
    changes = element("ul", *(element("li", text) for text in (*sentences[1:], *note_type.changes)))
    return element("article", title, *([changes] if len(changes) else []), kind="note")


def _deck(deck: DeckDiff) -> Element:
    title = element("h3", f"{deck.name} {wording.explain_deck(deck)}")
    changes = [element("dl", *_change(deck.description))] if deck.description else []
    return element("article", title, *changes, kind="note")


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[Element]:
    """A list with a line for each row, or nothing if it would be empty."""
    lines = [element("li", f"{label}: ", text) for label, text in rows]
    if lines:
        yield element("ul", *lines, kind="list")

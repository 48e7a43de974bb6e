"""Render a diff as one self-contained page; its elements are built as a tree, so no text can become HTML."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from string import Template
from xml.etree.ElementTree import Element, tostring  # only builds: nothing is parsed

from deckgen.diff.values import Arrival, DeckDiff, Diff, Mark, NoteDiff, NoteTypeDiff, TextChange
from deckgen.reports import diff_wording as wording
from deckgen.reports.printable import printable


def render_page(diff: Diff, old_name: str, new_name: str) -> str:
    """Return the page; the names are those of the two packages."""
    title = printable(f"{old_name} → {new_name}")
    body = (
        _element("h1", title),
        _element("p", wording.summarise(diff), kind="summary"),
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


def _element(tag: str, *children: Element | str, kind: str = "") -> Element:
    """An element with these children; a text is shown as it is, not read as HTML."""
    element = Element(tag, {"class": kind} if kind else {})
    for child in children:
        if isinstance(child, Element):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + printable(child)
        else:
            element.text = (element.text or "") + printable(child)
    return element


def _section(diff: Diff, arrival: Arrival) -> Iterator[Element]:
    notes = wording.listed(diff, arrival)
    if not notes:
        return
    parts = [_element("h2", f"{wording.HEADINGS[arrival]} ({len(notes):,})")]
    if explanation := wording.explain(diff, arrival):
        parts.append(_element("p", explanation, kind="explanation"))
    if arrival is Arrival.RETIRED and (search := wording.search_for(notes)):
        parts.append(_element("p", "Find them with ", _element("code", search, kind="search"), kind="where"))
    yield _element("section", *parts, *map(_note, notes), kind="loud" if arrival in wording.LOUD else "")


def _note(note: NoteDiff) -> Element:
    key = [_element("span", note.key, kind="key")] if note.key else []
    changes = []
    if note.fields:
        changes.append(_element("dl", *(part for field in note.fields for part in _change(field))))
    tags: list[Element | str] = [_element("del", tag) for tag in note.tags_lost]
    tags += [_element("ins", tag) for tag in note.tags_gained]
    if tags:
        spaced = [piece for tag in tags for piece in (tag, " ")]
        changes.append(_element("dl", _element("dt", "Tags"), _element("dd", *spaced)))
    if note.cards:
        cards = (_element("li", wording.explain_card(card)) for card in note.cards)
        changes.append(_element("ul", *cards))
    if note.arrival in (Arrival.NEW, Arrival.RETIRED):
        where = _element("p", note.deck, kind="where")
        return _element("details", _element("summary", *key, note.title), where, *changes, kind="note whole")
    if note.was_of:
        changes.insert(0, _element("p", wording.explain_kind(note), kind="where"))
    return _element("article", _element("h3", *key, note.title), *changes, kind="note")


def _change(change: TextChange) -> Iterator[Element]:
    yield _element("dt", change.name)
    tags = {Mark.ADDED: "ins", Mark.REMOVED: "del"}
    pieces: list[Element | str] = []
    for segment in change.segments:
        if segment.mark is Mark.CUT:
            pieces.append(_element("span", segment.text, kind="cut"))
        elif segment.mark is Mark.KEPT:
            pieces.append(segment.text)
        else:
            pieces.append(_element(tags[segment.mark], segment.text))
    yield _element("dd", *(pieces or [wording.FORMATTING]))


def _repeated(diff: Diff) -> Iterator[Element]:
    if diff.repeated:
        yield _element("p", wording.explain_repeated(diff.repeated))


def _moves(diff: Diff) -> Iterator[Element]:
    if moves := wording.list_moves(diff.notes):
        yield _element("p", wording.MOVED, kind="explanation")
        yield from _rows(moves)


def _listed(title: str, children: Iterable[Element], kind: str = "") -> Iterator[Element]:
    """A section with this title, or nothing if it would be empty."""
    elements = tuple(children)
    if elements:
        yield _element("section", _element("h2", title), *elements, kind=kind)


def _note_types(diff: Diff) -> Iterator[Element]:
    loud = any(note_type.arrival in wording.LOUD for note_type in diff.note_types)
    title = f"Note types ({len(diff.note_types)})"
    return _listed(title, map(_note_type, diff.note_types), kind="loud" if loud else "")


def _note_type(note_type: NoteTypeDiff) -> Element:
    sentences = (*wording.TYPES[note_type.arrival], *((wording.RENAMED,) * note_type.renames_parts))
    title = _element("h3", f"{note_type.name} ", sentences[0])
    changes = _element("ul", *(_element("li", text) for text in (*sentences[1:], *note_type.changes)))
    return _element("article", title, *([changes] if len(changes) else []), kind="note")


def _deck(deck: DeckDiff) -> Element:
    title = _element("h3", f"{deck.name} {wording.explain_deck(deck)}")
    changes = [_element("dl", *_change(deck.description))] if deck.description else []
    return _element("article", title, *changes, kind="note")


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[Element]:
    """A list with a line for each row, or nothing if it would be empty."""
    lines = [_element("li", f"{label}: ", text) for label, text in rows]
    if lines:
        yield _element("ul", *lines, kind="list")

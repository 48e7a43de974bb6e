"""Predict what an import of a package does to a learner who has another, by the rules of Anki's importer.

The rules were measured; the tests compare the predictions with a real Anki.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest

from deckgen.apkg.packed import PackedNote, PackedNoteType, PackedPackage
from deckgen.diff.changed_media import compare_media
from deckgen.diff.note_types import compare_note_types, has_same_schema
from deckgen.diff.values import (
    Arrival,
    CardChange,
    CardFate,
    DeckDiff,
    Diff,
    Mark,
    Move,
    NoteDiff,
    Segment,
    TextChange,
)
from deckgen.diff.words import MOST_CELLS, compare_words
from deckgen.syntax.html_lines import read_lines
from deckgen.values.decks import with_parents
from deckgen.values.edit_link import without_line
from deckgen.values.note import Field
from deckgen.values.text import Guid, Html


def compare(old: PackedPackage, new: PackedPackage) -> Diff:
    """What an import of `new`, with Anki's default options, does to a learner who has `old` unedited."""
    old, new = _without_lines(old), _without_lines(new)
    before, after = _by_guid(old), _by_guid(new)
    most_cells = min(MOST_CELLS, _MOST_CELLS_IN_ALL // max(1, _count_texts(before, after)))
    notes = [
        _compare_note(before[guid], n, most_cells)
        if guid in before
        else _one_note(n, Arrival.NEW, Mark.ADDED)
        for guid, n in after.items()
    ]
    notes += (_one_note(n, Arrival.RETIRED, Mark.REMOVED) for guid, n in before.items() if guid not in after)
    arriving = {note.guid for note in notes if note.arrival in WRITTEN}
    return Diff(
        notes=tuple(notes),
        note_types=compare_note_types(_used_note_types(old), _used_note_types(new)),
        decks=tuple(_compare_decks(old, new, most_cells)),
        media=compare_media(old, new, (note for note in new.notes if note.guid in arriving)),
        repeated=(*dict.fromkeys((*_repeated(old), *_repeated(new))),),
    )


def _without_lines(package: PackedPackage) -> PackedPackage:
    """The package without the lines in links to sources, which change without an update."""
    notes = (
        replace(note, fields=tuple(Html(without_line(field)) for field in note.fields))
        for note in package.notes
    )
    return replace(package, notes=tuple(notes))


_MOST_CELLS_IN_ALL = 20_000_000_000
"""The most that all comparisons together may cost: about five seconds, whatever the packages contain."""
_TITLE_LENGTH = 240
_LONGEST_WORD = 20
WRITTEN = (Arrival.NEW, Arrival.CHANGED, Arrival.REWRITTEN)


def _by_guid(package: PackedPackage) -> dict[Guid, PackedNote]:
    notes: dict[Guid, PackedNote] = {}
    for note in package.notes:
        notes.setdefault(note.guid, note)
    return notes


def _count_texts(before: Mapping[Guid, PackedNote], after: Mapping[Guid, PackedNote]) -> int:
    """The largest number of texts that have to be compared."""
    pairs = ((before[guid], note) for guid, note in after.items() if guid in before)
    texts = (pair for old, new in pairs for pair in zip_longest(old.fields, new.fields))
    changed = sum(1 for a, b in texts if a != b)
    return changed + len({card.deck for note in after.values() for card in note.cards})


def _used_note_types(package: PackedPackage) -> Iterable[PackedNoteType]:
    """The note types that notes use; Anki takes no others from a package."""
    return {note.note_type.id: note.note_type for note in package.notes}.values()


def _repeated(package: PackedPackage) -> Iterator[Guid]:
    counts = Counter(note.guid for note in package.notes)
    return (guid for guid, count in counts.items() if count > 1)


def _compare_note(old: PackedNote, new: PackedNote, most_cells: int) -> NoteDiff:
    arrival = _arrival(old, new)
    moves = Counter(
        (was.deck, card.deck)
        for was in old.cards
        for card in new.cards
        if was.ordinal == card.ordinal and was.deck != card.deck
    )
    return replace(
        _described(new, arrival),
        fields=tuple(compare_fields(old, new, most_cells)),
        tags_gained=tuple(tag for tag in dict.fromkeys(new.tags) if tag not in old.tags),
        tags_lost=tuple(tag for tag in dict.fromkeys(old.tags) if tag not in new.tags),
        cards=tuple(_compare_cards(old, new, arrival)),
        moves=tuple(Move(*decks, count) for decks, count in moves.items()),
        was_of="" if old.note_type.id == new.note_type.id else old.note_type.name,
    )


def _arrival(old: PackedNote, new: PackedNote) -> Arrival:
    same = old.fields == new.fields and set(old.tags) == set(new.tags)
    if old.note_type.id != new.note_type.id or not has_same_schema(old.note_type, new.note_type):
        return Arrival.REFUSED
    if new.modified > old.modified:
        return Arrival.REWRITTEN if same else Arrival.CHANGED
    return Arrival.UNCHANGED if same else Arrival.SKIPPED


def _one_note(note: PackedNote, arrival: Arrival, mark: Mark) -> NoteDiff:
    """Describe a note that only one of the packages has, with its whole text."""
    texts = ((field.name, read_lines(text)) for field, text in _fields(note))
    return replace(
        _described(note, arrival),
        fields=tuple(TextChange(name, (Segment(mark, text),)) for name, text in texts if text),
        tags_gained=note.tags if mark is Mark.ADDED else (),
        tags_lost=note.tags if mark is Mark.REMOVED else (),
    )


def _described(note: PackedNote, arrival: Arrival) -> NoteDiff:
    return NoteDiff(
        guid=note.guid,
        key=note.field("Key"),
        title=title_of(note),
        note_type=note.note_type.name,
        deck=note.cards[0].deck if note.cards else "",
        arrival=arrival,
    )


def compare_fields(old: PackedNote, new: PackedNote, most_cells: int = MOST_CELLS) -> Iterator[TextChange]:
    """The fields that differ, compared by place if the note type is the same, else by name."""
    if old.note_type.id == new.note_type.id and has_same_schema(old.note_type, new.note_type):
        pairs = [(field.name, a, b) for (field, b), a in zip(_fields(new), old.fields, strict=True)]
    else:
        before = {field.name: text for field, text in _fields(old)}
        after = {field.name: text for field, text in _fields(new)}
        names = (*after, *(name for name in before if name not in after))
        pairs = [(name, before.get(name, Html("")), after.get(name, Html(""))) for name in names]
    for name, a, b in pairs:
        if a != b:
            yield TextChange(name, compare_words(read_lines(a), read_lines(b), most_cells))


def _compare_cards(old: PackedNote, new: PackedNote, arrival: Arrival) -> Iterator[CardChange]:
    had, has = ({card.ordinal for card in note.cards} for note in (old, new))
    cloze = new.note_type.is_cloze
    gained = CardFate.ADDED_EMPTY if cloze and arrival is Arrival.SKIPPED else CardFate.ADDED
    lost = CardFate.LEFT_EMPTY if cloze and arrival in WRITTEN else CardFate.STAYS
    if arrival is Arrival.REFUSED:
        gained, lost = CardFate.MISSING, CardFate.STAYS
    for ordinal in sorted(has - had):
        yield CardChange(card_name(new.note_type, ordinal), gained)
    for ordinal in sorted(had - has):
        yield CardChange(card_name(old.note_type, ordinal), lost)


def card_name(note_type: PackedNoteType, ordinal: int) -> str:
    """What a card is called: by its card type, or `c1` for a cloze."""
    if not note_type.is_cloze and 0 <= ordinal < len(note_type.templates):
        return note_type.templates[ordinal].name
    return f"c{ordinal + 1}"


def _compare_decks(old: PackedPackage, new: PackedPackage, most_cells: int) -> Iterator[DeckDiff]:
    before, after = _used_decks(old), _used_decks(new)
    for name, description in after.items():
        known = before.get(name, "")
        if name in before and description == known:
            continue
        words = compare_words(read_lines(known), read_lines(description), most_cells)
        change = TextChange("Description", words) if description != known else None
        yield DeckDiff(name, name not in before, change, bool(description))


def _used_decks(package: PackedPackage) -> Mapping[str, str]:
    """The decks that Anki takes from a package (those of cards and their parents), with descriptions."""
    described = {deck.name: deck.description for deck in package.decks}
    names: dict[str, None] = {}
    for deck in dict.fromkeys(card.deck for note in package.notes for card in note.cards):
        names |= dict.fromkeys(with_parents(deck))
    return {name: described.get(name, "") for name in names}


def _fields(note: PackedNote) -> Iterable[tuple[Field, Html]]:
    return zip(note.note_type.fields, note.fields, strict=True)


def title_of(note: PackedNote) -> str:
    """The text of the question, or of the first field that has any, on one line."""
    titles = (" ".join(read_lines(text).split()) for text in (note.field("Question"), *note.fields))
    return _shortened(next(filter(None, titles), ""))


def _shortened(title: str) -> str:
    """A title that is not cut within a formula, code, or if possible a word."""
    if len(title) <= _TITLE_LENGTH:
        return title
    cut = title[: _TITLE_LENGTH - 1]
    for mark in "$`":
        cut = cut[: cut.rindex(mark)] if cut.count(mark) % 2 else cut
    word = cut.rfind(" ", -_LONGEST_WORD) if title[len(cut)].isascii() else -1
    return (cut[:word] if word > 0 else cut).rstrip() + "…"

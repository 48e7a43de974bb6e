"""The words of a diff, for the terminal and the page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from deckgen.diff.values import (
    Arrival,
    CardChange,
    CardFate,
    DeckDiff,
    Diff,
    MediaArrival,
    MediaDiff,
    NoteDiff,
    TypeArrival,
)
from deckgen.reports.search import search_keys

NOTHING = "Nothing changes."

HEADINGS = {
    Arrival.SKIPPED: "Edits that do not arrive",
    Arrival.REFUSED: "Notes that Anki refuses",
    Arrival.CHANGED: "Changed",
    Arrival.NEW: "New",
    Arrival.REWRITTEN: "Written again with the same text",
    Arrival.RETIRED: "Retired",
    Arrival.UNCHANGED: "Unchanged, with other cards",
}
"""Every arrival that is listed note by note, the most serious first."""

EXPLANATIONS = {
    Arrival.SKIPPED: "They differ, but their time is not newer than in the old package, so Anki keeps the "
    "old text. Are the packages the wrong way round? If not, build with the ledger that made the old one.",
    Arrival.REFUSED: "The learner's notes with these guids have another note type, so Anki keeps them as "
    "they are, now and at every later import.",
    Arrival.REWRITTEN: "Only their time is newer: a learner's own edits and tags in them are overwritten.",
    Arrival.RETIRED: "They are not in the new package and stay in Anki until the learner deletes them.",
}

LOUD = (Arrival.SKIPPED, Arrival.REFUSED, TypeArrival.COPIED, TypeArrival.SKIPPED)
"""What a learner should not miss."""

_REWORDED = (
    " If a new note is one of them in other words, end its heading with {#KEY was=KEY}, with the key of the "
    "retired one, and build again: it keeps its reviews."
)

_CARDS = {
    CardFate.ADDED: "is added",
    CardFate.ADDED_EMPTY: "is added EMPTY, because its text does not arrive",
    CardFate.LEFT_EMPTY: "stays as an empty card: Tools > Empty Cards removes it with its reviews",
    CardFate.STAYS: "stays, although the package no longer has it",
    CardFate.MISSING: "is not added",
}

TYPES = {
    TypeArrival.NEW: ("is new",),
    TypeArrival.UPDATED: ("is updated",),
    TypeArrival.REWRITTEN: ("is written again: a learner's own changes to its style and templates are lost",),
    TypeArrival.SKIPPED: ("DOES NOT ARRIVE: it differs, but its time is not newer",),
    TypeArrival.COPIED: (
        "IS COPIED: its fields or card types are not the learner's, so Anki makes a second note type "
        "with a + after its name, and existing notes are never updated again.",
        "Bring its fields and card types back; or learners must import with Merge note types on and "
        "Update notes: Always, and a full sync follows.",
    ),
}
"""What an import does to a note type, as sentences."""

FORMATTING = "only its formatting changes"

_MEDIA_HEADINGS = {
    MediaArrival.NEW: "new",
    MediaArrival.CHANGED: "changed",
    MediaArrival.SKIPPED: "changed, but Anki keeps the old file: no note that it updates refers to it",
    MediaArrival.GONE: "gone; they stay in Anki until Tools > Check Media",
}

MOVED = "Anki never moves existing cards: the learner moves them, or they stay. New cards go to the new deck."

RENAMED = (
    "Anki before 23.10 does not recognise a field or card type by another name, and makes a copy instead."
)


def summarise(diff: Diff) -> str:
    """The first line: the number of notes per arrival, and whether a full sync follows."""
    if diff.is_empty:
        return NOTHING
    shown = list_counts({word: len(diff.of(arrival)) for arrival, word in COUNTED.items()})
    return f"{shown}; no full sync{' unless note types are merged' if diff.full_sync_if_merged else ''}"


def list_counts(counts: Mapping[str, int]) -> str:
    """`2 changed, 1 new`: the words whose number is not 0."""
    return ", ".join(f"{number:,} {word}" for word, number in counts.items() if number) or "no notes"


def listed(diff: Diff, arrival: Arrival) -> tuple[NoteDiff, ...]:
    """The notes of this arrival to list: of the unchanged ones, only those that gain or lose cards."""
    notes = diff.of(arrival)
    return tuple(note for note in notes if note.cards) if arrival is Arrival.UNCHANGED else notes


def explain(diff: Diff, arrival: Arrival) -> str:
    """What an arrival means for learners, and what an author may do; empty if its name says all."""
    reworded = _REWORDED if arrival is Arrival.RETIRED and diff.of(Arrival.NEW) else ""
    return EXPLANATIONS.get(arrival, "") + reworded


def search_for(notes: Iterable[NoteDiff]) -> str:
    """A search that finds these notes in Anki's browser; empty if none has a key."""
    keys: dict[str, list[str]] = {}
    for note in notes:
        if note.key:
            keys.setdefault(note.note_type, []).append(note.key)
    return search_keys(keys)


def explain_kind(note: NoteDiff) -> str:
    """Why Anki refuses a note whose note type has changed."""
    return f"its note type was {note.was_of} and is now {note.note_type}: such a note needs a new guid"


def explain_card(card: CardChange) -> str:
    """What an import does to a card that only one of the packages has."""
    return f"{card.name} {_CARDS[card.fate]}"


def explain_deck(deck: DeckDiff) -> str:
    """What an import does to a deck."""
    if deck.new:
        return "is new"
    if deck.description_arrives:
        return "has a new description"
    return "has no description any more; Anki keeps the old one"


def explain_repeated(guids: Sequence[str]) -> str:
    """What an import does with guids that a package holds more than once."""
    number = f"{len(guids):,} guid{' occurs' if len(guids) == 1 else 's occur'}"
    return f"{number} more than once in a package: Anki makes a note of each, but only the first is compared."


def list_moves(notes: Iterable[NoteDiff]) -> list[tuple[str, str]]:
    """The old and the new deck of cards, and the notes that have them."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for note in notes:
        for move in note.moves:
            groups[f"{move.old} → {move.new}"].append(note.key or note.title or note.guid)
    return [(decks, _first(names, 8)) for decks, names in groups.items()]


def title_moves(notes: Iterable[NoteDiff]) -> str:
    """The heading above the notes with cards in another deck."""
    return f"In another deck ({sum(bool(note.moves) for note in notes):,})"


def group_media(media: Sequence[MediaDiff], most: int | None = None) -> Iterator[tuple[str, str]]:
    """What an import does to media files, with the names of the files, at most so many."""
    for arrival, heading in _MEDIA_HEADINGS.items():
        names = [file.name for file in media if file.arrival is arrival]
        if names:
            yield f"{len(names):,} {heading}", _first(names, most or len(names))


def _first(names: Sequence[str], most: int) -> str:
    rest = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


COUNTED = {
    Arrival.NEW: "new",
    Arrival.CHANGED: "changed",
    Arrival.REWRITTEN: "written again",
    Arrival.SKIPPED: "NOT ARRIVING",
    Arrival.REFUSED: "REFUSED",
    Arrival.RETIRED: "retired",
    Arrival.UNCHANGED: "unchanged",
}
"""The words for the counts of notes in a summary, by arrival and in the order of the summary."""

"""What people are told of a diff, in the terminal as on the page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from deckgen.diff.values import (
    Arrival,
    CardChange,
    CardFate,
    DeckDiff,
    Diff,
    MediaArrival,
    NoteDiff,
    TypeArrival,
)
from deckgen.reports.printable import printable
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
"""Every arrival that is listed note by note, the gravest first."""

EXPLANATIONS = {
    Arrival.SKIPPED: "They differ, but their time is not newer than in the old package, so Anki keeps the "
    "old text. Are the packages the wrong way round? If not, build with the ledger that made the old one.",
    Arrival.REFUSED: "The learner's notes of these guids are of another note type, so Anki keeps them as "
    "they are, now and at every later import.",
    Arrival.REWRITTEN: "Only their time is newer: a learner's own edits and tags in them are overwritten.",
    Arrival.RETIRED: "They are no longer in the package and stay in Anki until the learner deletes them.",
}

LOUD = (Arrival.SKIPPED, Arrival.REFUSED, TypeArrival.COPIED, TypeArrival.SKIPPED)
"""What a learner had better not miss."""

MEDIA_HEADINGS = {
    MediaArrival.NEW: "new",
    MediaArrival.CHANGED: "changed",
    MediaArrival.SKIPPED: "changed, but Anki keeps the old file: no note that it updates refers to it",
    MediaArrival.GONE: "gone; they stay in Anki until Tools > Check Media",
}

MOVED = "Anki never moves existing cards: the learner moves them, or they stay. New cards go to the new deck."


def summarise(diff: Diff) -> str:
    """The first line: what happens to how many notes, and whether a full sync follows."""
    if diff.is_empty:
        return NOTHING
    counts = [(len(diff.of(arrival)), word) for arrival, word in _COUNTED.items()]
    shown = ", ".join(f"{number:,} {word}" for number, word in counts if number) or "no notes"
    return f"{shown}; no full sync{' unless note types are merged' if diff.full_sync_if_merged else ''}"


def listed(diff: Diff, arrival: Arrival) -> tuple[NoteDiff, ...]:
    """The notes of this arrival that are listed: of the unchanged ones those that gain or lose cards."""
    notes = diff.of(arrival)
    return tuple(note for note in notes if note.cards) if arrival is Arrival.UNCHANGED else notes


def search_for(notes: Iterable[NoteDiff]) -> str:
    """What finds these notes in Anki's browser; empty where none has a key."""
    return search_keys(note.key for note in notes if note.key)


def explain_kind(note: NoteDiff) -> str:
    """Why a note is refused that became one of another kind; empty for any other."""
    if not note.was_of:
        return ""
    return (
        f"was of {note.was_of}, and now of {note.note_type}: a note of another kind needs a guid of its own"
    )


def explain_card(card: CardChange) -> str:
    """What becomes of a card that was gained or lost."""
    match card.fate:
        case CardFate.ADDED:
            return f"{card.name} is added"
        case CardFate.ADDED_EMPTY:
            return f"{card.name} is added EMPTY, for its text does not arrive"
        case CardFate.LEFT_EMPTY:
            return f"{card.name} stays as an empty card: Tools > Empty Cards removes it with its reviews"
        case CardFate.STAYS:
            return f"{card.name} stays, though the package has it no more"
        case CardFate.MISSING:
            return f"{card.name} is not added"


def explain_type(arrival: TypeArrival) -> tuple[str, ...]:
    """What an import does to a note type, as sentences."""
    match arrival:
        case TypeArrival.NEW:
            return ("is new",)
        case TypeArrival.UPDATED:
            return ("is updated",)
        case TypeArrival.REWRITTEN:
            return ("is written again: a learner's own changes to its style and templates are lost",)
        case TypeArrival.SKIPPED:
            return ("DOES NOT ARRIVE: it differs, but its time is not newer",)
        case TypeArrival.COPIED:
            return (
                "IS COPIED: its fields or card types are not the learner's, so Anki makes a second note type "
                "with a + behind its name, and existing notes are never updated again.",
                "Bring its fields and card types back; or learners must import with Merge note types on and "
                "Update notes: Always, and a full sync follows.",
            )


RENAMED = "Anki before 23.10 does not know such names as the same, and makes a copy instead."


def explain_deck(deck: DeckDiff) -> str:
    """What an import does to a deck."""
    if deck.is_new:
        return "is new"
    if deck.description_arrives:
        return "has a new description"
    return "has no description any more; Anki keeps the old one"


def explain_repeated(guids: Sequence[str]) -> str:
    """What Anki makes of guids that a package holds more than once."""
    number = f"{len(guids):,} guid{' stands' if len(guids) == 1 else 's stand'}"
    return f"{number} more than once in a package: Anki makes a note of each, and only the first is compared."


def group_moves(notes: Iterable[NoteDiff]) -> dict[tuple[str, str], tuple[NoteDiff, ...]]:
    """The notes whose cards would lie in another deck, by old and new deck."""
    groups: defaultdict[tuple[str, str], list[NoteDiff]] = defaultdict(list)
    for note in notes:
        for move in note.moves:
            groups[move.old, move.new].append(note)
    return {decks: tuple(group) for decks, group in groups.items()}


def name_notes(notes: Sequence[NoteDiff], most: int = 8) -> str:
    """A few notes by name, and how many there are beyond them."""
    names = ", ".join(printable(note.key or note.title or note.guid) for note in notes[:most])
    return f"{names} and {len(notes) - most:,} more" if len(notes) > most else names


_COUNTED = {
    Arrival.NEW: "new",
    Arrival.CHANGED: "changed",
    Arrival.REWRITTEN: "written again",
    Arrival.SKIPPED: "NOT ARRIVING",
    Arrival.REFUSED: "REFUSED",
    Arrival.RETIRED: "retired",
    Arrival.UNCHANGED: "unchanged",
}

"""Values for what a delivery does to one collection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deckgen.apkg.adapt import Adaptation
from deckgen.diff.values import Arrival, CardFate, Diff, TextChange, TypeArrival
from deckgen.values.text import Guid, Html


@dataclass(frozen=True, slots=True)
class Text:
    """What a delivery brought of a note: its fields in order, and its tags."""

    fields: tuple[Html, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of what a collection was given before.

    `texts` are the texts that a note may have without an edit of the learner: first the newest that surely
    arrived, and after older ones those that an interrupted delivery may have brought. A note that
    `was_delivered` and is not there was deleted by the learner. `descriptions` are those that a deck may
    have, by its name.
    """

    texts: Mapping[Guid, tuple[Text, ...]] = field(default_factory=dict)
    was_delivered: frozenset[Guid] = frozenset()
    descriptions: Mapping[str, tuple[Html, ...]] = field(default_factory=dict)


class Fate(StrEnum):
    """What happens to a learner's own edit.

    KEPT: we have not changed the note. MERGED: we have changed only fields that the learner has not, and they
    get our text. HELD_BACK: we have changed a field that the learner has changed, too, where the learner's
    text stays. OVERWRITTEN: our text replaces it, because somebody asked for that. DELETED: the learner
    deleted the note, and it stays deleted.
    """

    KEPT = "kept"
    MERGED = "merged"
    HELD_BACK = "held-back"
    OVERWRITTEN = "overwritten"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Edit:
    """A note that a learner edited, or deleted: what changed from our text before to theirs, and to ours now.

    `theirs` and `ours` have one change per field that differs; without a text before, `theirs` is compared
    with ours of now.
    """

    guid: Guid
    key: str
    title: str
    fate: Fate
    theirs: tuple[TextChange, ...] = ()
    ours: tuple[TextChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Retired:
    """A note whose question is not in the sources any more, and which the learner still holds.

    `cards` are those that are not suspended. It `is_settled` if there are none, or if a delivery suspended
    them and the learner has taken them up again.
    """

    guid: Guid
    id: int
    key: str
    title: str
    reviews: int
    cards: tuple[int, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Revived:
    """A note that was retired and suspended by a delivery, and whose question is back in the sources.

    `cards` are those that are suspended.
    """

    guid: Guid
    id: int
    key: str
    title: str
    cards: tuple[int, ...]


RETIRED_TAG = "deckgen::retired"
"""What a delivery tags the notes with whose cards it suspends because their questions are gone."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What publishing one package does to a collection.

    `diff` tells what Anki's importer will do to the notes that stay in the package. `expected` are the notes
    that it writes, with their fields, by which the delivery is checked afterwards; `own_tags` are tags of the
    learner of which an import may drop some; `given` is what is known to be our text afterwards, and
    `descriptions` that of decks. Of `kept_decks` the learner has written the description, which stays.
    """

    package: str
    diff: Diff
    adaptation: Adaptation
    edits: tuple[Edit, ...] = ()
    retired: tuple[Retired, ...] = ()
    revived: tuple[Revived, ...] = ()
    expected: Mapping[Guid, tuple[Html, ...]] = field(default_factory=dict)
    own_tags: Mapping[Guid, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[Guid, Text] = field(default_factory=dict)
    descriptions: Mapping[str, Html] = field(default_factory=dict)
    kept_decks: tuple[str, ...] = ()

    @property
    def imports(self) -> bool:
        """Whether there is anything for Anki's importer to do."""
        return bool(self.expected or self.besides)

    @property
    def besides(self) -> tuple[str, ...]:
        """What Anki's importer has to write besides notes."""
        diff = self.diff
        kinds = {
            "cards": any(card.fate is CardFate.ADDED for note in diff.notes for card in note.cards),
            "note types": any(one.arrival in _TAKEN for one in diff.note_types),
            "deck descriptions": any(one.description and one.description_arrives for one in diff.decks),
        }
        return tuple(kind for kind, is_there in kinds.items() if is_there)

    @property
    def is_empty(self) -> bool:
        """Whether the collection holds all of the package already; retired notes do not count."""
        return not (self.imports or self.revived)

    def held_back(self) -> tuple[Edit, ...]:
        """The edits of the learner for whose sake an edit of ours does not arrive."""
        return tuple(edit for edit in self.edits if edit.fate is Fate.HELD_BACK)

    def refused(self) -> int:
        """How many notes Anki will never update, because theirs have another note type."""
        return len(self.diff.of(Arrival.REFUSED))


_TAKEN = (TypeArrival.NEW, TypeArrival.UPDATED, TypeArrival.REWRITTEN, TypeArrival.COPIED)

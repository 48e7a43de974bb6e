"""Divides what an import of several packages does among the packages, by what a learner notices."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from deckgen.apkg.packed import PackedNote, PackedPackage
from deckgen.diff.compare import compare
from deckgen.diff.values import Arrival, NoteDiff
from deckgen.values.text import Html


@dataclass(frozen=True, slots=True)
class Changes:
    """The notes of one package that an import changes; a note that moved may also be corrected.

    The words of a corrected note changed, or its number of cards; of a reformatted one only the look, the
    pictures, the source or the tags. What is kept back does not reach learners.
    """

    new: tuple[NoteDiff, ...] = ()
    corrected: tuple[NoteDiff, ...] = ()
    reformatted: tuple[NoteDiff, ...] = ()
    moved: tuple[NoteDiff, ...] = ()
    retired: tuple[NoteDiff, ...] = ()
    kept_back: tuple[NoteDiff, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether an import changes nothing that a learner could notice."""
        return self == _NOTHING


_NOTHING = Changes()
UNREAD = ("Source", "Key")
"""The fields that say nothing about the question."""
_PICTURE = re.compile(r'(?<= src=")deckgen-[0-9a-f]{24}\.\w+(?=")')
"""The name of a picture, which is made from its content: a new drawing is not another text."""


def compare_releases(
    old: Mapping[str, PackedPackage], new: Mapping[str, PackedPackage]
) -> dict[str, Changes]:
    """What changes for a learner who has all old packages, by the name of the package.

    A note that is in another package than before is the same note for Anki. A retired note counts for its old
    package, and any other note for its new one.
    """
    diff = compare(_merge(old.values()), _merge(new.values()))
    names = {
        note.guid: name for packages in (old, new) for name, one in packages.items() for note in one.notes
    }
    notes: defaultdict[str, list[NoteDiff]] = defaultdict(list)
    for note in diff.notes:
        notes[names[note.guid]].append(note)
    return {name: _divide(notes[name]) for name in (*new, *(name for name in old if name not in new))}


def changed_words(note: NoteDiff) -> bool:
    """Whether the question or its answer has other words."""
    return any(change.segments for change in note.fields if change.name not in UNREAD)


def _merge(packages: Iterable[PackedPackage]) -> PackedPackage:
    found = tuple(packages)
    return PackedPackage(
        notes=tuple(_without_names_of_pictures(note) for one in found for note in one.notes),
        note_types=tuple(note_type for one in found for note_type in one.note_types),
        decks=tuple(deck for one in found for deck in one.decks),
        media=tuple(file for one in found for file in one.media),
    )


def _without_names_of_pictures(note: PackedNote) -> PackedNote:
    return replace(note, fields=tuple(Html(_PICTURE.sub("", field)) for field in note.fields))


def _divide(notes: Iterable[NoteDiff]) -> Changes:
    found: defaultdict[str, list[NoteDiff]] = defaultdict(list)
    for note in notes:
        found[_place(note)].append(note)
        if note.moves:
            found["moved"].append(note)
    return Changes(**{name: tuple(found[name]) for name in Changes.__dataclass_fields__})


def _place(note: NoteDiff) -> str:
    match note.arrival:
        case Arrival.NEW:
            return "new"
        case Arrival.RETIRED:
            return "retired"
        case Arrival.SKIPPED | Arrival.REFUSED:
            return "kept_back"
        case Arrival.CHANGED | Arrival.REWRITTEN if changed_words(note) or note.cards:
            return "corrected"
        case Arrival.CHANGED | Arrival.REWRITTEN:
            return "reformatted"
        case Arrival.UNCHANGED:
            return "corrected" if note.cards else ""

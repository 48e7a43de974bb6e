"""Puts notes together that get the same tags, since Anki takes tags for many notes at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence


def notes_by_tags(tags: Mapping[int, Sequence[str]]) -> Mapping[str, list[int]]:
    """The ids of the notes by their tags, which Anki separates by spaces."""
    notes: defaultdict[str, list[int]] = defaultdict(list)
    for note, names in tags.items():
        notes[" ".join(names)].append(note)
    return notes

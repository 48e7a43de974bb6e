"""What a build may remember of a document: reading and rendering depend on nothing but what is named here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from deckgen.values.document import Document
from deckgen.values.note import Media, Note, ShownMedia
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a source found: it depends on its bytes, its path and its package's name."""

    document: Document
    problems: tuple[Problem, ...]
    shown: tuple[ShownMedia, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """The notes of a document: they depend on its reading, its keys within the package, and its media."""

    keys: tuple[QuestionKey, ...]
    media: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A document as it was read and rendered once. The contents of its media are left out."""

    reading: Reading
    rendering: Rendering

    def notes_for(self, keys: tuple[QuestionKey, ...], media: Mapping[str, Media]) -> tuple[Note, ...] | None:
        """The notes, with these media by name; None if they would be others now."""
        if self.rendering.keys != keys or self.rendering.media != tuple(sorted(media)):
            return None
        return tuple(
            replace(note, media=tuple(media[part.name] for part in note.media)) if note.media else note
            for note in self.rendering.notes
        )


def remember(
    reading: Reading, keys: tuple[QuestionKey, ...], media: Mapping[str, Media], notes: tuple[Note, ...]
) -> Remembered:
    """What is worth keeping of a document that has been read and rendered with these media by name."""
    bare = tuple(
        replace(note, media=tuple(Media(part.name, b"") for part in note.media)) if note.media else note
        for note in notes
    )
    return Remembered(reading, Rendering(keys, tuple(sorted(media)), bare))


Recall = Callable[[str, SourceFile], Remembered | None]
"""From a package's name and a source to what is remembered of it."""
Keep = Callable[[str, SourceFile, Remembered], None]


@dataclass(frozen=True, slots=True)
class Memory:
    """How a build looks up what it knows of a source, and hands over what it learnt."""

    recall: Recall
    keep: Keep


NO_MEMORY = Memory(lambda package, file: None, lambda package, file, remembered: None)

"""The values that go into a compilation and come out of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from deckgen.apkg.write import PackageContents
from deckgen.identity.identify import Decision, Fate
from deckgen.identity.ledger import Ledger
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, NoteBody
from deckgen.values.problem import AllowedError, Location, Problem
from deckgen.values.source import SourceFile
from deckgen.values.text import Guid

MediaReader = Callable[[MediaReference], Media | MediaFault]
Progress = Callable[[int, int], None]
"""A function that is called with the number of files done and the number of all files."""


class Documents(Protocol):
    """Reads sources, or remembers them from an earlier build.

    A compilation keeps only outlines in memory, and asks for the notes of one source at a time.
    """

    def read(self, files: Sequence[SourceFile], progress: Progress) -> Iterator[DocumentOutline]:
        """The outline of each source, in the order of the files."""
        ...

    def bodies(self, file: SourceFile) -> tuple[NoteBody | None, ...]:
        """The notes of a source that was read, one or None for each of its parts."""
        ...


@dataclass(frozen=True, slots=True)
class PackageSources:
    """The files of one package, in the order of their decks, and the problems of unreadable ones.

    `style` is that of the project, if it has one of its own.
    """

    name: str
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()
    errata: SourceFile | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class CompiledPackage:
    """The result for one package; `contents` is None if it has an error."""

    name: str
    problems: tuple[Problem, ...]
    notes: int = 0
    cards: int = 0
    decisions: tuple[Decision, ...] = ()
    contents: PackageContents | None = None

    def count(self, fate: Fate) -> int:
        """The number of notes with this fate."""
        return sum(decision.fate is fate for decision in self.decisions)


@dataclass(frozen=True, slots=True)
class Compilation:
    """The packages of one build and its ledger; `gone` are the notes of packages without sources.

    `waiting` is the number of notes that are no longer in the sources, and that are not yet removed because a
    package has an error: they may have moved there.
    """

    packages: tuple[CompiledPackage, ...]
    ledger: Ledger
    gone: tuple[Decision, ...] = ()
    waiting: int = 0

    @property
    def places(self) -> Mapping[Guid, Location]:
        """Where the question of each note is."""
        places = {
            (decision.package, decision.key): decision.location
            for package in self.packages
            for decision in package.decisions
        }
        lines = (line for line in self.ledger.notes if not line.retired)
        return {line.guid: place for line in lines if (place := places.get((line.package, line.key)))}


@dataclass(frozen=True, slots=True)
class PackageReport:
    """The number of notes and errata that were checked in one package, their problems and allowed errors."""

    name: str
    notes: int
    errata: int
    problems: tuple[Problem, ...]
    allowed: tuple[AllowedError, ...]

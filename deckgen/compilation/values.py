"""What goes into a compilation and what comes out of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from deckgen.apkg.write import PackageContents
from deckgen.identity.ledger import Decision, Fate, Ledger
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, NoteBody
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile

MediaReader = Callable[[MediaReference], Media | MediaFault]
Progress = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""


class Request(NamedTuple):
    """A source that is to be read, and the package that it is a part of."""

    package: str
    file: SourceFile


class Documents(Protocol):
    """Where sources are read, or remembered from an earlier build.

    A compilation keeps the outlines only, and asks for the notes of one source at a time.
    """

    def read(self, requests: Sequence[Request], progress: Progress) -> Iterator[DocumentOutline]:
        """The outline of each source, in this order."""
        ...

    def bodies(self, request: Request) -> tuple[NoteBody | None, ...]:
        """The notes of a source that was read, one for each of its parts."""
        ...


@dataclass(frozen=True, slots=True)
class PackageSources:
    """The files of one package, in the order of their decks, and what kept others from being read."""

    name: str
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()
    errata: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What checks may ask of the world: for a picture, and whether a document's address leads anywhere."""

    read_media: MediaReader
    is_there: Callable[[str, str], bool] = lambda document, address: True


@dataclass(frozen=True, slots=True)
class CompiledPackage:
    """What became of one package; `contents` is None where an error forbids to write it."""

    name: str
    problems: tuple[Problem, ...]
    notes: int = 0
    cards: int = 0
    decisions: tuple[Decision, ...] = ()
    contents: PackageContents | None = None

    def count(self, fate: Fate) -> int:
        """How many notes of this fate."""
        return sum(decision.fate is fate for decision in self.decisions)


@dataclass(frozen=True, slots=True)
class Compilation:
    """All packages of one build, and the ledger that must be kept with them."""

    packages: tuple[CompiledPackage, ...]
    ledger: Ledger
    gone: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What was checked of one package, and every problem of it."""

    notes: int
    errata: int
    problems: tuple[Problem, ...]

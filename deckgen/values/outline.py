"""What is kept of a source after it was read, checked and rendered: a few hundred bytes per question.

A part is a question with its body, or the description above the first question. Its lines are counted from
its own first line, so that its outline stays the same when the part moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from deckgen.values.codes import Code
from deckgen.values.document import CardCount, ForeignSetting, Kind
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import DEFAULT_LEVEL, Level
from deckgen.values.text import Html, QuestionKey


class Found(NamedTuple):
    """The address of a link, the target of a picture or the TeX of a formula, and its line."""

    line: int
    text: str


class Allowance(NamedTuple):
    """A comment that allows problems with this code, and says why."""

    line: int
    code: Code
    reason: str


@dataclass(frozen=True, slots=True)
class NoteOutline:
    """What identity needs of a note: digests of its content and its clozes, the beginnings of its sides."""

    digest: str
    question: str
    answer: str
    clozes: tuple[str, ...]
    cards: int


@dataclass(frozen=True, slots=True)
class QuestionOutline:
    """A question without its body. `key_digests` distinguish it from another one with the same made key.

    `note` is None if an error kept the question from being rendered. `says_yes` is None unless yes or no can
    answer the question. `held_by` are the examples that the answer is compared with: what each prints, and
    its line, counted from the first of the part.
    """

    key: QuestionKey
    key_is_written: bool
    was: QuestionKey | None
    kind: Kind
    heading: str
    prompt: str
    key_digests: tuple[str, ...]
    has_examples: bool
    has_heading: bool = True
    note: NoteOutline | None = None
    says_yes: bool | None = None
    held_by: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in one part; `digest` is that of everything that it was made from.

    A build reports the `problems`; only `deckgen check` reports the `advice`. `media` are the names that the
    files of `shown` have in a package, empty for a file that cannot be packed.
    """

    digest: bytes
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    links: tuple[Found, ...]
    shown: tuple[Found, ...]
    media: tuple[str, ...]
    allowances: tuple[Allowance, ...]
    question: QuestionOutline | None = None


@dataclass(frozen=True, slots=True)
class NoteBody:
    """The fields, tags and cards of a note, and the names of its media."""

    fields: tuple[Html, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentOutline:
    """A source: its parts in order, each with the line where it begins; `problems` belong to none of them.

    `levels` says how many headings it has of each level.
    """

    path: str
    deck: str
    promised: CardCount | None
    description: Html
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...]
    starts: tuple[int, ...]
    foreign: tuple[ForeignSetting, ...] = ()
    levels: tuple[int, ...] = ()

    def placed(self) -> Iterator[tuple[Part, Location]]:
        """Each part with the place where it begins."""
        for part, start in zip(self.parts, self.starts, strict=True):
            yield part, Location(self.path, start)

    def questions(self) -> Iterator[tuple[QuestionOutline, Location]]:
        """Each question with the place of its heading."""
        for part, location in self.placed():
            if part.question is not None:
                yield part.question, location


@dataclass(frozen=True, slots=True)
class PackageOutline:
    """The sources that become one `.apkg`, and what is a question in them."""

    name: str
    documents: tuple[DocumentOutline, ...]
    level: Level = DEFAULT_LEVEL

    def questions(self) -> Iterator[tuple[QuestionOutline, Location]]:
        """All questions, in the order in which a learner will meet them."""
        for document in self.documents:
            yield from document.questions()


def at(place: Location, line: int) -> Location:
    """A line of a part that begins at this place."""
    return Location(place.path, place.line + line)


def problems_at(place: Location, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """A part's problems where they stand in the file, if the part begins at this place."""
    return (replace(problem, location=at(place, problem.location.line)) for problem in problems)

"""Reads a source as it is mended: its text, its questions, and the problems that no comment allows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from deckgen.checks.allowed import without_allowed
from deckgen.look_alikes.page import read_page
from deckgen.sources.open.decode import decode_source
from deckgen.sources.parse import parse
from deckgen.syntax.front_matter import front_matter_end
from deckgen.syntax.reading import read_blocks
from deckgen.values.codes import Code
from deckgen.values.document import Document
from deckgen.values.outline import DocumentOutline, PackageOutline, problems_at
from deckgen.values.passage import Token
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile


@dataclass(frozen=True)
class Reading:
    r"""A source: `text` has `\n` line ends, and `starts` the place of each line in it.

    `text` is empty if it cannot be read; `decoded` has U+FFFD for characters that no note can hold. `front`
    is the number of lines of the front matter, `headings` are the lines of the questions, `first` has the
    first line of each problem. What few problems need is read when it is asked for.
    """

    file: SourceFile
    text: str
    decoded: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    front: int
    problems: tuple[Problem, ...]
    headings: tuple[int, ...]
    first: Mapping[Code, int]

    @cached_property
    def document(self) -> Document:
        """The source as it is parsed."""
        return parse(self.file.package, self.file.path, self.file.content, self.file.settings)[0]

    @cached_property
    def shown(self) -> str:
        """As long as the text, with what a card does not show as text hidden, such as code."""
        lines = self.decoded.split("\n")
        return read_page(lines, self.tokens, 0, len(lines)).shown

    @cached_property
    def underlined(self) -> Mapping[int, int]:
        """The first line of each underlined heading by its last."""
        headings = (token for token in self.tokens if token.map and token.markup in ("=", "-"))
        return {token.map[1]: token.map[0] + 1 for token in headings if token.map}

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The blocks of the source."""
        lines = self.decoded.split("\n")
        return tuple(read_blocks("\n".join([*[""] * self.front, *lines[self.front :]]))[0])

    def line(self, number: int) -> str:
        """The text of a line, which is counted from 1; empty after the last one."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, number: int) -> tuple[int, int]:
        """Where a line, counted from 1, starts and ends in the text."""
        start = self.starts[number - 1]
        return start, start + len(self.lines[number - 1])


Reader = Callable[[SourceFile], Reading]


def source_reader(read_outline: Callable[[SourceFile], DocumentOutline], *, style: bool = False) -> Reader:
    """A function that reads a source with its problems; those of style only with `style`."""

    def read(file: SourceFile) -> Reading:
        decoded, _ = decode_source(file.path, file.content)
        # Characters that no note can hold are still in this text.
        text = file.content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n") if decoded else ""
        lines = tuple(text.split("\n"))
        starts, place = [], 0
        for line in lines:
            starts.append(place)
            place += len(line) + 1
        outline = read_outline(file)
        found = [problem for problem in _problems(outline) if style or not problem.code.is_style]
        problems = without_allowed(PackageOutline(file.package, (outline,)), found)
        front = front_matter_end(lines) or 0
        first = {problem.code: problem.location.line for problem in reversed(problems)}
        headings = outline.starts[1:]
        return Reading(file, text, decoded, lines, tuple(starts), front, problems, headings, first)

    return read


def _problems(outline: DocumentOutline) -> Iterator[Problem]:
    yield from outline.problems
    for part, place in outline.placed():
        yield from problems_at(place, (*part.problems, *part.advice))

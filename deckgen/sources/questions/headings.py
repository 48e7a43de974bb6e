"""Divides a source by its headings: into a title, sections, and questions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from deckgen.syntax.attributes import Attributes, parse_attributes
from deckgen.syntax.html_tags import Tag, TagKind, replace_comments, split_html
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE, Level

_UNSEEN = ("definition", "footnote_reference_open", "hr")


@dataclass(frozen=True, slots=True)
class Heading:
    """A `#` heading outside of quotes and lists: its lines, from 0 and the end excluded, and its token."""

    level: int
    start: int
    end: int
    text: str
    token: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The heading of a question, the one that ends its body, and the tags of the sections around it."""

    heading: Heading
    following: Heading
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Division:
    """What the headings of a file make of it; `first` ends the description. It is filled from the top."""

    first: Heading
    title: str = ""
    title_heading: Heading | None = None
    questions: list[Asked] = field(default_factory=list)
    sections: list[tuple[Heading, Heading]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tags: dict[int, tuple[str, ...]] = field(default_factory=dict)


def find_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """The `#` headings of a file that are in no quote and no list."""
    for place, (token, inline) in enumerate(pairwise(tokens)):
        if token.type == "heading_open" and token.level == 0 and token.map and token.markup.startswith("#"):
            start, end = token.map
            yield Heading(int(token.tag[1]), start, end, inline.content.strip(), place)


def count_levels(headings: Sequence[Heading]) -> tuple[int, ...]:
    """How many headings a file has of each level, from 1 to 6."""
    found = Counter(heading.level for heading in headings)
    return tuple(found[level] for level in range(1, 7))


def is_shown(token: Token) -> bool:
    """Whether a reader sees this block."""
    if token.type == "html_block":
        return bool(replace_comments(token.content).strip())
    return token.level == 0 and token.nesting >= 0 and token.type not in _UNSEEN


def divide(
    path: str, headings: Sequence[Heading], tokens: Sequence[Token], level: Level, last: Heading
) -> Division:
    """The title, the sections and the questions of a file; `last` stands for its end.

    Headings below the level of questions belong to their bodies.
    """
    if level.mark == TITLE:
        return _divide_by_title(headings, tokens, last)
    outer = [heading for heading in headings if heading.level <= level.depth]
    if level.stated:
        hidden = _in_details(outer, tokens, level)
        outer = [heading for heading in outer if heading not in hidden]
    division = Division(first=outer[0] if outer else last)
    for number, (heading, following) in enumerate(pairwise((*outer, last))):
        if heading.level == level.depth:
            tags = (tag for _, given in sorted(division.tags.items()) for tag in given)
            division.questions.append(Asked(heading, following, tuple(tags)))
            continue
        text, attributes, faults = parse_attributes(heading.text)
        here = Location(path, heading.start + 1)
        division.problems += (Problem(here, code, message) for code, message in faults)
        division.problems += _check_attributes(here, attributes, level)
        if number == 0 and heading.level == 1:
            division.title, division.title_heading, division.first = text, heading, following
        elif level.stated or attributes != Attributes():
            division.sections.append((heading, following))
        else:
            division.problems.append(_misplaced(here, is_second=bool(division.title_heading)))
        division.tags = {above: given for above, given in division.tags.items() if above < heading.level}
        division.tags[heading.level] = attributes.tags
    return division


def _in_details(headings: Sequence[Heading], tokens: Sequence[Token], level: Level) -> set[Heading]:
    """The headings above the level of questions that are folded in `<details>`, so that no section begins."""
    hidden: set[Heading] = set()
    depth = 0
    for heading, following in pairwise(headings):
        if heading.level == level.depth:
            depth = 0
        elif heading not in hidden:
            continue
        for token in tokens[heading.token + 1 : following.token]:
            if token.type == "html_block":
                for tag in split_html(token.content):
                    if isinstance(tag, Tag) and tag.name == "details":
                        depth += {TagKind.OPEN: 1, TagKind.CLOSE: -1}.get(tag.kind, 0)
        if depth > 0 and following.level < level.depth:
            hidden.add(following)
    return hidden


def _divide_by_title(headings: Sequence[Heading], tokens: Sequence[Token], last: Heading) -> Division:
    """The question of a file that is one: its title, if that is at the top."""
    title = next((heading for heading in headings if heading.level == 1), None)
    # Many files have no title, and end with `# Links`.
    if title is None or any(map(is_shown, tokens[: title.token])):
        return Division(first=last)
    return Division(first=title, questions=[Asked(title, last)])


def _misplaced(here: Location, *, is_second: bool) -> Problem:
    where = "a second title" if is_second else "a title below a question"
    message = (
        f"{where}; write one `#` heading at the top, and questions as `##` headings; "
        "a `#` heading with tags, as in `# Networks {.net}`, begins a section"
    )
    return Problem(here, Code.MISPLACED_TITLE, message)


def _check_attributes(here: Location, attributes: Attributes, level: Level) -> Iterator[Problem]:
    """What a title or a section cannot have: it makes no card."""
    if attributes != Attributes(tags=attributes.tags):
        message = (
            "a title or a section can have only tags, as in `{.tag}`; "
            f"delete the rest, or write a question as a `{level.mark}` heading"
        )
        yield Problem(here, Code.BAD_ATTRIBUTES, message)

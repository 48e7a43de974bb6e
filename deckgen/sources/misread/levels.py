"""Says what to do if a file's headings are not what its package calls questions."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.questions.headings import Heading, is_shown
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import LEVELS, PACKAGE_TOML, TITLE
from deckgen.values.wording import counted, quoted

_ASKS = re.compile(r"[?？][*_\s]*\Z")
_ALLOW = re.compile(r"<!--\s*allow\b")
"""A comment that would allow something, but is in no question."""


def settings_path(path: str) -> str:
    """The file that says what a question is in the package of this source."""
    head, name, *rest = path.split("/")
    return f"{head}/{name}/{PACKAGE_TOML}" if rest else f"{head}/{name.rsplit('.', 1)[0]}.{PACKAGE_TOML}"


def no_questions(path: str, levels: Sequence[int], tokens: Sequence[Token]) -> Problem:
    """The problem of a file without a `##` heading; `levels` says how many headings it has of each level."""
    if asking := _asking_item(tokens):
        message = (
            f"the file has no question, and this point asks one; write {quoted(f'## {asking[1]}')} in place "
            "of it, as of each such point, and its answer below it, without the spaces before it"
        )
        return Problem(Location(path, asking[0]), Code.NO_QUESTIONS, message)
    other = likely_level(levels)
    message = "the file has no question; write a question as a heading `## …`"
    if other not in ("", TITLE):
        count = counted(levels[len(other) - 1], f"`{other}` heading")
        message = f"the file has {count} and no `##` heading, which is a question; write `## …`"
    ways = advise_level(path, other) if other else f"`deckgen ingest {path}` makes a source of a page"
    return Problem(Location(path, 1), Code.NO_QUESTIONS, f"{message}; {ways}")


def _asking_item(tokens: Sequence[Token]) -> tuple[int, str] | None:
    """The line and the text of the first point of a list that asks and has an answer, as Notion's toggles."""
    for item, opened, inline, _, below in zip(*(tokens[n:] for n in range(5)), strict=False):
        is_asking = item.type == "list_item_open" and item.level == 1 and opened.type == "paragraph_open"
        if is_asking and item.map and below.nesting >= 0 and _ASKS.search(inline.content):
            return item.map[0] + 1, inline.content
    return None


def advise_level(path: str, mark: str) -> str:
    """What to do with a file whose questions may be such headings."""
    these = "if the title is the question" if mark == TITLE else f"if `{mark}` headings are the questions"
    way = f'{these}, write `question = "{mark}"` into {settings_path(path)}'
    return f"{way}; `deckgen ingest {path}` makes a source of a page"


def likely_level(levels: Sequence[int]) -> str:
    """What the questions of these headings may be, as one of `LEVELS`; empty if there are no headings."""
    marks = [mark for mark in LEVELS if mark != TITLE and levels[len(mark) - 1]]
    if marks:
        return max(marks, key=lambda mark: levels[len(mark) - 1])
    return TITLE if levels[0] == 1 else ""


def check_sections(
    path: str, tokens: Sequence[Token], sections: Sequence[tuple[Heading, Heading]]
) -> Iterator[Problem]:
    """The texts between a section and what follows, which are on no card: one problem for all of a file."""
    filled = [
        heading
        for heading, following in sections
        if any(
            is_shown(one) or _ALLOW.search(one.content) for one in tokens[heading.token + 3 : following.token]
        )
    ]
    if filled:
        others = f", and below {counted(len(filled) - 1, 'other')}," if filled[1:] else ""
        message = (
            f"the text below this section{others} is on no card; write it into a question, "
            "or above the first section, where it is the deck's description"
        )
        yield Problem(Location(path, filled[0].start + 1), Code.SECTION_TEXT, message)

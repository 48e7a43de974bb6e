"""Finds headings that begin a question and probably belong to the answer above."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.sources.questions.headings import Heading
from deckgen.syntax.attributes import parse_attributes
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE, Level
from deckgen.values.wording import quoted

DEEPEST = 6
"""The level of the smallest headings."""

MOST_SHOWN = 3
"""How many headings of a file have a problem each; of more there is one problem for all."""

MOST_LINES = 10
"""How many lines the message for all headings of a file lists."""

_ASKS = re.compile(r"[?？][*_\s]*$")
_NUMBERED = re.compile(r"(\d{1,2})[.)、．][ \t]*(?=[^\d\s])")
_PART = re.compile(
    r"""
    (?:\d{1,2}[.)、．][ \t]*)? (?:
        (?: step | phase | stage | option | approach | method | solution | example ) [ ] ?\d+ \b .*
        | (?: 步骤 | 方法 | 方案 | 示例 ) [ ]? [一二三四五六七八九十\d]+ (?! \w ) .*
        | 第 [一二三四五六七八九十\d]+ 步 .*
        | (?: summary | conclusion | answer | explanation | examples? | notes? | references? | solution
            | further[ ]reading | see[ ]also | key[ ](?:points|takeaways) | tl;?dr | pros | cons
            | pros[ ]and[ ]cons
            | 小结 | 总结 | 结论 | (?:参考)?答案 | 解答 | 解析 | 示例 | 例子 | 举例 | 代码(?:示例|实现)?
            | 注意(?:事项)? | 备注 | 参考(?:资料|文献|链接)? | (?:延伸|扩展|拓展)阅读 | 优点 | 缺点 | 优缺点
            | 补充(?:说明)?
        ) [ \t:：]*
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What heads a part of an answer."""


def find_answer_headings(headings: Sequence[Heading], level: Level) -> list[Heading]:
    """Headings without a list, on the level of questions and below one, that name a part or a step."""
    if level.mark == TITLE:
        return []
    steps = _steps([heading for heading in headings if heading.level == level.depth])
    return [
        heading
        for above, heading in pairwise(headings)
        if heading.level == level.depth <= above.level
        and not heading.text.endswith("}")
        and (heading in steps or _PART.fullmatch(heading.text.strip("*_ ")))
    ]


def say_answer_heading(heading: Heading, level: Level) -> str:
    """What is wrong with such a heading."""
    deeper = f"`{level.mark}# …`" if level.depth < DEEPEST else "bold text"
    return (
        f"{quoted(f'{level.mark} {heading.text}')} begins a question of its own; "
        f"if it belongs to the answer above, write {deeper}"
    )


def check_answer_headings(path: str, found: Sequence[Heading], level: Level) -> Iterator[Problem]:
    """The problem of each heading that was found; of more than a few, one problem for all."""
    others = found[1:] if len(found) > MOST_SHOWN else ()
    for heading in found if not others else found[:1]:
        more = f"; so do {len(others)} others (lines {_lines(others)})" if others else ""
        message = say_answer_heading(heading, level) + more
        yield Problem(Location(path, heading.start + 1), Code.HEADING_IN_ANSWER, message)


def _lines(headings: Sequence[Heading]) -> str:
    shown = ", ".join(str(heading.start + 1) for heading in headings[:MOST_LINES])
    return shown + (", …" if len(headings) > MOST_LINES else "")


def _steps(asked: Sequence[Heading]) -> frozenset[Heading]:
    """Headings `1. …`, `2. …` that ask nothing, between two questions without a number that do."""
    steps: list[Heading] = []
    run: list[Heading] | None = None
    for heading in asked:
        match = _NUMBERED.match(heading.text)
        if _ASKS.search(parse_attributes(heading.text)[0]):
            steps += run or () if match is None else ()
            run = [] if match is None else None
        elif run is not None and match and int(match[1]) == len(run) + 1:
            run.append(heading)
        else:
            run = None
    return frozenset(steps)

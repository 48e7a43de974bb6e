"""Lists the lines `?` and `??` of Obsidian Spaced Repetition, which part a card."""

import re
from functools import lru_cache

from deckgen.look_alikes.cards import ADVICE
from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_RULE = re.compile(r" {0,3}---+[ \t]*$")
_MARK = re.compile(r" {0,3}\?{1,2}[ \t]*$")
_QUESTION = re.compile(r" {0,3}##[ \t]")
_MOST_ABOVE = 400
"""Characters of a question that are looked at."""


@lru_cache(maxsize=8)
def _rules(source: str) -> frozenset[int]:
    """Where the lines begin that are the only mark below their question, with text around and no `---`."""
    found: set[int] = set()
    bodies: list[list[tuple[int, str]]] = []
    place = 0
    for line in source.split("\n"):
        if _QUESTION.match(line):
            bodies.append([])
        elif bodies and line.strip():
            bodies[-1].append((place, line))
        place += len(line) + 1
    for body in bodies:
        marks = [start for start, line in body if _MARK.match(line)]
        is_inner = len(marks) == 1 and body[0][0] != marks[0] != body[-1][0]
        if is_inner and not any(_RULE.match(line) for _, line in body):
            found.add(marks[0])
    return frozenset(found)


def _is_rule(match: Match) -> bool:
    return match.start - len(match.before) in _rules(match.source)


def _is_mark(match: Match) -> bool:
    return match.before.strip(" >") == "" and not _is_rule(match)


def _advise(match: Match) -> str:
    """Advice with the question, where that is the one line above."""
    above = match.source[max(match.start - _MOST_ABOVE, 0) : match.start].split("\n")
    question = above[-2].strip(" \t>") if len(above) > 1 else ""
    if not question or (len(above) > 2 and above[-3].strip(" \t>")):
        return ""
    return f"write `## {shortened(question, 60)}`, delete the `{match['it']}`, and write the answer below"


QUESTION_MARKS = (
    LookAlike(
        name="question-mark-rule",
        owner="Obsidian Spaced Repetition",
        code=Code.FOREIGN_CARD,
        example="## Which are these?\n\nA and B.\n\n?\n\nTwo.",
        what="parts question and answer in Obsidian, and here it is text of the answer",
        advice="write `---` in its place, with a blank line above it",
        signs=("?\n",),
        pattern=re.compile(r"(?<=\n)[ ]{0,3}(?P<it>\?{1,2})[ \t]*(?=\n)"),
        holds=_is_rule,
        rewrite=lambda match: "\n---" if match.line_above.strip() else "---",
    ),
    LookAlike(
        name="question-mark-line",
        owner="Obsidian Spaced Repetition",
        code=Code.FOREIGN_CARD,
        example="What is one\nand one?\n?\nTwo",
        what="on a line of its own parts a card in Obsidian, and makes none here",
        advice=ADVICE,
        signs=("?\n",),
        pattern=re.compile(r"(?<=[^\n]\n)\0*(?P<it>\?{1,2})[ \t]*\n(?=\0*[^\n\0])"),
        holds=_is_mark,
        advise=_advise,
    ),
)
"""Marks that part a card."""

"""Finds a rule that looks as if it parted question and answer, and does not."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from deckgen.checks.unit import Unit
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem

# What smart punctuation and a Chinese keyboard make of `---`.
DASHES = re.compile(r"(?:[\u2010-\u2015\u2500\u2501\uff0d\uff3f\uff1d][ \t]*)+|--|==+")


def check_rule(unit: Unit) -> Iterator[Problem]:
    """A question without `---` whose body has another rule, or a line of dashes between two blocks.

    Formatters write `***` (Prettier) or `____` (mdformat) for `---`, editors `—`.
    """
    question = unit.question
    if question is None or (question.answer if question.kind is Kind.CLOZE else question.prompt).text:
        return
    body = question.prompt if question.kind is Kind.CLOZE else question.answer
    for place, token in enumerate(body.tokens):
        is_rule = token.type == "hr" and token.level == 0
        if token.map and (is_rule or _is_dashes(body.tokens[place - 1 : place + 3])):
            what = "this rule" if is_rule else "the line, which is text,"
            message = f"only a line `---` parts question and answer; write that, or put {what} below a `---`"
            if not is_rule:
                sign = token.content[0]
                message = (
                    f"this line has the sign `{sign}` ({unicodedata.name(sign, '').lower()}), and only three "
                    "hyphens, `---`, part question and answer; write them, or write the line below a `---`"
                )
            yield Problem(Location(unit.document.path, token.map[0] + 1), Code.RULE_PARTS_NOTHING, message)
            return


def _is_dashes(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a paragraph of nothing but dashes, and the beginning of another block."""
    return (
        len(tokens) == 4
        and tokens[0].type == "paragraph_open"
        and tokens[0].level == 0
        and DASHES.fullmatch(tokens[1].content) is not None
    )

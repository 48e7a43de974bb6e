"""Finds a rule that looks as if it parted question and answer, and does not."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Location, Problem


def check_rule(unit: Unit) -> Iterator[Problem]:
    """A question without `---` whose body has another rule: formatters write `***` or `____` for `---`."""
    question = unit.question
    if question is None or (question.answer if question.kind is Kind.CLOZE else question.prompt).text:
        return
    body = question.prompt if question.kind is Kind.CLOZE else question.answer
    for token in body.tokens:
        if token.type == "hr" and token.level == 0 and token.map:
            message = (
                "only a line `---` parts question and answer; write that, or put this rule below a `---`"
            )
            yield Problem(Location(unit.document.path, token.map[0] + 1), Code.RULE_PARTS_NOTHING, message)
            return

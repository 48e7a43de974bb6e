"""Reports the faults that were found when a text was read: clozes, formulas, comments, bold."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.syntax.cloze_marks import Why
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

MESSAGES = {
    Code.BOLD_UNMATCHED: (
        "`**` is shown as it is, because no other `**` matches it; "
        "if it is between punctuation and a letter, move the punctuation out of the bold text"
    ),
    Code.CLOZE_EMPTY: "the cloze hides nothing; write the text to recall between `::` and `}}`",
    Code.CLOZE_NESTED: (
        "a cloze begins inside another one, which Anki before 2.1.56 shows wrong and deckgen does not make; "
        "close the other one before it, or ask for one of the two in a question of its own"
    ),
    Code.CLOZE_SECOND_HINT: (
        "the first `::` in a cloze begins its hint, as in Anki, and this `::` is a part of the hint; "
        r"write `\::` for each `::` that is text"
    ),
    Code.CLOZE_UNCLOSED: "the cloze is not closed; write `}}` after the text to recall",
    Code.CLOZE_WITHOUT_NUMBER: "a cloze needs a number from 1 to 500; write `{{c1::…}}`",
    Code.COMMENT_UNCLOSED: "the comment `<!--` is not closed; close it with `-->`",
    Code.FORMULA_UNCLOSED: (
        "`$$` opens a formula that is not closed in this paragraph; close it with `$$` before a blank line, "
        r"or write `\$\$` for two dollars"
    ),
}

REASONS = {
    Why.BRACE: (
        r"the `}}` closes a `{` inside the cloze; close that `{` before it, or write `\{` for a single brace"
    ),
    Why.BRACE_IN_CODE: (
        "the `}}` closes a `{` inside the cloze; hide code in which each `{` is closed, "
        "or put the whole code into the cloze: {{c1::`…`}}"
    ),
    Why.END_IN_CODE: (
        "the `}}` of the cloze is in code or in a formula, or a backslash is before it; move it out of there"
    ),
    Why.BEGINS_IN_CODE: (
        "a cloze that begins in code or in a formula must end there; move its `}}` into it, "
        "or its `{{c1::` out of it"
    ),
}
"""The message in place of that of the code."""


def check_faults(unit: Unit) -> Iterator[Problem]:
    """Each fault, on the line where it begins."""
    for text in unit.texts:
        for code, position, why in text.faults:
            yield text.problem(position, code, REASONS[why] if why else MESSAGES[code])

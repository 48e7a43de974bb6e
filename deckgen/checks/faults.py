"""Reports the faults that were found when a text was read: clozes, formulas, comments, bold."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

MESSAGES = {
    Code.BOLD_UNMATCHED: (
        "`**` is shown as it is, because no other `**` matches it; "
        "if it is between punctuation and a letter, move the punctuation out of the bold text"
    ),
    Code.CLOZE_EMPTY: "the cloze hides nothing; write the text to recall between `::` and `}}`",
    Code.CLOZE_NESTED: "Anki makes no card of a cloze within a cloze; put one after the other",
    Code.CLOZE_UNCLOSED: (
        "the cloze is not closed in this paragraph, code block or formula; close it with `}}`"
    ),
    Code.CLOZE_WITHOUT_NUMBER: "a cloze needs a number from 1 to 500; write `{{c1::…}}`",
    Code.COMMENT_UNCLOSED: "the comment `<!--` is not closed; close it with `-->`",
    Code.FORMULA_UNCLOSED: (
        r"`$$` or `\[` opens a formula that is not closed in this paragraph; "
        r"close it with `$$` or `\]` before a blank line, or write `\$\$` for two dollars"
    ),
}


def check_faults(unit: Unit) -> Iterator[Problem]:
    """Each fault, on the line where it begins."""
    for text in unit.texts:
        for code, position in text.faults:
            yield text.problem(position, code, MESSAGES[code])

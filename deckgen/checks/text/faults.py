"""Reports the faults that were found when a text was read: clozes, formulas, comments, bold."""

import string
import unicodedata
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
from deckgen.syntax.cloze_marks import Fault, Why
from deckgen.syntax.html_tags import MISSPELT_END
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

MESSAGES = {
    Code.BOLD_UNMATCHED: (
        "`**` is shown as it is, because no other `**` matches it; "
        "write the missing one, or put it in backticks if it is code"
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
    Code.CLOZE_UNCLOSED: "the cloze is not closed in its question; write `}}` after the text to recall",
    Code.CLOZE_WITHOUT_NUMBER: "a cloze needs a number from 1 to 500; write `{{c1::…}}`",
    Code.COMMENT_UNCLOSED: "the comment `<!--` is not closed; close it with `-->`",
    Code.FORMULA_UNCLOSED: (
        r"`$$` or `\[` opens a formula that is not closed in this paragraph; "
        r"close it with `$$` or `\]` before a blank line, or write `\$\$` for two dollars"
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
    Why.CELL: (
        r"the cloze is not closed in its cell of the table; write `{{c1::…}}` in each cell, "
        r"and `\|` for a `|` that is text"
    ),
    Why.QUOTE: (
        "the cloze begins or ends in a quote or a table, and its other end is outside; "
        "write one cloze in it and one outside, with the same number; a blank line without `>` ends a quote"
    ),
    Why.ROW: "the `}}` of the cloze is read as a row of the table above it; leave a blank line before it",
    Why.RULE: (
        "a `---` or another rule is between the `{{c1::` of the cloze and its `}}`; "
        "close the cloze above it, and write the same number in a new one if that is hidden, too"
    ),
    Why.HTML: (
        "HTML is between the `{{c1::` of the cloze and its `}}`; close the cloze before it, "
        "and open a new one with the same number after it"
    ),
    Why.HINT_TOO_EARLY: (
        "this `::` is text, because the cloze ends in a later block, where its hint must be; "
        r"write `::hint` before the `}}`, or `\::` for a `::` that is text"
    ),
    Why.HINT_ALONE: (
        "the hint is in a paragraph of its own; write it at the end of the last text that the cloze hides"
    ),
    Why.BEGINS_IN_CODE: (
        "a cloze that begins in code or in a formula must end there; move its `}}` into it, "
        "or its `{{c1::` out of it"
    ),
}
"""The message in place of that of the code."""


PAIRS = frozenset(("“”", "‘’", "《》", "「」", "『』", "（）", "【】", "()", '""'))
"""Signs that often enclose a text in bold."""

_LONGEST_BOLD = 60
_NEAR = 500
"""Characters in which the end of a cloze is looked for."""


def check_faults(unit: Unit) -> Iterator[Problem]:
    """Each fault, on the line where it begins."""
    for place in unit.places:
        is_heading = unit.question is not None and place.passage is unit.question.heading
        for text in place.texts:
            for fault in text.faults:
                stars = _find_beside(text, fault) if fault.code is Code.BOLD_UNMATCHED else None
                if stars is not None:
                    yield text.problem(stars[0], fault.code, stars[1])
                elif fault.why is not Why.BOLD_IN_BOLD:
                    message = _explain_end(fault, text.source) or _message(fault, is_heading=is_heading)
                    yield text.problem(fault.position, fault.code, message)


def _explain_end(fault: Fault, source: str) -> str:
    """What stands in place of the end that a cloze or a comment lacks; empty if nothing does."""
    begin = fault.position
    if fault.code is Code.CLOZE_UNCLOSED and "｝｝" in source[begin : begin + _NEAR]:
        return "the cloze ends with full-width braces; write `}}` in place of `｝｝`"
    if fault.code is Code.COMMENT_UNCLOSED and (end := MISSPELT_END.match(source, begin)):
        return f"the comment `<!--` is not closed; write `-->` in place of `{end['end']}`"
    return ""


def _find_beside(text: Text, fault: Fault) -> tuple[int, str] | None:
    """The `**` that begins or ends no bold text because of what is beside it, with a message."""
    source, first = text.source, fault.position
    second = source.find("**", first + 2)
    for place, is_end in ((first, False), (second, True)):
        before, after = source[max(place - 1, 0) : place], source[place + 2 : place + 3]
        sign, letter = (before, after) if is_end else (after, before)
        if place >= 0 and _is_punctuation(sign) and letter.isalnum():
            verb, where = ("ends", "after") if is_end else ("begins", "before")
            if sign == "`":
                return (
                    place,
                    f"the `**` between a backtick and `{letter}` {verb} no bold text; put a space {where} it",
                )
            spaces = f"put a space {where} it"
            if (
                second > 0
                and source[second + 2 : second + 3].isalnum()
                and source[first - 1 : first].isalnum()
            ):
                spaces = "put a space before it and one after the next `**`"
            moved = f"move `{sign}` out of the bold text{_moved_out(source, first, second)}"
            return place, (
                f"the `**` between `{before}` and `{after}` {verb} no bold text; "
                f"{moved}, or {spaces}{_count_others(source, first)}"
            )
    previous = source.rfind("**", 0, first)
    if previous >= 0 and source[previous + 2].isspace() and not source[:previous][-1:].strip():
        return previous, "the `**` before a space begins no bold text; delete the space after it"
    for place in (second, first):
        if place > 0 and source[place - 1].isspace() and source.find("**", 0, place - 1) >= 0:
            return place, "the `**` after a space ends no bold text; delete the space before it"
    return None


def _count_others(source: str, place: int) -> str:
    """A reminder of the other bold texts of a line: one message stands for all."""
    end = source.find("\n", place)
    line = source[source.rfind("\n", 0, place) + 1 : end if end >= 0 else len(source)]
    count = line.count("**") // 2
    return f"; look at all {count} bold texts of this line" if count > 1 else ""


def _moved_out(source: str, first: int, second: int) -> str:
    """How a pair of signs around bold text is written outside of it; empty if there is none."""
    text = source[first + 2 : second] if second > 0 else ""
    is_pair = text[:1] + text[-1:] in PAIRS and "\n" not in text and len(text) < _LONGEST_BOLD
    return f": `{text[0]}**{text[1:-1]}**{text[-1]}`" if is_pair else ""


def _is_punctuation(sign: str) -> bool:
    """Whether GitHub takes a character for punctuation; those of ASCII all count."""
    return sign not in ("", "*") and (sign in string.punctuation or unicodedata.category(sign)[0] == "P")


def _message(fault: Fault, *, is_heading: bool) -> str:
    if fault.opened:
        return (
            f"a cloze begins inside the one that line {fault.opened} opens; "
            "close that one before it with `}}`, or write only one cloze"
        )
    if fault.why is not None:
        return REASONS[fault.why]
    if is_heading and fault.code is Code.CLOZE_UNCLOSED:
        return "a cloze that begins in the heading must end there; write `}}` there, or begin it in the text"
    return MESSAGES[fault.code]

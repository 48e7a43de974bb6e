"""Finds formulas that have no end."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.syntax.cloze_marks import Fault
from deckgen.values.problem import Problem

_MESSAGE = (
    "`$$` opens a formula that is not closed in this paragraph; close it with `$$` before a blank line, "
    r"or write `\$\$` for two dollars"
)


def check_formulas(unit: Unit) -> Iterator[Problem]:
    """Each `$$` without another, at the line where it opens."""
    for text in unit.texts:
        for fault in text.faults:
            if fault.fault is Fault.FORMULA_UNCLOSED:
                yield text.problem(fault.position, fault.fault.value, _MESSAGE)

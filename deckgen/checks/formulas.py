"""Finds formulas that have no end."""

from deckgen.checks.texts import places
from deckgen.syntax.cloze_marks import Fault
from deckgen.values.document import Package
from deckgen.values.problem import Problem

_MESSAGE = (
    "`$$` opens a formula that is not closed in this paragraph; close it with `$$` before a blank line, "
    r"or write `\$\$` for two dollars"
)


def check_formulas(package: Package) -> tuple[Problem, ...]:
    """Each `$$` without another, at the line where it opens."""
    return tuple(
        text.problem(fault.position, fault.fault.value, _MESSAGE)
        for place in places(package, "$$")
        for text in place.texts()
        for fault in text.faults
        if fault.fault is Fault.FORMULA_UNCLOSED
    )

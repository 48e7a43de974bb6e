"""From documents to problems: one file a check."""

from collections.abc import Callable

from deckgen.checks.callouts import check_callouts
from deckgen.checks.clozes import check_clozes
from deckgen.checks.decks import check_decks
from deckgen.checks.duplicates import check_duplicates
from deckgen.checks.examples import check_examples
from deckgen.checks.formulas import check_formulas
from deckgen.checks.html import check_html
from deckgen.checks.links import check_links
from deckgen.values.document import Package
from deckgen.values.problem import Problem

Check = Callable[[Package], tuple[Problem, ...]]

CHECKS: tuple[Check, ...] = (
    check_decks,
    check_duplicates,
    check_callouts,
    check_clozes,
    check_formulas,
    check_html,
    check_links,
    check_examples,
)
"""Every check that needs no more than the parsed package."""


def check_package(package: Package) -> tuple[Problem, ...]:
    """All problems that these checks find."""
    return tuple(problem for check in CHECKS for problem in check(package))

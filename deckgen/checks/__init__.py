"""Finds problems in documents; one folder for each subject, and one file for each kind of problem in it."""

from collections.abc import Callable, Iterable, Iterator

from deckgen.checks.blocks.callouts import check_callouts
from deckgen.checks.blocks.layout import check_layout
from deckgen.checks.blocks.nesting import check_nesting
from deckgen.checks.blocks.rules import check_rule
from deckgen.checks.blocks.tables import check_tables
from deckgen.checks.clozes.misplaced import check_clozes
from deckgen.checks.clozes.spelling import check_cloze_spelling
from deckgen.checks.html.hidden_markdown import check_hidden_markdown
from deckgen.checks.html.raw_html import check_html
from deckgen.checks.questions.duplicates import check_duplicates
from deckgen.checks.settings.decks import check_decks
from deckgen.checks.settings.foreign_settings import check_foreign_settings
from deckgen.checks.settings.levels import check_levels
from deckgen.checks.text.faults import check_faults
from deckgen.checks.text.links import check_links
from deckgen.checks.text.look_alikes import check_look_alikes
from deckgen.checks.unit import Unit
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Problem

UnitCheck = Callable[[Unit], Iterator[Problem]]
PackageCheck = Callable[[PackageOutline], Iterable[Problem]]

UNIT_CHECKS: tuple[UnitCheck, ...] = (
    check_callouts,
    check_cloze_spelling,
    check_clozes,
    check_faults,
    check_hidden_markdown,
    check_html,
    check_layout,
    check_links,
    check_look_alikes,
    check_nesting,
    check_rule,
    check_tables,
)
"""Checks of one question or description; what they find is kept in the cache."""

PACKAGE_CHECKS: tuple[PackageCheck, ...] = (
    check_decks,
    check_duplicates,
    check_foreign_settings,
    check_levels,
)
"""Checks that compare the documents of a package."""


def check_unit(unit: Unit) -> Iterator[Problem]:
    """All problems of one question or description that a build reports."""
    return (problem for check in UNIT_CHECKS for problem in check(unit))


def check_package(package: PackageOutline) -> tuple[Problem, ...]:
    """All problems between the documents of a package."""
    return tuple(problem for check in PACKAGE_CHECKS for problem in check(package))

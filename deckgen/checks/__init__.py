"""From documents to problems: one file a check."""

from collections.abc import Callable

from deckgen.checks.callouts import check_callouts
from deckgen.checks.clozes import check_clozes
from deckgen.checks.decks import check_decks
from deckgen.checks.duplicates import check_duplicates
from deckgen.checks.formulas import check_formulas
from deckgen.checks.html import check_html
from deckgen.checks.leftovers import check_leftovers
from deckgen.checks.links import check_links
from deckgen.examples.find import check_examples
from deckgen.values.document import Document, Package
from deckgen.values.problem import Problem

Check = Callable[[Package], tuple[Problem, ...]]

DOCUMENT_CHECKS: tuple[Check, ...] = (
    check_callouts,
    check_clozes,
    check_formulas,
    check_html,
    check_links,
    check_leftovers,
    check_examples,
)
"""What can be seen in one document alone; its findings are remembered with it."""

PACKAGE_CHECKS: tuple[Check, ...] = (
    check_decks,
    check_duplicates,
)
"""What only all documents of a package together show."""


def check_document(package: str, document: Document) -> tuple[Problem, ...]:
    """All problems of one document of this package."""
    alone = Package(package, (document,))
    return tuple(problem for check in DOCUMENT_CHECKS for problem in check(alone))


def check_package(package: Package) -> tuple[Problem, ...]:
    """All problems between the documents of a package."""
    return tuple(problem for check in PACKAGE_CHECKS for problem in check(package))

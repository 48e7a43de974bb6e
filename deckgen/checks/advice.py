"""Gathers what `deckgen check` advises beyond what a build insists on."""

from collections.abc import Sequence
from itertools import chain

from deckgen.checks.contents import KnowsLanguage, check_alternatives, check_languages, check_tex
from deckgen.checks.imports import check_imports
from deckgen.checks.links import IsThere, check_dead_links
from deckgen.checks.questions import (
    check_answers,
    check_keys_written,
    check_near_duplicates,
    check_one_question,
)
from deckgen.checks.typography import check_typography
from deckgen.values.document import Package
from deckgen.values.note import Note
from deckgen.values.problem import Problem


def advise(
    package: Package,
    notes: Sequence[Note],
    knows_language: KnowsLanguage,
    is_there: IsThere,
    *,
    style: bool,
) -> tuple[Problem, ...]:
    """Warnings of one package; without its notes only those that need none."""
    by_key = {note.key: note for note in notes}
    found = chain(
        check_keys_written(package),
        check_near_duplicates(package),
        check_one_question(package),
        check_answers(package, by_key),
        check_tex(package, by_key),
        check_languages(package, knows_language),
        check_alternatives(package, by_key),
        check_dead_links(package, is_there),
        check_imports(package),
        check_typography(package, by_key) if style else (),
    )
    return tuple(dict.fromkeys(found))

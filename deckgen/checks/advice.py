"""Gathers the problems that `deckgen check` reports and a build does not."""

from collections.abc import Iterable, Iterator

from deckgen.checks.allowed import find_allowances
from deckgen.checks.questions.near_duplicates import check_near_duplicates
from deckgen.checks.questions.one_sided import check_one_sided
from deckgen.checks.questions.study import check_answer, check_key_written, check_one_question
from deckgen.checks.settings.imports import check_imports
from deckgen.checks.text.contents import KnowsLanguage, check_alternatives, check_languages
from deckgen.checks.text.links import IsThere, check_dead_links
from deckgen.checks.text.typography import check_typography
from deckgen.checks.text.widths import check_widths
from deckgen.checks.unit import Unit
from deckgen.values.codes import Code
from deckgen.values.example import Example
from deckgen.values.outline import NoteBody, PackageOutline, problems_at
from deckgen.values.problem import Problem


def advise_on_unit(
    unit: Unit, examples: Iterable[Example], body: NoteBody | None, knows_language: KnowsLanguage
) -> Iterator[Problem]:
    """Advice on one question or description; some needs the rendered note."""
    yield from check_languages(unit, knows_language)
    yield from check_imports(unit.document, examples)
    yield from check_widths(unit)
    yield from (found for found in find_allowances(unit) if isinstance(found, Problem))
    question = unit.question
    if question is None:
        return
    yield from check_key_written(question)
    yield from check_one_question(question)
    if body is not None:
        yield from check_answer(question, body)
        yield from check_alternatives(question, body)
        yield from check_typography(question, body)


def advise_on_package(package: PackageOutline, is_there: IsThere, *, style: bool) -> tuple[Problem, ...]:
    """All advice on a package, each once; advice on style only with `style`."""
    found: list[Problem] = []
    for document in package.documents:
        undeclared: set[str] = set()
        for part, place in document.placed():
            for problem in problems_at(place, part.advice):
                # An undeclared library is reported once per file.
                if problem.code is Code.IMPORT_UNDECLARED:
                    if problem.message in undeclared:
                        continue
                    undeclared.add(problem.message)
                found.append(problem)
        found += check_dead_links(document, is_there)
        found += check_one_sided(document)
    found += check_near_duplicates(package)
    return tuple(dict.fromkeys(problem for problem in found if style or not problem.code.is_style))

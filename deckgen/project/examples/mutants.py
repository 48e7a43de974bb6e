"""Makes one mistake after the other in the leads of a project, and finds those that nothing would catch."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from deckgen.answers.card import Card, read_card
from deckgen.answers.hold import hold_answer, hold_typed
from deckgen.answers.mutants.edit import Mutation
from deckgen.answers.mutate import MOST_CHARACTERS, Mutant, is_definite, make_mutants
from deckgen.checks.questions.held import find_answer_line, find_holding
from deckgen.compilation.read_document import read_document
from deckgen.compilation.values import PackageSources, Progress
from deckgen.errata.check import Holder
from deckgen.errata.parse import parse_errata
from deckgen.examples.find import find_part_examples
from deckgen.project.examples.examine import Examined
from deckgen.project.folder import Project
from deckgen.project.sources import read_sources, select_packages
from deckgen.sources.parse import parse
from deckgen.syntax.places import find_lines
from deckgen.values.codes import Code, Severity
from deckgen.values.document import Document, Kind, Question
from deckgen.values.example import Example
from deckgen.values.note import MediaFault, MediaReference
from deckgen.values.outline import NoteBody, problems_at
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey

SECONDS_PER_LEAD = 1.0
"""After this time, no further mutants of a lead are tried."""


class Catch(StrEnum):
    """What reports a mutant."""

    EXAMPLE = "example"
    ERRATUM = "erratum"


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant that was tried, and what catches it, if anything does."""

    location: Location
    key: QuestionKey
    mutation: Mutation
    was: str
    now: str
    caught_by: Catch | None


@dataclass(frozen=True, slots=True)
class TriedLead:
    """A lead with its mutants; it `is_definite` if it has a number, a shape, a negation, or a yes or no.

    There was no time to try the `late` mutants.
    """

    location: Location
    key: QuestionKey
    is_definite: bool
    mutants: tuple[Tried, ...]
    late: int = 0


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A question whose lead was left out, and why."""

    location: Location
    key: QuestionKey
    why: str


@dataclass(frozen=True, slots=True)
class Mutated:
    """The leads of a project with their mutants; with `problems`, which are errors, there are none."""

    leads: tuple[TriedLead, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_refused: bool = False


_Catches = Callable[[Card], bool]


@dataclass(frozen=True, slots=True)
class _Lead:
    """A question with its card, and the examples by which its lead is held."""

    document: Document
    question: Question
    card: Card
    held_by: tuple[Example, ...]


def try_mutants(
    project: Project,
    names: Sequence[str],
    tested: Examined,
    progress: Progress = lambda done, total: None,
) -> Mutated:
    """Try mutants of every lead of the named packages, or all, whose examples were `tested`; nothing is run.

    A mutant is caught if `deckgen check` would report its card and does not report the true one. Sources with
    an error, of a test or of a check, are refused: a mutant of a wrong answer shows nothing.

    Raises:
        ProjectError: a name is not that of a package.
    """
    if any(_keeps_from_trying(problem) for problem in tested.problems):
        return Mutated(is_refused=True)
    leads: list[tuple[_Lead, Holder]] = []
    problems: list[Problem] = []
    for package in select_packages(read_sources(project), names):
        holder, faults = _read_holder(package)
        problems += faults
        for file in package.files:
            found, errors = _read_leads(file)
            leads += ((lead, holder) for lead in found)
            problems += errors
    if problems:
        return Mutated(problems=tuple(problems), is_refused=True)
    waiting = frozenset(tested.waiting)
    tried: list[TriedLead] = []
    unjudged: list[Unjudged] = []
    for done, (lead, holder) in enumerate(leads, 1):
        if why := _why_unjudged(lead, holder, waiting):
            unjudged.append(Unjudged(_place(lead), lead.question.key, why))
        elif lead.card.lead:
            tried.append(_try_lead(lead, holder))
        progress(done, len(leads))
    return Mutated(tuple(tried), tuple(unjudged))


def find_survivors(package: PackageSources, path: str, key: QuestionKey) -> tuple[Tried, ...]:
    """The mutants of the lead of one question that nothing would catch, provided that its examples are right.

    None are tried of a lead that `try_mutants` would leave out.
    """
    holder, _ = _read_holder(package)
    for file in package.files:
        leads = _read_leads(file)[0] if file.path == path else []
        for lead in leads:
            if lead.question.key == key and lead.card.lead and not _why_unjudged(lead, holder, frozenset()):
                tried = _try_lead(lead, holder).mutants
                return tuple(mutant for mutant in tried if mutant.caught_by is None)
    return ()


def _keeps_from_trying(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and problem.code is not Code.LIBRARY_MISSING


def _read_holder(package: PackageSources) -> tuple[Holder, tuple[Problem, ...]]:
    if package.errata is None:
        return Holder(()), ()
    errata, problems = parse_errata(package.errata.path, package.errata.content)
    return Holder(errata), problems


def _read_leads(file: SourceFile) -> tuple[list[_Lead], list[Problem]]:
    outline, bodies = read_document(file, _no_media)
    found = [problem for part, place in outline.placed() for problem in problems_at(place, part.problems)]
    problems = [problem for problem in found if problem.severity is Severity.ERROR]
    document, _ = parse(file.package, file.path, file.content, file.settings)
    # The first part is the description.
    pairs = zip(document.questions, bodies[1:], strict=True)
    return [_read_lead(document, question, body) for question, body in pairs if body is not None], problems


def _no_media(reference: MediaReference) -> MediaFault:
    # A lead is text; whether its pictures are there is for `deckgen check` to say.
    return MediaFault(Code.PICTURE_MISSING, "")


def _read_lead(document: Document, question: Question, body: NoteBody) -> _Lead:
    exercises = find_part_examples(document, question).exercises
    examples = [example for exercise in exercises for example in exercise]
    return _Lead(document, question, read_card(question.kind, body), find_holding(question, examples))


def _why_unjudged(lead: _Lead, holder: Holder, waiting: frozenset[Location]) -> str:
    if any(example.location in waiting for example in lead.held_by):
        return "the example that holds the answer was not run, because a library is not installed"
    if len(lead.card.lead) > MOST_CHARACTERS:
        return f"the lead has more than {MOST_CHARACTERS:,} characters"
    if not lead.held_by and holder.breaks(lead.card):
        return "an erratum reports the answer as it is: run `deckgen check`"
    return ""


def _try_lead(lead: _Lead, holder: Holder) -> TriedLead:
    catches = tuple(_catches(lead, holder))
    mutants = make_mutants(lead.card)
    tried: list[Tried] = []
    end = time.monotonic() + SECONDS_PER_LEAD
    for mutant in mutants:
        if time.monotonic() > end:
            break
        caught = next((catch for catch, reports in catches if reports(mutant.card)), None)
        here = _place(lead, mutant)
        tried.append(Tried(here, lead.question.key, mutant.mutation, mutant.was, mutant.now, caught))
    late = len(mutants) - len(tried)
    return TriedLead(_place(lead), lead.question.key, is_definite(lead.card), tuple(tried), late)


def _catches(lead: _Lead, holder: Holder) -> Iterator[tuple[Catch, _Catches]]:
    """What may report a mutant of this lead, as it does not report the lead itself."""
    first = lead.held_by[0] if lead.held_by else None
    if first is not None and first.is_answer:
        yield Catch.EXAMPLE, lambda card: any(True for _ in hold_answer(card, first))
    elif first is not None:
        yield Catch.EXAMPLE, lambda card: any(True for _ in hold_typed(card, lead.held_by))
    if not holder.breaks(lead.card):
        yield Catch.ERRATUM, holder.breaks


def _place(lead: _Lead, mutant: Mutant | None = None) -> Location:
    """The line of an answer, and within its lead the one where the mutant says something else."""
    question = lead.question
    first = find_answer_line(question)
    if mutant is not None and question.kind is not Kind.CLOZE:
        answer = "\n".join(lead.document.lines[first - 1 :][: lead.card.lead.count("\n") + _MOST_LINES])
        before = len(find_lines(lead.card.lead[: mutant.start + len(mutant.was)], mutant.was))
        lines = find_lines(answer, mutant.was)
        if 0 < before <= len(lines):
            first += lines[before - 1]
    return Location(lead.document.path, first)


_MOST_LINES = 40
"""How far a lead may go in its source, beyond one line for each of its own."""

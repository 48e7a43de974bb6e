"""The whole compilation on one page: from sources and a ledger to packages and the next ledger."""

from collections.abc import Iterable, Mapping, Sequence

from deckgen.checks.advice import advise_on_package
from deckgen.checks.allowed import check_allowances, without_allowed
from deckgen.checks.links import IsThere
from deckgen.compilation.read_package import in_order, read_packages
from deckgen.compilation.values import (
    Compilation,
    CompiledPackage,
    Documents,
    MediaReader,
    PackageReport,
    PackageSources,
    Progress,
)
from deckgen.identity.ledger import (
    Decision,
    Identification,
    Ledger,
    check_removals,
    identify,
    time_note_types,
)
from deckgen.identity.notes import NoteSummary
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.text import Timestamp


def compile_packages(
    sources: Sequence[PackageSources],
    *,
    gone: Iterable[str],
    ledger: Ledger,
    now: Timestamp,
    documents: Documents,
    read_media: MediaReader,
    allow_removals: bool = False,
    progress: Progress = lambda done, total: None,
) -> Compilation:
    """Compile each of these packages; one with an error keeps its lines in the ledger and gets no contents.

    `gone` are the packages that are in the ledger and have no sources. Unless `allow_removals`, a package
    that would lose many notes at once counts as one with an error: a folder may have been moved by mistake.
    """
    read = read_packages(sources, documents, read_media, progress)
    notes = {one.name: one.summaries() for one in read if one.is_sound}
    identification, held = _identify(notes, set(gone), ledger, now, allow_removals=allow_removals)
    kinds = dict.fromkeys(note.kind for package in notes.values() for note in package)
    note_types, following = time_note_types(map(load_note_type, kinds), identification.ledger, now)
    decisions: dict[str, list[Decision]] = {}
    for decision in identification.decisions:
        decisions.setdefault(decision.package, []).append(decision)
    compiled = []
    for one in read:
        problems = without_allowed(one.outline, one.problems)
        lines = identification.notes.get(one.name)
        if lines is None:
            found = in_order((*problems, *held.pop(one.name, ())))
            compiled.append(CompiledPackage(one.name, found))
            continue
        compiled.append(
            CompiledPackage(
                name=one.name,
                problems=problems,
                notes=len(lines),
                cards=sum(q.note.cards for q, _ in one.outline.questions() if q.note),
                decisions=tuple(decisions.pop(one.name, ())),
                contents=one.contents(lines, note_types),
            )
        )
    compiled += (CompiledPackage(name, found) for name, found in held.items())
    left = tuple(decision for package in decisions.values() for decision in package)
    return Compilation(tuple(compiled), following, left)


def check_packages(
    sources: Sequence[PackageSources],
    *,
    documents: Documents,
    read_media: MediaReader,
    is_there: IsThere,
    style: bool = False,
) -> tuple[PackageReport, ...]:
    """Check each of these packages and give advice, without making packages."""
    reports = []
    for one in read_packages(sources, documents, read_media):
        package = one.outline
        found = (*one.problems, *advise_on_package(package, is_there, style=style))
        # An allowance is unused only if the check for its code has run.
        tried = [code for code in Code if one.is_sound and (style or not code.is_style)]
        unused = check_allowances(package, found, tried=tried)
        kept = in_order((*without_allowed(package, found), *unused))
        reports.append(PackageReport(sum(1 for _ in package.questions()), len(one.errata), kept))
    return tuple(reports)


def _identify(
    notes: Mapping[str, Sequence[NoteSummary]],
    gone: set[str],
    ledger: Ledger,
    now: Timestamp,
    *,
    allow_removals: bool,
) -> tuple[Identification, dict[str, tuple[Problem, ...]]]:
    """Identify the notes of all packages but those that must not be written, and say why those must not."""
    held: dict[str, tuple[Problem, ...]] = {}
    while True:
        sound = {name: package for name, package in notes.items() if name not in held}
        identification = identify(sound, gone - held.keys(), ledger, now)
        found: dict[str, list[Problem]] = {}
        for name, problem in identification.uncertain:
            found.setdefault(name, []).append(problem)
        if not allow_removals:
            for name, problem in check_removals(ledger, identification.decisions):
                found.setdefault(name, []).append(problem)
        if not found:
            return identification, held
        held |= {name: tuple(problems) for name, problems in found.items()}

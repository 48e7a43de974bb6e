"""The whole compilation on one page: from sources and a ledger to packages and the next ledger."""

from collections.abc import Sequence

from deckgen.checks.advice import advise_on_package
from deckgen.checks.allowed import allowed_errors, check_allowances, without_allowed
from deckgen.checks.questions.study import gather_missing_keys
from deckgen.checks.text.links import IsThere, one_per_link
from deckgen.compilation.read_package import ReadPackage, in_order, read_packages
from deckgen.compilation.values import (
    Compilation,
    CompiledPackage,
    Documents,
    MediaReader,
    PackageReport,
    PackageSources,
    Progress,
)
from deckgen.identity.doubts import check_removals
from deckgen.identity.identify import Decision, Identification, identify
from deckgen.identity.ledger import Ledger
from deckgen.identity.note_types import add_style, advise_on_style, has_own_note_types, time_note_types
from deckgen.identity.shipped import NOTHING_SHIPPED, Shipped
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.text import Timestamp


def compile_packages(
    sources: Sequence[PackageSources],
    *,
    ledger: Ledger,
    now: Timestamp,
    documents: Documents,
    read_media: MediaReader,
    only: Sequence[str] = (),
    shipped: Shipped = NOTHING_SHIPPED,
    allow_removals: bool = False,
    progress: Progress = lambda done, total: None,
) -> Compilation:
    """Compile these packages, which are all of the project, or `only` some of them.

    All are read in any case, because a question may have moved. A package with an error keeps its lines in
    the ledger and gets no contents. Unless `allow_removals`, a package that would lose many notes at once
    counts as one with an error: a folder may have been moved by mistake.
    """
    read = read_packages(sources, documents, read_media, progress)
    chosen = _choose(read, ledger, only)
    identification, held = _identify(
        read, ledger, now, chosen, shipped=shipped, allow_removals=allow_removals
    )
    kinds = dict.fromkeys(line.kind for notes in identification.notes.values() for line in notes)
    style = sources[0].style if sources else None
    are_own = has_own_note_types(ledger, shipped, has_style=style is not None)
    note_types, following = time_note_types(
        (add_style(load_note_type(kind), style if are_own else None) for kind in kinds),
        identification.ledger,
        now,
        shipped,
        are_own=are_own,
    )
    about_style = tuple(advise_on_style(ledger, shipped, has_style=style is not None))
    decisions: dict[str, list[Decision]] = {}
    for decision in identification.decisions:
        decisions.setdefault(decision.package, []).append(decision)
    notices: dict[str, list[Problem]] = {}
    for name, problem in identification.notices:
        notices.setdefault(name, []).append(problem)
    compiled = []
    for one in read:
        if one.name not in chosen:
            continue
        found = (*one.problems, *held.pop(one.name, ()), *notices.pop(one.name, ()), *about_style)
        problems = in_order(without_allowed(one.outline, found))
        lines = identification.notes.get(one.name)
        if lines is None:
            compiled.append(CompiledPackage(one.name, problems))
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
    compiled += (CompiledPackage(name, found) for name, found in held.items() if name in chosen)
    left = tuple(decision for package in decisions.values() for decision in package)
    waiting = len(identification.gone) if held or any(not one.is_sound for one in read) else 0
    return Compilation(tuple(compiled), following, left, waiting)


def check_packages(
    sources: Sequence[PackageSources],
    *,
    ledger: Ledger,
    documents: Documents,
    read_media: MediaReader,
    is_there: IsThere,
    only: Sequence[str] = (),
    style: bool = False,
) -> tuple[PackageReport, ...]:
    """Check these packages, or `only` some of them, and give advice, without making packages."""
    read = read_packages(sources, documents, read_media)
    has_style = any(one.style is not None for one in sources)
    return report_packages(
        read, ledger=ledger, is_there=is_there, has_style=has_style, only=only, style=style
    )


def report_packages(
    read: Sequence[ReadPackage],
    *,
    ledger: Ledger,
    is_there: IsThere,
    has_style: bool,
    only: Sequence[str] = (),
    style: bool = False,
) -> tuple[PackageReport, ...]:
    """The report on packages that were read; `has_style` is whether their project has a style."""
    reports = []
    chosen = _choose(read, ledger, only)
    identification, held = _identify(read, ledger, Timestamp(0), chosen)
    about_style = tuple(advise_on_style(ledger, NOTHING_SHIPPED, has_style=has_style))
    about_identity = [
        *identification.notices,
        *((name, one) for name, found in held.items() for one in found),
    ]
    for one in read:
        if one.name not in chosen:
            continue
        package = one.outline
        of_identity = (problem for name, problem in about_identity if name == one.name)
        found = (
            *one.problems,
            *of_identity,
            *about_style,
            *advise_on_package(package, is_there, style=style),
        )
        # An allowance is unused only if the check for its code has run.
        tried = [code for code in Code if one.is_sound and (style or not code.is_style)]
        unused = check_allowances(package, found, tried=tried)
        kept = one_per_link(in_order((*without_allowed(package, found), *unused)))
        allowed = tuple(allowed_errors(package, found))
        reports.append(
            PackageReport(
                name=one.name,
                notes=sum(1 for _ in package.questions()),
                errata=len(one.errata),
                problems=gather_missing_keys(kept),
                allowed=allowed,
            )
        )
    return tuple(reports)


def _choose(read: Sequence[ReadPackage], ledger: Ledger, only: Sequence[str]) -> set[str]:
    """The packages that are asked for: those named, or all, also the ones without sources."""
    return set(only) or {one.name for one in read} | {line.package for line in ledger.notes}


def _identify(
    read: Sequence[ReadPackage],
    ledger: Ledger,
    now: Timestamp,
    chosen: set[str],
    *,
    shipped: Shipped = NOTHING_SHIPPED,
    allow_removals: bool = False,
) -> tuple[Identification, dict[str, tuple[Problem, ...]]]:
    """Identify the notes of all packages, and say what, besides its errors, keeps one from being written.

    Whoever is held back keeps its lines, so that others may have to wait for it.
    """
    notes = {one.name: one.summaries() for one in read}
    reasons = {one.name: one.errors[0] for one in read if not one.is_sound}
    paths = {one.name: one.files[0].path for one in read if one.files}
    held: dict[str, tuple[Problem, ...]] = {}
    while True:
        identification = identify(notes, ledger, now, held=reasons, only=chosen, shipped=shipped)
        found: dict[str, list[Problem]] = {}
        for name, problem in identification.doubts:
            if name in chosen:
                found.setdefault(name, []).append(problem)
        if not (allow_removals or reasons):
            for name, problem in check_removals(ledger.notes, identification.gone, paths):
                found.setdefault(name, []).append(problem)
        if not found.keys() - reasons.keys():
            # A `was=` that names nothing is wrong also where another error hides the rest of identity.
            wrong = {
                one.name: tuple(problem for problem in found[one.name] if problem.code is Code.WAS_UNKNOWN)
                for one in read
                if not one.is_sound and one.name in found
            }
            return identification, held | wrong
        for name in found.keys() - reasons.keys():
            held[name] = tuple(found[name])
            reasons[name] = found[name][0]

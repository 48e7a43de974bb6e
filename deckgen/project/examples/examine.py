"""Tests the examples of a project, and writes what they truly print into the sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from deckgen.compilation.values import PackageSources, Progress
from deckgen.examples.find import FoundExamples, find_examples
from deckgen.examples.judge import Failure, Verdict, judge, missing_library
from deckgen.project.examples.run import Job, Limits, Run, run_jobs
from deckgen.project.folder import Project
from deckgen.project.keys import replace_source
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.lines import LineEdit, replace_lines
from deckgen.sources.parse import parse
from deckgen.values.codes import Severity
from deckgen.values.document import Document
from deckgen.values.example import Example, ExampleKind
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of the examples: how many did what they say, and what is wrong with the others."""

    examples: int
    passed: int
    excused: int
    files: int
    failures: tuple[Failure, ...]
    problems: tuple[Problem, ...]
    updated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tried:
    package: str
    file: SourceFile
    document: Document
    found: FoundExamples
    verdict: Verdict
    problems: tuple[Problem, ...]


def run_project_examples(
    project: Project,
    names: Sequence[str],
    *,
    limits: Limits,
    update: bool = False,
    progress: Progress = lambda done, total: None,
) -> Examined:
    """Run every example of the named packages, or all.

    With `update` the sources get what the examples truly print, and are tested once more: an example whose
    output is never the same stays a problem.

    Raises:
        ProjectError: a name is no package's, or a source cannot be written.
        BusyError: a build did not end in time.
    """
    run = partial(run_jobs, limits=limits, progress=progress)
    if not update:
        return _summary(_try(select_packages(read_sources(project), names), run), ())
    with lock(project, WAIT_FOR_OTHERS):
        tried = _try(select_packages(read_sources(project), names), run)
        updated = [one.file.path for one in tried if _update(project, one)]
        if updated:
            tried = _try(select_packages(read_sources(project), names), run)
    return _summary(tried, updated)


def _try(
    packages: Sequence[PackageSources], run: Callable[[Sequence[Job]], tuple[Run, ...]]
) -> tuple[_Tried, ...]:
    sources = [(package.name, file) for package in packages for file in package.files]
    parsed = [parse(name, file.path, file.content) for name, file in sources]
    found = [find_examples(document) for document, _ in parsed]
    busy = [number for number, one in enumerate(found) if one.exercises]
    jobs = [
        Job(found[number].exercises, tuple(need.module for need in parsed[number][0].needs))
        for number in busy
    ]
    runs = dict(zip(busy, run(jobs), strict=True))
    return tuple(
        _judged(name, file, document, problems, found[number], runs.get(number, Run(())))
        for number, ((name, file), (document, problems)) in enumerate(zip(sources, parsed, strict=True))
    )


def _judged(
    package: str,
    file: SourceFile,
    document: Document,
    problems: tuple[Problem, ...],
    found: FoundExamples,
    run: Run,
) -> _Tried:
    verdict = judge(
        found.exercises,
        run.outcomes,
        absent=run.absent,
        stopped=run.stopped,
        stopped_at=run.stopped_at,
    )
    missing = [
        missing_library(need.module, need.location, verdict.waiting)
        for need in document.needs
        if need.module in run.absent
    ]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return _Tried(package, file, document, found, verdict, (*errors, *found.problems, *missing))


def _summary(tried: Sequence[_Tried], updated: Sequence[str]) -> Examined:
    failures = tuple(failure for one in tried for failure in one.verdict.failures)
    problems = [problem for one in tried for problem in one.problems]
    problems += [failure.problem for failure in failures]
    return Examined(
        examples=sum(len(exercise.examples) for one in tried for exercise in one.found.exercises),
        passed=sum(one.verdict.passed for one in tried),
        excused=sum(one.found.excused for one in tried),
        files=sum(bool(one.found.exercises) for one in tried),
        failures=failures,
        problems=tuple(sorted(problems, key=lambda problem: (problem.location, problem.code))),
        updated=tuple(updated),
    )


def _update(project: Project, tried: _Tried) -> bool:
    """Write what the examples truly print; whether anything was written."""
    content = tried.file.content
    wanted = {failure.example: failure.got for failure in tried.verdict.failures if failure.is_writable}
    # One by one from the end, so that an output that cannot stand in a fence keeps no other from its place.
    for example, got in sorted(wanted.items(), key=lambda item: item[0].location, reverse=True):
        edited = replace_lines(content, [_edit(example, got)])
        if _says(tried, content, example, edited, got):
            content = edited
    if content != tried.file.content:
        replace_source(project, tried.file, content)
    return content != tried.file.content


def _edit(example: Example, got: str) -> LineEdit:
    lines = tuple(got.removesuffix("\n").split("\n")) if got else ()
    if example.kind is ExampleKind.PROMPT:
        return LineEdit(example.first, example.end, lines, example.location.line, ">>>")
    return LineEdit(example.first, example.end, lines, example.first - 1, "```")


def _says(tried: _Tried, before: bytes, example: Example, after: bytes, got: str) -> bool:
    """Whether the source is read as before, but for the output of this example, which is now the true one."""
    old, new = _outputs(tried, before), _outputs(tried, after)
    if [code for code, _ in old] != [code for code, _ in new]:
        return False
    examples = [one for exercise in tried.found.exercises for one in exercise.examples]
    number = examples.index(example)
    return all(
        later == (got if n == number else earlier)
        for n, ((_, earlier), (_, later)) in enumerate(zip(old, new, strict=True))
    )


def _outputs(tried: _Tried, content: bytes) -> list[tuple[str, str]]:
    document, _ = parse(tried.package, tried.file.path, content)
    found = find_examples(document)
    return [(one.code, one.expected) for exercise in found.exercises for one in exercise.examples]

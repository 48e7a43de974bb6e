"""Test the examples of a project, and write their true output into the sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from deckgen.compilation.values import PackageSources, Progress
from deckgen.examples.find import FoundExamples, find_examples
from deckgen.examples.judge import Failure, Verdict, judge
from deckgen.project.examples.run import Isolation, Job, Limits, find_isolation, run_jobs
from deckgen.project.folder import Project
from deckgen.project.keys import replace_source
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.lines import LineEdit, replace_lines
from deckgen.sources.parse import parse
from deckgen.values.codes import Code, Severity
from deckgen.values.document import Need
from deckgen.values.example import Example, ExampleKind, Run
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile


@dataclass(frozen=True, slots=True)
class Examined:
    """The result of a test: how many examples are as claimed, and what is wrong with the others.

    `protection` names what of the kernel isolated the examples; those that are `waiting` lack a library.
    """

    examples: int
    passed: int
    excused: int
    files: int
    protection: tuple[str, ...]
    updated: tuple[str, ...]
    failures: tuple[Failure, ...]
    problems: tuple[Problem, ...]
    waiting: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    file: SourceFile
    needs: tuple[Need, ...]
    found: FoundExamples
    problems: tuple[Problem, ...]


_Tried = tuple[_Source, Run, Verdict]


def run_project_examples(
    project: Project,
    names: Sequence[str],
    *,
    limits: Limits,
    isolation: Isolation | None = None,
    require_isolation: bool = False,
    update: bool = False,
    progress: Progress = lambda done, total: None,
) -> Examined:
    """Run every example of the named packages, or all.

    With `update` the true output is written into the sources, which are then tested again: an example whose
    output varies remains a problem. With `require_isolation` nothing is run where the kernel cannot isolate
    the examples. By default, `isolation` is what this system has.

    Raises:
        ProjectError: a name is not that of a package, or a source cannot be written.
        BusyError: a build did not end in time.
    """
    isolation = isolation or find_isolation()
    run = partial(run_jobs, limits=limits, isolation=isolation, progress=progress)
    if require_isolation and isolation.why:
        packages = select_packages(read_sources(project), names)
        untried = [(source, Run(()), Verdict((), (), 0)) for source in _read_all(packages)]
        return _summary(packages, untried, (), isolation.why)
    if not update:
        packages = select_packages(read_sources(project), names)
        return _summary(packages, _try(packages, run), ())
    with lock(project, WAIT_FOR_OTHERS):
        packages = select_packages(read_sources(project), names)
        tried = _try(packages, run)
        updated = [source.file.path for source, _, verdict in tried if _update(project, source, verdict)]
        if updated:
            packages = select_packages(read_sources(project), names)
            tried = _try(packages, run)
    return _summary(packages, tried, updated)


def _read_all(packages: Sequence[PackageSources]) -> list[_Source]:
    return [_read(file) for package in packages for file in package.files]


def _try(packages: Sequence[PackageSources], run: Callable[[Sequence[Job]], tuple[Run, ...]]) -> list[_Tried]:
    sources = _read_all(packages)
    busy = [source for source in sources if source.found.exercises]
    runs = iter(run([Job(one.found.exercises, tuple(need.module for need in one.needs)) for one in busy]))
    did = [next(runs) if one.found.exercises else Run(()) for one in sources]
    pairs = zip(sources, did, strict=True)
    return [(one, outcomes, judge(one.found.exercises, one.needs, outcomes)) for one, outcomes in pairs]


def _read(file: SourceFile) -> _Source:
    document, problems = parse(file.package, file.path, file.content, file.settings)
    found = find_examples(document)
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return _Source(file, document.needs, found, (*errors, *found.problems))


def _summary(
    packages: Sequence[PackageSources], tried: Sequence[_Tried], updated: Sequence[str], refused: str = ""
) -> Examined:
    """What was found; if the examples were `refused`, it says why."""
    sources = [source for source, _, _ in tried]
    failures = tuple(failure for _, _, verdict in tried for failure in verdict.failures)
    problems = [problem for source, _, verdict in tried for problem in (*verdict.missing, *source.problems)]
    problems += (failure.problem for failure in failures)
    problems += (problem for package in packages for problem in package.problems)
    if refused:
        problems += [_not_isolated(source, refused) for source in sources if source.found.exercises][:1]
    return Examined(
        examples=sum(len(_examples(source)) for source in sources),
        passed=sum(verdict.passed for _, _, verdict in tried),
        excused=sum(source.found.excused for source in sources),
        files=sum(bool(source.found.exercises) for source in sources),
        protection=next((run.protection for _, run, _ in tried if run.protection), ()),
        updated=tuple(updated),
        failures=failures,
        problems=tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.location, problem.code))),
        waiting=tuple(example.location for _, _, verdict in tried for example in verdict.waiting),
    )


def _not_isolated(source: _Source, why: str) -> Problem:
    advice = "test on Linux 5.13 or newer with Landlock, or without `--require-isolation` what you trust"
    message = f"the examples were not run, because this system cannot isolate them ({why}); {advice}"
    return Problem(source.found.exercises[0][0].location, Code.ISOLATION_MISSING, message)


def _examples(source: _Source) -> list[Example]:
    return [example for exercise in source.found.exercises for example in exercise]


def _update(project: Project, source: _Source, verdict: Verdict) -> bool:
    """Write the true output of the examples; whether anything was written."""
    content = source.file.content
    wanted = {failure.example: failure.got for failure in verdict.failures if failure.is_writable}
    # One by one from the end: an output that cannot be written into a fence must not prevent the others.
    for example, got in sorted(wanted.items(), key=lambda item: item[0].location, reverse=True):
        edited = replace_lines(content, [_edit(example, got)])
        if _says(source, content, example, edited, got):
            content = edited
    if content != source.file.content:
        replace_source(project, source.file, content, "deckgen test --update")
    return content != source.file.content


def _edit(example: Example, got: str) -> LineEdit:
    lines = tuple(got.removesuffix("\n").split("\n")) if got else ()
    if example.kind is ExampleKind.PROMPT:
        return LineEdit(example.first, example.end, lines, example.location.line, ">>>")
    return LineEdit(example.first, example.end, lines, example.first - 1, "```")


def _says(source: _Source, before: bytes, example: Example, after: bytes, got: str) -> bool:
    """Whether the source is read as before, except for the output of this example, which is now true."""
    read = (_read(replace(source.file, content=content)) for content in (before, after))
    old, new = ([(example.code, example.expected) for example in _examples(one)] for one in read)
    number = _examples(source).index(example)
    return new == [*old[:number], (example.code, got), *old[number + 1 :]]

"""Builds a project: reads it, compiles it and writes what changed, one build at a time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from deckgen.compilation.values import Compilation, PackageSources, Progress
from deckgen.compile import compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project
from deckgen.project.ledger import advise_on_ledger, check_time, read_ledger
from deckgen.project.media import media_reader
from deckgen.project.replace import remove_leftovers
from deckgen.project.root import SOURCE
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.state.manifest import Inputs
from deckgen.project.state.shipped import recall, remember
from deckgen.project.write import WAIT_FOR_OTHERS, Output, lock, write_output
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Timestamp


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build; `remark`, if any, tells the author about the ledger."""

    compilation: Compilation
    problems: tuple[Problem, ...]
    remark: str = ""
    output: Output = field(default=Output(), repr=False)


def build_project(
    project: Project,
    names: Sequence[str],
    *,
    now: Timestamp,
    now_is_asked: bool = False,
    write: bool = True,
    locked: bool = False,
    allow_removals: bool = False,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    summarise: Callable[["Built"], str] | None = None,
) -> Built:
    """Compile the named packages, or all, and write those without an error.

    With `locked` each file that a write would change is a problem. If the ledger is damaged, that is the only
    problem and nothing is compiled: every note could get a new guid. If somebody asked for the time `now`, it
    is a problem if no learner's Anki would take it. `jobs` is the number of processes that read sources, by
    default the number of processors. `summarise` makes the text that a build without a change prints, which
    is kept in the manifest.

    Raises:
        ProjectError: a name does not belong to a package, or a file cannot be read or written.
        BusyError: another build did not end in time.
    """
    with lock(project, WAIT_FOR_OTHERS):
        inputs = Inputs(str(project.root))
        remove_leftovers(project)
        read_media = media_reader(project, inputs.add)
        cache = Cache(project, read_media, writes=write, jobs=jobs)
        sources = read_sources(project)
        select_packages(sources, names)
        live = [package.name for package in sources]
        found = read_ledger(project, live)
        if isinstance(found, Problem):
            return Built(Compilation((), Ledger(project="")), (found,))
        ledger, remark = found
        memory = recall(project, ledger)
        compilation = compile_packages(
            sources,
            only=names,
            ledger=ledger,
            now=now,
            documents=cache,
            read_media=read_media,
            shipped=memory.shipped,
            allow_removals=allow_removals,
            progress=progress,
        )
        clock = Timestamp(int(time.time()))
        if now_is_asked and (
            problem := check_time(project, now, clock, ledger, compilation.ledger, memory.shipped)
        ):
            return Built(Compilation((), ledger), (problem,))
        output = write_output(
            project, compilation, write=write, before=lambda ledger: remember(project, memory, ledger)
        )
        if not names:
            cache.forget_the_rest()
        # What is wrong with the settings of the project is found in each package.
        problems = tuple(dict.fromkeys(one for package in compilation.packages for one in package.problems))
        problems = problems or no_sources(sources)
        problems += tuple(advise_on_ledger(project, compilation.ledger, clock, live))
        if locked:
            problems += tuple(map(_stale, output.differing))
            remark = remark or (memory.unseen and f"not looked at: {memory.unseen}")
        built = Built(compilation, problems, remark, output)
        if summarise and write and not names and not (built.problems or remark):
            paths = [project.ledger_path, *(project.package_path(package.name) for package in sources)]
            inputs.remember(map(str, paths), summarise(built))
    return built


def _stale(path: str) -> Problem:
    message = "the file is not up to date with the sources; run `deckgen build` and commit it"
    return Problem(Location(path, 1), Code.STALE, message)


def no_sources(sources: Sequence[PackageSources]) -> tuple[Problem, ...]:
    """The problem of a project without sources."""
    if sources:
        return ()
    message = (
        f"there is no Markdown file in `{SOURCE}/`; write questions as `##` headings in `{SOURCE}/NAME.md`"
    )
    return (Problem(Location(SOURCE, 1), Code.NO_SOURCES, message),)

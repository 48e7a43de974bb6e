"""Builds a project: reads it, compiles it and writes what changed, while nobody else does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deckgen.compile import Compilation, PackageSources, Progress, compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project
from deckgen.project.ledger import read_ledger
from deckgen.project.media import media_path, read_media
from deckgen.project.root import SOURCE
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.state.manifest import Inputs
from deckgen.project.write import WAIT_FOR_OTHERS, differing_files, lock, write_compilation
from deckgen.values.codes import Code
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Timestamp


@dataclass(frozen=True, slots=True)
class Built:
    """One build: what was compiled, which files differ from what stood there, and which were written.

    `remark` is what an author should hear of the ledger, empty when all is as usual.
    """

    compilation: Compilation
    differing: tuple[str, ...]
    written: frozenset[str]
    problems: tuple[Problem, ...]
    remark: str = ""


def build_project(
    project: Project,
    names: Sequence[str],
    *,
    now: Timestamp,
    write: bool = True,
    locked: bool = False,
    allow_removals: bool = False,
    progress: Progress = lambda done, total: None,
    summarise: Callable[["Built"], str] | None = None,
) -> Built:
    """Compile the named packages, or all, and write those without an error.

    With `locked` each file that a write would change is a problem. A damaged ledger is one too, and then
    nothing is compiled: without it every note could get a new guid.
    `summarise` says of what was built what a build without a change will say, which is then remembered.

    Raises:
        ProjectError: a name is no package's, or a file cannot be read or written.
        BusyError: another build did not end in time.
    """
    with lock(project, WAIT_FOR_OTHERS):
        inputs = Inputs(str(project.root))
        cache = Cache(project, writes=write)
        sources = read_sources(project)
        found = read_ledger(project)
        if isinstance(found, Problem):
            return Built(Compilation((), Ledger(project="")), (), frozenset(), (found,))
        ledger, remark = found
        known = {line.package for line in ledger.notes}
        compilation = compile_packages(
            select_packages(sources, names),
            gone=() if names else known - {package.name for package in sources},
            ledger=ledger,
            now=now,
            read_media=lambda reference: _read_media(project, reference, inputs),
            allow_removals=allow_removals,
            memory=cache.memory(),
            progress=progress,
        )
        if not names:
            cache.forget_the_rest()
        differing = differing_files(project, compilation)
        written = write_compilation(project, compilation) if write else frozenset[str]()
        problems = tuple(problem for package in compilation.packages for problem in package.problems)
        problems = problems or no_sources(sources)
        if locked:
            problems += tuple(map(_stale, differing))
        built = Built(compilation, differing, written, problems, remark)
        if summarise and write and not names and not (built.problems or remark):
            paths = [project.ledger_path, *(project.package_path(package.name) for package in sources)]
            inputs.remember(map(str, paths), summarise(built))
    return built


def _read_media(project: Project, reference: MediaReference, inputs: Inputs) -> Media | MediaFault:
    inputs.add(str(media_path(project, reference)))
    return read_media(project, reference)


def _stale(path: str) -> Problem:
    message = "not what the sources say; run `deckgen build` and commit it"
    return Problem(Location(path, 1), Code.STALE, message)


def no_sources(sources: Sequence[PackageSources]) -> tuple[Problem, ...]:
    """The problem of a project without any source."""
    if sources:
        return ()
    message = f"there is no Markdown file in `{SOURCE}/`; write `{SOURCE}/NAME.md` with `## questions`"
    return (Problem(Location(SOURCE, 1), Code.NO_SOURCES, message),)

"""Write the keys that questions have only in the ledger into the sources."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.compilation.read_package import read_packages
from deckgen.compile import compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_ledger
from deckgen.project.media import media_reader
from deckgen.project.replace import read_file, replace_file
from deckgen.project.root import STATE
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from deckgen.values.codes import Severity
from deckgen.values.problem import Location, Problem, has_error
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey, Timestamp


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A key that a question received, or would receive."""

    location: Location
    key: QuestionKey
    question: str


@dataclass(frozen=True, slots=True)
class AddedKeys:
    """The added keys, and the problems of sources that were not changed."""

    added: tuple[AddedKey, ...]
    problems: tuple[Problem, ...]


def add_keys(project: Project, names: Sequence[str], *, write: bool = True) -> AddedKeys:
    """Write the missing keys of the named packages, or all; a source with an error is not changed.

    With another key than the one in the ledger, a reworded question would be new to the next build, and its
    history would be lost. So after the first build a package that cannot be built is not changed, and nothing
    at all if the ledger is damaged or lost.
    """
    added: list[AddedKey] = []
    problems: list[Problem] = []
    with lock(project, WAIT_FOR_OTHERS):
        sources = read_sources(project)
        select_packages(sources, names)
        known = read_ledger(project, [package.name for package in sources])
        if isinstance(known, Problem):
            return AddedKeys((), (known,))
        read_media = media_reader(project)
        cache = Cache(project, read_media, writes=False)
        compilation = compile_packages(
            sources,
            only=names,
            ledger=known[0],
            now=Timestamp(0),
            documents=cache,
            read_media=read_media,
            allow_removals=True,
        )
        packages = {one.name: one for one in compilation.packages}
        for one in read_packages(sources, cache, read_media):
            package = packages.get(one.name)
            if package is None:
                continue
            if package.contents is None and known[0].notes:
                errors = (problem for problem in package.problems if problem.severity is Severity.ERROR)
                problems += errors
                continue
            old_keys = {found.location: found.before for found in package.decisions if found.before}
            for file, document in zip(one.files, one.outline.documents, strict=True):
                if has_error(document.problems):
                    problems += document.problems
                    continue
                missing = [
                    AddedKey(location, old_keys.get(location, question.key), question.heading)
                    for question, location in document.questions()
                    if not question.key_is_written and question.has_heading
                ]
                if missing and write:
                    _write(project, file, {key.location.line: key.key for key in missing})
                added += missing
    return AddedKeys(tuple(added), tuple(dict.fromkeys(problems)))


def offer_keys(project: Project, ledger: Ledger) -> int:
    """How many questions have no written key, once for each project; then 0, as if there were none."""
    missing = sum(line.made and not line.retired for line in ledger.notes)
    mark = project.root / STATE / "keys-offered"
    if not missing or mark.exists():
        return 0
    with suppress(OSError):
        mark.touch()
    return missing


def _write(project: Project, file: SourceFile, keys: dict[int, QuestionKey]) -> None:
    content = write_keys(file.content, keys)
    # A source that would be read differently is never written: that would be a bug, found too late.
    before, _ = parse(file.package, file.path, file.content, file.settings)
    after, _ = parse(file.package, file.path, content, file.settings)
    questions = tuple(
        replace(question, key=keys.get(question.location.line, question.key), key_is_written=True)
        if question.has_heading
        else question
        for question in before.questions
    )
    if after != replace(before, questions=questions):
        raise AssertionError(f"{file.path} would be read differently with its keys")
    replace_source(project, file, content)


def replace_source(project: Project, file: SourceFile, content: bytes) -> None:
    """Give a source another content, unless somebody has saved it since it was read."""
    # A link remains a link: the file that it leads to is written.
    path = Path(project.root, file.path).resolve()
    if read_file(path) != file.content:
        raise ProjectError(f"{file.path} was saved while keys were written; run `deckgen keys` again")
    replace_file(path, content)

"""Writes the keys that questions have only in the ledger into the sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.compilation.draft import read_drafts
from deckgen.compilation.values import Documents, MediaReader, PackageSources, Request
from deckgen.compile import compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_ledger
from deckgen.project.media import MediaShelf
from deckgen.project.replace import read_file, replace_file
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.workers import usable_processors
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem, has_error
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey, Timestamp


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A key that a question got, or would get."""

    location: Location
    key: QuestionKey
    question: str


@dataclass(frozen=True, slots=True)
class AddedKeys:
    """What was added, and what is wrong with the sources that were left alone."""

    added: tuple[AddedKey, ...]
    problems: tuple[Problem, ...]


def add_keys(project: Project, names: Sequence[str], *, write: bool = True) -> AddedKeys:
    """Write the missing keys of the named packages, or all; a source with an error is left alone.

    Where the ledger is damaged, nothing is written.

    Raises:
        ProjectError: a name is no package's, or a source cannot be written.
        BusyError: a build did not end in time.
    """
    added: list[AddedKey] = []
    problems: list[Problem] = []
    with lock(project, WAIT_FOR_OTHERS):
        sources = select_packages(read_sources(project), names)
        known = read_ledger(project)
        if isinstance(known, Problem):
            return AddedKeys((), (known,))
        shelf = MediaShelf(project, lambda path: None)
        cache = Cache(project, shelf.read, writes=False, jobs=usable_processors())
        old_keys, uncertain = _recognise(sources, known[0], cache, shelf.read)
        problems += uncertain
        doubtful = {problem.location.path for problem in uncertain}
        for draft in read_drafts(sources, cache, shelf.read):
            for request, document in zip(draft.requests, draft.outline.documents, strict=True):
                if has_error(document.problems) or document.path in doubtful:
                    problems += document.problems
                    continue
                missing = [
                    AddedKey(location, old_keys.get(location, question.key), question.heading)
                    for question, location in document.questions()
                    if not question.key_is_written
                ]
                if missing and write:
                    _write(project, request, {key.location.line: key.key for key in missing})
                added += missing
        problems += (problem for package in sources for problem in package.problems)
    return AddedKeys(tuple(added), tuple(problems))


def _write(project: Project, request: Request, keys: dict[int, QuestionKey]) -> None:
    content = write_keys(request.file.content, keys)
    _check_same(request.package, request.file, content, keys)
    replace_source(project, request.file, content)


def _recognise(
    sources: Sequence[PackageSources], ledger: Ledger, documents: Documents, read_media: MediaReader
) -> tuple[dict[Location, QuestionKey], list[Problem]]:
    """By place the key that a reworded question has in the ledger, and the questions that leave a doubt.

    With any other key the next build would take it for a new question, and its history would be lost.
    """
    compilation = compile_packages(
        sources,
        gone=(),
        ledger=ledger,
        now=Timestamp(0),
        documents=documents,
        read_media=read_media,
        allow_removals=True,
    )
    decisions = [decision for package in compilation.packages for decision in package.decisions]
    keys = {
        decision.location: decision.before for decision in decisions if decision.location and decision.before
    }
    found = [problem for package in compilation.packages for problem in package.problems]
    return keys, [problem for problem in found if problem.code is Code.UNCERTAIN_QUESTION]


def replace_source(project: Project, file: SourceFile, content: bytes) -> None:
    """Give a source another content, unless somebody saved it since it was read.

    Raises:
        ProjectError: somebody did, or it cannot be written.
    """
    # A link stays a link: the file it leads to is written.
    path = Path(project.root, file.path).resolve()
    if read_file(path) != file.content:
        raise ProjectError(f"{file.path} was saved while keys were written; run `deckgen keys` again")
    replace_file(path, content)


def _check_same(package: str, file: SourceFile, content: bytes, keys: dict[int, QuestionKey]) -> None:
    """Never write a source that would be read otherwise: that would be a bug, found too late."""
    before, _ = parse(package, file.path, file.content)
    after, _ = parse(package, file.path, content)
    questions = tuple(
        replace(question, key=keys.get(question.location.line, question.key), key_is_written=True)
        for question in before.questions
    )
    if after != replace(before, questions=questions):
        raise AssertionError(f"{file.path} would be read otherwise with its keys")

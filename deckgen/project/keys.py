"""Writes the keys that questions have only in the ledger into the sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.compile import PackageSources, compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_ledger
from deckgen.project.media import read_media
from deckgen.project.replace import read_file, replace_file
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.keys import make_keys_distinct, write_keys
from deckgen.sources.parse import parse
from deckgen.values.codes import Code
from deckgen.values.document import Document, Package
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
        old_keys, uncertain = _recognise(project, sources, known[0])
        problems += uncertain
        doubtful = {problem.location.path for problem in uncertain}
        for package in sources:
            problems += package.problems
            for file, document, found in _read(package):
                if has_error(found) or file.path in doubtful:
                    problems += found
                    continue
                missing = [
                    AddedKey(
                        question.location,
                        old_keys.get(question.location, question.key),
                        question.heading.text,
                    )
                    for question in document.questions
                    if not question.key_is_written
                ]
                if missing and write:
                    keys = {key.location.line: key.key for key in missing}
                    content = write_keys(file.content, keys)
                    _check_same(package.name, file, content, keys)
                    replace_source(project, file, content)
                added += missing
    return AddedKeys(tuple(added), tuple(problems))


def _recognise(
    project: Project, sources: Sequence[PackageSources], ledger: Ledger
) -> tuple[dict[Location, QuestionKey], list[Problem]]:
    """By place the key that a reworded question has in the ledger, and the questions that leave a doubt.

    With any other key the next build would take it for a new question, and its history would be lost.
    """
    compilation = compile_packages(
        sources,
        gone=(),
        ledger=ledger,
        now=Timestamp(0),
        read_media=lambda reference: read_media(project, reference),
        allow_removals=True,
        memory=Cache(project, writes=False).memory(),
    )
    decisions = [decision for package in compilation.packages for decision in package.decisions]
    keys = {
        decision.location: decision.before for decision in decisions if decision.location and decision.before
    }
    found = [problem for package in compilation.packages for problem in package.problems]
    return keys, [problem for problem in found if problem.code is Code.UNCERTAIN_QUESTION]


def _read(package: PackageSources) -> list[tuple[SourceFile, Document, tuple[Problem, ...]]]:
    parsed = [parse(package.name, file.path, file.content) for file in package.files]
    distinct = make_keys_distinct(Package(package.name, tuple(document for document, _ in parsed)))
    problems = [found for _, found in parsed]
    return list(zip(package.files, distinct.documents, problems, strict=True))


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

"""Write the keys that questions have only in the ledger into the sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.compilation.read_package import read_packages
from deckgen.compilation.values import Documents, MediaReader, PackageSources
from deckgen.compile import compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_ledger
from deckgen.project.media import media_reader
from deckgen.project.replace import read_file, replace_file
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from deckgen.values.codes import Code
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

    If the ledger is damaged, nothing is written.
    """
    added: list[AddedKey] = []
    problems: list[Problem] = []
    with lock(project, WAIT_FOR_OTHERS):
        sources = select_packages(read_sources(project), names)
        known = read_ledger(project)
        if isinstance(known, Problem):
            return AddedKeys((), (known,))
        read_media = media_reader(project)
        cache = Cache(project, read_media, writes=False)
        old_keys, uncertain = _recognise(sources, known[0], cache, read_media)
        problems += uncertain
        doubtful = {problem.location.path for problem in uncertain}
        for one in read_packages(sources, cache, read_media):
            for file, document in zip(one.files, one.outline.documents, strict=True):
                if has_error(document.problems) or document.path in doubtful:
                    problems += document.problems
                    continue
                missing = [
                    AddedKey(location, old_keys.get(location, question.key), question.heading)
                    for question, location in document.questions()
                    if not question.key_is_written
                ]
                if missing and write:
                    _write(project, file, {key.location.line: key.key for key in missing})
                added += missing
        problems += (problem for package in sources for problem in package.problems)
    return AddedKeys(tuple(added), tuple(problems))


def _write(project: Project, file: SourceFile, keys: dict[int, QuestionKey]) -> None:
    content = write_keys(file.content, keys)
    # A source that would be read differently is never written: that would be a bug, found too late.
    before, _ = parse(file.package, file.path, file.content)
    after, _ = parse(file.package, file.path, content)
    questions = tuple(
        replace(question, key=keys.get(question.location.line, question.key), key_is_written=True)
        for question in before.questions
    )
    if after != replace(before, questions=questions):
        raise AssertionError(f"{file.path} would be read differently with its keys")
    replace_source(project, file, content)


def _recognise(
    sources: Sequence[PackageSources], ledger: Ledger, documents: Documents, read_media: MediaReader
) -> tuple[dict[Location, QuestionKey], list[Problem]]:
    """The key that each reworded question has in the ledger, by its place, and the uncertain questions.

    With another key, a question would be new to the next build, and its history would be lost.
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
    keys = {one.location: one.before for one in decisions if one.location and one.before}
    found = [problem for package in compilation.packages for problem in package.problems]
    return keys, [problem for problem in found if problem.code is Code.UNCERTAIN_QUESTION]


def replace_source(project: Project, file: SourceFile, content: bytes) -> None:
    """Give a source another content, unless somebody has saved it since it was read."""
    # A link remains a link: the file that it leads to is written.
    path = Path(project.root, file.path).resolve()
    if read_file(path) != file.content:
        raise ProjectError(f"{file.path} was saved while keys were written; run `deckgen keys` again")
    replace_file(path, content)

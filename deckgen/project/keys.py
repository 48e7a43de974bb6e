"""Write the keys that questions have only in the ledger into the sources."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.checks.questions.study import UNREAD_KEY
from deckgen.compilation.read_package import read_packages
from deckgen.compilation.values import PackageSources
from deckgen.compile import compile_packages
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_ledger
from deckgen.project.media import media_reader
from deckgen.project.replace import read_file, replace_file
from deckgen.project.root import STATE
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache, Held
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from deckgen.values.codes import Severity
from deckgen.values.outline import DocumentOutline
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
    """The added keys, and the problems of sources and headings that were not changed."""

    added: tuple[AddedKey, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FoundKeys:
    """The missing keys of each source, and the problems of sources and headings whose keys are not certain.

    `known` are the keys by which the ledger knows its questions, also those of sources with an error.
    """

    missing: Mapping[SourceFile, tuple[AddedKey, ...]]
    problems: tuple[Problem, ...]
    known: Mapping[SourceFile, tuple[AddedKey, ...]]


def add_keys(project: Project, names: Sequence[str], *, write: bool = True) -> AddedKeys:
    """Write the missing keys of the named packages, or all; a source with an error is not changed.

    Nor is a heading with a list that is not read, such as `{#key` without `}`: its author has chosen a key.
    With another key than the one in the ledger, a reworded question would be new to the next build, and its
    history would be lost. So after the first build a package that cannot be built is not changed, and nothing
    at all if the ledger is damaged or lost.
    """
    with lock(project, WAIT_FOR_OTHERS):
        sources = read_sources(project)
        select_packages(sources, names)
        ledger = read_ledger(project, [package.name for package in sources])
        if isinstance(ledger, Problem):
            return AddedKeys((), (ledger,))
        found = find_keys(project, sources, names, ledger[0], {})
        for file, missing in found.missing.items() if write else ():
            replace_source(project, file, with_keys(file, missing).content, "deckgen keys")
    return AddedKeys(tuple(key for keys in found.missing.values() for key in keys), found.problems)


def find_keys(
    project: Project,
    sources: tuple[PackageSources, ...],
    names: Sequence[str],
    ledger: Ledger,
    held: Held,
) -> FoundKeys:
    """The missing keys of the named packages, or all, as the ledger has them."""
    missing: dict[SourceFile, tuple[AddedKey, ...]] = {}
    known: dict[SourceFile, tuple[AddedKey, ...]] = {}
    problems: list[Problem] = []
    read_media = media_reader(project)
    cache = Cache(project, read_media, writes=False, held=held)
    compilation = compile_packages(
        sources,
        only=names,
        ledger=ledger,
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
        is_uncertain = package.contents is None and bool(ledger.notes)
        if is_uncertain:
            problems += (problem for problem in package.problems if problem.severity is Severity.ERROR)
        old_keys = {found.location: found.before for found in package.decisions if found.before}
        in_ledger = {line.key for line in ledger.notes if line.package == one.name and not line.retired}
        odd = {problem.location: problem for problem in package.problems if problem.code in UNREAD_KEY}
        for file, document in zip(one.files, one.outline.documents, strict=True):
            all_keys = tuple(_missing(document, old_keys))
            keys = tuple(key for key in all_keys if key.location not in odd)
            if not (is_uncertain or has_error(document.problems)):
                problems += (odd[key.location] for key in all_keys if key.location in odd)
                missing |= {file: keys} if keys else {}
            elif not is_uncertain:
                problems += document.problems
            if kept := tuple(key for key in keys if key.key in in_ledger):
                known[file] = kept
    return FoundKeys(missing, tuple(dict.fromkeys(problems)), known)


def with_keys(file: SourceFile, keys: Sequence[AddedKey]) -> SourceFile:
    """A source with these keys.

    Raises:
        AssertionError: it would be read differently with them. That would be a bug, found too late.
    """
    by_line = {key.location.line: key.key for key in keys}
    changed = replace(file, content=write_keys(file.content, by_line))
    before, _ = parse(file.package, file.path, file.content, file.settings)
    after, _ = parse(file.package, file.path, changed.content, file.settings)
    questions = tuple(
        replace(question, key=by_line[line], key_is_written=True)
        if (line := question.location.line) in by_line
        else question
        for question in before.questions
    )
    if after != replace(before, questions=questions):
        raise AssertionError(f"{file.path} would be read differently with its keys")
    return changed


def offer_keys(project: Project, ledger: Ledger) -> int:
    """How many questions have no written key, once for each project; then 0, as if there were none."""
    missing = sum(line.made and not line.retired for line in ledger.notes)
    mark = project.root / STATE / "keys-offered"
    if not missing or mark.exists():
        return 0
    with suppress(OSError):
        mark.touch()
    return missing


def _missing(
    document: DocumentOutline, old_keys: Mapping[Location | None, QuestionKey]
) -> Iterator[AddedKey]:
    for question, location in document.questions():
        if not question.key_is_written and question.has_heading:
            yield AddedKey(location, old_keys.get(location) or question.key, question.heading)


def replace_source(project: Project, file: SourceFile, content: bytes, command: str) -> None:
    """Give a source another content, unless somebody has saved it since it was read.

    Raises:
        ProjectError: it was saved meanwhile, or cannot be written; `command` is what to run again.
    """
    # A link remains a link: the file that it leads to is written.
    path = Path(project.root, file.path).resolve()
    if read_file(path) != file.content:
        raise ProjectError(f"{file.path} was saved while `{command}` ran; run it again")
    replace_file(path, content)

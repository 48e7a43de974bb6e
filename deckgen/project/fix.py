"""Mend the sources of a project: rewrite what has exactly one meaning, and write missing keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.compilation.values import PackageSources
from deckgen.fix.edits import Copy
from deckgen.fix.mend import mend
from deckgen.fix.reading import source_reader
from deckgen.fix.rewriters import REWRITTEN
from deckgen.project.check import check_sources
from deckgen.project.folder import Project, ProjectError, is_file, real_path
from deckgen.project.keys import AddedKey, FoundKeys, find_keys, replace_source, with_keys
from deckgen.project.ledger import read_ledger
from deckgen.project.look import read_file
from deckgen.project.media import media_reader
from deckgen.project.replace import replace_file
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache, Held
from deckgen.project.vault import vault_reader
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.values.codes import Code
from deckgen.values.note import MAX_MEDIA_BYTES
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A source before and after it was mended; `problems` are those that were mended."""

    before: SourceFile
    after: SourceFile
    problems: tuple[Problem, ...] = ()
    keys: tuple[AddedKey, ...] = ()
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """The sources that changed, what was not mended and why, and the problems that are left."""

    files: tuple[FixedFile, ...]
    refused: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def fix_project(
    project: Project,
    names: Sequence[str],
    *,
    write: bool = True,
    style: bool = False,
    vault: Path | None = None,
) -> Fixed:
    """Mend the named packages and files, or all; all files are written, or none.

    What Obsidian's links mean is looked for in the `vault`, or in the one that a source is in; a picture from
    outside the project is copied into `images/` beside the source.

    A question without a key first gets the one by which the ledger knows it; a new one gets its key from its
    heading after that is mended. If the ledger is damaged or lost, nothing is changed.

    Raises:
        ProjectError: a name is not that of a source, or a file cannot be written.
    """
    with lock(project, WAIT_FOR_OTHERS):
        sources = read_sources(project)
        packages, paths = _choose(project, sources, names)
        ledger = read_ledger(project, [package.name for package in sources])
        if isinstance(ledger, Problem):
            return Fixed((), (), (ledger,))
        files = {
            file.path: FixedFile(file, file)
            for package in select_packages(sources, packages)
            for file in package.files
            if not paths or file.path in paths
        }
        held: Held = {}
        checked = check_sources(project, sources, packages, held, style=style)
        found = find_keys(project, sources, packages, ledger[0], held)
        _add_keys(files, _sure_keys(found, checked.problems))
        cache = Cache(project, media_reader(project), writes=False, held=held)
        read = source_reader(cache.outline, style=style)
        odd = {problem.location.path for problem in checked.problems if problem.code in REWRITTEN}
        find = vault_reader(project, vault)
        refused: list[Problem] = []
        for path in sorted(odd & files.keys()):
            mended = mend(files[path].after, read, find)
            files[path] = replace(files[path], after=mended.file, problems=mended.done, copies=mended.copies)
            refused += mended.left
        if found.missing or any(file.problems for file in files.values()):
            after = _with_files(sources, files)
            _add_keys(files, find_keys(project, after, packages, ledger[0], held).missing)
        changed = tuple(file for file in files.values() if file.after != file.before)
        if write:
            _write(project, changed)
        if changed:
            checked = check_sources(project, _with_files(sources, files), packages, held, style=style)
    left = (problem for problem in checked.problems if not paths or problem.location.path in paths)
    return Fixed(changed, tuple(refused), tuple(left))


def _choose(
    project: Project, sources: Sequence[PackageSources], names: Sequence[str]
) -> tuple[list[str], set[str]]:
    """The packages of these names and files, and the paths of the files; packages alone have no paths."""
    owners = {real_path(project.root / file.path): file for package in sources for file in package.files}
    packages: list[str] = []
    paths: set[str] = set()
    for name in names:
        if not is_file(Path(name)):
            packages.append(name)
            paths |= {file.path for package in sources if package.name == name for file in package.files}
            continue
        file = owners.get(real_path(Path(name)))
        if file is None:
            where = "is not a source of this project"
            raise ProjectError(f"{name} {where}; move it to `source/`, or give a file that is there")
        packages.append(file.package)
        paths.add(file.path)
    return packages, paths


def _sure_keys(found: FoundKeys, problems: Sequence[Problem]) -> dict[SourceFile, tuple[AddedKey, ...]]:
    """The keys that the ledger knows; in a source with an error, only those of headings without one."""
    odd = {problem.location for problem in problems if problem.code is not Code.KEY_MISSING}
    return {
        file: keys if file in found.missing else tuple(key for key in keys if key.location not in odd)
        for file, keys in found.known.items()
    }


def _add_keys(files: dict[str, FixedFile], keys: Mapping[SourceFile, tuple[AddedKey, ...]]) -> None:
    """Write these keys into the sources among these files that have any."""
    for found, added in keys.items():
        if added and found.path in files:
            file = files[found.path]
            after = with_keys(file.after, added)
            files[found.path] = replace(file, after=after, keys=(*file.keys, *added))


def _with_files(
    sources: tuple[PackageSources, ...], files: Mapping[str, FixedFile]
) -> tuple[PackageSources, ...]:
    return tuple(
        replace(
            package,
            files=tuple(files[file.path].after if file.path in files else file for file in package.files),
        )
        for package in sources
    )


def _write(project: Project, files: Sequence[FixedFile]) -> None:
    for file in files:
        if not Path(project.root, file.before.path).stat().st_mode & 0o222:
            raise ProjectError(f"{file.before.path} is read-only; make it writable; nothing was changed")
    for copy in (copy for file in files for copy in file.copies):
        try:
            content = read_file(Path(copy.source), MAX_MEDIA_BYTES)
        except OSError as error:
            raise ProjectError(f"{copy.source} cannot be read: {error.strerror}; run it again") from None
        replace_file(Path(copy.target), content)
    for file in files:
        replace_source(project, file.before, file.after.content, "deckgen fix")

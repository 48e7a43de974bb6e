"""Find and read the sources and the errata of a project."""

import errno
import os
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from deckgen.compilation.values import PackageSources
from deckgen.project.copies import explain_copy
from deckgen.project.folder import (
    Project,
    ProjectError,
    is_folder,
    is_link,
    is_readable,
    readable,
    real_path,
)
from deckgen.project.look import read_file, what_is_in_the_way
from deckgen.project.root import LEDGER, SOURCE
from deckgen.sources.decode import MAX_SOURCE_BYTES, source_too_large
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile

ERRATA = "errata.toml"

_ADVICE = f"correct that, or move it out of `{SOURCE}/`"


def read_sources(project: Project) -> tuple[PackageSources, ...]:
    """Every package of the project, sorted by name: the order of decks must not vary."""
    names: dict[str, list[PackageSources]] = {}
    _real_folder.cache_clear()
    try:
        entries = sorted((project.root / SOURCE).iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise ProjectError(f"{project.root / SOURCE} cannot be read: {error.strerror}") from None
    beside = {entry.name for entry in entries}
    stems = {entry.stem for entry in entries if entry.suffix.lower() == ".md"}
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if (_is_ours(entry) or is_folder(entry)) and (odd := _odd_name(project, entry, beside)):
            package = PackageSources(package_name(entry.stem), (), (odd,))
        elif is_folder(entry):
            package = _read_folder(project, entry)
            if not package.files and not package.problems:
                continue
        elif entry.suffix.lower() == ".md":
            package = _package(
                project, package_name(entry.stem), [entry], entry.with_name(f"{entry.stem}.{ERRATA}")
            )
        elif entry.name.endswith(f".{ERRATA}") and entry.name.removesuffix(f".{ERRATA}") not in stems:
            package = _only_errata(project, entry)
        else:
            continue
        names.setdefault(package.name, []).append(package)
    return tuple(_with_place(project, _only_one(packages)) for _, packages in sorted(names.items()))


def package_name(stem: str) -> str:
    """The name of a package, which does not depend on how letters with accents are composed on this disk."""
    return unicodedata.normalize("NFC", readable(stem))


def select_packages(sources: tuple[PackageSources, ...], names: Sequence[str]) -> tuple[PackageSources, ...]:
    """The named packages, or all if none is named."""
    existing = [package.name for package in sources]
    names = [package_name(name) for name in names]
    for name in names:
        if name not in existing:
            advice = did_you_mean(name, existing) if existing else f"`{SOURCE}/` is empty"
            raise ProjectError(f"the package `{name}` does not exist; {advice}")
    return tuple(package for package in sources if not names or package.name in names)


def _read_folder(project: Project, folder: Path) -> PackageSources:
    files: list[Path] = []
    problems: list[Problem] = []

    def report_unreadable(error: OSError) -> None:
        # If the folder were skipped silently, all its notes would count as removed.
        message = f"the folder cannot be read: {error.strerror}; {_ADVICE}"
        problems.append(project.problem(Path(error.filename), Code.UNREADABLE_FOLDER, message))

    for where, folders, names in os.walk(folder, onerror=report_unreadable):
        seen = [Path(where, name) for name in (*folders, *names) if not name.startswith((".", "_"))]
        ours = [path for path in seen if path.name in folders or _is_ours(path)]
        beside = {path.name for path in seen}
        odd = {path: problem for path in ours if (problem := _odd_name(project, path, beside))}
        problems += odd.values()
        whole = [path for path in ours if path not in odd]
        folders[:] = sorted(path.name for path in whole if path.name in folders)
        message = "a link to a folder is not followed; put the files themselves here"
        links = filter(is_link, (Path(where, name) for name in folders))
        problems += (project.problem(link, Code.LINKED_FOLDER, message) for link in links)
        files += (path for path in whole if path.name in names and path.suffix.lower() == ".md")
    ordered = sorted(files, key=lambda path: path.relative_to(folder).parts)
    package = _package(project, package_name(folder.name), ordered, folder / ERRATA)
    return replace(package, problems=(*problems, *package.problems))


def _package(project: Project, name: str, paths: Sequence[Path], errata: Path) -> PackageSources:
    read = [_read_file(project, name, path) for path in paths]
    found = _read_file(project, name, errata) if os.path.lexists(errata) else None
    return PackageSources(
        name,
        tuple(file for file in read if isinstance(file, SourceFile)),
        tuple(problem for problem in (*read, found) if isinstance(problem, Problem)),
        found if isinstance(found, SourceFile) else None,
    )


def _read_file(project: Project, package: str, path: Path) -> SourceFile | Problem:
    # Where a folder leads is looked up once for all its files.
    leads_to = real_path(path) if is_link(path) else _real_folder(path.parent)
    if not leads_to.is_relative_to(_real_folder(project.root)):
        message = "the file is a link that leads out of the project; put the file itself here"
        return project.problem(path, Code.SOURCE_OUTSIDE, message)
    try:
        return SourceFile(package, project.relative(path), read_file(path, MAX_SOURCE_BYTES))
    except OSError as error:
        if error.errno == errno.EFBIG:
            return source_too_large(Location(project.relative(path), 1), path.stat().st_size)
        message = f"the file cannot be read: {error.strerror}; {_ADVICE}"
        return project.problem(path, Code.UNREADABLE_FILE, message)


@lru_cache(maxsize=2)
def _real_folder(folder: Path) -> Path:
    return real_path(folder)


def _only_errata(project: Project, path: Path) -> PackageSources:
    name = path.name.removesuffix(f".{ERRATA}")
    message = (
        f"these errata belong to `{name}.md`, which does not exist; those of a folder are called `{ERRATA}`"
    )
    return PackageSources(name, (), (project.problem(path, Code.ERRATA_WITHOUT_PACKAGE, message),))


def _is_ours(path: Path) -> bool:
    """Whether this is the name of a source, of errata or of a ledger, or could be that of a copy of one."""
    name = path.name.lower()
    return name.endswith(".md") or "errata" in name or name.startswith(LEDGER.partition(".")[0])


def _odd_name(project: Project, path: Path, beside: Collection[str]) -> Problem | None:
    """The problem of a file or folder that is left out because of its name."""
    if not is_readable(path.name):
        is_utf8 = "\\x" not in readable(path.name)
        advice = "run deckgen with PYTHONUTF8=1" if is_utf8 else "give it another name"
        return project.problem(path, Code.NOT_UTF_8, f"the name of the file cannot be decoded; {advice}")
    copy = explain_copy(path, beside)
    return project.problem(path, Code.CONFLICTED_COPY, copy) if copy else None


def _with_place(project: Project, package: PackageSources) -> PackageSources:
    """The package, with a problem if its file could not be written."""
    place = project.package_path(package.name)
    fault = "" if package.problems else what_is_in_the_way(place)
    if not fault:
        return package
    message = f"the package cannot be written here: {fault}; correct that or give the source another name"
    return replace(package, problems=(project.problem(place, Code.PACKAGE_UNWRITABLE, message),))


def _only_one(packages: Sequence[PackageSources]) -> PackageSources:
    first = packages[0]
    if len(packages) == 1:
        return first
    message = f"the folder and the file `{first.name}.md` would be one package; rename one of them"
    here = Location(f"{SOURCE}/{first.name}.md", 1)
    files = tuple(file for package in packages for file in package.files)
    return PackageSources(first.name, files, (Problem(here, Code.PACKAGE_TWICE, message),))

"""Find and read the sources and the errata of a project."""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from deckgen.compilation.values import PackageSources
from deckgen.project.folder import Project, ProjectError, is_file, is_folder, is_link, real_path
from deckgen.project.root import SOURCE
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile

ERRATA = "errata.toml"


def read_sources(project: Project) -> tuple[PackageSources, ...]:
    """Every package of the project, sorted by name: the order of decks must not vary."""
    names: dict[str, list[PackageSources]] = {}
    _real_folder.cache_clear()
    try:
        entries = sorted((project.root / SOURCE).iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise ProjectError(f"{project.root / SOURCE} cannot be read: {error.strerror}") from None
    stems = {entry.stem for entry in entries if entry.suffix.lower() == ".md"}
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if is_folder(entry):
            package = _read_folder(project, entry)
            if not package.files and not package.problems:
                continue
        elif entry.suffix.lower() == ".md":
            package = _package(project, entry.stem, [entry], entry.with_name(f"{entry.stem}.{ERRATA}"))
        elif entry.name.endswith(f".{ERRATA}") and entry.name.removesuffix(f".{ERRATA}") not in stems:
            package = _only_errata(project, entry)
        else:
            continue
        names.setdefault(package.name, []).append(package)
    return tuple(_only_one(project, packages) for _, packages in sorted(names.items()))


def select_packages(sources: tuple[PackageSources, ...], names: Sequence[str]) -> tuple[PackageSources, ...]:
    """The named packages, or all if none is named."""
    existing = [package.name for package in sources]
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
        message = f"the folder cannot be read: {error.strerror}; correct its permissions or delete it"
        problems.append(project.problem(Path(error.filename), Code.UNREADABLE_FOLDER, message))

    for where, folders, names in os.walk(folder, onerror=report_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        message = "a link to a folder is not followed; put the files themselves here"
        links = filter(is_link, (Path(where, name) for name in folders))
        problems += (project.problem(link, Code.LINKED_FOLDER, message) for link in links)
        files += [Path(where, n) for n in names if n.lower().endswith(".md") and not n.startswith((".", "_"))]
    ordered = sorted(files, key=lambda path: path.relative_to(folder).parts)
    package = _package(project, folder.name, ordered, folder / ERRATA)
    return replace(package, problems=(*problems, *package.problems))


def _package(project: Project, name: str, paths: Sequence[Path], errata: Path) -> PackageSources:
    read = [_read_file(project, name, path) for path in paths]
    found = _read_file(project, name, errata) if is_file(errata) or is_link(errata) else None
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
        return SourceFile(package, project.relative(path), path.read_bytes())
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}; correct its permissions or delete it"
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


def _only_one(project: Project, packages: Sequence[PackageSources]) -> PackageSources:
    first = packages[0]
    if len(packages) == 1:
        return first
    message = f"the folder and the file `{first.name}.md` would be one package; rename one of them"
    here = Location(f"{SOURCE}/{first.name}.md", 1)
    files = tuple(file for package in packages for file in package.files)
    return PackageSources(first.name, files, (Problem(here, Code.PACKAGE_TWICE, message),))

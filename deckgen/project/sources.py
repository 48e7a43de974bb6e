"""Find and read the sources and the errata of a project."""

import os
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

from deckgen.compilation.values import PackageSources
from deckgen.project.copies import explain_copy
from deckgen.project.folder import (
    Project,
    ProjectError,
    is_folder,
    is_link,
    is_readable,
    readable,
)
from deckgen.project.look import what_is_in_the_way
from deckgen.project.root import ERRATA, LEDGER, PROJECT_TOML, SETTINGS_IN_ROOT, SOURCE, STYLE
from deckgen.project.settings import (
    find_misplaced,
    find_misplaced_style,
    find_other_markdown,
    is_skipped,
    read_settings,
)
from deckgen.project.source_file import ADVICE, read_source_file, real_folder
from deckgen.sources.settings.from_toml import MAX_SETTINGS_BYTES
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem, has_error
from deckgen.values.settings import NO_SETTINGS, PACKAGE_TOML, Settings
from deckgen.values.source import SourceFile


def read_sources(project: Project) -> tuple[PackageSources, ...]:
    """Every package of the project, sorted by name: the order of decks must not vary."""
    names: dict[str, list[PackageSources]] = {}
    real_folder.cache_clear()
    try:
        entries = sorted((project.root / SOURCE).iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise ProjectError(f"{project.root / SOURCE} cannot be read: {error.strerror}") from None
    above, problems = _read_project_settings(project, entries)
    for package in _read_entries(project, entries, above):
        names.setdefault(package.name, []).append(package)
    style, faults = _read_style(project)
    packages = (
        replace(one, style=style, problems=(*faults, *one.problems))
        for one in (_only_one(found) for _, found in sorted(names.items()))
    )
    return tuple(_with_place(project, _with_problems(package, problems)) for package in packages)


def _read_entries(project: Project, entries: Sequence[Path], above: Settings) -> Iterator[PackageSources]:
    beside = {entry.name for entry in entries}
    stems = {entry.stem for entry in entries if entry.suffix.lower() == ".md"}
    for entry in entries:
        if entry.name.startswith((".", "_")) or is_skipped(entry.name, above):
            continue
        if (_is_ours(entry) or is_folder(entry)) and (odd := _odd_name(project, entry, beside)):
            yield PackageSources(package_name(entry.stem), (), (odd,))
        elif is_folder(entry):
            package = _read_folder(project, entry, above)
            if package.files or package.problems:
                yield package
        elif entry.suffix.lower() == ".md":
            yield _package(project, package_name(entry.stem), [entry], Beside.file(entry), above)
        elif other := find_other_markdown(project, entry):
            yield PackageSources(package_name(entry.stem), (), (other,))
        elif lonely := _without_source(project, entry, stems):
            yield lonely


def _read_project_settings(project: Project, entries: Sequence[Path]) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of all packages, and the problems of files that hold none because of their place."""
    found = _read_settings_file(project, "", project.root / PROJECT_TOML)
    settings, problems = read_settings(found)
    in_root = [project.root / name for name in SETTINGS_IN_ROOT if os.path.lexists(project.root / name)]
    lost = find_misplaced(project, in_root, project.root / PROJECT_TOML)
    names = (PACKAGE_TOML, f"{PACKAGE_TOML}.txt", PROJECT_TOML, f"{PROJECT_TOML}.txt")
    loose = [entry for entry in entries if entry.name.lower() in names]
    styles = filter(None, (find_misplaced_style(project, entry) for entry in entries))
    return settings or NO_SETTINGS, (*problems, *lost, *find_misplaced(project, loose, None), *styles)


def _read_style(project: Project) -> tuple[str | None, tuple[Problem, ...]]:
    """The style of a project, or None if it has none, and what is wrong with it."""
    path = project.root / STYLE
    if not os.path.lexists(path):
        return None, ()
    from deckgen.checks.styles.css import MAX_STYLE_BYTES, check_style  # noqa: PLC0415  # libraries that few need

    found = read_source_file(project, "", path, MAX_STYLE_BYTES)
    return ("", (found,)) if isinstance(found, Problem) else check_style(found.path, found.content)


def _with_problems(package: PackageSources, problems: tuple[Problem, ...]) -> PackageSources:
    """The package with the problems of the project's settings; its files are not read if one is an error."""
    if not has_error(problems):
        return replace(package, problems=(*problems, *package.problems))
    return PackageSources(package.name, (), (*problems, *package.problems))


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


class Beside(NamedTuple):
    """What stands beside the sources of a package, if it is there."""

    errata: Path
    settings: Path

    @classmethod
    def file(cls, source: Path) -> Self:
        """What stands beside a single file."""
        return cls(*(source.with_name(f"{source.stem}.{name}") for name in (ERRATA, PACKAGE_TOML)))


def _read_folder(project: Project, folder: Path, above: Settings) -> PackageSources:
    files: list[Path] = []
    problems: list[Problem] = []
    beside = Beside(folder / ERRATA, folder / PACKAGE_TOML)
    settings = _read_own_settings(project, package_name(folder.name), beside.settings, above)[0]

    def report_unreadable(error: OSError) -> None:
        # If the folder were skipped silently, all its notes would count as removed.
        message = f"the folder cannot be read: {error.strerror}; {ADVICE}"
        problems.append(project.problem(Path(error.filename), Code.UNREADABLE_FOLDER, message))

    for where, folders, names in os.walk(folder, onerror=report_unreadable):
        seen = [Path(where, name) for name in (*folders, *names) if not name.startswith((".", "_"))]
        if settings and settings.skip:
            seen = [path for path in seen if not is_skipped(path.relative_to(folder).as_posix(), settings)]
        ours = [path for path in seen if path.name in folders or _is_ours(path)]
        names_beside = {path.name for path in seen}
        odd = {path: problem for path in ours if (problem := _odd_name(project, path, names_beside))}
        problems += odd.values()
        whole = [path for path in ours if path not in odd]
        folders[:] = sorted(path.name for path in whole if path.name in folders)
        message = "a link to a folder is not followed; put the files themselves here"
        links = filter(is_link, (Path(where, name) for name in folders))
        problems += (project.problem(link, Code.LINKED_FOLDER, message) for link in links)
        loose = [path for path in seen if path not in odd and path.name in names]
        problems += find_misplaced(project, loose, beside.settings)
        problems += filter(None, (find_other_markdown(project, path) for path in loose))
        files += (path for path in whole if path.name in names and path.suffix.lower() == ".md")
    ordered = sorted(files, key=lambda path: path.relative_to(folder).parts)
    package = _package(project, package_name(folder.name), ordered, beside, above)
    return replace(package, problems=(*problems, *package.problems))


def _package(
    project: Project, name: str, paths: Sequence[Path], beside: Beside, above: Settings
) -> PackageSources:
    settings, problems = _read_own_settings(project, name, beside.settings, above)
    if settings is None:
        return PackageSources(name, (), problems)
    read = [read_source_file(project, name, path) for path in paths]
    found = read_source_file(project, name, beside.errata) if os.path.lexists(beside.errata) else None
    return PackageSources(
        name,
        tuple(replace(file, settings=settings) for file in read if isinstance(file, SourceFile)),
        (*problems, *(problem for problem in (*read, found) if isinstance(problem, Problem))),
        found if isinstance(found, SourceFile) else None,
    )


def _read_own_settings(
    project: Project, name: str, path: Path, above: Settings
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of a package with those of the project; None if its sources cannot be read by them."""
    settings, problems = read_settings(_read_settings_file(project, name, path))
    return settings and settings.below(above), problems


def _read_settings_file(project: Project, name: str, path: Path) -> SourceFile | Problem | None:
    return read_source_file(project, name, path, MAX_SETTINGS_BYTES) if os.path.lexists(path) else None


def _without_source(project: Project, path: Path, stems: Collection[str]) -> PackageSources | None:
    """A package that has only errata or settings, which is a mistake."""
    for ending, code, what in (
        (ERRATA, Code.ERRATA_WITHOUT_PACKAGE, "errata"),
        (PACKAGE_TOML, Code.SETTINGS_MISPLACED, "settings"),
    ):
        name = path.name.removesuffix(f".{ending}")
        if name != path.name and name not in stems:
            message = f"these {what} belong to `{name}.md`, which does not exist"
            message += f"; those of a folder are called `{ending}`"
            return PackageSources(name, (), (project.problem(path, code, message),))
    return None


def _is_ours(path: Path) -> bool:
    """Whether this is the name of what a build reads, or could be that of a copy of it."""
    name = path.name.lower()
    is_settings = "package" in name and path.suffix == ".toml"
    return (
        name.endswith(".md") or "errata" in name or is_settings or name.startswith(LEDGER.partition(".")[0])
    )


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

"""Collects what a release of a project consists of, and compares it with an earlier release."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.compilation.values import Progress
from deckgen.diff.release import Changes, compare_releases
from deckgen.project.build import build_project
from deckgen.project.folder import Project, ProjectError, is_file
from deckgen.project.look import read_file
from deckgen.project.released import (
    Since,
    find_release,
    has_history,
    not_in_git,
    packages_of,
    uncommitted,
)
from deckgen.project.replace_folder import replace_folder
from deckgen.project.root import DECKS, PROJECT_TOML, STYLE
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.values.problem import Problem, has_error
from deckgen.values.text import Timestamp

_LICENCES = tuple(
    f"{name}{end}" for name in ("LICENSE", "LICENCE", "COPYING", "UNLICENSE") for end in ("", ".md", ".txt")
)
_MOST_BYTES = 1 << 30
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ReleasedPackage:
    """A package with its file, and what changed in it; nothing can have changed in a first release.

    `is_new` tells whether the earlier release did not have the package.
    """

    name: str
    content: bytes
    packed: PackedPackage
    changes: Changes | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Licence:
    """The file that says what others may do with the packages."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """What a release consists of; `since` is the name of the earlier release, empty if this is the first.

    `dropped` are packages of the earlier release that have no sources any more. If a problem is an error,
    there is nothing to release. Each remark tells the author what may not be as it should.
    """

    problems: tuple[Problem, ...]
    since: str = ""
    packages: tuple[ReleasedPackage, ...] = ()
    dropped: tuple[tuple[str, Changes], ...] = ()
    licence: Licence | None = None
    remarks: tuple[str, ...] = ()


def collect_release(
    project: Project,
    *,
    now: Timestamp,
    since: str = "",
    allow_changes: bool = False,
    progress: Progress = lambda done, total: None,
) -> Release:
    """Build the project without writing anything, and compare its packages with those of a release.

    Raises:
        ProjectError: there is something that is not committed, the release is not found, or a file cannot be
            read.
    """
    in_git = has_history(project)
    licence = _find_licence(project)
    if in_git and not allow_changes:
        _refuse_changes(uncommitted(project, [PROJECT_TOML, STYLE, *([licence.file] if licence else [])]))
    earlier = find_release(project, since) if in_git else Since()
    built = build_project(project, (), now=now, write=False, locked=True, progress=progress)
    if has_error(built.problems):
        return Release(built.problems)
    names = [package.name for package in built.compilation.packages]
    if in_git and not allow_changes:
        _refuse_changes(not_in_git(project, names))
    old = _old_packages(project, earlier)
    contents = {name: _read(project.package_path(name)) for name in names}
    new = {name: _decode(f"{name}.apkg", content) for name, content in contents.items()}
    changes = compare_releases(old, new) if old else {}
    return Release(
        built.problems,
        since=earlier.name if old else "",
        packages=tuple(
            ReleasedPackage(name, contents[name], new[name], changes.get(name), name not in old)
            for name in names
        ),
        dropped=tuple((name, found) for name, found in changes.items() if name not in new),
        licence=licence,
        remarks=(*_remarks(in_git, earlier, old), *filter(None, [built.remark])),
    )


def write_release(project: Project, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a release into a folder, as a whole or not at all.

    Raises:
        ProjectError: the folder has files of somebody else, or cannot be written.
        BusyError: a build or another release did not end in time.
    """
    with lock(project, WAIT_FOR_OTHERS):
        replace_folder(folder, files)


def _find_licence(project: Project) -> Licence | None:
    file = next((name for name in _LICENCES if is_file(project.root / name)), "")
    return Licence(file, _read(project.root / file)) if file else None


def _refuse_changes(paths: Sequence[str]) -> None:
    """Refuse to release what is not committed, since nobody could make the same release again."""
    if paths:
        more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
        raise ProjectError(
            f"not committed: {', '.join(paths[:_MOST_NAMED])}{more}; commit what belongs to the release, or "
            "go on with --allow-changes"
        )


def _old_packages(project: Project, earlier: Since) -> dict[str, PackedPackage]:
    """The packages of the earlier release, if there was one."""
    if not earlier.commit:
        return {}
    return {
        name: _decode(f"{name}.apkg of {earlier.name}", content)
        for name, content in packages_of(project, earlier)
    }


def _decode(name: str, content: bytes) -> PackedPackage:
    try:
        return decode_apkg(content)
    except UnreadablePackage as error:
        raise ProjectError(f"{name}: {error}") from None


def _read(path: Path) -> bytes:
    try:
        return read_file(path, _MOST_BYTES)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}") from None


def _remarks(in_git: bool, earlier: Since, old: Iterable[str]) -> list[str]:
    """Why all counts as new, if it may not be new."""
    if not in_git:
        return ["git has no history of this project (`git status` says why), so all counts as new"]
    if earlier.name and not old:
        return [
            f"{earlier.name} has no packages in `{DECKS}/`, so all counts as new; commit them with the tag"
        ]
    return []

"""Gathers what a release of the project needs, from its packages as they are committed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.diff.compare import compare
from deckgen.diff.values import Diff
from deckgen.project import history
from deckgen.project.folder import Project, ProjectError
from deckgen.project.look import read_file
from deckgen.project.package import read_package
from deckgen.values.wording import counted

_LICENCES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "LICENCE.txt", "COPYING")
_MOST_LICENCE = 1 << 20
_MOST_PACKAGE = 1 << 30
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Release:
    """The packages of a release with their diffs to the last one, called `since`, or nothing in the first."""

    since: str
    packages: tuple[tuple[str, PackedPackage, Diff | None], ...]
    licence: str


def gather_release(
    project: Project, names: Sequence[str], *, since: str = "", dirty: bool = False
) -> Release:
    """What is released; `dirty` allows changes that are not committed.

    Raises:
        ProjectError: something is not committed, git does not know `since`, or a file cannot be read.
    """
    _check(project, since, dirty=dirty)
    last = since or history.last_tag(project)
    packages = tuple(
        (name, package, _compare(project, last, name, package))
        for name in names
        for package in (read_package(project.package_path(name)),)
    )
    return Release(last, packages, _read_licence(project))


def files_of(project: Project, release: Release) -> Iterator[tuple[str, bytes]]:
    """The packages by their file names."""
    for name, _, _ in release.packages:
        path = project.package_path(name)
        yield path.name, read_file(path, _MOST_PACKAGE)


def checksums(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The digests of the files as `sha256sum --check` reads them."""
    rows = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return "".join(rows).encode()


def _check(project: Project, since: str, *, dirty: bool) -> None:
    if not history.is_in_git(project):
        raise ProjectError(
            f"{project.root} is not in a repository of git with a commit; make one, and commit"
        )
    if since and not history.has_commit(project, since):
        raise ProjectError(f"git does not know {since}; `git fetch --tags` gets the tags of others")
    changed = () if dirty else history.uncommitted(project)
    if changed:
        named = ", ".join(changed[:_MOST_NAMED]) + (", …" if len(changed) > _MOST_NAMED else "")
        number = counted(len(changed), "file")
        raise ProjectError(f"{number} not committed: {named}; commit them, or add --dirty")
    if not since and history.is_shallow(project) and not history.last_tag(project):
        raise ProjectError("the clone is shallow, and may lack the last tag; `git fetch --tags --unshallow`")


def _compare(project: Project, last: str, name: str, package: PackedPackage) -> Diff | None:
    old = history.package_at(project, last, name) if last else None
    if old is None:
        return None
    try:
        return compare(decode_apkg(old), package)
    except UnreadablePackage as error:
        raise ProjectError(f"the package {name} of {last} cannot be read: {error}") from None


def _read_licence(project: Project) -> str:
    """The first line of the project's licence that has text, or nothing."""
    for name in _LICENCES:
        path = project.root / name
        if path.is_file():
            text = read_file(path, _MOST_LICENCE).decode("utf-8", "replace")
            return next((line.strip("# ") for line in text.splitlines() if line.strip("# ")), "")
    return ""

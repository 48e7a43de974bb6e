"""Asks git for the packages of an earlier release, and for what is not committed since."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from deckgen.project.folder import Project, ProjectError, readable
from deckgen.project.git import git, git_text
from deckgen.project.root import DECKS, SOURCE

_TAGS = "v*"
_UNSHALLOW = "run `git fetch --tags --unshallow`"


class Since(NamedTuple):
    """An earlier release: its name for people, and its commit. Both are empty if there was none."""

    name: str = ""
    commit: str = ""


def has_history(project: Project) -> bool:
    """Whether the project is in the work tree of a git repository."""
    return (git_text(project, "rev-parse", "--is-inside-work-tree") or "").strip() == "true"


def find_release(project: Project, asked: str = "") -> Since:
    """The release that was asked for, or the last tag `v*` before the present commit.

    Raises:
        ProjectError: there is no such release, or the clone is too shallow to tell.
    """
    name = asked or _last_tag(project)
    is_shallow = git_text(project, "rev-parse", "--is-shallow-repository") == "true\n"
    if not name:
        if is_shallow:
            raise ProjectError(f"the clone is shallow, and the last release is not in it; {_UNSHALLOW}")
        return Since()
    commit = git_text(project, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")
    if commit is None or name.startswith("-"):
        advice = (
            _UNSHALLOW if is_shallow else "`git tag` lists the tags, `git fetch --tags` gets those of others"
        )
        raise ProjectError(f"git knows no tag or commit `{name}`; {advice}")
    return Since(name, commit.strip())


def packages_of(project: Project, since: Since) -> Iterator[tuple[str, bytes]]:
    """The packages that were committed then, by name."""
    for path in _committed(project, since.commit):
        # With the filters, what git's extension for large files (LFS) keeps elsewhere is read too.
        content = git(project, "cat-file", "--filters", f"{since.commit}:./{path}")
        if content is None:
            raise ProjectError(f"git cannot read {readable(path)} of {since.name}; run `git fsck`")
        yield PurePosixPath(path).stem, content


def uncommitted(project: Project, paths: Sequence[str]) -> tuple[str, ...]:
    """What of these paths, or of `source/` and `decks/`, differs from the present commit."""
    prefix = (git_text(project, "rev-parse", "--show-prefix") or "").rstrip("\n")
    options = ("--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
    rows = git(project, "status", *options, "--", SOURCE, DECKS, *paths) or b""
    names = (row[3:].decode("utf-8", "surrogateescape") for row in rows.split(b"\0") if row)
    return tuple(readable(name.removeprefix(prefix)) for name in names)


def not_in_git(project: Project, names: Sequence[str]) -> tuple[str, ...]:
    """The paths of those packages that the present commit does not have."""
    committed = {PurePosixPath(path).stem for path in _committed(project, "HEAD")}
    return tuple(project.relative(project.package_path(name)) for name in names if name not in committed)


def _committed(project: Project, commit: str) -> list[str]:
    """The paths of the packages in a commit."""
    rows = git(project, "ls-tree", "-z", "--name-only", commit, f"{DECKS}/") or b""
    paths = (row.decode("utf-8", "surrogateescape") for row in rows.split(b"\0"))
    return [path for path in paths if path.endswith(".apkg")]


def _last_tag(project: Project) -> str:
    """The nearest tag before the present commit, whose own tags name the release that is being made."""
    own = (git_text(project, "tag", "--points-at", "HEAD") or "").split()
    options = ("--tags", "--abbrev=0", f"--match={_TAGS}", *(f"--exclude={tag}" for tag in own))
    return (git_text(project, "describe", *options, "HEAD") or "").strip()

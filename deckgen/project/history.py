"""What git knows of a project: the ledgers and packages that it has had, its tags, and what is not committed.

Without git, or outside a repository, nothing is known; callers go on without it.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from deckgen.project.folder import Project
from deckgen.project.git import git, git_text
from deckgen.project.root import DECKS, LEDGER, SOURCE

_LEDGER = f"{SOURCE}/{LEDGER}"
_REFS = ("HEAD", "refs/stash")
_NEWEST = 1000
"""The most commits of a reflog that are looked at: those that a reset, say, has taken away."""
_OLD_PACKAGES = 50
"""The most old packages that are read if the ledger was never committed."""
_ALL_CHANGES = ("--full-history", "--format=", "--no-renames", "--no-color", "--ignore-missing", "--stdin")


class Heads(NamedTuple):
    """The commits where the history ends, and what of it cannot be seen, if anything."""

    commits: tuple[str, ...]
    unseen: str = ""


def find_heads(project: Project) -> Heads:
    """Where the history of a project ends."""
    found = git_text(project, "rev-parse", "--is-shallow-repository", "HEAD")
    if found is None:
        return Heads((), "the project has no history in git")
    is_shallow, head = found.split()
    stash = git_text(project, "rev-parse", "--quiet", "--verify", "refs/stash") or ""
    unseen = "the clone is shallow, and older ledgers are not in it" if is_shallow == "true" else ""
    return Heads((head, *stash.split()), unseen)


def ledger_rows_since(project: Project, seen: Iterable[str]) -> Iterator[str]:
    """Every row that the ledger had in a commit after those seen, also in commits that were undone."""
    options = ("-c", "-p", "-U0", "--text", "--no-ext-diff", "--no-textconv")
    for line in (_log(project, seen, *options, "--", _LEDGER) or "").splitlines():
        mark, brace, row = line.partition("{")
        if "+" in mark and "-" not in mark and brace:
            yield (brace + row).rstrip(",")


def old_packages(project: Project) -> Iterator[tuple[str, bytes]]:
    """The newest of the packages that were committed, by name."""
    found = _log(project, (), "--raw", "--no-abbrev", "-m", "--", f"{DECKS}/*.apkg") or ""
    rows = [line.split(maxsplit=5) for line in found.splitlines() if line.startswith(":")]
    blobs = {blob: path for _, _, _, blob, _, path in rows if blob.strip("0")}
    for blob, path in [*blobs.items()][:_OLD_PACKAGES]:
        content = git(project, "cat-file", "blob", blob)
        if content is not None:
            yield PurePosixPath(path).stem, content


def commit_of_ledger(project: Project) -> str:
    """The last commit that has the ledger, or nothing."""
    found = git_text(project, "log", "-1", "--diff-filter=AM", "--format=%h", "--", _LEDGER)
    return (found or "").strip()


def why_not_kept(project: Project) -> str:
    """Why the ledger will not be in the next commit, or nothing if it will or if there is no repository."""
    found = git_text(project, "ls-files", "-t", "--cached", "--others", "--", _LEDGER) or ""
    if not found.startswith("?"):
        return ""
    return (
        "git ignores the ledger"
        if git_text(project, "check-ignore", "-q", "--", _LEDGER) is not None
        else "git does not know the ledger"
    )


def _log(project: Project, seen: Iterable[str], *arguments: str) -> str | None:
    revisions = [
        line for ref in _REFS for line in (git_text(project, "rev-list", "-g", ref) or "").split()[:_NEWEST]
    ]
    asked = "\n".join(dict.fromkeys(("HEAD", *revisions, *(f"^{commit}" for commit in seen))))
    content = git(project, "-c", "log.showRoot=true", "log", *_ALL_CHANGES, *arguments, said=asked)
    return None if content is None else content.decode("utf-8", "replace")

"""How the running deckgen was installed: where to get it again, and how to add a library to it."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from deckgen import DISTRIBUTION, __version__

_SECONDS = 10
"""How long git may take to answer; all that it is asked is on this machine."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where this deckgen can be installed from.

    `repository` is the address of a git repository, and `commit` the commit in it; both are empty if
    `requirement` names something else. If it is not public, only this machine can install it.
    """

    requirement: str
    is_public: bool
    repository: str = ""
    commit: str = ""


def find_origin() -> Origin:
    """Where another machine, or at least this one, can install the running deckgen from."""
    source = _source()
    if source.vcs_commit:
        public = public_address(source.address)
        return _in_git(public or source.address, source.vcs_commit, is_public=public is not None)
    if source.folder:
        return origin_of_folder(source.folder)
    if source.address:
        requirement = f"{DISTRIBUTION} @ {source.address}"
        return Origin(requirement, is_public=not source.address.startswith("file:"))
    # From a folder of wheels, say: no index that everybody asks has it.
    return Origin(f"{DISTRIBUTION}=={__version__}", is_public=False)


def origin_of_folder(folder: Path) -> Origin:
    """The repository that this clone came from, if it has this commit, or else the clone itself."""
    top = _git(folder, "rev-parse", "--show-toplevel")
    commit = _git(folder, "rev-parse", "HEAD")
    if not top or not commit or not folder.exists() or not folder.samefile(top):
        return Origin(f"{DISTRIBUTION} @ {folder.as_uri()}", is_public=False)
    # Not `git remote get-url`: it answers with what the user's settings make of the address.
    public = public_address(_git(folder, "config", "--get", "remote.origin.url"))
    if public:
        is_there = _git(folder, "branch", "--remotes", "--contains", commit)
        shared = commit if is_there else _git(folder, "merge-base", commit, "refs/remotes/origin/HEAD")
        if shared:
            return _in_git(public, shared, is_public=True)
    return _in_git(folder.as_uri(), commit, is_public=False)


def public_address(remote: str) -> str | None:
    """The address at which everybody can read a git repository, without the name and the password in it.

    None if the repository is a folder.
    """
    # `git@host:path`; the name of a host has a dot here, since `C:/path` is a folder on Windows.
    if short := re.fullmatch(r"(?:[^@/:]+@)?([\w-]+(?:\.[\w-]+)+):(?!/)(.+)", remote):
        return f"https://{short[1]}/{short[2]}"
    parts = urlsplit(remote)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme in ("http", "https") and host:
        return f"{parts.scheme}://{host}{parts.path}"
    if parts.scheme in ("ssh", "git+ssh", "git") and host:
        return f"https://{re.sub(r':[0-9]+$', '', host)}{parts.path}"
    return None


def command_to_add(library: str) -> str:
    """The command that installs a library where the running deckgen finds it."""
    if _is_in("pipx_metadata.json"):
        return shell_line(["pipx", "inject", Path(sys.prefix).name, library])
    if _is_in("uv-receipt.toml"):
        return shell_line(["uv", "tool", "install", *_libraries_of_uv(library)])
    return shell_line([*_pip(), library])


def command_to_repair() -> str:
    """The command that installs deckgen again, with all libraries that it needs."""
    if _is_in("pipx_metadata.json"):
        return shell_line(["pipx", "reinstall", Path(sys.prefix).name])
    if _is_in("uv-receipt.toml"):
        return shell_line(["uv", "tool", "upgrade", "--reinstall", DISTRIBUTION])
    source = _source()
    return shell_line([*_pip(), *(["-e"] if source.is_run_in_place else []), source.for_an_installer()])


def shell_line(words: Sequence[str]) -> str:
    """The words as a person types them into the shell of this system."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


@dataclass(frozen=True, slots=True)
class _Source:
    """What deckgen was installed from: an address, which may be of a folder; nothing if an index had it."""

    address: str = ""
    folder: Path | None = None
    vcs_commit: str = ""
    is_run_in_place: bool = False

    def for_an_installer(self, extras: str = "") -> str:
        """How pip and uv name it."""
        if self.folder:
            return f"{self.folder}{extras}"
        if self.vcs_commit:
            return f"{DISTRIBUTION}{extras} @ git+{self.address}@{self.vcs_commit}"
        return f"{DISTRIBUTION}{extras} @ {self.address}" if self.address else f"{DISTRIBUTION}{extras}"


def _source() -> _Source:
    folder = Path(__file__).absolute().parents[2]
    if (folder / "pyproject.toml").is_file():
        return _Source(folder.as_uri(), folder, is_run_in_place=True)
    try:
        # Written by every installer, unless deckgen came from an index (PEP 610).
        record = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        record = {}
    address = str(record.get("url", ""))
    if "dir_info" in record:
        return _Source(address, Path(url2pathname(urlsplit(address).path)))
    return _Source(address, vcs_commit=str(record.get("vcs_info", {}).get("commit_id", "")))


def _in_git(repository: str, commit: str, *, is_public: bool) -> Origin:
    return Origin(f"{DISTRIBUTION} @ git+{repository}@{commit}", is_public, repository, commit)


def _git(folder: Path, *arguments: str) -> str:
    """What git answers, or nothing if it cannot."""
    # In a hook of git, these variables name another repository.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        ran = subprocess.run(  # noqa: S603 - the words are ours
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is where the user has it
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _is_in(name: str) -> bool:
    """Whether the environment of the running deckgen has this file at its top."""
    return (Path(sys.prefix) / name).is_file()


def _pip() -> list[str]:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install"]
    return ["uv", "pip", "install", "--python", sys.executable]


def _libraries_of_uv(library: str) -> list[str]:
    """A library and all that is installed in uv's environment: uv removes what is not named again."""
    receipt = tomllib.loads((Path(sys.prefix) / "uv-receipt.toml").read_text(encoding="utf-8"))
    extras, names = "", [library]
    for entry in receipt["tool"]["requirements"]:
        named = f"[{','.join(entry['extras'])}]" if entry.get("extras") else ""
        if entry["name"] == DISTRIBUTION:
            extras = named
        elif entry["name"] != library:
            names.append(f"{entry['name']}{named}{entry.get('specifier', '')}")
    return [*(word for name in names for word in ("--with", name)), _source().for_an_installer(extras)]

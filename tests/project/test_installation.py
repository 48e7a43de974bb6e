"""Where the running deckgen came from, and the commands that the user's way of installing it understands."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.project.installation import (
    command_to_add,
    command_to_repair,
    find_origin,
    origin_of_folder,
    public_address,
)
from tests.support import ROOT, git

ON_THE_WEB = "https://github.com/somebody/deckgen.git"


@pytest.mark.parametrize(
    ("remote", "public"),
    [
        (ON_THE_WEB, ON_THE_WEB),
        ("https://ann:secret@github.com/somebody/deckgen.git", ON_THE_WEB),
        ("https://token@git.example.org:8443/deckgen", "https://git.example.org:8443/deckgen"),
        ("git@github.com:somebody/deckgen.git", ON_THE_WEB),
        ("github.com:somebody/deckgen.git", ON_THE_WEB),
        ("ssh://git@github.com:22/somebody/deckgen.git", ON_THE_WEB),
        ("git+ssh://git@github.com/somebody/deckgen.git", ON_THE_WEB),
        ("git://github.com/somebody/deckgen.git", ON_THE_WEB),
        ("https://example.org/deckgen?token=secret#main", "https://example.org/deckgen"),
        ("/home/ann/deckgen", None),
        ("file:///home/ann/deckgen", None),
        ("../deckgen", None),
        ("C:/Users/ann/deckgen", None),
        (r"C:\Users\ann\deckgen", None),
        ("work:deckgen", None),
        ("", None),
    ],
)
def test_a_remote_becomes_an_address_that_everybody_can_read(remote: str, public: str | None) -> None:
    assert public_address(remote) == public


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one commit, which its remote has."""
    web, folder = tmp_path / "web", tmp_path / "a clone"
    web.mkdir()
    git(web, "init", "-q")
    (web / "file").write_text("x", encoding="utf-8")
    git(web, "add", ".")
    git(web, "commit", "-qm", "One")
    git(tmp_path, "clone", "-q", str(web), str(folder))
    return folder


def _commit(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD")


def test_a_clone_is_installed_from_where_it_came_from(clone: Path) -> None:
    git(clone, "remote", "set-url", "origin", "https://ann:secret@github.com/somebody/deckgen.git")
    origin = origin_of_folder(clone)
    assert (origin.repository, origin.commit, origin.is_public) == (ON_THE_WEB, _commit(clone), True)
    assert origin.requirement == f"deckgen-cards @ git+{ON_THE_WEB}@{_commit(clone)}"


def test_a_commit_that_only_the_clone_has_is_not_asked_of_the_web(clone: Path) -> None:
    git(clone, "remote", "set-url", "origin", ON_THE_WEB)
    shared = _commit(clone)
    git(clone, "commit", "-qm", "My own", "--allow-empty")
    assert origin_of_folder(clone).commit == shared
    git(clone, "remote", "remove", "origin")
    git(clone, "remote", "add", "origin", ON_THE_WEB)
    assert not origin_of_folder(clone).is_public


def test_a_clone_of_a_folder_is_installed_from_itself(clone: Path) -> None:
    origin = origin_of_folder(clone)
    assert (origin.repository, origin.commit, origin.is_public) == (clone.as_uri(), _commit(clone), False)
    git(clone, "clone", "-q", origin.repository, str(clone.parent / "again"))


def test_a_folder_without_git_is_installed_as_it_is(clone: Path, tmp_path: Path) -> None:
    inside = clone / "deckgen"
    inside.mkdir()
    for folder in (inside, tmp_path / "is not there"):
        origin = origin_of_folder(folder)
        assert (origin.repository, origin.is_public) == ("", False), (
            "another project's repository is not ours"
        )
        assert origin.requirement == f"deckgen-cards @ {folder.as_uri()}"


def test_this_deckgen_is_installed_from_this_checkout() -> None:
    requirement = find_origin().requirement
    assert requirement.startswith("deckgen-cards @ ")
    repair, add = shlex.split(command_to_repair()), shlex.split(command_to_add("httpx"))
    assert repair[-3:] == ["install", "-e", str(ROOT)] or "--python" in repair
    assert add[-2:] == ["install", "httpx"] or "--python" in add
    assert sys.executable in repair
    assert sys.executable in add


def test_a_library_is_added_to_the_environment_that_lacks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipx = tmp_path / "deckgen-cards-2"
    pipx.mkdir()
    (pipx / "pipx_metadata.json").touch()
    monkeypatch.setattr(sys, "prefix", str(pipx))
    assert command_to_add("httpx") == "pipx inject deckgen-cards-2 httpx"
    assert command_to_repair() == "pipx reinstall deckgen-cards-2"

    uv = tmp_path / "uv"
    uv.mkdir()
    monkeypatch.setattr(sys, "prefix", str(uv))
    receipt = uv / "uv-receipt.toml"
    own = '{ name = "deckgen-cards", directory = "/x" }'
    receipt.write_text(f"[tool]\nrequirements = [{own}]\n", encoding="utf-8")
    assert shlex.split(command_to_add("httpx")) == ["uv", "tool", "install", "--with", "httpx", str(ROOT)]

    own = '{ name = "deckgen-cards", extras = ["web"], directory = "/x" }'
    others = '{ name = "numpy", specifier = ">=2" }, { name = "rich", extras = ["jupyter"] }'
    receipt.write_text(f"[tool]\nrequirements = [{own}, {others}]\n", encoding="utf-8")
    kept = ["--with", "numpy>=2", "--with", "rich[jupyter]"]
    added = ["uv", "tool", "install", "--with", "scipy", *kept, f"{ROOT}[web]"]
    assert shlex.split(command_to_add("scipy")) == added
    assert command_to_repair() == "uv tool upgrade --reinstall deckgen-cards"


def test_the_commands_need_no_library(tmp_path: Path) -> None:
    script = "from deckgen.project.installation import command_to_repair; print(command_to_repair())"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "install" in ran.stdout

"""The command `release`, in real repositories of git."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import deckgen, leave_out, write_project

if shutil.which("git") is None:
    pytest.skip("a release needs git; install it", allow_module_level=True)

_TENSOR = "## What is a tensor? {#tensor .basics}\n\nAn array of numbers.\n"
_GRU = "## What was a GRU? {#gru}\n\nA gate.\n"
_ADAM = "## What is Adam? {#adam}\n\nAn *optimiser*.\n"


def _git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=author", "-c", "user.email=author@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True, timeout=60)


def _commit(project: Path, *questions: str) -> None:
    write_project(project, {"nets.md": "# Nets\n\nAbout nets.\n\n" + "\n".join(questions)})
    built = deckgen("build", "--allow-removals", cwd=project)
    assert built.returncode == 0, built.stderr
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message", "a change")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a licence, of which the first version is tagged, and the second is not."""
    root = tmp_path / "project"
    root.mkdir()
    (root / ".gitignore").write_text(".deckgen/\nrelease/\n")
    (root / "LICENSE").write_text("# CC BY 4.0\n")
    _git(root, "init", "--quiet", "--initial-branch", "main")
    _commit(root, _TENSOR, _GRU)
    _git(root, "tag", "v1")
    _commit(root, _TENSOR.replace("An array", "A block"), _ADAM)
    return root


def test_a_release_tells_learners_what_changed_since_the_last_tag(project: Path) -> None:
    ran = deckgen("release", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "Wrote 4 files to release, with what changed since v1.\n"
    assert (project / "release/CHANGES.md").read_text() == (
        "## Nets (2 notes, 2 cards)\n"
        "\n"
        "Changes since v1.\n"
        "\n"
        "Import the package with **File > Import**. Your reviews stay as they are.\n"
        "\n"
        "### New (1)\n"
        "\n"
        "- What is Adam?\n"
        "\n"
        "### Corrected (1)\n"
        "\n"
        "- What is a tensor?\n"
        "\n"
        "  ```diff\n"
        "  - An array of numbers.\n"
        "  + A block of numbers.\n"
        "  ```\n"
        "\n"
        "### Retired (1)\n"
        "\n"
        "They stay in your collection until you delete them. This search finds them:\n"
        "\n"
        '    "note:deckgen basic" Key:gru\n'
        "\n"
        "- What was a GRU?\n"
    )


def test_the_packages_are_those_that_are_committed_and_have_their_checksums(project: Path) -> None:
    deckgen("release", cwd=project)
    released = (project / "release/nets.apkg").read_bytes()
    assert released == (project / "decks/nets.apkg").read_bytes()
    if shutil.which("sha256sum") is None:
        leave_out("checksums that sha256sum reads; install coreutils")
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=project / "release", check=True)


def test_the_text_for_ankiweb_is_as_short_as_its_form_wants(project: Path) -> None:
    deckgen("release", cwd=project)
    title, tags, *others = (project / "release/nets.ankiweb.md").read_text().splitlines()
    assert (title, tags) == ("Title: Nets", "Tags: basics")
    assert "About nets." in others
    assert "CC BY 4.0" in others


def test_a_release_of_a_tag_is_compared_with_the_tag_before(project: Path) -> None:
    _git(project, "tag", "v2")
    assert "since v1" in deckgen("release", cwd=project).stdout
    _commit(project, _TENSOR, _ADAM)
    assert "since v2" in deckgen("release", cwd=project).stdout
    assert "since v1" in deckgen("release", "--since", "v1", cwd=project).stdout


def test_the_same_commit_gives_the_same_files(project: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "--quiet", str(project), str(clone))
    for root in (project, clone):
        assert deckgen("release", cwd=root).returncode == 0
    first, second = (
        {path.name: path.read_bytes() for path in (root / "release").iterdir()} for root in (project, clone)
    )
    assert first == second


def test_the_first_release_says_so(tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path, _TENSOR)
    ran = deckgen("release", "out", cwd=tmp_path)
    assert "the first release" in ran.stdout
    assert "no LICENSE" in ran.stderr
    assert "First release." in (tmp_path / "out/CHANGES.md").read_text()


def test_chinese_decks_speak_chinese(tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path, "## 什么是张量？ {#tensor}\n\n一个数组。\n")
    deckgen("release", "out", cwd=tmp_path)
    assert "首次发布。" in (tmp_path / "out/CHANGES.md").read_text()


def test_what_is_not_committed_is_named(project: Path) -> None:
    (project / "source/more.md").write_text("# M\n\n## What is a loss? {#loss}\n\nA number.\n")
    assert deckgen("build", cwd=project).returncode == 0
    ran = deckgen("release", cwd=project)
    assert ran.returncode == 2
    assert "files not committed: source/ledger.json, decks/more.apkg, source/more.md; commit" in ran.stderr
    assert not (project / "release").exists()
    assert deckgen("release", "--dirty", cwd=project).returncode == 0


def test_a_package_that_is_not_up_to_date_is_not_released(project: Path) -> None:
    (project / "source/nets.md").write_text("# Nets\n\n" + _TENSOR)
    ran = deckgen("release", "--dirty", cwd=project)
    assert ran.returncode == 1
    assert "[stale]" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--since", "v9"], "git does not know v9"), (["source"], "is not empty, and deckgen did not write it")],
)
def test_what_cannot_be_is_refused(project: Path, arguments: list[str], said: str) -> None:
    ran = deckgen("release", *arguments, cwd=project)
    assert ran.returncode == 2
    assert said in ran.stderr


def test_without_git_there_is_no_release(tmp_path: Path) -> None:
    write_project(tmp_path, {"nets.md": "# N\n\n" + _TENSOR})
    assert deckgen("build", cwd=tmp_path).returncode == 0
    ran = deckgen("release", cwd=tmp_path)
    assert (ran.returncode, "is not in a repository of git" in ran.stderr) == (2, True)


def test_a_shallow_clone_says_how_to_get_the_last_tag(project: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{project}", str(clone))
    ran = deckgen("release", cwd=clone)
    assert (ran.returncode, "`git fetch --tags --unshallow`" in ran.stderr) == (2, True)


def test_json_names_the_files(project: Path) -> None:
    said = json.loads(deckgen("release", "--json", cwd=project).stdout)
    assert said == {
        "since": "v1",
        "files": ["nets.apkg", "SHA256SUMS", "CHANGES.md", "nets.ankiweb.md"],
    }

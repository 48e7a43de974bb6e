"""`deckgen release` in real repositories of git."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import deckgen, write_project

FIRST = (
    "# T\n\n## What is a tensor? {#tensor}\n\nAn array of numbers.\n\n## What was a GRU? {#gru}\n\nA gate.\n"
)
SECOND = (
    "# T\n\n## What is a tensor? {#tensor}\n\nA block of numbers.\n"
    "\n## How big is `x_1` of @ada, $x_1$? {#size}\n\nBig.\n"
)


def git(project: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout


def commit(project: Path, tag: str = "", **sources: str) -> None:
    """Build and commit these sources, and tag the commit."""
    write_project(project, {f"{name}.md": text for name, text in sources.items()})
    built = deckgen("build", "--quiet", cwd=project)
    assert built.returncode == 0, built.stderr
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Edit")
    if tag:
        git(project, "tag", tag)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a release, v1."""
    project = tmp_path / "decks of mine"
    project.mkdir()
    git(project, "init", "-q")
    (project / ".gitignore").write_text(".deckgen/\n/release/\n")
    (project / "LICENSE").write_text("MIT License\n\nPermission is granted.\n")
    commit(project, "v1", nets=FIRST)
    return project


def release(project: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    ran = deckgen("release", *arguments, cwd=project)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_first_release_has_all_files_and_checksums_that_hold(project: Path) -> None:
    assert release(project).stdout == (
        "release: 5 files\n"
        "  nets.apkg  2 notes, 2 cards; first release\n"
        "Read release/CHANGELOG.md, then: gh release create TAG release/* -F release/CHANGELOG.md\n"
    )
    found = contents(project / "release")
    assert sorted(found) == ["CHANGELOG.md", "LICENSE", "SHA256SUMS", "nets.ankiweb.txt", "nets.apkg"]
    assert found["nets.apkg"] == (project / "decks/nets.apkg").read_bytes()
    assert found["CHANGELOG.md"].startswith(b"# First release\n")
    assert b"\n\n## nets.apkg\n\n- T: 2 notes\n\n## Files\n" in found["CHANGELOG.md"]
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=project / "release",
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stdout.count(": OK\n") == 4
    # The release can be made again after its tag was set, and in another clone.
    clone = project.parent / "clone"
    git(project, "clone", "-q", str(project), str(clone))
    release(clone, "--output", "out")
    assert contents(clone / "out") == found


def test_the_changelog_says_what_learners_will_notice(project: Path) -> None:
    commit(project, nets=SECOND)
    found = json.loads(release(project, "--json").stdout)
    assert found["since"] == "v1"
    [package] = found["packages"]
    assert [package[kind] for kind in ("new", "corrected", "retired", "reformatted")] == [1, 1, 1, 0]
    assert (project / "release/CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Changes since v1\n\n"
        "Download a package and choose **File > Import** in Anki, as the first time. Your reviews, intervals "
        "and due dates are kept. Where a card changed, the new text replaces the old one, with edits and "
        "tags of your own in it, unless your edit is newer.\n\n"
        "| Package | Notes | Cards | New | Corrected | Moved | Retired |\n"
        "|---|--:|--:|--:|--:|--:|--:|\n"
        "| nets.apkg | 2 | 2 | 1 | 1 | 0 | 1 |\n\n"
        "## nets.apkg\n\n"
        "### Corrected: 1\n\n"
        "- What is a tensor?\n"
        "  - Answer: <del>An array</del><ins>A block</ins> of numbers.\n\n"
        "### New: 1\n\n"
        "**T**\n\n"
        "- How big is `x_1` of @<!-- -->ada, $`x_1`$?\n\n"
        "### Retired: 1\n\n"
        "These are not in the package any more. They stay in your collection until you delete them.\n\n"
        "- What was a GRU?\n\n"
        'This search in Anki\'s browser finds them: `"note:deckgen basic" Key:gru`\n\n'
        "## Files\n\n"
        "Licence: MIT License (`LICENSE`)\n\n"
        "To check your download, run `sha256sum -c SHA256SUMS`.\n"
    )


@pytest.mark.thorough
def test_the_tag_of_the_release_itself_changes_nothing_in_it(project: Path) -> None:
    commit(project, nets=SECOND)
    release(project)
    before = contents(project / "release")
    git(project, "tag", "v2")
    release(project)
    assert contents(project / "release") == before


@pytest.mark.thorough
def test_another_release_can_be_named(project: Path) -> None:
    commit(project, "v2", nets=SECOND)
    commit(project, nets=SECOND.replace("Big", "Small"))
    assert "since v2: 1 corrected" in release(project).stdout
    assert "since v1: 1 new, 1 corrected, 1 retired" in release(project, "--since", "v1").stdout
    assert "git knows no tag or commit `v9`; `git tag`" in release(project, "--since", "v9", code=2).stderr
    assert "git knows no tag or commit `-x`" in release(project, "--since=-x", code=2).stderr


def test_a_note_that_changes_its_package_and_its_deck_is_moved(project: Path) -> None:
    moved = "# M\n\n## What was a GRU? {#gru}\n\nA gate.\n"
    commit(project, nets=FIRST.partition("\n## What was")[0], more=moved)
    found = json.loads(release(project, "--json").stdout)
    assert {one["name"]: (one["new"], one["moved"], one["retired"]) for one in found["packages"]} == {
        "more": (0, 1, 0),
        "nets": (0, 0, 0),
    }
    assert "- What was a GRU? (T → M)" in (project / "release/CHANGELOG.md").read_text(encoding="utf-8")


def test_what_is_not_committed_stops_a_release_and_is_named(project: Path) -> None:
    write_project(project, {"nets.md": SECOND, "new/a b.md": FIRST})
    stopped = release(project, code=2).stderr
    assert "not committed: source/nets.md, source/new/a b.md; commit what belongs to the release" in stopped
    assert not (project / "release").exists()
    # What was not built stops it in any case.
    stale = release(project, "--allow-changes", code=1).stderr
    assert "[stale]" in stale
    deckgen("build", cwd=project)
    release(project, "--allow-changes")


@pytest.mark.thorough
def test_a_package_that_git_ignores_is_not_committed(project: Path) -> None:
    (project / ".gitignore").write_text(".deckgen/\n/release/\ndecks/more.apkg\n")
    commit(project, more=FIRST)
    assert "not committed: decks/more.apkg;" in release(project, code=2).stderr


@pytest.mark.thorough
def test_a_shallow_clone_without_the_last_tag_says_how_to_get_it(project: Path) -> None:
    commit(project, "v2", nets=SECOND)
    clone = project.parent / "clone"
    git(project, "clone", "-q", "--depth", "1", project.as_uri(), str(clone))
    assert "run `git fetch --tags --unshallow`" in release(clone, code=2).stderr
    git(clone, "fetch", "-q", "--tags", "--unshallow")
    assert "since v1" in release(clone).stdout


@pytest.mark.thorough
def test_without_git_all_counts_as_new_and_the_author_is_told(project: Path) -> None:
    shutil.rmtree(project / ".git")
    (project / "LICENSE").unlink()
    found = release(project)
    assert "git has no history of this project (`git status` says why), so all counts as new" in found.stderr
    assert "no licence: nobody may pass the packages on" in found.stderr
    assert "first release" in found.stdout
    assert "The authors state no licence." in (project / "release/CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_a_package_without_sources_is_not_released_any_more(project: Path) -> None:
    commit(project, "v2", more="# M\n\n## What is a leaf? {#leaf}\n\nA node.\n")
    (project / "source/more.md").unlink()
    commit(project, nets=FIRST)
    assert "more.apkg is not released any more" in release(project).stdout
    assert "## more.apkg\n\nThis package is not released any more." in (
        project / "release/CHANGELOG.md"
    ).read_text(encoding="utf-8")


@pytest.mark.thorough
def test_a_project_below_the_top_of_its_repository_is_released(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "sub").mkdir()
    (tmp_path / ".gitignore").write_text(".deckgen/\nrelease/\n")
    commit(tmp_path / "sub", "v1", nets=FIRST)
    commit(tmp_path / "sub", nets=SECOND)
    assert "since v1: 1 new, 1 corrected, 1 retired" in release(tmp_path / "sub").stdout
    write_project(tmp_path / "sub", {"nets.md": FIRST})
    assert "not committed: source/nets.md;" in release(tmp_path / "sub", code=2).stderr

"""That nothing has changed is told from stats alone, and no change is ever missed."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.project.state.manifest import read_unchanged
from tests.support import deckgen, write_project

pytestmark = pytest.mark.thorough

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
OLD = 1_600_000_000_000_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was built, and whose files are older than any clock's resolution."""
    sources = {
        "p/1.md": "## One\n\n![a](images/a.svg) ![b](../../pictures/b.svg)\n",
        "p/2.md": "# Two\n\n## Two\n\nb\n",
        "q.md": "## Three\n\nc\n",
        "p/images/a.svg": PICTURE,
        "../pictures/b.svg": PICTURE.replace("9", "8"),
    }
    write_project(tmp_path, sources)
    for name in sources:
        _age(tmp_path / "source" / name)
    _build_and_remember(tmp_path)
    return tmp_path


def _build(project: Path, *options: str) -> str:
    ran = deckgen("build", *options, cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def _build_and_remember(project: Path) -> None:
    """Build, and again where deckgen itself was edited just now: then nothing is remembered."""
    for _ in range(10):
        _build(project)
        if _is_unchanged(project):
            return
        time.sleep(1)
    pytest.fail("no manifest was kept")


def _is_unchanged(project: Path) -> bool:
    return read_unchanged(str(project)) is not None


def _age(path: Path) -> None:
    os.utime(path, ns=(OLD, OLD))


def _edit(path: Path) -> None:
    path.write_text(path.read_text() + "\nmore\n")


def _edit_in_place_with_the_same_size_and_time(path: Path) -> None:
    times = path.stat().st_mtime_ns
    path.write_text(path.read_text().replace("c", "d"))
    os.utime(path, ns=(times, times))


def _replace_by_a_file_of_the_same_size_and_time(path: Path) -> None:
    times, text = path.stat().st_mtime_ns, path.read_text()
    path.unlink()
    path.write_text(text.replace("9", "7"))
    os.utime(path, ns=(times, times))


def test_a_build_without_a_change_says_what_the_long_way_says(project: Path) -> None:
    short = _build(project)
    (project / ".deckgen/manifest").unlink()
    assert _build(project) == short
    assert "2 packages  3 unchanged notes, 3 cards; up to date: p, q" in short


def test_quiet_says_nothing(project: Path) -> None:
    assert _build(project, "--quiet") == ""
    assert _build(project, "-q", "-C", str(project)) == ""


def test_it_is_told_from_a_folder_below_too(project: Path) -> None:
    assert deckgen("build", cwd=project / "source/p").stdout == _build(project)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("source/p/1.md", _edit),
        ("source/q.md", _edit_in_place_with_the_same_size_and_time),
        ("source/p/2.md", Path.unlink),
        ("source/p/3.md", lambda path: path.write_text("## New\n\nnew\n")),
        ("source/new/1.md", lambda path: (path.parent.mkdir(), path.write_text("## New\n\nnew\n"))),
        ("source/p/images/a.svg", _edit),
        ("source/p/images/a.svg", _replace_by_a_file_of_the_same_size_and_time),
        ("pictures/b.svg", _edit),
        ("pictures/b.svg", Path.unlink),
        ("source/ledger.json", Path.unlink),
        ("source/ledger.json", _edit),
        ("decks/p.apkg", Path.unlink),
        ("decks/q.apkg", lambda path: path.write_bytes(b"")),
        ("decks", shutil.rmtree),
        ("source/p", lambda path: path.rename(path.with_name("r"))),
        (".deckgen/manifest", Path.unlink),
        (".deckgen/manifest", lambda path: path.write_bytes(b"")),
        (".deckgen/manifest", lambda path: path.write_bytes(path.read_bytes()[:300])),
        (".deckgen/manifest", lambda path: path.write_bytes(b"\xff\x00 no manifest\n1 2\n")),
        (".deckgen", shutil.rmtree),
    ],
)
def test_any_change_is_seen(project: Path, name: str, change: Callable[[Path], object]) -> None:
    change(project / name)
    assert not _is_unchanged(project)


def test_drafts_and_editors_leavings_are_no_change(project: Path) -> None:
    (project / "source/p/_draft.md").write_text("## Draft\n")
    (project / "source/.1.md.swp").write_text("")
    assert _is_unchanged(project)


def test_an_edit_in_the_moment_of_the_build_is_not_missed(tmp_path: Path) -> None:
    """Git calls this racy: the size stays, and the clock has not moved on."""
    source = _build_and_remember_a_young_source(tmp_path)
    before = source.stat()
    source.write_text("## Three\n\nd\n")
    os.utime(source, ns=(before.st_mtime_ns, before.st_mtime_ns))
    _forge(tmp_path, before, source.stat())
    assert not _is_unchanged(tmp_path)
    assert "1 changed" in _build(tmp_path)


def test_a_digest_is_forgotten_once_the_clock_has_moved_on(tmp_path: Path) -> None:
    source = _build_and_remember_a_young_source(tmp_path)
    assert "source/q.md" in _digests(tmp_path)
    before = source.stat()
    _age(source)
    _forge(tmp_path, before, source.stat())
    assert _is_unchanged(tmp_path)
    assert "source/q.md" not in _digests(tmp_path)
    assert _is_unchanged(tmp_path)


def _build_and_remember_a_young_source(project: Path) -> Path:
    source = write_project(project, {"q.md": "## Three\n\nc\n"}) / "source/q.md"
    # However long the build takes, the clock does not get there.
    soon = time.time_ns() + 3600 * 10**9
    os.utime(source, ns=(soon, soon))
    _build_and_remember(project)
    return source


def _forge(project: Path, before: os.stat_result, after: os.stat_result) -> None:
    """Make the manifest believe that a file always had this stat: nobody can set a change time."""
    manifest = project / ".deckgen/manifest"
    text = manifest.read_text()
    assert _stamp(before) in text
    manifest.write_text(text.replace(_stamp(before), _stamp(after)))


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} "


def _digests(project: Path) -> list[str]:
    rows = (project / ".deckgen/manifest").read_text().split("\n")
    found = [row.split(" ", 5) for row in rows[3:] if row.endswith((".md", ".json", ".apkg"))]
    return [str(Path(path).relative_to(project)) for *_, digest, path in found if digest != "-"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("## One\n\n```\n", id="error"),
        pytest.param("## One\n\n[x](other.md)\n", id="warning"),
        pytest.param("", id="no-questions"),
    ],
)
def test_problems_are_shown_every_time(tmp_path: Path, source: str) -> None:
    write_project(tmp_path, {"p.md": source})
    first = deckgen("build", cwd=tmp_path)
    assert first.stderr
    again = deckgen("build", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (first.returncode, first.stderr)


@pytest.mark.parametrize("options", [["p"], ["--json"], ["--dry-run"], ["--locked"], ["--json", "q"]])
def test_other_forms_of_a_build_say_the_same_with_and_without_a_manifest(
    project: Path, options: list[str]
) -> None:
    before = _build(project, *options)
    (project / ".deckgen/manifest").unlink(missing_ok=True)
    assert _build(project, *options) == before


def test_only_a_whole_build_that_writes_is_remembered(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n"})
    for options in (["--dry-run"], ["p"]):
        _build(tmp_path, *options)
        assert not _is_unchanged(tmp_path)
    _build_and_remember(tmp_path)


def test_wrong_usage_is_wrong_all_the_same(project: Path) -> None:
    assert deckgen("build", "--quite", cwd=project).returncode == 2
    assert deckgen("build", "nowhere", cwd=project).returncode == 2
    assert deckgen("build", "--project", "nowhere", cwd=project).returncode == 2
    assert deckgen("build", "-C", cwd=project).returncode == 2
    assert deckgen("build", cwd=project, SOURCE_DATE_EPOCH="soon").returncode == 2


def test_another_python_or_another_deckgen_builds(project: Path) -> None:
    manifest = project / ".deckgen/manifest"
    first, maker, rest = manifest.read_text().split("\n", 2)
    manifest.write_text(f"{first}\n{maker.replace('3.', '4.', 1)}\n{rest}")
    assert not _is_unchanged(project)


def test_a_project_that_moved_builds_anew(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "copy")
    assert not _is_unchanged(tmp_path / "copy")


def test_nothing_heavy_is_imported_when_nothing_changed(project: Path) -> None:
    ran = deckgen("build", cwd=project, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rsplit("|", 1)[1].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert "deckgen.project.state.manifest" in imported
    assert not imported & {"click", "deckgen.cli", "json", "pathlib", "genanki", "markdown", "markdown_it"}

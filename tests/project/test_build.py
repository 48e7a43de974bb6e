"""The command `deckgen build` on whole projects."""

import json
import shutil
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from tests.support import deckgen, write_project

ONE = "# One\n\n## First? {#first}\n\nanswer\n\n## Second? {#second kind=reversed}\n\nanswer\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {"one.md": ONE})


def built(project: Path, *options: str, now: int = 1_700_000_000) -> dict[str, object]:
    ran = deckgen("build", "--json", *options, cwd=project, SOURCE_DATE_EPOCH=str(now))
    assert ran.returncode == 0, ran.stderr
    (package,) = json.loads(ran.stdout)["packages"]
    return package


def package_of(project: Path, name: str = "one") -> bytes:
    return (project / "decks" / f"{name}.apkg").read_bytes()


def test_the_json_says_what_was_made(project: Path) -> None:
    package = built(project)
    assert (package["notes"], package["cards"], package["new"], package["written"]) == (2, 3, 2, True)
    assert package["path"] == "decks/one.apkg"
    assert package["bytes"] == len(package_of(project))


def test_a_second_build_writes_nothing(project: Path) -> None:
    built(project)
    ledger, package = project / "source/ledger.json", project / "decks/one.apkg"
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in (ledger, package)]
    again = built(project, now=1_800_000_000)
    assert (again["unchanged"], again["written"]) == (2, False)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in (ledger, package)] == before


def test_two_clones_at_two_times_make_the_same_bytes(project: Path, tmp_path: Path) -> None:
    built(project, now=1_700_000_000)
    clone = tmp_path / "another place" / "克隆"
    shutil.copytree(project, clone, ignore=shutil.ignore_patterns("decks", ".deckgen"))
    built(clone, now=1_900_000_000)
    assert package_of(clone) == package_of(project)
    assert (clone / "source/ledger.json").read_bytes() == (project / "source/ledger.json").read_bytes()


def test_an_edit_changes_one_note_and_its_time_only(project: Path) -> None:
    built(project, now=1000)
    source = project / "source/one.md"
    source.write_text(ONE.replace("answer\n\n##", "better\n\n##"), encoding="utf-8")
    package = built(project, now=2000)
    assert (package["changed"], package["unchanged"]) == (1, 1)
    times = {note.field("Key"): note.modified for note in decode_apkg(package_of(project)).notes}
    assert times == {"first": 2000, "second": 1000}


def test_new_cards_come_in_the_order_of_the_source(project: Path) -> None:
    built(project)
    source = project / "source/one.md"
    source.write_text(ONE.replace("## First?", "## On top? {#top}\n\nx\n\n## First?"), encoding="utf-8")
    built(project)
    notes = decode_apkg(package_of(project)).notes
    assert [note.field("Key") for note in notes] == ["top", "first", "second"]
    positions = [card.due for note in notes for card in note.cards]
    assert positions == sorted(positions)


def test_a_package_with_an_error_keeps_its_file_and_its_ledger_lines(project: Path) -> None:
    write_project(project, {"two.md": "## Q {#q}\n\nx\n"})
    deckgen("build", cwd=project)
    before, ledger = package_of(project), (project / "source/ledger.json").read_text(encoding="utf-8")
    write_project(project, {"one.md": ONE + "\n```\n", "two.md": "## Q {#q}\n\ny\n"})
    ran = deckgen("build", cwd=project)
    assert ran.returncode == 1
    assert "source/one.md:11: error: the fence is not closed" in ran.stderr
    assert "one  not built: 1 error; the old package stays" in ran.stdout
    assert "two  1 note, 1 card\n  1 changed" in ran.stdout
    assert package_of(project) == before
    after = (project / "source/ledger.json").read_text(encoding="utf-8")
    assert [row for row in ledger.splitlines() if '"one"' in row] == [
        row for row in after.splitlines() if '"one"' in row
    ]


def test_only_the_named_packages_are_built(project: Path) -> None:
    write_project(project, {"two.md": "## Q {#q}\n\nx\n"})
    assert built(project, "two")["name"] == "two"
    assert [path.name for path in (project / "decks").iterdir()] == ["two.apkg"]


def test_an_unknown_package_is_wrong_usage_and_the_nearest_is_named(project: Path) -> None:
    ran = deckgen("build", "onne", cwd=project)
    assert ran.returncode == 2
    assert "the package `onne` does not exist; did you mean `one`?" in ran.stderr


def test_a_dry_run_writes_nothing(project: Path) -> None:
    ran = deckgen("build", "--dry-run", cwd=project)
    assert ran.returncode == 0
    assert "would be written to decks/one.apkg" in ran.stdout
    assert not (project / "decks").exists()
    assert not (project / "source/ledger.json").exists()


def test_a_dry_run_foretells_an_import(project: Path) -> None:
    built(project)
    write_project(project, {"one.md": ONE.replace("answer\n\n##", "better\n\n##")})
    ran = deckgen("build", "--dry-run", cwd=project)
    assert "an import would bring: 1 changed, 1 unchanged; no full sync" in ran.stdout


def test_locked_fails_where_a_package_is_stale_and_writes_nothing(project: Path) -> None:
    built(project)
    assert deckgen("build", "--locked", cwd=project).returncode == 0
    before = package_of(project)
    write_project(project, {"one.md": ONE.replace("answer", "other")})
    ran = deckgen("build", "--locked", cwd=project)
    assert ran.returncode == 1
    assert "decks/one.apkg:1: error: the file is not up to date with the sources" in ran.stderr
    assert package_of(project) == before


def test_locked_lists_what_is_stale_as_problems_for_machines(project: Path) -> None:
    built(project)
    write_project(project, {"one.md": ONE.replace("answer", "other")})
    ran = deckgen("build", "--locked", "--json", cwd=project)
    assert ran.returncode == 1
    places = [
        (found["path"], found["line"], found["severity"], found["code"])
        for found in json.loads(ran.stdout)["problems"]
    ]
    assert places == [
        ("source/ledger.json", 1, "error", "stale"),
        ("decks/one.apkg", 1, "error", "stale"),
    ]


def test_quiet_prints_nothing_but_problems(project: Path) -> None:
    ran = deckgen("build", "--quiet", cwd=project)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    write_project(project, {"two.md": "## Q {#q}\n"})
    ran = deckgen("build", "--quiet", cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "source/two.md:1: error: the question has no answer" in ran.stderr


def test_removed_notes_are_named_with_the_search_that_finds_them(project: Path) -> None:
    built(project)
    write_project(project, {"one.md": ONE.partition("## Second")[0]})
    ran = deckgen("build", cwd=project)
    assert "removed: second" in ran.stdout
    assert "Key:second" in ran.stdout


def test_a_question_that_was_wholly_reworded_keeps_its_reviews_as_the_build_and_the_diff_say(
    project: Path,
) -> None:
    write_project(project, {"one.md": "## How long is a mile?\n\n1609 metres.\n"})
    built(project)
    (before,) = decode_apkg(package_of(project)).notes
    shutil.copy(project / "decks/one.apkg", project / "old.apkg")
    write_project(project, {"one.md": "## Give that unit in SI\n\nNot quite 1.61 km.\n"})
    for command in (("build", "--dry-run"), ("build",)):
        ran = deckgen(*command, cwd=project)
        assert "if a new question (source/one.md:1) is this question in other words" in ran.stdout
        assert "{#how-long-is-a-mile was=how-long-is-a-mile} and build again" in ran.stdout
    assert "end its heading with {#KEY was=KEY}" in deckgen("diff", "old.apkg", cwd=project).stdout
    advised = "## Give that unit in SI {#how-long-is-a-mile was=how-long-is-a-mile}\n\nNot quite 1.61 km.\n"
    write_project(project, {"one.md": advised})
    assert deckgen("build", cwd=project).returncode == 0
    (after,) = decode_apkg(package_of(project)).notes
    assert after.guid == before.guid
    assert "end its heading" not in deckgen("diff", "old.apkg", cwd=project).stdout


def test_a_question_of_another_kind_is_not_called_reworded(project: Path) -> None:
    built(project)
    write_project(project, {"one.md": ONE.replace(" kind=reversed", "")})
    ran = deckgen("build", cwd=project)
    assert "is of another kind now" in ran.stdout
    assert "in other words" not in ran.stdout


def test_packages_that_did_not_change_take_one_line(project: Path) -> None:
    built(project)
    assert deckgen("build", cwd=project).stdout.startswith(
        "one  2 unchanged notes, 3 cards; decks/one.apkg is"
    )
    write_project(project, {f"more-{n}.md": f"## Is it {n}? {{#q}}\n\nIt is {n}.\n" for n in range(10)})
    deckgen("build", cwd=project)
    write_project(project, {"one.md": ONE.replace("answer", "better")})
    lines = deckgen("build", cwd=project).stdout.split("\n")
    assert lines[0].startswith("one  2 notes, 3 cards")
    assert lines[4].startswith("10 packages  10 unchanged notes, 10 cards; up to date: more-0, more-1,")
    assert lines[4].endswith("more-7 and 2 more")


def test_a_package_without_sources_is_left_and_named(project: Path) -> None:
    write_project(project, {"other.md": "## One? {#one}\n\n1\n"})
    deckgen("build", cwd=project)
    (project / "source/other.md").unlink()
    ran = deckgen("build", "--allow-removals", cwd=project)
    assert "other  has no sources any more; decks/other.apkg is left: delete it, or keep it" in ran.stdout
    assert (project / "decks/other.apkg").exists()


def test_many_removals_stop_the_build_until_they_are_allowed(project: Path) -> None:
    questions = "".join(f"## Q{n} {{#q{n}}}\n\na\n\n" for n in range(10))
    write_project(project, {"one.md": questions})
    built(project)
    before = package_of(project)
    write_project(project, {"one.md": "## Q0 {#q0}\n\na\n"})
    ran = deckgen("build", cwd=project)
    assert ran.returncode == 1
    assert "9 of 10 notes would be removed" in ran.stderr
    assert package_of(project) == before
    assert deckgen("build", "--allow-removals", cwd=project).returncode == 0
    assert package_of(project) != before


def test_a_package_whose_folder_is_gone_is_not_forgotten_in_silence(project: Path) -> None:
    write_project(project, {"two.md": "".join(f"## Q{n} {{#q{n}}}\n\na\n\n" for n in range(5))})
    deckgen("build", cwd=project)
    (project / "source/two.md").unlink()
    ran = deckgen("build", cwd=project)
    assert ran.returncode == 1
    assert "source/two:1: error: 5 of 5 notes would be removed" in ran.stderr


def test_a_lost_ledger_is_recovered_from_the_packages(project: Path) -> None:
    built(project, now=1000)
    before = package_of(project)
    (project / "source/ledger.json").unlink()
    ran = deckgen("build", cwd=project, SOURCE_DATE_EPOCH="2000")
    assert "source/ledger.json is missing: 2 notes recovered from decks/one.apkg" in ran.stderr
    assert "2 unchanged" in ran.stdout
    assert package_of(project) == before


def test_a_damaged_ledger_stops_the_build(project: Path) -> None:
    built(project)
    ledger = project / "source/ledger.json"
    ledger.write_text("<<<<<<< ours\n" + ledger.read_text(encoding="utf-8"), encoding="utf-8")
    before = package_of(project), ledger.read_bytes()
    write_project(project, {"one.md": ONE.replace("answer", "other")})
    ran = deckgen("build", cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "source/ledger.json:1: error: the ledger holds merge-conflict marks" in ran.stderr
    assert (package_of(project), ledger.read_bytes()) == before


def test_a_ledger_that_is_not_utf_8_is_damaged(project: Path) -> None:
    built(project)
    ledger = project / "source/ledger.json"
    ledger.write_bytes(ledger.read_bytes().replace(b'"notes"', b'"\xff"'))
    line = ledger.read_bytes().split(b"\xff")[0].count(b"\n") + 1
    ran = deckgen("build", cwd=project)
    assert ran.returncode == 1
    assert f"source/ledger.json:{line}: error: the ledger is damaged: it is not UTF-8" in ran.stderr


def test_no_temporary_file_stays(project: Path) -> None:
    (project / "decks").mkdir()
    (project / "decks/.deckgen-one.apkg.tmp").write_bytes(b"left by a killed build")
    built(project)
    assert sorted(path.name for path in (project / "decks").iterdir()) == ["one.apkg"]
    assert sorted(path.name for path in (project / "source").iterdir()) == ["ledger.json", "one.md"]


def test_a_project_is_found_from_below(project: Path) -> None:
    assert deckgen("build", cwd=project / "source").returncode == 0
    assert (project / "decks/one.apkg").exists()

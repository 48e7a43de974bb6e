"""What package.toml and deckgen.toml do to a project, and where they do not belong."""

import shutil
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.project.build import Built, build_project
from deckgen.project.check import check_project
from deckgen.project.examples.examine import run_project_examples
from deckgen.project.examples.run import Limits
from deckgen.project.folder import Project
from deckgen.project.keys import add_keys
from deckgen.project.state.manifest import read_unchanged
from deckgen.project.watch import watch_folder
from deckgen.values.text import Timestamp
from tests.support import write_project

THREE = "# Net\n\n## Transport {.tcp}\n\n### What is TCP?\n\nA protocol.\n\n### What is UDP?\n\nOne too.\n"


def _build(root: Path, at: int = 1_700_000_000) -> Built:
    return build_project(Project(root), (), now=Timestamp(at), summarise=lambda built: "same")


def _problems(root: Path) -> list[str]:
    found = check_project(Project(root), ()).problems
    return [f"{one.location} {one.code}" for one in found if one.code != "key-missing"]


def _live(built: Built) -> dict[str, str]:
    return {line.key: line.deck for line in built.compilation.ledger.notes if not line.retired}


def test_a_package_of_level_3_builds_as_it_is(tmp_path: Path) -> None:
    write_project(tmp_path, {"net/tcp.md": THREE, "net/package.toml": "question = '###'\n"})
    [package] = _build(tmp_path).compilation.packages
    assert (package.notes, package.problems) == (2, ())


def test_settings_add_up_from_the_project_to_the_file(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        {
            "net/tcp.md": THREE,
            "net/package.toml": "question = '###'\n",
            "net/udp.md": "---\ndeck: Own\n---\n### What is IP?\n\nAnother.\n",
            "other.md": "## What?\n\nThat.\n",
            "other.package.toml": "question = '##'\ndeck = '{title}'",
        },
    )
    (tmp_path / "deckgen.toml").write_text("deck = 'Mine::{package}'\nquestion = '####'\n")
    built = _build(tmp_path)
    assert built.problems == ()
    assert _live(built) == {
        "what-is-tcp": "Mine::net",
        "what-is-udp": "Mine::net",
        "what-is-ip": "Own",
        "what": "other",
    }


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"package.toml": "deck = 'a'"}, "source/package.toml:1 settings-misplaced"),
        ({"deckgen.toml": "deck = 'a'"}, "source/deckgen.toml:1 settings-misplaced"),
        ({"../package.toml": "deck = 'a'"}, "package.toml:1 settings-misplaced"),
        ({"p/sub/package.toml": "deck = 'a'"}, "source/p/sub/package.toml:1 settings-misplaced"),
        ({"p/a.package.toml": "deck = 'a'"}, "source/p/a.package.toml:1 settings-misplaced"),
        ({"p/Package.toml": "deck = 'a'"}, "source/p/Package.toml:1 settings-misplaced"),
        ({"p/package.toml.txt": "deck = 'a'"}, "source/p/package.toml.txt:1 settings-misplaced"),
        ({"gone.package.toml": "deck = 'a'"}, "source/gone.package.toml:1 settings-misplaced"),
        ({"p/package.toml": "", "p/package (1).toml": ""}, "source/p/package (1).toml:1 conflicted-copy"),
        ({"p/package.toml": "#" * 70_000}, "source/p/package.toml:1 file-too-large"),
        ({"p/package.toml/x.svg": ""}, "source/p/package.toml:1 unreadable-file"),
        ({"p/package.toml": "\nquestion = '####'"}, "source/p/package.toml:2 level-unused"),
        ({"../deckgen.toml": "\nquestion = 1"}, "deckgen.toml:2 bad-level"),
        ({"../deckgen.toml/x": ""}, "deckgen.toml:1 unreadable-file"),
        ({"p/b.markdown": "## Q\n\nA\n"}, "source/p/b.markdown:1 source-not-md"),
        ({"b.MDX": "## Q\n\nA\n"}, "source/b.MDX:1 source-not-md"),
    ],
)
def test_bad_places_and_files_are_errors_with_their_place(
    tmp_path: Path, files: Mapping[str, str], place: str
) -> None:
    write_project(tmp_path, {"p/a.md": "## What?\n\nThat.\n", "q.md": "## Which?\n\nThis.\n", **files})
    assert _problems(tmp_path) == [place]


def test_other_packages_are_built_unless_the_settings_of_the_project_are_wrong(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## A?\n\nB.\n", "q.md": "## C?\n\nD.\n", "p.package.toml": "x = 1\n"})
    _build(tmp_path)
    assert [path.name for path in (tmp_path / "decks").iterdir()] == ["q.apkg"]
    (tmp_path / "source/p.package.toml").unlink()
    (tmp_path / "deckgen.toml").write_text("x = 1\n")
    assert [str(problem.location) for problem in _build(tmp_path).problems] == ["deckgen.toml:1"]
    assert [path.name for path in (tmp_path / "decks").iterdir()] == ["q.apkg"]


def test_skipped_files_are_no_sources(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        {
            "net/tcp.md": THREE,
            "net/README.md": "# Net\n",
            "net/docs/a/b.md": "# Net\n",
            "net/old.mdx": "# Net\n",
            "net/package.toml": "question = '###'\nskip = ['README.md', 'docs/*', '*.mdx']\n",
        },
    )
    assert _problems(tmp_path) == []
    (tmp_path / "source/net/package.toml").write_text("question = '###'\nskip = ['docs/*', '*.mdx']\n")
    assert _problems(tmp_path) == ["source/net/README.md:1 file-without-question"]


def test_front_matter_of_other_programs_is_one_warning_for_a_package(tmp_path: Path) -> None:
    sources = {f"p/{n}.md": f"---\ntitle: a\ndate: {n}\n---\n\n## Q{n}?\n\nA{n}.\n" for n in range(30)}
    write_project(tmp_path, sources)
    [problem] = [
        one for one in check_project(Project(tmp_path), ()).problems if one.code == "foreign-setting"
    ]
    assert str(problem).startswith("source/p/0.md:2: warning: ")
    assert "here and in 29 other files: `title`, `date`;" in problem.message
    (tmp_path / "source/p/package.toml").write_text(problem.message.split("`")[-2])
    assert "foreign-setting" not in " ".join(_problems(tmp_path))


def test_a_change_of_settings_reaches_cached_sources(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "# One\n\n## Two\n\nA.\n\n### Three\n\nB.\n"})
    _build(tmp_path)
    settings = tmp_path / "source/p.package.toml"
    for at, (text, key) in enumerate(
        [
            ("question = '###'", "three"),
            ("question = 'title'", "one"),
            ("tags = ['t']", "two"),
            ("question = '##'\nsource = 'S'", "two"),
        ],
        start=1,
    ):
        settings.write_text(text)
        assert read_unchanged(str(tmp_path)) is None
        now = Timestamp(1_700_000_000 + at)
        built = build_project(Project(tmp_path), (), now=now, allow_removals=True)
        assert list(_live(built)) == [key]
        # A copy has no cache, and makes the same.
        fresh = tmp_path / f"fresh{at}"
        for folder in ("source", "decks"):
            shutil.copytree(tmp_path / folder, fresh / folder)
        again = build_project(Project(fresh), (), now=Timestamp(1_800_000_000), write=False, locked=True)
        assert [problem for problem in again.problems if problem.code == "stale"] == []


@pytest.mark.parametrize("name", ["deckgen.toml", "source/p.package.toml"])
def test_a_build_without_a_change_sees_that_settings_come_and_go(tmp_path: Path, name: str) -> None:
    write_project(tmp_path, {"p.md": "## Two {#two}\n\nA.\n"})
    _build(tmp_path)
    (tmp_path / name).write_text("tags = ['t']\n")
    assert read_unchanged(str(tmp_path)) is None
    _build(tmp_path, 1_700_000_001)
    (tmp_path / name).unlink()
    assert read_unchanged(str(tmp_path)) is None


def test_keys_are_written_to_headings_of_the_level(tmp_path: Path) -> None:
    write_project(tmp_path, {"net/tcp.md": THREE, "net/package.toml": "question = '###'\n"})
    assert [key.location.line for key in add_keys(Project(tmp_path), ()).added] == [5, 9]
    text = (tmp_path / "source/net/tcp.md").read_text()
    assert "### What is TCP? {#what-is-tcp}" in text
    assert text.replace(" {#what-is-tcp}", "").replace(" {#what-is-udp}", "") == THREE


def test_a_question_that_is_a_file_needs_no_key(tmp_path: Path) -> None:
    write_project(tmp_path, {"a/What is *TCP*.md": "A protocol.\n", "a/b.md": "# B?\n\nC.\n"})
    (tmp_path / "source/a/package.toml").write_text("question = 'title'\n")
    assert [key.key for key in add_keys(Project(tmp_path), ()).added] == ["b"]
    assert (tmp_path / "source/a/What is *TCP*.md").read_text() == "A protocol.\n"
    assert check_project(Project(tmp_path), ()).problems == ()
    [package] = _build(tmp_path).compilation.packages
    assert package.notes == 2


def test_a_renamed_file_that_is_a_question_keeps_its_note(tmp_path: Path) -> None:
    answer = "A protocol that delivers bytes in order, once, and without errors, between two programs.\n"
    write_project(tmp_path, {"a/What is TCP.md": answer, "a/package.toml": "question = 'title'\n"})
    [before] = _build(tmp_path).compilation.ledger.notes
    (tmp_path / "source/a/What is TCP.md").rename(tmp_path / "source/a/What is TCP in short.md")
    built = _build(tmp_path, 1_700_000_001)
    assert [line.guid for line in built.compilation.ledger.notes if not line.retired] == [before.guid]


def test_examples_of_other_levels_run_with_the_libraries_of_the_package(tmp_path: Path) -> None:
    source = "### One?\n\n```pycon\n>>> import not_there\n>>> 1 + 1\n2\n```\n"
    write_project(tmp_path, {"p.md": source, "p.package.toml": "question = '###'\n\nneeds = ['not_there']\n"})
    found = run_project_examples(Project(tmp_path), (), limits=Limits(20))
    assert [f"{one.location} {one.code}" for one in found.problems] == [
        "source/p.package.toml:3 library-missing"
    ]


def test_pictures_are_found_beside_the_file(tmp_path: Path) -> None:
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><g/></svg>"
    write_project(tmp_path, {"a/b/c.md": "# Q?\n\n![x](x.svg)\n", "a/b/x.svg": picture})
    (tmp_path / "source/a/package.toml").write_text("question = 'title'\n")
    assert _problems(tmp_path) == []


def test_watch_sees_the_settings_of_the_project(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## Q {#q}\n\nA.\n"})
    calls: list[float] = []

    def on_change() -> None:
        calls.append(time.monotonic())
        if len(calls) == 1:
            threading.Timer(0.3, (tmp_path / "deckgen.toml").write_text, ["tags = ['t']\n"]).start()
        else:
            raise KeyboardInterrupt

    watch_folder(tmp_path / "source", "ledger.json", on_change, told=lambda message: None)
    assert len(calls) == 2

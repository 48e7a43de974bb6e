"""The server follows its project: what is edited, what breaks, what disappears, and what else runs there."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from deckgen.cli.browser import DEFAULT_PORT
from deckgen.project.folder import ProjectError
from deckgen.server.run import PORT_OF_ANKICONNECT, listen
from deckgen.targets.connect import ADDRESS
from tests.support.preview_server import PATIENCE, preview

pytestmark = pytest.mark.thorough  # a server or a page for each test

PYTHON = """# Python

## What is a tuple? {#tuple}

A sequence that does not change.

## What does `sum([1, 2])` give? {#sum}

3

```pycon {answer}
>>> sum([1, 2])
3
```
"""
BROKEN = PYTHON.replace("## What is a tuple? {#tuple}", "## What is a tuple? {#tuple}\n\n<script>x</script>")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "my cards"
    (folder / "source/python").mkdir(parents=True)
    (folder / "source/python/basics.md").write_text(PYTHON, encoding="utf-8")
    return folder


def source(project: Path) -> Path:
    return project / "source/python/basics.md"


def run(project: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "deckgen", *arguments], cwd=project, check=True, capture_output=True
    )


def only(index: Any) -> Any:
    [package] = index["packages"]
    return package


def by_key(index: Any) -> dict[str, Any]:
    return {note["key"]: note for note in only(index)["notes"]}


def codes(index: Any) -> list[str]:
    return [problem["code"] for package in index["packages"] for problem in package["problems"]]


def test_it_shows_the_cards(project: Path) -> None:
    with preview(project) as server:
        index = server.index()
        assert index["name"] == "my cards"
        assert [note["key"] for note in only(index)["notes"]] == ["tuple", "sum"]
        assert only(index)["decks"] == [{"name": "python::Python", "notes": 2, "cards": 2, "problems": 0}]
        note = server.get("/notes/python%2Ftuple.json").json
        assert "A sequence that does not change." in note["cards"][0]["back"]
        assert "A sequence" not in note["cards"][0]["front"]
        assert note["place"]["path"] == "source/python/basics.md"
        assert (
            note["place"]["link"]
            == f"vscode://file{project.as_posix().replace(' ', '%20')}/source/python/basics.md:3"
        )
        [held] = server.get("/notes/python%2Fsum.json").json["held"]
        assert (held["by"], held["text"], held["place"]["line"]) == ("example", "3", 12)
        assert "What is a tuple?" in server.get("/").text
        assert server.get("/overview.html").status == 200
        printed = server.get("/print.html?package=python&deck=python::Python")
        assert "A sequence" in printed.text
        assert "script-src 'none'" in printed.headers["content-security-policy"]


def test_a_save_arrives_by_itself(project: Path) -> None:
    with preview(project) as server:
        revisions = server.events()
        first = next(revisions)
        source(project).write_text(PYTHON.replace("does not change", "never changes"), encoding="utf-8")
        assert next(revisions) > first
        server.wait_until(lambda index: "never changes" in by_key(index)["tuple"]["text"])
        assert "never changes" in server.get("/notes/python%2Ftuple.json").text


def test_what_did_not_change_keeps_its_faces(project: Path) -> None:
    with preview(project) as server:
        before = server.get("/notes/python%2Fsum.json").json
        source(project).write_text(PYTHON.replace("# Python\n", "# Python\n\nA deck.\n"), encoding="utf-8")
        server.wait_until(lambda index: server.get("/notes/python%2Fsum.json").json["place"]["line"] == 9)
        assert server.get("/notes/python%2Fsum.json").json["cards"] == before["cards"]


def test_a_broken_source_shows_its_error_and_its_last_cards(project: Path) -> None:
    with preview(project) as server:
        source(project).write_text(BROKEN, encoding="utf-8")
        index = server.wait_until(lambda index: "html-not-allowed" in codes(index))
        assert only(index)["state"] == "errors"
        assert {key: note["stale"] for key, note in by_key(index).items()} == {"tuple": True, "sum": False}
        note = server.get("/notes/python%2Ftuple.json").json
        assert [problem["code"] for problem in note["problems"]] == ["html-not-allowed"]
        assert "A sequence" in note["cards"][0]["back"]
        source(project).write_text(PYTHON, encoding="utf-8")
        index = server.wait_until(lambda index: not codes(index))
        assert not any(note["stale"] for note in by_key(index).values())


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"---\ntags: [\n---\n\n# Python\n", b"# Python\n\n<<<<<<< HEAD\n", b"\0" * 3_000_000],
    ids=["not UTF-8", "front matter", "merge conflict", "too large"],
)
def test_a_source_that_cannot_be_read_at_all_keeps_its_cards(project: Path, content: bytes) -> None:
    with preview(project) as server:
        source(project).write_bytes(content)
        index = server.wait_until(lambda index: only(index)["state"] == "errors")
        assert [note["stale"] for note in only(index)["notes"]] == [True, True]
        source(project).write_text(PYTHON, encoding="utf-8")
        server.wait_until(lambda index: only(index)["state"] == "ready")


def test_a_project_that_is_broken_from_the_start_is_shown(project: Path) -> None:
    source(project).write_text(BROKEN, encoding="utf-8")
    with preview(project) as server:
        index = server.wait_until(lambda index: "html-not-allowed" in codes(index))
        assert list(by_key(index)) == ["sum"]


@pytest.mark.parametrize("name", ["deckgen.toml", "style.css", "source/python/package.toml"])
def test_settings_or_a_style_that_break_are_said(project: Path, name: str) -> None:
    with preview(project) as server:
        (project / name).write_text("this is { not", encoding="utf-8")
        if name.startswith("source"):
            # A new file is seen, too.
            assert (project / name).exists()
        index = server.wait_until(lambda index: bool(codes(index)))
        assert {problem["path"] for problem in only(index)["problems"]} == {name}
        (project / name).unlink()
        server.wait_until(lambda index: not codes(index))
        assert not any(note["stale"] for note in by_key(server.index()).values())


def test_a_style_reaches_the_cards(project: Path) -> None:
    with preview(project) as server:
        (project / "style.css").write_text(".card { color: #123456 }\n", encoding="utf-8")
        server.wait_until(lambda index: "#123456" in index["styles"]["basic"])


def test_a_project_that_vanishes_and_returns(project: Path, tmp_path: Path) -> None:
    with preview(project) as server:
        project.rename(tmp_path / "away")
        index = server.wait_until(lambda index: bool(index["problems"]))
        assert index["problems"][0]["code"] == "unreadable-folder"
        assert [note["stale"] for note in only(index)["notes"]] == [True, True]
        assert server.get("/notes/python%2Ftuple.json").status == 200
        (tmp_path / "away").rename(project)
        index = server.wait_until(lambda index: not index["problems"])
        assert [note["stale"] for note in only(index)["notes"]] == [False, False]
        code, out, err = server.stop()
    assert (code, out.splitlines()[-1]) == (0, "Stopped.")
    assert "Traceback" not in err


def test_the_last_source_is_deleted(project: Path) -> None:
    with preview(project) as server:
        shutil.rmtree(project / "source/python")
        index = server.wait_until(lambda index: bool(index["problems"]))
        assert index["packages"] == []
        assert [problem["code"] for problem in index["problems"]] == ["no-sources"]


@pytest.mark.skipif(os.name != "posix", reason="only Unix has pipes with names")
def test_odd_files_are_said(project: Path) -> None:
    with preview(project) as server:
        os.mkfifo(project / "source/python/pipe.md")
        (project / "source/python/folder.md").mkdir()
        (project / "source/python/loop.md").symlink_to("loop.md")
        index = server.wait_until(lambda index: len(codes(index)) > 1)
        assert not any(note["stale"] for note in by_key(index).values())
        assert server.get("/").status == 200


def test_two_questions_with_one_key_are_both_shown(project: Path) -> None:
    source(project).write_text(PYTHON.replace("{#sum}", "{#tuple}"), encoding="utf-8")
    with preview(project) as server:
        index = server.wait_until(lambda index: bool(codes(index)))
        ids = [note["id"] for note in only(index)["notes"]]
        assert len(set(ids)) == len(ids) == 2


@pytest.mark.parametrize(
    "title",
    ["</script><img src=x onerror=alert(1)>", "`{{c1::x}}`", "\u2028 \u202e", "&amp;&#xD800;", "a" * 3000],
)
def test_hostile_names_stay_text(project: Path, title: str) -> None:
    text = f"# {title}\n\n## {title}? {{#it}}\n\n{title} {{{{Front}}}}\n"
    source(project).write_text(text, encoding="utf-8")
    with preview(project) as server:
        page = server.get("/")
        assert page.status == 200
        assert b"</script><img" not in page.body
        assert b"onerror=alert(1)>" not in page.body.replace(b"onerror=alert(1)>?", b"")
        for note in server.index()["packages"][0]["notes"]:
            assert server.get(f"/notes/{note['id'].replace('/', '%2F')}.json").status == 200


def test_a_picture_is_served_and_can_do_nothing(project: Path) -> None:
    (project / "source/python/a.svg").write_text(
        SVG.replace("<script>alert(1)</script>", ""), encoding="utf-8"
    )
    source(project).write_text(
        PYTHON.replace("A sequence", "![a thing](a.svg)\n\nA sequence"), encoding="utf-8"
    )
    with preview(project) as server:
        back = server.get("/notes/python%2Ftuple.json").json["cards"][0]["back"]
        name = back.partition('src="')[2].partition('"')[0].removeprefix("media/")
        answer = server.get(f"/media/{name}")
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["content-security-policy"].endswith("; sandbox")
        assert server.get("/media/a.svg").status == 404
        (project / "source/python/a.svg").unlink()
        assert server.get(f"/media/{name}").status == 404


def test_the_last_build_stands_beside(project: Path) -> None:
    with preview(project) as server:
        answer = server.get("/before/python%2Ftuple.json?against=last")
        assert (answer.status, "deckgen build" in answer.text) == (404, True)
        assert not only(server.index())["built"]
        run(project, "build")
        server.wait_until(lambda index: only(index)["built"])
        text = PYTHON.replace("does not change", "never changes") + "\n## What is new? {#new}\n\nThis.\n"
        source(project).write_text(text, encoding="utf-8")
        index = server.wait_until(lambda index: "new" in by_key(index))
        changes = {key: note["change"] for key, note in by_key(index).items()}
        assert changes == {"tuple": "changed", "sum": "", "new": "new"}
        earlier = server.get("/before/python%2Ftuple.json").json
        assert "does not change" in earlier["cards"][0]["back"]
        assert ".card" in earlier["styles"]["basic"]
        assert server.get("/before/python%2Fnew.json").json == {"new": True}
        same = server.get("/before/python%2Fsum.json").json["cards"]
        assert same == server.get("/notes/python%2Fsum.json").json["cards"]


def test_any_package_that_is_named_stands_beside(project: Path, tmp_path: Path) -> None:
    run(project, "build")
    shutil.move(project / "decks/python.apkg", tmp_path / "old.apkg")
    (tmp_path / "bad.apkg").write_bytes(b"PK nothing")
    source(project).write_text(PYTHON.replace("does not change", "never changes"), encoding="utf-8")
    named = ("--against", str(tmp_path / "old.apkg"), "--against", str(tmp_path / "bad.apkg"))
    with preview(project, *named) as server:
        assert server.index()["against"] == ["old.apkg", "bad.apkg"]
        earlier = server.get("/before/python%2Ftuple.json?against=old.apkg").json
        assert "does not change" in earlier["cards"][0]["back"]
        answer = server.get("/before/python%2Ftuple.json?against=bad.apkg")
        assert answer.status == 404
        assert "not a readable Anki package" in answer.text


def test_a_picture_that_only_the_old_package_has_is_shown_from_it(project: Path, tmp_path: Path) -> None:
    (project / "source/python/a.svg").write_text(SVG, encoding="utf-8")
    shown = PYTHON.replace("A sequence", "![a thing](a.svg)\n\nA sequence")
    source(project).write_text(shown, encoding="utf-8")
    run(project, "build")
    shutil.copy(project / "decks/python.apkg", tmp_path / "old.apkg")
    source(project).write_text(PYTHON, encoding="utf-8")
    (project / "source/python/a.svg").unlink()
    with preview(project, "--against", str(tmp_path / "old.apkg")) as server:
        for against in ("last", "old.apkg"):
            earlier = server.get(f"/before/python%2Ftuple.json?against={against}").json
            name = earlier["cards"][0]["back"].partition('src="')[2].partition('"')[0]
            answer = server.get(f"/{earlier['media']}{name}")
            assert (answer.status, answer.body.decode()) == (200, SVG)
            assert answer.headers["content-security-policy"].endswith("; sandbox")
            assert server.get(f"/media/{name}").status == 404
        for path in (
            "last/python/b.svg",
            "1/python/",
            "2/python/x.svg",
            "last/nothing/x.svg",
            "-1/python/x.svg",
        ):
            assert server.get(f"/packed/{path}").status == 404
        assert server.get(f"/packed/last/..%2Fdecks%2Fpython/{name}").status == 404


def test_mutants_that_nothing_would_catch_are_said_when_asked_for(project: Path) -> None:
    loose = "\n## How many bits has a byte? {#byte}\n\n8\n"
    source(project).write_text(PYTHON + loose, encoding="utf-8")
    with preview(project) as server:
        assert server.get("/mutants/python%2Fsum.json").json == {"held": []}
        held = server.get("/mutants/python%2Fbyte.json").json["held"]
        assert {one["by"] for one in held} == {"mutant"}
        assert {one["place"]["line"] for one in held} == {18}
        assert all(one["text"].startswith("8 → ") for one in held)
        assert server.get("/mutants/python%2Fnothing.json").status == 404


def test_the_formulas_of_mutants_are_text(project: Path) -> None:
    formula = "\n## How many dimensions has a matrix? {#matrix}\n\n$V \\times 3$\n"
    source(project).write_text(PYTHON + formula, encoding="utf-8")
    with preview(project) as server:
        held = server.get("/mutants/python%2Fmatrix.json").json["held"]
        assert held
        assert not [one["text"] for one in held if "\\" in one["text"]]


def test_a_mutant_that_leaves_a_word_out_says_so(project: Path) -> None:
    source(project).write_text(
        PYTHON + "\n## When is a list hashed? {#hashed}\n\nIt is not hashed.\n", encoding="utf-8"
    )
    with preview(project) as server:
        held = server.get("/mutants/python%2Fhashed.json").json["held"]
        assert "not → ∅" in [one["text"] for one in held]


def test_it_writes_nothing_into_the_project(project: Path) -> None:
    def seen() -> list[tuple[str, int]]:
        return sorted((str(path), path.stat().st_mtime_ns) for path in project.rglob("*"))

    before = seen()
    with preview(project) as server:
        server.get("/overview.html")
        server.get("/before/python%2Ftuple.json")
        server.wait_until(lambda index: index["revision"] > 0)
        time.sleep(0.5)
        server.stop()
    assert seen() == before


def test_a_build_and_two_previews_at_once(project: Path) -> None:
    with preview(project) as one, preview(project, port=one.port) as two:
        assert two.port != one.port
        run(project, "build")
        for server in (one, two):
            server.wait_until(lambda index: only(index)["built"])
        code, _, err = two.stop()
        assert code == 0
        assert f"port {one.port} is taken" in err
        assert one.stop()[0] == 0


def test_the_port_of_ankiconnect_is_left_free(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ADDRESS.endswith(f":{PORT_OF_ANKICONNECT}")
    assert DEFAULT_PORT != PORT_OF_ANKICONNECT
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("deckgen.server.run.PORT_OF_ANKICONNECT", port + 1)
        with listen(port, said.append) as listener:
            assert listener.getsockname()[1] > port + 1
        with listen(port + 1, said.append) as listener:
            assert listener.getsockname()[1] == port + 1, "unless --port names it"
    assert f"port {port + 1} is taken; trying the next" not in said


def test_a_port_that_is_taken_by_another_program(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with preview(project, port=port) as server:
            assert server.port > port
            assert f"port {port} is taken" in server.stop()[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_while_a_page_listens(project: Path, number: int) -> None:
    with preview(project) as server:
        revisions = server.events()
        next(revisions)
        begun = time.monotonic()
        code, out, err = server.stop(number)
        assert time.monotonic() - begun < PATIENCE / 2
        assert (code, out.splitlines()[-1], err) == (0, "Stopped.", "")
        with socket.create_server(("127.0.0.1", server.port), reuse_port=False):
            pass


def test_an_unknown_package_is_said_before_anything_is_served(project: Path) -> None:
    command = [sys.executable, "-m", "deckgen", "preview", "--no-open", "pyhton"]
    found = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert found.returncode == 2
    assert "did you mean `python`" in found.stderr


def test_only_the_named_packages_are_shown(project: Path) -> None:
    (project / "source/other.md").write_text("# Other\n\n## What? {#w}\n\nThat.\n", encoding="utf-8")
    with preview(project, "other") as server:
        assert [package["name"] for package in server.index()["packages"]] == ["other"]


@pytest.mark.parametrize(
    ("editor", "link"),
    [
        ("none", ""),
        ("zed", "zed://file/"),
        ("myeditor://open?f={path}&l={line}", "myeditor://open?f=/"),
        ("javascript:alert(1)//{path}", None),
        ("notepad", None),
        ("vscod", None),
        ("myeditor://open", None),
    ],
)
def test_the_editor_is_set_once(project: Path, editor: str, link: str | None) -> None:
    if link is None:
        command = [sys.executable, "-m", "deckgen", "preview", "--no-open", "--editor", editor]
        found = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert (found.returncode, "Traceback" in found.stderr) == (2, False)
        return
    with preview(project, DECKGEN_EDITOR=editor) as server:
        place = server.get("/notes/python%2Ftuple.json").json["place"]
        assert place["link"].startswith(link)
        assert bool(place["link"]) is bool(link)


def test_the_site_is_written_and_the_command_ends(project: Path, tmp_path: Path) -> None:
    (project / "source/python/a.svg").write_text(SVG, encoding="utf-8")
    shown = PYTHON.replace("A sequence", "![a thing](a.svg)\n\nA sequence")
    source(project).write_text(shown, encoding="utf-8")
    run(project, "preview", "-o", str(tmp_path / "site"))
    files = sorted(path.name for path in (tmp_path / "site").rglob("*.*"))
    assert {"index.html", "app.js", "deckgen-site.txt"} <= set(files)
    assert len([name for name in files if name.startswith("deckgen-") and name.endswith(".svg")]) == 1


def test_the_site_of_a_broken_project_has_the_other_cards(project: Path, tmp_path: Path) -> None:
    source(project).write_text(BROKEN, encoding="utf-8")
    command = [sys.executable, "-m", "deckgen", "preview", "-o", str(tmp_path / "site")]
    found = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "[html-not-allowed]" in found.stderr
    pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site").glob("*.html"))
    assert "sum([1, 2])" in pages


def test_without_a_browser_the_address_is_said_and_the_server_goes_on(project: Path) -> None:
    with preview(
        project, "--open", PATH="/nonexistent", DISPLAY="", WAYLAND_DISPLAY="", BROWSER=""
    ) as server:
        assert server.get("/").status == 200
        time.sleep(0.5)
        code, _, err = server.stop()
    assert (code, err.splitlines()[-1]) == (
        0,
        f"deckgen: no browser was found; open http://127.0.0.1:{server.port}/ yourself",
    )


def test_when_no_port_is_free_the_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.server.run.MOST_PORTS", 1)
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ProjectError, match=f"the ports from {port} on are taken"):
            listen(port, said.append)
    assert said == [f"port {port} is taken; trying the next"]

"""What `deckgen ingest --review` refuses: requests of others, labels that do not fit, and wrong usage."""

from pathlib import Path

import pytest

from tests.support import deckgen
from tests.support.preview_server import PreviewServer, review
from tests.support.reviewing import LETTERS, PAGE, data, send

PATHS = ("/labels", "/face/what-is-a-heap", "/save")
CONTENTS: tuple[tuple[object, int], ...] = (
    (LETTERS, 400),
    ({"labels": LETTERS}, 400),
    ({"plan": "of another page", "labels": LETTERS}, 409),
    ({"plan": 7, "labels": LETTERS}, 400),
    ({"plan": "", "labels": "xqaaaaqa"}, 400),
    ({"plan": "", "labels": [*LETTERS[:-1], 7]}, 400),
    (b"not JSON", 400),
    (b"[" * 900, 400),
    (b"\xff\xfe", 400),
    (b" " * 100_000, 413),
)
"""What is sent, and the status of the answer."""


@pytest.mark.parametrize("path", PATHS)
def test_other_contents_are_refused(server: PreviewServer, folder: Path, path: str) -> None:
    for content, status in CONTENTS:
        assert server.post(path, content).status == status, content
    assert not (folder / "source").exists()


@pytest.mark.parametrize("path", PATHS)
def test_labels_are_one_letter_for_each_row(server: PreviewServer, folder: Path, path: str) -> None:
    for letters in (["q"], [*LETTERS[:-1], "z"], [*LETTERS, "a"]):
        assert send(server, path, letters).status == 400
    assert not (folder / "source").exists()


def test_a_page_that_stayed_open_saves_after_a_restart(server: PreviewServer, folder: Path) -> None:
    plan = data(server)["plan"]
    server.stop()
    with review(folder, "page.md", "-o", "source/x.md") as again:
        assert data(again)["plan"] == plan
    with review(folder, "page.md", "-o", "source/y.md") as other:
        assert data(other)["plan"] != plan, "it would be saved under another name"
    (folder / "page.md").write_text(PAGE.replace("A tree.", "A thing."), encoding="utf-8")
    with review(folder, "page.md", "-o", "source/x.md") as changed:
        assert data(changed)["plan"] != plan


@pytest.mark.parametrize("path", PATHS)
def test_other_pages_are_refused(server: PreviewServer, folder: Path, path: str) -> None:
    for headers, status in (
        ({"Host": "evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ):
        assert send(server, path, LETTERS, headers).status == status
    assert server.get(path).status == 405
    assert not (folder / "source").exists()


def test_the_answers_forbid_scripts_of_others(server: PreviewServer) -> None:
    policy = server.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


def test_text_of_a_page_stays_text(folder: Path) -> None:
    (folder / "page.md").write_text(PAGE.replace("A tree.", "</script><script>x</script>"), encoding="utf-8")
    with review(folder, "page.md", "-o", "source/x.md") as server:
        assert "<script>x" not in server.get("/").text
        assert data(server)["rows"][-1]["label"] in "ax"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["page.md"], "give it with `-o SOURCE.md`"),
        (["page.md", "-o", "source/"], "give it with `-o SOURCE.md`"),
        (["page.md", "-o", "x.plan"], "give it with `-o SOURCE.md`"),
        (["page.md", "page.md", "-o", "x.md"], "one page, and these are 2"),
        ([".", "-o", "x.md"], "`.` is a folder"),
        (["-", "-o", "x.md"], "not standard input"),
        (["page.md", "-o", "x.md", "--json"], "`--json` do not go together"),
        (["page.md", "-o", "x.md", "--plan"], "`--plan` do not go together"),
        (["page.md", "-o", "x.md", "--report", "r"], "`--report` do not go together"),
        (["no.md", "-o", "x.md"], "give a file that deckgen can read"),
        (["empty.md", "-o", "x.md"], "empty"),
    ],
)
def test_what_it_cannot_show_is_wrong_usage(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "empty.md").write_bytes(b"")
    ran = deckgen("ingest", *arguments, "--review", "--no-open", cwd=folder)
    assert ran.returncode == 2
    assert message in ran.stderr + ran.stdout
    assert not (folder / "x.md").exists()


@pytest.mark.parametrize("option", ["--port=9", "--open", "--no-open"])
def test_the_options_of_its_page_need_it(folder: Path, option: str) -> None:
    ran = deckgen("ingest", "page.md", option, cwd=folder)
    assert ran.returncode == 2
    assert "add `--review`" in ran.stderr


def test_a_source_that_ingest_wrote_has_no_plan(folder: Path) -> None:
    deckgen("ingest", "page.md", "-o", "written.md", cwd=folder)
    ran = deckgen("ingest", "written.md", "-o", "x.md", "--review", "--no-open", cwd=folder)
    assert ran.returncode == 2
    assert "has no text to make a plan of" in ran.stderr

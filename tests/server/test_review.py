"""`deckgen ingest --review`: what its server answers, what it writes, and what it refuses."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import deckgen
from tests.support.preview_server import Answer, PreviewServer, review

PAGE = """# Interview questions

## What is a stack?

Last in, first out.

### Its speed

It has one end.

```python
x = 1
```

## What is a heap?

A tree.
"""
PATHS = ("/labels", "/face/what-is-a-heap", "/save")
LETTERS = list("xqaaaaqa")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
ERRATA = """[[erratum]]
key = "what-is-a-heap"
claim = "A heap is a tree."
why = "It is more than that."
reference = "https://example.com/heap"
patterns = ["a tree"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with review(folder, "page.md", "-o", "source/x.md") as running:
        yield running


def data(server: PreviewServer) -> Any:
    found = re.search(r'id="data">(.*?)</script>', server.get("/").text, re.DOTALL)
    assert found
    return json.loads(found[1])


def send(
    server: PreviewServer, path: str, letters: list[str], headers: Mapping[str, str] | None = None
) -> Answer:
    """Labels as the page sends them."""
    return server.post(path, {"plan": data(server)["plan"], "labels": letters}, headers)


def with_label(at: int, letter: str) -> list[str]:
    return [*LETTERS[:at], letter, *LETTERS[at + 1 :]]


def test_the_page_has_the_rows_of_the_plan(server: PreviewServer) -> None:
    rows = data(server)["rows"]
    assert [row["label"] for row in rows] == LETTERS
    assert rows[3] == {
        "label": "a",
        "labels": "qagxdr",
        "line": 7,
        "remark": "",
        "text": "### Its speed",
        "depth": 0,
    }
    assert rows[5]["labels"] == "axr", "code asks nothing"


def test_labels_give_cards_and_write_nothing(server: PreviewServer, folder: Path) -> None:
    cards = send(server, "/labels", with_label(3, "q")).json["cards"]
    assert [(card["row"], card["question"], card["draft"]) for card in cards] == [
        (1, "What is a stack?", False),
        (3, "Its speed", False),
        (6, "What is a heap?", False),
    ]
    assert cards[1]["markdown"] == "It has one end.\n\n```python\nx = 1\n```"
    assert cards[2]["markdown"] == "A tree.", "the record of what was written is no part of a card"
    assert not (folder / "source").exists()


def test_a_card_is_shown_as_anki_will_show_it(server: PreviewServer) -> None:
    face = send(server, "/face/its-speed", with_label(3, "q")).json
    assert '<span class="mi">1</span>' in face["back"]
    assert "Interview questions" in face["back"], "the deck"
    assert ".card" in face["css"]
    assert send(server, "/face/its-speed", LETTERS).json == {}, "these labels make no such question"
    assert send(server, "/face/its-speed", with_label(5, "q")).json == {}
    assert send(server, "/face/what-is-a-heap", with_label(7, "x")).json == {}, "a draft has no card"


def test_pictures_are_there_before_anything_is_saved(folder: Path) -> None:
    (folder / "heap.svg").write_text(PICTURE, encoding="utf-8")
    (folder / "page.md").write_text(PAGE.replace("A tree.", "![A tree](heap.svg)"), encoding="utf-8")
    with review(folder, "page.md", "-o", "source/x.md") as server:
        card = send(server, "/labels", LETTERS).json["cards"][-1]
        found = re.fullmatch(r"!\[A tree\]\(images/(heap-[0-9a-f]{8}\.svg)\)", card["markdown"])
        assert found
        assert card["warnings"] == []
        assert f'src="{found[1]}"' in send(server, "/face/what-is-a-heap", LETTERS).json["back"]
        answer = server.get(f"/media/{found[1]}")
        assert answer.body == PICTURE.encode()
        assert "sandbox" in answer.headers["content-security-policy"], "a picture may hold a script"
        assert server.get("/media/..%2Fpage.md").status == 404
        assert not (folder / "source").exists()
        send(server, "/save", LETTERS)
        assert (folder / "source/images" / found[1]).read_text("utf-8") == PICTURE


def test_what_errata_say_of_a_card_comes_with_saving_and_stays(server: PreviewServer, folder: Path) -> None:
    (folder / "source").mkdir()
    (folder / "source/x.errata.toml").write_text(ERRATA, encoding="utf-8")
    assert send(server, "/labels", LETTERS).json["cards"][-1]["warnings"] == []
    saved = send(server, "/save", LETTERS).json
    assert saved["summary"] == ("page.md: markdown: 2 questions, 1 warning, 1 piece of text left out")
    [warning] = saved["cards"][-1]["warnings"]
    assert warning.endswith("[known-wrong]")
    assert saved["lost"] == ""
    other = send(server, "/labels", with_label(3, "q")).json["cards"]
    assert [card["warnings"] for card in other] == [[], [], [warning]]
    changed = send(server, "/labels", with_label(7, "x")).json["cards"]
    assert changed[-1]["warnings"] == [], "without its answer the card is another one"


def test_labels_that_do_not_fit_are_said_at_their_rows(server: PreviewServer) -> None:
    answer = send(server, "/labels", with_label(5, "q")).json
    assert answer["faults"] == [
        {"row": 5, "message": "`[q]` needs a row with words; label it `[a]` or `[x]`"}
    ]
    answer = send(server, "/labels", ["x"] * len(LETTERS)).json
    assert [fault["row"] for fault in answer["faults"]] == [-1]
    answer = send(server, "/save", ["a", *LETTERS[1:]]).json
    assert answer["faults"] == [{"row": 0, "message": "`[a]` stands before the first `[q]`; label it `[x]`"}]


def test_what_is_saved_is_what_a_plan_file_gives(server: PreviewServer, folder: Path) -> None:
    letters = with_label(3, "q")
    answer = send(server, "/save", letters).json
    assert (answer["plan"], answer["source"], answer["failure"]) == ("source/x.plan", "source/x.md", "")
    again = deckgen("ingest", "page.md", "--plan-file", "source/x.plan", "-o", "other/x.md", cwd=folder)
    assert again.returncode == 0
    assert (folder / "other/x.md").read_bytes() == (folder / "source/x.md").read_bytes()
    assert "## Its speed {#its-speed" in (folder / "source/x.md").read_text("utf-8")
    with review(folder, "page.md", "-o", "source/x.md") as second:
        found = data(second)
    assert [row["label"] for row in found["rows"]] == letters, "the plan beside the source is taken up again"
    assert found["remark"] == "labelled by source/x.plan"


def test_saving_twice_overwrites_what_nobody_has_edited(server: PreviewServer, folder: Path) -> None:
    send(server, "/save", with_label(3, "q"))
    assert send(server, "/save", with_label(6, "x")).json["failure"] == ""
    assert "heap" not in (folder / "source/x.md").read_text("utf-8")


def test_an_edited_source_is_left_alone_and_the_plan_is_kept(server: PreviewServer, folder: Path) -> None:
    send(server, "/save", LETTERS)
    source = folder / "source/x.md"
    edited = source.read_text("utf-8").replace("A tree.", "A tree, by me.")
    source.write_text(edited, encoding="utf-8")
    answer = send(server, "/save", with_label(3, "q")).json
    assert "source/x.md was edited and is not changed" in answer["failure"]
    assert "+A tree.\n" in answer["diff"]
    assert source.read_text("utf-8") == edited
    assert "[q] 7 | ### Its speed" in (folder / "source/x.plan").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_said(server: PreviewServer, folder: Path) -> None:
    (folder / "source").write_text("a file, not a folder", encoding="utf-8")
    answer = send(server, "/save", LETTERS).json
    assert answer["failure"]
    assert server.get("/").status == 200


def test_the_plan_of_a_file_is_where_a_review_begins(folder: Path) -> None:
    deckgen("ingest", "page.md", "--plan", "-o", "page.plan", cwd=folder)
    plan = (folder / "page.plan").read_text("utf-8").replace("[a] 7", "[q] 7")
    (folder / "page.plan").write_text(plan, encoding="utf-8")
    with review(folder, "page.md", "-o", "source/x.md", "--plan-file", "page.plan") as server:
        assert [row["label"] for row in data(server)["rows"]] == with_label(3, "q")


def test_force_overwrites_what_somebody_has_edited(folder: Path) -> None:
    with review(folder, "page.md", "-o", "source/x.md", "--force") as server:
        send(server, "/save", LETTERS)
        (folder / "source/x.md").write_text("# Mine\n", encoding="utf-8")
        assert send(server, "/save", LETTERS).json["failure"] == ""
    assert "A tree." in (folder / "source/x.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "status"),
    [
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
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_other_contents_are_refused(
    server: PreviewServer, folder: Path, path: str, content: object, status: int
) -> None:
    assert server.post(path, content).status == status
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


def test_a_page_that_does_not_ask_can_be_labelled_all_the_same(folder: Path) -> None:
    (folder / "page.md").write_text("# Net\n\n## Early days\n\nIt began.\n", encoding="utf-8")
    with review(folder, "page.md", "-o", "source/x.md") as server:
        assert data(server)["doubt"].startswith("none of these headings asks something")
        assert send(server, "/labels", ["x", "x", "x"]).json["faults"][0]["row"] == -1
        [card] = send(server, "/labels", ["x", "q", "a"]).json["cards"]
        assert (card["question"], card["markdown"]) == ("Early days", "It began.")


def test_it_ends_by_ctrl_c(server: PreviewServer) -> None:
    assert server.get("/").status == 200
    code, out, err = server.stop()
    assert (code, err) == (0, "")
    assert out.startswith("Showing the plan of page.md at http://127.0.0.1:")
    assert out.endswith("Stopped.\n")


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
        (["no.md", "-o", "x.md"], "no.md cannot be read"),
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

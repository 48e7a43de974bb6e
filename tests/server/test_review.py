"""`deckgen ingest --review`: what its server answers, and what it writes."""

import re
from pathlib import Path

from tests.support import deckgen
from tests.support.preview_server import PreviewServer, review
from tests.support.reviewing import LETTERS, PAGE, data, send

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
ERRATA = """[[erratum]]
key = "what-is-a-heap"
claim = "A heap is a tree."
why = "It is more than that."
reference = "https://example.com/heap"
patterns = ["a tree"]
"""


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
    assert cards[2]["markdown"] == "A tree.", "the record of what was written is not part of a card"
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
    assert out.startswith("Showing the plan of page.md (Ctrl-C stops) at http://127.0.0.1:")
    assert out.endswith("Stopped.\n")

"""The rows of a plan and the cards beside them, as the page of a review gets them."""

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.pages.ingest import Ingested, ingest
from deckgen.preview.review import cards_as_json, rows_as_json
from deckgen.preview.review_face import face_as_json
from tests.support import ROOT

CASES = sorted((ROOT / "tests/cases/ingest").glob("*/page.*"))


def read(path: Path) -> tuple[Ingested, list[str]]:
    ingested = ingest(path.read_bytes(), path.name, anyway=True)
    return ingested, [row.label.value for row in ingested.plan.rows]


def letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_each_card_belongs_to_the_row_with_its_words(path: Path) -> None:
    ingested, letters = read(path)
    cards = cards_as_json(ingested, letters, ingested.plan)
    rows = [card["row"] for card in cards]
    assert rows == sorted(set(rows)), "each has a row of its own, in the order of the page"
    for card in cards:
        words = letters_of(ingested.plan.rows[card["row"]].text)
        assert letters_of(card["question"])[:20] in words
        assert card["markdown"] in ingested.markdown
        face = face_as_json(ingested, card["key"], {})
        assert (face is None) == card["draft"]


def test_a_repeated_question_leaves_the_cards_at_their_rows() -> None:
    page = b"# Questions\n\n## What is A?\n\nOne.\n\n## What is A?\n\nOne.\n\n## What is B?\n\nTwo.\n"
    ingested = ingest(page, "page.md")
    letters = [row.label.value for row in ingested.plan.rows]
    cards = cards_as_json(ingested, letters, ingested.plan)
    assert [(card["question"], card["row"]) for card in cards] == [("What is A?", 1), ("What is B?", 5)]


def test_words_below_the_mark_of_an_item_belong_to_its_row() -> None:
    """As in Pages/python-all-interview-questions.html of
    https://github.com/silent-canoe-interview-questions/interview-questions/tree/b8639156beea1396fc7e334605d09159cdea7a59
    """
    item = "<li>\n<strong>What is {0}?</strong>\n<p>It is {0}.</p>\n</li>\n"
    items = "".join(map(item.format, "ABC"))
    ingested = ingest(f"<h1>Interview questions</h1>\n<ol>\n{items}</ol>\n".encode(), "page.html")
    letters = [row.label.value for row in ingested.plan.rows]
    cards = cards_as_json(ingested, letters, ingested.plan)
    asking = [at for at, letter in enumerate(letters) if letter == "q"]
    assert [card["row"] for card in cards] == asking
    assert len(cards) == len("ABC")


def test_what_ingest_records_at_the_end_is_not_part_of_the_last_card() -> None:
    """The record of many questions has several lines."""
    page = "# Questions\n\n" + "".join(f"## What is {n}?\n\nIt is {n}.\n\n" for n in range(450))
    ingested = ingest(page.encode(), "page.md")
    assert ingested.markdown.count("\n<!-- deckgen ingest: ") == 3
    cards = cards_as_json(ingested, [row.label.value for row in ingested.plan.rows], ingested.plan)
    assert cards[-1]["markdown"] == "It is 449."


def test_warnings_stand_at_their_cards() -> None:
    page = """# Questions

## What is A?

One.

## What is B?

[text](https://example.com/b)

## What is C?
"""
    ingested = ingest(page.encode(), "page.md")
    cards = cards_as_json(ingested, [row.label.value for row in ingested.plan.rows], ingested.plan)
    assert [len(card["warnings"]) for card in cards] == [0, 1, 0]
    assert cards[1]["warnings"][0].endswith("[link-only]")
    assert [card["draft"] for card in cards] == [False, True, True]


def test_only_a_row_with_words_may_ask() -> None:
    page = b"# Questions\n\n## What is A?\n\n```\nx = 1\n```\n\n---\n\nText.\n"
    labels = [row["labels"] for row in rows_as_json(ingest(page, "page.md", anyway=True).plan)]
    assert labels == ["qagxdr", "qagxdr", "axr", "axr", "qagxdr"]


def test_what_a_build_would_refuse_is_said_in_place_of_the_face() -> None:
    page = b"# Questions\n\n## What is A?\n\nOne.\n\n## What is B?\n\nTwo.\n"
    ingested = ingest(page, "page.md")
    refused = replace(ingested, markdown=ingested.markdown.replace("#what-is-a}", "#what-is-a .x、y}"))
    face = face_as_json(refused, "what-is-a", {})
    assert face is not None
    assert [error.rpartition(" ")[2] for error in face["errors"]] == ["[bad-tag]"]
    other = face_as_json(refused, "what-is-b", {})
    assert other is not None
    assert "errors" not in other

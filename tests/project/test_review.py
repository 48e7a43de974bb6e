"""A review of a plan: what it says of labels, what it shows and what it writes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.preview.review import cards_as_json, rows_as_json
from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.pictures import PictureFolder
from deckgen.project.review import LabelsError, Looked, Review, Saved
from deckgen.project.web import Fetched

_WORDS = st.sampled_from(
    ("What is a stack?", "Why is it fast?", "什么是栈？", "1. What is it?", "A tree.", "Speed", "TODO", "")
)
_BLOCKS = st.one_of(
    st.tuples(st.sampled_from(("", "## ", "### ", "> ")), _WORDS).map("".join),
    _WORDS.map(lambda words: f"**{words}**"),
    st.sampled_from(("```python\nx = 1\n```", "---", "| a | b |\n|---|---|\n| 1 | 2 |", "![x](x.png)")),
    st.lists(_WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.tuples(_WORDS, _WORDS).map(lambda items: f"- {items[0]}\n  - {items[1]}"),
)
PAGES = st.lists(_BLOCKS, min_size=1, max_size=10).map(
    lambda blocks: "\n\n".join(("# Interview questions", *blocks, "## What is a heap?", "A tree.\n"))
)


@settings(max_examples=60, deadline=None)
@given(PAGES, st.data())
def test_labels_are_refused_at_their_rows_or_give_what_a_plan_file_gives(
    text: str, data: st.DataObject
) -> None:
    """The page disables the same labels as the server refuses."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "page.md"
        page.write_text(text, encoding="utf-8")
        review = Review(str(page), folder / "x.md", Wishes())
        may = [row["labels"] for row in rows_as_json(review.plan)]
        letters = data.draw(st.lists(st.sampled_from("qaagxdr"), min_size=len(may), max_size=len(may)))
        if data.draw(st.booleans()):
            refused = _refused(may, letters)
            letters = ["x" if at in refused else letter for at, letter in enumerate(letters)]
        looked, saved = review.look(letters), review.save(letters)
        assert {fault.row for fault in looked.faults} == _refused(may, letters)
        if looked.ingested is None:
            assert isinstance(saved, Looked)
            assert not (folder / "x.md").exists()
            return
        assert isinstance(saved, Saved)
        rows = [card["row"] for card in cards_as_json(looked.ingested, letters, review.plan)]
        assert rows == sorted(rows)
        assert {letters[row] for row in rows} <= set("qd")
        other = folder / "other.md"
        ingest_pages([str(page)], str(other), Wishes(plan_file=folder / "x.plan"))
        assert looked.ingested.markdown.encode() == (folder / "x.md").read_bytes() == other.read_bytes()


def _refused(may: list[str], letters: list[str]) -> set[int]:
    """The rows with a label that the page disables; -1 if nothing is a question."""
    asking = [at for at, letter in enumerate(letters) if letter in "qd"]
    first = asking[0] if asking else len(letters)
    found = {
        at for at, letter in enumerate(letters) if letter not in may[at] or (letter == "a" and at < first)
    }
    return found if asking else found | {-1}


def test_labels_are_one_letter_for_each_row(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Interview questions\n\n## What is a heap?\n\nA tree.\n", "utf-8")
    review = Review(str(tmp_path / "page.md"), tmp_path / "x.md", Wishes())
    for letters in (["q"], ["x", "q", "z"], ["x", "q", "a", "a"]):
        with pytest.raises(LabelsError):
            review.look(letters)


def test_a_picture_of_the_web_is_downloaded_once_for_all_looks() -> None:
    asked: list[str] = []

    def fetch(address: str) -> Fetched:
        asked.append(address)
        return Fetched(b'<svg xmlns="http://www.w3.org/2000/svg"/>')

    downloaded: dict[str, bytes | None] = {}
    for _ in range(3):
        pictures = PictureFolder(fetch=fetch, downloaded=downloaded)
        assert pictures.place("https://example.com/a.svg", None).startswith("images/a-")
        assert len(pictures.found) == 1
    assert asked == ["https://example.com/a.svg"]

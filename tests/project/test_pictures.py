"""Pictures of a page: which folders they may come from, and which addresses are asked for them."""

from pathlib import Path

import pytest

from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.pictures import PictureFolder, find_border
from deckgen.project.web import Fetched

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def _page_beside_pictures(root: Path) -> Path:
    """A page in `root/docs` whose picture is in `root/images`."""
    for name in ("docs", "images"):
        (root / name).mkdir(parents=True)
    (root / "images/tree.png").write_bytes(PNG)
    page = root / "docs/page.md"
    text = "# Interview questions\n\n## What is a tree?\n\nSee:\n\n![A tree](../images/tree.png)\n"
    page.write_text(f"{text}\n## What is a heap?\n\nA tree.\n", encoding="utf-8")
    return page


def _ingested(page: Path, output: Path) -> str:
    ingest_pages([str(page)], str(output), Wishes())
    return (output / "page.md" if output.is_dir() else output).read_text(encoding="utf-8")


def test_a_picture_comes_from_anywhere_in_the_repository_of_the_page(tmp_path: Path) -> None:
    page = _page_beside_pictures(tmp_path / "repository")
    (tmp_path / "repository/.git").mkdir()
    assert "![A tree](images/tree-" in _ingested(page, tmp_path / "out.md")


def test_a_picture_comes_from_anywhere_in_the_folder_that_was_given(tmp_path: Path) -> None:
    _page_beside_pictures(tmp_path / "pages")
    (tmp_path / "out").mkdir()
    assert "![A tree](images/tree-" in _ingested(tmp_path / "pages", tmp_path / "out")


def test_a_picture_outside_leaves_nothing_in_the_answer(tmp_path: Path) -> None:
    page = _page_beside_pictures(tmp_path / "pages")
    (outcome,) = ingest_pages([str(page)], str(tmp_path / "out.md"), Wishes())
    assert outcome.ingested
    assert "A tree\n" not in outcome.ingested.markdown
    told = [(d.line, d.text) for d in outcome.ingested.report.dropped if "picture" in d.reason]
    assert told == [(7, "A tree")]
    assert [(w.line, w.code) for w in outcome.ingested.report.warned] == [(7, "picture-lost")]


def test_a_repository_in_the_home_folder_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".git").mkdir()
    page = _page_beside_pictures(tmp_path / "downloads")
    assert find_border(page.parent, []) == page.parent.resolve()
    (tmp_path / "downloads/.git").mkdir()
    assert find_border(page.parent, []) == (tmp_path / "downloads").resolve()


def test_a_picture_that_a_page_of_github_shows_is_asked_for_itself() -> None:
    asked: list[str] = []

    def fetch(address: str) -> Fetched:
        asked.append(address)
        return Fetched(PNG)

    folder = PictureFolder(fetch=fetch)
    assert folder.place("https://github.com/o/r/blob/main/images/a.png?raw=true", None)
    assert folder.place("https://example.com/o/r/blob/main/a.png", None)
    assert asked == [
        "https://raw.githubusercontent.com/o/r/main/images/a.png?raw=true",
        "https://example.com/o/r/blob/main/a.png",
    ]

"""Which lines of a page are its questions, and when that is in doubt."""

import pytest

from deckgen.pages.ingest import ingest
from deckgen.pages.page import PageKind
from deckgen.pages.plan.choose import Choice, choose
from deckgen.pages.read.dump.read_dump import read_text
from deckgen.pages.read.markdown.read_markdown import read_markdown
from tests.support import ROOT

ARTICLE = "# A walk\n\n" + "".join(f"## Day {name}\n\nWe walked on.\n\n" for name in ("one", "two", "three"))


def _choose(markdown: str) -> Choice:
    return choose(read_markdown(markdown, ""))


def _texts(choice: Choice) -> list[str]:
    return [question.block.text for question in choice.questions]


def test_an_empty_page_has_no_questions_and_says_so() -> None:
    for choice in (_choose(""), choose(read_text("", ""))):
        assert choice.questions == ()
        assert choice.doubt == "no line of the page asks something"


def test_a_page_in_doubt_still_has_a_best_guess() -> None:
    choice = _choose(ARTICLE)
    assert _texts(choice) == ["Day one", "Day two", "Day three"]
    assert (
        choice.doubt
        == "none of these headings asks something, and neither the title nor the text mentions questions"
    )


def test_a_list_of_links_is_in_doubt() -> None:
    names = ("What to know of lamps", "Ten maps", "Boats: a course", "How boats float")
    links = "".join(f"- [{name}](https://example.com/{name[:4]})\n" for name in names)
    assert (
        _choose(f"# Interview questions\n\n## Some\n\nRead:\n\n{links}").doubt
        == "most of these lines are links to other pages"
    )


@pytest.mark.parametrize(("asking", "is_doubted"), [(3, True), (4, False)])
def test_a_third_of_many_headings_asks_enough(asking: int, is_doubted: bool) -> None:
    names = [f"Why is it {n}" if n < asking else f"Topic {n}" for n in range(12)]
    choice = _choose("\n\n".join(f"## {name}" for name in names))
    assert bool(choice.doubt) is is_doubted


def test_items_that_ask_nothing_name_the_questions_in_their_lists() -> None:
    plain = "".join(f"{n}. Why is number {n} so?\n" for n in range(1, 14))
    groups = "".join(f"{n}. Maps\n    1. What is map {n}?\n    2. How is map {n} read?\n" for n in (14, 15))
    choice = _choose(f"# Interview questions\n\n{plain}{groups}")
    assert len(choice.questions) == 17
    assert "Maps" not in _texts(choice)


@pytest.mark.parametrize("name", ["page.md", "interview-questions.md", "面试题.md", "notes/八股/a.md", "-"])
def test_the_name_of_a_page_decides_nothing(name: str) -> None:
    chapters = ROOT / "tests/cases/ingest/chapters-of-dotted-questions/page.md"
    for content, count in ((ARTICLE.encode(), 0), (chapters.read_bytes(), 8)):
        for address in ("", "https://example.com/interview-questions"):
            assert len(ingest(content, name, PageKind.MARKDOWN, address=address).found) == count


def test_lines_that_ask_within_an_answer_are_offered() -> None:
    inner = (
        "Light.\n\n#### Is it {0}?\n\nNo.\n\n**And so?**\n\nYes.\n\nWho knows? Nobody does. What then?\n\n"
    )
    page = "".join(f"### Why {name}?\n\n{inner.format(name)}" for name in ("red", "blue", "green"))
    choice = _choose(f"# Colours\n\n{page}")
    assert _texts(choice) == ["Why red?", "Why blue?", "Why green?"]
    offered = [choice.blocks[at].text for at in sorted(choice.asking)]
    assert offered == ["Is it red?", "And so?", "Is it blue?", "And so?", "Is it green?", "And so?"]


def test_points_of_an_answer_are_not_questions() -> None:
    points = "1、甲。\n\n2、乙。\n\n3、丙。\n\n"
    page = "".join(f"{n}、什么是{name}？\n\n答：\n\n{points}" for n, name in enumerate("天地人", 1))
    choice = choose(read_text(page, ""))
    assert _texts(choice) == ["1、什么是天？", "2、什么是地？", "3、什么是人？"]

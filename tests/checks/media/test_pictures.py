"""The pictures and sounds that a question shows are found, each on its line."""

from dataclasses import replace

import pytest

from deckgen.checks.media.pictures import find_shown
from deckgen.syntax.reading import read_blocks
from deckgen.values.document import Kind
from deckgen.values.passage import Passage
from deckgen.values.text import Markdown
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![a](b.png)", [("b.png", 0)]),
        ('![](a%20b.png "Title")', [("a b.png", 0)]),
        ("![](<a b.png>) ![](图/1.svg)", [("a b.png", 0), ("图/1.svg", 0)]),
        (r"![](a\(b\).png) ![](a(b).png)", [("a(b).png", 0), ("a(b).png", 0)]),
        ("![](a&amp;b.png)", [("a&b.png", 0)]),
        ("x\ny ![a](b.png)\n\n- z\n  ![](c.mp3)", [("b.png", 1), ("c.mp3", 4)]),
        ("> a\n> ![](b.png)", [("b.png", 1)]),
        ("| a |\n|---|\n| ![](b.png) |", [("b.png", 2)]),
        ("![a][r] ![r] ![R][]\n\n[r]: b.png", [("b.png", 0), ("b.png", 0), ("b.png", 0)]),
        ("[![](a.png)](https://x.example)", [("a.png", 0)]),
        ("![a ![b](c.png)](d.png)", [("d.png", 0)]),
        ('<img src="a b.png"> <IMG alt="x" SRC=b.png>', [("a b.png", 0), ("b.png", 0)]),
        ("<div>\n\n<p>\n<img src='a.png'>\n</p>\n</div>", [("a.png", 3)]),
        ("<div>\ntext\n<img src='a&amp;b.png'>\n</div>", [("a&b.png", 2)]),
        ("{{c1::![](a.png)}}", [("a.png", 0)]),
        ("![](https://x.example/a.png)", [("https://x.example/a.png", 0)]),
        ("`![](a.png)` <!-- ![](b.png) -->", []),
        ("```\n![](a.png)\n```\n\n    ![](b.png)", []),
        ("<!--\n<img src='a.png'>\n-->", []),
        (r"\![a](b.png) !\[a](b.png)", []),
        ("$![](a.png)$", []),
        ("![](a b.png)", []),
    ],
)
def test_pictures_are_found(text: str, expected: list[tuple[str, int]]) -> None:
    for kind in (Kind.BASIC, Kind.CLOZE):
        found = find_shown(unit(question(text, kind=kind)))
        assert [(target, line - 3) for line, target in found] == expected


def test_a_picture_may_be_defined_elsewhere_in_the_document() -> None:
    tokens, _ = read_blocks("[r]: b.png\n\n![a][r]")
    answer = Passage(Markdown("![a][r]"), 3, tuple(tokens))
    (found,) = find_shown(unit(replace(question(""), answer=answer)))
    assert found.text == "b.png"

"""The MathML that Anki's MathJax makes of a formula, written as TeX again, is the same formula to it."""

import html
import re
from collections.abc import Callable

import pytest
from lxml import etree

from deckgen.pages.read.html import mathml
from deckgen.pages.read.html.mathml import write_tex
from tests.world.mathjax import recorded
from tests.world.mathjax.pages import MathML
from tests.world.mathjax.test_mathjax import formulas_of_the_deck

LEAST_SAME = 0.99
"""Of the deck's formulas, the share whose MathML is the same to the letter; some braces differ."""
LEAST_WRITTEN = 0.9
"""Of the formulas in KaTeX's docs, the share that is written; the others have boxes, rules, strikes."""

Asked = Callable[[list[str]], list[str]]


@pytest.fixture(scope="module")
def ask(mathml: MathML) -> Asked:
    return lambda formulas: [re.sub(r">\s+<", "><", found) for found in mathml.ask("mathml", formulas)]  # type: ignore[attr-defined]


def written(found: str) -> str:
    tree = etree.fromstring(f"<body>{found}</body>", etree.HTMLParser())
    return write_tex(next(tree.iter("math")))


def seen(found: str) -> str:
    """The text of MathML, without the signs that nobody sees."""
    return re.sub("[\\s\u00a0\u2061-\u2064]", "", html.unescape(re.sub("<[^<>]*>", "", found)))


def test_the_formulas_of_the_deck_come_back(ask: Asked) -> None:
    formulas = formulas_of_the_deck()
    made = ask(formulas)
    again = ask(list(map(written, made)))
    assert [f for f, old, new in zip(formulas, made, again, strict=True) if seen(old) != seen(new)] == []
    same = sum(old == new for old, new in zip(made, again, strict=True))
    print(f"{same} of {len(formulas)} are the same to the letter")
    assert same >= LEAST_SAME * len(formulas) > 300


def test_no_formula_of_other_docs_comes_back_with_other_signs(ask: Asked) -> None:
    formulas = [formula for formula, red in recorded.read_formulas().items() if red is None]
    made = [(found, tex) for found in ask(formulas) if (tex := written(found))]
    again = ask([tex for _, tex in made])
    assert [(tex, new) for (old, tex), new in zip(made, again, strict=True) if seen(old) != seen(new)] == []
    print(f"{len(made)} of {len(formulas)} are written")
    assert len(made) >= LEAST_WRITTEN * len(formulas)


def test_the_signs_of_the_table_are_what_mathjax_shows(ask: Asked) -> None:
    signs = mathml.read_table()["sign"]
    made = ask(list(signs.values()))
    assert {s: new for s, new in zip(signs, map(seen, made), strict=True) if s != new} == {"\\": "∖"}

"""Which blocks a text has, where formulas are among them."""

import pytest

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.callouts import find_callout
from deckgen.syntax.definitions import find_definitions


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("$$\nx\n$$", [(0, 3)]),
        ("$$x$$", [(0, 1)]),
        ("a\n$$\n- x\n$$\nb", [(1, 4)]),
        ("- a\n  $$\n  x\n  $$", [(1, 4)]),
        ("> $$x\n> y$$", [(0, 2)]),
        ("$$\nx\n\ny\n$$", []),
        ("$$x$$ and $$y$$", []),
        ("$$\nx $$ y\n$$", []),
        ("$$\n\n$$", []),
        ("\\[\nx\n\\]", [(0, 3)]),
        ("\\[ x_1 \\]", [(0, 1)]),
        ("\\[ x =\n1 \\]", [(0, 2)]),
        ("a\n\\[\nx \\\\[2pt]\n- y\n\\]\nb", [(1, 5)]),
        ("1. a\n   \\[\n   x\n   \\]", [(1, 4)]),
        ("> \\[\n> x\n> \\]", [(0, 3)]),
        ("\\[\nx\n\ny\n\\]", []),
        ("\\[\nx\n\\[\ny\n\\]", [(2, 5)]),
        ("\\[x_1\\] and", []),
        ("\\[1\\]", []),
        ("\\[draft\\]", []),
        ("\\[\n\n\\]", []),
        ("$$\nx\n## heading\ny\n$$", []),
        ("$$\nx\n```\ny\n```\n$$", []),
        ("    $$\n    x\n    $$", []),
        ("```\n$$\nx\n$$\n```", []),
    ],
)
def test_formula_blocks(text: str, lines: list[tuple[int, int]]) -> None:
    found = [tuple(token.map) for token in parse_blocks(text) if token.type == "math_block" and token.map]
    assert found == lines


def test_a_formula_keeps_its_lines() -> None:
    (token,) = parse_blocks("$$\na\n  b\n$$")
    assert token.content == "\na\nb\n"


def test_definitions_are_found_with_their_texts() -> None:
    tokens = parse_blocks("[A  b]: <x y> 'T'\n[a B]: z\n\n> [c]: javascript:d\n\n[^n]: note\n")
    found = find_definitions(tokens)
    assert found.references == {
        "A B": {"href": "x y", "title": "T"},
        "C": {"href": "javascript:d", "title": ""},
    }
    assert list(found.footnotes) == ["N"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[!NOTE]", ("NOTE", "NOTE", "", "")),
        ("[!tip]  \ntext", ("TIP", "TIP", "", "text")),
        ("[!info] A *title*  \ntext", ("NOTE", "INFO", "A *title*", "text")),
        ("[!faq]- Folded?\na\nb", ("NOTE", "FAQ", "Folded?", "a\nb")),
        ("[!bug]+", ("CAUTION", "BUG", "", "")),
        ("[!note|right] a", ("NOTE", "NOTE", "a", "")),
        ("[!hint] a\nb", ("HINT", "HINT", "a", "b")),
        ("[!theorem] a", ("", "THEOREM", "a", "")),
        ("[!NOTE]text", None),
        ("[!NOTE](a.md)", None),
        ("x [!NOTE]", None),
        ("[!no pe]", None),
    ],
)
def test_callouts(text: str, expected: tuple[str, str, str, str] | None) -> None:
    assert find_callout(text) == expected

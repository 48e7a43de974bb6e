"""Estimated widths of formulas: what is wider on a card is wider in the estimate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.syntax.tex.width import MOST_READ, estimate_width


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("a+b", "a+b+c"),
        (r"\frac{a+b}{c+d}", "a+b+c+d"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a=b=c"),
        ("x^{a+b}_{c+d}", "x^{a+b+c+d}"),
        (r"x^2", r"\text{x to the second}"),
        (r"\begin{matrix}a\\b\end{matrix}", r"\begin{matrix}a&b\end{matrix}"),
        ("a", r"a\quad b"),
        (r"\mathbf{x}", r"\sqrt{x}"),
        ("a % b + c + d\n+ b", "a+b+c"),
        (r"\text{ab}", r"\text{矩阵}"),
        (r"\underbrace{a+b+c+d}_{n}", r"\underbrace{a+b+c+d}+n"),
    ],
)
def test_what_is_wider_is_estimated_wider(narrow: str, wide: str) -> None:
    assert 0 < estimate_width(narrow) < estimate_width(wide)


def test_a_very_long_formula_is_not_read() -> None:
    assert estimate_width("x" * (MOST_READ + 1)) == float("inf")


@pytest.mark.parametrize(
    "tex", ["", "{", "}", r"\frac", "a^", "{" * 3000, r"\begin{x}" * 400, r"\sqrt[", "_" * 3000]
)
def test_a_broken_formula_has_some_width(tex: str) -> None:
    assert estimate_width(tex) >= 0


@given(st.text(alphabet=r"ab\{}[]_^&% +=frc\n", max_size=60))
def test_any_text_has_a_width(tex: str) -> None:
    assert estimate_width(tex) < 200

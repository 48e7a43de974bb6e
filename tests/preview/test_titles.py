"""The list shows a question as plain text, and a formula of it can be read on a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.preview.titles import LONGEST, formula_as_text, title_of
from deckgen.values.document import Kind

FORMULAS = {
    r"p_\theta(z\mid x)": "p_θ(z∣x)",
    r"\log\sigma^2": "log σ²",
    r"\mathrm{KL}(q\Vert p)": "KL(q‖p)",
    r"A=U\Sigma V^\top": "A=UΣVᵀ",
    r"\frac{a+b}{2}": "(a+b)/2",
    r"\sqrt{x+1}": "√(x+1)",
    r"\sqrt{d_k}": "√dₖ",
    r"\sum_{i=1}^{n} x_i": "∑ᵢ₌₁ⁿxᵢ",
    r"\mathbb{R}^{d\times k}": "ℝ^(d×k)",
    r"\begin{matrix}1&2\\3&4\end{matrix}": "1, 2; 3, 4",
    r"\href{x}{y}": r"\href{x}{y}",
    r"\frac{": r"\frac{",
}


@pytest.mark.parametrize(("tex", "text"), FORMULAS.items(), ids=FORMULAS)
def test_a_formula_is_read_on_a_line(tex: str, text: str) -> None:
    assert formula_as_text(tex) == text


@pytest.mark.parametrize(
    ("kind", "fields", "title"),
    [
        (Kind.BASIC, (r"Why \(x^2\) and <code>a &lt; b</code>?", "no"), "Why x² and a < b?"),
        (Kind.BASIC, ('<div class="question-text">One?</div>\n<p>More</p>', "no"), "One?"),
        (Kind.CLOZE, ("A {{c1::cat}} purrs", "", ""), "A [...] purrs"),
        (Kind.CLOZE, ("A {{c1::cat}} purrs", "Cats", ""), "Cats"),
        (Kind.CLOZE, (r"\(h=\class&#123;cloze-1&#125;&#123;{{c1::y}}&#125;\)", "", ""), "h=[...]"),
        (Kind.BASIC, ("<img src=cat.png>", "no"), ""),
        (Kind.BASIC, ("a" * 300, "no"), f"{'a' * LONGEST}…"),
    ],
)
def test_a_title_is_the_first_line_of_the_question(kind: Kind, fields: tuple[str, ...], title: str) -> None:
    assert title_of(kind, fields) == title


@given(st.text(st.sampled_from(r"\({}[]^_&abcdfrcqt1 <>"), max_size=60))
def test_no_text_raises(text: str) -> None:
    assert "\n" not in title_of(Kind.BASIC, (rf"\({text}\)", ""))
    assert "\n" not in title_of(Kind.CLOZE, (text, "", ""))


@pytest.mark.parametrize("depth", [100, 150, 200, 250, 300, 1000])
def test_no_deep_formula_raises(depth: int) -> None:
    for opening in ("{", r"\sqrt{", "x^{", r"\frac{1}{"):
        assert formula_as_text(opening * depth + "y" + "}" * depth)

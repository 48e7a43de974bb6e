"""Formulas of a face become MathML where MathJax would typeset them, and nothing else changes."""

import re
import time

import pytest

from deckgen.preview.formulas import Formulas
from deckgen.syntax.tex.fault import LONGEST


def show(face: str) -> str:
    return Formulas().show(face)


def signs(face: str) -> str:
    """The face with its MathML as `<math>signs</math>`."""
    mathml = re.compile(r"<mjx-container[^>]*>(.*?)</mjx-container>", re.DOTALL)
    return mathml.sub(lambda found: f"<math>{re.sub('<[^>]*>', '', found[0])}</math>", show(face))


@pytest.mark.parametrize(
    "face",
    [
        "no formula (at all) [here]",
        r"<code>\(x\)</code> <pre>\[x\]</pre> <textarea>\(x\)</textarea> <style>\(x\)</style>",
        r"<pre>a <pre>b</pre> \(x\)</pre>",
        r"<img alt='\(x\)'>",
        r"\(a<b>b</b>\)",
        r"\(a{b\) and \[ not closed",
        "&lt;b&gt; &amp;amp; é&nbsp;",
    ],
)
def test_what_mathjax_leaves_alone(face: str) -> None:
    assert show(face) == face


@pytest.mark.parametrize(
    ("face", "shown"),
    [
        (r"a \(x\) b", "a <math>x</math> b"),
        (r"a \(x<br>+y\) <br>b", "a <math>x+y</math> <br>b"),
        (r"\(a &lt; b\) &lt;i&gt;", "<math>a&lt;b</math> &lt;i&gt;"),
        (r"\(\frac&#123;a&#125;&#123;b&#125;\)", "<math>ab</math>"),
        (r"<code>x</code>\(y\)<pre>\(z\)</pre>", r"<code>x</code><math>y</math><pre>\(z\)</pre>"),
        (r"\(\mathbb{R}^{n}, \mathbf{x}, \mathcal{L}, \mathfrak{C}\)", "<math>ℝn,𝐱,ℒ,ℭ</math>"),
        (r"\(\newcommand{\R}{\mathbb{R}} \R^2\) \(\R\)", "<math>ℝ2</math> <math>ℝ</math>"),
        (r"\(\sum_{i=1}^{n} i\)", "<math>∑i=1ni</math>"),
        (r"\[\begin{aligned} a &= b \\ &= c \end{aligned}\]", "<math>a=b=c</math>"),
        (r"\(\text{ref\_x}\)", "<math>ref_x</math>"),
        (r"\(\begin{Vmatrix} a \\[2em] b \end{Vmatrix}\)", "<math>‖ab‖</math>"),
        (r"\(\left&lt; a \right&gt; \lt b\)", "<math>⟨a⟩&lt;b</math>"),
    ],
)
def test_formulas_are_shown(face: str, shown: str) -> None:
    assert signs(face) == shown


def test_the_lines_of_an_array_are_drawn_and_aligned_columns_have_no_gap() -> None:
    array = show(r"\(\begin{array}{r|l} a &amp; b \\ \hline c &amp; d \end{array}\)")
    assert 'style="text-align: right; border-right: 1px solid; border-bottom: 1px solid"' in array
    aligned = show(r"\(\begin{aligned} a &amp;= b \end{aligned}\)")
    assert 'style="text-align: right; padding-inline: 0 0em"' in aligned


def test_a_formula_block_is_a_block() -> None:
    assert 'display="block"' in show(r"\[x\]")
    assert 'display="inline"' in show(r"\(x\)")


def test_a_command_that_anki_does_not_know_is_red() -> None:
    shown = show(r"\(a + \argmax x\)")
    assert r'<mi mathcolor="red">\argmax</mi>' in shown
    assert "<mi>a</mi>" in shown


def test_a_formula_with_a_mistake_is_shown_as_it_is_written() -> None:
    shown = show(r"\(\left( x\)")
    assert r"<merror><mtext>\left( x</mtext></merror>" in shown
    assert "has no `\\right`" in shown


@pytest.mark.parametrize(
    "tex",
    [
        r"\ce{H2O}",
        r"\tag{1} x",
        r"\text{a $x$ b}",
        r"\newcommand{\f}[1]{#1} \f{x}",
        r"\begin{array}{c:c} a & b \end{array}",
        r"\begin{array}{|c|} a \end{array}",
        r"\begin{matrix} \hline a \end{matrix}",
        r"\begin{aligned}[t] a \end{aligned}",
        r"\begin{multline} a \\ b \end{multline}",
        r"\eqalign{a &= b}",
        r"\left( a \middle] b \right)",
        "x+" * LONGEST,
    ],
)
def test_what_cannot_be_shown_is_marked(tex: str) -> None:
    assert 'class="preview-tex"' in show(rf"\({tex}\)") or len(tex) > LONGEST


@pytest.mark.parametrize("depth", [*range(20, 400, 20)])
def test_deep_braces_raise_nothing(depth: int) -> None:
    for opening in ("{", r"\sqrt{", "x_{"):
        tex = opening * depth + "x" + "}" * depth
        assert "x" in show(rf"\({tex}\)")


def test_a_cloze_in_a_formula_keeps_its_class() -> None:
    assert 'class="cloze-1"' in show(r"\(a + \class{cloze-1}{[...]}\)")


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background: url(//example.org)}{x}",
        r"\unicode{x3c}img src=x onerror=alert(1)\unicode{x3e}",
        r"\color{red\" onclick=\"alert(1)}{x}",
        r'\class{a" onmouseover="alert(1)}{x}',
        r"\nope<img src=x>",
    ],
)
def test_no_markup_comes_out_of_a_formula(tex: str) -> None:
    shown = show(rf"\({tex.replace('<', '&lt;').replace('>', '&gt;')}\)")
    names = set(re.findall(r"<(\w+)", shown))
    assert names <= {"mjx", "math", "mrow", "mi", "mo", "mn", "mtext", "mstyle", "merror", "span", "mspace"}
    assert not re.search(r"<[^>]*\s(?:on\w+|href|style)=", re.sub('"[^"]*"', '""', shown))


@pytest.mark.parametrize(
    "face",
    [
        r"\(" * 20_000,
        r"\({" * 20_000,
        r"\(\newcommand{\a}{\b\b}\newcommand{\b}{\c\c}\newcommand{\c}{\d\d}\newcommand{\d}{\a\a}\a\)" * 50,
        r"\(\def\a{\a\a}\a\)" * 100,
        "<pre>" * 20_000 + r"\(x\)",
        r"\(x\) " * 5_000,
        "\\(" + "\\frac{" * 300 + "\\)",
        r"\({\)</b>" * 20_000,
        "\\(" + "{" * 900 + "x" + "}" * 900 + "\\)",
    ],
)
def test_a_hostile_face_takes_linear_time(face: str) -> None:
    start = time.perf_counter()
    show(face)
    assert time.perf_counter() - start < 20

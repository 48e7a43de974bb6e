"""Formulas are judged as Anki's MathJax does it, by what it said when it was asked."""

import time

import pytest

from deckgen.syntax.html_text import find_formulas
from deckgen.syntax.tex.clozes import show_clozes
from deckgen.syntax.tex.definitions import Definitions, find_definitions
from deckgen.syntax.tex.fault import LONGEST, find_fault
from tests.world.mathjax.recorded import in_use, read_commands, read_formulas


def test_every_command_that_anki_shows_in_red_is_named_and_no_other() -> None:
    missed, blamed = [], []
    for command, marks in read_commands().items():
        for formula, mark in zip(in_use(command), marks, strict=True):
            fault = find_fault(formula)
            if mark == "R" and fault is None:
                missed.append(formula)
            if mark == "." and fault is not None:
                blamed.append((formula, fault))
    assert blamed == []
    assert missed == []


def test_every_formula_that_anki_shows_in_red_is_named_and_no_other() -> None:
    said = read_formulas()
    assert [formula for formula, red in said.items() if red is None and find_fault(formula)] == []
    assert [formula for formula, red in said.items() if red is not None and not find_fault(formula)] == []


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{b}", r"\tfrac12", r"\{a\}", r"x_1^2", r"\left(\frac a b\right]", "a'", "", r"\%\&\#\_\$",
        r"\operatorname{KL}(p\,\|\,q)", r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}", r"\text{if } x < 0",
        r"\begin{cases} 1 & x \ge 0 \\ 0 & \text{else} \end{cases}", r"损失 = -\log p", r"\sqrt[3]{x}",
        r"\newcommand{\foo}{x}\foo", r"\cancel{x}", r"\underbrace{a+b}_{n}", r"\arg\max_x", r"\set{x}",
        r"\Ket{x}", r"\cancelto{0}{x}", r"\bbox[red]{x}", r"\text{in $x$ }", r"\sum\limits_i", r"50\%",
        r"\begin{align} a &= b \\[1em] c &= d \end{align}", r"\verb|\foo|", r"\ce{H2O}", r"x'^2",
        r"\def\pair#1#2{(#1,#2)}\pair ab", r"\let\old\alpha\old", r"\require{physics}\qty(a)",
        r"\DeclareMathOperator*{\argmax}{arg\,max}\argmax_x", r"{a \over b}", r"\root 3 \of x",
    ],
)  # fmt: skip
def test_a_formula_that_anki_shows_has_no_fault(tex: str) -> None:
    assert find_fault(tex) is None


@pytest.mark.parametrize(
    ("tex", "fault"),
    [
        (r"\frac{a}{b", "the `{` of `{b` is not closed; write `}` where it ends"),
        (r"\frac{a}", r"`\frac` lacks an argument"),
        (r"{\frac{a}}", r"`\frac` lacks an argument before `}`"),
        ("a}", "a `}` has no `{`"),
        ("x^2^3", "two superscripts follow one another; put braces around one"),
        ("x_1_2", "two subscripts follow one another; put braces around one"),
        ("x^2'", "a `'` follows a superscript; put braces around what it belongs to"),
        ("x_", "`_` has nothing after it"),
        (r"2^{n + 1", "the `{` of `{n + 1` is not closed; write `}` where it ends"),
        (r"\left( x", r"`\left(` has no `\right`; write `\right` before the bracket that ends it, "
         r"or `\right.` if none does"),
        (r"x \right)", r"a `\right` has no `\left`"),
        (r"\left x \right)", r"`\left` needs a delimiter such as `(` or `.`, and `x` is not one"),
        (r"a \middle| b", r"a `\middle` stands outside `\left` and `\right`"),
        (r"\alhpa", r"the command `\alhpa` is unknown to Anki; did you mean `\alpha`?"),
        (r"\bm{x}", r"the command `\bm` is unknown to Anki; write `\boldsymbol`"),
        (r"\SI{9}{\metre}", r"the command `\SI` is unknown to Anki; it is of LaTeX's siunitx; write a number "
         r"with its unit, such as `9.81\,\mathrm{m/s^2}`"),
        (r"\dv{x}", r"the command `\dv` is unknown to Anki; it is of LaTeX's physics; write "
         r"`\frac{\mathrm{d}f}{\mathrm{d}x}`"),
        (r"\scalebox{a}", r"the command `\scalebox` is unknown to Anki; letters that stand upright are "
         r"`\mathrm{…}`"),
        (r"\begin{pmatrx}1", "the environment `pmatrx` is unknown to Anki; did you mean `pmatrix`?"),
        ("a @> b", "`@>` stands outside `CD`; write `@{}>` for the characters"),
        (r"\begin{pmatrix} 1", r"`\begin{pmatrix}` has no `\end{pmatrix}`"),
        (r"\begin{matrix}\end{pmatrix}", r"`\begin{matrix}` has no `\end{matrix}`, but an `\end{pmatrix}`"),
        (r"1 \end{pmatrix}", r"a `\end{pmatrix}` has no `\begin{pmatrix}`"),
        ("a & b", r"`&` stands outside the cells of an alignment; write `\&` for the character"),
        ("a # b", r"`#` stands alone; write `\#` for the character"),
        (r"\text{a $b}", r"`$` is missing in `\text`"),
        (r"\text{a $\zeto$}", r"the command `\zeto` is unknown to Anki; did you mean `\zeta`?"),
        (r"\hspace{3}", r"`\hspace` needs a length with its unit, such as `1em`"),
        (r"a \\[b] c", "`[b]` after `\\\\` is not a length; write `\\\\{}[b]`"),
        (r"\require{bm}", r"Anki has no package `bm` for `\require`"),
        (r"\begin{align}\begin{align}a\end{align}\end{align}",
         "`align` stands within a displayed environment; write `aligned` or `gathered`"),
        (r"a \over b \over c", r"`\over` is the second of its kind; put braces around one fraction"),
        (r"x\limits_i", r"`\limits` does not follow an operator such as `\sum`"),
        (r"\sqrt[3{x}", r"the `[` after `\sqrt` is not closed"),
        (r"\hline", r"`\hline` stands outside the cells of an alignment"),
    ],
)  # fmt: skip
def test_a_formula_that_anki_shows_in_red_has_one(tex: str, fault: str) -> None:
    assert find_fault(tex) == fault


def test_what_a_formula_defines_is_known_in_later_ones_of_the_note() -> None:
    note = Definitions()
    assert find_fault(r"\newcommand{\half}[1][x]{\frac{#1}{2}}", note) is None
    assert find_fault(r"\half + \half[y]", note) is None
    assert find_fault(r"\half + \half[y]") is not None
    assert find_fault(r"\label{a}", note) is None
    assert find_fault(r"\label{a}", note) == "the label `a` is set twice"


def test_what_another_question_defines_is_written_out() -> None:
    elsewhere = find_definitions(
        r"$\newcommand{\E}{\mathbb{E}} x$ and $\def\R{\mathbb{R}}$, `\newcommand{\a}[1]{#1}`"
    )
    assert elsewhere == {r"\E": r"\mathbb{E}", r"\R": r"\mathbb{R}"}
    assert find_fault(r"\E x", Definitions(elsewhere)) == (
        r"the command `\E` is defined in another question, which counts only there; "
        r"write `\mathbb{E}`, or repeat the definition in this formula"
    )


def test_a_formula_is_judged_without_the_braces_of_its_clozes() -> None:
    field = r"<p>\(\frac{{c1::a}}&#123; {{c2::{{c1::b&#125;}}c::hint}} &#125;\)</p>"
    assert [show_clozes(tex) for tex in find_formulas(field)] == [
        (
            r"\fraca{b}c }",
            r"\frac[...]{[hint] }",
        )
    ]


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 900 + "}" * 900, r"\frac" * 300, "^" * 1900, r"\left(" * 250, "a" * 10**6, r"\text{" * 300,
        r"\sqrt[" * 300, r"\def\a{\a\a}\a", r"\def\a{aa\a}\a", r"\verb" * 300, "%\n" * 900, "'" * 1900,
        "{{c1::" * 300, r"\begin{matrix}" * 120, r"\zzz " * 300, r"\frac{" * 300 + "}{a}" * 300,
        r"\toggle" * 200, r"\root " * 300, r"\adjustlimits_" * 150, r"\frac{a}{b}" * LONGEST,
    ],
)  # fmt: skip
def test_a_strange_formula_is_looked_at_in_no_time(tex: str) -> None:
    begun = time.monotonic()
    for shown in show_clozes(tex):
        find_fault(shown)
    assert time.monotonic() - begun < 1

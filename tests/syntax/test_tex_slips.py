"""What a formula does not show as it looks is found, and formulas that are meant so are left alone."""

import pytest

from deckgen.syntax.tex.slips import find_comment, find_slips


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("10^12", "only the `1` of `12` is raised; write `^{12}`"),
        ("x_10 + 1", "only the `1` of `10` is lowered; write `_{10}`"),
        ("10^-9", "only the `-` of `-9` is raised; write `^{-9}`"),
        (r"\text{a_12} a_12", "`_{12}`"),
        ("1.60 at its peak in 2008 to 0.96 US", "`its peak in` looks like text"),
        ("the loss of the model", "`the loss of the model`"),
        ("。初始化，即", "looks like text"),
        (r"q = W\_q x", r"`W\_` shows the sign `_`; write `W_` for an index"),
        (r"\hat{y}\_{i}", r"write `}_` for an index"),
        (r"d\_model", r"`\text{…}` around a name"),
        (r"\\frac{a}{b}", r"write `\frac`, with one backslash"),
    ],
)
def test_what_a_formula_shows_otherwise(tex: str, words: str) -> None:
    (slip,) = find_slips(tex)
    assert words in slip


@pytest.mark.parametrize(
    "tex",
    [
        "10^{12} + x_1 y^2 3",
        r"x_\text{max} \text{file_12} \operatorname{a_12}",
        "W^+W^- + x^-",
        r"batch\_size + \mathrm{n\_heads} + \text{W\_q} + \_x",
        "\\begin{matrix}abc\\\\def\\\\ \\frac{a}{b}\\\\[2pt]\\alpha\\end{matrix}",
        r"\text{mean of all values} = \mathrm{mean of all} + \label{one two three}",
        r"\text{a \textbf{few more words} here}",
        r"sin x + cos y",
        "softmax(a, b, c)",
        r"\alpha beta gamma",
        "x = 1，y = 2",
        r"\rho_{密度，是}",
        r"\text{精确率，召回率}",
        "\\begin{aligned}\n&综上，\\\\ a\n\\end{aligned}",
        r"\verb|a_12 of the text|",
    ],
)
def test_what_is_meant_so(tex: str) -> None:
    assert list(find_slips(tex)) == []


@pytest.mark.parametrize(
    "tex", ["5% = 0.05", "50%", r"\frac{5%}{2}", "a % b", "a\n= 5% of b\n+ c", r"a\\% b"]
)
def test_a_percent_sign_hides_what_follows(tex: str) -> None:
    assert find_comment(tex) is not None


@pytest.mark.parametrize("tex", [r"5\%", r"\text{5%}", "a\n% about 5%\nb", "a % first\nb", "{%\na}"])
def test_a_percent_sign_that_is_meant_so(tex: str) -> None:
    assert find_comment(tex) is None

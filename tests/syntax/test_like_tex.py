"""Texts of public repositories in which a mark means a formula, or does not.

Each is quoted with the words around it from a file that was found by a search: notes with formulas by
chatbots, books about machine learning, and pages that GitBook, Turndown or Google Docs wrote as Markdown.
"""

import pytest

from deckgen.syntax.inlines import parse_inlines

FORMULAS = (
    # `\(…\)` of chatbots
    (r"where \( y_i \) are actual values, \( \hat{y}_i \) are predicted", [r"y_i", r"\hat{y}_i"]),
    (r"and \( n \) is the number of observations", ["n"]),
    (r"where \( Fs \) is the stack sample rate and \( d \) is the delay", ["Fs", "d"]),
    (r"to a collapsed \( 3-1-4 \) triangle", ["3-1-4"]),
    (r"Generate random points \((x, y)\) within the square", ["(x, y)"]),
    (r"(where \( x^2 + y^2 \leq 1 \))", [r"x^2 + y^2 \leq 1"]),
    (r"positive integers \( a, b, c \) such that", ["a, b, c"]),
    (r'string formatted as `"YES a b c"` where \( a < b < c \)', ["a < b < c"]),
    (r"Constraints: \( 1 \leq n \leq 10^{18} \). Examples: for \( n=7 \)", [r"1 \leq n \leq 10^{18}", "n=7"]),
    (r"**Time Complexity**: \(O(n)\), where \(n\) is the size of the array", ["O(n)", "n"]),
    (r"Both functions perform \(n - 1\) multiplications", ["n - 1"]),
    (r"Inverting \(\mathbf{X}^\top\mathbf{X}\) costs", [r"\mathbf{X}^\top\mathbf{X}"]),
    (r"The white noise errors \( \epsilon_t \) follow:", [r"\epsilon_t"]),
    (r"\( J(\beta) = -\frac{1}{n} \sum_{i=1}^{n} y_i \)", [r"J(\beta) = -\frac{1}{n} \sum_{i=1}^{n} y_i"]),
    (r"查询最值的时间复杂度是 \(O(1)\)", ["O(1)"]),
    (r"only a polynomial in \(n\) and \(N_n\), for example \(O(nN_n^3)\)", ["n", "N_n", "O(nN_n^3)"]),
    (r"\[ E(\epsilon_t) = 0 \]", [r"$$E(\epsilon_t) = 0"]),
    (r"Thus \[ f = \frac{Fs}{2 \cdot d} \] holds", [r"$$f = \frac{Fs}{2 \cdot d}"]),
    (r"\[ 准确率 = \frac{TP + TN}{N} \]", [r"$$准确率 = \frac{TP + TN}{N}"]),
    (r"the distribution \(softmax(z) = p\) has", ["softmax(z) = p"]),
    (r"\[f^2\] \(f^3\)", ["$$f^2", "f^3"]),
    # Anki's old marks
    ("a [$]x^2[/$] b [$$]y[/$$] c", ["x^2", "$$y"]),
    (r"[$]\{1, \dots, n\}[/$]", [r"\{1, \dots, n\}"]),
    # `$ … $` of books about machine learning and of problem statements
    ("成为 $ (0,1) $ 的值，而这些值的累和为 $ 1 $（满足概率的性质）", ["(0,1)", "1"]),
    ("range between $ [0,1] $.", ["[0,1]"]),
    (r"其中，$ \theta_i $ 和 $ x $ 是列向量", [r"\theta_i", "x"]),
    ("在 $ w1 $ 方向上每次相当于前进了 $ 1/20 $，", ["w1", "1/20"]),
    ("有 $ (3 * 3 * 3+1) * 2 = 56 $ 个", ["(3 * 3 * 3+1) * 2 = 56"]),
    (r"用 $ 1/\sqrt n $ 校准方差", [r"1/\sqrt n"]),
    ("假设上一层结点 $ i,j,k,... $ 等一些结点与 $ (0,+∞) $", ["i,j,k,...", "(0,+∞)"]),
    ("you can make $ P(i) $ range", ["P(i)"]),
    (r"**我们就用** $ R_{t} + \gamma * V_{t+1}  $**来做近似", [r"R_{t} + \gamma * V_{t+1}"]),
    ("You are given $ x $ and $ y $ . Let's consider all vertices $ z $ such that", ["x", "y", "z"]),
    ("you are given $ q $ queries", ["q"]),
    ("What is $ X $ you ask?", ["X"]),
    ("Here, $ d(w) $ and $ F(x, w) $ represents", ["d(w)", "F(x, w)"]),
    (
        r"其中， $ Adv_{t} = R_{t} + \gamma * V_{t+1} - V_{t}   $",
        [r"Adv_{t} = R_{t} + \gamma * V_{t+1} - V_{t}"],
    ),
    (r"Initial weights $ w1=0.15, w2=0.20, w3=0.25 $", ["w1=0.15, w2=0.20, w3=0.25"]),
)

PROSE = (
    # parentheses that GitBook and other programs escaped
    r"**MUST** return a success status code \(e.g. **200 OK**\) only if",
    r"The service address \(e.g. service ID\) for the device",
    r"3. `Function` - \(optional\) Optional callback",
    r"* **pH** \(LONG\) - Padding along height",
    r"* **in**  \(NUMERIC\) - Input",
    r"ROCBinary now has .getROC\(int outputNum\) method \([Link](https://a.example)\)",
    r"instead of the former \(add\) is a copy",
    r"\(controlled via the “MULTILABEL” configuration option\).",
    r"He et al. \(2015\), “Delving Deep into Rectifiers”",
    r"out = sum\(abs\(x\)\)",
    r"N\(mean, stdev\)",
    r"P\(z\|data\)",
    r"strings representing boolean \(T/F\) or strings",
    r"param op Operation \(== or != only\)",
    r"\(enforceTrainingConfig == true\) is still very limited",
    r"sets a value of -3 \(i.e., 10-3 = 0.001\) or",
    r"Possibilità: \(3\) → 1 caso",
    r"Possibilità: \(2, 4\) → 2 casi",
    r"**Intervallo aperto:** \(x1,x2\)",
    r"the file\(s\) and I/O \(r/w\) of regions \(A-Z\)",
    r"find . -type f \( -name '*.jpg' -o -name '*.png' \) | sort",
    # brackets that were escaped
    r"introduced by Felsner \[1\] to study",
    r"将矩阵的第0列元素插入队列，此时队列头部的元素为matrix\[0\]\[0\]，",
    r'\[1\] <a name="lank03"></a> F. Lankaš',
    r"keepDims = true: \[a,1,c\]",
    r"with shape \[kernelSize, inputChannels, outputChannels\]",
    r"out\[i\] = in\[i\] \* alpha\[i\] otherwise",
    r"vector of shape \[num\_boxes\]",
    r"\[2 (*q and output*) x d\_model x n\_heads\] x n\_layers",
    r"Tmp\[B, F\] stand for In\[B, D\] \* W",
    r"**\[2211.05102\] Efficiently Scaling",
    r"together using the \[\[double bracket syntax\]\].",
    r"the \[money\] is \[optional\]",
    r"Usage: tool \[-h\] \[--level=N\]",
    r"\[\e[01;34m\] 颜色设置在变量之前",
    r"- \[ \] open and \[x\] done",
    r"bac\[^b\](\[a-z\]{3})",
    r"开头的\[^b\]结束",
    # dollars
    "it costs $ 5 or $ 6 $",
    "$ 5 - $ 6, from $ 7 / month to $ 8 / month",
    "Price: 3 $ x 4 $ = 12 $",
    "$HOME and $ PATH",
    "$ echo hello world and $ ls -l $ cd ..",
    "$ make\n$ make install",
    "map f $ filter g $ xs",
    "f $ g $ x",
    "a $ b $ c",
    "in USD $ and in CAD $ it is",
    "20 $ per month and 30 $ per year",
)


def formulas(text: str) -> list[str]:
    """The TeX of each formula, with `$$` before a displayed one."""
    found = (token for token in parse_inlines(text).tokens if token.type == "formula")
    return [token.content if token.markup == "$" else f"$${token.content}" for token in found]


@pytest.mark.parametrize(("text", "expected"), FORMULAS)
def test_what_authors_meant_as_a_formula_is_one(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize("text", PROSE)
def test_what_authors_meant_as_text_stays_text(text: str) -> None:
    assert formulas(text) == []

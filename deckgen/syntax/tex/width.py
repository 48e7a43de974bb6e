r"""Estimates how wide MathJax draws a displayed formula.

The widths are those of TeX's fonts (Knuth, "Computer Modern Typefaces"), which MathJax has, and the spaces
those of The TeXbook, chapter 18. An unknown command counts as a letter and its arguments as what they show.
`tests/world/browser/test_formulas.py` compares the estimates with what Anki's MathJax draws.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.syntax.tex.parts import RedError, find_argument, find_brackets, find_name

MOST_READ = 4000
"""Characters; a longer formula is wider than any screen."""

SCRIPT = 0.72
"""The size of a subscript or superscript."""

_DEEPEST = 20
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_LIMITS = re.compile(r"\s*(?:\\(?:no)?limits\s*)?")
_LETTER, _WIDE_LETTER, _DIGIT, _MARK, _OTHER = 0.54, 0.74, 0.5, 0.3, 0.4
_CJK = 0.85
"""Text that MathJax has no letters for is in the font of the card, which is smaller."""
_SIGN_OF_NUMBER = 0.78
_BESIDE_FRACTION, _ROOT, _BETWEEN_COLUMNS, _FENCES = 0.24, 0.9, 1.0, 0.9


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BIG = _names(r"\sum \prod \max \min \lim \sup \inf \argmax \argmin \bigcup \bigcap")
_WORDS = r"\log \ln \exp \max \min \lim \sup \inf \sin \cos \tan \tanh \arg \det \dim \ker \gcd \Pr \deg"
_OPERATIONS = _names(
    r"+ - * \times \cdot \pm \mp \odot \otimes \oplus \circ \cup \cap \setminus \div \wedge \vee \ast"
)
_WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        **{name: 0.5 * (len(name) - 1) + 0.17 for name in _names(_WORDS)},
        **dict.fromkeys(_OPERATIONS, 1.22),
        **dict.fromkeys(
            _names(
                r"""= < > : \le \leq \ge \geq \ne \neq \approx \sim \simeq \cong \equiv \propto \in \ni \notin
                \subset \supset \subseteq \supseteq \to \rightarrow \leftarrow \Rightarrow \Leftarrow \mapsto
                \mid \parallel \perp \ll \gg \coloneqq \prec \succ \models \vdash \ldots \cdots \dots"""
            ),
            1.33,
        ),
        **dict.fromkeys(_names(r"\iff \Leftrightarrow \implies \impliedby \longrightarrow"), 2.4),
        **dict.fromkeys(_names(r"\sum \prod \coprod \bigcup \bigcap \bigoplus"), 1.6),
        **dict.fromkeys(_names(r"\int \oint"), 1.1),
        **dict.fromkeys(_names(r"\Vert \| \lVert \rVert"), 0.5),
        **dict.fromkeys(
            _names(
                r"""\left \right \middle \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \limits
                \nolimits \displaystyle \textstyle \boldsymbol \mathcal \mathbb \mathfrak \mathscr \mathsf \bm
                \hat \bar \tilde \vec \dot \widehat \widetilde \overline \underline \nonumber \notag \boxed"""
            ),
            0.0,
        ),
        r"\quad": 1.0,
        r"\qquad": 2.0,
        r"\,": 0.17,
        r"\:": 0.22,
        r"\;": 0.28,
        r"\!": -0.17,
        r"\ ": 0.25,
        "~": 0.25,
    }
)
"""What has always the same width; a command that only changes what follows has none."""

_TEXTS = _names(r"\text \textbf \textit \textrm \texttt \mbox \operatorname \mathrm \mathbf \mathtt")
_FRACTIONS = _names(r"\frac \dfrac \tfrac \cfrac \binom \dbinom \tbinom")
_UNSHOWN = _names(r"\label \tag \color \hspace \vspace \class \cssId \style \textcolor")
_ALIGNED = ("align", "split", "gather", "equation", "eqnarray", "multline")
_FENCED = _names("cases rcases pmatrix bmatrix vmatrix Bmatrix")


def estimate_width(tex: str) -> float:
    """The width of the widest row in em of the formula's font; infinite if it is too long to be read."""
    if len(tex) > MOST_READ:
        return float("inf")
    return _Reader(_COMMENT.sub("", tex), 0).read_rows()


class _Reader:
    def __init__(self, tex: str, depth: int) -> None:
        self._tex, self._at, self._depth = tex, 0, depth
        self._readers: dict[str, Callable[[], float]] = {
            **dict.fromkeys(_TEXTS, self._text),
            **dict.fromkeys(_FRACTIONS, self._fraction),
            **dict.fromkeys(_UNSHOWN, self._unshown),
            **dict.fromkeys((r"\begin", r"\end"), self._environment),
            **dict.fromkeys((r"\underbrace", r"\overbrace"), self._brace),
            r"\sqrt": self._root,
        }

    def read_rows(self) -> float:
        """The width of rows that may have cells, which stand below one another."""
        rows = [[self._read_cell()]]
        while self._at < len(self._tex):
            if self._tex.startswith("&", self._at):
                self._at += 1
                rows[-1].append(self._read_cell())
            else:
                self._at += 2
                _, self._at = self._brackets()
                rows.append([self._read_cell()])
        columns = max(map(len, rows))
        return sum(max(row[at] if at < len(row) else 0.0 for row in rows) for at in range(columns))

    def _read_cell(self) -> float:
        r"""The width up to the next `&` or `\\` of these rows."""
        width = 0.0
        is_first = True
        while self._at < len(self._tex) and not self._tex.startswith(("&", "\\\\"), self._at):
            if self._tex[self._at].isspace():
                self._at += 1
            elif self._tex[self._at] in "_^":
                width += SCRIPT * self._scripts()
            elif self._tex[self._at] == "{":
                width += self._group()
            else:
                width += self._next(is_first=is_first)
            is_first = False
        return width

    def _next(self, *, is_first: bool) -> float:
        name, self._at = find_name(self._tex, self._at)
        if is_first and name in ("+", "-"):
            return _SIGN_OF_NUMBER
        if name in _WIDTHS:
            return self._with_limits(name)
        if name in self._readers:
            return self._readers[name]()
        return _LETTER if name.startswith("\\") and name[1:].isalpha() else _text_width(name, math=True)

    def _with_limits(self, name: str) -> float:
        if name not in _BIG:
            return _WIDTHS[name]
        self._at = _LIMITS.match(self._tex, self._at).end()  # type: ignore[union-attr]  # it may be empty
        return max(_WIDTHS[name], SCRIPT * self._scripts())

    def _fraction(self) -> float:
        return max(self._group(), self._group()) + _BESIDE_FRACTION

    def _root(self) -> float:
        _, self._at = self._brackets()
        return self._group() + _ROOT

    def _brace(self) -> float:
        return max(self._group(), SCRIPT * self._scripts())

    def _text(self) -> float:
        return _text_width(self._argument())

    def _unshown(self) -> float:
        self._argument()
        return 0.0

    def _scripts(self) -> float:
        """The wider one of a subscript and a superscript."""
        width = 0.0
        while self._tex[self._at : self._at + 1] in ("_", "^"):
            self._at += 1
            width = max(width, self._group())
        return width

    def _environment(self) -> float:
        name = self._argument()
        end = f"\\end{{{name}}}"
        inside, nested = "", 1
        while nested and self._at < len(self._tex):
            part, found, _ = self._tex[self._at :].partition(end)
            nested += part.count(f"\\begin{{{name}}}") - 1
            inside += part + (found if nested else "")
            self._at += len(part) + len(found)
        if name in ("array", "alignedat", "alignat"):
            inside = inside.partition("}")[2]
        columns = max(row.count("&") for row in inside.split("\\\\"))
        spaces = 0 if name.startswith(_ALIGNED) else _BETWEEN_COLUMNS * columns
        return self._inside(inside) + spaces + (_FENCES if name in _FENCED else 0)

    def _group(self) -> float:
        return self._inside(self._argument())

    def _inside(self, text: str) -> float:
        if self._depth >= _DEEPEST:
            return _LETTER * len(text)
        return _Reader(text, self._depth + 1).read_rows()

    def _argument(self) -> str:
        try:
            text, self._at = find_argument(self._tex, self._at, "")
        except RedError:
            text, self._at = self._tex[self._at + 1 :], len(self._tex)
        return text

    def _brackets(self) -> tuple[str | None, int]:
        try:
            return find_brackets(self._tex, self._at, "")
        except RedError:
            return None, len(self._tex)


def _text_width(text: str, *, math: bool = False) -> float:
    return sum(_sign_width(sign, math=math) for sign in text)


def _sign_width(sign: str, *, math: bool) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return _CJK
    if sign.isdigit():
        return _DIGIT
    if sign.isalpha():
        return _WIDE_LETTER if sign.isupper() else _LETTER if math else 0.48
    return 0.45 if math and sign == "," else _MARK if sign in ",.;:!|'\\ " else _OTHER

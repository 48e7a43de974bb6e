"""The tables and brackets of the preview are those of Anki's MathJax, or the formula is shown as TeX."""

import re
import unicodedata
from typing import NamedTuple

import pytest
from lxml import etree

from deckgen.preview.mathml import write_mathml
from deckgen.syntax.tex.commands import known
from tests.world.mathjax.pages import MathML
from tests.world.mathjax.test_preview_formulas import ALIKE, seen

SHOWN = frozenset(
    (
        *("Bmatrix", "Bsmallmatrix", "Vmatrix", "Vsmallmatrix", "align", "align*", "aligned", "array"),
        *("bmatrix", "bsmallmatrix", "cases", "dcases", "equation", "equation*", "flalign", "flalign*"),
        *("gather", "gather*", "gathered", "matrix", "pmatrix", "psmallmatrix", "rcases", "smallmatrix"),
        *("split", "vmatrix", "vsmallmatrix"),
    )
)
"""The environments of which every formula here is shown as MathML."""
CELLS = ("a & bb \\\\ ccc & d", "a \\\\ ccc")
WITH_COLUMNS = [
    rf"\begin{{array}}{{{columns}}} a & b & c \\ d & e & f \end{{array}}"
    for columns in (
        "lcr",
        "l|cr",
        "lc|r",
        "l|c|r",
        "|lcr",
        "lcr|",
        "|l|c|r|",
        "l||cr",
        "l c r",
        "*{3}{c}",
        "c:cc",
    )
]
WITH_RULES = [
    rf"\begin{{array}}{{cc}}{top} a & b \\{first} c & d \\{second} e & f{end} \end{{array}}"
    for top, first, second, end in (
        (r"\hline", "", "", ""),
        ("", r"\hline", "", ""),
        ("", r"\hline", r"\hline", ""),
        ("", "", r" \hline", ""),
        (r"\hline", r"\hline", r"\hline", r"\\ \hline"),
        ("", r"\hline\hline", "", ""),
        ("", r"\hline \hline", "", ""),
        ("", r"\hdashline", "", ""),
        ("", "", "", r"\\ \hline"),
    )
]
OTHERS = [
    *(r"\cases{a & b\cr c&d}", r"\matrix{a&b\\c&d}", r"\pmatrix{a&b\\c&d}", r"\displaylines{a\\b}"),
    *(r"\eqalign{a&=b\\c&=d}", r"\eqalignno{a&=b\\c&=d}", r"\sum_{\substack{i<n\\ j}} x"),
    *(r"\begin{matrix} [1] & 2\\ 3&4\end{matrix}", r"\begin{matrix} a \\[2em] b \\[-1.5 ex] c\end{matrix}"),
    r"\begin{matrix} a \\ [2em] b\end{matrix}",
    *(r"\begin{aligned}[t] a&=b\\ c&=d\end{aligned}", r"\begin{matrix} a & b \\ c & d \\ \end{matrix}"),
    *(r"\begin{matrix} a && b \\ c & d & e\end{matrix}", r"\begin{matrix} a & b \cr c & d\end{matrix}"),
    r"\begin{pmatrix}\begin{matrix} a\\b\end{matrix} & c\end{pmatrix}",
    r"\begin{aligned} a &= \begin{dcases} x & y\\ z\end{dcases}\\ &=d\end{aligned}",
    r"\begin{gathered} \begin{matrix} a\\b\end{matrix} \\ c\end{gathered}",
]
BRACKETS = (r"\left%s a \right%s", r"\bigl%s a \bigr%s", r"\Big%s a %s", r"\left( a \middle%s b \right) %s")


class Table(NamedTuple):
    """What can be seen of a table: its cells with their sides, the lines between them, and its size."""

    cells: tuple[tuple[tuple[str, str], ...], ...]
    columns: tuple[bool, ...]
    rows: tuple[bool, ...]
    is_large: bool


def words(element: etree._Element) -> str:
    text = unicodedata.normalize("NFKC", "".join(map(str, element.itertext())))
    return re.sub("[\\s\u00a0\u2061-\u2064\u200b]", "", text).translate(ALIKE)


def tables(mathml: str) -> list[etree._Element]:
    tree = etree.fromstring(re.sub(r'\sxmlns="[^"]*"', "", mathml).encode())
    return [*tree.iter("mtable")]


def theirs(table: etree._Element) -> Table:
    """A table of MathJax, which says all as attributes; the last value of a list goes on."""
    sides = table.get("columnalign", "center").split()
    cells = tuple(
        tuple((words(cell), sides[min(x, len(sides) - 1)]) for x, cell in enumerate(row)) for row in table
    )
    width = max(map(len, cells), default=0)
    is_large = table.get("displaystyle") == "true"
    lines = (table.get("columnlines"), width), (table.get("rowlines"), len(cells))
    return Table(
        cells, *(goes_on((given or "none").split(), number - 1) for given, number in lines), is_large
    )


def goes_on(given: list[str], number: int) -> tuple[bool, ...]:
    return tuple(given[min(at, len(given) - 1)] == "solid" for at in range(number))


def ours(table: etree._Element) -> Table:
    """A table of the preview, which says nearly all as styles of cells."""
    styles = [[cell.get("style", "") for cell in row] for row in table]
    cells = tuple(tuple((words(cell), side(cell.get("style", ""))) for cell in row) for row in table)
    longest = max(styles, key=len, default=[])
    columns = tuple("border-right" in style for style in longest[:-1])
    rows = tuple("border-bottom" in "".join(row) for row in styles[:-1])
    assert not any("border" in style for style in (styles[-1:] or [[]])[0] if "bottom" in style)
    return Table(cells, columns, rows, table.get("displaystyle") == "true")


def side(style: str) -> str:
    found = re.search(r"text-align: (\w+)", style)
    return found[1] if found else "center"


def compare(mathml: MathML, formulas: list[str]) -> tuple[set[str], set[str]]:
    """The formulas that are shown as MathML, and those of them that differ from MathJax."""
    found = mathml.ask("mathml", formulas, seconds=300)
    assert isinstance(found, list)
    made = {tex: (mathml, other) for tex, other in zip(formulas, found, strict=True) if (mathml := show(tex))}
    return set(made), {tex for tex, (mathml, other) in made.items() if not is_same(mathml, other)}


def show(tex: str) -> str | None:
    return write_mathml(tex, display=False)


def is_same(mathml: str, other: str) -> bool:
    if seen(mathml) != seen(other):
        return False
    return [*map(ours, tables(mathml))] == [*map(theirs, tables(other))]


def test_every_environment_that_mathjax_knows(mathml: MathML) -> None:
    arguments = {"array": "{lc}"}
    uses = {
        name: [rf"\begin{{{name}}}{arguments.get(name, '')} {cells} \end{{{name}}}" for cells in CELLS]
        for name in known().environments
    }
    for name in ("equation", "equation*"):
        uses[name] = [rf"\begin{{{name}}} a + \sum_i b \end{{{name}}}"]
    shown, wrong = compare(mathml, [use for found in uses.values() for use in found])
    assert wrong == set()
    assert {name for name, found in uses.items() if shown.issuperset(found)} == SHOWN
    assert {name for name, found in uses.items() if not shown.isdisjoint(found)} == SHOWN


def test_columns_rules_and_rows(mathml: MathML) -> None:
    shown, wrong = compare(mathml, [*WITH_COLUMNS, *WITH_RULES, *OTHERS])
    assert wrong == set()
    assert len(shown) >= 20


def test_every_bracket_that_mathjax_knows(mathml: MathML) -> None:
    formulas = [use.replace("%s", bracket) for bracket in sorted(known().delimiters) for use in BRACKETS]
    shown, wrong = compare(mathml, formulas)
    assert wrong == set()
    assert len(shown) >= 100


@pytest.mark.parametrize("name", ["gathered", "dcases", "aligned"])
def test_sums_in_large_tables_have_their_limits_below_and_above(mathml: MathML, name: str) -> None:
    tex = rf"\begin{{{name}}} \sum_i^n i \\ \prod_j j \\ \int_0^1 x \end{{{name}}}"
    [other] = mathml.ask("mathml", [tex])  # type: ignore[misc]
    mathml = show(tex) or ""
    for tag in ("munderover", "munder", "msubsup"):
        assert mathml.count(f"<{tag}>") == other.count(f"<{tag}>") == 1

r"""What a phone shows badly is named with its line: formulas, code, tables; what fits is not."""

import pytest

from deckgen.checks.text.widths import COLUMNS_OF_A_PHONE, MOST_ROWS, MOST_TABLE_COLUMNS, check_widths
from deckgen.checks.unit import read_unit
from tests.support.questions import document, question

LONG = "y=" + "+".join(f"x_{{{number}}}" for number in range(60))
MOST_COLUMNS = COLUMNS_OF_A_PHONE * MOST_ROWS


def _found(answer: str) -> list[tuple[int, str]]:
    asked = question(answer)
    unit = read_unit(document(asked), asked)
    return [(problem.location.line, problem.message) for problem in check_widths(unit)]


def _table(columns: int) -> str:
    return "\n".join("|" + f" {cell} |" * columns for cell in ("a", "---", "b"))


@pytest.mark.parametrize(
    ("answer", "line", "words"),
    [
        (f"a\n\n$$\n{LONG}\n$$", 5, "em wide, and a phone shows 21"),
        (f"a\n\n```math\n{LONG}\n```", 5, "em wide, and a phone shows 21"),
        (f"a\nb $${LONG}$$", 4, "em wide, and a phone shows 21"),
        (f"a\nb ${LONG}$ c", 4, "em wide, and a line on a phone has 15"),
        ("$$\n" + "x" * 5000 + "\n$$", 3, "about 100 or more em wide"),
        (
            "```python\na = 1\n" + "b = 2 + " * 250 + "3\n```",
            5,
            "has 2001 columns and wraps into 51 rows or more",
        ),
        ("```text\n" + "汉" * (MOST_COLUMNS // 2 + 1) + "\n```", 4, f"has {MOST_COLUMNS + 2} columns"),
        (f"a\n\n{_table(20)}", 5, "the table has 20 columns"),
    ],
)
def test_what_is_too_wide_is_named(answer: str, line: int, words: str) -> None:
    ((place, message),) = _found(answer)
    assert words in message
    assert place == line


@pytest.mark.parametrize(
    "answer",
    [
        "$$\ny=\\sum_{i=1}^n x_i\n$$",
        "a $p_\\theta(x\\mid z)$ b",
        "```python\n" + "b" * MOST_COLUMNS + "\n```",
        _table(MOST_TABLE_COLUMNS),
        "$$\n\\begin{aligned}\n" + "\\\\\n".join(["y&=a+b+c+d"] * 9) + "\n\\end{aligned}\n$$",
    ],
)
def test_what_fits_is_not_named(answer: str) -> None:
    assert _found(answer) == []

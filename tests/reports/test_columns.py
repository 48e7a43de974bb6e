import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.reports.columns import INDENT, width, wrap
from deckgen.reports.styled import Line, as_table, as_text, plain

_STYLES = st.sampled_from(["plain", "name", "error"])
_TEXT = st.text(st.sampled_from("ab `，。（）汉字-./ e\u0301"), max_size=60)
_LINES = st.lists(st.tuples(_TEXT, _STYLES), max_size=5).map(tuple)


def _rows(text: str, columns: int) -> list[str]:
    return as_text(wrap(plain(text), columns)).split("\n")


def test_a_line_breaks_between_words_and_goes_on_indented() -> None:
    assert _rows("source/a.md:3: error: the question has no answer [empty-answer]", 40) == [
        "source/a.md:3: error: the question has",
        "  no answer [empty-answer]",
    ]
    assert _rows("  removed: one, two, three", 20) == ["  removed: one, two,", "    three"]


def test_chinese_text_breaks_anywhere_but_beside_its_punctuation() -> None:
    assert _rows("若图中有负权边，则结果可能错误（见第四章），因为不再更新。", 20) == [
        "若图中有负权边，则结",
        "  果可能错误（见第四",
        "  章），因为不再更",
        "  新。",
    ]


@pytest.mark.parametrize("text", ["`deckgen keys --dry-run`", "source/a-very-long-name.md"])
def test_a_command_and_a_path_stay_whole_if_they_fit(text: str) -> None:
    assert f"  {text}" in _rows(f"to write the keys, run {text}", 30)


def test_code_wider_than_the_terminal_breaks_at_its_spaces_and_the_next_one_stays_whole() -> None:
    assert _rows("it prints `[0, 1, 2, 3, 4, 5, 6, 7]`, run `deckgen test --update` now", 26) == [
        "it prints `[0, 1, 2, 3, 4,",
        "  5, 6, 7]`, run",
        "  `deckgen test --update`",
        "  now",
    ]


def test_a_word_wider_than_the_terminal_is_cut() -> None:
    assert _rows("x" * 45, 20) == ["x" * 20, "  " + "x" * 18, "  " + "x" * 7]


def test_what_is_copied_is_never_wrapped() -> None:
    line: Line = (("find it with ", "plain"), ("x " * 50, "exact"))
    assert wrap(line, 20) == [line]


def test_a_table_that_is_too_wide_loses_its_columns() -> None:
    rows = as_table(["Tags" + " " * 30 + "notes", "  a::long::name" + " " * 20 + "1,000"])
    assert [wrap(row, 60) for row in rows] == [[row] for row in rows]
    assert [as_text(wrap(row, 30)) for row in rows] == ["Tags  notes", "  a::long::name  1,000"]


@given(_LINES, st.integers(20, 60))
def test_rows_fit_and_lose_only_blanks(line: Line, columns: int) -> None:
    rows = wrap(line, columns)
    assert all(width(as_text([row])) <= columns for row in rows)
    whole, shown = ("".join(text for row in lines for text, _ in row) for lines in ([line], rows))
    assert "".join(whole.split(" ")) == "".join(shown.split(" "))
    styles = [style for text, style in line for character in text if character != " "]
    assert styles == [style for row in rows for text, style in row for character in text if character != " "]
    assert all(as_text([row]).startswith(" " * INDENT) for row in rows[1:])


def test_a_long_line_takes_a_moment() -> None:
    for text in ("a b 字`" * 20_000, "x" * 100_000, "《" * 50_000, "e" + "\u0301" * 50_000):
        wrap(plain(text), 80)

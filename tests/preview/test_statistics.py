"""The statistics of a package, and the groups of its page to print."""

import pytest

from deckgen.preview.plots import plots_of
from deckgen.preview.printable import printable
from deckgen.preview.prints import CARDS_PER_SHEET, printed_groups
from deckgen.preview.statistics import count, lines_on_phone
from deckgen.values.document import Kind
from tests.preview.made import made_note

TWO = (("a", "ab"), ("c", "cd"))


def test_cards_are_counted_by_deck_tag_kind_and_source() -> None:
    counted = count([made_note("a", faces=TWO, kind=Kind.CLOZE), made_note("b", deck="Z", tags=())])
    assert (counted.notes, counted.cards) == (2, 3)
    assert counted.by_deck == {"Pets::Cats": 2, "Z": 1}
    assert counted.by_tag == {"pets::cats": 2}
    assert counted.by_kind == {"cloze": 2, "basic": 1}
    assert counted.by_source == {"source/pets/cats.md": 3}
    assert counted.holders == {"example": 2}


@pytest.mark.parametrize(
    ("face", "lines"),
    [
        ("", 0),
        ("<p>短</p>", 1),
        (f"<p>{'长' * 37}</p>", 3),
        (f"<p>{'ab' * 18}</p>", 1),
        ("<pre>a\nb\nc</pre>", 3),
        ("<p>one\ntwo</p><ul><li>three</li><li>four</li></ul><style>p { color: red }</style>", 3),
    ],
)
def test_lines_of_a_face_on_a_phone(face: str, lines: int) -> None:
    assert lines_on_phone(face) == lines


def test_only_what_the_back_adds_is_an_answer() -> None:
    long = "<p>question</p>" * 50
    counted = count([made_note(faces=((long, f"{long}<p>short</p>"),))])
    assert counted.lengths == {"1–5": 1, "6–10": 0, "11–20": 0, "21–40": 0, "> 40": 0}


def test_the_longest_bar_is_as_long_as_the_plot() -> None:
    for plot in plots_of(count([made_note("a", faces=TWO), made_note("b", deck="Z")])):
        assert max(bar.length for bar in plot.bars) == 100


def test_cards_to_print_are_in_groups_of_a_sheet() -> None:
    groups = list(printed_groups([made_note(f"n{n}") for n in range(5)]))
    assert [len(group) for group in groups] == [CARDS_PER_SHEET, 1]
    assert groups[1][0].answer == "<section>Fish.</section>"


@pytest.mark.parametrize(
    ("face", "printed"),
    [
        ("<b>open", "<b>open</b>"),
        ("</td></table>text", "text"),
        ('<img src="a.png" onload="x()">', '<img src="media/a.png">'),
        ('<img src="https://example.org/a.png">', "<img>"),
        ("<script>x()</script><form>a</form>", "a"),
        ("<math><mi>x</mi></math>", "<math><mi>x</mi></math>"),
        ('<meta http-equiv="refresh" content="0;url=https://example.org">', ""),
    ],
)
def test_a_face_to_print_is_closed_and_does_nothing(face: str, printed: str) -> None:
    assert printable(face) == printed

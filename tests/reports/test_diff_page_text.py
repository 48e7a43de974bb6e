from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.diff.values import Mark, Segment
from deckgen.diff.words import compare_words
from deckgen.reports.diff_page_text import element, show_text, show_title

_TEXTS = st.lists(
    st.sampled_from([*"ab汉`|\n <", "    ", "\n    ", "\n| ", " | ", " |\n", "`a`"]), max_size=20
).map("".join)


def _html(root: Element) -> str:
    return tostring(root, encoding="unicode", method="html").removeprefix("<dd>").removesuffix("</dd>")


def _shown(old: str, new: str) -> str:
    return _html(element("dd", *show_text(compare_words(old, new))))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "Run\n    f(a)\n    g(a)",
            "Run\n    f(b)\n    g(a)",
            "<div>Run</div><pre><code>f(<del>a</del><ins>b</ins>)\ng(a)</code></pre>",
        ),
        (
            "| a | b |\n| c | d |",
            "| a | b |\n| c | x |",
            '<div class="table"><table><tr><td>a</td><td>b</td></tr>'
            "<tr><td>c</td><td><del>d</del><ins>x</ins></td></tr></table></div>",
        ),
        (
            "The sum:\n    a + b\n    c",
            "So it is:\n    x()\n    c",
            "<div><del>The sum</del><ins>So it is</ins>:</div>"
            "<pre><code><del>a + b</del><ins>x()</ins>\nc</code></pre>",
        ),
        (
            "One\n    a\nEnd",
            "Two more\nThree\nEnd",
            "<div><del>One</del><ins>Two more</ins></div><pre><code><del>a</del></code></pre>"
            "<div><ins>Three</ins>\nEnd</div>",
        ),
        ("    a", "Two", "<pre><code><del>a</del></code></pre><div><ins>Two</ins></div>"),
        ("use `f` or", "use `g` or", "<div>use <code><del>f</del><ins>g</ins></code> or</div>"),
        ("    x = 1", "    yy", "<pre><code><del>x = 1</del><ins>yy</ins></code></pre>"),
        ("a | b", "a | c", "<div>a | <del>b</del><ins>c</ins></div>"),
        ("an odd ` b", "an odd ` c", "<div>an odd ` <del>b</del><ins>c</ins></div>"),
    ],
)
def test_code_and_tables_are_shown_as_such(old: str, new: str, shown: str) -> None:
    assert _shown(old, new) == shown


def test_a_title_has_its_code() -> None:
    assert _html(element("dd", *show_title("What is `a<b`?"))) == "What is <code>a&lt;b</code>?"


@given(st.lists(st.tuples(st.sampled_from(Mark), _TEXTS), max_size=6))
def test_no_text_is_lost(pieces: list[tuple[Mark, str]]) -> None:
    shown = element("dd", *show_text(Segment(mark, text) for mark, text in pieces))
    texts = ("".join(text for _, text in pieces), "".join(shown.itertext()))
    assert len({"".join(sorted(c for c in text if c not in " \n|`")) for text in texts}) == 1

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.diff.readable import read_html


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<p>one\n two</p><p>three</p>", "one two\nthree"),
        ("a<br>b<hr>c", "a\nb\n———\nc"),
        ("<ul><li>one</li><li><p>two</p></li></ul>end", "• one\n• two\nend"),
        ("<pre><code>def f():\n    return 1\n</code></pre>", "def f():\n    return 1"),
        ('<span class="k">if</span> a &lt; b &amp;&amp; c', "if a < b && c"),
        ("x<sup>2</sup>, a<sub>i</sub>", "x^2, a_i"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "a | b\n1 | 2",
        ),
        ('<img src="a&amp;b.svg" alt="x > y">', "[picture x > y a&b.svg]"),
        ('<audio controls src="a.mp3"></audio>', "[audio a.mp3]"),
        ('<input type="checkbox" checked> done', "[x] done"),
        ("{{c1::a::hint}} \\(x_1\\)", "{{c1::a::hint}} \\(x_1\\)"),
        ("a<!-- no -- > no -->b<style>.x{}</style>c<script>d</script>e", "abce"),
        ("1 < 2 <3", "1 < 2 <3"),
        ('<p title="don\'t">text', "text"),
        ("never ends <a href='", "never ends <a href='"),
        ("<!-- never ends <p>", ""),
        ("<!DOCTYPE html><?php x ?>a</ >b", "ab"),
        ("", ""),
    ],
)
def test_html_is_read_as_a_learner_sees_it(field: str, text: str) -> None:
    assert read_html(field) == text


@given(
    st.lists(
        st.sampled_from(
            [
                *"<>/!?-'\"= ap&;\n",
                "<p>",
                "</p>",
                "<pre>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<li>",
                "x",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_reading_never_raises(field: str) -> None:
    read_html(field)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="<&"), max_size=60))
def test_text_without_tags_stays(text: str) -> None:
    assert read_html(text) == text


@pytest.mark.parametrize(
    "unit",
    [
        *('<a "', "<a '", '<a ="', "<a ='", "<a =", "<", "<!--", "<!--x>", "</a", "<?", "<!a", "<![CDATA["),
        *(
            "<script>",
            "<pre>",
            "<div>",
            "<a b",
            "<img a=",
            "<img aaaa",
            '<img a="',
            "&#",
            "&",
            "<p>\n",
            "<a>",
        ),
    ],
)
@pytest.mark.parametrize("end", ["", ">"])
def test_reading_takes_time_in_proportion_to_the_length(unit: str, end: str) -> None:
    field = (unit * 200_000)[: 64 << 10] + end
    begun = time.perf_counter()
    read_html(field)
    assert time.perf_counter() - begun < 1

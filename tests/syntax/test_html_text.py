import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.render.sanitise import sanitise
from deckgen.syntax.html_lines import read_lines
from deckgen.syntax.html_text import find_formulas, fold, read_html, read_prose
from tests.support.questions import answer


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<p>one\n two</p><p>three</p>", "one two\nthree"),
        ("a<br>b<hr>c", "a\nb\n———\nc"),
        ("<ul><li>one</li><li><p>two</p></li></ul>end", "• one\n• two\nend"),
        ("<pre><code>def f():\n    return 1\n</code></pre>", "    def f():\n        return 1"),
        ("<p>See <code>a\\(b</code>: <b>x</b></p>", "See `a\\(b`: x"),
        ('<span class="k">if</span> a &lt; b &amp;&amp; c', "if a < b && c"),
        ("x<sup>2</sup>, a<sub>i</sub>", "x^2, a_i"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b |\n| 1 | 2 |",
        ),
        (
            "<table><tr><td></td><td><p>1</p><pre>x\ny</pre></td></tr><tr><td>a<br>b</table>c",
            "| | 1 x y |\n| a b |\nc",
        ),
        ('<img src="a&amp;b.svg" alt="x > y">', "[picture x > y a&b.svg]"),
        ('<audio controls src="a.mp3"></audio>', "[audio a.mp3]"),
        ('<input type="checkbox" checked> done', "[x] done"),
        ("{{c1::a::hint}} \\(x_1\\)", "{{c1::a::hint}} $x_1$"),
        ("\\[a \\\\[2pt] b\\] <span>\\</span>(c\\\\)", "$$a \\\\[2pt] b$$ \\(c\\\\)"),
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
    assert read_lines(field) == text


def test_marks_and_emoji_part_no_words() -> None:
    field = answer("a ==marked **w**ord==, and so :tada: on\n\n==first \\(x_1\\)==")
    assert read_html(field).split() == ["a", "marked", "word,", "and", "so", "🎉", "on", "first", "\\(x_1\\)"]
    assert read_prose(field).rstrip("\n").endswith("first \ufffc")
    assert find_formulas(field) == ("x_1",)
    assert fold("＝＝ 🎉") == "== 🎉"


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
    read_lines(field)
    read_html(field, without=("pre",))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="<&\\"), max_size=60))
def test_text_without_tags_stays(text: str) -> None:
    assert read_lines(text) == text


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
    read_lines(field)
    read_html(field, without=("x",))
    assert time.perf_counter() - begun < 1


_PIECES = (
    *("<p>", "</p>", "<pre>", "<code>", "</code>", "</pre>", "<div class='callout-caution'>", "</div>"),
    *(
        "<blockquote>",
        "</blockquote>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<br>",
    ),
    *('<span class="k">', "</span>", '<img alt="a > b" src="x.png">', "<details>", "<summary>", "</details>"),
    *('<a title="class" href="https://a.example/?b&amp;c">', "</a>", "<h3>", "</h3>", "<sup>", "</sup>"),
    *("a", "值", "\n", " ", "<", ">", "&", "&lt;", "&#38;lt;", '"', "'", "\\(x < y\\)", "{", "[sound:"),
)


@given(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.sampled_from([(), ("pre", "code"), ("callout-caution",), ("a",)]),
)
def test_a_field_is_read_as_an_html_parser_reads_it(written: str, without: tuple[str, ...]) -> None:
    field = sanitise(written, is_cloze=False)
    reader = _Reader(without)
    reader.feed(field)
    reader.close()
    assert read_html(field, without=without) == "".join(reader.texts)


class _Reader(HTMLParser):
    """Reads HTML slowly, without a regular expression of ours."""

    def __init__(self, without: tuple[str, ...]) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._without = frozenset(without)
        self._skipped, self._depth, self._in_code = "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._skipped
        elif not self._without.isdisjoint((tag, *(dict(attrs).get("class") or "").split())):
            self._skipped, self._depth = tag, 1
            self.texts.append("\ufffc")
        self._in_code = self._in_code or tag == "pre"
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._skipped:
            self._depth -= 1
        self._in_code = self._in_code and tag != "pre"
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.texts.append(data if self._in_code else data.replace("\n", " "))

    def _part(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.texts.append(" ")
        elif re.fullmatch("p|li|tr|div|pre|table|blockquote|details|summary|br|h[3-6]", tag):
            self.texts.append("\n")

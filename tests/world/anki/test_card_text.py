"""That the search for left-overs finds them, and takes nothing else for one."""

import pytest

from tests.world.anki.card_text import find_leftovers, read_text


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p>{{c1::x}}</p>", "a raw field or cloze"),
        ("<p>also $x^2$ here</p>", "a formula in dollars"),
        ("<p>是$h = W_0x$,</p>", "a formula in dollars"),
        ("<p>$$x$$</p>", "a formula in dollars"),
        ("<p>**bold**</p>", "emphasis"),
        ("<p>so *it* is</p>", "emphasis"),
        ("<p>~~no~~</p>", "a strike-through"),
        ("<p>`x`</p>", "inline code or a fence"),
        ("<p>[a](b)</p>", "a link or picture"),
        ("<p>\n## x</p>", "a heading"),
        ("<p>text\n- item</p>", "a list"),
        ("<p>text\n> quote</p>", "a quote"),
        ("<p>| a | b |\n|---|---|</p>", "a table"),
        ("<blockquote>[!TIP]</blockquote>", "a callout or task"),
        ("<li>[x] done</li>", "a callout or task"),
        ("<h3>Title {#key}</h3>", "an attribute list"),
        ("<p>a &amp;lt; b</p>", "an HTML entity"),
    ],
)
def test_a_leftover_is_found(html: str, what: str) -> None:
    assert [found.split(": ")[0] for found in find_leftovers(html)] == [what]


@pytest.mark.parametrize(
    "html",
    [
        "<p>costs $5 and $6</p>",
        "<p>2 * 3 * 4, snake_case, a_b_c, x - y</p>",
        "<pre><code>## x\n**k** $x$ `y` {{c1::z}}</code></pre>",
        "<p>\\(x_{{a}} **\\) and \\[\n- y\n\\]</p>",
        "<style>.a{b:c}</style><p>P(A | B)</p>",
        "<p>a &lt; b &amp; c</p>",
        "<p>O(n) [1]</p>",
    ],
)
def test_ordinary_text_is_no_leftover(html: str) -> None:
    assert find_leftovers(html) == []


def test_the_text_is_what_a_learner_reads() -> None:
    assert read_text("<style>x</style>a<pre>b<code>c</code>d</pre>e<svg><text>f</text></svg>g") == "aeg"

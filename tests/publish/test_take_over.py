"""What a learner changed on a card is changed in the Markdown of the question, and nowhere else."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen.publish.plan import plan_delivery
from deckgen.publish.take_over import WordsChanged, take_over
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.syntax.html_lines import read_lines
from deckgen.values.note import Media, MediaReference, Note
from deckgen.values.text import Guid, Html
from tests.support import ROOT
from tests.support.holding import hold, known_from, packed, with_field
from tests.support.making import MONDAY, changed, note

SECTION = """\
## Euler's **identity** {#euler .math}

Double *braces* make a cloze. This note has two cards. `x = 1` is code.

```python
def f(a):
    return a + 1
```

The end，说明张量的形状。
"""


def _render(number: int) -> Callable[[str], Html]:
    return lambda section: _fields(section)[number]


def _fields(source: str, media: Mapping[MediaReference, Media] = {}) -> tuple[Html, ...]:
    document, _ = parse("p", "source/p.md", source.encode())
    return render_question(document.questions[0], document, media).fields


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("two cards", "three cards", "This note has three cards."),
        ("braces</em> make", "braces</em> do make", "Double *braces* do make a cloze."),
        ("Double", "Two", "Two *braces*"),
        ('"mi">1</span></span></code>', '"mi">2</span></span></code>', "    return a + 2"),
        ("形状。", "形状（shape）。", "说明张量的形状（shape）。"),
        ("形状。</p>", "形状。</p><div>My own *words*.</div>", "My own \\*words\\*."),
    ],
    ids=["a word", "after a mark", "at the beginning", "in code", "Chinese", "a new paragraph"],
)
def test_words_are_changed_where_they_are(was: str, becomes: str, line: str) -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace(was, becomes))
    assert theirs != ours
    section, left = take_over(SECTION, ours, theirs, _render(1))
    assert left == ()
    assert line in section
    assert read_lines(_fields(section)[1]) == read_lines(theirs)


def test_words_that_are_there_twice_are_left_to_the_author() -> None:
    source = "## Why? {#why}\n\n- the same\n- the same\n"
    ours = _fields(source)[1]
    theirs = Html(ours.replace("the same", "another", 1))
    section, left = take_over(source, ours, theirs, _render(1))
    assert section == source
    assert left == (WordsChanged("• ", "the same", "another"),)


def test_blanks_that_the_editor_does_not_break_are_blanks_in_the_source() -> None:
    source = "## Why? {#why}\n\nThe gate opens slowly.\n"
    ours = _fields(source)[1]
    theirs = Html('<div lang="en"><p>The gate very&nbsp; heavy opens slowly.&nbsp;</p>\\(x&lt;y_{1}\\)</div>')
    section, left = take_over(source, ours, theirs, _render(1))
    assert section == "## Why? {#why}\n\nThe gate very heavy opens slowly.\n\n$x<y_{1}$\n"
    assert left == ()
    assert _published(section, ours, theirs) == _fields(section)[1]


@pytest.mark.parametrize("added", ["<div>mine</div>", "<br>mine", "<p>mine</p>"])
def test_a_line_below_code_is_not_written_into_the_code(added: str) -> None:
    source = "## Why? {#why}\n\n```python\nx = 1\n```\n"
    ours = _fields(source)[1]
    assert take_over(source, ours, Html(ours + added), _render(1)) == (
        source,
        (WordsChanged("    x = 1", "", "\nmine"),),
    )


ENTER_IN_CODE = """\
<div lang="en"><div class="highlight" data-lang="python"><pre tabindex="0"><code><span class="line">\
<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span></span></code></pre>\
<pre tabindex="0"><code><span class="line">z = 3\n</span><span class="line">\
<span class="n">y</span> <span class="o">=</span> <span class="mi">2</span></span></code></pre></div></div>"""
"""What the editor of Anki 26.9 made of Enter and `z = 3` after the first line."""

PASTED_IN_CODE = """\
<div lang="en"><div class="highlight" data-lang="python"><pre tabindex="0"><code><span class="line">\
<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>\n</span><span class="line">\
<span class="n">y</span> <span class="o">=</span> <span class="mi">2</span></span></code></pre>\
<pre tabindex="0"><code><span class="line"><span class="mi"><pre tabindex="0"><code><span class="line">\
<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>\n</span><span class="line">\
<span class="n">y</span> <span class="o">=</span> <span class="mi">2</span></span></code></pre>\
</span></span></code></pre></div></div>"""
"""What it made of copying the code, Enter at its end, and pasting it."""


@pytest.mark.parametrize(
    ("theirs", "code"),
    [(ENTER_IN_CODE, "x = 1\nz = 3\ny = 2\n"), (PASTED_IN_CODE, "x = 1\ny = 2\nx = 1\ny = 2\n")],
    ids=["typed", "pasted"],
)
def test_lines_that_the_editor_adds_in_code_are_taken_over(theirs: str, code: str) -> None:
    source = "## Code with Enter, which? {#code}\n\n```python\nx = 1\ny = 2\n```\n"
    ours = _fields(source)[1]
    section, left = take_over(source, ours, Html(theirs), _render(1))
    assert section == source.replace("x = 1\ny = 2\n", code)
    assert left == ()
    assert _published(section, ours, Html(theirs)) == _fields(section)[1]


def test_no_half_of_what_was_typed_into_code_is_taken_over() -> None:
    source = "## Why? {#why}\n\n```python\nx = 1\n```\n"
    ours = _fields(source)[1]
    theirs = ours.replace('<span class="n">x', '<span class="n"># &lt;b&gt; {{c1::x}} x')
    theirs = Html(theirs.replace("</code></pre>", "</code></pre><pre><code>w = 4</code></pre>"))
    section, left = take_over(source, ours, theirs, _render(1))
    assert section == source.replace("x = 1\n", "x = 1\nw = 4\n")
    assert "# <b> {{c1::x}}" in left[0].added


def test_what_the_author_has_changed_since_is_left_to_the_author() -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace("This note has two cards", "This note has 2 cards"))
    now = SECTION.replace("This note has two cards", "It makes a pair of cards")
    section, left = take_over(now, ours, theirs, _render(1))
    assert section == now
    assert [(words.removed, words.added) for words in left] == [("two", "2")]


ADDED = {
    "a picture": ('two cards <img src="a.png">', " [picture a.png]", '<img src="a.png">'),
    "a recording": ("two cards [sound:rec-1.mp3]", " [sound:rec-1.mp3]", "[sound:rec-1.mp3]"),
    "a player": ('two cards <audio src="a.mp3"></audio>', " [audio a.mp3]", '<audio src="a.mp3">'),
    "LaTeX": ("two cards [latex]a[/latex]", " [latex]a[/latex]", "[latex]\n[/latex]"),
    "a power": ("two<sup>2</sup> cards", "^2", "<sup>2"),
    "code": ("two cards <code>too</code>", " `too`", "<code>too"),
    "a cloze": ("{{c1::two}} cards", "{{c1::", ""),
    "a list": ("two cards<ul><li>one</li></ul>", "\n• one\n", "<ul>\n<li>one"),
    "a rule": ("two cards<hr>more", "\n———\nmore", "<hr>"),
    "a table": ("two cards<table><tr><td>a</td></tr></table>", "\n| a |\n", "<table>\n<tr>\n<td>a"),
    "a quotation": ("two cards<blockquote>said</blockquote>", "", "<blockquote>said"),
    "bold": ("<b>two</b> cards", "", "<strong>two"),
    "a bold word": ("<b>three</b> cards", "", "<strong>three"),
    "a colour": ('<span style="color: red">two</span> cards', "", '<span style="color: red">two'),
    "a coloured word": ('<font color="#ff0000">three</font> cards', "", '<font color="#ff0000">three'),
    "a link": ('<a href="https://example.org">two</a> cards', "", '<a href="https://example.org">two'),
}
"""In place of `two cards`: the words that are left to the author, and the formatting."""


@pytest.mark.parametrize(("becomes", "words", "formatting"), ADDED.values(), ids=ADDED.keys())
def test_what_a_learner_adds_besides_words_is_left_to_the_author_and_stays(
    becomes: str, words: str, formatting: str
) -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace("two cards", becomes))
    section, left = take_over(SECTION, ours, theirs, _render(1))
    added = [one.added.strip() for one in left]
    assert not words or any(words.strip() in one for one in added)
    assert not formatting or added[-1] == formatting
    assert _published(section, ours, theirs) == theirs


def test_what_was_taken_over_is_not_left_to_the_author_again() -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace("two cards.", "two cards. Each <i>shows</i> one."))
    section, left = take_over(SECTION, ours, theirs, _render(1))
    assert "two cards. Each shows one." in section
    assert left == (WordsChanged("", "", "<em>shows"),)
    assert take_over(section, ours, theirs, _render(1)) == (section, left)


def test_words_in_the_attributes_of_a_question_are_not_those_of_its_card() -> None:
    source = "## Which built-in? {#enumerate .enumerate kind=typed}\n\nenumerate\n"
    ours = _fields(source)[1]
    section, left = take_over(source, ours, Html(ours.replace("enumerate", "enumerate()")), _render(1))
    assert (section, left) == (source.replace("\nenumerate\n", "\nenumerate()\n"), ())


def test_formatting_that_the_author_takes_over_by_hand_is_taken_over() -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace("two cards", '<b>three</b> cards <img src="gate.png">'))
    section = SECTION.replace("two cards", "**three** cards ![](gate.png)")
    fields = _fields(section, {MediaReference("source/p.md", "gate.png"): Media("gate.png", b"")})
    assert _published_fields(fields[1], ours, theirs) == fields[1]


def _published(section: str, ours: Html, theirs: Html) -> Html:
    """What a learner's answer is when this section has been published over it."""
    return _published_fields(_fields(section)[1], ours, theirs)


def _published_fields(now: Html, ours: Html, theirs: Html) -> Html:
    before, after = (packed(_with_answer(field)) for field in (ours, now))
    held = with_field(hold(before), "a", 1, theirs)
    delivery = plan_delivery("p", after, held, known_from(before), retired=(), take_ours=())
    return delivery.expected.get(Guid("guid-a"), held.notes[Guid("guid-a")].note.fields)[1]


def _with_answer(field: Html) -> Note:
    plain = note("a")
    return changed(plain, MONDAY, fields=(plain.fields[0], field, *plain.fields[2:]))


def _lines(field: Html) -> list[list[str]]:
    """What a card shows, line by line and word by word; empty lines do not count."""
    return [words for line in read_lines(field).split("\n") if (words := line.split())]


@dataclass(frozen=True)
class _Asked:
    """A question of the shipped deck: its lines, and the fields of its note."""

    section: str
    fields: tuple[Html, ...]


@cache
def _shipped() -> tuple[_Asked, ...]:
    return tuple(_read_shipped())


def _read_shipped() -> Iterator[_Asked]:
    for path in sorted((ROOT / "source/llm-interview").glob("*.md")):
        document, _ = parse("llm-interview", f"source/{path.name}", path.read_bytes())
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        begins = [question.location.line for question in document.questions]
        for begin, end, question in zip(
            begins, (*begins[1:], len(lines) + 1), document.questions, strict=True
        ):
            section = "".join(lines[begin - 1 : end - 1])
            yield _Asked(section, render_question(question, document, {}).fields)


_WORD = re.compile(r"(?<=>)([^<>&]*?)([A-Za-z]{4,}|[\u4e00-\u9fff]{2,4})(?=[^<>]*<)")


@given(st.data())
def test_a_word_changed_on_any_card_of_the_deck_is_changed_in_its_source_or_left(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(_shipped()))
    ours = data.draw(st.sampled_from([field for field in asked.fields[:3] if field]))
    words = list(_WORD.finditer(ours))
    assume(words)
    word = data.draw(st.sampled_from(words))
    new = data.draw(st.sampled_from(["", "Zweig", "换成别的词", "word, with signs *_`#$"]))
    theirs = Html(ours[: word.start(2)] + new + ours[word.end(2) :])
    number = asked.fields.index(ours)
    section, left = take_over(asked.section, ours, theirs, _render(number))
    if left:
        return
    assert _lines(_fields(section)[number]) == _lines(theirs)


@given(st.data())
def test_no_formatting_that_a_learner_adds_to_a_card_of_the_deck_is_lost(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(_shipped()))
    ours = asked.fields[1]
    words = [word for word in _WORD.finditer(ours) if "<pre" not in ours[: word.start()]]
    assume(words)
    word = data.draw(st.sampled_from(words))
    becomes, _, _ = data.draw(st.sampled_from(list(ADDED.values())))
    theirs = Html(ours[: word.start(2)] + becomes + ours[word.end(2) :])
    section, left = take_over(asked.section, ours, theirs, _render(1))
    assert left
    assert _published(section, ours, theirs) == theirs

"""What a learner changed on a card is changed in the Markdown of the question, and nowhere else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen.publish.take_over import WordsChanged, take_over
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.syntax.html_lines import read_lines
from deckgen.values.text import Html
from tests.support import ROOT

SECTION = """\
## Euler's **identity** {#euler .math}

Double *braces* make a cloze. This note has two cards. `x = 1` is code.

```python
def f(a):
    return a + 1
```

The end，说明张量的形状。
"""


def _read(number: int) -> Callable[[str], str]:
    return lambda section: read_lines(_fields(section)[number])


def _fields(source: str) -> tuple[Html, ...]:
    document, _ = parse("p", "source/p.md", source.encode())
    return render_question(document.questions[0], document, {}).fields


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
    section, left = take_over(SECTION, ours, theirs, _read(1))
    assert left == ()
    assert line in section
    assert read_lines(_fields(section)[1]) == read_lines(theirs)


def test_words_that_are_there_twice_are_left_to_the_author() -> None:
    source = "## Why? {#why}\n\n- the same\n- the same\n"
    ours = _fields(source)[1]
    theirs = Html(ours.replace("the same", "another", 1))
    section, left = take_over(source, ours, theirs, _read(1))
    assert section == source
    assert left == (WordsChanged("• ", "the same", "another"),)


def test_what_the_author_has_changed_since_is_left_to_the_author() -> None:
    ours = _fields(SECTION)[1]
    theirs = Html(ours.replace("This note has two cards", "This note has 2 cards"))
    now = SECTION.replace("This note has two cards", "It makes a pair of cards")
    section, left = take_over(now, ours, theirs, _read(1))
    assert section == now
    assert [(words.removed, words.added) for words in left] == [("two", "2")]


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
    section, left = take_over(asked.section, ours, theirs, _read(number))
    if left:
        return
    assert _lines(_fields(section)[number]) == _lines(theirs)

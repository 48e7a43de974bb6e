"""What must hold for the keys of every source."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from deckgen.values.document import Document
from deckgen.values.problem import has_error
from tests.support.questions import distinct

ENDS = st.sampled_from(
    ["", " ##", "  ", "\t", " #  ", "\u00a0", " {.tag}", " { .tag }  ##", " {#mine}", " {}"]
)
WORDS = st.one_of(
    st.sampled_from(
        ["C++", "C#", "{{c1::x}}", "`{.x}`", "｛", "｝", "{", "}", "\\", "问题？", "#", "`", "{1, 2}", "$x$"]
    ),
    st.text(max_size=4),
)
HEADINGS = st.builds(
    lambda words, end: f"## {' '.join(words)}{end}", st.lists(WORDS, min_size=1, max_size=4), ENDS
)
BODIES = st.sampled_from(
    [
        "Text",
        "```\n## code\n```",
        "a\n\n---\n\nb",
        "> [!HINT]\n> hint\n\nText",
        "### Deep {.x}",
        "{{c1::x}}",
        "",
    ]
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
QUESTIONS = st.builds(
    lambda heading, body, end: f"{heading}\n\n{body}\n\n".replace("\n", end), HEADINGS, BODIES, BREAKS
)
SOURCES = st.builds(
    lambda start, questions: start + "".join(questions),
    st.sampled_from(["", "\ufeff", "---\ntags: [a]\n---\n", "# Title\n\n"]),
    st.lists(QUESTIONS, min_size=1, max_size=6),
)


def _add_keys(content: bytes) -> tuple[bytes, Document]:
    """The source with its missing keys, and the document it was with these keys."""
    document, _ = parse("p", "source/p.md", content)
    found = distinct(content)
    questions = tuple(
        replace(question, key=key) for question, (_, key, _) in zip(document.questions, found, strict=True)
    )
    missing = {line: key for line, key, is_written in found if not is_written}
    return write_keys(content, missing), replace(document, questions=questions)


def _has_form(content: bytes) -> bool:
    return not has_error(parse("p", "source/p.md", content)[1])


@given(SOURCES)
def test_the_questions_stay_the_same_but_for_their_written_keys(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    if not _has_form(content):
        return
    written, document = _add_keys(content)
    after, problems = parse("p", "source/p.md", written)
    assert not has_error(problems)
    questions = tuple(replace(question, key_is_written=True) for question in document.questions)
    assert after == replace(document, questions=questions)


@given(SOURCES)
def test_twice_is_the_same_as_once(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    if _has_form(content):
        once, _ = _add_keys(content)
        assert _add_keys(once)[0] == once


@given(SOURCES)
def test_taking_the_keys_out_gives_every_byte_back(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    if not _has_form(content):
        return
    written, document = _add_keys(content)
    for question in document.questions:
        if not question.key_is_written:
            key = f"#{question.key}".encode()
            found = next(form for form in (b" {" + key + b"}", key + b" ") if form in written)
            written = written.replace(found, b"", 1)
    assert written == content


@given(SOURCES)
def test_no_two_questions_share_a_made_key(text: str) -> None:
    found = distinct(text.encode("utf-8", "surrogatepass"), times=2)
    count = Counter(key for _, key, _ in found)
    assert all(is_written or count[key] == 1 for _, key, is_written in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"## Q\r\n\r\nA", b"## Q {#q}\r\n\r\nA"),
        (b"## Q\rA\n", b"## Q {#q}\rA\n"),
        (b"\xef\xbb\xbf## Q  \nA  \n\n", b"\xef\xbb\xbf## Q {#q}  \nA  \n\n"),
        (b"A\r\nB\r\r\n## Q\t##\t\nA", b"A\r\nB\r\r\n## Q {#q}\t##\t\nA"),
    ],
)
def test_line_ends_blanks_and_byte_order_marks_stay(before: bytes, after: bytes) -> None:
    assert _add_keys(before)[0] == after


def test_a_namesake_above_takes_no_key_from_a_question() -> None:
    alone, above = (
        [key for _, key, _ in distinct(text.encode())]
        for text in ("## C++\n\na\n\n## C\n\nb", "## C#\n\nc\n\n## C++\n\na\n\n## C\n\nb")
    )
    assert above[1:] == alone

"""Mending a source changes what has a problem and nothing else, and says what it leaves."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.compilation.read_document import read_document
from deckgen.fix.edits import Edit, Rewrite, apply_edits, without_overlaps
from deckgen.fix.front_matter import mend_yaml
from deckgen.fix.mend import NOT_SAFE, mend
from deckgen.fix.reading import source_reader
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.values.codes import Code
from deckgen.values.note import MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, problems_at
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile
from tests.support import CASES, ROOT

SHIPPED = sorted((ROOT / "source").rglob("*.md"))
READ = sorted([*(CASES / "parse").glob("*/*.md"), *(CASES / "render").glob("*/*.md")])


def no_media(reference: MediaReference) -> MediaFault:
    return MediaFault(Code.PICTURE_MISSING, f"there is no {reference.target}")


def read_outline(file: SourceFile) -> DocumentOutline:
    return read_document(file, no_media).outline


def source(content: bytes) -> SourceFile:
    return SourceFile("case", "source/case.md", content)


def mended(text: str) -> str:
    return mend(source(text.encode()), source_reader(read_outline, style=True)).file.content.decode()


def notes(content: bytes) -> dict[int, tuple[str, ...]]:
    """The fields of each question by its line, also in a file with an error."""
    document, _ = parse("case", "source/case.md", content)
    return {one.location.line: render_question(one, document, {}).fields for one in document.questions}


def sound_notes(content: bytes) -> list[tuple[str, ...]]:
    """The notes of the questions that have no problem."""
    outline = read_outline(source(content))
    problems = [problem.location.line for problem in outline.problems]
    for part, place in outline.placed():
        problems += (one.location.line for one in problems_at(place, (*part.problems, *part.advice)))
    starts = outline.starts[1:]
    ends = [*starts[1:], len(content)]
    rendered = notes(content)
    return [
        rendered[start]
        for start, end in zip(starts, ends, strict=False)
        if not set(problems) & set(range(start, end))
    ]


def test_the_form_of_a_file_is_kept() -> None:
    text = codecs.BOM_UTF8 + "﹏\r\n\r\n##One {#one}\r\n\rTwo\n\n> [!HINT]x  \r\n\n###Three".encode()
    expected = (
        codecs.BOM_UTF8 + "﹏\r\n\r\n## One {#one}\r\n\rTwo\n\n> [!HINT]\r\n> x  \r\n\n### Three".encode()
    )
    assert mend(source(text), source_reader(read_outline)).file.content == expected


@given(st.data())
def test_an_edit_changes_only_its_characters(data: st.DataObject) -> None:
    ends = data.draw(st.sampled_from([("\r",), ("\n", "\r\n")]))
    text = "".join(data.draw(st.lists(st.sampled_from(["a", *ends]), max_size=9)))
    seen = text.replace("\r\n", "\n").replace("\r", "\n")
    start = data.draw(st.integers(0, len(seen)))
    end = data.draw(st.integers(start, len(seen)))
    changed = apply_edits(text.encode(), [Edit(start, end, "x\n")]).decode()
    assert changed.replace("\r\n", "\n").replace("\r", "\n") == f"{seen[:start]}x\n{seen[end:]}"
    assert apply_edits(text.encode(), []) == text.encode()


def test_of_two_rewrites_of_one_place_the_second_waits() -> None:
    problem = Problem(Location("source/case.md", 1), Code.CLOZE_MISSPELT, "m")
    first, second = Rewrite(problem, (Edit(0, 3, "x"),)), Rewrite(problem, (Edit(2, 4, "y"),))
    beside, none = Rewrite(problem, (Edit(3, 3, "z"),)), Rewrite(problem, ())
    assert without_overlaps([second, beside, none, first, first]) == [none, first, beside]


def test_a_rewrite_that_changes_another_question_is_not_made_and_is_named() -> None:
    # With the fence closed early, the second question would be code.
    text = "## One {#one}\n\n\u200b```\nx\n\n## Two {#two}\n\ny\n"
    found = mend(source(text.encode()), source_reader(read_outline))
    assert found.file.content.decode() == text
    [left] = found.left
    assert (left.code, left.location.line, left.message) == (Code.INVISIBLE_CHARACTER, 3, NOT_SAFE)


def test_the_rewrites_that_are_safe_are_made_beside_one_that_is_not() -> None:
    text = "##One {#one}\n\n\u200b```\nx\n\n## Two {#two}\n\n[a](b c)\n"
    assert mended(text) == "## One {#one}\n\n\u200b```\nx\n\n## Two {#two}\n\n[a](<b c>)\n"


def test_a_source_with_conflict_marks_is_left_alone() -> None:
    text = "##One {#one}\n\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n"
    assert mended(text) == text


def test_an_allowed_warning_is_left_alone() -> None:
    text = "## 什么是GPU{#gpu}\n\n<!-- allow: style-spacing as its maker writes it -->\n\n它是GPU。\n"
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "## One {#one}\n\nIs it so?\n---\nYes.\n",
        "# T\n\n## One {#one}\n\nTwo\n===\n",
        "## One {#one} two {#two}\n\nx\n",
        "## One {#one}\n\ngradient\x02based \x07\n",  # it may have been a hyphen
        "## One {#one}\n\n[a](b c > d)\n\n[a]( b (c) d)\n",
        "## One {#one}\n\n> [!MAYBE] x\n",
        "---\ntags: a b\n---\n\n## One {#one}\n\nx\n",
        "---\nDeck: a\ndeck: b\n---\n\n## One {#one}\n\nx\n",
        "---\nlayout: post\n---\n\n## One {#one}\n\nx\n",
    ],
)
def test_what_has_more_than_one_meaning_is_left(text: str) -> None:
    assert mended(text) == text


def test_front_matter_in_toml_becomes_yaml_and_nothing_is_dropped() -> None:
    toml = '+++\ntitle = "Sums"\ntags = ["maths", "a b"]\ndeck = "A: b"\n\n[extra]\nsource = "x"\n+++\n# T\n'
    reading = source_reader(read_outline)(source(toml.encode()))
    changed = apply_edits(toml.encode(), mend_yaml(reading, 1)).decode()
    assert changed == (
        '---\n# title = "Sums"\ntags: [maths, a b]\ndeck: "A: b"\n\n# [extra]\n# source = "x"\n---\n# T\n'
    )


@pytest.mark.parametrize("path", READ, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_case_keeps_what_was_right(path: object) -> None:
    assert hasattr(path, "read_bytes")
    content = path.read_bytes()
    after = mend(source(content), source_reader(read_outline)).file.content
    kept = list(notes(after).values())
    assert [body for body in sound_notes(content) if body not in kept] == []
    assert mend(source(after), source_reader(read_outline)).file.content == after


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_nothing_changes_in_the_shipped_deck(path: object) -> None:
    assert hasattr(path, "read_bytes")
    content = path.read_bytes()
    assert mend(source(content), source_reader(read_outline)).file.content == content


_RIGHT = [
    "plain text",
    "`code`",
    "$x$",
    "- item",
    "> quote",
    "```",
    "|a|b|",
    "|-|-|",
    "[^1]",
    "[^1]: note",
    "---",
]
_WRONG = [
    *(
        "##Glued",
        "＃＃ Wide {#wide}",
        "## List ｛#list｝",
        "## A {#a} b",
        "Under",
        "-----",
        "====",
        "{{C1：x}}",
    ),
    *(
        "[a](b c)",
        "> [!NOTE]x",
        "\u200b```",
        "-\u00a0x",
        "\u3000## Q",
        "a\x07b",
        "[[a|b]]",
        "[latex]x[/latex]",
    ),
    *(
        "<!--",
        "-->",
        "<details>",
        "<<<<<<< x",
        "$$",
        "你好GPU,世界",
        "[a]: b c",
        "tags: a, b",
        "Q: what",
        "**Q:** x",
        "A: that",
        "C: a [gap]",
        "x :: y",
        "%%hidden%%",
        "[TOC]",
        "\\begin{align}a\\end{align}",
        "| a | b |",
        "x ^id",
        "[sound:a b.mp3]",
        "```python {answer}",
    ),
]
_LINES = st.one_of(
    st.just(""),
    st.sampled_from(_RIGHT),
    st.sampled_from(_WRONG),
    st.integers(0, 9).map("## Q{0} {{#q{0}}}".format),
)
_FRONT = st.sampled_from(["", "---\ntags: a, b\n---\n", "---\nDeck：x\n---\n"])


_SOURCES = st.builds(
    lambda front, lines: (front + "\n".join(lines)).encode(), _FRONT, st.lists(_LINES, max_size=14)
)


@given(_SOURCES, st.booleans())
def test_twice_is_once(content: bytes, style: bool) -> None:
    read = source_reader(read_outline, style=style)
    once = mend(source(content), read).file.content
    assert mend(source(once), read).file.content == once


@given(_SOURCES)
def test_a_card_without_a_problem_stays(content: bytes) -> None:
    kept = list(notes(mend(source(content), source_reader(read_outline)).file.content).values())
    assert [body for body in sound_notes(content) if body not in kept] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tags: [math，sums、one]", "tags: [math, sums, one]"),
        ("tags: math，sums", "tags: [math, sums]"),
        ('tags: ["a，b"]', 'tags: ["a，b"]'),
        ("tags:\n\t- a\n\t- b", "tags:\n  - a\n  - b"),
    ],
)
def test_a_front_matter_is_mended(written: str, expected: str) -> None:
    body = "---\n\n## What is one and one? {#sum}\n\nTwo.\n"
    assert mended(f"---\n{written}\n{body}") == f"---\n{expected}\n{body}"


@pytest.mark.parametrize(
    "written",
    [
        "title: T\ndeck: A\ntags: [b, c]\n---",
        "---\ndeck: A\ntags: [b, c]",
        "\n—-\ndeck: A\ntags: [b, c]\n***",
        "Deck: A\nTags: b, c",
        "deck:: A\ntags:: [[b]], #c",
        "```yaml\ndeck: A\ntags: [b, c]\n```",
        "<!--\n---\ndeck: A\ntags: [b, c]\n---\n-->",
    ],
)
def test_a_front_matter_gets_its_fences(written: str) -> None:
    title = "title: T\n" if "title" in written else ""
    body = "\n## What is one and one? {#sum}\n\nTwo.\n"
    assert mended(f"{written}\n{body}") == f"---\n{title}deck: A\ntags: [b, c]\n---\n{body}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# T\n\n- What?\n    \n    This.\n    \n- Why?\n\n    So.\n",
            "# T\n\n## What?\n\nThis.\n\n## Why?\n\nSo.\n",
        ),
        ("- What?\n  - This.\n- So\n  - That.\n", None),
        ("- What?\n\n  a\n\n  ---\n\n  b\n", None),
        ("So:\n\n- What?\n  - This.\n", None),
    ],
)
def test_points_become_questions_if_all_of_them_ask(text: str, expected: str | None) -> None:
    assert mended(text) == (text if expected is None else expected)

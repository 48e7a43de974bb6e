"""What must hold for every text, and what a case folder cannot show."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.sources.parse import parse
from deckgen.syntax.attributes import parse_attributes

LINES = st.sampled_from(
    [
        *("# Title", "## Question", "## Q {#key .tag}", "### Deep", "#### Deeper", "Text", "", "---"),
        *(
            "***",
            "```",
            "~~~~",
            "```python",
            "    ## code",
            "- item",
            "  - nested",
            "> [!HINT]",
            "> quote",
            "$$",
        ),
        *("{{c1::cloze}}", "{{c::}}", "<!-- comment", "-->", "<details>", "| a |", "|---|", "[^1]: n"),
        *("deck: name", "cards: 3", "tags: [a, b]", "\t", "\u00a0", "\ufeff", "\u200b##", "##x", "==="),
    ]
)
SOURCES = st.one_of(st.text(), st.lists(LINES).map("\n".join), st.lists(LINES).map("\r\n".join))


@given(SOURCES)
def test_parsing_never_raises_and_every_location_is_in_the_file(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    document, problems = parse("p", "source/p.md", content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in problems:
        assert 1 <= problem.location.line <= lines
        assert problem.message
        assert "\n" not in problem.message
    for question in document.questions:
        for passage in (question.heading, question.prompt, question.answer, question.hint):
            assert not passage.text or 1 <= passage.line <= lines


@given(st.binary())
def test_parsing_never_raises_on_bytes(content: bytes) -> None:
    parse("p", "source/p.md", content)


@given(SOURCES)
def test_every_line_of_a_passage_is_its_line_in_the_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    document, _ = parse("p", "source/p.md", text.encode("utf-8", "surrogatepass"))
    for question in document.questions:
        for passage in (question.prompt, question.answer):
            for number, line in enumerate(passage.text.split("\n") if passage.text else []):
                assert line.rstrip() in ("", lines[passage.line - 1 + number].rstrip())


@given(st.text())
def test_attributes_never_raise(heading: str) -> None:
    parse_attributes(heading)


def test_line_ends_do_not_matter() -> None:
    text = "---\ntags: [a]\n---\n# T\n\n## Q {#q}\n\nanswer\n\n```\n## code\n```\n"
    unix = parse("p", "source/p.md", text.encode())
    assert parse("p", "source/p.md", text.replace("\n", "\r\n").encode()) == unix
    assert parse("p", "source/p.md", text.replace("\n", "\r").encode()) == unix
    assert parse("p", "source/p.md", b"\xef\xbb\xbf" + text.encode()) == unix


def test_an_escape_in_yaml_cannot_bring_in_what_no_note_can_hold() -> None:
    content = b'---\nsource: "\\uFDD6evil.mp3\\uFDD7"\ntags: [ok, "\\ud800"]\n---\n\n## Q {#q}\n\nA\n'
    document, problems = parse("p", "source/p.md", content)
    assert [(problem.location.line, problem.code) for problem in problems] == [
        (2, "control-character"),
        (3, "control-character"),
    ]
    assert document.questions[0].source == "\ufffdevil.mp3\ufffd"
    assert document.questions[0].tags == ("ok", "\ufffd")


def test_many_characters_that_no_note_can_hold_are_found_quickly() -> None:
    begun = time.perf_counter()
    document, problems = parse("p", "source/p.md", b"## Q {#q}\n\n" + b"\x00" * 2_000_000)
    assert len(problems) == 2
    assert set(document.questions[0].answer.text) == {"\ufffd"}
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## Q\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n\nThree\n---\n",
            [
                (3, "keep one version, and delete the other one and the marks in lines 3, 5 and 7"),
                (10, "leave a blank line above it"),
            ],
        ),
        (
            "---\ndeck: a\n---\n<<<<<<< HEAD\n\n## Q {#q}\n\na\n=======\n\n## Q {#q}\n\n~~~b\n>>>>>>> x\n",
            [(4, "lines 4 to 14 are")],
        ),
        ("```markdown\n---\ndeck: a\n---\n## Q\n\na\n```\n", [(1, "delete lines 1 and 8")]),
        ("\n```md\n# T\n\n## Q\n\n```py\na\n```\n```\n", [(2, "delete lines 2 and 10")]),
        ("```\n## Q\n\na\n```\n", [(1, "the whole file is within a fence")]),
        ("Sure:\n\n```markdown\n## Q\n\na\n```\nBye.\n", [(3, "delete lines 1 to 3 and 7 to 8, and keep")]),
        ("Sure:\n\n---\ndeck: A\n---\n\n## Q\n\na\n", [(1, "delete lines 1 to 2, or move")]),
        ("<!-- mine -->\n---\ndeck: A\n---\n\n## Q\n\na\n", [(1, "delete line 1, or move")]),
        ("A text\n\n---\nNote: a\n\nb\n\n---\n\n## Q\n\na\n", []),
        ("title: T\ndeck: A\n---\n\n## Q\n\na\n", [(1, "write one above this line")]),
        ("\nDeck: A\n\n## Q\n\na\n", [(2, "move them there")]),
        ("deck: A\n***\n\n## Q\n\na\n", [(1, "above this line and one in place of line 2")]),
        ("—-\ndeck: A\n\n## Q\n\na\n", [(1, "here and below line 2")]),
        ("---\ndeck: A\n\nA text.\n\n## Q\n\na\n", [(1, "write a line `---` below line 2")]),
        ("tags:: [[b]], #c\n\n## Q\n\na\n", [(1, "write there `tags: [b, c]`")]),
        ("```yaml\ndeck: A\n```\n\n## Q\n\na\n", [(1, "write `---` in place of lines 1 and 3")]),
        (
            "<!--\n---\ndeck: A\n---\n-->\n\n## Q\n\na\n",
            [(1, "a comment, so it sets nothing; delete lines 1")],
        ),
        ("<!-- deck: A -->\n\n## Q\n\na\n", [(1, "a comment sets nothing; write its setting")]),
        ("```sh\n## Q\n```\n", [(1, "the file has no question")]),
        ("---\ndeck: a\n—-\n\n## Q {#q}\n\na\n", [(3, "`—-` does not end the front matter; write `---`")]),
        (
            "---\ndeck: a\n——\n\n## Q\n\na\n\n---\n\nb\n",
            [(3, "`——` does not end the front matter; write `---`")],
        ),
        ("---\ndeck: a\n\n# T\n\n## Q\n\na\n\n---\n\nb\n", [(1, "write a line `---` below line 2")]),
        ("—-\ndeck: a\n—-\n\n## Q\n\na\n", [(1, "write `---`, three hyphens, here and in line 3")]),
        (" ---\ndeck: a\n---\n\n## Q\n\na\n", [(1, "spaces before `---`")]),
        ("\n---\ndeck: a\n---\n\n## Q\n\na\n", [(2, "delete the blank lines above it")]),
        (
            "deck: a\ntags: [b]\n\n## Q\n\na\n",
            [(1, "write one above this line and one below line 2")],
        ),
        ("# T\ndeck: a\n\n## Q\n\na\n", [(2, "move them there")]),
        ("# T\n\n---\n\nBy: me\n\n## Q\n\na\n", []),
        ("# T\n\nsource: a page\n\n## Q\n\na\n", []),
        ("## Q\n\nTwo\n>>>>>>> laptop\n", [(4, "this line is a mark")]),
        ("## Q\n\n- a\n>>>>>>>\n=======\n", []),
        ("## Q\n\n<<<<<<<\na\n|||||||\nb\n=======\nc\n>>>>>>>\n", [(3, "lines 3 to 9 are")]),
        ("## Q\n\na\n\n##\u00a0R\n\nb\n", [(5, "write a space in its place")]),
        ("## Q\n\na\n---\nb\n", [(4, "leave a blank line above it, or write `## …` if it is one")]),
        ("## Q\n\na\n===\nb\n", [(4, "write `# …` if it is one, or delete this line")]),
        (
            "## Q\n\n```markdown\na\n\n```python\nb\n```\n\nc\n```\n\nd\n",
            [(3, "write ```` in place of ``` in lines 3 and 11")],
        ),
        (
            "## Q\n\n```a\n```b\n```\n\n```python\nc\n",
            [(3, "another fence begins"), (7, "the fence is not closed")],
        ),
        (
            "## Q\n\n```markdown\na\n\n```\nb\n```\n\nc\n```\n",
            [
                (
                    3,
                    "ends in line 6, where another one seems to begin within it; both open",
                )
            ],
        ),
        ("## Q\n\n```markdown\na\n```\n\nb\n\n```\nc\n```\n", []),
        (
            "## Q\n\n```c\na\n~~~\n\nb\n\n## R\n\n```c\nd\n```\n",
            [(5, "this ~~~ does not close the fence of line 3; write ``` here")],
        ),
        ("## Q\n\n~~~c\na\n```\n\n## R\n\n~~~\nd\n~~~\n", [(5, "this ``` does not close the fence of")]),
        ("## Q\n\n~~~md\n```\na\n```\n\n## R\n~~~\n", []),
        (
            "## Q\n\n````c\na\n```\n\nb\n",
            [(5, "this ``` does not close the fence of line 3; write ````")],
        ),
        ("## Q\n\n```c\na\n``\n\nb\n", [(5, "this `` does not close the fence")]),
        ("## Q\n\n```c\na\n``` so it is\n\nb\n", [(5, "this line has text after its mark")]),
        ("## Q\n\nSo: ```c\na\n```\n\nb\n", [(3, "write ```c on a line of its own below it")]),
        (
            "## Q\n\n1. a\n   ```c\n   b\n```\n2. c\n",
            [(6, "this ``` is not in the list item of the fence")],
        ),
        ("```markdown\n# T\n\n## Q\n\na\n```\n", [(1, "delete lines 1 and 7")]),
        ("Here it is:\n\n```markdown\n# T\n\n## Q\n\na\n```\n", [(3, "delete lines 1 to 3 and 9")]),
        ("## Q\n\na\n\n---\n\n## R\n\nb\n", [(5, "delete it if the answer is above it")]),
        ("## Q\n\na\n\n---\n\n[3]: 2.5\n", [(7, "delete `[3]:`")]),
        (
            "## Part 1\n\n### 1. What is it?\n\na\n\n## Part 2\n\n### 什么是 it\n\na\n",
            [(1, '`# Part 1 {.part-1}`, or state `question = "###"`'), (7, "write `##` for `###`")],
        ),
        (
            "## What?\n\na\n\n## Part 2\n\n### How is it?\n\na\n",
            [(5, "this heading as `# Part 2 {.part-2}`")],
        ),
        ("## It\n\n### Parts\n\na\n\n## R\n\na\n\n### Why?\n\nb\n", []),
        (
            "# T\n\n- What is it?\n\n    This.\n\n- Why?\n\n    So.\n",
            [(3, "write `## What is it?` in place of")],
        ),
        (r"## Q?\n\nA" + "\n", [(1, r"press Enter in place of each `\n`")]),
        ("## Q {kind=typed}\n\n- a\n- b\n", [(3, "write the text to type in one line")]),
        ("## Q\n\n## Answer\n\na\n", [(3, "or delete the line; the question in line 1 has no answer")]),
        ("## Q\n\na\n\n## 小结\n\nb\n", [(5, "`## 小结` begins a question of its own; if it belongs")]),
        ("## 小结\n\na\n\n## 第一步 {#one}\n\nb\n", []),
        (
            "## Q?\n\na\n\n## 1. Build\n\nb\n\n## 2. Copy\n\nc\n\n## R?\n\nd\n",
            [(5, "`## 1. Build` begins"), (9, "`## 2. Copy` begins")],
        ),
        ("## Q?\n\na\n\n## 1. Build\n\nb\n\n## 2. Copy\n\nc\n", []),
        (
            "## Q\n\na\n\n" + "## Notes\n\nb\n\n" * 4,
            [(5, "write `### …`; so do 3 others (lines 9, 13, 17)")],
        ),
        (
            "## Q\n\n# load\nx = load()\n# train\nx.fit()\n\n## R\n\na\n",
            [
                (
                    3,
                    "its comment `# load` is read as a heading; write a line ``` above line 3, ",
                )
            ],
        ),
        (
            "## Q\n\npython\n复制代码\n# load\nfor x in y:\n    z(x)\n\n# print\nprint(z)\n",
            [(5, "write a line ```python in place of lines 3 and 4, and a line ``` below line 10")],
        ),
        (
            "## Q\n\nx = 1\n## add\nx += 1\n",
            [(3, "write a line ``` above line 3, and a line ``` below line 5")],
        ),
        ("## Q\n\na\n\n## R\ny = 1\n", []),
        ("## Q\n\na\n\n## R\nprint is a function.\n\n## S\ngit is a program.\n", []),
        ("---\ntags: #a #b\n---\n\n## Q\n\na\n", [(2, "write `tags: [a, b]`")]),
        ("---\ntags: [ #a, #b]\n---\n\n## Q\n\na\n", [(2, "write `tags: [a, b]`")]),
        ("---\ntags: [a, #b]\nsource: x\n---\n\n## Q\n\na\n", [(2, "write `tags: [a, b]`")]),
        ("---\ntags:\n- #a\n- b\n---\n\n## Q\n\na\n", [(3, "write `- a`")]),
        ("---\ntags: 【甲】\n---\n\n## Q\n\na\n", [(2, "write `[甲]`")]),
        ("---\ntags: [【甲】]\n---\n\n## Q\n\na\n", [(2, "write `甲`")]),
        ("---\ntags: a, b]\n---\n\n## Q\n\na\n", [(2, "write `tags: [a, b]`")]),
        ("---\ndeck: [A, B]\n---\n\n## Q\n\na\n", [(2, "write `deck: A::B`")]),
        ("---\ndeck:\n  A:\n    B:\n      - C\n---\n\n## Q\n\na\n", [(2, "write `deck: A::B::C`")]),
        ("---\ndeck: {A: B, C: D}\n---\n\n## Q\n\na\n", [(2, "as in `deck: A::B`")]),
        ("---\ndeck: &a {A: *a}\n---\n\n## Q\n\na\n", [(2, "as in `deck: A::B`")]),
        ("---\ndeck: @a\n---\n\n## Q\n\na\n", [(2, 'in quotes: `deck: "@a"`')]),
        ("---\ndeck: A\n  tags: [b]\n---\n\n## Q\n\na\n", [(3, "spaces before `tags:`")]),
        ("---\nsource: Book #3\n---\n\n## Q\n\na\n", [(2, 'write `source: "Book #3"`')]),
        ("---\ndeck: C# # a language\n---\n\n## Q\n\na\n", []),
        ("---\ntags: [甲，乙]\n---\n\n## Q\n\na\n", [(2, "as `，` is not an ASCII comma")]),
        ("---\nsource: A: B\n---\n\n## Q\n\na\n", [(2, 'write `source: "A: B"`')]),
        ("## Q\n\n> [!HINT]\n\na\n", [(3, "each line after `> `")]),
    ],
)
def test_a_message_names_the_cause_and_what_to_write(text: str, expected: list[tuple[int, str]]) -> None:
    _, problems = parse("p", "source/p.md", text.encode())
    assert [problem.location.line for problem in problems] == [line for line, _ in expected]
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.message


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a\n==1453== b", "4 write `{{c1::1453}}` in place of `==1453==`"),
        (
            "The ______ makes ATP.",
            "3 write `{{c1::…}}`, with the missing words in place of the `…`, in place of `______`",
        ),
        ("a", "1 write `{{c1::…}}` around what is to be recalled"),
    ],
)
def test_a_cloze_question_without_a_cloze_is_told_where_one_belongs(text: str, advice: str) -> None:
    _, (problem,) = parse("p", "a.md", f"## Q {{#q kind=cloze}}\n\n{text}\n".encode())
    assert f"{problem.location.line} {problem.message.split('; ')[1]}" == advice

"""Whether a passage holds a cloze."""

import pytest

from deckgen.syntax.clozes import has_cloze, is_cloze_fence
from tests.support.questions import read_passage


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::a}}",
        "- a\n  - `{{c1::b}}`",
        "$a {{c1::b}}$",
        "$$\n{{c1::a}}\n$$",
        "```math\n{{c1::a}}\n```",
        "| a |\n|---|\n| {{c1::b}} |",
        "```python cloze\n{{c1::a}}\n```",
        "{{c::a}}",
        "{{c1::a",
    ],
)
def test_has_a_cloze(text: str) -> None:
    assert has_cloze(read_passage(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{{a}}",
        "```\n{{c1::a}}\n```",
        "```cloze\n{{c1::a}}\n```",
        "    {{c1::a}}",
        r"\{{c1::a}}",
        "<!-- {{c1::a}} -->",
        "a $$ b",
    ],
)
def test_has_no_cloze(text: str) -> None:
    assert not has_cloze(read_passage(text))


@pytest.mark.parametrize(
    ("info", "expected"), [("python cloze", True), ("python  x cloze", True), ("cloze", False)]
)
def test_the_word_cloze_stands_after_the_language(info: str, expected: bool) -> None:
    assert is_cloze_fence(info) is expected

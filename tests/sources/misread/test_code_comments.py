"""Code without a fence is known by the lines around its comments."""

import pytest

from deckgen.sources.parse import parse
from deckgen.values.codes import Code


def codes(text: str) -> list[Code]:
    return [problem.code for problem in parse("p", "source/p.md", text.encode())[1]]


@pytest.mark.parametrize("above", ["source .venv/bin/activate", "rm -rf build", "ls src", "x = 1"])
def test_a_comment_between_two_lines_of_code_needs_a_fence(above: str) -> None:
    text = f"## How does one begin?\n\n{above}\n## then install it\npip install -r requirements.txt\n"
    assert codes(text) == [Code.CODE_WITHOUT_FENCE]


@pytest.mark.parametrize("line", ["source of the river", "cat and mouse", "find the answer", "test it"])
def test_prose_needs_no_fence(line: str) -> None:
    assert Code.CODE_WITHOUT_FENCE not in codes(f"## What is this\n\n{line}\n## What is that\n{line}\n")

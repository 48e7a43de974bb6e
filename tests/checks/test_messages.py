"""Each message names the right line, says what is wrong, and gives a remedy that works."""

from pathlib import Path
from typing import NamedTuple

import pytest

from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.problem import Problem
from tests.checks.test_media_content import PNG


class Mistake(NamedTuple):
    """A body with a mistake, what is reported of it, and the body after the remedy was followed."""

    wrong: str
    code: str
    line: int
    words: tuple[str, ...]
    right: str


HTML = (
    Mistake(
        "When a<b and c>d holds.",
        "html-not-allowed",
        5,
        ("`<b and c>` is read as an HTML tag", r"`\<b and c>`", "backticks"),
        r"When a\<b and c>d holds.",
    ),
    Mistake(
        "A list is\na List<String> here.",
        "html-not-allowed",
        6,
        ("`<String>` is read as", "whole expression in backticks"),
        "A list is\na `List<String>` here.",
    ),
    Mistake("A List<Object>.", "html-not-allowed", 5, ("`<Object>` is read as",), r"A List\<Object>."),
    Mistake("git clone <your repo>", "html-not-allowed", 5, (r"`\<your repo>`",), r"git clone \<your repo>"),
    Mistake("<div>\n<T>\n</div>", "html-not-allowed", 6, ("write `&lt;T>`",), "<div>\n&lt;T>\n</div>"),
    Mistake("<T> is it.", "html-not-allowed", 5, (r"`\<T>`",), r"\<T> is it."),
    Mistake("<font color=red>a</font>", "html-not-allowed", 5, ("delete it", "`**…**`"), "**a**"),
    Mistake(
        "<script>a</script>",
        "html-not-allowed",
        5,
        ("delete it, or put it in backticks",),
        "`<script>a</script>`",
    ),
    Mistake(
        "<p style='color:red' onclick='a()'>a",
        "html-not-allowed",
        5,
        ("the attributes `style`, `onclick` of `<p>`; delete them",),
        "<p>a",
    ),
    Mistake("if a<b>c", "html-unclosed", 5, ("`</b>`", r"write `\<b>`"), r"if a\<b>c"),
    Mistake(
        "It.\n\n<img src='images/a.png'>",
        "picture-without-text",
        7,
        ('`alt="…"`',),
        "It.\n\n<img src='images/a.png' alt='one dot'>",
    ),
)


@pytest.mark.parametrize("mistake", HTML, ids=lambda mistake: mistake.wrong)
def test_a_message_leads_to_a_source_without_the_problem(tmp_path: Path, mistake: Mistake) -> None:
    (problem,) = check(tmp_path, mistake.wrong)
    assert (problem.code, problem.location.line) == (mistake.code, mistake.line)
    assert [word for word in mistake.words if word not in problem.message] == []
    assert check(tmp_path, mistake.right) == ()


def check(root: Path, body: str) -> tuple[Problem, ...]:
    """The problems of a question with this body, which begins in line 5, beside some pictures."""
    images = root / "source/images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "a.png").write_bytes(PNG)
    (root / "source/p.md").write_text(f"# T\n\n## What is it? {{#k}}\n\n{body}\n", encoding="utf-8")
    return check_project(Project(root), ()).problems

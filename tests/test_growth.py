"""Work grows with the text and not with its square, or a limit is a problem; work is counted, not timed.

`benchmarks/growth.py` measures the time of many more constructs.
"""

import importlib
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rapidfuzz import process

from deckgen.checks.questions import near_duplicates
from deckgen.checks.questions.near_duplicates import MOST_SHARED, find_near_duplicates
from deckgen.compilation.read_document import read_document
from deckgen.errata.parse import parse_errata
from deckgen.fix.mend import mend
from deckgen.fix.reading import source_reader
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.syntax import places
from deckgen.syntax.html_tags import replace_comments
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.note import MediaFault
from deckgen.values.outline import DocumentOutline
from deckgen.values.source import SourceFile
from tests.support import ROOT, write_project

pytestmark = pytest.mark.thorough

QUESTION = "## Q {#q}\n\n"
MOST = 2.4
"""How much more work twice the text may be."""


def _problems(root: Path, text: str) -> dict[Code, str]:
    write_project(root, {"a.md": text})
    return {problem.code: problem.message for problem in check_project(Project(root), ()).problems}


def _steps(run: Callable[[], object]) -> int:
    """How many functions and parts of generators are entered, those of libraries and of C too."""
    count = 0

    def step(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        ("", "## Q\n\na\n\n"),
        ("", "##\n\n"),
        ("", "# S {{.a}}\n\na\n\n### R{n}\n\na\n\n"),
        ("", "## Q{n} {{#k{n}}}\n\n<!-- allow: answer-only-links a -->\n\na\n\n"),
        (QUESTION, "<div>\n\n"),
        (QUESTION + "<b>" * 100, "</i>"),
        (QUESTION + "a\n\n", "> [!HINT]\n> a\n\n"),
        (QUESTION, "a[^{n}]\n\n[^{n}]: b\n\n"),
        (QUESTION + "[^0]: b\n\n", "a[^0]\n\n"),
        ("", "## Q{n} {{#k{n}}}\n\na[^{n}]\n\n[^{n}]: b\n\n"),
        (QUESTION, "{{{{c::"),
        (QUESTION, "$\\frac{{a}}{{{n}}}$\n\n"),
        (QUESTION, "中a文,{n}\n\n"),
        (QUESTION, "[a](b{n}.md)\n\n"),
        (QUESTION, "![a](b{n}.png)\n\n"),
        (QUESTION, "[[a{n}]] %%b%% #card\n\n"),
        ("", "Q: a{n}\nA: b\n\nC: [c]\n\nd :: e\n\n"),
        (QUESTION + "|a|b|\n|-|-|\n", "|c|d|e{n}|\n"),
        ("", "## Q{n} ## {{#q{n} .a\n\nb ^abc\n\n"),
    ],
)
def test_twice_the_text_is_twice_the_work(tmp_path: Path, start: str, unit: str) -> None:
    counts = []
    for size in (100, 200, 400):
        text = start + "".join(unit.format(n=number) for number in range(size))
        counts.append(_steps(lambda size=size, text=text: _problems(tmp_path / str(size), text)))
    _, half, whole = counts
    assert whole / half < MOST, counts


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        (QUESTION, "{{{{C1：x}}}} "),
        (QUESTION, "中a "),
        ("", "a\n===\n\n"),
        ("", "Abcd{n}\n-----\n\na\n\n"),
        ("", "## Q｛#q{n}｝\n\na\n\n"),
        (QUESTION, "> [!NOTE]x\n\n"),
        ("", "Q: a{n}\nA: b\n\n"),
        (QUESTION, "[[a{n}]] "),
    ],
)
def test_twice_the_text_is_twice_the_work_for_fix(start: str, unit: str) -> None:
    def read_outline(file: SourceFile) -> DocumentOutline:
        return read_document(file, lambda found: MediaFault(Code.PICTURE_MISSING, found.target)).outline

    read = source_reader(read_outline, style=True)
    counts = []
    for size in (100, 200, 400):
        text = start + "".join(unit.format(n=number) for number in range(size))
        file = SourceFile("a", "source/a.md", text.encode())
        counts.append(_steps(lambda file=file: mend(file, read)))
    _, half, whole = counts
    assert whole / half < MOST, counts


_RULE = """[[erratum]]
key = 'q1'
claim = 'the claim is made'
why = 'it is not'
reference = 'x'
asks = 'question 1'
says = 'answer'
never = '\\nno'
patterns = ['the claim[^.]{0,9}made']
"""
_CARD = "## Is this question {n}? {{#q{n}}}\n\nAn answer.\n\n"
_SAYS = "The claim {n} is made. The claim {n} is not made. Is the claim {n} made? > “the claim”\n\n"


@pytest.mark.parametrize(
    ("errata", "start", "unit"),
    [
        (_RULE, "", _CARD),
        (_RULE, "", f"{_CARD}{_SAYS}"),
        (_RULE, _CARD.format(n=1), _SAYS),
        (_RULE, _CARD.format(n=1), "The claim is made.\n\n"),
        (_RULE, _CARD.format(n=1), "> [!CAUTION]\n> The “claim” {n} is made.\n\n"),
        (_RULE, _CARD.format(n=1), "![The claim {n} is made](x{n}.svg)\n\n"),
        (_RULE, "", "## Is this question {n}? {{#q{n} .claim-{n}-made}}\n\nAn answer.\n\n"),
    ],
)
def test_twice_the_text_is_twice_the_work_for_errata(
    tmp_path: Path, errata: str, start: str, unit: str
) -> None:
    counts = []
    for size in (50, 100, 200):
        root = tmp_path / str(size)
        write_project(root, {"a.errata.toml": errata})
        text = start + "".join(unit.format(n=number) for number in range(2, size))
        counts.append(_steps(lambda root=root, text=text: _problems(root, text)))
    _, half, whole = counts
    assert whole / half < MOST, counts


def test_twice_the_errata_are_twice_the_work(tmp_path: Path) -> None:
    counts = []
    for size in (50, 100, 200):
        root = tmp_path / str(size)
        errata = (_RULE.replace("'answer'", f"'answer|{n}'" if n % 2 else f"'{n}'") for n in range(size))
        write_project(root, {"a.errata.toml": "\n".join(errata)})
        counts.append(_steps(lambda root=root: _problems(root, _CARD.format(n=1))))
    _, half, whole = counts
    assert whole / half < MOST, counts


class _Searched(str):
    """A text that counts how often it is searched."""

    __slots__ = ("times",)

    def find(self, *arguments: object) -> int:  # type: ignore[override]
        self.times = getattr(self, "times", 0) + 1
        return super().find(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "times"), [("<!--" * 1000, 2), ("<!-->" * 1000, 1001), ("<!-- -->" * 1000, 2001)]
)
def test_an_unclosed_comment_is_searched_for_once(text: str, times: int) -> None:
    searched = _Searched(text)
    replace_comments(searched)
    assert searched.times <= times


def test_the_lines_of_a_text_are_counted_once() -> None:
    text = "a\n" * 1000
    places._line_ends.cache_clear()
    assert [line_at(text, position) for position in range(2000)] == [p // 2 for p in range(2000)]
    assert places._line_ends.cache_info().misses == 1


def test_a_question_is_compared_with_a_limited_number(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    class Counting:
        @staticmethod
        def extractOne(text: str, candidates: Sequence[str], **more: object) -> object:  # noqa: N802 - its name
            compared.append(len(candidates))
            return process.extractOne(text, candidates, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(near_duplicates, "process", Counting)
    letters = "abcdefghijklmnopqrst"
    words = [f"{a}{b}{a}{b}" for a in letters for b in letters]
    list(find_near_duplicates([f"what is the purpose of a thing called {word}" for word in words]))
    assert 0 < max(compared) <= 15 * MOST_SHARED
    compared.clear()
    list(find_near_duplicates(["the same"] * 1000))
    assert compared == [0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"---\ndeck: a{'::a' * 20_000}\n---\n{QUESTION}a\n", Code.DECK_NAME),
        (f"# a{'::a' * 20_000}\n\n{QUESTION}a\n", Code.DECK_NAME),
        (f"---\ntags: [{'a, ' * 20_000}a]\n---\n{QUESTION}a\n", Code.BAD_TAG),
        (f"## Q {{#q{' .a' * 10_000}}}\n\na\n", Code.BAD_TAG),
        (f"[a]: https://b.c/{'d' * 30_000}\n\n{QUESTION}{'[a] ' * 10_000}\n", Code.EXPANDS_TOO_MUCH),
    ],
    ids=["levels of a deck", "levels of a title", "tags of a file", "tags of a question", "address"],
)
def test_what_would_repeat_too_much_is_a_problem(tmp_path: Path, text: str, code: Code) -> None:
    assert code in _problems(tmp_path, text)


def test_footnotes_that_fill_the_notes_are_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.compilation.read_document.MOST_EXPANDED_BYTES", 100_000)
    questions = "".join(f"## Q{number} {{#q{number}}}\n\na[^1]\n\n" for number in range(100))
    assert Code.EXPANDS_TOO_MUCH in _problems(tmp_path, f"[^1]: {'a ' * 1000}\n\n{questions}")


def test_a_key_of_many_parts_in_errata_is_a_problem() -> None:
    errata = f"a{'.a' * 10_000} = 1\n".encode()
    _, problems = parse_errata("source/a.errata.toml", errata)
    assert [problem.code for problem in problems] == [Code.ERRATA_NOT_TOML]


@pytest.mark.parametrize(
    "times", [(0.0, 0.0, 0.0), (0.01, 0.0, 0.0), (0.0, 0.01, 0.02), (0.0, 0.0, math.inf)]
)
def test_a_clock_that_counts_in_steps_gives_a_row(times: tuple[float, float, float]) -> None:
    path = [*sys.path]
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        growth = importlib.import_module("growth")
        construct = next(growth.constructs(512))
    finally:
        sys.path[:] = path
    assert "| check | block of " in growth.render_table([growth.Row(construct, times)], share=1)

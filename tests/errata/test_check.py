"""Errata that would hold nothing are named, and cards that make a claim are found."""

import json
import time
from pathlib import Path

import pytest

from deckgen.errata.texts import place_card
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.syntax.html_text import fold
from deckgen.values.document import Kind
from deckgen.values.outline import QuestionOutline
from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey
from tests.support import write_project
from tests.support.questions import note

CARD = "## What is 1 + 1? {#sum}\n\nTwo.\n\n```pycon\n>>> 1 + 1\n2\n```\n"
GOOD = {
    "key": "sum",
    "claim": "it is three",
    "why": "it is two",
    "patterns": ["it is three"],
    "unasked": "a test",
}


def toml(**settings: object) -> str:
    rows = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
    return "\n".join(["[[erratum]]", *rows, ""])


def codes(root: Path, errata: str, card: str = CARD) -> list[tuple[str, int, str]]:
    write_project(root, {"p/a.md": card, "p/errata.toml": errata})
    problems = check_project(Project(root), ()).problems
    return [(Path(p.location.path).name, p.location.line, p.code) for p in problems]


def test_a_good_erratum_is_quiet(tmp_path: Path) -> None:
    assert codes(tmp_path, toml(**GOOD)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "sun"}, "erratum-unknown-key"),
        ({"patterns": ["it is (three"]}, "erratum-bad-pattern"),
        ({"patterns": ["three" * 100]}, "erratum-bad-pattern"),
        ({"patterns": ["x*"]}, "erratum-wide-pattern"),
        ({"patterns": ["."]}, "erratum-wide-pattern"),
        ({"patterns": [r"\w+"]}, "erratum-wide-pattern"),
        ({"patterns": ["(?=a|b|的)"]}, "erratum-wide-pattern"),
        ({"patterns": ["it is four"]}, "erratum-idle"),
        ({"patterns": []}, "errata-setting"),
        ({"patterns": "three"}, "errata-setting"),
        ({"claim": 3}, "errata-setting"),
        ({"why": ""}, "errata-setting"),
        ({"patern": "x"}, "errata-setting"),
    ],
)
def test_an_erratum_that_would_hold_nothing_is_named(
    tmp_path: Path, change: dict[str, object], code: str
) -> None:
    found = codes(tmp_path, f"# errata\n\n{toml(**{**GOOD, **change})}")
    assert ("errata.toml", 3, code) in found
    assert {name for name, _, _ in found} == {"errata.toml"}


def test_an_erratum_needs_an_example_or_a_reference(tmp_path: Path) -> None:
    bare = CARD.split("```", maxsplit=1)[0]
    assert codes(tmp_path, toml(**GOOD), bare) == [("errata.toml", 1, "erratum-without-proof")]
    assert codes(tmp_path, toml(**GOOD, reference="https://example.org"), bare) == []


@pytest.mark.parametrize(
    "text", ["[[erratum", "key = 'x'", "erratum = 1", "\x00", "[[erratum]]\nkey = [", "\xff"]
)
def test_what_is_no_errata_file_is_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "source/p").mkdir(parents=True)
    (tmp_path / "source/p/errata.toml").write_bytes(text.encode("latin-1"))
    (tmp_path / "source/p/a.md").write_text(CARD, encoding="utf-8")
    problems = check_project(Project(tmp_path), ()).problems
    assert problems
    assert {problem.location.path for problem in problems} == {"source/p/errata.toml"}


def test_a_card_that_makes_the_claim_is_an_error_at_its_line(tmp_path: Path) -> None:
    card = f"{CARD}\n## Again? {{#again}}\n\nSurely **it is** `three`.\n"
    assert codes(tmp_path, toml(**GOOD), card) == [("a.md", 12, "erratum-claimed")]


def test_each_line_that_makes_the_claim_is_named_once(tmp_path: Path) -> None:
    card = f"{CARD}\n## Again? {{#again}}\n\nIt is three.\n\n- So **it is** three.\n- And it is four.\n"
    both = toml(**{**GOOD, "patterns": ["it is three", "is three"]})
    assert codes(tmp_path, both, card) == [("a.md", n, "erratum-claimed") for n in (12, 14)]


def test_the_problem_says_why_the_claim_is_wrong(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/a.md": f"{CARD}\nit is three\n", "p/errata.toml": toml(**GOOD)})
    (problem,) = check_project(Project(tmp_path), ()).problems
    assert (
        "the card says `it is three`, which is wrong: it is two (source/p/errata.toml:1)" in problem.message
    )


@pytest.mark.parametrize(
    ("sources", "codes"),
    [
        ({"errata.toml": toml(**{**GOOD, "key": "gone"})}, {"erratum-unknown-key"}),
        ({"broken.md": "## ?\n\n![x](none.png)\n"}, {"picture-missing"}),
    ],
)
def test_another_mistake_of_the_package_hides_no_claim(
    tmp_path: Path, sources: dict[str, str], codes: set[str]
) -> None:
    files = {"a.md": f"{CARD}\nit is three\n", "errata.toml": toml(**GOOD), **sources}
    write_project(tmp_path, {f"p/{name}": text for name, text in files.items()})
    errors = [p for p in check_project(Project(tmp_path), ()).problems if p.severity == "error"]
    assert {problem.code for problem in errors} == {"erratum-claimed", *codes}


@pytest.mark.parametrize(
    ("said", "is_found"),
    [
        ("> [!CAUTION]\n> Some say that it is three.", True),
        ("> [!CAUTION]\n> Some say “it is three”.", False),
        ('> [!CAUTION]\n> Some say "it is **three**".', False),
        ("> [!CAUTION]\n> 误区：「it is three」、『it is three』和‘it is three’。", False),
        ("> [!CAUTION]\n> - ~~it is three~~", False),
        ("> [!CAUTION]\n> - ~~it is~~ three", False),
        ("> [!CAUTION]\n> “It” is what it is.\n>\n> it is three, “really”.", True),
        ("> [!CAUTION]\n> - it is three\n>\n>   ```text\n>   it is three\n>   ```", True),
        ("> [!NOTE]\n> Some say “it is three”.", True),
        ("Some say ~~it is three~~.", True),
        ("> [!NOTE]\n> it is three", True),
        ("> [!CAUTION]\n> No.\n\nit is three", True),
        ("it is\nthree", True),
        ("it  *is*   <b>three</b>", True),
        ("it is {{c1::three}}", True),
        ("it is {{c1::three::a number}}", True),
        ("- it\n- is three", False),
        ("<!-- it is three -->", False),
        ("![it is three](https://example.org)", True),
        ("```text\nit is three\n```", True),
    ],
)
def test_readable_text_is_what_counts(said: str, is_found: bool) -> None:
    kind = Kind.CLOZE if "{{c1" in said else Kind.BASIC
    body = note(said.replace("https://example.org", "x.png"), kind=kind)
    question = QuestionOutline(QuestionKey("k"), True, None, kind, "Why?", "", (), False)
    texts = place_card(Location("a.md", 1), question, body).texts
    assert any("it is three" in text.text for text in texts) == is_found


def test_text_is_folded() -> None:
    assert fold("（22，1）  减去 \uff11 得 x，即 A") == "(22,1)减去1得x,即A"


def test_a_pattern_that_takes_too_long_is_stopped_and_named(tmp_path: Path) -> None:
    slow = toml(**{**GOOD, "patterns": [r"(?:[a的 ]+)+(?:b|c)$", "it is three"]})
    begun = time.monotonic()
    assert ("errata.toml", 1, "erratum-slow-pattern") in codes(tmp_path, slow)
    assert time.monotonic() - begun < 15


def test_a_pattern_that_finds_most_cards_is_too_wide(tmp_path: Path) -> None:
    cards = "\n".join(f"## Question {n}? {{#q{n}}}\n\nit is {n}\n" for n in range(6))
    wide = toml(**{**GOOD, "key": "q1", "patterns": [r"it is \w+"], "reference": "https://example.org"})
    assert codes(tmp_path, wide, cards) == [("errata.toml", 1, "erratum-wide-pattern")]


def test_errata_of_a_single_file_stand_beside_it(tmp_path: Path) -> None:
    wrong = CARD.replace("Two", "it is three")
    write_project(tmp_path, {"a.md": wrong, "a.errata.toml": toml(**GOOD), "b.errata.toml": toml(**GOOD)})
    problems = check_project(Project(tmp_path), ()).problems
    assert [(problem.location.path, problem.code) for problem in problems] == [
        ("source/a.md", "erratum-claimed"),
        ("source/b.errata.toml", "errata-without-package"),
    ]


def test_a_thousand_errata_take_no_time_to_speak_of(tmp_path: Path) -> None:
    cards = "\n".join(f"## Question {n}? {{#q{n}}}\n\nAn answer of a few words, {n}.\n" for n in range(200))
    many = "\n".join(
        toml(
            **{
                **GOOD,
                "key": f"q{n % 200}",
                "claim": f"claim {n}",
                "patterns": [f"claim {n}"],
                "reference": "x",
            }
        )
        for n in range(1000)
    )
    begun = time.monotonic()
    assert codes(tmp_path, many, cards) == []
    assert time.monotonic() - begun < 30

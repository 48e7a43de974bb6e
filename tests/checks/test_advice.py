"""What `deckgen check` advises, and what it keeps still about; and how an author allows a warning."""

import json
import time
from pathlib import Path

import pytest

from deckgen.project.check import check_project
from deckgen.project.folder import Project
from tests.support import ROOT, deckgen, write_project


def codes(root: Path, text: str, *, style: bool = False) -> list[tuple[int, str]]:
    write_project(root, {"p.md": text})
    problems = check_project(Project(root), (), style=style).problems
    return [(problem.location.line, problem.code) for problem in problems]


def asked(*headings: str) -> str:
    return "\n".join(f"## {heading} {{#k{n}}}\n\nAn answer.\n" for n, heading in enumerate(headings))


@pytest.mark.parametrize(
    ("first", "second", "is_like"),
    [
        ("What is one and one?", "And what is one and one?", True),
        ("梯度累加为什么要除以累加步数？", "梯度累加时为什么要除以累加步数？", True),
        ("混合精度为什么让 softmax 用 fp32 计算？", "混合精度为什么让 LayerNorm 用 fp32 计算？", False),
        ("(22, 1) 减去 (12, 1)，结果是什么形状？", "(22, 1) 减去 (12,)，结果是什么形状？", False),
        ("What does step 1 do?", "What does step 2 do?", False),
        ("What is a leaf?", "What is a root?", False),
    ],
)  # fmt: skip
def test_questions_are_alike_where_no_term_and_no_number_differs(
    tmp_path: Path, first: str, second: str, is_like: bool
) -> None:
    assert ((5, "near-duplicate-question") in codes(tmp_path, asked(first, second))) == is_like


@pytest.mark.parametrize(
    ("heading", "asks_two"),
    [
        ("SVM 有什么作用？高维是多少维？", True),
        ("最后一个 token 怎么表示，句子的 embedding 怎么取？", True),
        ("与 fp16 相比，bf16 得到了什么，牺牲了什么？", False),
        ("混合精度训练中，哪些运算用半精度，哪些用 fp32？", False),
        ("Why does `a ? b : c ?` parse?", False),
        ("“为什么？”用英语怎么说？", False),
    ],
)
def test_a_question_that_asks_two_things(tmp_path: Path, heading: str, asks_two: bool) -> None:
    assert ((1, "two-questions") in codes(tmp_path, asked(heading))) == asks_two


@pytest.mark.parametrize(
    ("answer", "only_links"),
    [
        ("[the manual](https://example.org)", True),
        ("参考 [手册](https://example.org) 和 <https://example.org/a>。", True),
        ("https://example.org", True),
        ("Two ([why](https://example.org))", False),
        ("```python\n2\n```\n\n[why](https://example.org)", False),
        ("2", False),
    ],
)
def test_an_answer_that_only_links(tmp_path: Path, answer: str, only_links: bool) -> None:
    found = codes(tmp_path, f"## Sum? {{#k}}\n\n{answer}\n")
    assert ("answer-only-links" in [code for _, code in found]) == only_links


@pytest.mark.parametrize(
    ("code", "undeclared"),
    [
        (">>> import numpy as np", True),
        (">>> import os, numpy.linalg", True),
        (">>> from numpy import array", True),
        (">>> def f():\n...     import numpy", True),
        (">>> import os, json; from collections import deque", False),
        (">>> print('import numpy')\nimport numpy", False),
        (">>> import numpy +", False),
        (r">>> import os; '\d'", False),
    ],
)
def test_an_import_that_is_not_declared(tmp_path: Path, code: str, undeclared: bool) -> None:
    text = f"## Sum? {{#k}}\n\n```pycon\n{code}\n```\n"
    assert codes(tmp_path, text) == ([(4, "import-undeclared")] if undeclared else [])
    declared = f"---\nneeds: numpy\n---\n\n{text}"
    assert codes(tmp_path, declared) == []


def test_code_does_not_make_an_answer_long(tmp_path: Path) -> None:
    code = "print('a long line of code, many times over')\n" * 60
    assert codes(tmp_path, f"## Sum? {{#k}}\n\nTwo.\n\n```python\n{code}```\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "用 Python 写。",
        "`用Python`",
        "$用x$ 来",
        "3.5 倍、第 2 层",
        "```text\n用Python,写\n```",
        "比例为 1:2",
    ],
)
def test_good_typography_is_quiet(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"## 问题？ {{#k}}\n\n{text}\n", style=True) == []


def test_typography_is_looked_at_only_where_asked_for(tmp_path: Path) -> None:
    text = "## 问题？ {#k}\n\n用Python写,好。\n"
    assert codes(tmp_path, text) == []
    assert codes(tmp_path, text, style=True) == [(3, "style-punctuation"), (3, "style-spacing")]


def test_a_warning_is_allowed_for_a_question_or_a_file_with_a_reason(tmp_path: Path) -> None:
    allow = "<!-- allow: key-missing an old deck -->\n"
    bare = "## One?\n\n1\n\n## Two?\n\n2\n"
    assert codes(tmp_path, bare) == [(1, "key-missing")]
    assert codes(tmp_path, bare.replace("1\n", f"1\n\n{allow}")) == [(7, "key-missing")]
    assert codes(tmp_path, f"{allow}\n{bare}") == []


def test_an_allowance_that_is_of_no_use_is_a_problem(tmp_path: Path) -> None:
    text = "## One? {{#k}}\n\n<!-- allow: {} -->\n\nAn answer.\n"
    assert codes(tmp_path, text.format("key-missing old")) == [(3, "allow-unused")]
    assert codes(tmp_path, text.format("key-missing")) == [(3, "allow-without-reason")]
    assert codes(tmp_path, text.format("empty-answer why")) == [(3, "allow-unknown")]
    assert codes(tmp_path, text.format("")) == [(3, "allow-unknown")]
    # Typography was not looked at, so nobody knows.
    assert codes(tmp_path, text.format("style-spacing why")) == []
    assert codes(tmp_path, text.format("style-spacing why"), style=True) == [(3, "allow-unused")]


def test_a_build_honours_an_allowance(tmp_path: Path) -> None:
    text = "## One? {#k}\n\n[one](other.md)\n\nAn answer.\n"
    write_project(tmp_path, {"p.md": text})
    assert "[link-relative]" in deckgen("build", cwd=tmp_path).stderr
    write_project(tmp_path, {"p.md": f"{text}\n<!-- allow: link-relative it is for GitHub -->\n"})
    assert deckgen("build", cwd=tmp_path).stderr == ""


def test_problems_for_github_stand_beside_their_lines(tmp_path: Path) -> None:
    write_project(tmp_path, {"a,b.md": "## One? 100%\n\n1\n"})
    ran = deckgen("check", "--format", "github", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.startswith(
        "::warning file=source/a%2Cb.md,line=1,title=key-missing::the question has no key;"
    )
    assert ran.stdout.splitlines()[1:] == [
        "Checked 1 file: 1 note.",
        "1 of 1 can be mended by `deckgen fix`.",
    ]
    assert deckgen("check", "--strict", cwd=tmp_path).returncode == 1


def test_check_as_json_counts_what_it_looked_at(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": asked("One?")})
    found = json.loads(deckgen("check", "--json", cwd=tmp_path).stdout)
    assert found == {"files": 1, "notes": 1, "errata": 0, "problems": [], "allowed": [], "mendable": 0}


def test_a_ledger_in_which_two_branches_met_is_named_after_the_problems(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One?\n\n1\n"})
    deckgen("build", cwd=tmp_path)
    ledger = tmp_path / "source/ledger.json"
    ledger.write_text(f"<<<<<<< HEAD\n{ledger.read_text(encoding='utf-8')}", encoding="utf-8")
    ran = deckgen("check", cwd=tmp_path)
    assert ran.returncode == 1
    assert "[key-missing]" in ran.stderr
    assert "source/ledger.json:1: error:" in ran.stderr
    assert "[ledger-damaged]" in ran.stderr


def test_pictures_of_other_packages_and_hidden_ones_are_let_be(tmp_path: Path) -> None:
    write_project(
        tmp_path, {"p/a.md": asked("One?"), "p/_draft.svg": "<svg/>", "p/.x/y.svg": "<svg/>", "z.svg": "x"}
    )
    assert check_project(Project(tmp_path), ()).problems == ()


def test_ten_thousand_questions_are_compared_in_a_while(tmp_path: Path) -> None:
    words = [
        f"Why does part {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n // 676} matter so?" for n in range(3000)
    ]
    write_project(tmp_path, {"p.md": asked(*words)})
    begun = time.monotonic()
    check_project(Project(tmp_path), ())
    assert time.monotonic() - begun < 60


def test_the_shipped_deck_has_no_advice_but_two_questions_of_the_interview() -> None:
    problems = check_project(Project(ROOT), ()).problems
    assert {problem.code for problem in problems} <= {"two-questions"}

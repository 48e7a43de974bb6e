"""An erratum that says what is right holds the answer to each question that it speaks of."""

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.answers.card import Card
from deckgen.errata.check import Holder
from deckgen.project.build import build_project
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey, Timestamp
from tests.errata.test_check import toml
from tests.support import deckgen, write_project

CARDS = """## 核函数会把数据映射到高维空间吗？ {#kernel}

**不会。** 它直接给出高维空间里的内积。

## 2 + 2 是多少？ {#four}

4

## 训练时显存用在哪里？ {#memory}

激活、梯度和优化器状态。

## 层归一化有几个参数？ {#norm}

两组：

- 缩放
- 平移
"""
RULE: dict[str, object] = {
    "key": "kernel",
    "claim": "核函数把数据映射到高维空间",
    "why": "它直接给出内积，从不计算映射",
    "reference": "https://example.org",
    "asks": "核函数.*映射",
    "says": "^不会|内积",
    "never": r"\n会",
}


def check(root: Path, errata: str, cards: str = CARDS) -> list[Problem]:
    write_project(root, {"p/a.md": cards, "p/errata.toml": errata})
    return list(check_project(Project(root), ()).problems)


def found(root: Path, errata: str, cards: str = CARDS) -> list[tuple[str, int, str]]:
    return [(Path(p.location.path).name, p.location.line, str(p.code)) for p in check(root, errata, cards)]


def test_a_right_answer_is_quiet(tmp_path: Path) -> None:
    assert found(tmp_path, toml(**RULE)) == []


@pytest.mark.parametrize(
    "answer",
    ["会。", "**会**，先映射再算内积。", "它先算出映射。\n\n不会再算内积。", "```text\n会\n```", "是的。"],
)
def test_a_wrong_answer_is_an_error_at_its_line(tmp_path: Path, answer: str) -> None:
    cards = CARDS.replace("**不会。** 它直接给出高维空间里的内积。", answer)
    line = 4 if answer.startswith("```") else 3
    assert found(tmp_path, toml(**RULE), cards) == [("a.md", line, "erratum-contradicted")]


def test_every_question_that_is_asked_is_held(tmp_path: Path) -> None:
    other = "\n## SVM 的核函数需要算出映射吗？ {#again}\n\n需要算一次。\n"
    line = CARDS.count("\n") + 4
    assert found(tmp_path, toml(**RULE), CARDS + other) == [("a.md", line, "erratum-contradicted")]


def test_the_message_says_what_was_asked_and_what_must_be_said(tmp_path: Path) -> None:
    cards = CARDS.replace("**不会。** 它直接给出高维空间里的内积。", "先算出映射。")
    (problem,) = check(tmp_path, toml(**RULE), cards)
    assert problem.message == (
        "the card is asked `核函数会把数据映射到高维空间吗?` and answers `先算出映射。`, "
        "which does not match `^不会|内积` of `says`: 它直接给出内积，从不计算映射 (source/p/errata.toml:1); "
        "correct the answer, or if it is right, write `<!-- allow: erratum-contradicted reason -->`"
    )
    (problem,) = check(tmp_path, toml(**RULE), cards.replace("先算出映射", "会，然后求内积"))
    assert "and answers `会`, which matches `never`: " in problem.message


@pytest.mark.parametrize(
    ("question", "is_named"),
    [
        ("核函数会映射到高维吗？", False),
        ("核函数映射到高维，这种说法对不对？", False),
        ("为什么核函数要映射到高维？", True),
        ("核函数映射到高维时，用的是哪个映射？", True),
        ("核函数映射到高维", True),
    ],
)
def test_a_question_that_leaves_it_open_says_nothing(
    tmp_path: Path, question: str, *, is_named: bool
) -> None:
    cards = f"{CARDS}\n## {question} {{#again}}\n\n它直接给出内积。\n"
    names = found(tmp_path, toml(**{**RULE, "never": ["映射到高维(?!空间)", "\n会"]}), cards)
    assert names == ([("a.md", CARDS.count("\n") + 4, "erratum-contradicted")] if is_named else [])


def test_never_may_match_only_a_place(tmp_path: Path) -> None:
    rule = toml(**{**RULE, "never": r"\n(?=会)", "says": "内积"})
    assert found(tmp_path, rule) == []
    cards = CARDS.replace("**不会。**", "会。")
    assert found(tmp_path, rule, cards) == [("a.md", 3, "erratum-contradicted")]


def test_a_build_refuses_and_a_check_fails(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/a.md": CARDS.replace("**不会。**", "会。"), "p/errata.toml": toml(**RULE)})
    assert deckgen("check", cwd=tmp_path).returncode == 1
    built = build_project(Project(tmp_path), (), now=Timestamp(1_700_000_000))
    assert [problem.code for problem in built.problems] == ["erratum-contradicted"]
    assert not list(tmp_path.glob("decks/*"))


def test_all_patterns_of_says_must_match_and_one_of_asks(tmp_path: Path) -> None:
    both = {**RULE, "asks": ["从不", "核函数"], "says": ["不会", "内积"]}
    assert found(tmp_path, toml(**both)) == []
    both["says"] = ["不会", "点积"]
    assert found(tmp_path, toml(**both)) == [("a.md", 3, "erratum-contradicted")]


def test_a_list_below_a_colon_is_a_part_of_the_answer(tmp_path: Path) -> None:
    rule = {**RULE, "key": "norm", "claim": "只有一组参数", "asks": "层归一化", "never": []}
    assert found(tmp_path, toml(**{**rule, "says": "缩放.*平移"})) == []
    assert found(tmp_path, toml(**{**rule, "says": "偏置"})) == [("a.md", 15, "erratum-contradicted")]


CLOZE = """## 指数的位数 {#bits}

bf16 的指数有 {{c1::8}} 位，fp16 的有 {{c2::5::几位}} 位。
"""


@pytest.mark.parametrize(("says", "holds"), [("有8位.*有5位", True), ("有5位.*有8位", False)])
def test_a_cloze_is_read_with_its_gaps_filled(tmp_path: Path, says: str, holds: bool) -> None:
    rule = {**RULE, "key": "bits", "claim": "两者一样", "asks": r"bf16.*有\[\.\.\.\]位", "says": says}
    expected = [] if holds else [("a.md", 3, "erratum-contradicted")]
    assert found(tmp_path, toml(**{**rule, "never": []}), CLOZE) == expected


def test_a_gap_that_a_question_itself_writes_is_no_gap() -> None:
    card = Card("[...] 的指数\n有[...]位,尾数有[...]位。", "8\n7", "", is_cloze=True)
    assert card.said == "[...] 的指数\n有8位,尾数有7位。"
    assert Card("`[...]` 是什么?", "省略号", "省略号").said == "省略号"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"asks": "核函数("}, "erratum-bad-pattern", "`核函数(` of `asks` is not"),
        ({"says": "内积" * 300}, "erratum-bad-pattern", "more than 400 characters"),
        ({"never": r"(?:[a的 ]+)+(?:b|c)$"}, "erratum-slow-pattern", "of `never` takes more than"),
        ({"asks": ".*"}, "erratum-wide-pattern", "write more of the question"),
        ({"says": "的?"}, "erratum-wide-pattern", "write more of the answer"),
        ({"asks": "[？?]"}, "erratum-wide-pattern", "finds more than half of all cards"),
        ({"asks": "显存"}, "erratum-idle", "`asks` does not match the question of its own key `kernel`"),
        ({"says": "映射"}, "erratum-idle", "`says` matches the erratum's own `claim`"),
        ({"never": "点积"}, "erratum-idle", "`never` matches neither the erratum's own `claim` nor"),
        ({"key": "gone"}, "erratum-unknown-key", "no question of the package has the key `gone`"),
        ({"says": [], "never": []}, "errata-setting", "`asks` without `says` or `never`"),
        ({"asks": []}, "errata-setting", "`says` or `never` without `asks`"),
        ({"asks": [], "says": [], "never": []}, "errata-setting", "neither `asks` and `says` nor `patterns`"),
        ({"unasked": "it is odd"}, "errata-setting", "delete `unasked`"),
        ({"asks": 3}, "errata-setting", "`asks` must be one text, or a list of texts"),
        ({"says": ["a", 3]}, "errata-setting", "`says` must be one text, or a list of texts"),
        ({"unasked": ["a"]}, "errata-setting", "`unasked` must be one text"),
        ({"never": [], "says": []}, "errata-setting", "what a card that asks this must say"),
    ],
)
def test_a_rule_that_holds_nothing_or_too_much_is_named_and_nothing_is_written(
    tmp_path: Path, change: dict[str, object], code: str, words: str
) -> None:
    problems = check(tmp_path, f"# errata\n\n{toml(**{**RULE, **change})}")
    named = [problem for problem in problems if problem.code == code and words in problem.message]
    assert [problem.location for problem in named] == [Location("source/p/errata.toml", 3)]
    build_project(Project(tmp_path), (), now=Timestamp(1_700_000_000))
    assert not list(tmp_path.glob("decks/*"))


def test_an_erratum_says_what_is_right_or_why_not(tmp_path: Path) -> None:
    old = {name: RULE[name] for name in ("key", "claim", "why", "reference")} | {
        "patterns": ["映射到高维空间$"]
    }
    assert found(tmp_path, toml(**old)) == [("errata.toml", 1, "erratum-unasked")]
    assert found(tmp_path, toml(**old, unasked="it is a slip of the pen")) == []
    only_never = {**RULE, "says": []}
    assert found(tmp_path, toml(**only_never)) == [("errata.toml", 1, "erratum-unasked")]


@pytest.mark.parametrize(
    "other",
    [
        {"claim": "核函数不会把数据映射到高维空间", "says": "^会", "never": []},
        {"claim": "核函数从不映射", "says": [], "never": "不会", "unasked": "a test"},
    ],
)
def test_errata_that_contradict_each_other_are_named_with_both_places(
    tmp_path: Path, other: dict[str, object]
) -> None:
    errata = f"{toml(**RULE)}\n{toml(**{**RULE, **other})}"
    place = errata.rindex("[[erratum]]")
    line = errata[:place].count("\n") + 1
    problems = [p for p in check(tmp_path, errata) if p.code == "erratum-contradicts"]
    assert [problem.location.line for problem in problems] == [line]
    assert "the one at source/p/errata.toml:1 contradict each other" in problems[0].message
    assert "the question at source/p/a.md:1: one demands" in problems[0].message


def test_errata_that_agree_or_speak_of_other_things_do_not_contradict(tmp_path: Path) -> None:
    others = [
        {**RULE, "claim": "核函数先映射再求内积", "says": "直接|不会"},
        {**RULE, "key": "four", "claim": "2 + 2 是 5", "asks": r"2 \+ 2", "says": "4", "never": "5"},
    ]
    assert found(tmp_path, "\n".join(toml(**one) for one in (RULE, *others))) == []
    # A wrong answer breaks both, and neither erratum is to blame.
    wrong = CARDS.replace("**不会。** 它直接给出高维空间里的内积。", "要先映射。")
    codes = {code for _, _, code in found(tmp_path, "\n".join(toml(**one) for one in (RULE, *others)), wrong)}
    assert codes == {"erratum-contradicted"}


ERRATUM = Erratum(
    location=Location("errata.toml", 1),
    key=QuestionKey("kernel"),
    claim="核函数把数据映射到高维空间",
    why="从不计算映射",
    reference="",
    patterns=("核函数.{0,8}映射到高维",),
    asks=("核函数.*吗",),
    says=("不",),
    never=("\n(?:会|不错)",),
)


@pytest.mark.parametrize(
    ("card", "breaks"),
    [
        (Card("核函数会映射吗?", "不会。", "不会。"), False),
        (Card("核函数会映射吗?", "会。", "会。"), True),
        (Card("核函数会映射吗?", "不错。", "不错。"), True),
        (Card("SVM 做什么?", "核函数把数据映射到高维。", "核函数把数据映射到高维。"), True),
        (Card("SVM 做什么?", "分类。", "分类。\n核函数不把数据映射到高维。"), False),
        (Card("SVM 做什么?", "分类。", "分类。\n核函数把数据映射到高维。"), True),
    ],
)
def test_a_card_without_a_file_is_held(card: Card, breaks: bool) -> None:
    assert Holder([ERRATUM]).breaks(card) == breaks


def test_an_erratum_without_a_rule_holds_by_its_patterns() -> None:
    holder = Holder([replace(ERRATUM, asks=(), says=(), never=())])
    assert not holder.breaks(Card("核函数会映射吗?", "会。", "会。"))
    assert holder.breaks(Card("核函数会把数据映射到高维吗?", "会。", "会。"))

"""A pattern counts where a sentence states the claim, not where it asks, denies or quotes it."""

from pathlib import Path

import pytest

from deckgen.answers.card import Card
from deckgen.errata.claims import compile_claims, find_claims
from deckgen.errata.said import say_in_full
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.syntax.html_text import fold
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey
from tests.errata.test_check import GOOD, toml
from tests.support import write_project


def states(pattern: str, claim: str, text: str) -> bool:
    erratum = Erratum(Location("e.toml", 1), QuestionKey("k"), claim, "why", "", (pattern,))
    (compiled,), problems = compile_claims(erratum)
    assert problems == ()
    assert find_claims(compiled, [fold(claim)]), "the claim itself is found"
    return bool(find_claims(compiled, [fold(text)]))


KERNEL = "核函数.{0,16}映射到高维"


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("核函数把数据映射到高维。", True),
        ("可见，核函数先把数据映射到高维，再求内积。", True),
        ("核函数不是摆设，它把数据映射到高维。", True),
        ("SVM 不算概率。核函数把数据映射到高维。", True),
        ("有人说核函数把数据映射到高维。", True),
        ("核函数并非不把数据映射到高维。", True),
        ("核函数把数据映射到高维，这没有错。", True),
        ("核函数不仅求内积，也把数据映射到高维。", True),
        ("核函数把数据映射到高维，但不改变标签。", True),
        ("为什么核函数能把数据映射到高维？", True),
        ("核函数怎样把数据映射到高维？", True),
        ("核函数把数据映射到高维时，用的是哪个映射？", True),
        ("什么是核函数把数据映射到高维？", True),
        ("谁说核函数把数据映射到高维？", False),
        ("哪类“核函数把数据映射到高维”？", False),
        ("“哪里”的核函数会把数据映射到高维吗？", False),
        ("什么情况下核函数把数据映射到高维？", False),
        ("核函数并不把数据映射到高维。", False),
        ("不是核函数把数据映射到高维。", False),
        ("不能说核函数把数据映射到高维。", False),
        ("很多人以为核函数把数据映射到高维。", False),
        ("误区：核函数把数据映射到高维。", False),
        ("常见的错误说法：“核函数把数据映射到高维”。", False),
        ("“核函数把数据映射到高维”不对。", False),
        ("核函数把数据映射到高维，这是误解。", False),
        ("核函数把数据映射到高维的说法并不准确。", False),
        ("核函数会把数据映射到高维吗？", False),
        ("核函数把数据映射到高维，对吗？", False),
        ("核函数是否把数据映射到高维，要看实现", False),
        ("核函数把数据映射到高维呢", False),
        ("“核函数把数据映射到高维”这种说法错在哪里？", False),
        ("为什么不能说核函数把数据映射到高维？", False),
    ],
)
def test_chinese_sentences(text: str, *, is_stated: bool) -> None:
    assert states(KERNEL, "核函数把数据映射到高维", text) == is_stated


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("Broadcasting always copies the data.", True),
        ("Broadcasting does not copy the data.", False),
        ("Broadcasting never copies it.", False),
        ("It is wrong that broadcasting copies the data.", False),
        ("Does broadcasting copy the data?", False),
        ("Why does broadcasting copy the data?", True),
        ("Myth: broadcasting copies the data.", False),
        ("Broadcasting copies the data, which is not true.", False),
        ("Broadcasting copies the data. That is not slow.", True),
    ],
)
def test_english_sentences(text: str, *, is_stated: bool) -> None:
    assert states(r"broadcasting.{0,20}cop(?:y|ies)", "broadcasting copies the data", text) == is_stated


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("改成协程就不会阻塞主线程。", True),
        ("协程不会再阻塞。", True),
        ("协程并不是不会阻塞。", False),
        ("协程就不会阻塞了吗？", False),
        ("以为协程就不会阻塞，是误区。", False),
    ],
)
def test_a_claim_that_denies_something_itself(text: str, *, is_stated: bool) -> None:
    assert states("协程.{0,20}不会再?阻塞", "改成协程就不会阻塞", text) == is_stated
    # The pattern does not say which word denies it, and the claim does.
    assert states("协程.{0,20}阻塞", "改成协程就不会阻塞", text) == is_stated
    assert not states("协程.{0,20}阻塞", "改成协程就不会阻塞", "协程也会阻塞。")


@pytest.mark.parametrize(
    ("question", "lead", "full"),
    [
        ("核函数会把数据映射到高维吗?", "会。", "核函数会把数据映射到高维。"),
        ("核函数会不会把数据映射到高维?", "会,先映射。", "核函数会把数据映射到高维。"),
        ("核函数是否把数据映射到高维?", "是的。", "核函数把数据映射到高维。"),
        ("用协程会阻塞主线程吗?", "不会。", "用协程不会阻塞主线程。"),
        ("核函数会把数据映射到高维吗?", "会议记录。", ""),
        ("核函数不会映射吗?", "是的。", ""),
        ("log-softmax的输出是什么?", "logits", "log-softmax的输出是logits。"),
        ("(22,1)减(12,1),结果是什么形状?", "(22, 1)", "(22,1)减(12,1),结果是(22, 1)。"),
        ("(22,1)减(12,1),结果是什么形状?", "按字面读,结果是(22, 1)。", ""),
        ("为什么?", "因为。", ""),
        ("一个陈述", "会。", ""),
    ],
)
def test_question_and_lead_are_read_together(question: str, lead: str, full: str) -> None:
    assert say_in_full(Card(question, lead, lead)) == full


def test_an_answer_yes_to_the_claim_is_found_at_its_line(tmp_path: Path) -> None:
    erratum = {**GOOD, "claim": "核函数把数据映射到高维", "patterns": [KERNEL], "reference": "x"}
    cards = "## 核函数会把数据映射到高维吗？ {{#sum}}\n\n{}\n\n不必细究。\n"
    for answer, expected in (("不会。", []), ("会。", [("source/p/a.md", 3)])):
        write_project(tmp_path, {"p/a.md": cards.format(answer), "p/errata.toml": toml(**erratum)})
        problems = check_project(Project(tmp_path), ()).problems
        assert [tuple(p.location) for p in problems if p.code == "erratum-claimed"] == expected


def test_the_line_is_that_of_the_statement_and_not_of_the_quotation(tmp_path: Path) -> None:
    card = "## Sum? {#sum}\n\n2\n\n> [!CAUTION]\n> “it is three” is wrong.\n\nHowever, it is three.\n"
    write_project(tmp_path, {"p/a.md": card, "p/errata.toml": toml(**{**GOOD, "reference": "x"})})
    problems = check_project(Project(tmp_path), ()).problems
    assert [p.location.line for p in problems] == [8]


def test_a_heading_that_makes_the_claim_is_named(tmp_path: Path) -> None:
    card = "## Sum? {#sum}\n\n2\n\n## So it is three {#it-is-three}\n\nit is 2\n"
    write_project(tmp_path, {"p/a.md": card, "p/errata.toml": toml(**{**GOOD, "reference": "x"})})
    problems = check_project(Project(tmp_path), ()).problems
    assert [p.location.line for p in problems] == [5]

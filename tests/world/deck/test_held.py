"""The answers of the shipped deck are held: against wrong answers, and not against true ones.

`witness/` has sentences by writers who had not seen the errata: `paraphrases.json` are cards that make a
claim of the original page in other words, `statements.json` hide it in a longer answer, `true.json` are true
cards that touch the same words. `inversions.json` are edits that turn an answer of the deck into its
opposite, by a writer who had seen only the cards. `rewordings/` has correct rewordings of each lead that an
erratum holds. `pytest -s tests/world/deck/test_held.py` prints the figures.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.answers.card import Card, read_card
from deckgen.errata.check import Holder
from deckgen.errata.parse import parse_errata
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.values.characters import CJK
from deckgen.values.problem import Location
from tests.support import ROOT

FOLDER = ROOT / "source/llm-interview"
HERE = Path(__file__).parent
ERRATA, _ = parse_errata("errata.toml", (FOLDER / "errata.toml").read_bytes())
SOURCES = sorted(FOLDER.glob("*.md"))
REWORDINGS: dict[str, list[str]] = {}
for file in sorted((HERE / "rewordings").glob("*.toml")):
    REWORDINGS |= tomllib.loads(file.read_text("utf-8"))

WIDEST = 48
"""Columns of code that a phone shows without a scroll bar."""


def _witness(name: str) -> list[dict[str, str]]:
    cards: list[dict[str, str]] = json.loads((HERE / "witness" / name).read_text("utf-8"))
    return cards


def _read(source: str) -> Iterator[tuple[str, Card]]:
    """Each card of a source with its key."""
    document, _ = parse("a", "source/a.md", source.encode())
    for question in document.questions:
        yield question.key, read_card(question.kind, render_question(question, document, {}))


def _card(question: str, answer: str) -> Card:
    return next(_read(f"## {question} {{#a}}\n\n{answer}\n"))[1]


@pytest.fixture(scope="module")
def holder() -> Holder:
    return Holder(ERRATA)


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    return {key: card for path in SOURCES for key, card in _read(path.read_text("utf-8"))}


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("paraphrases.json", 0.6, 1.0), ("statements.json", 0.3, 1.0), ("true.json", 0.0, 2 / 30)],
)
def test_what_others_wrote(name: str, least: float, most: float, holder: Holder) -> None:
    cards = _witness(name)
    stopped = [card for card in cards if holder.breaks(_card(card["question"], card["answer"]))]
    print(f"{name}: {len(stopped)} of {len(cards)} stopped")
    assert least <= len(stopped) / len(cards) <= most


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("(22, 1) 减 (12, 1)，结果是什么形状？", "**(22, 1)**"),
        ("torch.Size([22, 1]) - torch.Size([12, 1])?", "torch.Size([22, 1])"),
    ],
)
def test_the_page_s_worst_answer_does_not_come_back(question: str, answer: str, holder: Holder) -> None:
    assert holder.breaks(_card(question, answer))
    assert not holder.breaks(_card(question, "**会报错**：22 与 12 不相等，又都不是 1。"))


def test_an_answer_turned_into_its_opposite_is_caught(tmp_path: Path) -> None:
    edits = missed = _witness("inversions.json")
    # The cards of a file with an error are not compared with the errata. So what was caught is put right, and
    # the rest is tried again.
    for number in range(len(edits)):
        caught = _caught(tmp_path / str(number), missed)
        if not caught:
            break
        missed = [edit for edit in missed if edit["key"] not in caught]
    keys = [edit["key"] for edit in missed]
    print(f"inversions.json: {len(edits) - len(missed)} of {len(edits)} caught; not {keys}")
    assert len(edits) - len(missed) >= len(edits) * 12 / 13


def _caught(root: Path, edits: list[dict[str, str]]) -> set[str]:
    """The keys of the edited answers that a check of the deck reports."""
    folder = root / "source/llm-interview"
    shutil.copytree(FOLDER, folder)
    keys: dict[Location, str] = {}
    for path in sorted(folder.glob("*.md")):
        source = path.read_text("utf-8")
        for edit in edits:
            if edit["file"] == path.name:
                assert source.count(edit["old"]) == 1, edit
                source = source.replace(edit["old"], edit["new"])
        path.write_text(source, "utf-8")
        key = ""
        for number, line in enumerate(source.split("\n"), 1):
            if match := re.match(r"## .*\{#([\w-]+)", line):
                key = match[1]
            keys[Location(f"source/llm-interview/{path.name}", number)] = key
    return {edit["key"] for edit in edits} & {
        keys.get(problem.location, "")
        for problem in check_project(Project(root), ()).problems
        if problem.code.startswith(("erratum-c", "answer-contradicted"))
    }


def test_each_answer_that_an_erratum_holds_has_three_rewordings() -> None:
    held = {str(erratum.key) for erratum in ERRATA if erratum.says}
    assert held <= set(REWORDINGS)
    assert all(len(set(texts)) >= 3 for texts in REWORDINGS.values())


@pytest.mark.parametrize("key", REWORDINGS)
def test_a_correct_rewording_passes(key: str, cards: dict[str, Card], holder: Holder) -> None:
    card = cards[key]
    for text in REWORDINGS[key]:
        said = _card("Q", text)
        reworded = replace(said, question=card.question)
        assert not holder.breaks(reworded), text


def test_every_answer_that_the_page_had_wrong_has_an_erratum() -> None:
    held = {str(erratum.key) for erratum in ERRATA}
    for path in SOURCES:
        for heading in re.findall(r"^## .*corrected::from-source.*$", path.read_text("utf-8"), re.MULTILINE):
            assert re.search(r"\{#([\w-]+)", heading)[1] in held, heading  # type: ignore[index]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_code_fits_a_phone(path: Path) -> None:
    fences = re.findall(r"^```(?:python|pycon|text).*?\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)
    wide = [
        line
        for code in fences
        for line in code.split("\n")
        if len(line) + len(re.findall(rf"[{CJK}]", line)) > WIDEST and re.search(r"\S\s", line.strip()[4:])
    ]
    assert [line for line in wide if "Error: " not in line] == []

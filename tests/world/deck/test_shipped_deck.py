"""The deck that ships with deckgen: its counts, its examples, and what the page had wrong.

The counts are taken from the files by plain regular expressions, so that a mistake of the parser shows.
"""

import contextlib
import doctest
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from deckgen.apkg.read import decode_apkg
from tests.support import ROOT, deckgen, require_torch

SOURCES = sorted((ROOT / "source/llm-interview").glob("*.md"))
PACKAGE = ROOT / "decks/llm-interview.apkg"

THE_ELEVEN = {
    "01-p-tuning": "P-tuning",
    "02-vae": "VAE",
    "03-gradient-accumulation": "梯度累",
    "04-broadcasting": "22x1",
    "05-matrix-rank": "秩",
    "06-serving": "并发",
    "07-last-token": "我去哪里",
    "08-mixed-precision": "混合精度",
    "09-svm-kernels": "核函数",
    "10-log-softmax": "softmax",
    "11-lora-pitfalls": "LoRA",
}

_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})(?P<language>\S*).*\n(?P<code>(?s:.*?))^(?P=mark)$", re.MULTILINE)


def _questions(path: Path) -> list[str]:
    """Each question with its body; code is left out of the search for headings."""
    text = path.read_text(encoding="utf-8")
    blank = _FENCE.sub(lambda match: re.sub(r"^#", "\0", match[0], flags=re.MULTILINE), text)
    return [part.replace("\0", "#") for part in re.split(r"^(?=## )", blank, flags=re.MULTILINE)[1:]]


def _cards(question: str) -> int:
    heading = question.split("\n", 1)[0]
    if "kind=reversed" in heading:
        return 2
    marked = [m["code"] for m in _FENCE.finditer(question) if "cloze" in m[0].split("\n", 1)[0]]
    text = _FENCE.sub("", question) + "".join(marked)
    return len(set(re.findall(r"\{\{c(\d+)::", text))) or 1


def _packed_counts() -> dict[str, tuple[int, int]]:
    decks: dict[str, tuple[int, int]] = {}
    for note in decode_apkg(PACKAGE.read_bytes()).notes:
        notes, cards = decks.get(note.cards[0].deck, (0, 0))
        decks[note.cards[0].deck] = (notes + 1, cards + len(note.cards))
    return decks


def test_every_question_of_the_page_has_a_file() -> None:
    assert [path.stem for path in SOURCES] == list(THE_ELEVEN)
    for path in SOURCES:
        assert THE_ELEVEN[path.stem] in _questions(path)[0].split("{#")[0], path.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_file_makes_the_notes_and_cards_that_stand_in_it(path: Path) -> None:
    questions = _questions(path)
    cards = sum(_cards(question) for question in questions)
    deck = re.search(r"^deck: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    promised = re.search(r"^cards: (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert deck
    assert promised
    assert _packed_counts()[deck[1]] == (len(questions), cards)
    assert int(promised[1]) == cards


def test_the_package_holds_what_its_files_make() -> None:
    questions = [question for path in SOURCES for question in _questions(path)]
    counts = _packed_counts()
    assert len(counts) == len(SOURCES)
    assert sum(notes for notes, _ in counts.values()) == len(questions)
    assert sum(cards for _, cards in counts.values()) == sum(map(_cards, questions))
    assert len(questions) >= 90


def test_the_committed_package_and_ledger_are_what_the_sources_say() -> None:
    ran = deckgen("build", "--locked", "--json", cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    (package,) = json.loads(ran.stdout)["packages"]
    assert package["notes"] == sum(len(_questions(path)) for path in SOURCES)
    assert (package["new"], package["changed"], package["removed"]) == (0, 0, 0)


def _examples() -> dict[str, str]:
    """The `pycon` fences of each question, as one session."""
    found = {}
    for path in SOURCES:
        for question in _questions(path):
            code = "\n".join(m["code"] for m in _FENCE.finditer(question) if m["language"] == "pycon")
            if code:
                key = re.search(r"\{#([\w-]+)", question)
                found[f"{path.stem}-{key[1] if key else '?'}"] = code
    return found


EXAMPLES = _examples()


def test_the_deck_has_its_examples() -> None:
    assert len(EXAMPLES) >= 35
    assert sum("import torch" in code for code in EXAMPLES.values()) >= 10


@pytest.mark.filterwarnings("ignore::UserWarning")  # no output, and one of PyTorch's is the point
@pytest.mark.parametrize("code", EXAMPLES.values(), ids=EXAMPLES)
def test_a_pycon_example_prints_what_it_says(code: str) -> None:
    if "import torch" in code:
        require_torch()
    example = doctest.DocTestParser().get_doctest(_without_line_end_space(code), {}, "example", None, 0)
    assert example.examples, "a pycon fence without `>>>`"
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    with contextlib.redirect_stdout(report):
        runner.run(example, out=report.write)
    assert runner.failures == 0, report.getvalue()


def _without_line_end_space(code: str) -> str:
    """NumPy's message on shapes ends in a space, which editors delete."""
    return "\n".join(line.rstrip() for line in code.split("\n"))


def test_22x1_minus_12x1_is_an_error_and_nowhere_has_a_shape() -> None:
    with pytest.raises(ValueError, match="could not be broadcast"):
        np.zeros((22, 1)) - np.zeros((12, 1))
    assert (np.zeros((22, 1)) - np.zeros(12)).shape == (22, 12)
    notes = {note.field("Key"): note for note in decode_apkg(PACKAGE.read_bytes()).notes}
    assert "ValueError" in notes["broadcast-22x1-minus-12x1"].field("Answer")
    claim = re.compile(
        r"\(12, ?1\)[^。？?]{0,40}(?:形状|结果|得到|→|->|=)\D{0,12}\(22, ?1\)(?![^。]*(?:错|不))"
    )
    for note in notes.values():
        text = re.sub(r"<[^>]+>", "", " ".join(note.fields))
        assert not claim.search(text), note.field("Key")


@pytest.mark.parametrize(
    "claim",
    [
        "混合精读",
        "Autoencorder",
        "等于其行数或列数",
        "输出(logits)",
        "最后一个token(例如“去”)",
        "threadingmultiprocessing",
    ],
)
def test_what_the_page_had_wrong_stands_nowhere(claim: str) -> None:
    for path in SOURCES:
        assert claim not in path.read_text(encoding="utf-8"), path.name

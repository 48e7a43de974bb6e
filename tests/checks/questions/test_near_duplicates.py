"""Questions that are almost the same are found without comparing all with all."""

import random
import re

import pytest
from rapidfuzz import fuzz

from deckgen.checks.questions.near_duplicates import LIKE, find_near_duplicates, words_of
from deckgen.identity.likeness import telling
from tests.support import ROOT

HEADINGS = [
    re.sub(r"\s*\{[#.][^{}]*\}$", "", heading)
    for path in sorted((ROOT / "source").rglob("*.md"))
    for heading in re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
]
ENGLISH = [
    "why does gradient accumulation divide every loss by the number of steps",
    "what does the key value cache keep for each token of a request",
    "how does a tensor of one column broadcast against a row vector",
    "which layers stay in single precision when training with autocast",
    "why is the mean of the squared error a poor loss for classes",
]


def _with_one_edit(chance: random.Random, text: str) -> str:
    """The text with a letter or a word less, twice or in another place, as somebody writes it once more."""
    words = text.split()
    place = chance.randrange(len(text))
    word = chance.randrange(len(words))
    return chance.choice(
        [
            text[:place] + text[place + 1 :],
            text[:place] + text[place] + text[place:],
            " ".join(words[:word] + words[word + 1 :]),
            " ".join([*words, words[word]]),
            " ".join(words[word:] + words[:word]),
            f"{text} 呢" if re.search(r"[\u4e00-\u9fff]", text) else f"so {text}",
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_comparing_all_with_all_finds_is_found(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    texts = [*HEADINGS, *ENGLISH]
    for text in [*HEADINGS, *ENGLISH]:
        edited = _with_one_edit(chance, text)
        if edited != text and telling(text) == telling(edited):
            texts.append(edited)
    found = dict(find_near_duplicates(texts))
    originals = len(HEADINGS) + len(ENGLISH)
    words = [words_of(text) for text in texts]
    alike = [
        number
        for number in range(originals, len(texts))
        if any(fuzz.token_sort_ratio(words[number], text) >= LIKE for text in words[:originals])
        and words[number] not in words[:number]
    ]
    assert len(alike) > 40
    assert [texts[number] for number in alike if number not in found] == []


def test_thousands_of_questions_in_the_same_few_words_are_compared_in_time() -> None:
    chance = random.Random(1)  # noqa: S311 - the same words each time
    words = [f"word{chr(97 + number)}" for number in range(24)]
    texts = [" ".join(chance.choices(words, k=9)) for _ in range(5000)]
    compared = list(find_near_duplicates(texts))
    assert all(texts[number] != texts[like] for number, like in compared)


def test_questions_may_differ_only_in_a_quoted_word() -> None:
    assert not list(find_near_duplicates(['How is "rue" pronounced?', 'How is "roue" pronounced?']))

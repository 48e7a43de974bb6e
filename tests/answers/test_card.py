"""A note is read as question, lead and answer."""

from pathlib import PurePosixPath

import pytest

from deckgen.answers.card import Card, read_card
from deckgen.render.render import render_question
from deckgen.sources.parse import parse


def read(source: str) -> Card:
    document, problems = parse("a", str(PurePosixPath("source/a.md")), source.encode())
    assert problems == ()
    question = document.questions[0]
    return read_card(question.kind, render_question(question, document, {}))


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("**It fails.** 22 is not 12.\n\nMore.", "It fails. 22 is not 12."),
        ("It depends:\n\n- on this\n- on that\n\nMore.", "It depends:\non this\non that"),
        ("- one\n- two\n\nMore.", "one\ntwo"),
        ("---\n\n`(2, 1)`\n\nMore.", "(2, 1)"),
        ("Only one paragraph\nover two lines.", "Only one paragraph over two lines."),
        ("至少 10⁴ 次，即 $10^4$ 次。", "至少10^4次,即10^4次。"),
    ],
)
def test_the_lead_is_the_first_paragraph(body: str, lead: str) -> None:
    assert read(f"## Question?\n\n{body}\n").lead == lead


def test_a_typed_answer_is_the_text_to_type() -> None:
    card = read("## What is the limit? {kind=typed}\n\n65504\n\nFor fp16.\n")
    assert card == Card("What is the limit?", "65504", "65504\nFor fp16.")


def test_a_cloze_answers_with_what_it_hides() -> None:
    card = read("## Sizes\n\nfp16 has {{c1::5}} bits, bf16 {{c2::8::how many}}.\n\n---\n\nMore.\n")
    assert card.question == "Sizes\nfp16 has [...] bits, bf16 [...]."
    assert card.lead == "5\n8"
    assert card.answer == "fp16 has 5 bits, bf16 8.\nMore."


def test_a_prompt_belongs_to_the_question() -> None:
    card = read("## What does it print?\n\n```python\nprint(1)\n```\n\n---\n\n1\n")
    assert card == Card("What does it print?\nprint(1)", "1", "1")

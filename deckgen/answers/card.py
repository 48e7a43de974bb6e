"""Reads what a note asks and what it answers, as the text that a learner reads."""

import re
from dataclasses import dataclass

from deckgen.syntax.html_text import find_hidden, fold, part_first_block, read_html
from deckgen.values.document import Kind
from deckgen.values.outline import NoteBody

_FORMULA_MARKS = re.compile(r"\\[()\[\]]")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")


@dataclass(frozen=True, slots=True)
class Card:
    """A note as question and answer, folded, with one line for each block.

    The `lead` is what a learner grades the answer by: its first paragraph, and the block below it if that
    ends with a colon; the text to type; of a cloze all hidden texts, one on a line. `answer` is the whole
    back; that of a cloze begins with its text, which is also a part of its `question`, with `[...]` in place
    of the hidden texts.
    """

    question: str
    lead: str
    answer: str


def read_card(kind: Kind, body: NoteBody) -> Card:
    """What a note asks and answers."""
    first, second, extra = body.fields[:3]
    if kind is Kind.CLOZE:
        hidden, gapped = find_hidden(first)
        question = f"{second}\n{gapped}"
        lead = "\n".join(map(read_text, hidden))
        return Card(read_text(question), lead, read_text(f"{first}\n{extra}"))
    if kind is Kind.TYPED:
        return Card(read_text(first), read_text(second), read_text(f"{second}\n{extra}"))
    return Card(read_text(first), _lead(second), read_text(second))


def read_text(html: str) -> str:
    """The folded text of a field; a raised number is written with `^`, as in TeX."""
    text = _FORMULA_MARKS.sub("", read_html(html))
    return fold(_RAISED.sub(lambda match: f"^{match[0]}", text))


def _lead(answer: str) -> str:
    block, rest = part_first_block(answer)
    lead = read_text(block)
    while rest and (not lead or lead.endswith(":")):
        block, rest = part_first_block(rest)
        lead = f"{lead}\n{read_text(block)}".strip()
    return lead

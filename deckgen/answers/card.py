"""Reads what a note asks and what it answers, as the text that a learner reads."""

from dataclasses import dataclass

from deckgen.answers.quoted import read_stated, read_text
from deckgen.syntax.html_text import find_hidden, part_first_block
from deckgen.values.document import Kind
from deckgen.values.outline import NoteBody

_GAP = "[...]"


@dataclass(frozen=True, slots=True)
class Card:
    """A note as question and answer, folded, with one line for each block.

    The `lead` is what a learner grades the answer by: its first paragraph, and the block below it if that
    ends with a colon; the text to type; of a cloze all hidden texts, one on a line. `answer` is the whole
    back, with a mark for each character that a CAUTION quotes as wrong; that of a cloze begins with its text,
    which is also a part of its `question`, with `[...]` in place of the hidden texts.
    """

    question: str
    lead: str
    answer: str
    is_cloze: bool = False

    @property
    def said(self) -> str:
        """What the card answers in one text: the lead, and of a cloze its question with the gaps filled."""
        if not self.is_cloze:
            return self.lead
        hidden = self.lead.split("\n")
        pieces = self.question.rsplit(_GAP, len(hidden))
        if len(pieces) <= len(hidden):
            return f"{self.question}\n{self.lead}"
        return pieces[0] + "".join(text + piece for text, piece in zip(hidden, pieces[1:], strict=True))


def read_card(kind: Kind, body: NoteBody) -> Card:
    """What a note asks and answers."""
    first, second, extra = body.fields[:3]
    if kind is Kind.CLOZE:
        hidden, gapped = find_hidden(first)
        question = f"{second}\n{gapped}"
        lead = "\n".join(" ".join(read_text(text).split("\n")) for text in hidden)
        return Card(read_text(question), lead, read_stated(f"{first}\n{extra}").stated, is_cloze=True)
    if kind is Kind.TYPED:
        return Card(read_text(first), read_text(second), read_stated(f"{second}\n{extra}").stated)
    return Card(read_text(first), _lead(second), read_stated(second).stated)


def _lead(answer: str) -> str:
    block, rest = part_first_block(answer)
    lead = read_text(block)
    while rest and (not lead or lead.endswith(":")):
        block, rest = part_first_block(rest)
        lead = f"{lead}\n{read_text(block)}".strip()
    return lead

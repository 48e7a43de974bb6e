"""Makes mutants of a card: the same card, whose lead has one mistake."""

import re
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from deckgen.answers.card import Card
from deckgen.answers.mutants.edit import Mutation
from deckgen.answers.mutants.terms import change_gaps, change_terms
from deckgen.answers.mutants.values import change_numbers, change_shapes, change_signs, change_units
from deckgen.answers.mutants.words import (
    change_comparisons,
    change_negations,
    change_sign_words,
    change_verdicts,
)
from deckgen.answers.negation import count_negations
from deckgen.answers.values import find_values
from deckgen.answers.yes_no import is_yes_no

MOST_MUTANTS = 24
"""Per lead, spread over the classes: first one of each class, then another one of each."""

MOST_CHARACTERS = 2000
"""How much is read of a lead and of a question; nobody learns a longer one."""

_PROMPT = re.compile(r"^>>>", re.MULTILINE)
_GAP = "[...]"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A card with one mistake: at `start`, its lead says `now` in place of `was`."""

    mutation: Mutation
    start: int
    was: str
    now: str
    card: Card


def make_mutants(card: Card, most: int = MOST_MUTANTS) -> tuple[Mutant, ...]:
    """Mutants of a card, always the same ones, of which no two are equal and none says what the card says."""
    text, rest = _part_lead(card.lead)
    question = card.question[:MOST_CHARACTERS]
    edits = (
        change_verdicts(text, is_asked=_asks_yes_or_no(question)),
        change_numbers(text),
        change_shapes(text, question),
        chain(change_signs(text), change_sign_words(text)),
        change_units(text),
        change_negations(text),
        change_comparisons(text),
        chain(change_gaps(text, question), change_terms(text, question)),
    )
    known = {_bare(text)}
    mutants: list[Mutant] = []
    for edit in chain.from_iterable(zip_longest(*edits)):
        if len(mutants) == most:
            break
        if edit is not None and (bare := _bare(edit.text)) not in known:
            known.add(bare)
            changed = with_lead(card, edit.text + rest)
            mutants.append(Mutant(edit.mutation, edit.start, edit.was, edit.now, changed))
    order = list(Mutation)
    return tuple(sorted(mutants, key=lambda mutant: (mutant.start, order.index(mutant.mutation))))


def is_definite(card: Card) -> bool:
    """Whether a lead has a number, a shape, a negation, or a yes or no."""
    text, _ = _part_lead(card.lead)
    if find_values(text) or count_negations(text):
        return True
    asked = _asks_yes_or_no(card.question[:MOST_CHARACTERS])
    return next(change_verdicts(text, is_asked=asked), None) is not None


def _asks_yes_or_no(question: str) -> bool:
    return is_yes_no(question.partition("\n")[0])


def with_lead(card: Card, lead: str) -> Card:
    """The card with another lead, and the same change in its answer."""
    if card.answer.startswith(card.lead):
        return replace(card, lead=lead, answer=lead + card.answer[len(card.lead) :])
    return replace(card, lead=lead, answer=_fill(card, lead))


def _part_lead(lead: str) -> tuple[str, str]:
    """The text in which mistakes are made, and the rest: an example, whose output a test compares."""
    prompt = _PROMPT.search(lead)
    end = min(prompt.start() if prompt else len(lead), MOST_CHARACTERS)
    return lead[:end], lead[end:]


def _fill(card: Card, lead: str) -> str:
    """The answer of a cloze, which begins with its text, with other texts in the gaps."""
    hidden, others = card.lead.split("\n"), lead.split("\n")
    begin, *between = map(_bare, card.question.split(_GAP))
    if not len(hidden) == len(others) == len(between):
        return card.answer
    # Spaces are written otherwise beside a gap.
    places = [place for place, character in enumerate(card.answer) if not character.isspace()]
    bare = _bare(card.answer)
    known = "".join(f"{_bare(text)}{after}" for text, after in zip(hidden, between, strict=True))
    start = bare.find(known)
    while start > 0 and not begin.endswith(bare[:start]):
        start = bare.find(known, start + 1)
    if start < 0:
        return card.answer
    answer, done = "", 0
    for text, other, after in zip(hidden, others, between, strict=True):
        end = start + len(_bare(text))
        if text != other:
            answer += card.answer[done : places[start]] + other
            done = places[end - 1] + 1
        start = end + len(after)
    return answer + card.answer[done:]


def _bare(text: str) -> str:
    return "".join(text.split())

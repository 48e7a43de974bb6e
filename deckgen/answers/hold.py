"""Holds an answer against the outputs of its question's examples, as they are written in the source."""

import re
from collections.abc import Iterator, Sequence

from deckgen.answers.card import Card
from deckgen.answers.negation import clause_before, count_negations, is_negative
from deckgen.answers.values import Value, ValueKind, find_printed, find_values
from deckgen.syntax.html_text import fold
from deckgen.values.example import Example
from deckgen.values.wording import shortened

_ERROR = re.compile(
    r"报错|出错|错误|异常|抛出|失败|\b(?:errors?|exceptions?|rais(?:e|es|ed)|throws?|fails?)\b|\b[A-Z]\w+Error\b",
    re.IGNORECASE,
)
_STATED_ERROR = re.compile(r"报错|抛出.{0,4}异常|\braises\b|\b[A-Z]\w+Error\b")
_LITERAL_TRUTH = re.compile(r"\b(?:True|False)\b")
_MOST_SHOWN = 60


def hold_answer(card: Card, answer: Example) -> Iterator[str]:
    """How a lead differs from the output that is marked as its answer, as ends of sentences.

    Each value of the output must be in the lead, in the same order, and each number, shape or error of the
    lead in the output or in the question.
    """
    if answer.error is not None:
        yield from _hold_error(card.lead, answer.error)
        printed: tuple[Value, ...] = ()
        known = find_values(fold(answer.error))
    else:
        printed = known = find_printed(fold(answer.expected))
        yield from _hold_values(card.lead, printed)
        if _affirms(_STATED_ERROR, card.lead) and not _STATED_ERROR.search(card.question):
            yield "says that there is an error, and its example prints " + _shown(answer.expected)
    yield from _hold_lead(card, printed, known)


def hold_typed(card: Card, examples: Sequence[Example]) -> Iterator[str]:
    """What a text to type says that no output of its question's examples says; nothing without outputs."""
    outputs = [fold(example.error or example.expected) for example in examples]
    outputs = [output for output in outputs if output.strip()]
    if not outputs:
        return
    printed = [value for output in outputs for value in find_printed(output)]
    values = [value for value in find_values(card.lead) if not value.spoken]
    for value in values:
        if not any(_states(value, other) for other in printed):
            yield f"says `{value.text.strip()}`, which no output of its examples says"
    said = card.lead.casefold()
    if not values and not any(said in output.casefold() for output in outputs):
        yield f"says `{shortened(card.lead, _MOST_SHOWN)}`, which no output of its examples says"


def _hold_error(lead: str, error: str) -> Iterator[str]:
    name = error.partition(":")[0].strip()
    named = re.compile(rf"{_ERROR.pattern}|{re.escape(name)}", re.IGNORECASE)
    if not _affirms(named, lead):
        yield f"does not say that there is an error, and its example raises {_shown(error)}"
    elif (other := re.search(r"\b[A-Z]\w+Error\b", lead)) and other[0] not in error:
        yield f"says `{other[0]}`, and its example raises {_shown(error)}"


def _hold_values(lead: str, printed: Sequence[Value]) -> Iterator[str]:
    """Each printed value must be in the lead, after the one before it."""
    stated = find_values(lead)
    place = 0
    for value in printed:
        if value.kind is ValueKind.TRUTH:
            yield from _hold_truth(lead, value.text)
            continue
        ends = list(_ends(lead, stated, value))
        later = [end for end, start in ends if start >= place]
        if later:
            place = min(later)
        elif ends:
            yield f"says `{value.text.strip()}` in another order than its example prints it"
        else:
            yield f"does not say `{shortened(value.text.strip(), _MOST_SHOWN)}`, which its example prints"


def _ends(lead: str, stated: Sequence[Value], value: Value) -> Iterator[tuple[int, int]]:
    """Where the lead states this value: end and start."""
    if value.kind is ValueKind.PHRASE:
        for name in {value.text, value.text.rpartition(".")[2] or value.text}:
            yield from ((m.end(), m.start()) for m in re.finditer(re.escape(name), lead, re.IGNORECASE))
        return
    for other in stated:
        if other.states(value):
            yield other.end, other.start
    if value.kind is ValueKind.SHAPE:  # a tuple of numbers that the lead states one by one
        rest = iter(other for other in stated if other.kind is ValueKind.NUMBER)
        found = [next((other for other in rest if _is_size(other, size)), None) for size in value.sizes]
        ends = [other for other in found if other is not None]
        if len(ends) == len(value.sizes):
            yield ends[-1].end, ends[0].start


def _hold_truth(lead: str, truth: str) -> Iterator[str]:
    literal = _LITERAL_TRUTH.findall(lead)
    said = literal[0] if literal else str(not is_negative(lead))
    if said != truth:
        yield f"says {'yes' if said == 'True' else 'no'}, and its example prints `{truth}`"


def _hold_lead(card: Card, printed: Sequence[Value], known: Sequence[Value]) -> Iterator[str]:
    """Each number and shape of the lead must be in the output or the question."""
    asked = find_values(card.question)
    said = set()
    for value in find_values(card.lead):
        if value.spoken or value.text in said:
            continue
        said.add(value.text)
        if not any(_states(value, other) for other in (*printed, *known, *asked)):
            yield f"says `{value.text.strip()}`, which neither its example prints nor the question says"


def _states(value: Value, other: Value) -> bool:
    if value.kind is ValueKind.NUMBER and other.kind is ValueKind.SHAPE:
        return any(_is_size(value, size) for size in other.sizes)
    return value.states(other)


def _is_size(value: Value, size: int) -> bool:
    return any(reading.value == size for reading in value.readings)


def _affirms(pattern: re.Pattern[str], lead: str) -> bool:
    """Whether the lead says this, and not that it is not so."""
    return any(
        count_negations(clause_before(lead, match.start())) % 2 == 0 for match in pattern.finditer(lead)
    )


def _shown(output: str) -> str:
    return f"`{shortened(' '.join(output.split()), _MOST_SHOWN)}`"

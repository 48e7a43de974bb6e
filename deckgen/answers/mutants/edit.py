"""An edit of a text that makes one mistake in it."""

import re
from dataclasses import dataclass
from enum import StrEnum

_SHORT = 3
_BEFORE = re.compile(r"[更最较越变太很极偏过A-Za-z0-9_)]")
_AFTER = re.compile(r"[^\n,;:。!?]{0,4}(?:(?<=[A-Za-z])[A-Za-z]{0,16})?")


class Mutation(StrEnum):
    """The class of a mistake; those that mislead a learner most come first."""

    YES_NO = "yes-no"
    NUMBER = "number"
    SHAPE = "shape"
    SIGN = "sign"
    UNIT = "unit"
    NEGATION = "negation"
    COMPARISON = "comparison"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Edit:
    """A text with one mistake: at `start` it says `now` where the true one says `was`."""

    mutation: Mutation
    start: int
    was: str
    now: str
    text: str


def replace(mutation: Mutation, text: str, start: int, end: int, now: str) -> Edit:
    """The text with other words at a place; what is short is shown with what stands beside it."""
    return replace_within(mutation, text, (start, end), (start, end), now)


def replace_within(
    mutation: Mutation, text: str, whole: tuple[int, int], part: tuple[int, int], now: str
) -> Edit:
    """The text with another part in a whole that is shown, such as a digit in a number."""
    (start, end), (first, last) = whole, part
    if end - start < _SHORT:
        start -= bool(start and _BEFORE.match(text, start - 1))
        beside = _AFTER.match(text, end)
        end = beside.end() if beside else end
    was = text[start:end].strip()
    shown = (text[start:first] + now + text[last:end]).strip()
    if was.endswith(".") and shown.endswith("."):
        was, shown = was[:-1], shown[:-1]
    return Edit(mutation, first, was, shown, text[:first] + now + text[last:])

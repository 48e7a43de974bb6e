"""A wrong answer that was once given and must not come back."""

from dataclasses import dataclass

from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was claimed about a question, why it is wrong, and how a card that makes the claim is known.

    A card whose question matches one of `asks` must match all of `says` in its answer, and none of `never` in
    question and answer; `unasked` says why an erratum has no such rule. `patterns` find the claim in the text
    of any card. All are regular expressions for readable text. `reference` may be empty if an example that
    runs proves the answer.
    """

    location: Location
    key: QuestionKey
    claim: str
    why: str
    reference: str
    patterns: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unasked: str = ""

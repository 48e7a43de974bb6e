"""A wrong answer that was once given, and must never come back."""

from dataclasses import dataclass

from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was claimed of a question, why it is wrong, and the patterns by which it is known again.

    `patterns` are regular expressions over a card's readable text. `reference` may be empty where the answer
    proves itself by an example that runs.
    """

    location: Location
    key: QuestionKey
    claim: str
    why: str
    reference: str
    patterns: tuple[str, ...]

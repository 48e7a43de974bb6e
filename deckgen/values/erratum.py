"""A wrong answer that was once given and must not come back."""

from dataclasses import dataclass

from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was claimed about a question, why it is wrong, and the patterns that find it.

    `patterns` are regular expressions for a card's readable text. `reference` may be empty if an example that
    runs proves the answer.
    """

    location: Location
    key: QuestionKey
    claim: str
    why: str
    reference: str
    patterns: tuple[str, ...]

"""Tells whether a question can be answered with yes or no, and with which of them a card answers it."""

import re

from deckgen.answers.negation import is_negative

_CHINESE = re.compile(
    r"[吗么](?=[?。]|$)|是否|能否|可否|会不会|能不能|是不是|有没有|要不要|需不需要|应不应该|该不该|对不对|可不可以"
)
_ENGLISH = re.compile(
    r"(?:^|[.,:;?!]\s)(?:is|are|was|were|do|does|did|can|could|will|would|should|must|has|have|may)\b"
    r"(?!.*\bor\b)[^?]*\?",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"还是|什么|怎[么样]|为何|哪|几|多少|如何|\b(?:what|why|how|when|which|where|who)\b", re.IGNORECASE
)
_LONGEST = 300


def is_yes_no(heading: str) -> bool:
    """Whether yes or no can answer this folded heading; only its end is read, where the question is."""
    heading = heading[-_LONGEST:]
    return not _ASKS_MORE.search(heading) and bool(_CHINESE.search(heading) or _ENGLISH.search(heading))


def says_yes(lead: str) -> bool:
    """Whether the answer to such a question is yes."""
    return not is_negative(lead)

"""Finds in texts what the errata hold to be wrong, by their patterns, each within its time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

SECONDS = 0.5
"""The most that one pattern may take on one text: a good one takes microseconds."""

LONGEST_PATTERN = 400
_HARMLESS = ("", "a", "0", "的", "。", " ", "a b", "的的")
_MOST_SAID = 80
_MOST_WHY = 120


@dataclass(frozen=True, slots=True)
class Known:
    """A pattern that is fit for use, as it is written, in short, and the erratum it belongs to."""

    erratum: Erratum
    written: str
    pattern: "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class Claim:
    """A wrong claim: of which erratum, in the text of which number, and its words there."""

    erratum: Erratum
    place: int
    said: str


def compile_patterns(erratum: Erratum) -> Iterator[Known | Problem]:
    """Each pattern ready for use, or why it is of none."""
    for written in erratum.patterns:
        shown = shortened(written, 60)
        if len(written) > LONGEST_PATTERN:
            message = f"the pattern `{shown}` has more than {LONGEST_PATTERN} characters; write several"
            yield Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
            continue
        try:
            pattern = regex.compile(written, regex.IGNORECASE)
        except (regex.error, RecursionError, OverflowError, MemoryError) as error:
            message = f"the pattern `{shown}` is no regular expression: {error}"
            yield Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
            continue
        known = Known(erratum, shown, pattern)
        try:
            wide = any(pattern.search(text, timeout=SECONDS) for text in _HARMLESS)
            pattern.search("的a " * 2000, timeout=SECONDS)
        except TimeoutError:
            yield slow_pattern(known)
            continue
        if wide:
            message = f"the pattern `{shown}` finds texts that claim nothing; write more of the claim"
            yield Problem(erratum.location, Code.ERRATUM_WIDE_PATTERN, message)
        else:
            yield known


def find_claims(known: Known, texts: Sequence[str]) -> tuple[Claim, ...]:
    """Everywhere in these folded texts where the claim is made.

    Raises:
        TimeoutError: the pattern took too long.
    """
    return tuple(
        Claim(known.erratum, place, " ".join(match[0].split()))
        for place, text in enumerate(texts)
        for match in known.pattern.finditer(text, timeout=SECONDS)
        if match[0].strip()
    )


def describe_claim(claim: Claim) -> str:
    """What is said, why it is wrong, and where that is written."""
    erratum = claim.erratum
    why = shortened(" ".join(erratum.why.split()), _MOST_WHY)
    return f"`{shortened(claim.said, _MOST_SAID)}`, which is wrong: {why} ({erratum.location})"


def slow_pattern(known: Known) -> Problem:
    """A pattern that takes too long, as a mistake of the erratum."""
    advice = "repeat nothing that repeats"
    message = f"the pattern `{known.written}` takes more than {SECONDS:g} seconds on a card; {advice}"
    return Problem(known.erratum.location, Code.ERRATUM_SLOW_PATTERN, message)

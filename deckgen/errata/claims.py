"""Finds the wrong claims of errata in texts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.errata.patterns import Pattern, SlowPatternError, compile_patterns, why_wrong
from deckgen.errata.statements import count_denials, is_stated
from deckgen.syntax.html_text import fold
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

_MOST_SAID = 80


class Claim(NamedTuple):
    """The number of the text, where the claim begins in it, and its words."""

    place: int
    start: int
    said: str


def compile_claims(erratum: Erratum) -> tuple[tuple[Pattern, ...], tuple[Problem, ...]]:
    """The `patterns` of an erratum, and what is wrong with the others."""
    patterns, problems = compile_patterns(erratum, "patterns", erratum.patterns)
    claim = fold(erratum.claim)
    return tuple(_with_denials(pattern, claim) for pattern in patterns), problems


def find_claims(pattern: Pattern, texts: Sequence[str]) -> list[Claim]:
    """What these folded texts state of what the pattern finds."""
    return [
        Claim(place, match.start(), " ".join(match[0].split()))
        for place, text in enumerate(texts)
        for match in pattern.find(text)
        if match[0].strip() and is_stated(pattern, match)
    ]


def describe_claim(said: str, erratum: Erratum) -> str:
    """The words of a claim, why it is wrong, and where the erratum is."""
    return f"`{shortened(said, _MOST_SAID)}`, which is wrong: {why_wrong(erratum)}"


def _with_denials(pattern: Pattern, claim: str) -> Pattern:
    """The pattern, knowing whether the erratum's claim denies what the pattern finds in it."""
    try:
        match = pattern.search(claim)
        return replace(pattern, denials=count_denials(pattern, match)) if match else pattern
    except SlowPatternError:
        return pattern

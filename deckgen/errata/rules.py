"""Holds the answers to the questions that an erratum speaks of: what they must say, and what never."""

from dataclasses import dataclass

from deckgen.answers.card import Card
from deckgen.errata.patterns import Pattern, compile_patterns, why_wrong
from deckgen.errata.statements import is_asked
from deckgen.syntax.html_text import fold
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

_MOST_SHOWN = 60
_SHORT_ANSWERS = (
    *("是。", "对。", "会。", "能。", "可以。", "有。", "需要。", "要。", "一定。", "相同。", "等于。"),
    *(
        "不是。",
        "不对。",
        "不会。",
        "不能。",
        "不可以。",
        "没有。",
        "不需要。",
        "不用。",
        "不一定。",
        "不同。",
    ),
    *("Yes.", "No.", "It does.", "It does not."),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """The compiled `asks`, `says` and `never` of an erratum."""

    erratum: Erratum
    asks: tuple[Pattern, ...]
    says: tuple[Pattern, ...]
    never: tuple[Pattern, ...]

    def is_asked(self, question: str) -> bool:
        """Whether a question is one that the erratum speaks of."""
        return any(pattern.search(question) for pattern in self.asks)

    def breach(self, question: str, said: str) -> "Breach | None":
        """What is wrong with what was said to a question that the erratum speaks of."""
        together = f"{question}\n{said}"
        for pattern in self.never:
            # A question that leaves the words open does not say them.
            for match in pattern.find(together):
                if match.end() > len(question) or not is_asked(match):
                    return Breach(pattern, match.span(), match[0])
        return next((Breach(pattern) for pattern in self.says if not pattern.search(said)), None)


@dataclass(frozen=True, slots=True)
class Breach:
    """A pattern of `says` that does not match, or one of `never` that does, with words and place."""

    pattern: Pattern
    span: tuple[int, int] = (0, 0)
    words: str = ""

    @property
    def is_said(self) -> bool:
        """Whether words are said that must not be said."""
        return self.pattern.setting == "never"

    def describe(self, card: Card) -> str:
        """What the card was asked, what it says, and what it must say, as a part of a sentence."""
        asked = shortened(" ".join(card.question.split()), _MOST_SHOWN)
        answered = shortened(" ".join((self.words.strip() or card.said).split()), _MOST_SHOWN)
        fault = "matches `never`" if self.is_said else f"does not match `{self.pattern.written}` of `says`"
        return f"asked `{asked}` and answers `{answered}`, which {fault}: {why_wrong(self.pattern.erratum)}"


def compile_rule(erratum: Erratum) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule of an erratum, if it has one without a fault, and its faults."""
    asks, of_asks = compile_patterns(erratum, "asks", erratum.asks)
    says, of_says = compile_patterns(erratum, "says", erratum.says)
    never, of_never = compile_patterns(erratum, "never", erratum.never)
    problems = (*of_asks, *of_says, *of_never)
    if problems or not asks or not (says or never):
        return None, problems
    return Rule(erratum, asks, says, never), ()


def find_idle(rule: Rule, question: str | None) -> str:
    """Why a rule holds nothing, and what to do about it; `question` is that of the erratum's own key."""
    if question is not None and not rule.is_asked(question):
        return f"`asks` does not match the question of its own key `{rule.erratum.key}`; correct one of them"
    claim = fold(rule.erratum.claim)
    if rule.says and all(pattern.search(claim) for pattern in rule.says):
        return "`says` matches the erratum's own `claim`; write what only the right answer says"
    answers = (claim, *(f"{question or ''}\n{answer}" for answer in (claim, *_SHORT_ANSWERS)))
    if rule.never and not any(pattern.search(answer) for pattern in rule.never for answer in answers):
        return "`never` matches neither the erratum's own `claim` nor a short answer; correct one of them"
    return ""


def find_contradiction(kept: Rule, broken: Rule, breach: Breach, card: Card) -> str:
    """What one erratum demands and the other calls wrong; empty if nothing is known.

    The card, which both speak of, satisfies the first, and breaks the second in this way.
    """
    if breach.is_said and (words := _demanded(kept, card, breach.span)):
        return shortened(" ".join(words.split()), _MOST_SHOWN)
    claims = [fold(rule.erratum.claim) for rule in (broken, kept)]
    for demands, claim in zip((kept, broken), claims, strict=True):
        if demands.says and demands.breach(card.question, claim) is None:
            return shortened(claim, _MOST_SHOWN)
    for answer in (*claims, *_SHORT_ANSWERS):
        both = (answer, f"{card.said}\n{answer}", f"{answer}\n{card.said}")
        if broken.breach(card.question, answer) is None and not any(
            kept.breach(card.question, said) is None and broken.breach(card.question, said) is None
            for said in both
        ):
            return answer
    return ""


def _demanded(rule: Rule, card: Card, span: tuple[int, int]) -> str:
    """The words that `says` demands and that stand in this span of question and answer."""
    offset = len(card.question) + 1
    matches = (pattern.search(card.said) for pattern in rule.says)
    within = (m for m in matches if m and m.start() + offset < span[1] and m.end() + offset > span[0])
    return next((match[0] for match in within), "")

"""Compares the cards of a package with its errata, and checks the errata themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from deckgen.answers.card import Card
from deckgen.errata.claims import compile_claims, describe_claim, find_claims
from deckgen.errata.patterns import Pattern, SlowPatternError
from deckgen.errata.rules import Breach, Rule, compile_rule, find_contradiction, find_idle
from deckgen.errata.said import say_in_full
from deckgen.errata.texts import LinesOf, PlacedCard, Text, head_texts, place_card, tag_texts
from deckgen.syntax.html_text import fold
from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import DocumentOutline, NoteBody, PackageOutline, QuestionOutline
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey

_FEWEST = 4
"""With fewer cards, a pattern may find more than half of them."""

_MOST_COMPARED = 20
"""How many errata that the same card satisfies are compared with a broken one."""


class Holder:
    """Holds a single card by errata, whatever file it is in."""

    def __init__(self, errata: Sequence[Erratum]) -> None:
        self._rules = [rule for erratum in errata if (rule := compile_rule(erratum)[0])]
        self._patterns = [pattern for erratum in errata for pattern in compile_claims(erratum)[0]]

    def breaks(self, card: Card) -> bool:
        """Whether an erratum would be reported at this card."""
        texts = [f"{card.question}\n{card.lead}\n{card.answer}", say_in_full(card)]
        try:
            return any(
                rule.is_asked(card.question) and rule.breach(card.question, card.said) for rule in self._rules
            ) or any(find_claims(pattern, texts) for pattern in self._patterns)
        except SlowPatternError:
            return False


def check_errata(package: PackageOutline, errata: Sequence[Erratum]) -> Iterator[Problem]:
    """Errata without a question, without a proof, or without a rule for the answers."""
    has_examples = {question.key: question.has_examples for question, _ in package.questions()}
    return (problem for erratum in errata for problem in _check_erratum(has_examples, erratum))


def check_cards(
    errata: Sequence[Erratum],
    documents: Iterable[DocumentOutline],
    notes: Iterable[tuple[Location, QuestionOutline, NoteBody]],
    lines: LinesOf,
) -> Iterator[Problem]:
    """Cards that break an erratum, each at its line, and errata that would hold nothing or too much."""
    cards: list[PlacedCard] = []
    tags: list[tuple[Location, str]] = []
    for place, question, body in notes:
        cards.append(place_card(place, question, body))
        tags += ((place, tag) for tag in body.tags)
    texts = [text for card in cards for text in card.texts]
    texts += (text for document in documents for text in head_texts(document, lines))
    texts += tag_texts(tags)
    rules: list[Rule] = []
    patterns: list[Pattern] = []
    for erratum in errata:
        rule, of_rule = compile_rule(erratum)
        found, of_patterns = compile_claims(erratum)
        yield from (*of_rule, *of_patterns)
        if not of_patterns:
            yield from _check_idle(erratum, found)
        patterns += found
        rules += [rule] if rule else []
    yield from _check_claims(patterns, cards, texts, lines)
    yield from _check_rules(rules, cards, lines)


def _check_erratum(has_examples: Mapping[QuestionKey, bool], erratum: Erratum) -> Iterator[Problem]:
    if erratum.key not in has_examples:
        near = did_you_mean(erratum.key, has_examples, "write the key of the question that is right now")
        message = f"no question of the package has the key `{erratum.key}`; {near}"
        yield Problem(erratum.location, Code.ERRATUM_UNKNOWN_KEY, message)
    elif not erratum.reference and not has_examples[erratum.key]:
        message = (
            f"the answer to `{erratum.key}` has no example that runs, and the erratum has no `reference`; "
            "add one of them as a proof"
        )
        yield Problem(erratum.location, Code.ERRATUM_WITHOUT_PROOF, message)
    if not erratum.unasked and not (erratum.asks and erratum.says):
        message = (
            "the erratum does not say what is right: write `asks`, which questions it speaks of, and `says`, "
            "what their answers must say, or in `unasked` why it has none"
        )
        yield Problem(erratum.location, Code.ERRATUM_UNASKED, message)


def _check_idle(erratum: Erratum, patterns: Sequence[Pattern]) -> Iterator[Problem]:
    claim = fold(erratum.claim)
    try:
        if patterns and not any(find_claims(pattern, [claim]) for pattern in patterns):
            message = "no pattern of the erratum finds its own `claim`; correct one of them"
            yield Problem(erratum.location, Code.ERRATUM_IDLE, message)
    except SlowPatternError:
        return  # it is reported where the cards are read


def _check_claims(
    patterns: Sequence[Pattern], cards: Sequence[PlacedCard], texts: Sequence[Text], lines: LinesOf
) -> Iterator[Problem]:
    seen = set()
    for pattern in patterns:
        for problem in _check_pattern(pattern, len(cards), texts, lines):
            # Two patterns of one erratum may find the same words.
            said = (problem.location, problem.message.rpartition("which is wrong")[2])
            if said not in seen:
                seen.add(said)
                yield problem


def _check_pattern(pattern: Pattern, cards: int, texts: Sequence[Text], lines: LinesOf) -> Iterator[Problem]:
    try:
        claims = find_claims(pattern, [text.text for text in texts])
    except SlowPatternError:
        yield pattern.is_slow
        return
    if cards >= _FEWEST and len({texts[claim.place].place for claim in claims}) * 2 > cards:
        yield _finds_too_many(pattern)
        return
    for number, start, said in claims:
        text = texts[number]
        message = (
            f"the {text.who} says {describe_claim(said, pattern.erratum)}; correct it, or if it is true, "
            f"write `<!-- allow: {Code.ERRATUM_CLAIMED} reason -->`"
        )
        yield Problem(text.locate(start, said, lines), Code.ERRATUM_CLAIMED, message)


def _check_rules(rules: Sequence[Rule], cards: Sequence[PlacedCard], lines: LinesOf) -> Iterator[Problem]:
    questions = {card.key: card.card.question for card in cards}
    kept: dict[int, list[Rule]] = {}
    broken: dict[int, list[tuple[Rule, Breach]]] = {}
    for rule in rules:
        try:
            if fault := find_idle(rule, questions.get(rule.erratum.key)):
                yield Problem(rule.erratum.location, Code.ERRATUM_IDLE, fault)
            asked = [number for number, card in enumerate(cards) if rule.is_asked(card.card.question)]
            if len(cards) >= _FEWEST and len(asked) * 2 > len(cards):
                yield _finds_too_many(rule.asks[0])
                continue
            for number in asked:
                card = cards[number].card
                if breach := rule.breach(card.question, card.said):
                    broken.setdefault(number, []).append((rule, breach))
                else:
                    kept.setdefault(number, []).append(rule)
        except SlowPatternError as error:
            yield error.pattern.is_slow
    for number, breaches in broken.items():
        placed = cards[number]
        for _, breach in breaches:
            message = (
                f"the card is {breach.describe(placed.card)}; correct the answer, or if it is right, write "
                f"`<!-- allow: {Code.ERRATUM_CONTRADICTED} reason -->`"
            )
            yield Problem(placed.locate_answer(lines), Code.ERRATUM_CONTRADICTED, message)
    yield from _check_contradictions(cards, kept, broken)


def _check_contradictions(
    cards: Sequence[PlacedCard],
    kept: Mapping[int, Sequence[Rule]],
    broken: Mapping[int, Sequence[tuple[Rule, Breach]]],
) -> Iterator[Problem]:
    """Errata that contradict each other: an answer that one demands is what the other calls wrong."""
    found: dict[tuple[Location, Location], Problem] = {}
    for number, breaches in broken.items():
        card = cards[number]
        for rule, breach in breaches:
            for other in kept.get(number, ())[:_MOST_COMPARED]:
                words = find_contradiction(other, rule, breach, card.card)
                first, last = sorted((rule.erratum.location, other.erratum.location))
                if words and (first, last) not in found:
                    message = (
                        f"this erratum and the one at {first} contradict each other about the question at "
                        f"{card.place}: one demands `{words}`, which the other calls wrong; correct one"
                    )
                    found[first, last] = Problem(last, Code.ERRATUM_CONTRADICTS, message)
    yield from found.values()


def _finds_too_many(pattern: Pattern) -> Problem:
    what = "question" if pattern.setting == "asks" else "claim"
    message = f"{pattern} finds more than half of all cards; write more of the {what} in it"
    return Problem(pattern.erratum.location, Code.ERRATUM_WIDE_PATTERN, message)

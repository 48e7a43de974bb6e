"""Compare an ingested page with the errata of its package."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from deckgen.answers.card import Card
from deckgen.errata.claims import compile_claims, describe_claim, find_claims
from deckgen.errata.parse import parse_errata
from deckgen.errata.patterns import SlowPatternError
from deckgen.errata.rules import Breach, compile_rule
from deckgen.errata.said import say_in_full
from deckgen.pages.ingest import Ingested
from deckgen.pages.page import Block, Warned
from deckgen.pages.questions import Found
from deckgen.pages.write.places import place_warnings
from deckgen.project.folder import ProjectError, is_file
from deckgen.project.replace import read_file
from deckgen.project.root import ERRATA
from deckgen.syntax.html_text import fold
from deckgen.values.erratum import Erratum


def read_errata(path: Path) -> tuple[Erratum, ...]:
    """The errata of a file, which must be without problems."""
    content = read_file(path)
    if content is None:
        raise ProjectError(f"{path} does not exist; give `--errata` an errata file")
    errata, problems = parse_errata(str(path), content)
    if problems:
        raise ProjectError(str(problems[0]))
    return errata


def errata_beside(source: Path) -> tuple[Erratum, ...]:
    """The errata of the package that a source belongs to; none if `check` finds problems in the file."""
    for path in (source.parent / ERRATA, source.with_name(f"{source.stem}.{ERRATA}")):
        if is_file(path):
            try:
                return read_errata(path)
            except ProjectError:
                return ()
    return ()


def warn_of_claims(ingested: Ingested, errata: Sequence[Erratum]) -> Ingested:
    """The page with a warning for each claim that an erratum lists as wrong, and each wrong answer."""
    asked = [_read_question(found) for found in ingested.found]
    warned: dict[tuple[int, str], Warned] = {}
    for erratum in errata:
        for line, message in _find_wrong(asked, erratum):
            warned.setdefault((line, erratum.key), Warned(line, "known-wrong", message))
    headings = [question.source_line for question in ingested.report.taken]
    placed = place_warnings(warned.values(), ingested.found, headings, ingested.markdown)
    report = ingested.report
    in_order = sorted((*report.warned, *placed), key=lambda warning: (warning.line, warning.code))
    return replace(ingested, report=replace(report, warned=tuple(in_order)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of a page as a card, whose lead is the whole answer; `lines` are those of all its blocks.

    `parts` are the texts of the blocks of question and answer, `in_full` what the first block states together
    with the question, in the line `answer_line`.
    """

    card: Card
    parts: tuple[str, ...]
    lines: tuple[int, ...]
    in_full: str
    answer_line: int


def _read_question(found: Found) -> _Asked:
    asked = [(found.line, fold(found.text)), *_read_blocks(found.prompt)]
    answer = _read_blocks(found.answer)
    lines, parts = zip(*asked, *answer, strict=True)
    question, said = ("\n".join(text for _, text in part) for part in (asked, answer))
    first = Card(question, answer[0][1] if answer else "", said)
    answer_line = answer[0][0] if answer else found.line
    return _Asked(Card(question, said, said), parts, lines, say_in_full(first), answer_line)


def _read_blocks(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    parts = (part for block in blocks for part in block.walk() if part.text)
    return [(part.line, text) for part in parts if (text := fold(part.text))]


def _find_wrong(asked: Sequence[_Asked], erratum: Erratum) -> Iterator[tuple[int, str]]:
    """The lines of a page where an erratum finds something wrong, each with a message."""
    rule, _ = compile_rule(erratum)
    patterns, _ = compile_claims(erratum)
    with suppress(SlowPatternError):
        for one in asked:
            for claim in (claim for pattern in patterns for claim in find_claims(pattern, one.parts)):
                message = f"the page says {describe_claim(claim.said, erratum)}"
                yield one.lines[claim.place], message
            for pattern in patterns if one.in_full else ():
                for claim in find_claims(pattern, [one.in_full]):
                    yield one.answer_line, f"the page says {describe_claim(claim.said, erratum)}"
            if rule and one.card.said and rule.is_asked(one.card.question):
                breach = rule.breach(one.card.question, one.card.said)
                if breach:
                    yield _line_of(one, breach), f"the page is {breach.describe(one.card)}"


def _line_of(asked: _Asked, breach: Breach) -> int:
    """The line of the block in which the forbidden words end, or where the answer begins."""
    if not breach.is_said:
        return asked.answer_line
    ends = accumulate(len(part) + 1 for part in asked.parts)
    return next(line for line, end in zip(asked.lines, ends, strict=True) if end >= breach.span[1])

"""Compare an ingested page with the errata of its package."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deckgen.errata.claims import Known, compile_patterns, describe_claim, find_claims
from deckgen.errata.parse import parse_errata
from deckgen.pages.ingest import Ingested
from deckgen.pages.page import Warned
from deckgen.pages.write.places import place_warnings
from deckgen.project.folder import ProjectError, is_file
from deckgen.project.replace import read_file
from deckgen.project.sources import ERRATA
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
    """The page with a warning for each claim that an erratum lists as wrong."""
    blocks = [
        (block.line, fold(block.text))
        for question in ingested.found
        for top in (*question.prompt, *question.answer)
        for block in top.walk()
        if block.text
    ]
    texts = [text for _, text in blocks]
    warned: dict[tuple[int, str], Warned] = {}
    for known in (one for erratum in errata for one in compile_patterns(erratum) if isinstance(one, Known)):
        for place, said in find_claims(known, texts) or ():
            line = blocks[place][0]
            message = f"the page says {describe_claim(said, known.erratum)}"
            warned[line, known.erratum.key] = Warned(line, "known-wrong", message)
    headings = [question.source_line for question in ingested.report.taken]
    placed = place_warnings(warned.values(), ingested.found, headings, ingested.markdown)
    report = ingested.report
    in_order = sorted((*report.warned, *placed), key=lambda warning: (warning.line, warning.code))
    return replace(ingested, report=replace(report, warned=tuple(in_order)))

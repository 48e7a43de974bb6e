"""Every folder of tests/cases/parse: a source, perhaps with settings, and the document that it becomes."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from deckgen.sources.parse import parse
from deckgen.sources.settings.from_toml import parse_settings
from deckgen.values.document import Document, Question
from deckgen.values.passage import Passage, Token
from deckgen.values.problem import Problem
from deckgen.values.settings import NO_SETTINGS
from tests.support import assert_expected, case_folders


@pytest.mark.parametrize("case", case_folders("parse"))
def test_source_becomes_the_expected_document(case: Path, update_cases: bool) -> None:
    settings, wrong = NO_SETTINGS, ()
    if (case / "package.toml").exists():
        settings, wrong = parse_settings("source/case.package.toml", (case / "package.toml").read_bytes())
    assert settings
    assert not wrong
    document, problems = parse("case", "source/case.md", (case / "input.md").read_bytes(), settings)
    assert_expected(case / "expected.txt", _show(document, problems), update=update_cases)


def _show(document: Document, problems: tuple[Problem, ...]) -> str:
    rows = [f"deck: {document.deck}", f"title: {document.title}"]
    if document.promised:
        rows.append(f"cards: {document.promised.cards} (line {document.promised.location.line})")
    if document.foreign:
        named = (f"{setting.name} (line {setting.location.line})" for setting in document.foreign)
        rows.append(f"of other programs: {', '.join(named)}")
    rows += _show_passage("description", document.description)
    for question in document.questions:
        rows += ["", *_show_question(question)]
    references, footnotes = document.definitions
    if references or footnotes:
        rows += ["", "definitions:"]
        rows += (f"    [{label}]: {target['href']}" for label, target in references.items())
        rows += (f"    [^{label}]: {_words(tokens)}" for label, tokens in footnotes.items())
    return "\n".join([*rows, "", *(str(problem) for problem in problems), ""])


def _show_question(question: Question) -> list[str]:
    made = "" if question.key_is_written else " (made)"
    return [
        f"question at line {question.location.line}: {question.heading.text}",
        f"    {question.kind} #{question.key}{made}" + (f" was {question.was}" if question.was else ""),
        f"    tags: {' '.join(question.tags)}; source: {question.source}",
        *_show_passage("    prompt", question.prompt),
        *_show_passage("    answer", question.answer),
        *_show_passage("    hint", question.hint),
    ]


def _words(tokens: Iterable[Token]) -> str:
    return " ".join(" ".join(token.content for token in tokens).split())


def _show_passage(name: str, passage: Passage) -> list[str]:
    if not passage.text:
        return []
    return [f"{name} from line {passage.line}:", *(f"    | {line}" for line in passage.text.split("\n"))]

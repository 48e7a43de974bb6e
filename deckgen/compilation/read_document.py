"""Reads, checks and renders one source, part by part, apart from the parts that are known from before."""

import hashlib
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.answers.card import read_card
from deckgen.answers.yes_no import is_yes_no, says_yes
from deckgen.checks import check_unit
from deckgen.checks.advice import advise_on_unit
from deckgen.checks.allowed import find_allowances
from deckgen.checks.media.pictures import find_shown
from deckgen.checks.media.svg_language import check_svg_languages
from deckgen.checks.media.svg_sizes import check_svg_sizes
from deckgen.checks.questions.held import check_held, find_holding
from deckgen.checks.text.contents import check_formulas
from deckgen.checks.text.links import find_relative_links
from deckgen.checks.unit import read_unit
from deckgen.compilation.causes import settle_no_questions
from deckgen.compilation.values import MediaReader
from deckgen.examples.find import find_part_examples
from deckgen.identity.digest import digest_clozes, digest_note, excerpt_sides
from deckgen.render.code import is_language
from deckgen.render.foot import finish_note
from deckgen.render.render import render_description, render_question
from deckgen.sources.keys import digest_for_key
from deckgen.sources.misread.structure import MOST_EXPANDED_BYTES
from deckgen.sources.parse import parse
from deckgen.syntax.html_text import fold
from deckgen.syntax.tex.definitions import find_definitions
from deckgen.values.codes import Code
from deckgen.values.document import Document, Question
from deckgen.values.example import Example
from deckgen.values.note import Media, MediaReference
from deckgen.values.outline import (
    Allowance,
    DocumentOutline,
    Found,
    NoteBody,
    NoteOutline,
    Part,
    QuestionOutline,
    problems_at,
)
from deckgen.values.problem import Location, Problem, has_error
from deckgen.values.settings import Settings
from deckgen.values.source import SourceFile
from deckgen.values.text import Html


class ReadPart(NamedTuple):
    """A part and its note, if it has one."""

    part: Part
    body: NoteBody | None


class ReadDocument(NamedTuple):
    """The outline of a source, and the notes of its parts."""

    outline: DocumentOutline
    bodies: tuple[NoteBody | None, ...]


KnownParts = Mapping[bytes, ReadPart]
"""Parts that were read before, by their digests."""


def read_document(file: SourceFile, read_media: MediaReader, known: KnownParts | None = None) -> ReadDocument:
    """Everything that a build or a check needs of a source alone; `known` are parts from before."""
    document, problems = parse(file.package, file.path, file.content, file.settings)
    starts = (1, *(question.location.line for question in document.questions))
    # A block that is too large, say, must not be rendered.
    known_codes = file.settings.leave_out
    left_out = {bisect_right(starts, one.location.line) - 1 for one in problems if one.code in known_codes}
    renders = not has_error(tuple(one for one in problems if one.code not in known_codes))
    level = f"{file.settings.question.mark} {file.settings.answer}"
    macros = find_definitions("\n".join(document.lines))
    digests = _digests(document, starts, f"{level} {macros}", left_out, file.settings, renders=renders)
    parts: list[ReadPart] = []
    expanded = 0
    asked = zip((None, *document.questions), starts, digests, strict=True)
    for number, (question, start, digest) in enumerate(asked):
        before = (known or {}).get(digest)
        if before is None or not _shows_the_same(before.part, file.path, read_media):
            whole = renders and number not in left_out
            before = _read_part(
                digest, start, document, question, read_media, file.settings, macros, renders=whole
            )
        parts.append(before)
        if before.body is not None:
            expanded += sum(map(len, before.body.fields))
        if renders and expanded > MOST_EXPANDED_BYTES:
            renders = False
            message = "up to here the notes of the file have more than 32 MiB; repeat fewer footnotes"
            problems = (*problems, Problem(Location(file.path, start), Code.EXPANDS_TOO_MUCH, message))
    outline = DocumentOutline(
        path=document.path,
        deck=document.deck,
        promised=document.promised,
        description=render_description(document) if renders and 0 not in left_out else Html(""),
        problems=problems,
        parts=tuple(read.part for read in parts),
        starts=starts,
        foreign=document.foreign,
        levels=document.levels,
    )
    named = (problem for part, place in outline.placed() for problem in problems_at(place, part.problems))
    outline = replace(outline, problems=settle_no_questions(problems, named, document.levels))
    return ReadDocument(outline, tuple(read.body for read in parts))


def shows_the_same(outline: DocumentOutline, read_media: MediaReader) -> bool:
    """Whether the pictures and sounds of a document are the same as when it was read."""
    return all(_shows_the_same(part, outline.path, read_media) for part in outline.parts)


def _shows_the_same(part: Part, path: str, read_media: MediaReader) -> bool:
    return part.media == tuple(_names(part.shown, path, read_media))


def _names(shown: Iterable[Found], path: str, read_media: MediaReader) -> Iterator[str]:
    found = (read_media(MediaReference(path, target)) for _, target in shown)
    return (media.name if isinstance(media, Media) else "" for media in found)


def _digests(
    document: Document,
    starts: tuple[int, ...],
    level: str,
    left_out: Container[int],
    settings: Settings,
    *,
    renders: bool,
) -> Iterator[bytes]:
    """For each part a digest of everything that it is made from, apart from pictures."""
    needs = [need.module for need in document.needs]
    foot = (settings.edit, settings.edit and document.path, settings.show_tags)
    shared = repr((renders, needs, level, document.lang, document.definition_lines, foot)).encode()
    ends = (*starts[1:], len(document.lines) + 1)
    asked = zip((None, *document.questions), starts, ends, strict=True)
    for number, (question, start, end) in enumerate(asked):
        digest = hashlib.blake2b(shared, digest_size=16)
        # The file's tags and source are in every question of it, and its name may be the question.
        own = (question.tags, question.source, question.heading.text) if question else None
        digest.update(repr((own, number in left_out)).encode())
        digest.update("\n".join(document.lines[start - 1 : end - 1]).encode())
        yield digest.digest()


def _read_part(
    digest: bytes,
    start: int,
    document: Document,
    question: Question | None,
    read_media: MediaReader,
    settings: Settings,
    macros: Mapping[str, str],
    *,
    renders: bool,
) -> ReadPart:
    unit = read_unit(document, question)
    examples = find_part_examples(document, question)
    runs = [example for exercise in examples.exercises for example in exercise]
    problems = (*check_unit(unit), *examples.problems)
    shown = list(find_shown(unit))
    media = {
        reference: found
        for _, target in shown
        if isinstance(found := read_media(reference := MediaReference(document.path, target)), Media)
    }
    body = None
    if question is not None and renders and not has_error(problems):
        body = render_question(question, document, media)
        problems = (
            *problems,
            *check_held(document.path, question, body, runs),
            *check_formulas(question, body, macros),
        )
    advice = (
        *advise_on_unit(unit, runs, body, is_language),
        *check_svg_sizes(document.path, shown, media),
        *check_svg_languages(document.path, shown, media),
    )
    part = Part(
        digest=digest,
        problems=_moved(problems, start),
        advice=_moved(advice, start),
        links=_from(start, find_relative_links(unit)),
        shown=_from(start, shown),
        media=tuple(_names(shown, document.path, read_media)),
        allowances=tuple(
            found._replace(line=found.line - start)
            for found in find_allowances(unit)
            if isinstance(found, Allowance)
        ),
        question=_outline(question, body, settings, runs) if question else None,
    )
    return ReadPart(part, body)


def _from(start: int, found: Iterable[Found]) -> tuple[Found, ...]:
    """What was found, with lines counted from the first of its part."""
    return tuple(Found(line - start, text) for line, text in found)


def _moved(problems: Iterable[Problem], start: int) -> tuple[Problem, ...]:
    """Problems without a path, with lines counted from the first of their part."""
    return tuple(
        replace(problem, location=Location("", problem.location.line - start)) for problem in problems
    )


def _outline(
    question: Question, body: NoteBody | None, settings: Settings, examples: Sequence[Example]
) -> QuestionOutline:
    note = yes = None
    if body is not None:
        if is_yes_no(fold(question.heading.text)):
            yes = says_yes(read_card(question.kind, body).lead)
        whole = finish_note(body, settings, question.key, question.location)
        digest = digest_note(question.kind, whole.fields, body.tags)
        note = NoteOutline(
            digest,
            *excerpt_sides(question.kind, body.fields),
            digest_clozes(question.kind, body.fields),
            len(body.ordinals),
        )
    return QuestionOutline(
        key=question.key,
        key_is_written=question.key_is_written,
        was=question.was,
        kind=question.kind,
        heading=question.heading.text,
        prompt=question.prompt.text,
        key_digests=digest_for_key(question),
        has_examples=bool(examples),
        has_heading=question.has_heading,
        note=note,
        says_yes=yes,
        held_by=_from(
            question.location.line,
            (
                Found(example.location.line, example.error or example.expected.strip())
                for example in find_holding(question, examples)
            ),
        ),
    )

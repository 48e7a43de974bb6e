"""Parses a source into a document: its questions, each with its parts, its kind and its key."""

import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.sources.misread.hidden_questions import check_chapters, check_hidden_questions
from deckgen.sources.misread.levels import check_sections, no_questions
from deckgen.sources.misread.stray_headings import check_stray_headings
from deckgen.sources.misread.structure import check_expansion, check_structure
from deckgen.sources.open.conflicts import settle_conflicts
from deckgen.sources.open.decode import decode_source
from deckgen.sources.open.wrapped import find_wrapping
from deckgen.sources.questions.headings import Asked, Heading, count_levels, divide, find_headings
from deckgen.sources.questions.names import deck_name, name_as_heading
from deckgen.sources.questions.parting import find_parting
from deckgen.sources.questions.parts import check_parts
from deckgen.sources.questions.visible import has_content
from deckgen.sources.settings.front_matter import FrontMatter, parse_front_matter
from deckgen.syntax.attributes import DRAFT, Attributes, check_kind_tags, key_words, parse_attributes
from deckgen.syntax.callouts import HINT
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.reading import read_blocks, read_line
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Question
from deckgen.values.passage import EMPTY_PASSAGE, Definitions, Passage, Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import NO_SETTINGS, TITLE, Settings
from deckgen.values.text import Markdown, QuestionKey

_QUOTE_MARK = re.compile(r" {0,3}> ?")
_HINT_MARK = re.compile(r"\[!hint(?:\|[^\]]*)?\][+-]?[ \t]*", re.IGNORECASE)
_DEFINITIONS = ("definition", "footnote_reference_open")


def parse(
    package: str, path: str, content: bytes, settings: Settings = NO_SETTINGS
) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a source file, and everything that is wrong with its form.

    `path` is relative to the project, `settings` are those of the package. With problems the document still
    has what can be read, so that one run can report the problems of later stages too.
    """
    text, problems = decode_source(path, content)
    if problems and not text:
        return Document(path, package, "", EMPTY_PASSAGE, None, ()), problems
    if wrapping := find_wrapping(text.split("\n")):
        wrapped = Problem(Location(path, wrapping.first), Code.NO_QUESTIONS, wrapping.explain())
        return Document(path, package, "", EMPTY_PASSAGE, None, ()), (*problems, wrapped)
    lines, conflicts = settle_conflicts(path, text.split("\n"))
    front, front_problems = parse_front_matter(path, lines, settings)
    body = [""] * front.end + lines[front.end :]
    tokens, definitions = read_blocks("\n".join(body))
    if too_large := check_expansion(path, body, tokens):
        return Document(path, package, "", EMPTY_PASSAGE, None, ()), (
            *problems,
            *conflicts,
            *front_problems,
            *too_large,
        )
    source = _Source(path, package, body, tokens, definitions, front, settings)
    document, body_problems = _parse_document(source)
    structure = check_structure(path, body, tokens, settings.question)
    hidden = check_hidden_questions(path, tokens, settings.question)
    headings = list(find_headings(tokens))
    chapters = check_chapters(path, headings, settings.question)
    form = (*structure, *hidden, *chapters, *body_problems)
    settled = check_stray_headings(path, body, headings, settings, form)
    return document, (*problems, *conflicts, *front_problems, *settled)


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    package: str
    lines: list[str]
    tokens: list[Token]
    definitions: Definitions
    front: FrontMatter
    settings: Settings

    def passage(self, start: int, end: int, tokens: Sequence[Token], blank: Container[int] = ()) -> Passage:
        """Lines `start` to `end` (from 0, end excluded), with empty ones in place of those in `blank`."""
        kept = ["" if n in blank else self.lines[n] for n in range(start, end)]
        return _trimmed(kept, start + 1, tokens)


def _parse_document(source: _Source) -> tuple[Document, tuple[Problem, ...]]:
    headings = list(find_headings(source.tokens))
    last = Heading(1, len(source.lines), len(source.lines), "", len(source.tokens))
    level = source.settings.question
    division = divide(source.path, headings, source.tokens, level, last)
    problems = list(division.problems)
    if level.mark == TITLE and not division.questions:
        begin = name_as_heading(source.path, source.front, len(source.lines))
        division = replace(division, first=begin, questions=[Asked(begin, last)])
    levels = count_levels(headings)
    if not division.questions and not level.stated:
        problems.append(no_questions(source.path, levels, source.tokens))
    questions = []
    for asked in division.questions:
        question, found = _parse_question(source, asked)
        questions += [question] if question else []
        problems += found
    if questions:
        problems += check_sections(source.path, source.tokens, division.sections)
    title = division.title_heading
    document = Document(
        path=source.path,
        deck=source.front.deck or deck_name(source.package, source.path, source.settings, division.title),
        title=division.title,
        description=source.passage(
            title.end if title else source.front.end,
            division.first.start,
            source.tokens[title.token + 3 if title else 0 : max(division.first.token, 0)],
        ),
        promised=source.front.promised,
        questions=tuple(questions),
        definitions=source.definitions,
        needs=source.front.needs or source.settings.needs,
        lines=tuple(source.lines),
        definition_lines=tuple(_definition_lines(source)),
        foreign=source.front.foreign,
        levels=levels,
        lang=source.front.lang or source.settings.lang,
    )
    return document, tuple(problems)


def _definition_lines(source: _Source) -> Iterator[str]:
    for token in source.tokens:
        if token.type in _DEFINITIONS and token.map:
            yield from source.lines[slice(*token.map)]


def _parse_question(source: _Source, asked: Asked) -> tuple[Question | None, tuple[Problem, ...]]:
    """The question of a heading, unless it is a draft, and what is wrong with it."""
    heading, following = asked.heading, asked.following
    here = Location(source.path, heading.start + 1)
    no_list = (heading.text, Attributes(), ())
    text, attributes, faults = parse_attributes(heading.text) if heading.level else no_list
    problems = [Problem(here, code, message) for code, message in faults]
    quotes = list(_hint_quotes(source.tokens, heading.token + 3, following.token))
    hint, found = _read_hint(source, quotes)
    problems += found
    hidden = {n for place, _ in quotes for n in place}
    inside = [source.tokens[n] for n in range(heading.token + 3, following.token) if n not in hidden]
    blank = {n for _, lines in quotes for n in lines}
    folded = bool(source.settings.answer)
    parting = find_parting(inside, source.lines, following.start, folded=folded)
    if parting:
        prompt = source.passage(heading.end, parting.question_end, parting.above, blank)
        answer = source.passage(parting.begin, parting.end, parting.below, blank)
    else:
        prompt = EMPTY_PASSAGE
        answer = source.passage(heading.end, following.start, inside, blank)
    title = read_line(text, here.line, source.definitions)
    kind = attributes.kind or (Kind.CLOZE if any(map(has_cloze, (title, prompt, answer))) else Kind.BASIC)
    problems += (Problem(here, code, message) for code, message in check_kind_tags(attributes, kind))
    if kind is Kind.CLOZE and parting is None:
        prompt, answer = answer, EMPTY_PASSAGE
    given_sources = (attributes.source, source.front.source, source.settings.source)
    question = Question(
        location=here,
        heading=title,
        prompt=prompt,
        answer=answer,
        hint=hint,
        kind=kind,
        key=QuestionKey(attributes.key) if attributes.key else _made_key(text, prompt),
        key_is_written=bool(attributes.key),
        was=QuestionKey(attributes.was) if attributes.was else None,
        tags=tuple(dict.fromkeys((*source.settings.tags, *source.front.tags, *asked.tags, *attributes.tags))),
        source=next(one for one in given_sources if one is not None),
        has_heading=heading.level > 0,
    )
    if attributes.is_draft:
        return None, (_say_left_out(question),)
    rule = parting.begin if parting else None
    return question, (*problems, *check_parts(question, source.settings.question.mark, rule))


def _say_left_out(question: Question) -> Problem:
    """What to do about a draft: write its answer, or delete the mark of a finished one."""
    is_answered = question.kind is Kind.CLOZE or has_content(question.answer)
    advice = f"write its answer and delete `.{DRAFT}`"
    if is_answered:
        advice = f"an answer stands below it, so delete `.{DRAFT}` if that is finished"
    return Problem(question.location, Code.UNANSWERED, f"left out: {question.heading.text}; {advice}")


def _hint_quotes(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[range, range]]:
    """The places and the lines of each quote that is a hint, among tokens `start` to `end`."""
    for place in range(start, end):
        token = tokens[place]
        if token.meta.get("callout") == HINT and token.map:
            last = next(n for n in range(place + 1, end) if tokens[n].level == token.level)
            yield range(place, last + 1), range(*token.map)


def _read_hint(source: _Source, quotes: Sequence[tuple[range, range]]) -> tuple[Passage, list[Problem]]:
    """The hint of a question, which has these quotes, and what is wrong with it."""
    if not quotes:
        return EMPTY_PASSAGE, []
    (place, lines), *extra = quotes
    message = "the question has a second hint; a note has one Hint field, so join the two"
    problems = [
        Problem(Location(source.path, second.start + 1), Code.SECOND_HINT, message) for _, second in extra
    ]
    kept = [_QUOTE_MARK.sub("", source.lines[n], count=1) for n in lines]
    kept[0] = _HINT_MARK.sub("", kept[0], count=1)
    hint = _trimmed(kept, lines.start + 1, source.tokens[place.start + 1 : place.stop - 1])
    if not hint.text:
        message = "the hint is empty; write it right below `> [!HINT]`, each line after `> `, or delete it"
        problems.append(Problem(Location(source.path, lines.start + 1), Code.EMPTY_HINT, message))
    return hint, problems


def _trimmed(lines: Sequence[str], first: int, tokens: Sequence[Token]) -> Passage:
    """A passage without the blank lines at both ends; `first` is the number of the first line."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    if not filled:
        return EMPTY_PASSAGE
    text = "\n".join(lines[filled[0] : filled[-1] + 1])
    return Passage(Markdown(text), first + filled[0], tuple(tokens))


def _made_key(heading: str, prompt: Passage) -> QuestionKey:
    """A readable key from the text; questions that differ only in their prompts get different keys."""
    words = key_words(heading)
    if not words or prompt.text:
        digest = hashlib.sha256(f"{heading}\0{prompt.text}".encode()).hexdigest()[:8]
        words = f"{words or 'question'}-{digest}"
    return QuestionKey(words)

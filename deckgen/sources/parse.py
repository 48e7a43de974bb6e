"""Parses a source into a document: its questions, each with its parts, its kind and its key."""

import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckgen.sources.decode import decode_source
from deckgen.sources.front_matter import FrontMatter, parse_front_matter
from deckgen.sources.structure import check_expansion, check_structure
from deckgen.sources.visible import has_content
from deckgen.syntax.attributes import DRAFT, key_words, parse_attributes
from deckgen.syntax.callouts import HINT
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.reading import read_blocks, read_line
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Question
from deckgen.values.passage import EMPTY_PASSAGE, Definitions, Passage, Token
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Markdown, QuestionKey

_PARTING_RULE = re.compile(r" {0,3}---+\s*$")
_QUOTE_MARK = re.compile(r" {0,3}> ?")
_HINT_MARK = re.compile(r"\[!hint\]", re.IGNORECASE)
_DEFINITIONS = ("definition", "footnote_reference_open")


def parse(package: str, path: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a source file, and everything that is wrong with its form.

    `path` is relative to the project. With problems the document still has what can be read, so that one run
    can report the problems of later stages too.
    """
    text, problems = decode_source(path, content)
    if problems and not text:
        return Document(path, package, "", EMPTY_PASSAGE, None, ()), problems
    lines = text.split("\n")
    front, front_problems = parse_front_matter(path, lines)
    body = [""] * front.end + lines[front.end :]
    tokens, definitions = read_blocks("\n".join(body))
    if too_large := check_expansion(path, body, tokens):
        return Document(path, package, "", EMPTY_PASSAGE, None, ()), (*problems, *front_problems, *too_large)
    source = _Source(path, package, body, tokens, definitions, front)
    document, body_problems = _parse_document(source)
    structure = check_structure(path, body, tokens)
    return document, (*problems, *front_problems, *structure, *body_problems)


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    package: str
    lines: list[str]
    tokens: list[Token]
    definitions: Definitions
    front: FrontMatter

    def passage(self, start: int, end: int, tokens: Sequence[Token], blank: Container[int] = ()) -> Passage:
        """Lines `start` to `end` (from 0, end excluded), with empty ones in place of those in `blank`."""
        kept = ["" if n in blank else self.lines[n] for n in range(start, end)]
        return _trimmed(kept, start + 1, tokens)


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    start: int
    end: int
    text: str
    token: int


def _parse_document(source: _Source) -> tuple[Document, tuple[Problem, ...]]:
    problems: list[Problem] = []
    headings = list(_headings(source.tokens))
    last = _Heading(1, len(source.lines), len(source.lines), "", len(source.tokens))
    first_question = next((heading for heading in headings if heading.level == 2), last)
    title = ""
    description_start, description_token = source.front.end, 0
    for heading in headings:
        if heading.level != 1:
            continue
        if title or heading.start > first_question.start:
            where = "a second title" if title else "a title below a question"
            message = f"{where}; write one `#` heading at the top, and questions as `##` headings"
            problems.append(Problem(Location(source.path, heading.start + 1), Code.MISPLACED_TITLE, message))
        else:
            title, description_start, description_token = heading.text, heading.end, heading.token + 3
    if first_question is last:
        message = "the file has no question; write a question as a heading `## …`"
        problems.append(Problem(Location(source.path, 1), Code.NO_QUESTIONS, message))
    questions = []
    outer = [heading for heading in headings if heading.level <= 2]
    for heading, following in pairwise((*outer, last)):
        if heading.level == 2:
            question, found = _parse_question(source, heading, following)
            questions += [question] if question else []
            problems += found
    document = Document(
        path=source.path,
        deck=source.front.deck or _deck_name(source, title),
        title=title,
        description=source.passage(
            description_start, first_question.start, source.tokens[description_token : first_question.token]
        ),
        promised=source.front.promised,
        questions=tuple(questions),
        definitions=source.definitions,
        needs=source.front.needs,
        lines=tuple(source.lines),
        definition_lines=tuple(_definition_lines(source)),
    )
    return document, tuple(problems)


def _headings(tokens: Sequence[Token]) -> Iterator[_Heading]:
    for place, (token, inline) in enumerate(pairwise(tokens)):
        if token.type == "heading_open" and token.level == 0 and token.map and token.markup.startswith("#"):
            start, end = token.map
            yield _Heading(int(token.tag[1]), start, end, inline.content.strip(), place)


def _deck_name(source: _Source, title: str) -> str:
    """The deck of a file without `deck:`: its title, below the package if that is a folder."""
    if source.path.count("/") < 2:
        return title or source.package
    stem = source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return f"{source.package}::{title.replace('::', ' ') or stem}"


def _definition_lines(source: _Source) -> Iterator[str]:
    for token in source.tokens:
        if token.type in _DEFINITIONS and token.map:
            yield from source.lines[slice(*token.map)]


def _parse_question(
    source: _Source, heading: _Heading, following: _Heading
) -> tuple[Question | None, tuple[Problem, ...]]:
    """The question of a heading, unless it is a draft, and what is wrong with it."""
    here = Location(source.path, heading.start + 1)
    text, attributes, faults = parse_attributes(heading.text)
    if attributes.is_draft:
        message = f"left out: {text}; write its answer and delete `.{DRAFT}`"
        return None, (Problem(here, Code.UNANSWERED, message),)
    problems = [Problem(here, code, message) for code, message in faults]
    quotes = list(_hint_quotes(source.tokens, heading.token + 3, following.token))
    hint, found = _read_hint(source, quotes)
    problems += found
    hidden = {n for place, _ in quotes for n in place}
    inside = [source.tokens[n] for n in range(heading.token + 3, following.token) if n not in hidden]
    blank = {n for _, lines in quotes for n in lines}
    rule = next((n for n, token in enumerate(inside) if _is_parting_rule(token, source.lines)), None)
    prompt, begin, below = EMPTY_PASSAGE, heading.end, 0
    if rule is not None and (lines := inside[rule].map):
        prompt = source.passage(heading.end, lines[0], inside[:rule], blank)
        begin, below = lines[1], rule + 1
    answer = source.passage(begin, following.start, inside[below:], blank)
    asked = read_line(text, here.line, source.definitions)
    kind = attributes.kind or (Kind.CLOZE if any(map(has_cloze, (asked, prompt, answer))) else Kind.BASIC)
    if kind is Kind.CLOZE and rule is None:
        prompt, answer = answer, EMPTY_PASSAGE
    question = Question(
        location=here,
        heading=asked,
        prompt=prompt,
        answer=answer,
        hint=hint,
        kind=kind,
        key=QuestionKey(attributes.key) if attributes.key else _made_key(text, prompt),
        key_is_written=bool(attributes.key),
        was=QuestionKey(attributes.was) if attributes.was else None,
        tags=tuple(dict.fromkeys((*source.front.tags, *attributes.tags))),
        source=source.front.source if attributes.source is None else attributes.source,
    )
    return question, (*problems, *_check_parts(question))


def _is_parting_rule(token: Token, lines: Sequence[str]) -> bool:
    return (
        token.type == "hr"
        and token.level == 0
        and bool(token.map and _PARTING_RULE.match(lines[token.map[0]]))
    )


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
        message = "the hint is empty; write it below `> [!HINT]` or delete it"
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


def _check_parts(question: Question) -> Iterator[Problem]:
    here = question.location
    if not question.heading.text:
        yield Problem(here, Code.EMPTY_QUESTION, "the question is empty; write it after `##`")
    if question.kind is Kind.CLOZE:
        if not (has_cloze(question.heading) or has_cloze(question.prompt)):
            below = has_cloze(question.answer)
            advice = "move it above the `---`" if below else "write `{{c1::…}}` around what is to be recalled"
            yield Problem(here, Code.CLOZE_MISSING, f"the cloze question has no cloze in its text; {advice}")
    elif not has_content(question.answer):
        yield Problem(here, Code.EMPTY_ANSWER, "the question has no answer; write it below the heading")
    if question.kind in (Kind.REVERSED, Kind.TYPED) and (
        has_cloze(question.prompt) or has_cloze(question.answer)
    ):
        message = f"a question of kind `{question.kind}` cannot have a cloze; delete `kind=` or the braces"
        yield Problem(here, Code.CLOZE_IN_OTHER_KIND, message)
    if question.kind is Kind.TYPED and question.answer.text:
        first = next((token for token in question.answer.tokens if token.type != "html_block"), None)
        if first is None or first.type != "paragraph_open":
            message = "a typed answer must begin with a paragraph; write the text to type there"
            yield Problem(Location(here.path, question.answer.line), Code.TYPED_ANSWER, message)

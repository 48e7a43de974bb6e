"""Turns questions into notes, whose fields are sanitised HTML."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from deckgen.render.context import Context
from deckgen.render.github import GithubMarkdown
from deckgen.render.language import find_language, in_language, is_bidirectional
from deckgen.render.sanitise import plain, sanitise
from deckgen.render.source_line import shorten_addresses
from deckgen.render.typed import part_typed_answer
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.inlines import is_plain
from deckgen.syntax.reading import read_line
from deckgen.values.document import Document, Kind, Question
from deckgen.values.note import Media, MediaReference
from deckgen.values.outline import NoteBody
from deckgen.values.passage import Passage
from deckgen.values.text import Html, QuestionKey

_NOTHING = Html("")
_markdown = cache(GithubMarkdown)  # made when first needed


def render_question(
    question: Question, document: Document, media: Mapping[MediaReference, Media]
) -> NoteBody:
    """The note of a question; a picture that is not in `media` is left out."""
    passages = (question.heading, question.prompt, question.answer, question.hint)
    context = Context(
        document.path,
        media,
        definitions=document.definitions,
        language=document.lang or find_language(passages),
        is_bidirectional=is_bidirectional(passages),
    )
    match question.kind:
        case Kind.CLOZE:
            fields = _cloze_fields(question, context)
            ordinals = tuple(number - 1 for number in sorted(context.numbers))
        case Kind.TYPED:
            typed, rest = part_typed_answer(question.answer)
            fields = _asked(question, context), plain(typed), _convert(rest, context)
            ordinals = (0,)
        case Kind.REVERSED | Kind.BASIC:
            fields = _asked(question, context), _convert(question.answer, context), _NOTHING
            ordinals = (0, 1) if question.kind is Kind.REVERSED else (0,)
    hint = _convert(question.hint, context)
    source_line = _convert(read_line(question.source, question.location.line, context.definitions), context)
    source = shorten_addresses(source_line)
    return NoteBody(
        fields=(
            *(in_language(field, context.language) for field in (*fields, hint, source)),
            plain(question.key),  # nothing around it, or a search for `Key:` and a key would find nothing
        ),
        tags=question.tags,
        ordinals=ordinals,
        media=tuple(context.media),
    )


def with_key(body: NoteBody, key: QuestionKey) -> NoteBody:
    """The note with this key."""
    field = plain(key)
    return body if body.fields[-1] == field else replace(body, fields=(*body.fields[:-1], field))


def render_description(document: Document) -> Html:
    """The description of a deck, without pictures: Anki packs only those of notes."""
    return _convert(document.description, Context(definitions=document.definitions))


def _cloze_fields(question: Question, context: Context) -> tuple[Html, Html, Html]:
    """Text, Question and Extra; only the first has clozes."""
    context.has_clozes = True
    if has_cloze(question.heading):
        title, text = _NOTHING, _asked(question, context)
    else:
        text = _convert(question.prompt, context)
        context.has_clozes = False
        title = _convert(question.heading, context)
    context.has_clozes = False
    return text, title, _convert(question.answer, context)


def _asked(question: Question, context: Context) -> Html:
    heading = _convert(question.heading, context)
    prompt = _convert(question.prompt, context)
    direction = ' dir="auto"' if context.is_bidirectional else ""
    shown = f'<div class="question-text" role="heading" aria-level="1"{direction}>{heading}</div>'
    return Html(shown + (f"\n{prompt}" if prompt else ""))


def _convert(passage: Passage, context: Context) -> Html:
    if not passage.tokens:
        return _NOTHING
    if passage.tokens[0].type == "inline" and is_plain(passage.text) and not context.has_clozes:
        return plain(passage.text.rstrip())
    return sanitise(_markdown().convert(passage, context), is_cloze=context.has_clozes)

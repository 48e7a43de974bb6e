"""Makes notes of questions: Markdown in, fields of sanitised HTML out."""

from collections.abc import Mapping
from functools import cache

from deckgen.render.context import Context
from deckgen.render.github import GithubMarkdown
from deckgen.render.marks import without_marks
from deckgen.render.sanitise import plain, sanitise
from deckgen.render.typed import part_typed_answer
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.definitions import read_definitions
from deckgen.values.document import Document, Kind, Package, Question
from deckgen.values.note import Media, MediaReference, Note
from deckgen.values.text import Html, Markdown

_NOTHING = Html("")


def render(package: Package, media: Mapping[MediaReference, Media]) -> tuple[Note, ...]:
    """The notes of a package, in the order of its questions."""
    return tuple(
        render_question(question, document, media)
        for document in package.documents
        for question in document.questions
    )


def render_question(question: Question, document: Document, media: Mapping[MediaReference, Media]) -> Note:
    """The note that a question becomes; a picture that is not among the media is left out."""
    context = Context(document.path, media, read_definitions(document.definitions))
    match question.kind:
        case Kind.CLOZE:
            fields = _cloze_fields(question, context)
            ordinals = tuple(number - 1 for number in sorted(context.numbers))
        case Kind.TYPED:
            fields, ordinals = _typed_fields(question, context), (0,)
        case Kind.REVERSED:
            fields, ordinals = _plain_fields(question, context), (0, 1)
        case Kind.BASIC:
            fields, ordinals = _plain_fields(question, context), (0,)
    return Note(
        key=question.key,
        kind=question.kind,
        deck=document.deck,
        tags=question.tags,
        fields=(*fields, *_last_fields(question, context)),
        ordinals=ordinals,
        media=tuple(context.media.values()),
        location=question.location,
        was=question.was,
        key_is_written=question.key_is_written,
    )


def render_description(document: Document) -> Html:
    """What a deck says about itself; it holds no pictures, for Anki packs only those of notes."""
    return _blocks(document.description.text, Context(document=read_definitions(document.definitions)))


def _plain_fields(question: Question, context: Context) -> tuple[Html, Html, Html]:
    return _asked(question, context), _blocks(question.answer.text, context), _NOTHING


def _typed_fields(question: Question, context: Context) -> tuple[Html, Html, Html]:
    asked = _asked(question, context)
    typed, rest = part_typed_answer(question.answer.text, context.document)
    return asked, plain(typed), _blocks(rest, context)


def _cloze_fields(question: Question, context: Context) -> tuple[Html, Html, Html]:
    """Text, Question, Extra: clozes count in the first only."""
    context.has_clozes = True
    if has_cloze(question.heading.text):
        title, text = _NOTHING, _asked(question, context)
    else:
        text = _blocks(question.prompt.text, context)
        context.has_clozes = False
        title = _line(question.heading.text, context)
    context.has_clozes = False
    return text, title, _blocks(question.answer.text, context)


def _last_fields(question: Question, context: Context) -> tuple[Html, Html, Html]:
    hint = _blocks(question.hint.text, context)
    source = _line(Markdown(question.source), context)
    return hint, source, plain(question.key)


def _asked(question: Question, context: Context) -> Html:
    heading = _line(question.heading.text, context)
    prompt = _blocks(question.prompt.text, context)
    return Html(f'<div class="question-text">{heading}</div>' + (f"\n{prompt}" if prompt else ""))


def _blocks(text: Markdown, context: Context) -> Html:
    if not text:
        return _NOTHING
    return sanitise(_markdown().convert(without_marks(text), context), is_cloze=context.has_clozes)


def _line(text: Markdown, context: Context) -> Html:
    if not text:
        return _NOTHING
    html = _markdown().convert(without_marks(text), context, is_line=True)
    return sanitise(html, is_cloze=context.has_clozes)


@cache
def _markdown() -> GithubMarkdown:
    return GithubMarkdown()

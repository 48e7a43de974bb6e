"""Finds pictures and sounds that cannot enter a package."""

from collections.abc import Iterable, Mapping

from deckgen.syntax.references import media_references
from deckgen.values.document import Document
from deckgen.values.note import Media, MediaFault, MediaReference, ShownMedia
from deckgen.values.problem import Location, Problem


def find_media(document: Document) -> tuple[ShownMedia, ...]:
    """Every picture and sound of a document, in order, with the line that shows it."""
    found = []
    passages = [document.description]
    for question in document.questions:
        passages += (question.heading, question.prompt, question.answer, question.hint)
    for passage in passages:
        for reference in media_references(passage):
            location = Location(document.path, reference.line)
            found.append(ShownMedia(MediaReference(document.path, reference.target), location))
    return tuple(found)


def check_media(
    shown: Iterable[ShownMedia], media: Mapping[MediaReference, Media | MediaFault]
) -> tuple[Problem, ...]:
    """A problem for each reference that did not lead to a picture or a sound."""
    return tuple(
        Problem(entry.location, fault.code, fault.message)
        for entry in shown
        if isinstance(fault := media[entry.reference], MediaFault)
    )

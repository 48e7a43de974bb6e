"""Finds pictures and sounds that cannot enter a package."""

from collections.abc import Mapping

from deckgen.syntax.references import media_references
from deckgen.values.document import Package, Passage
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.problem import Location, Problem


def find_media(package: Package) -> tuple[tuple[MediaReference, Location], ...]:
    """Every picture and sound of the package, in order, with the line that shows it."""
    found = []
    for document in package.documents:
        passages: list[Passage] = [document.description]
        for question in document.questions:
            passages += (question.heading, question.prompt, question.answer, question.hint)
        for passage in passages:
            for reference in media_references(passage.text, document.definitions):
                location = Location(document.path, passage.line + reference.line)
                found.append((MediaReference(document.path, reference.target), location))
    return tuple(found)


def check_media(package: Package, media: Mapping[MediaReference, Media | MediaFault]) -> tuple[Problem, ...]:
    """A problem for each reference that did not lead to a picture or a sound."""
    return tuple(
        Problem(location, fault.code, fault.message)
        for reference, location in find_media(package)
        if isinstance(fault := media[reference], MediaFault)
    )

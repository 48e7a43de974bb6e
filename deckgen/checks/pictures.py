"""Finds pictures and sounds that cannot enter a package."""

from collections.abc import Iterator, Mapping

from deckgen.checks.unit import Unit
from deckgen.syntax.references import Reference, media_references
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, at
from deckgen.values.problem import Problem


def find_pictures(unit: Unit) -> Iterator[Reference]:
    """Every picture and sound of a unit, in order, with the line that shows it."""
    for place in unit.places:
        yield from media_references(place.passage)


def check_pictures(
    document: DocumentOutline, media: Mapping[MediaReference, Media | MediaFault]
) -> Iterator[Problem]:
    """A problem for each reference that did not lead to a picture or a sound."""
    for part, place in document.placed():
        for line, target in part.shown:
            fault = media[MediaReference(document.path, target)]
            if isinstance(fault, MediaFault):
                yield Problem(at(place, line), fault.code, fault.message)

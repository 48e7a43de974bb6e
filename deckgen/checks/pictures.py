"""Finds pictures and sounds that cannot enter a package."""

from collections.abc import Iterator, Mapping

from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, at
from deckgen.values.problem import Problem


def check_pictures(
    document: DocumentOutline, media: Mapping[MediaReference, Media | MediaFault]
) -> Iterator[Problem]:
    """Each reference whose file cannot be packed."""
    for part, place in document.placed():
        for line, target in part.shown:
            fault = media[MediaReference(document.path, target)]
            if isinstance(fault, MediaFault):
                yield Problem(at(place, line), fault.code, fault.message)

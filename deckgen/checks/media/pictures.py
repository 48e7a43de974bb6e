"""Finds the pictures and sounds of a question, and those that cannot enter a package."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from deckgen.checks.unit import Unit
from deckgen.render.raw_html import is_remote
from deckgen.values.codes import Code
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, Found, at
from deckgen.values.problem import Problem
from deckgen.values.wording import counted


def find_shown(unit: Unit) -> Iterator[Found]:
    """The percent-decoded target of each picture and sound outside code."""
    for text in unit.texts:
        for position, target in sorted(text.addresses("image", "img", "src")):
            yield Found(text.line_at(position), unquote(target))


def check_pictures(
    document: DocumentOutline,
    media: Mapping[MediaReference, Media | MediaFault],
    *,
    are_links: bool = False,
) -> Iterator[Problem]:
    """Each reference whose file cannot be packed, and pictures on the network also if they `are_links`."""
    for part, place in document.placed():
        for line, target in part.shown:
            fault = media[MediaReference(document.path, target)]
            if isinstance(fault, MediaFault):
                if are_links and is_remote(target):
                    yield Problem(at(place, line), Code.PICTURE_LINKED, "")
                else:
                    yield Problem(at(place, line), fault.code, fault.message)


def gather_linked(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems, with a single one for all pictures that are links, at the first of them."""
    linked = [problem for problem in problems if problem.code is Code.PICTURE_LINKED]
    if not linked:
        return tuple(problems)
    files = len({problem.location.path for problem in linked})
    message = (
        f"{counted(len(linked), 'picture')} in {counted(files, 'file')} "
        f"{'is a link on its card' if len(linked) == 1 else 'are links on their cards'}, "
        "to be opened in a browser"
    )
    first = Problem(min(problem.location for problem in linked), Code.PICTURE_LINKED, message)
    return (*(problem for problem in problems if problem.code is not Code.PICTURE_LINKED), first)

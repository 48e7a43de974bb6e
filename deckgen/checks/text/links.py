"""Finds links that a card cannot or must not open."""

import re
from collections.abc import Callable, Iterator, Sequence

from deckgen.checks.unit import Text, Unit
from deckgen.look_alikes.pictures import WIDE_PICTURE
from deckgen.values.codes import Code
from deckgen.values.outline import DocumentOutline, Found, at
from deckgen.values.problem import Location, Problem

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ALLOWED = frozenset({"http", "https", "mailto"})
_HIDING = re.compile(r"[\x00-\x20\x7f]+")
"""A browser ignores these in an address: `java\\nscript:` is a scheme."""

_HOST = re.compile(
    r"www\.[\w-]|(?:[a-z0-9-]++\.)+(?:com|org|net|io|dev|edu|gov|cn|jp|kr|tw|de|fr|uk|eu)(?:[/:?#]|$)",
    re.IGNORECASE,
)
"""What begins an address without `https://`; no ending of a file is among the domains."""

_SHOWN = re.compile(
    r"^[^:?#]+\.(?:png|jpe?g|gif|svg|webp|mp3|ogg|opus|wav|m4a|flac|mp4|webm|mkv|mov)$", re.IGNORECASE
)
"""The address of a picture, a sound or a video."""

IsThere = Callable[[str, str], bool]
"""Whether an address leads anywhere; the first argument is the path of the document with the link."""


def check_links(unit: Unit) -> Iterator[Problem]:
    """Links whose scheme is not allowed and, as warnings, relative links."""
    for text in unit.texts:
        for position, address in text.addresses("link_open", "a", "href"):
            if not _is_picture(text, position):
                yield from _check_address(text, position, address)


def find_relative_links(unit: Unit) -> Iterator[Found]:
    """The address of each link that is relative to the document."""
    for text in unit.texts:
        for position, address in text.addresses("link_open", "a", "href"):
            is_relative = not address.startswith("/") and not _SCHEME.match(_HIDING.sub("", address))
            if is_relative and not _is_picture(text, position):
                yield Found(text.line_at(position), address)


def _is_picture(text: Text, position: int) -> bool:
    """Whether a link is a picture with a full-width sign before it, which `look_alikes/` names."""
    return WIDE_PICTURE.match(text.source, max(position - 2, 0)) is not None


def check_dead_links(document: DocumentOutline, is_there: IsThere) -> Iterator[Problem]:
    """Relative links that lead to no file."""
    for part, place in document.placed():
        for line, address in part.links:
            if not is_there(document.path, address):
                message = f"there is no `{address}`; {_advise(address)}"
                yield Problem(at(place, line), Code.LINK_DEAD, message)


def one_per_link(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems without `link-relative` for a link that is dead: the advice is the same."""
    dead = {_link_of(problem) for problem in problems if problem.code is Code.LINK_DEAD}
    return tuple(
        problem
        for problem in problems
        if problem.code is not Code.LINK_RELATIVE or _link_of(problem) not in dead
    )


def _link_of(problem: Problem) -> tuple[Location, str]:
    """The place and the address of a link with a problem; both messages end with the same advice about it."""
    return problem.location, problem.message.partition("`")[2].rpartition("`; ")[0]


def _advise(address: str) -> str:
    """What to write in place of a relative address."""
    if address.startswith("#"):
        return "name the question in words, or write the whole `https://` address of a page"
    if _SHOWN.search(address):
        return f"write `![…]({address})`, with a `!`, to show it on the card"
    if _HOST.match(address):
        return f"write `https://{address}`"
    return "write its whole `https://` address, or only the text of the link"


def _check_address(text: Text, position: int, address: str) -> Iterator[Problem]:
    match = _SCHEME.match(_HIDING.sub("", address))
    if match is None:
        message = f"a card cannot open the relative link `{address}`; {_advise(address)}"
        yield text.problem(position, Code.LINK_RELATIVE, message)
    elif match[1].lower() not in _ALLOWED:
        message = (
            f"a link may lead to http, https or mailto, not to `{match[0]}`; "
            "write another address, or put it in backticks if it is code"
        )
        yield text.problem(position, Code.LINK_NOT_ALLOWED, message)

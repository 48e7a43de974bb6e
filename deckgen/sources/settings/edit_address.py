"""Judges the address of the setting `edit`, which leads from a card to its source."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from deckgen.values.nearest import did_you_mean
from deckgen.values.wording import shortened

EXAMPLE = "https://github.com/me/decks/edit/main/{path}#L{line}"

_NAMES = ("path", "line", "key")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"\\^`|]")


def find_fault(address: str) -> str:
    """What is wrong with an address, or an empty text."""
    return next(_faults(address), "")


def _faults(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        yield f"`edit` is not an address: {error}"
        return
    if parts.scheme.lower() != "https" or not parts.hostname:
        yield "`edit` must be an address that begins with `https://`"
    if odd := _NOT_IN_ADDRESS.search(address):
        yield f"an address cannot have the character `{odd[0]}`"
    names = _PLACEHOLDER.findall(address)
    for name in names:
        if name not in _NAMES:
            yield f"`{{{shortened(name, 40)}}}` stands for nothing in `edit`; {did_you_mean(name, _NAMES)}"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", address)):
        yield "a `{` or `}` belongs to no placeholder"
    if _PLACEHOLDER.search(parts.netloc):
        yield "the name of the server cannot have a placeholder"
    if not {"path", "key"}.intersection(names):
        yield "`edit` would be the same for all questions; it needs `{path}` or `{key}`"
    if "{line}" in address.partition("#")[0]:
        yield "`{line}` can only stand after a `#`, since what is before it must not change with a line"

"""Shortens the addresses in the source line of a card: its host and its end say more than a torn address."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from deckgen.render.sanitise import plain
from deckgen.values.text import Html

_LONGEST = 44
"""Characters of an address that fits a line at 360 px; a longer one loses its middle, then its last ones."""

_BARE = re.compile(r'(<a href="[^"]*"[^>]*>)(https?://[^<]*)</a>', re.IGNORECASE)


def shorten_addresses(html: Html) -> Html:
    """The field Source; the text of a link is shorter if it is an address, and its target is the same."""
    return Html(_BARE.sub(lambda match: f"{match[1]}{plain(short_address(unescape(match[2])))}</a>", html))


def short_address(address: str) -> str:
    """The host and the end of an address, with characters in place of their codes."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as an open bracket in the host
        return address
    if not host:
        return address
    query, fragment = (
        f"{mark}{text}" if text else "" for mark, text in (("?", parts.query), ("#", parts.fragment))
    )
    steps = [step for step in parts.path.split("/") if step]
    end = _decoded(f"{steps[-1] if steps else ''}{query}{fragment}")
    whole = "/".join((host, *map(_decoded, steps[:-1]), end)) if end else host
    if len(whole) <= _LONGEST:
        return whole
    short = f"{host}/{'…/' if len(steps) > 1 else ''}{end}"
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"


def _decoded(text: str) -> str:
    """A part of an address with its characters; as it is written if one of them is invisible."""
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
    return decoded if decoded.isprintable() else text

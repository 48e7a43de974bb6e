"""Joins and escapes the addresses that a page gives, whatever stands there."""

import re
from urllib.parse import urljoin


def join_address(page: str, address: str) -> str:
    """The whole address; the given one if the page has none, or if either is none, such as `http://[x`."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address


def escape_address(address: str, signs: str = "") -> str:
    """The address with `%20` and the like in place of white space, `<`, `>` and these other signs."""
    return re.sub(rf"[\s<>{re.escape(signs)}]", lambda found: f"%{ord(found[0]):02X}", address)

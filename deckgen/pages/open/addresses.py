"""Joins the address of a page and one that the page gives, whatever stands there."""

from urllib.parse import urljoin


def join_address(page: str, address: str) -> str:
    """The whole address; the given one if the page has none, or if either is none, such as `http://[x`."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address

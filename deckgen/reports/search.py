"""Searches for Anki's browser."""

import re
from collections.abc import Iterable


def search_keys(keys: Iterable[str]) -> str:
    """A search that finds the notes with these keys."""
    return " OR ".join(map(_term, keys))


def _term(key: str) -> str:
    if re.fullmatch(r"[^\W_](?:[^\W_]|-)*", key):
        return f"Key:{key}"
    return '"Key:' + re.sub(r'([\\"*_:])', r"\\\1", key) + '"'

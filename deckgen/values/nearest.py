"""Find the valid name that an author probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(found: str, valid: Iterable[str]) -> str:
    """The end of a message: the nearest valid name if one is near, or else all of them."""
    names = tuple(valid)
    close = get_close_matches(found.lower(), names, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else f"valid are {', '.join(f'`{n}`' for n in names[:12])}"

"""Find the valid name that an author probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(found: str, valid: Iterable[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """The end of a message: the nearest valid name, or without one `otherwise` or all valid names.

    `cutoff` is how alike the two must be, from 0 to 1.
    """
    names = tuple(valid)
    close = get_close_matches(found.lower(), names, n=1, cutoff=cutoff)
    if close:
        return f"did you mean `{close[0]}`?"
    return otherwise or f"valid are {', '.join(f'`{name}`' for name in names[:12])}"

"""Recognises callouts: quotes that begin with a name in brackets, such as `[!NOTE]`."""

import re
from types import MappingProxyType
from typing import NamedTuple

CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
"""The callouts that GitHub knows."""

HINT = "HINT"
"""Our own callout, whose text becomes the hint of a note."""

ALIASES = MappingProxyType(
    {
        **dict.fromkeys(("ABSTRACT", "SUMMARY", "TLDR", "INFO", "TODO", "EXAMPLE", "QUOTE", "CITE"), "NOTE"),
        **dict.fromkeys(("QUESTION", "HELP", "FAQ", "SEEALSO"), "NOTE"),
        **dict.fromkeys(("SUCCESS", "CHECK", "DONE"), "TIP"),
        "ATTENTION": "WARNING",
        **dict.fromkeys(("DANGER", "ERROR", "BUG", "FAILURE", "FAIL", "MISSING"), "CAUTION"),
    }
)
"""The other names of Obsidian and of MkDocs, each with the callout that looks most like it."""

_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)(?:\|[^\]\n]*)?\][+-]?(?:[ \t]+([^\n]*))?(?:\n|\Z)")
_KINDS = MappingProxyType({**{name: name for name in (*CALLOUTS, HINT)}, **ALIASES})


_HINT_WORD = re.compile(r"[\W_]*(?:提示|hint\b)", re.IGNORECASE)


class Callout(NamedTuple):
    """A callout: what it is, its title, and the text below; an unknown one has no kind."""

    kind: str
    name: str
    title: str
    text: str


def begins_hint(text: str) -> bool:
    """Whether a text calls itself a hint."""
    return _HINT_WORD.match(text) is not None


def find_callout(text: str) -> Callout | None:
    """The callout that the first text of a quote begins, if any.

    As in Obsidian, the title stands after the name, and `-` or `+` folds the callout; on a card it is open.
    """
    match = _CALLOUT.match(text)
    if match is None:
        return None
    name = match[1].upper()
    return Callout(_KINDS.get(name, ""), name, (match[2] or "").strip(), text[match.end() :])

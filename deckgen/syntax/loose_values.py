"""Finds what YAML, CSS and Word write in an attribute list: `kind: typed`, commas, curly quotes."""

import re

_QUOTES = "“”„«»‘’‚"
_COMMAS = ",;，；、"
_LOOSE = re.compile(
    rf"""
      "[^"]*" | '[^']*'
    | (?<!\S) (?P<name> kind | source | was ) \s*+ [:：=＝] \s*+
      (?P<value> [{_QUOTES}] [^{_QUOTES}"]* [{_QUOTES}]? | [^\s"'{_QUOTES}{_COMMAS}]* )
    | (?P<comma> [{_COMMAS}]++ \s*+ (?= [.\#．＃] | (?:kind|source|was) \s*[:：=＝] | \Z ))
    """,
    re.VERBOSE,
)


def find_loose(inside: str) -> str:
    """What is wrong with the first such value, as a message for the author; empty if there is none."""
    for match in _LOOSE.finditer(inside):
        if (tight := _tight(match)) == match[0]:
            continue
        if match["comma"]:
            return f"commas cannot be in an attribute list; write `{{{tightened(inside).strip()}}}`"
        if match["value"].startswith(tuple(_QUOTES)):
            return f"`{match[0]}` has typographic quotes; write `{tight}`"
        return f"`{match[0]}` cannot be in an attribute list; write `{tight}`"
    return ""


def tightened(inside: str) -> str:
    """The inside of an attribute list with `=` and straight quotes for each such value."""
    return _LOOSE.sub(_tight, inside)


def _tight(match: re.Match[str]) -> str:
    if match["comma"]:
        return " "
    if not match["name"]:
        return match[0]
    bare = match["value"].strip(_QUOTES)
    return f'{match["name"]}="{bare}"' if bare != match["value"] else f"{match['name']}={bare}"

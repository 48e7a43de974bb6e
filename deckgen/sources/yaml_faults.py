"""Says why a front matter is not YAML, in the words of an author who does not know YAML."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from deckgen.syntax.front_matter import quoted
from deckgen.values.wording import shortened

_WIDE_COLON = re.compile(r"(?P<name>\w[\w-]*)[ \t]*：")
_GLUED = re.compile(r"(?P<name>deck|tags|source|cards|needs):(?=[^\s:])")
_VALUE = re.compile(r"[ ]*(?:-[ ]+)?(?:(?P<name>[\w-]+)[ ]*:[ ]+)?(?P<value>\S.*)")
_SIGNS = frozenset("[{*&!%@`|>#\"'")
_OPEN = {
    "while parsing a flow sequence": "`[` has no `]`; close it",
    "while parsing a flow mapping": "`{` has no `}`; close it, or put the text in quotes",
    "while scanning a quoted scalar": "a quote is not closed; close it",
}
_ADVICE = "put a text with `:` or `#` in quotes"


class Fault(NamedTuple):
    """A line, counted from 1, and what is wrong there with what to do about it."""

    line: int
    message: str


def find_odd_colon(lines: Sequence[str], last: int) -> Fault | None:
    """The first name among lines 2 to `last` whose colon YAML does not take for one."""
    for number, line in enumerate(lines[1:last], 2):
        if wide := _WIDE_COLON.match(line):
            name = wide["name"]
            return Fault(
                number,
                f"`{name}：` has a full-width colon; write `{name}: …`, with an ASCII colon and a space",
            )
        if glued := _GLUED.match(line):
            name = glued["name"]
            return Fault(number, f"there is no space after `{name}:`; write `{name}: …`")
    return None


def explain(lines: Sequence[str], error: yaml.YAMLError | RecursionError) -> Fault:
    """What is wrong with these lines, of which the first and the last are fences."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(2, f"it cannot be read; {_ADVICE}")
    found = min(error.problem_mark.line + 2, len(lines))
    if odd := find_odd_colon(lines, found):
        return odd
    reason, advice = error.problem or "it cannot be read", _ADVICE
    if error.context in _OPEN and error.context_mark and ("end" in reason or "expected" in reason):
        return Fault(error.context_mark.line + 2, _OPEN[error.context])
    line = lines[found - 1]
    if "\\t" in reason and "\t" in line:
        instead = "two spaces" if line.lstrip(" ").startswith("\t") else "a space"
        return Fault(found, f"there is a tab where YAML has only spaces; write {instead} in its place")
    value = _VALUE.fullmatch(line)
    if value and value["name"] and value["value"][0] in _SIGNS:
        return Fault(
            found, f'a text that begins with `{value["value"][0]}` must be in quotes: `{value["name"]}: "…"`'
        )
    if reason == "mapping values are not allowed here" and value and value["name"]:
        quoted_line = shortened(f"{value['name']}: {quoted(value['value'].strip())}", 120)
        reason, advice = "a text with `: ` must be in quotes", f"write `{quoted_line}`"
    return Fault(found, f"{reason}; {advice}")

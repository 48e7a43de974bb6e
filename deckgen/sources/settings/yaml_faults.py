"""Says why a front matter is not YAML, in the words of an author who does not know YAML."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from deckgen.syntax.front_matter import quoted
from deckgen.values.wording import shortened

_WIDE_COLON = re.compile(r"(?P<name>\w[\w-]*)[ \t]*：")
_GLUED = re.compile(r"(?P<name>deck|tags|source|cards|needs):(?=[^\s:])")
_INDENTED = re.compile(r"[ ]+(?P<name>deck|tags|source|cards|needs)[ ]*:(?:[ ]|$)")
_HASHED = re.compile(r"(?P<name>tags|needs):[ ]*\[(?P<words>[^\[\]\"']*#[^\[\]\"']*)\]?[ ]*$")
_ESCAPES = re.compile(r"(?P<begin>[ ]*(?:[\w-]+[ ]*:[ ]+|-[ ]+))\"(?P<text>(?:[^\"'\\]|\\[^\"'\\])+)\"[ ]*$")
_NO_ESCAPE = re.compile(r"\\(?![0abtnvfre /_NLP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})[^\n]")
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


def without_hashes(line: str) -> str:
    """A list of tags without the `#` of each, which YAML takes for a comment; empty if it is none."""
    match = _HASHED.match(line)
    words = [word.strip("#") for word in re.split(r"[\s,，、]+", match["words"])] if match else []
    tags = ", ".join(quoted(word, in_list=True) for word in words if word)
    return f"{match['name']}: [{tags}]" if match and tags else ""


def with_single_quotes(line: str) -> str:
    """A line in single quotes, with the backslashes as they are; empty if double quotes can hold them."""
    match = _ESCAPES.match(line)
    return f"{match['begin']}'{match['text']}'" if match and _NO_ESCAPE.search(match["text"]) else ""


def _find_comment(lines: Sequence[str], error: yaml.MarkedYAMLError, found: int) -> Fault | None:
    """The list that seems to have no `]` because a `#` hides it."""
    begin = error.context_mark.line + 1 if error.context_mark else found - 1
    for number in range(begin, found):
        if instead := without_hashes(lines[number]):
            return Fault(number + 1, f"`#` begins a comment in YAML; write `{shortened(instead, 120)}`")
    return None


def explain(lines: Sequence[str], error: yaml.YAMLError | RecursionError) -> Fault:
    """What is wrong with these lines, of which the first and the last are fences."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(2, f"it cannot be read; {_ADVICE}")
    found = min(error.problem_mark.line + 2, len(lines))
    if known := find_odd_colon(lines, found) or _find_comment(lines, error, found):
        return known
    reason = error.problem or ""
    if error.context in _OPEN and error.context_mark and ("end" in reason or "expected" in reason):
        return Fault(error.context_mark.line + 2, _OPEN[error.context])
    return _explain_line(lines[found - 1], found, error.problem or "it cannot be read")


def _explain_line(line: str, found: int, reason: str) -> Fault:
    if "\\t" in reason and "\t" in line:
        instead = "two spaces" if line.lstrip(" ").startswith("\t") else "a space"
        return Fault(found, f"there is a tab where YAML has only spaces; write {instead} in its place")
    if single := with_single_quotes(line):
        sign = _NO_ESCAPE.search(line)
        message = f"`{sign[0] if sign else ''}` cannot be between double quotes, where YAML reads escapes"
        return Fault(found, f"{message}; write single quotes: `{shortened(single, 120)}`")
    value = _VALUE.fullmatch(line)
    if indented := _INDENTED.match(line):
        return Fault(
            found, f"spaces before `{indented['name']}:` make it a part of the line above; delete them"
        )
    if value and value["name"] and value["value"][0] in _SIGNS:
        bare = value["value"].strip().strip("\"'")
        quoted_line = shortened(f"{value['name']}: {quoted(bare)}", 120)
        return Fault(
            found, f"a text that begins with `{value['value'][0]}` must be in quotes: `{quoted_line}`"
        )
    advice = _ADVICE
    if reason == "mapping values are not allowed here" and value and value["name"]:
        quoted_line = shortened(f"{value['name']}: {quoted(value['value'].strip())}", 120)
        reason, advice = "a text with `: ` must be in quotes", f"write `{quoted_line}`"
    return Fault(found, f"{reason}; {advice}")

"""Writes advice with the author's own words: the name of a file, the kind of a box."""

import re

from deckgen.look_alikes.look_alike import Match
from deckgen.syntax.callouts import find_callout
from deckgen.values.wording import shortened

CALLOUT = "write a quote that begins with `> [!NOTE]`, with `> ` before each line"

_WORD = re.compile(r"[A-Za-z][\w-]*")
_SOURCE = re.compile(r"src=[\"']?([^\s\"'<>]+)")
_ENDING = re.compile(r"\.(\w{2,5})$")
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_SHOWN = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp"))


def in_address(name: str) -> str:
    """The name of a file as the address of a picture or a sound."""
    return f"<{name}>" if " " in name else name


def picture(name: str) -> str:
    """A picture of deckgen with this file."""
    return f"![what it shows]({in_address(name)})"


def advise_callout(match: Match) -> str:
    """The callout that deckgen has for the kind of a box."""
    word = _WORD.search(match["it"])
    found = find_callout(f"[!{word[0]}]") if word else None
    return CALLOUT.replace("NOTE", found.kind) if found and found.kind else CALLOUT


def advise_figure(match: Match) -> str:
    """A picture with the file that a shortcode names; empty if it names none."""
    name = _SOURCE.search(match.found[0]) if "figure" in match.found[0] else None
    return f"write `{picture(name[1])}`" if name else ""


def advise_picture(match: Match) -> str:
    """A picture with the file that LaTeX names; LaTeX allows a name without an ending."""
    name = match["to"].strip()
    ending = _ENDING.search(name)
    if ending and ending[1].lower() in _SHOWN:
        return f"write `{picture(name)}`"
    stem = name[: ending.start()] if ending else name
    return f"write `{picture(f'{stem}.png')}`, with a PNG, JPEG or SVG in place of a PDF" if stem else ""


def advise_bar(match: Match) -> str:
    """What to write for the `|` of code on the line; empty if no code has one."""
    code = next((code[0] for code in _CODE.finditer(match.line) if "|" in code[0].replace("\\|", "")), "")
    new = code.replace("\\|", "|").replace("|", "\\|")
    return code and f"a `|` parts cells also within backticks, so write `\\|`: `` {shortened(new, 40)} ``"

"""Finds a front matter whose lines `---` are missing, written otherwise, or not at the top of the file."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckgen.syntax.front_matter import front_matter_end, quoted
from deckgen.values.wording import shortened

FENCE_LIKE = re.compile(
    r"(?P<bare>[-=*_~+\u2010-\u2015\u2212\u2500\u2501\uff0d\uff3f\uff1d]{2,}|[\u2013-\u2015\u2500\u2501])\s*$"
)
"""What smart punctuation, a Chinese keyboard or a wrong key makes of `---`."""

_SETTING = re.compile(r"(?:deck|tags|source|cards|needs)[ ]*[:：]")
_CERTAIN = re.compile(r"(?:[Dd]eck|[Tt]ags)[ ]*[:：]")
_DECK = re.compile(r"deck[ ]*:[ \t]+\S")
_NAME = re.compile(r"[A-Za-z][\w-]*[ ]*[:：]")
_YAML = re.compile(r"[A-Za-z][\w-]*[ ]*[:：](?![:：])|[ ]*-[ ]|[ ]{2,}\S|#")
_PROPERTY = re.compile(r"(?P<name>[A-Za-z][\w-]*)::(?:[ \t]+(?P<value>\S.*?))?[ \t]*$")
_WRAPPED = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?:ya?ml|text|txt)?[ \t]*$|<!--[ \t]*$", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[ \t]*(?P<setting>deck[ ]*:[ \t]+\S[^\n]*?)[ \t]*-->[ \t]*$")
_TITLE = re.compile(r"#[ \t]")
_QUESTION = re.compile(r"#{2,6}[ \t]+\S")
_CODE = re.compile(r"[ ]{0,3}(?:```|~~~|<(?!!--))")
_BETWEEN = re.compile(r"[,，、\s]+")
_MOST_LINES = 200
"""A longer front matter is read as it stands."""

_MOST_ABOVE = 20
"""Lines that a chatbot, or a person, may have written above the front matter."""


class Fences(NamedTuple):
    """A front matter with wrong fences: its last line, and the line and the words of the problem.

    `is_read` says whether the lines between the first and the last one are its settings. `mended` are the
    lines to write in place of all down to its last one, if they have one meaning.
    """

    end: int
    line: int
    message: str
    is_read: bool = True
    mended: tuple[str, ...] = ()


def find_wrong_fences(lines: Sequence[str]) -> Fences | None:
    """The front matter that an author meant, if its fences are not as they must be."""
    if lines and lines[0].rstrip() == "---":
        return _find_end(lines)
    number = _first_shown(lines)
    if number is None:
        return None
    return (
        _find_properties(lines, number)
        or _find_wrapped(lines, number)
        or _find_unfenced(lines, number)
        or _find_below_text(lines, number)
    )


def _find_unfenced(lines: Sequence[str], number: int) -> Fences | None:
    """Settings that begin here without the line `---` above them, or at a place other than the top."""
    first = lines[number].strip()
    opened = bool(FENCE_LIKE.match(first))
    start = number + opened
    is_top = not any(line.strip() for line in lines[:number])
    if not (_NAME if opened or is_top else _SETTING).match("".join(lines[start : start + 1])):
        return None
    end = start
    while end < len(lines) and lines[end].strip() and not FENCE_LIKE.match(lines[end].strip()):
        if _QUESTION.match(lines[end]):
            break
        end += 1
    closed = end < len(lines) and bool(FENCE_LIKE.match(lines[end].strip()))
    if not any(map(_CERTAIN.match, lines[start:end])) and not (is_top and closed and first == "---"):
        return None
    message = "settings are read only at the top of the file, between two lines `---`; move them there"
    other_end = f"and below line {end}"
    if closed:
        other_end = f"and in line {end + 1}" if lines[end].rstrip() != "---" else ""
    if opened and number == 0:
        message = f"`{first}` does not begin a front matter; write `---`, three hyphens"
        message += f", here {other_end}" if other_end else ""
        if first == "---":
            message = "spaces before `---` keep it from beginning a front matter; delete them"
    elif opened and is_top:
        message = "the front matter must begin in the first line; delete the blank lines above it"
    elif number == 0:
        message = "settings are read only between two lines `---`; write one above this line"
        message += f" {other_end}".replace("and ", "and one ").replace("one in", "one in place of")
    mended = _fenced(lines[start:end], () if is_top else lines[:number])
    return Fences(end + closed, number + 1, message.rstrip(), is_read=False, mended=mended)


def _find_properties(lines: Sequence[str], number: int) -> Fences | None:
    """Settings as Logseq writes them: `deck:: A`."""
    found: list[re.Match[str]] = []
    for line in lines[number : number + _MOST_LINES]:
        if not (match := _PROPERTY.match(line)):
            break
        found.append(match)
    written = [_as_setting(match["name"], match["value"] or "") for match in found]
    certain = next((setting for setting in written if _CERTAIN.match(setting)), "")
    if not certain:
        return None
    shown = shortened(", ".join(f"`{setting}`" for setting in written), 200)
    message = (
        f"`{certain.partition(':')[0]}::` is a property of Logseq; settings are read only at the top, "
        f"between two lines `---`: write there {shown}"
    )
    mended = _fenced(written, lines[:number])
    return Fences(number + len(found), number + 1, message, is_read=False, mended=mended)


def _as_setting(name: str, value: str) -> str:
    """A property as a line of a front matter, without the marks of links and tags."""
    bare = value.replace("[[", "").replace("]]", "")
    if name.lower() == "tags":
        parts = value.split(",") if "[[" in value or "," in value else _BETWEEN.split(value)
        tags = (re.sub(r"[\[\]#]", "", part).strip() for part in parts)
        return f"tags: [{', '.join(quoted(tag.replace(' ', '-'), in_list=True) for tag in tags if tag)}]"
    return f"{name}: {quoted(bare)}" if bare else f"{name}:"


def _find_wrapped(lines: Sequence[str], number: int) -> Fences | None:
    """Settings within a fence of code or a comment."""
    if comment := _COMMENT.match(lines[number]):
        message = "a comment sets nothing; write its setting at the top of the file, between two lines `---`"
        mended = _fenced((comment["setting"],), lines[:number])
        return Fences(number + 1, number + 1, message, is_read=False, mended=mended)
    opened = _WRAPPED.match(lines[number])
    if not opened:
        return None
    mark = opened["fence"] or "-->"
    inside = range(number + 1, min(len(lines), number + _MOST_LINES))
    end = next((n for n in inside if lines[n].strip() == mark), number)
    settings = lines[number + 1 : end]
    has_fences = len(settings) > 1 and settings[0].rstrip() == settings[-1].rstrip() == "---"
    settings = settings[1:-1] if has_fences else settings
    if not any(map(_DECK.match, settings)) or not all(map(_YAML.match, settings)):
        return None
    where = "a fence, so it is code" if opened["fence"] else "a comment, so it sets nothing"
    advice = f"delete lines {number + 1} and {end + 1}"
    if not has_fences:
        advice = f"write `---` in place of lines {number + 1} and {end + 1}"
    if number:
        advice += ", and move the settings to the first line"
    message = f"the front matter is within {where}; {advice}"
    return Fences(end + 1, number + 1, message, is_read=False, mended=_fenced(settings, lines[:number]))


def _find_below_text(lines: Sequence[str], first: int) -> Fences | None:
    """A front matter below a text, such as the first words of a chatbot."""
    for number in range(first, min(len(lines), _MOST_ABOVE)):
        if _QUESTION.match(lines[number]) or _CODE.match(lines[number]):
            return None
        if lines[number].rstrip() == "---":
            end = front_matter_end(lines[number : number + _MOST_LINES])
            settings = lines[number + 1 : number + end - 1] if end else ()
            if not end or not any(map(_CERTAIN.match, settings)) or not all(map(_YAML.match, settings)):
                return None
            above = f"lines 1 to {number}" if number > 1 else "line 1"
            message = (
                f"the file must begin with the line `---` of its front matter; delete {above}, "
                "or move a text that belongs to the deck below the front matter"
            )
            return Fences(number + end, 1, message, is_read=False)
    return None


def _fenced(settings: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """A front matter with these settings, above the lines that were above them; empty if it is not YAML."""
    shown = above if any(line.strip() for line in above) else ()
    return ("---", *settings, "---", *shown) if all(map(_YAML.match, settings)) else ()


def _first_shown(lines: Sequence[str]) -> int | None:
    """The first line, counted from 0, that is neither blank nor a title."""
    shown = (n for n, line in enumerate(lines[:_MOST_LINES]) if line.strip() and not _TITLE.match(line))
    return next(shown, None)


def _find_end(lines: Sequence[str]) -> Fences | None:
    """The line that was meant to end the front matter, or the settings that no line ends."""
    end = front_matter_end(lines)
    last, goes_on = 1, True
    for number, line in enumerate(lines[1 : min(end or _MOST_LINES, _MOST_LINES)], 2):
        if number == end:
            break
        if like := FENCE_LIKE.match(line):
            message = f"`{like['bare']}` does not end the front matter; write `---`, three hyphens"
            return Fences(number, number, message, mended=(*lines[: number - 1], "---"))
        if _QUESTION.match(line):
            message = f"the front matter is not closed; write a line `---` below line {last}"
            mended = _fenced(lines[1:last], ()) if any(map(_SETTING.match, lines[1:last])) else ()
            return Fences(last, 1, message, is_read=False, mended=mended)
        if line.strip() and not _TITLE.match(line):
            goes_on = goes_on and (last == number - 1 or bool(_NAME.match(line)))
            last = number if goes_on else last
    return (
        None
        if end
        else Fences(0, 1, "the front matter is not closed; close it with a line `---`", is_read=False)
    )

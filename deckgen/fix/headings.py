"""Mends headings: underlined ones, those without a space, and attribute lists that cannot be read."""

import re
import unicodedata
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.look_alikes.chatbots import without_json
from deckgen.sources.misread.hidden_questions import is_rest
from deckgen.sources.open.conflicts import is_left_of_conflict
from deckgen.syntax.attributes import mended_attributes, parse_attributes
from deckgen.values.characters import CJK
from deckgen.values.codes import Code

_CHINESE = re.compile(f"[{CJK}]")
_ENDED = re.compile(r"[?？}][*_]*$")
_HEADING = re.compile(r" {0,3}#{2,6}[ \t]+(?P<text>.*\S)")
_LIST_BELOW = re.compile(r"\{:(?P<inside>[^{}]*)\}[ \t]*")
_GLUED = re.compile(r" {0,3}#{2,6}(?=[^#\s])")
_WIDE = re.compile(r" {0,3}(?P<marks>＃{1,6})[ \t\u00a0\u3000]*(?=[^＃\s])")
_JSON = re.compile(r"(?P<question>[^\\]*[^\s\\])[ \t]*(?P<answer>\\n\\n.*)")
_SHORTEST_UNDERLINE = 4
"""A shorter one below a text may be the rule that parts question and answer, without its blank line."""


def mend_underlined(reading: Reading, line: int) -> Sequence[Edit]:
    """`##` in place of `---`, and `#` in place of `===`, where the line is surely a heading.

    It is if the source has no `##` heading, or if the line is as long as the text above it. A second title
    is left, since a source has one.
    """
    start = reading.underlined.get(line)
    if start is None:
        return ()
    underline = reading.line(line).strip()
    title = " ".join(reading.line(number).strip() for number in range(start, line))
    if underline[0] == "=":
        is_heading = not reading.document.title and line == reading.first[Code.UNDERLINED_HEADING]
        if is_left_of_conflict(underline, title) and any(above < line for above in reading.headings):
            return ()
    else:
        is_heading = not reading.document.questions or _is_as_long(underline, title)
    mark = "#" if underline[0] == "=" else "##"
    return [Edit(reading.span(start)[0], reading.span(line)[1], f"{mark} {title}")] if is_heading else ()


def mend_list_below(reading: Reading, line: int) -> Sequence[Edit]:
    """The attribute list of kramdown below a heading at its end, if deckgen can read it."""
    heading, below = reading.line(line).rstrip(), _LIST_BELOW.fullmatch(reading.line(line + 1))
    if below is None or not _HEADING.match(heading) or heading.endswith(("}", "`")):
        return ()
    whole = f"{heading} {{{below['inside'].strip()}}}"
    faults = parse_attributes(whole)[2]
    return () if faults else [Edit(reading.span(line)[0], reading.span(line + 1)[1], whole)]


def mend_glued(reading: Reading, line: int) -> Sequence[Edit]:
    """A space after `##`, and `#` in place of a full-width `＃`."""
    start, _ = reading.span(line)
    text = reading.line(line)
    if match := _GLUED.match(text):
        return [Edit(start + match.end(), start + match.end(), " ")]
    if match := _WIDE.match(text):
        begin, end = match.start("marks"), match.end()
        return [Edit(start + begin, start + end, f"{'#' * len(match['marks'])} ")]
    return ()


def mend_json(reading: Reading, line: int) -> Sequence[Edit]:
    r"""Line ends in place of the `\n` in a heading that holds its answer too, from a text of JSON."""
    match = _JSON.fullmatch(reading.line(line))
    answer = without_json(match["answer"]) if match else None
    return [Edit(*reading.span(line), f"{match['question']}{answer}")] if match and answer else ()


def mend_broken(reading: Reading, line: int) -> Sequence[Edit]:
    """One line in place of a question and the next line, in which it ends with a `?` or an attribute list."""
    heading, rest = _HEADING.match(reading.line(line)), reading.line(line + 1).strip()
    if heading is None or not _ENDED.search(rest) or not is_rest(heading["text"], rest):
        return ()
    is_chinese = _CHINESE.match(heading["text"][-1]) and _CHINESE.match(rest)
    place = reading.span(line)[0] + heading.end("text")
    return [Edit(place, reading.span(line + 1)[1], f"{'' if is_chinese else ' '}{rest}")]


def mend_attribute_list(reading: Reading, line: int) -> Sequence[Edit]:
    """ASCII signs in place of full-width ones, and the list at the end of its heading."""
    mended = mended_attributes(reading.line(line))
    return [Edit(*reading.span(line), mended)] if mended else ()


def _is_as_long(underline: str, title: str) -> bool:
    columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in title)
    return len(underline) >= _SHORTEST_UNDERLINE and len(underline) in (len(title), columns)

"""Mends what GitHub shows as text, such as links with a space and bold text, and fences within fences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from deckgen.checks.blocks.rules import DASHES
from deckgen.checks.text.faults import PAIRS
from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.sources.misread.code_after_language import split_info
from deckgen.sources.misread.code_fences import find_nested
from deckgen.sources.misread.other_fences import find_other_fences
from deckgen.sources.open.wrapped import find_wrapping
from deckgen.syntax.bare_clozes import BARE, as_cloze
from deckgen.syntax.callouts import CALLOUTS, HINT
from deckgen.syntax.html_tags import MISSPELT_END
from deckgen.syntax.marked_text import MARKED

_LINK = re.compile(
    r"""
    (?P<label> \[ [^\[\]]* \] )
    \( (?P<address> [^()<>"']*[^()<>"'\s] ) (?P<title> \s+ (?: "[^"()]*" | '[^'()]*' ) )? \s* \)
    """,
    re.VERBOSE,
)
_BOLD = re.compile(r"\*\*(?P<text>[^*\n]{2,})\*\*")
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?:`{3,}|~{3,})[ \t]*(?P<info>\S.*)")
_NUMBER = re.compile(r"\s*\d{2,9}(?=[.)]\s*$)")
_CALLOUT = re.compile(r"(?P<quote>[\s>]*>[ \t]?)[ \t]*\[!(?P<name>\w+)\](?P<space>[ \t]*)(?=[^\s+-])")


def mend_wrapped(reading: Reading, line: int) -> Sequence[Edit]:
    """Nothing in place of the fence around a whole file; a text outside of it is left to its author."""
    wrapping = find_wrapping(reading.lines)
    if wrapping is None or line != wrapping.first or not wrapping.is_whole:
        return ()
    first, last, *_ = wrapping
    begin, end = reading.span(first)[0], reading.span(last)[1]
    return [Edit(begin, reading.span(first + 1)[0], ""), Edit(reading.span(last - 1)[1], end, "")]


def mend_nested(reading: Reading, line: int) -> Sequence[Edit]:
    """A longer mark around a fence of Markdown that has another fence within it."""
    fences = [token for token in reading.tokens if token.type == "fence" and token.map]
    number = next((n for n, token in enumerate(fences) if token.map and token.map[0] == line - 1), None)
    nested = find_nested(reading.lines, fences, number) if number is not None else None
    if nested is None or not nested.is_certain:
        return ()
    places = [reading.text.index(nested.old, reading.span(one)[0]) for one in (nested.first, nested.last)]
    return [Edit(place, place + len(nested.old), nested.mark) for place in places]


def mend_dashes(reading: Reading, line: int) -> Sequence[Edit]:
    """`---` in place of a line of dashes between two blocks."""
    is_dashes = DASHES.fullmatch(reading.line(line).strip())
    return [Edit(*reading.span(line), "---")] if is_dashes else ()


def mend_code_behind(reading: Reading, line: int) -> Sequence[Edit]:
    """A line end between the name of a language and the code after it."""
    match = _FENCE.fullmatch(reading.line(line))
    code = split_info(match["info"])[1] if match else ""
    if match is None or not code:
        return ()
    begin, end = (reading.span(line)[0] + place for place in match.span("info"))
    language = match["info"].strip()[: -len(code)].rstrip()
    return [Edit(begin, end, f"{language}\n{match['indent']}{code}")]


def mend_other_fence(reading: Reading, line: int) -> Sequence[Edit]:
    """Backticks in place of other signs around code whose comments are read as headings."""
    for first, last, language in find_other_fences(reading.lines):
        if first + 1 == line:
            return [Edit(*reading.span(line), f"```{language}"), Edit(*reading.span(last + 1), "```")]
    return ()


def mend_number(reading: Reading, line: int) -> Sequence[Edit]:
    """A backslash in a line that is only a number with a full stop, which does not begin a list."""
    number = _NUMBER.match(reading.line(line))
    place = reading.span(line)[0] + number.end() if number else 0
    return [Edit(place, place, "\\")] if number else ()


def mend_link(reading: Reading, line: int) -> Sequence[Edit]:
    """`<…>` around an address with a space."""
    return list(_links(reading, line))


def _links(reading: Reading, line: int) -> Iterator[Edit]:
    start, _ = reading.span(line)
    for match in _LINK.finditer(reading.line(line)):
        is_text = reading.shown.startswith("[", start + match.start())
        if is_text and re.search(r"\s", match["address"]):
            begin, end = match.span("address")
            yield Edit(start + begin, start + end, f"<{match['address']}>")


def mend_callout(reading: Reading, line: int) -> Sequence[Edit]:
    """The text of a callout on the line after its name."""
    match = _CALLOUT.match(reading.line(line))
    if match is None or match["name"].upper() not in (*CALLOUTS, HINT):
        return ()
    start, _ = reading.span(line)
    begin, end = match.span("space")
    return [Edit(start + begin, start + end, f"\n{match['quote'].rstrip()} ")]


def mend_bare_clozes(reading: Reading, line: int) -> Sequence[Edit]:
    """Clozes in place of all `{{words}}`, or of all `==words==`, of a question that has no cloze."""
    starts = (*reading.headings, len(reading.lines) + 1)
    place = bisect_right(starts, line)
    if not 0 < place < len(starts):
        return ()
    first, last = reading.span(starts[place - 1])[0], reading.span(starts[place] - 1)[1]
    edits = []
    for number, match in enumerate(BARE.finditer(reading.shown, first, last), 1):
        words, hint = (reading.text[slice(*match.span(name))] for name in ("words", "hint"))
        edits.append(Edit(*match.span(), as_cloze(number, words, hint if match["hint"] else "")))
    for number, match in enumerate(() if edits else MARKED.finditer(reading.shown, first, last), 1):
        edits.append(Edit(*match.span(), as_cloze(number, reading.text[slice(*match.span(1))])))
    return edits


def mend_comment(reading: Reading, line: int) -> Sequence[Edit]:
    """`-->` in place of `->` or `—>` at the end of a line with a comment."""
    start, end = reading.span(line)
    place = reading.text.rfind("<!--", start, end)
    match = MISSPELT_END.match(reading.text, place) if place >= 0 else None
    return [Edit(*match.span("end"), "-->")] if match else ()


def mend_bold(reading: Reading, line: int) -> Sequence[Edit]:
    """A pair of signs around bold text, or a sign or a space at its end, moved out of it."""
    start, end = reading.span(line)
    edits = []
    for match in _BOLD.finditer(reading.shown, start, end):
        text = reading.text[match.start("text") : match.end("text")]
        begin, stop = match.span()
        before, after = reading.text[max(begin - 1, 0) : begin], reading.text[stop : stop + 1]
        inner = text[1:-1]
        if text[0] + text[-1] in PAIRS and text[0] not in inner and (before.isalnum() or after.isalnum()):
            edits.append(Edit(*match.span(), f"{text[0]}**{inner}**{text[-1]}"))
        elif text[-1] in "：:，,。；;！？!?、" and after.isalnum():
            edits.append(Edit(*match.span(), f"**{text[:-1]}**{text[-1]}"))
        elif text[-1] == " " and text[0] != " ":
            edits.append(Edit(*match.span(), f"**{text.rstrip()}**{' ' if after.isalnum() else ''}"))
    return edits

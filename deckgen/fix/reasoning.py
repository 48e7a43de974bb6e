"""Deletes the reasoning of a chat model, which `<think>` and `</think>` enclose."""

import re
from collections.abc import Sequence

from deckgen.checks.html.words import REASONING
from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading

_BEGIN = re.compile(rf"\s*<({'|'.join(sorted(REASONING))})>")


def mend_reasoning(reading: Reading, line: int) -> Sequence[Edit]:
    """Nothing in place of the reasoning, if it ends in its question and has text after it."""
    begin = _BEGIN.match(reading.line(line))
    if begin is None:
        return ()
    start, _ = reading.span(line)
    following = next((number for number in reading.headings if number > line), None)
    last = reading.span(following)[0] if following else len(reading.text)
    end = reading.text.find(f"</{begin[1]}>", start, last)
    if end < 0:
        return ()
    end += len(begin[1]) + 3
    rest = reading.text[end:last]
    return [Edit(start, end + len(rest) - len(rest.lstrip()), "")] if rest.strip() else ()

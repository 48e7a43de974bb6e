"""Finds the code and the formulas in Markdown, where no character is a mark."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator


def verbatim_pattern(formula: str) -> re.Pattern[str]:
    """Make the pattern that `find_verbatim` needs from a pattern for formulas."""
    return re.compile(rf"\\`|(?P<ticks>`+)|{formula}")


def find_verbatim(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where each piece of code and each formula begins and ends, in order."""
    runs: dict[int, list[int]] = defaultdict(list)
    for match in re.finditer("`+", text):
        runs[len(match[0])].append(match.start())
    at = 0
    while found := pattern.search(text, at):
        at = found.end()
        if found["ticks"]:
            # Code ends at the next run of the same number of backticks.
            alike = runs[len(found["ticks"])]
            closing = bisect_left(alike, at)
            if closing == len(alike):
                continue
            at = alike[closing] + len(found["ticks"])
        if found[0] != "\\`":
            yield found.start(), at

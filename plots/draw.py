"""Draws the deck's plots from what they compute, or checks that the drawn ones are current."""

import argparse
import json
import re
import sys
from html import unescape
from pathlib import Path

import learning
import precision
import serving
from canvas import Plot, Values, draw

PLOTS = (*learning.PLOTS, *precision.PLOTS, *serving.PLOTS)
IMAGES = Path(__file__).resolve().parent.parent / "source/llm-interview/images"

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def check(plot: Plot, drawn: str) -> str | None:
    """What is wrong with a drawn file: its numbers, or its lines and words."""
    values = plot.compute()
    shown = _numbers(drawn)
    if shown is None:
        return "has no numbers in <desc>"
    wrong = _differing(values, shown)
    if wrong is not None:
        return f"shows other numbers than are computed: {wrong}"
    if not _look_alike(drawn, draw(plot, values)):
        return "is drawn otherwise than plots/ would draw it"
    return None


def _numbers(drawn: str) -> Values | None:
    found = re.search(r"<desc>(.*)</desc>", drawn)
    try:
        return (
            {name: list(map(float, row)) for name, row in json.loads(unescape(found[1])).items()}
            if found
            else None
        )
    except (ValueError, TypeError, AttributeError):
        return None


def _differing(computed: Values, shown: Values) -> str | None:
    """The first row that differs by more than another machine's arithmetic explains."""
    for name in sorted(computed.keys() | shown.keys()):
        if len(computed.get(name, ())) != len(shown.get(name, ())):
            return name
        if any(abs(a - b) > 1e-3 * abs(a) + 1e-9 for a, b in zip(computed[name], shown[name], strict=True)):
            return name
    return None


def _look_alike(one: str, other: str) -> bool:
    """Whether two drawings have the same elements and words, and no number half a unit away."""
    (one, other) = (re.sub(r"<desc>.*</desc>", "", text) for text in (one, other))
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= 0.5 for a, b in pairs)


def main() -> int:
    """Draw or check the plots that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="as in images/plot-NAME.svg; all, if none")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a file is not current")
    parser.add_argument("--folder", type=Path, default=IMAGES, help="where the pictures are")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {plot.name for plot in PLOTS}
    if unknown:
        parser.error(f"no plot is called {', '.join(sorted(unknown))}")
    wrong = 0
    for plot in PLOTS:
        if arguments.names and plot.name not in arguments.names:
            continue
        path = arguments.folder / f"plot-{plot.name}.svg"
        if arguments.check:
            problem = check(plot, path.read_text(encoding="utf-8")) if path.is_file() else "is missing"
            if problem:
                wrong += 1
                print(f"{path.name} {problem}; run python plots/draw.py {plot.name}", file=sys.stderr)
        else:
            path.write_text(draw(plot, plot.compute()), encoding="utf-8", newline="\n")
            print(path)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

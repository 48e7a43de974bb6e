"""Finds the values that a text states: numbers, shapes, and in an output also phrases and truth values."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from deckgen.values.characters import CJK


class ValueKind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    SHAPE = "shape"
    TRUTH = "truth"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it may be meant; it stands for every number that differs from it by at most `error`."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its place in the text; a number may have several readings, with and without its unit.

    A number in words, such as 两倍, is `spoken`. The numbers of a shape are its `sizes`.
    """

    kind: ValueKind
    text: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    sizes: tuple[int, ...] = ()
    spoken: bool = False

    def states(self, other: "Value") -> bool:
        """Whether this number or shape says the other one, perhaps with fewer digits or with a unit."""
        if self.kind is not other.kind:
            return False
        if self.kind is ValueKind.SHAPE:
            return self.sizes == other.sizes
        return any(_is_near(said, true) for said in self.readings for true in other.readings)


_INTEGER = r"\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?!\d)|\d+"
_DECIMAL = rf"(?:{_INTEGER})(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+"
_POWER = r"\s*(?:\^|\*\*)\s*(?:\{\s*(?P<braced>[-+−]?\d+)\s*\}|(?P<raised>[-+−]?\d+))"
_MOST_DIGITS = 300
_PREFIXES = "KMGT"
_UNITS = {
    **{f"{prefix}iB": 1024.0**power for power, prefix in enumerate(_PREFIXES, 1)},
    **{f"{prefix}{unit}": 1000.0**power for power, prefix in enumerate(_PREFIXES, 1) for unit in "Bb"},
    **dict.fromkeys(("k", "K"), 1e3),
    **dict.fromkeys(("%", r"\%"), 0.01),
    **dict.fromkeys(("s", "B", "bit", "bits", "倍"), 1.0),
    **dict.fromkeys(("us", "μs"), 1e-6),
    **dict(zip(("万", "亿", "‰", "ms", "ns"), (1e4, 1e8, 1e-3, 1e-3, 1e-9), strict=True)),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?P<about> (?: 约 | 大约 | 近 | 左右 | ≈ | ~ | \\approx | about | roughly | nearly ) \s* )?
    (?<! \^ ) (?<! \^\{{ ) (?<! \^\{{[-−] ) (?<! \^[-−] )
    (?: \\[dt]?frac \s* \{{\s*(?P<above>{_DECIMAL})\s*\}} \s* \{{\s*(?P<below>{_DECIMAL})\s*\}}
      | (?P<sign> (?<![A-Za-z\d)\]}}.]) [-−–] \s? )?
        (?<![A-Za-z_\d.\\]) (?<![A-Za-z]-)
        (?P<digits> {_DECIMAL} | \\infty | ∞ | inf(?:inity)?\b | nan\b | 无穷大? )
        (?: {_POWER}
          | \s* (?: \\times | × | \\cdot | · | \* ) \s* 10 {
        _POWER.replace("braced", "exponent").replace("raised", "plain_exponent")
    }
          | \s? / \s? (?P<divisor> \d+ ) (?![\d./]) )?
    )
    (?! \d | \.\d )
    (?: \s? (?P<unit> {_UNIT} ) (?![A-Za-z]) | (?![A-Za-z_]) )
    """,
    re.VERBOSE,
)
_SHAPE = re.compile(
    r"(?:torch\.Size\()?(?P<open>[(\[])\s*(?P<sizes>\d+\s*(?:,\s*\d+\s*)*,?\s*)(?P<close>[)\]])\)?"
)
_SPOKEN = re.compile(r"一半|(?P<digit>[一二两三四五六七八九十])(?=[倍个次份块维张条层步列行项种位])")
_DIGITS = {name: number for number, name in enumerate("零一二三四五六七八九十")} | {"两": 2}

_TRUTH = re.compile(r"\b(?:True|False)\b")
_QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
_HAN = re.compile(rf"[{CJK}]+")


def find_values(text: str) -> tuple[Value, ...]:
    """The numbers and shapes that a folded text states, in order; not those in names such as fp16."""
    found = [*_shapes(text)]
    taken = [(shape.start, shape.end) for shape in found]
    found += (number for number in _numbers(text) if not _is_within(number.start, taken))
    return tuple(sorted(found, key=lambda value: value.start))


def find_printed(output: str) -> tuple[Value, ...]:
    """The values of an output: those of `find_values`, `True` and `False`, quoted and Chinese phrases.

    A line without any of these is a phrase as a whole.
    """
    found: list[Value] = []
    start = 0
    for line in output.split("\n"):
        values = list(_printed(line))
        if not values and line.strip():
            values = [_phrase(line.strip(), line.index(line.strip()))]
        found += (_moved(value, start) for value in sorted(values, key=lambda value: value.start))
        start += len(line) + 1
    return tuple(found)


def _printed(line: str) -> Iterator[Value]:
    taken = []
    for match in _QUOTED.finditer(line):
        yield _phrase(match[1] or match[2] or "", match.start() + 1)
        taken.append(match.span())
    for match in _TRUTH.finditer(line):
        if not _is_within(match.start(), taken):
            yield Value(ValueKind.TRUTH, match[0], *match.span())
    for value in find_values(line):
        if not _is_within(value.start, taken):
            yield value
    for match in _HAN.finditer(line):
        if not _is_within(match.start(), taken):
            yield _phrase(match[0], match.start())


def _shapes(text: str) -> Iterator[Value]:
    for match in _SHAPE.finditer(text):
        closes = {"(": ")", "[": "]"}[match["open"]]
        sizes = tuple(map(_int, re.findall(r"\d+", match["sizes"])))
        named = match[0].startswith("torch")
        if match["close"] == closes and ("," in match["sizes"] or named):
            yield Value(ValueKind.SHAPE, match[0], *match.span(), sizes=sizes)


def _numbers(text: str) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        spoken = "无穷" in match[0]
        yield Value(
            ValueKind.NUMBER, match[0], *match.span(), readings=tuple(_readings(match)), spoken=spoken
        )
    for match in _SPOKEN.finditer(text):
        number = _DIGITS[match["digit"]] if match["digit"] else 0.5
        yield Value(ValueKind.NUMBER, match[0], *match.span(), (Reading(number, 0),), spoken=True)


def _readings(match: re.Match[str]) -> Iterator[Reading]:
    if match["above"]:
        above, below = _decimal(match["above"]), _decimal(match["below"])
        number = Reading(above.value / below.value if below.value else math.nan, 0)
    else:
        number = _decimal(match["digits"], about=bool(match["about"]))
        sign = -1 if match["sign"] else 1
        if power := match["braced"] or match["raised"]:
            number = Reading(_power(number.value, _int(power)), 0)
        elif exponent := match["exponent"] or match["plain_exponent"]:
            factor = _power(10, _int(exponent))
            number = Reading(number.value * factor, number.error * factor)
        elif match["divisor"]:
            divisor = _int(match["divisor"])
            number = Reading(number.value / divisor if divisor else math.nan, 0)
        number = Reading(sign * number.value, number.error)
    yield number
    factor = _UNITS.get(match["unit"] or "", 1)
    if factor != 1:
        yield Reading(number.value * factor, number.error * factor)


def _decimal(written: str, *, about: bool = False) -> Reading:
    """A number, exact to half of its last digit; `about` says that zeros at its end are not exact."""
    if written.startswith(("\\infty", "∞", "inf", "无穷")):
        return Reading(math.inf, 0)
    if written == "nan":
        return Reading(math.nan, 0)
    plain = re.sub(r"\{,\}|\\,|,", "", written)
    digits, _, exponent = plain.lower().partition("e")
    places = len(digits.partition(".")[2])
    if about and not places:
        places = len(digits.rstrip("0")) - len(digits)
    return Reading(float(plain), 0.5 * _power(10, _int(exponent or "0") - places))


def _power(base: float, exponent: int) -> float:
    try:
        return float(base) ** exponent
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _int(written: str) -> int:
    # Python refuses to read thousands of digits, and a float cannot hold hundreds of them.
    return int(written.replace("−", "-")[:_MOST_DIGITS])


def _is_near(said: Reading, true: Reading) -> bool:
    a, b = said.value, true.value
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b or math.isclose(a, b, rel_tol=1e-9) or abs(a - b) <= said.error * (1 + 1e-9)


def _phrase(text: str, start: int) -> Value:
    return Value(ValueKind.PHRASE, text, start, start + len(text))


def _moved(value: Value, by: int) -> Value:
    return replace(value, start=value.start + by, end=value.end + by)


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)

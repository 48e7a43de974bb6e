"""Makes mistakes in the numbers, shapes, signs and units of a text."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise, zip_longest

from deckgen.answers.mutants.edit import Edit, Mutation, replace, replace_within
from deckgen.answers.values import Value, ValueKind, find_values

MOST_VALUES = 30
"""How many numbers, and how many shapes, of a text are changed."""

_MOST_DIGITS = 20
"""A number with more digits is not computed with."""

_DIGITS = re.compile(r"\d+(?:(?:,|\{,\}|\\,)\d{3})*(?:\.\d+)?|\.\d+")
_INFINITE = re.compile(r"\\infty|∞|\binf(?:inity)?\b|\bnan\b|无穷大?")
_SPOKEN = "一两二三四五六七八九十"
_NEXT_SPOKEN = {**dict(zip(_SPOKEN, "两三三四五六七八九十九", strict=True)), "半": "倍"}
_ARTICLE = re.compile(r"一[个种项条块张位列层]|(?<=[另同每某任哪这那下上进第统])一")
_SIZE = r"(?:\d+|[A-Za-z](?:_\{?\w+\}?|')?(?![A-Za-z])|\\[a-z]+)"
_WRITTEN_SHAPE = re.compile(
    rf"(?<![\w)\]}}])[(\[]\s*{_SIZE}(?:(?:\s*,\s*{_SIZE})+\s*,?|\s*,)\s*[)\]]", re.ASCII
)
_PRODUCT = re.compile(
    rf"(?<![\w×=+*/-])(?P<rows>{_SIZE})\s*(?:×|x|\\times)\s*(?P<columns>{_SIZE})"
    r"(?=的?(?:实|方)?(?:矩阵|张量)| matri)",
    re.ASCII,
)
_PART = re.compile(_SIZE)

# What stands beside a sign in a formula: a number, a letter, a command of TeX, a bracket.
_LEFT = r"(?<![A-Za-z])[A-Za-z]|_[A-Za-z]|[\d)\]}|'⟩]"
_RIGHT = r"\\?[|(\[]|\.?\d|[A-Za-z](?![A-Za-z])|\\[A-Za-z]"
_BINARY = re.compile(rf"(?:{_LEFT})[ ]?(?P<sign>[-−–+])\s?(?={_RIGHT})", re.ASCII)
_TERM = r"(?:[A-Za-z](?:_\{?\w+\}?)?'?|\d+(?:\.\d+)?)"
_DIFFERENCE = re.compile(
    rf"(?<![\w\\.)\]}}^*/+−-])(?<![+*/^−-] )(?P<left>{_TERM})(?P<sign> ?[-−] ?)(?P<right>{_TERM})"
    r"(?![\w.(\[{^'*/])(?! [*/^])",
    re.ASCII,
)
_UNARY = re.compile(
    rf"(?:^|(?<=[^\w\])}}'|.\s])|(?<=[^\w\])}}'|.]\s)|(?<=\d[eE]))(?P<sign>[-−–])(?={_RIGHT})",
    re.MULTILINE | re.ASCII,
)
_RANGE = re.compile(r"\d[-–]\d")
_OTHER_SIGN = {"+": "-", "-": "+", "−": "+", "–": "+"}

_UNITS = (
    ("KiB", "MiB", "GiB", "TiB"),
    ("KB", "MB", "GB", "TB", "PB"),
    ("kB", "MB"),
    ("ns", "us", "ms", "s"),
    ("µs", "ms"),
    ("μs", "ms"),
    ("纳秒", "微秒", "毫秒", "秒", "分钟", "小时", "天"),
    ("bit", "byte"),
    ("bits", "bytes"),
    ("位", "字节"),
    ("比特", "字节"),
    ("%", "‰"),
    ("\\%", "‰"),
    ("万", "亿"),
    ("K", "M"),
    ("M", "B", "T"),
    ("FLOPS", "TFLOPS", "PFLOPS"),
    ("GB/s", "TB/s"),
    ("mm", "cm", "m", "km"),
    ("mg", "g", "kg"),
    ("Hz", "kHz", "MHz", "GHz"),
)
_ALL_UNITS = "|".join(sorted({re.escape(unit) for group in _UNITS for unit in group}, key=len, reverse=True))
_UNIT = re.compile(rf"(?P<number>\d[\d.,]*|[几十百千两数])[ -]?(?P<unit>{_ALL_UNITS})(?![A-Za-z0-9])")


def change_numbers(text: str) -> Iterator[Edit]:
    """Numbers with another digit, off by one, ten times as large, or with a digit less."""
    numbers = [value for value in find_values(text) if value.kind is ValueKind.NUMBER][:MOST_VALUES]
    # First one mistake in each number, then another one in each.
    rounds = zip_longest(*(_change_number(text, number) for number in numbers))
    return (edit for edit in chain.from_iterable(rounds) if edit is not None)


def change_shapes(text: str, question: str) -> Iterator[Edit]:
    """Shapes with two sizes swapped, one changed, left out, or replaced by another one."""
    shapes = _WRITTEN_SHAPE.finditer(f"{question}\n{text}")
    asked = (part[0] for shape in shapes for part in _PART.finditer(shape[0]))
    others = tuple(dict.fromkeys(asked))[:MOST_VALUES]
    places = [
        match.span() for match, _ in zip(_WRITTEN_SHAPE.finditer(text), range(MOST_VALUES), strict=False)
    ]
    rounds = zip_longest(*(_change_shape(text, shape, others) for shape in places))
    yield from (edit for edit in chain.from_iterable(rounds) if edit is not None)
    for match in _PRODUCT.finditer(text):
        if match["rows"] != match["columns"]:
            between = text[match.end("rows") : match.start("columns")]
            swapped = f"{match['columns']}{between}{match['rows']}"
            yield replace_within(Mutation.SHAPE, text, match.span(), match.span(), swapped)


def _change_number(text: str, number: Value) -> Iterator[Edit]:
    here = (number.start, number.end)
    if number.spoken:
        yield from _change_spoken(text, here)
        return
    if match := _INFINITE.search(text, *here):
        yield replace_within(Mutation.NUMBER, text, here, match.span(), "0")
        return
    parts = [match for match, _ in zip(_DIGITS.finditer(text, *here), range(2), strict=False)]
    if not parts:
        return
    first, last = parts[0], parts[-1]
    for part, other in (
        *((first, other) for other in _other_digits(first[0])[:1]),
        *((last, other) for other in _other_digits(last[0])[:1] if last is not first),
        *((first, other) for other in _other_digits(first[0])[1:]),
    ):
        edit = replace_within(Mutation.NUMBER, text, here, part.span(), other)
        again = find_values(edit.now)
        if not (again and (again[0].states(number) or number.states(again[0]))):
            yield edit


def _change_spoken(text: str, here: tuple[int, int]) -> Iterator[Edit]:
    start, end = here
    word = text[start:end].strip()
    if word in _NEXT_SPOKEN and not _ARTICLE.match(text, start):
        # The measure word is shown, too.
        yield replace_within(Mutation.NUMBER, text, (start, end + 1), here, _NEXT_SPOKEN[word])
    elif word == "一半":
        yield replace_within(Mutation.NUMBER, text, here, here, "两倍")


def _other_digits(written: str) -> tuple[str, ...]:
    """Off by one in the last digit, ten times, another first digit, a digit less, twice and half."""
    plain = re.sub(r"\{,\}|\\,|,", "", written)
    if len(plain) > _MOST_DIGITS:
        return (plain[:-1],)
    number = Decimal(plain)
    places = len(plain.partition(".")[2])
    step = Decimal(1).scaleb(-places)
    first = plain[:1]
    others = [
        f"{number + step:f}",
        f"{number * 10:.{max(places - 1, 0)}f}",
        f"{int(first) % 9 + 1}{plain[1:]}" if first.isdigit() and first != "0" else "",
        plain[:-1] if len(plain) > 1 and not places else "",
        f"{number * 2:f}" if number else "",
        f"{number - step:f}" if number >= step else "",
        f"{number / 2:f}" if number and not places and not number % 2 else "",
    ]
    return tuple(dict.fromkeys(other for other in others if other and other != plain))


def _change_shape(text: str, shape: tuple[int, int], others: Sequence[str]) -> Iterator[Edit]:
    sizes = list(_PART.finditer(text, *shape))
    for one, two in pairwise(sizes):
        if one[0] != two[0]:
            between = text[one.end() : two.start()]
            part = (one.start(), two.end())
            yield replace_within(Mutation.SHAPE, text, shape, part, f"{two[0]}{between}{one[0]}")
            break
    for size in reversed(sizes):
        if size[0].isdigit():
            yield replace_within(Mutation.SHAPE, text, shape, size.span(), str(int(size[0]) + 1))
            break
    if len(sizes) >= 2:
        last, before = sizes[-1], sizes[-2]
        comma = "," if len(sizes) == 2 and text[last.end()] != "," else ""
        yield replace_within(Mutation.SHAPE, text, shape, (before.end(), last.end()), comma)
    said = [size[0] for size in sizes]
    for size in reversed(sizes):
        for other in others:
            if other not in said:
                yield replace_within(Mutation.SHAPE, text, shape, size.span(), other)


def change_signs(text: str) -> Iterator[Edit]:
    """Plus and minus in place of each other, the two sides of a minus, and a number without its minus."""
    for match in _BINARY.finditer(text):
        if not _RANGE.fullmatch(text, match.start(), match.end() + 1):
            yield replace(Mutation.SIGN, text, *match.span("sign"), _OTHER_SIGN[match["sign"]])
    for match in _DIFFERENCE.finditer(text):
        swapped = f"{match['right']}{match['sign']}{match['left']}"
        if match["left"] != match["right"] and not _RANGE.fullmatch(
            text, match.start("sign") - 1, match.end("sign") + 1
        ):
            yield replace_within(Mutation.SIGN, text, match.span(), match.span(), swapped)
    for match in _UNARY.finditer(text):
        yield replace(Mutation.SIGN, text, *match.span("sign"), "")


def change_units(text: str) -> Iterator[Edit]:
    """A neighbour of a unit in its place."""
    for match in _UNIT.finditer(text):
        if _is_zero(match["number"] or ""):
            continue
        for other in _other_units(match["unit"]):
            yield replace_within(Mutation.UNIT, text, match.span(), match.span("unit"), other)


def _other_units(unit: str) -> Iterator[str]:
    for group in _UNITS:
        if unit in group:
            place = group.index(unit)
            yield from (group[near] for near in (place + 1, place - 1) if 0 <= near < len(group))
            return


def _is_zero(number: str) -> bool:
    return bool(number) and not number.strip("0.")

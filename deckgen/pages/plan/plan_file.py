"""Writes a plan as a text whose labels a person or a program changes, and reads it back."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.pages.page import LINES
from deckgen.pages.plan.rows import MEANINGS, QUESTIONS, Label, Plan, Row

_ROW = re.compile(r"\s*\[(?P<label>[^\]\n]*)\]\s*(?P<line>\d{1,9})\s*(?:\([^|\n]*\)\s*)?\|(?P<text>.*)")
_LETTERS = ", ".join(f"`{label}`" for label in Label)
_SAME = 0.5
"""A plan that shares fewer of its lines with a page belongs to another page."""
NEW = "new"
"""The remark of a row that an older plan does not have."""
_NUMBER = re.compile(r"\d{1,9}[.)]\s+")
_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What is wrong in a line of a plan file, and what to do; `code` is stable."""

    line: int
    code: str
    message: str


class PlanError(Exception):
    """A plan that does not fit its page; nothing is written."""

    def __init__(self, faults: Sequence[PlanFault]) -> None:
        super().__init__(faults[0].message)
        self.faults = tuple(faults)


def render_plan(plan: Plan, name: str, then: str = "") -> str:
    """The plan as a text; `then` is the command that uses it."""
    lines = [f"# The plan of {name}. Change letters, and leave everything else as it is."]
    if then:
        lines.append(f"# Then: {then}")
    lines += [f"# [{label}] {meaning}" for label, meaning in MEANINGS.items()]
    return "\n".join([*lines, "", *map(_render_row, plan.rows)]) + "\n"


def read_plan(text: str, guess: Plan) -> Plan:
    """The guessed plan of a page with the labels of this text, which must have exactly its rows.

    Raises:
        PlanError: rows are missing, added or changed, a letter is unknown, or the result makes no sense.
    """
    given, faults = _parse(text)
    faults += _differences(given, guess)
    plan = _with_labels(guess, {number: row.label for number, row in enumerate(given) if row.label})
    if not faults:
        faults += _nonsense(plan, [row.at for row in given])
    if faults:
        raise PlanError(sorted(faults, key=lambda fault: fault.line))
    return plan


def take_over(text: str, guess: Plan) -> tuple[Plan, int]:
    """The plan with the labels that an older plan of the page gives; also how many rows are new.

    A row is the same if its words are: the number of an item changes when another one is put before it.
    New rows are marked. A label that its row cannot have any more is replaced.
    """
    given, _ = _parse(text)
    wanted = [(0, _words(row.text)) for row in guess.rows]
    known = [(0, _words(row.key[1])) for row in given]
    labels, new = dict[int, Label](), set[int]()
    for row, old in _align(wanted, known):
        label = given[old].label if old is not None else None
        if row is not None and old is not None and label and wanted[row] == known[old]:
            labels[row] = label
        elif row is not None:
            new.add(row)
    plan = _possible(_with_labels(guess, labels))
    if not any(row.label in QUESTIONS for row in plan.rows):
        return guess, len(guess.rows)
    rows = (replace(row, is_new=True) if number in new else row for number, row in enumerate(plan.rows))
    return replace(plan, rows=tuple(rows)), len(new)


@dataclass(frozen=True, slots=True)
class _Given:
    at: int
    label: Label | None
    key: _Key


def _render_row(row: Row) -> str:
    remarks = "; ".join(filter(None, (NEW * row.is_new, row.remark)))
    remark = f" ({remarks})" if remarks else ""
    return f"[{row.label}] {row.line}{remark} | {row.text}".rstrip()


def _parse(text: str) -> tuple[list[_Given], list[PlanFault]]:
    given, faults = list[_Given](), list[PlanFault]()
    for at, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _ROW.match(line)
        if not found:
            message = "this is not a row of a plan; a row is `[q] 12 | text`, with the text unchanged"
            faults.append(PlanFault(at, "plan-row", message))
            continue
        letter = found["label"].strip()
        label = Label(letter) if letter in tuple(Label) else None
        if label is None:
            faults.append(PlanFault(at, "plan-label", f"`[{letter}]` is not a label; use {_LETTERS}"))
        given.append(_Given(at, label, (int(found["line"]), _plain(found["text"]))))
    return given, faults


def _key(row: Row) -> _Key:
    return row.line, _plain(row.text)


def _plain(text: str) -> str:
    """The text as it is compared: editors strip blanks, and some programs compose characters."""
    return unicodedata.normalize("NFC", text).strip()


def _words(text: str) -> str:
    """The text of a row without the number of a list item."""
    return _NUMBER.sub("", _plain(text), count=1) if text[:1].isdigit() else _plain(text)


def _with_labels(guess: Plan, labels: dict[int, Label]) -> Plan:
    rows = (
        row if labels.get(number, row.label) is row.label else replace(row, label=labels[number], remark="")
        for number, row in enumerate(guess.rows)
    )
    return replace(guess, rows=tuple(rows), doubt="")


def _differences(given: Sequence[_Given], guess: Plan) -> Iterator[PlanFault]:
    wanted = [_key(row) for row in guess.rows]
    pairs = list(_align(wanted, [row.key for row in given]))
    same = sum(row is not None and old is not None and wanted[row] == given[old].key for row, old in pairs)
    if same < _SAME * max(len(wanted), len(given)):
        yield PlanFault(1, "plan-page", "this is not a plan of this page; make one with `--plan`")
        return
    at = 1
    for row, old in pairs:
        at = given[old].at if old is not None else at
        if row is None:
            message = "the page has no such row; delete this line"
        elif old is None:
            message = f"a row is missing after this line; insert `{_render_row(guess.rows[row])}`"
        elif wanted[row] != given[old].key:
            message = f"this row was changed; it was `{_render_row(guess.rows[row])}`"
        else:
            continue
        yield PlanFault(at, "plan-row", message)


def _align(wanted: Sequence[_Key], given: Sequence[_Key]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places with the same row, in order; None where one side has no partner."""
    places: dict[_Key, list[int]] = defaultdict(list)
    later: dict[_Key, list[int]] = defaultdict(list)
    for number, key in enumerate(wanted):
        places[key].append(number)
    for number, key in enumerate(given):
        later[key].append(number)
    row = old = 0
    while row < len(wanted) and old < len(given):
        if wanted[row] != given[old]:
            next_row, next_old = _next(places, given[old], row), _next(later, wanted[row], old)
            if next_row is not None and (next_old is None or next_row - row <= next_old - old):
                yield from ((number, None) for number in range(row, next_row))
                row = next_row
            elif next_old is not None:
                yield from ((None, number) for number in range(old, next_old))
                old = next_old
        yield row, old
        row, old = row + 1, old + 1
    yield from ((number, None) for number in range(row, len(wanted)))
    yield from ((None, number) for number in range(old, len(given)))


def _next(places: dict[_Key, list[int]], key: _Key, at: int) -> int | None:
    found = places.get(key, [])
    after = bisect_left(found, at)
    return found[after] if after < len(found) else None


def _has_words(row: Row) -> bool:
    """Whether the row can be a question or a group."""
    words = row.node.words
    return words.shape in LINES and bool(words.text.strip())


def _possible(plan: Plan) -> Plan:
    """The plan with another label wherever one cannot be obeyed."""
    rows, asked = list[Row](), False
    for row in plan.rows:
        label = row.label
        if label in (*QUESTIONS, Label.GROUP) and not _has_words(row):
            label = Label.ANSWER
        if label is Label.ANSWER and not asked:
            label = Label.LEFT_OUT
        asked = asked or label in QUESTIONS
        rows.append(row if label is row.label else replace(row, label=label))
    return replace(plan, rows=tuple(rows))


def _nonsense(plan: Plan, lines: Sequence[int]) -> Iterator[PlanFault]:
    """Labels that cannot be obeyed; `lines` are those of the rows in the plan file."""
    asked = False
    for row, line in zip(plan.rows, lines, strict=True):
        if row.label in (*QUESTIONS, Label.GROUP) and not _has_words(row):
            message = f"`[{row.label}]` needs a row with words; label it `[a]` or `[x]`"
            yield PlanFault(line, "plan-label", message)
        if row.label is Label.ANSWER and not asked:
            message = "`[a]` stands before the first `[q]`; label it `[x]`"
            yield PlanFault(line, "plan-label", message)
        asked = asked or row.label in QUESTIONS
    if not asked:
        yield PlanFault(1, "plan-label", "the plan has no question; label at least one row `[q]`")

"""What `deckgen test --mutants` found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deckgen.answers.mutants.edit import Mutation
from deckgen.project.examples.mutants import Catch, Mutated, Tried, TriedLead
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.columns import width
from deckgen.reports.printable import printable_line
from deckgen.reports.styled import Line, as_table, placed, plain, unstyled
from deckgen.values.wording import counted, shortened

MOST_SHOWN = 40
"""Surviving mutants that are listed: one of each lead, then another one of each."""

_MOST_UNJUDGED = 20
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    made: int
    by_example: int
    by_erratum: int

    @property
    def caught(self) -> int:
        return self.by_example + self.by_erratum

    @property
    def share(self) -> str:
        """Rounded down, so that only all are 100%."""
        return f"{self.caught * 1000 // self.made / 10:.1f}%" if self.made else "-"


def render_mutants(mutated: Mutated) -> list[Line]:
    """The surviving mutants at their lines, tables by class and by file, and the share that is caught."""
    if mutated.is_refused:
        return [plain("No mutants were made: correct the errors first.")]
    tried = _tried(mutated.leads)
    lines = [_line(mutant) for mutant in _chosen(mutated.leads)]
    if hidden := sum(mutant.caught_by is None for mutant in tried) - len(lines):
        lines.append(plain(f"… and {hidden:,} more; `--json` lists all"))
    lines += [plain("")] if lines else []
    if tried:
        lines += [*_table("class", _rows(tried, Mutation, lambda mutant: mutant.mutation)), plain("")]
        files = dict.fromkeys(mutant.location.path for mutant in tried)
        lines += [*_table("file", _rows(tried, files, lambda mutant: mutant.location.path)), plain("")]
    lines += (
        placed(one.location, f"not judged: {printable_line(one.key)}: {one.why}")
        for one in mutated.unjudged[:_MOST_UNJUDGED]
    )
    if len(mutated.unjudged) > _MOST_UNJUDGED:
        more = len(mutated.unjudged) - _MOST_UNJUDGED
        lines.append(plain(f"… and {more:,} more that were not judged; `--json` lists all"))
    if late := sum(lead.late for lead in mutated.leads):
        lines.append(plain(f"{counted(late, 'mutant')} not tried: their leads took too long."))
    return [*lines, *unstyled(_summary(mutated.leads))]


def caught_percent(mutated: Mutated) -> float:
    """The share of mutants that are caught; 100 if there are none."""
    total = _row("", _tried(mutated.leads))
    return 100 * total.caught / total.made if total.made else 100.0


def render_too_few(mutated: Mutated, at_least: float) -> str:
    """What an author should know if the share is below `--at-least`."""
    share = _row("", _tried(mutated.leads)).share
    return (
        f"{share} of the mutants are caught, less than {at_least:g}%; mark the examples that hold "
        "the answers, or write errata"
    )


def mutants_to_json(mutated: Mutated) -> dict[str, Json]:
    """The outcome as JSON, with every mutant."""
    tried = _tried(mutated.leads)
    definite = [lead for lead in mutated.leads if lead.is_definite]
    files = dict.fromkeys(mutant.location.path for mutant in tried)
    return {
        "refused": mutated.is_refused,
        "total": {"leads": len(mutated.leads), **_to_json(_row("", tried))},
        "definite": {"leads": len(definite), **_to_json(_row("", _tried(definite)))},
        "classes": {
            row.name: _to_json(row) for row in _rows(tried, Mutation, lambda mutant: mutant.mutation)
        },
        "files": {
            row.name: _to_json(row) for row in _rows(tried, files, lambda mutant: mutant.location.path)
        },
        "mutants": [
            {
                **mutant.location._asdict(),
                "key": mutant.key,
                "class": mutant.mutation,
                "was": mutant.was,
                "now": mutant.now,
                "caught_by": mutant.caught_by,
            }
            for mutant in tried
        ],
        "not_judged": [
            {**one.location._asdict(), "key": one.key, "why": one.why} for one in mutated.unjudged
        ],
        "not_tried": sum(lead.late for lead in mutated.leads),
        "problems": problems_to_json(mutated.problems),
    }


def _summary(leads: Sequence[TriedLead]) -> str:
    if not leads:
        return "No answer was tried."
    total = _row("", _tried(leads))
    if not total.made:
        return f"{counted(len(leads), 'answer')} without a mutant."
    definite = [lead for lead in leads if lead.is_definite]
    firm = _row("", _tried(definite))
    return (
        f"Caught: {total.share}, {total.caught:,} of {counted(total.made, 'mutant')} in "
        f"{counted(len(leads), 'answer')}.\nOf the {counted(len(definite), 'answer')} with a number, a "
        f"shape, a negation or a yes or no: {firm.share}, {firm.caught:,} of {firm.made:,}."
    )


def _tried(leads: Iterable[TriedLead]) -> list[Tried]:
    return [mutant for lead in leads for mutant in lead.mutants]


def _chosen(leads: Sequence[TriedLead]) -> list[Tried]:
    """Some of the surviving mutants, in the order of the sources: one of each lead, then another of each."""
    rank = list(Mutation).index
    surviving: list[tuple[int, int, Tried]] = []
    for place, lead in enumerate(leads):
        of_lead = sorted(
            (mutant for mutant in lead.mutants if mutant.caught_by is None),
            key=lambda mutant: rank(mutant.mutation),
        )
        surviving += ((number, place, mutant) for number, mutant in enumerate(of_lead))
    chosen = sorted(surviving, key=lambda one: one[:2])[:MOST_SHOWN]
    return [mutant for _, _, mutant in sorted(chosen, key=lambda one: (one[1], one[0]))]


def _line(mutant: Tried) -> Line:
    was, now = shortened(mutant.was, _LONGEST), shortened(mutant.now, _LONGEST)
    change = f"{was} → {now}" if now else f"without {was}"
    return placed(mutant.location, printable_line(f"survives: {mutant.mutation} {change} ({mutant.key})"))


def _rows(tried: Sequence[Tried], names: Iterable[str], name_of: Callable[[Tried], str]) -> list[_Row]:
    groups: dict[str, list[Tried]] = {name: [] for name in names}
    for mutant in tried:
        groups[name_of(mutant)].append(mutant)
    return [_row(name, group) for name, group in groups.items() if group]


def _row(name: str, tried: Sequence[Tried]) -> _Row:
    catches = [mutant.caught_by for mutant in tried]
    return _Row(name, len(catches), catches.count(Catch.EXAMPLE), catches.count(Catch.ERRATUM))


def _table(head: str, rows: Sequence[_Row]) -> list[Line]:
    cells = [(head, "made", "by example", "by erratum", "survived", "caught")]
    for row in rows:
        counts = (row.made, row.by_example, row.by_erratum, row.made - row.caught)
        made, example, erratum, survived = (f"{count:,}" for count in counts)
        cells.append((printable_line(row.name), made, example, erratum, survived, row.share))
    first = max(width(name) for name, *_ in cells)
    return as_table(
        "  ".join([name + " " * (first - width(name)), *(cell.rjust(10) for cell in others)])
        for name, *others in cells
    )


def _to_json(row: _Row) -> dict[str, Json]:
    return {
        "made": row.made,
        "caught_by_example": row.by_example,
        "caught_by_erratum": row.by_erratum,
        "survived": row.made - row.caught,
        "percent": round(100 * row.caught / row.made, 2) if row.made else None,
    }

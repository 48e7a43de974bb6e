"""What `deckgen check` found."""

from dataclasses import asdict

from deckgen.project.check import Checked
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.printable import printable_line
from deckgen.reports.styled import Line, placed, plain
from deckgen.values.wording import counted


def render_check(checked: Checked, *, style: bool = False) -> list[Line]:
    """Each error that a comment allows, what was checked, and how much `deckgen fix` can mend."""
    allowed = [
        placed(place, printable_line(f"allowed {code}: {reason}")) for place, code, reason in checked.allowed
    ]
    counts = [counted(checked.notes, "note")]
    if checked.errata:
        counts.append(f"{checked.errata:,} {'erratum' if checked.errata == 1 else 'errata'} held")
    looked = "Checked" if checked.problems else "No problems in"
    rows: list[Line] = [*allowed, plain(f"{looked} {counted(checked.files, 'file')}: {', '.join(counts)}.")]
    if checked.mendable:
        command = f"deckgen fix{' --style' if style else ''}"
        rows.append(plain(f"{checked.mendable:,} of {len(checked.problems):,} can be mended by `{command}`."))
    return rows


def check_to_json(checked: Checked) -> dict[str, Json]:
    """What was checked, as JSON."""
    allowed = [{**place._asdict(), "code": code, "reason": reason} for place, code, reason in checked.allowed]
    return {**asdict(checked), "problems": problems_to_json(checked.problems), "allowed": allowed}

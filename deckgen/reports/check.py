"""What `deckgen check` found."""

from dataclasses import asdict

from deckgen.project.check import Checked
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.values.wording import counted


def render_check(checked: Checked) -> str:
    """What was checked."""
    counts = [counted(checked.notes, "note")]
    if checked.errata:
        counts.append(f"{checked.errata:,} {'erratum' if checked.errata == 1 else 'errata'} held")
    looked = "Checked" if checked.problems else "No problems in"
    return f"{looked} {counted(checked.files, 'file')}: {', '.join(counts)}."


def check_to_json(checked: Checked) -> dict[str, Json]:
    """What was checked, as JSON."""
    return {**asdict(checked), "problems": problems_to_json(checked.problems)}

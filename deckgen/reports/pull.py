"""What a learner changed in Anki, for the author of the sources."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from deckgen.project.publish.pull import Pulled
from deckgen.reports.as_json import Json
from deckgen.reports.styled import Line, colour_diff, placed, plain
from deckgen.values.wording import counted


def render_pulled(pulled: Sequence[Pulled], target: str, *, dry_run: bool) -> list[Line]:
    """Where the patches are, and what is not in them."""
    if not pulled:
        return [plain(f"No note of these packages was edited in {target}.")]
    lines: list[Line] = []
    for one in pulled:
        lines.append(placed(one.source, f"{counted(len(one.keys), 'note')} edited: {', '.join(one.keys)}"))
        if dry_run:
            lines += colour_diff(one.patch)
        else:
            lines += _advice(one)
    return lines


def _advice(pulled: Pulled) -> Iterable[Line]:
    number = counted(len(pulled.left), "change")
    if not pulled.applies:
        yield placed(pulled.path, f"lists {number} to make by hand")
        return
    yield placed(pulled.path, "look at it, and take it over:")
    yield ((f"  {pulled.command}", "exact"),)
    if pulled.left:
        yield plain(f"  the beginning of the patch lists {number} to make by hand")


def pulled_to_json(pulled: Iterable[Pulled]) -> dict[str, Json]:
    """The patches as JSON.

    `source`, the `path` of the patch and its text, the `keys` of the edited notes, and what is `left`: words
    without a certain place in the source, and formatting as tags.
    """
    return {"sources": [asdict(one) for one in pulled]}

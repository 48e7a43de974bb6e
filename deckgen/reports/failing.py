"""The cards that a learner fails, by the lines of their sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from deckgen.publish.failing import FailingCard
from deckgen.reports.as_json import Json
from deckgen.reports.styled import Line, placed, plain
from deckgen.values.problem import Location
from deckgen.values.text import Guid
from deckgen.values.wording import counted

_MOST_LISTED = 50


def render_failing(
    failing: Sequence[FailingCard], places: Mapping[Guid, Location], target: str
) -> list[Line]:
    """One line per card, the worst first."""
    if not failing:
        return [plain(f"No card of these packages was forgotten in {target}.")]
    heading = f"{counted(len(failing), 'card')} forgotten in {target}, the worst first"
    lines: list[Line] = [((heading, "heading"),)]
    lines += (_card(card, places.get(card.guid)) for card in failing[:_MOST_LISTED])
    if len(failing) > _MOST_LISTED:
        lines.append(plain(f"… and {len(failing) - _MOST_LISTED:,} more; --json has them all"))
    return lines


def failing_to_json(failing: Iterable[FailingCard], places: Mapping[Guid, Location]) -> dict[str, Json]:
    """The cards as JSON; `path` and `line` say where the question is, and are null if it is gone."""
    rows = []
    for card in failing:
        place = places.get(card.guid)
        where = {"path": place.path, "line": place.line} if place else {"path": None, "line": None}
        rows.append({**asdict(card), **where})
    return {"failing": rows}


def _card(card: FailingCard, place: Location | None) -> Line:
    figures = [counted(card.lapses, "lapse") + f" in {counted(card.reviews, 'review')}"]
    figures += [f"ease {card.ease} %"] if card.ease else []
    figures += ["leech"] * card.is_leech + ["suspended"] * card.is_suspended
    where = f"{place.path}:{place.line}" if place else "not in the sources any more"
    return placed(
        where, f"{', '.join(figures)}: ", (f"{card.key} ", "name"), (f"{card.card}  {card.title}", "plain")
    )

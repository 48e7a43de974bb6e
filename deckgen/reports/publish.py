"""What publishing will do to a collection, and what it has done, for a person and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from deckgen.diff.values import Arrival, TextChange
from deckgen.project.publish.publish import Outcome, Plan, Retire
from deckgen.publish.values import Delivery, Edit, Fate, Retired
from deckgen.reports.as_json import Json
from deckgen.reports.diff_json import to_json
from deckgen.reports.diff_text import render_change, render_details
from deckgen.reports.diff_wording import COUNTED, NOTHING, list_counts
from deckgen.reports.styled import Line, Style, plain, split_lines
from deckgen.values.wording import counted

_MOST_LISTED = 200

_EDITS: dict[Fate, tuple[str, str]] = {
    Fate.HELD_BACK: (
        "Held back, because the learner edited them",
        "Their text stays. `--take-ours KEY` overwrites it, `deckgen pull` takes it over.",
    ),
    Fate.MERGED: (
        "Edited by the learner in other fields than by you",
        "Their text stays in theirs, and yours arrives in yours.",
    ),
    Fate.OVERWRITTEN: ("The learner's edits that are overwritten", "You asked for that."),
    Fate.KEPT: ("Edited by the learner, and not by you", "Their text stays."),
    Fate.DELETED: (
        "Deleted by the learner",
        "They are not brought back. `--take-ours KEY` brings them back.",
    ),
}
"""The headings of a learner's edits, the most serious first, and what they mean."""


def render_plan(plan: Plan, target: str) -> list[Line]:
    """What is to be done to the collection called `target`, package by package."""
    lines: list[Line] = []
    for delivery in plan.deliveries:
        lines.append(((delivery.package, "name"), (f" → {target}", "plain")))
        lines += _indented(_delivery(delivery, plan.retire))
    return lines


def render_outcome(plan: Plan, outcome: Outcome, target: str) -> list[Line]:
    """What was done to the collection, and what is left for a person to do."""
    brought = f"Brought to {target}: {summarise(plan)}."
    nothing = f"Nothing to bring: {target} holds all of it already{_except(plan)}."
    lines = [plain(nothing if plan.is_empty else brought)]
    if outcome.backup:
        lines += (
            [plain("An earlier publish, which was interrupted, is complete now.")] if plan.is_empty else []
        )
        lines += [plain(f"Backup: {outcome.backup}.")]
    lines += render_faults(plan, outcome, target)
    if outcome.backup:
        lines += [plain(f"Left to do: {what}.") for what in outcome.left_to_do]
    return lines


def _except(plan: Plan) -> str:
    numbers = {
        "held back because of the learner's edits": plan.held_back,
        "deleted by the learner": sum(e.fate is Fate.DELETED for one in plan.deliveries for e in one.edits),
        "refused by Anki": sum(one.refused() for one in plan.deliveries),
    }
    named = [f"{counted(number, 'note')} {why}" for why, number in numbers.items() if number]
    return f" except {' and '.join(named)}, as listed above" if named else ""


def render_faults(plan: Plan, outcome: Outcome, target: str) -> list[Line]:
    """What went wrong although nothing failed."""
    lines: list[Line] = []
    if outcome.missing:
        keys = {note.guid: note.key for delivery in plan.deliveries for note in delivery.diff.notes}
        number = counted(len(outcome.missing), "note")
        named = ", ".join(keys.get(guid, guid) for guid in outcome.missing[:8])
        lines.append(_loud(f"{number} did not get the text of the package: {named}; publish again"))
    if outcome.fault:
        advice = "go back to the backup" if outcome.backup else _CHECK
        lines.append(_loud(f"{target} is damaged: {outcome.fault}; {advice}"))
    return lines


_CHECK = "start Anki, choose Tools > Check Database, and publish again"


def summarise(plan: Plan) -> str:
    """One line: how many notes are new, updated, retired and taken up again, and how many do not arrive."""
    deliveries = plan.deliveries
    done = {
        "new": sum(len(one.diff.of(Arrival.NEW)) for one in deliveries),
        "updated": sum(len(one.expected) - len(one.diff.of(Arrival.NEW)) for one in deliveries),
        "deleted" if plan.retire is Retire.DELETE else "suspended": len(plan.retiring),
        "taken up again": sum(len(one.revived) for one in deliveries),
    }
    left = {"held back": plan.held_back, "refused": sum(one.refused() for one in deliveries)}
    besides = dict.fromkeys(kind for one in deliveries for kind in one.besides)
    but = f", but {' and '.join(besides)}" if besides and not any(done.values()) else ""
    return list_counts(done) + but + (f"; not brought: {list_counts(left)}" if any(left.values()) else "")


def plan_to_json(plan: Plan, target: str) -> dict[str, Json]:
    """The plan as JSON.

    - `target`: what the collection is called; `empty`: whether nothing is to be done; `summary`.
    - `packages`: for each its `name`, `diff` (as `deckgen diff --json` prints it, with the notes that are not
      held back), `edits` of the learner (`fate`: `kept`, `merged`, `held-back`, `overwritten` or `deleted`;
      `theirs` and `ours`: the changes since our last text), `kept_decks` whose description the learner wrote,
      `retired` notes that the collection holds, and `revived` ones.
    - `retire`: what happens to the retired notes: `nothing`, `suspend` or `delete`.
    """
    return {
        "target": target,
        "empty": plan.is_empty,
        "summary": summarise(plan),
        "retire": plan.retire.value,
        "packages": [
            {
                "name": one.package,
                "diff": to_json(one.diff),
                "edits": [asdict(edit) for edit in one.edits],
                "kept_decks": list(one.kept_decks),
                "retired": [asdict(note) for note in one.retired],
                "revived": [asdict(note) for note in one.revived],
            }
            for one in plan.deliveries
        ],
    }


def outcome_to_json(outcome: Outcome | None) -> Json:
    """What was done as JSON, or null if it was only planned.

    - `backup`: where it is, and how to go back; `missing`: guids of notes that did not get their text;
      `fault`: what is damaged in the collection; `left_to_do`: what is left for a person to do.
    """
    return asdict(outcome) if outcome else None


def _delivery(delivery: Delivery, retire: Retire) -> Iterator[Line]:
    retired = [one for one in delivery.retired if retire is Retire.DELETE or not one.is_settled]
    yield ((_headline(delivery, retire, len(retired)), "heading"),)
    yield from split_lines(render_details(delivery.diff))
    for fate, (heading, explanation) in _EDITS.items():
        edits = [edit for edit in delivery.edits if edit.fate is fate]
        loud = fate in (Fate.HELD_BACK, Fate.OVERWRITTEN)
        yield from _section(
            heading, explanation, map(_edit, edits), len(edits), "warning" if loud else "heading"
        )
    decks: list[Line] = [(("  ", "plain"), (name, "name")) for name in delivery.kept_decks]
    yield from _section(
        "Decks whose description the learner wrote", "It stays.", map(_one, decks), len(decks)
    )
    names = [_named(one.key, one.title) for one in delivery.revived]
    yield from _section("Taken up again", "They were suspended as retired.", map(_one, names), len(names))
    yield from _section("Retired", _RETIRE[retire], map(_retired, retired), len(retired), "error")


def _headline(delivery: Delivery, retire: Retire, retired: int) -> str:
    """The counts of the plan in one line; no full sync follows, since note types are not merged."""
    counts = _counts(delivery)
    if delivery.is_empty and (retire is Retire.NOTHING or not retired):
        left = {word: number for word, number in counts.items() if word in _LEFT and number}
        return f"Nothing changes; {list_counts(left)}." if left else NOTHING
    counts["to take up again"] = len(delivery.revived)
    counts[_TO_RETIRE[retire]] = retired
    return f"{list_counts(counts)}; your devices get this by an ordinary sync, without a full download"


def _counts(delivery: Delivery) -> dict[str, int]:
    """How many notes arrive in which way; one that is held back as a whole does not count as unchanged."""
    held = {edit.guid for edit in delivery.held_back()}
    counts = {word: len(delivery.diff.of(arrival)) for arrival, word in COUNTED.items()}
    unchanged = sum(note.guid not in held for note in delivery.diff.of(Arrival.UNCHANGED))
    del counts[COUNTED[Arrival.UNCHANGED]]
    return {**counts, "held back": len(held), COUNTED[Arrival.UNCHANGED]: unchanged}


_LEFT = ("held back", COUNTED[Arrival.SKIPPED], COUNTED[Arrival.REFUSED])
_TO_RETIRE = {
    Retire.NOTHING: "retired",
    Retire.SUSPEND: "to suspend",
    Retire.DELETE: "to delete",
}
_RETIRE = {
    Retire.NOTHING: "They stay. `--retire` suspends them, `--retire=delete` deletes them.",
    Retire.SUSPEND: "Their cards are suspended, and keep their reviews.",
    Retire.DELETE: "They are DELETED with their reviews.",
}


def _section(
    heading: str, explanation: str, entries: Iterable[Sequence[Line]], number: int, style: Style = "heading"
) -> Iterator[Line]:
    if not number:
        return
    yield plain("")
    yield ((f"{heading} ({number:,})", style),)
    yield plain(f"  {explanation}")
    for _, entry in zip(range(_MOST_LISTED), entries, strict=False):
        yield from entry
    if number > _MOST_LISTED:
        yield plain(f"  … and {number - _MOST_LISTED:,} more; --json has them all")


def _edit(edit: Edit) -> Sequence[Line]:
    changes = {"theirs": edit.theirs, "ours": edit.ours}
    lines: list[Line] = [_named(edit.key, edit.title)]
    same = [change for change in edit.theirs if change.segments and change in edit.ours]
    for whose, fields in changes.items():
        lines += (line for change in fields if change not in same for line in _change(change, whose))
    return [*lines, *(plain(f"    {change.name}: {_SAME_WORDS}") for change in same)]


_SAME_WORDS = "theirs and ours have the same words now, but not the same formatting"


def _change(change: TextChange, whose: str) -> Iterator[Line]:
    return split_lines(render_change(TextChange(f"{change.name}, {whose}", change.segments)))


def _retired(one: Retired) -> Sequence[Line]:
    return [(*_named(one.key, one.title), (f"  ({counted(one.reviews, 'review')})", "quiet"))]


def _named(key: str, title: str) -> Line:
    return ("  ", "plain"), (f"{key}  ", "name"), (title, "plain")


def _one(line: Line) -> Sequence[Line]:
    return [line]


def _loud(text: str) -> Line:
    return ((f"! {text}", "error"),)


def _indented(lines: Iterable[Line]) -> Iterator[Line]:
    return ((("  ", "plain"), *line) if any(text for text, _ in line) else line for line in lines)

"""Plans what a collection is given, shows it, and does that: with a backup before and a look afterwards."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from deckgen.apkg.adapt import adapt_apkg
from deckgen.apkg.held import Held
from deckgen.project.folder import Project
from deckgen.project.publish.packages import PublishedPackages
from deckgen.project.publish.record import (
    Record,
    Unfinished,
    read_record,
    record_path,
    what_is_known,
    write_record,
)
from deckgen.project.replace import may_fail
from deckgen.project.write import WAIT_FOR_OTHERS, hold
from deckgen.publish.merge import is_same_text
from deckgen.publish.plan import plan_delivery
from deckgen.publish.values import RETIRED_TAG, Delivery, Known, Retired, Revived
from deckgen.targets.target import Target, TargetError, UnfinishedError
from deckgen.values.text import Guid


class Retire(StrEnum):
    """What is done to retired notes that a learner still holds."""

    NOTHING = "nothing"
    SUSPEND = "suspend"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing does to a collection; `retire` says what happens to the notes that are retired."""

    deliveries: tuple[Delivery, ...]
    retire: Retire

    @property
    def retiring(self) -> tuple[Retired, ...]:
        """The retired notes to which something is done."""
        retired = (one for delivery in self.deliveries for one in delivery.retired)
        match self.retire:
            case Retire.NOTHING:
                return ()
            case Retire.SUSPEND:
                return tuple(one for one in retired if not one.is_settled)
            case Retire.DELETE:
                return tuple(retired)

    @property
    def held_back(self) -> int:
        """The number of notes whose edit of ours is held back because the learner edited them."""
        return sum(len(delivery.held_back()) for delivery in self.deliveries)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be done."""
        return not self.retiring and all(delivery.is_empty for delivery in self.deliveries)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: where the backup is, what did not arrive, and what is left for a person to do."""

    backup: str = ""
    missing: tuple[Guid, ...] = ()
    fault: str = ""
    left_to_do: tuple[str, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """Whether something went wrong although nothing failed."""
        return bool(self.missing or self.fault)


def publish(
    project: Project,
    published: PublishedPackages,
    target: Target,
    *,
    take_ours: Sequence[str] = (),
    retire: Retire = Retire.NOTHING,
    agree: Callable[[Plan], bool],
) -> Outcome | None:
    """Bring the packages into a collection if whoever is shown the plan agrees; else return None.

    Raises:
        TargetError: the collection cannot be read or written, or has changed since the plan was shown.
        ProjectError: a file cannot be written.
        BusyError: another publish into this collection is running.
    """
    path = record_path(published.project_id, target.identity)
    with hold(path.with_suffix(".lock"), WAIT_FOR_OTHERS, f"another publish into {target.name} is running"):
        record = read_record(path)
        known = what_is_known(project, record)
        plan = _plan(published, target, known, take_ours, retire)
        if not agree(plan):
            return None
        if _plan(published, target, known, take_ours, retire) != plan:
            raise TargetError(f"{target.name} has changed since the plan was shown; publish again")
        return _carry_out(plan, published, target, record or Record(), path)


def _plan(
    published: PublishedPackages, target: Target, known: Known, take_ours: Sequence[str], retire: Retire
) -> Plan:
    held = target.read(published.guids, published.media)
    deliveries = (
        plan_delivery(name, package, held, known, retired=published.retired[name], take_ours=take_ours)
        for name, package in published.packages.items()
    )
    return Plan(tuple(deliveries), retire)


def _carry_out(
    plan: Plan, published: PublishedPackages, target: Target, record: Record, path: Path
) -> Outcome:
    begun = _begin(record, plan)
    todo = begun.unfinished.of(published.guids)
    backup = ""
    if not plan.is_empty or record.unfinished.of(published.guids) != Unfinished():
        if fault := target.find_fault():
            raise TargetError(
                f"{target.name} is damaged: {fault}; nothing was changed: start Anki, choose Tools > Check "
                "Database, and publish again"
            )
        backup = target.back_up()
        write_record(path, begun)
    try:
        held = _do(plan, published, target, begun, todo)
        missing = tuple(_missing(plan.deliveries, held))
        if fault := target.find_fault():
            # Damage is not synced, and the next delivery does all of it again.
            return Outcome(backup, missing, fault)
        left_to_do = target.finish()
    except UnfinishedError:
        raise
    except TargetError as error:
        raise TargetError(
            f"{error}; what was there before is in {backup}" if backup else str(error)
        ) from error
    write_record(path, _end(begun, plan, published, todo, held))
    return Outcome(backup, missing, left_to_do=tuple(left_to_do))


def _begin(record: Record, plan: Plan) -> Record:
    """The record with what is about to be done, and what an earlier delivery did not come to."""
    retiring = plan.retiring
    deletes = plan.retire is Retire.DELETE
    begun = Unfinished(
        given={guid: (text,) for one in plan.deliveries for guid, text in one.given.items() if one.imports},
        own_tags={guid: tags for one in plan.deliveries for guid, tags in one.own_tags.items()},
        retiring=() if deletes else tuple(one.guid for one in retiring),
        deleting=tuple(one.guid for one in retiring) if deletes else (),
        descriptions={name: (text,) for one in plan.deliveries for name, text in one.descriptions.items()},
    )
    suspending = {one.guid: one.cards for one in retiring if not deletes}
    return replace(record.with_suspended(suspending), unfinished=record.unfinished.joined(begun))


def _do(plan: Plan, published: PublishedPackages, target: Target, record: Record, todo: Unfinished) -> Held:
    """Import, then do what an import cannot do; return what the collection holds after the import."""
    _import(plan.deliveries, published, target)
    held = target.read(published.guids, ())
    _give_tags_back(todo, held, target)
    revived = [one for delivery in plan.deliveries for one in delivery.revived]
    target.unsuspend([card for one in revived for card in one.cards if _is_ours(one, card, record)])
    target.remove_tags({one.id: (RETIRED_TAG,) for one in revived})
    retired = frozenset[Guid]().union(*published.retired.values())
    retiring = [held.notes[guid] for guid in todo.retiring if guid in held.notes and guid in retired]
    target.suspend([card for one in retiring for card in record.suspended.get(one.note.guid, ())])
    target.add_tags({one.id: (RETIRED_TAG,) for one in retiring})
    if plan.retire is Retire.DELETE:
        target.delete([one.id for one in plan.retiring])
    return held


def _is_ours(one: Revived, card: int, record: Record) -> bool:
    """Whether a delivery suspended the card, as far as is known, and not the learner."""
    return card in record.suspended.get(one.guid, one.cards)


def _end(record: Record, plan: Plan, published: PublishedPackages, todo: Unfinished, held: Held) -> Record:
    """The record when all is done."""
    missing = frozenset(_missing(plan.deliveries, held))
    for delivery in plan.deliveries:
        record = record.after(delivery, missing)
    deleted = {one.guid for one in plan.retiring if plan.retire is Retire.DELETE}
    record = record.without(guid for guid in todo.deleting if guid in deleted or guid not in held.notes)
    record = record.without_suspended(one.guid for delivery in plan.deliveries for one in delivery.revived)
    return replace(record, unfinished=record.unfinished.of(published.guids, others=True))


def _import(deliveries: Iterable[Delivery], published: PublishedPackages, target: Target) -> None:
    with tempfile.TemporaryDirectory(prefix="deckgen-") as folder:
        for delivery in deliveries:
            if delivery.imports:
                adapted = Path(folder, f"{delivery.package}.apkg")
                with may_fail(adapted):
                    adapt_apkg(published.paths[delivery.package], delivery.adaptation, adapted)
                target.import_package(adapted)


def _give_tags_back(todo: Unfinished, held: Held, target: Target) -> None:
    """Give the learner's tags back, some of which an import drops."""
    missing = {
        held.notes[guid].id: tuple(tag for tag in tags if tag not in held.notes[guid].note.tags)
        for guid, tags in todo.own_tags.items()
        if guid in held.notes
    }
    target.add_tags({note: tags for note, tags in missing.items() if tags})


def _missing(deliveries: Iterable[Delivery], held: Held) -> Iterable[Guid]:
    """The notes that were to be written and do not have the text."""
    for delivery in deliveries:
        for guid, fields in delivery.expected.items():
            if guid not in held.notes or not is_same_text(held.notes[guid].note.fields, fields):
                yield guid

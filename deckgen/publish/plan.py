"""Plans what of a package goes into a collection, so that no edit of its learner is overwritten unasked.

Anki's importer goes by time alone: a newer note overwrites what the learner wrote, and an older one never
arrives, even if the learner has only marked the note. A plan looks at the texts instead, and sets the times
in a copy of the package so that the importer does what is planned.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from deckgen.apkg.adapt import Adaptation
from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedNote, PackedPackage
from deckgen.diff.compare import WRITTEN, compare, title_of
from deckgen.diff.note_types import compare_note_types
from deckgen.diff.values import Arrival, Diff
from deckgen.publish.merge import ALL, plan_note
from deckgen.publish.values import RETIRED_TAG, Delivery, Known, Retired, Revived
from deckgen.values.decks import with_parents
from deckgen.values.text import Guid, Html


def plan_delivery(
    name: str,
    package: PackedPackage,
    held: Held,
    known: Known,
    *,
    retired: Collection[Guid] = (),
    take_ours: Collection[str] = (),
) -> Delivery:
    """Plan the delivery of a package.

    `retired` are the notes that the ledger knows and the sources have no more. `take_ours` are the keys of
    notes whose edits by the learner are to be overwritten, or `ALL`.
    """
    originals = {note.guid: note for note in package.notes}
    plans = {
        guid: plan_note(note, held.notes.get(guid), known, take_ours) for guid, note in originals.items()
    }
    ready = {guid: plan.ready for guid, plan in plans.items() if plan.ready is not None}
    kept_decks = tuple(_edited_decks(package, held, known, take_ours))
    compared = compare(
        _with_media_of(package, held.package(ready)), replace(package, notes=tuple(ready.values()))
    )
    refused = {note.guid for note in compared.of(Arrival.REFUSED)}
    taken = [note for note in ready.values() if note.guid not in refused]
    diff = replace(
        _without_arrangement(compared, package, held, kept_decks),
        note_types=compare_note_types(held.note_types, {n.note_type.id: n.note_type for n in taken}.values()),
    )
    written = {note.guid for note in diff.notes if note.arrival in WRITTEN}
    return Delivery(
        package=name,
        diff=diff,
        adaptation=_adaptation(originals, taken, kept_decks),
        edits=tuple(plan.edit for plan in plans.values() if plan.edit),
        kept_decks=kept_decks,
        retired=tuple(_retired(held, retired)),
        revived=tuple(_revived(held, originals)),
        expected={guid: note.fields for guid, note in ready.items() if guid in written},
        own_tags={guid: plans[guid].own_tags for guid in ready if guid in written and plans[guid].own_tags},
        given={guid: plan.given for guid, plan in plans.items() if plan.given},
        descriptions=_given_descriptions(package, known, kept_decks),
    )


def _with_media_of(package: PackedPackage, held: PackedPackage) -> PackedPackage:
    """What a collection holds, without the pictures and sounds of other packages: they are not gone."""
    names = {file.name for file in package.media}
    return replace(held, media=tuple(file for file in held.media if file.name in names))


def _adaptation(
    originals: Mapping[Guid, PackedNote], taken: Iterable[PackedNote], kept_decks: Collection[str]
) -> Adaptation:
    """What makes a copy of the package hold these notes, and no description of these decks."""
    kept = {note.guid: note for note in taken}
    changed = [(note, originals[guid]) for guid, note in kept.items() if note != originals[guid]]
    return Adaptation(
        without=tuple(guid for guid in originals if guid not in kept),
        times={note.guid: note.modified for note, _ in changed},
        tags={note.guid: note.tags for note, old in changed if note.tags != old.tags},
        fields={note.guid: note.fields for note, old in changed if note.fields != old.fields},
        ordinals={
            note.guid: tuple(card.ordinal for card in note.cards)
            for note, old in changed
            if note.cards != old.cards
        },
        undescribed=kept_decks,
    )


def _edited_decks(
    package: PackedPackage, held: Held, known: Known, take_ours: Collection[str]
) -> Iterator[str]:
    """The decks whose description the learner has written or changed."""
    ours = {deck.name: deck.description for deck in package.decks}
    for deck in held.decks:
        texts = known.descriptions.get(deck.name)
        is_ours = not texts or deck.name not in ours or deck.description in (*texts, ours[deck.name])
        if not is_ours and ALL not in take_ours:
            yield deck.name


def _given_descriptions(
    package: PackedPackage, known: Known, kept_decks: Collection[str]
) -> Mapping[str, Html]:
    """The description of each deck that is known to be ours afterwards."""
    return {
        deck.name: known.descriptions[deck.name][0] if deck.name in kept_decks else deck.description
        for deck in package.decks
    }


def _without_arrangement(diff: Diff, package: PackedPackage, held: Held, kept_decks: Collection[str]) -> Diff:
    """The diff without what is the learner's own: which decks there are, their texts, where the cards are."""
    ours = {deck.name: deck.description for deck in package.decks}
    theirs = {deck.name: deck.description for deck in held.decks}
    filled = {name for note in diff.of(Arrival.NEW) for name in with_parents(note.deck)}
    decks = tuple(
        replace(deck, new=deck.name not in theirs)
        for deck in diff.decks
        if deck.name not in kept_decks
        if (ours.get(deck.name) != theirs[deck.name] if deck.name in theirs else deck.name in filled)
    )
    return replace(diff, notes=tuple(replace(note, moves=()) for note in diff.notes), decks=decks)


def _retired(held: Held, guids: Iterable[Guid]) -> Iterator[Retired]:
    for one in (held.notes[guid] for guid in guids if guid in held.notes):
        yield Retired(
            guid=one.note.guid,
            id=one.id,
            key=one.note.field("Key"),
            title=title_of(one.note),
            reviews=one.reviews,
            cards=tuple(card.id for card in one.cards if not card.suspended),
            is_settled=RETIRED_TAG in one.note.tags or all(card.suspended for card in one.cards),
        )


def _revived(held: Held, guids: Iterable[Guid]) -> Iterator[Revived]:
    for one in (held.notes[guid] for guid in guids if guid in held.notes):
        if RETIRED_TAG in one.note.tags:
            cards = tuple(card.id for card in one.cards if card.suspended)
            yield Revived(one.note.guid, one.id, one.note.field("Key"), title_of(one.note), cards)

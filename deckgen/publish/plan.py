"""Plans what of a package goes into a collection, so that no edit of its learner is overwritten unasked.

Anki's importer goes by time alone: a newer note overwrites what the learner wrote, and an older one never
arrives, even if the learner has only marked the note. A plan looks at the texts instead, and sets the times
in a copy of the package so that the importer does what is planned.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from deckgen.apkg.adapt import Adaptation
from deckgen.apkg.held import Held, HeldNote
from deckgen.apkg.packed import PackedNote, PackedPackage
from deckgen.diff.compare import WRITTEN, compare, compare_fields, title_of
from deckgen.diff.note_types import has_same_schema
from deckgen.diff.values import Arrival, Diff
from deckgen.publish.values import RETIRED_TAG, Delivery, Edit, Fate, Known, Retired, Revived, Text
from deckgen.values.decks import with_parents
from deckgen.values.edit_link import without_line
from deckgen.values.text import Guid, Html, Timestamp

ALL = "*"
"""Takes ours of all notes that the learner edited or deleted."""


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
        guid: _plan_note(note, held.notes.get(guid), known, take_ours) for guid, note in originals.items()
    }
    ready = {guid: note for guid, (note, _, _) in plans.items() if note is not None}
    adapted = replace(package, notes=tuple(ready.values()))
    diff = _without_arrangement(compare(held.package(ready), adapted), package, held)
    written = {note.guid for note in diff.notes if note.arrival in WRITTEN}
    refused = {note.guid for note in diff.of(Arrival.REFUSED)}
    return Delivery(
        package=name,
        diff=diff,
        adaptation=_adaptation(originals, ready, refused),
        edits=tuple(edit for _, edit, _ in plans.values() if edit),
        retired=tuple(_retired(held, retired)),
        revived=tuple(_revived(held, originals)),
        expected={guid: Text(ready[guid].fields, ready[guid].tags) for guid in ready if guid in written},
        own_tags={guid: own for guid, (_, _, own) in plans.items() if own and guid in written},
    )


_Planned = tuple[PackedNote | None, Edit | None, tuple[str, ...]]
"""The note as it goes into the package, if it does; the learner's edit, if any; the learner's own tags."""


def _plan_note(note: PackedNote, held: HeldNote | None, known: Known, take_ours: Collection[str]) -> _Planned:
    is_taken = ALL in take_ours or note.field("Key") in take_ours
    if held is None:
        was_deleted = note.guid in known.was_delivered and not is_taken
        return (None, _edit(note, Fate.DELETED), ()) if was_deleted else (note, None, ())
    if held.note.note_type.id != note.note_type.id or not has_same_schema(
        held.note.note_type, note.note_type
    ):
        return note, None, ()
    texts = known.texts.get(note.guid, ())
    own = _own_tags(note, held, texts)
    theirs = replace(held.note, tags=tuple(tag for tag in held.note.tags if tag != RETIRED_TAG))
    ours = replace(note, tags=(*note.tags, *own))
    if is_same_text(ours.fields, theirs.fields) and set(ours.tags) == set(theirs.tags):
        time = min(note.modified, theirs.modified)
        return replace(note, fields=theirs.fields, tags=held.note.tags, modified=time), None, own
    edit = None
    if _is_edited(note, theirs, texts):
        before = replace(note, fields=texts[0].fields) if texts else None
        if not is_taken:
            is_ours_new = before is None or not is_same_text(before.fields, ours.fields)
            return None, _edit(note, Fate.HELD_BACK if is_ours_new else Fate.KEPT, before, theirs), ()
        edit = _edit(note, Fate.OVERWRITTEN, before, theirs)
    return replace(ours, modified=Timestamp(max(note.modified, theirs.modified + 1))), edit, own


def _own_tags(note: PackedNote, held: HeldNote, texts: Iterable[Text]) -> tuple[str, ...]:
    """The tags that the learner gave, as far as is known."""
    ours = {RETIRED_TAG, *note.tags, *(tag for text in texts for tag in text.tags)}
    return tuple(tag for tag in held.note.tags if tag not in ours)


def _is_edited(note: PackedNote, theirs: PackedNote, texts: Collection[Text]) -> bool:
    """Whether the learner changed the text; where no text of before is known, Anki's rule has to do."""
    if is_same_text(note.fields, theirs.fields):
        return False
    if texts:
        return not any(is_same_text(text.fields, theirs.fields) for text in texts)
    return theirs.modified >= note.modified


def is_same_text(one: Iterable[Html], other: Iterable[Html]) -> bool:
    """Whether Anki shows the same in both, field by field."""
    return [*map(_compared, one)] == [*map(_compared, other)]


def _compared(field: Html) -> str:
    """The field as Anki stores it, which composes accents, without the line in a link to its source."""
    return unicodedata.normalize("NFC", without_line(field))


def _edit(
    note: PackedNote, fate: Fate, before: PackedNote | None = None, theirs: PackedNote | None = None
) -> Edit:
    return Edit(
        guid=note.guid,
        key=note.field("Key"),
        title=title_of(note),
        fate=fate,
        theirs=tuple(compare_fields(before or note, theirs)) if theirs else (),
        ours=tuple(compare_fields(before, note)) if before else (),
    )


def _adaptation(
    originals: Mapping[Guid, PackedNote], ready: Mapping[Guid, PackedNote], refused: Collection[Guid]
) -> Adaptation:
    """What makes a copy of the package hold the notes that are ready."""
    kept = {guid: note for guid, note in ready.items() if guid not in refused}
    changed = {guid: note for guid, note in kept.items() if note != originals[guid]}
    return Adaptation(
        without=tuple(guid for guid in originals if guid not in kept),
        times={guid: note.modified for guid, note in changed.items()},
        tags={guid: note.tags for guid, note in changed.items() if note.tags != originals[guid].tags},
    )


def _without_arrangement(diff: Diff, package: PackedPackage, held: Held) -> Diff:
    """The diff without what is the learner's own: which decks there are, and where the cards are."""
    ours = {deck.name: deck.description for deck in package.decks}
    theirs = {deck.name: deck.description for deck in held.decks}
    filled = {name for note in diff.of(Arrival.NEW) for name in with_parents(note.deck)}
    decks = tuple(
        replace(deck, new=deck.name not in theirs)
        for deck in diff.decks
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
            cards=tuple(card.id for card in one.cards),
            is_suspended=all(card.suspended for card in one.cards),
        )


def _revived(held: Held, guids: Iterable[Guid]) -> Iterator[Revived]:
    for one in (held.notes[guid] for guid in guids if guid in held.notes):
        if RETIRED_TAG in one.note.tags:
            cards = tuple(card.id for card in one.cards)
            yield Revived(one.note.guid, one.id, one.note.field("Key"), title_of(one.note), cards)

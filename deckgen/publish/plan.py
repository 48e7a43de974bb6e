"""Plans what of a package goes into a collection, so that no edit of its learner is overwritten unasked.

Anki's importer goes by time alone: a newer note overwrites what the learner wrote, and an older one never
arrives, even if the learner has only marked the note. A plan looks at the texts instead, and sets the times
in a copy of the package so that the importer does what is planned.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deckgen.apkg.adapt import Adaptation
from deckgen.apkg.held import Held, HeldNote
from deckgen.apkg.packed import PackedNote, PackedPackage
from deckgen.diff.compare import WRITTEN, compare, compare_fields, title_of
from deckgen.diff.note_types import has_same_schema
from deckgen.diff.values import Arrival, Diff
from deckgen.publish.values import RETIRED_TAG, Delivery, Edit, Fate, Known, Retired, Revived, Text
from deckgen.syntax.html_lines import read_lines
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
    ready = {guid: plan.ready for guid, plan in plans.items() if plan.ready is not None}
    adapted = replace(package, notes=tuple(ready.values()))
    diff = _without_arrangement(compare(held.package(ready), adapted), package, held)
    written = {note.guid for note in diff.notes if note.arrival in WRITTEN}
    refused = {note.guid for note in diff.of(Arrival.REFUSED)}
    return Delivery(
        package=name,
        diff=diff,
        adaptation=_adaptation(originals, ready, refused),
        edits=tuple(plan.edit for plan in plans.values() if plan.edit),
        retired=tuple(_retired(held, retired)),
        revived=tuple(_revived(held, originals)),
        expected={guid: note.fields for guid, note in ready.items() if guid in written},
        own_tags={guid: plans[guid].own_tags for guid in ready if guid in written and plans[guid].own_tags},
        given={guid: plan.given for guid, plan in plans.items()},
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    """What is planned for one note: as it goes into the package, if it does, and the learner's part in it.

    `given` is the text that is known to be ours afterwards.
    """

    given: Text
    ready: PackedNote | None = None
    edit: Edit | None = None
    own_tags: tuple[str, ...] = ()


def _plan_note(note: PackedNote, held: HeldNote | None, known: Known, take_ours: Collection[str]) -> _Planned:
    is_taken = ALL in take_ours or note.field("Key") in take_ours
    texts = known_texts(known, note)
    ours = Text(note.fields, note.tags)
    if held is None:
        if note.guid not in known.was_delivered or is_taken:
            return _Planned(ours, note)
        deleted = Edit(note.guid, note.field("Key"), title_of(note), Fate.DELETED)
        return _Planned(texts[0] if texts else ours, edit=deleted)
    theirs = replace(held.note, tags=tuple(tag for tag in held.note.tags if tag != RETIRED_TAG))
    if not _is_of_same_kind(note, theirs):
        return _Planned(ours, note)
    edited = find_edited(note, theirs, texts)
    kept = () if is_taken else edited
    given = replace(ours, fields=tuple(_given(note, kept, texts)))
    own = _own_tags(note, theirs, texts)
    fields = tuple(
        their if number in kept else our
        for number, (our, their) in enumerate(zip(note.fields, theirs.fields, strict=True))
    )
    is_there = is_same_text(fields, theirs.fields) and {*note.tags, *own} == set(theirs.tags)
    # With the text from one side and the clozes from the other, cards would be empty.
    fits = not kept or _ordinals(note) == _ordinals(theirs)
    edit = (
        _edit(note, theirs, edited, texts, is_taken=is_taken, is_there=is_there, fits=fits)
        if edited
        else None
    )
    if kept and (is_there or not fits):
        return _Planned(given, edit=edit)
    if is_there:
        time = min(note.modified, theirs.modified)
        same = replace(note, fields=theirs.fields, tags=held.note.tags, modified=time)
        return _Planned(given, same, edit)
    time = Timestamp(max(note.modified, theirs.modified + 1))
    return _Planned(given, replace(note, fields=fields, tags=(*note.tags, *own), modified=time), edit, own)


def _is_of_same_kind(one: PackedNote, other: PackedNote) -> bool:
    return one.note_type.id == other.note_type.id and has_same_schema(one.note_type, other.note_type)


def _ordinals(note: PackedNote) -> set[int]:
    return {card.ordinal for card in note.cards}


def known_texts(known: Known, note: PackedNote) -> Sequence[Text]:
    """The texts that a note may have without an edit of the learner, the newest first."""
    return [text for text in known.texts.get(note.guid, ()) if len(text.fields) == len(note.fields)]


def find_edited(note: PackedNote, theirs: PackedNote, texts: Sequence[Text]) -> tuple[int, ...]:
    """The fields with the learner's text; where no text of before is known, Anki's rule has to do.

    Where the author has written the same words since, they are not the learner's any more.
    """
    if not texts and theirs.modified < note.modified:
        return ()
    return tuple(
        number
        for number, field in enumerate(theirs.fields)
        if not any(_is_same(field, text.fields[number]) for text in texts)
        and not _is_taken_over(field, note.fields[number], texts[0].fields[number] if texts else None)
    )


def _is_taken_over(theirs: Html, ours: Html, before: Html | None) -> bool:
    """Whether ours is theirs, or has been given the same words since; the learner's own bold is an edit."""
    if _is_same(theirs, ours):
        return True
    return before is not None and not _is_same(before, ours) and read_lines(theirs) == read_lines(ours)


def _given(note: PackedNote, kept: Collection[int], texts: Sequence[Text]) -> Iterator[Html]:
    """Our text of each field, for an edited one the text from before the edit."""
    for number, field in enumerate(note.fields):
        yield texts[0].fields[number] if number in kept and texts else field


def _own_tags(note: PackedNote, theirs: PackedNote, texts: Iterable[Text]) -> tuple[str, ...]:
    """The tags that the learner gave, as far as is known."""
    ours = {*note.tags, *(tag for text in texts for tag in text.tags)}
    return tuple(tag for tag in theirs.tags if tag not in ours)


def _edit(
    note: PackedNote,
    theirs: PackedNote,
    edited: Iterable[int],
    texts: Sequence[Text],
    *,
    is_taken: bool,
    is_there: bool,
    fits: bool,
) -> Edit:
    before = replace(note, fields=texts[0].fields) if texts else None
    is_contested = before is None or any(
        not _is_same(before.fields[number], note.fields[number]) for number in edited
    )
    if is_taken:
        fate = Fate.OVERWRITTEN
    elif is_contested or not (is_there or fits):
        fate = Fate.HELD_BACK
    else:
        fate = Fate.KEPT if is_there else Fate.MERGED
    return Edit(
        guid=note.guid,
        key=note.field("Key"),
        title=title_of(note),
        fate=fate,
        theirs=tuple(compare_fields(before or note, theirs)),
        ours=tuple(compare_fields(before, note)) if before else (),
    )


def is_same_text(one: Iterable[Html], other: Iterable[Html]) -> bool:
    """Whether Anki shows the same in both, field by field."""
    return [*map(_compared, one)] == [*map(_compared, other)]


def _is_same(one: Html, other: Html) -> bool:
    return _compared(one) == _compared(other)


def _compared(field: Html) -> str:
    """The field as Anki stores it, which composes accents, without the line in a link to its source."""
    return unicodedata.normalize("NFC", without_line(field))


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
        fields={guid: note.fields for guid, note in changed.items() if note.fields != originals[guid].fields},
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

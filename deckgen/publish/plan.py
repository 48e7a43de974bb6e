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
from deckgen.apkg.packed import PackedCard, PackedNote, PackedPackage
from deckgen.diff.compare import WRITTEN, compare, compare_fields, title_of
from deckgen.diff.note_types import compare_note_types, has_same_schema
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
    kept_decks = tuple(_edited_decks(package, held, known, take_ours))
    compared = compare(held.package(ready), replace(package, notes=tuple(ready.values())))
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


@dataclass(frozen=True, slots=True)
class _Planned:
    """What is planned for one note: as it goes into the package, if it does, and the learner's part in it.

    `given` is the text that is known to be ours afterwards, if any.
    """

    given: Text | None
    ready: PackedNote | None = None
    edit: Edit | None = None
    own_tags: tuple[str, ...] = ()


def _plan_note(note: PackedNote, held: HeldNote | None, known: Known, take_ours: Collection[str]) -> _Planned:
    is_taken = ALL in take_ours or note.field("Key") in take_ours
    texts = known_texts(known, note)
    if held is None:
        if note.guid not in known.was_delivered or is_taken:
            return _Planned(Text(note.fields, note.tags), note)
        deleted = Edit(note.guid, note.field("Key"), title_of(note), Fate.DELETED)
        return _Planned(texts[0] if texts else None, edit=deleted)
    theirs = held.note
    if not _is_of_same_kind(note, theirs):
        return _Planned(texts[0] if texts else None, note)
    edited = find_edited(note, theirs, texts)
    kept = () if is_taken else edited
    own = _own_tags(note, theirs, texts)
    last = texts[0] if texts and note.guid in known.was_delivered and not is_taken else None
    merged = replace(
        note,
        fields=tuple(theirs.fields[n] if n in kept else our for n, our in enumerate(note.fields)),
        tags=(*_our_tags(note, theirs, last), *own),
        cards=_cards(note, theirs, kept),
    )
    is_there = is_same_text(merged.fields, theirs.fields) and _folded(merged.tags) == _folded(theirs.tags)
    fate = _fate(note, edited, texts, is_taken=is_taken, is_there=is_there)
    return _Planned(
        given=Text(tuple(_given(note, kept, texts)), note.tags),
        ready=_resting(merged, theirs) if is_there else _newer(merged, theirs),
        edit=_edit(note, theirs, edited, texts, fate) if edited else None,
        own_tags=tuple(tag for tag in own if tag != RETIRED_TAG),
    )


def _resting(note: PackedNote, theirs: PackedNote) -> PackedNote:
    """The note so that Anki's importer leaves theirs as it is, and adds only cards that are missing."""
    modified = min(note.modified, theirs.modified)
    return replace(note, fields=theirs.fields, tags=theirs.tags, modified=modified)


def _newer(note: PackedNote, theirs: PackedNote) -> PackedNote:
    """The note so that Anki's importer takes it, however late theirs was touched."""
    return replace(note, modified=Timestamp(max(note.modified, theirs.modified + 1)))


def _is_of_same_kind(one: PackedNote, other: PackedNote) -> bool:
    return one.note_type.id == other.note_type.id and has_same_schema(one.note_type, other.note_type)


def _cards(note: PackedNote, theirs: PackedNote, kept: Collection[int]) -> tuple[PackedCard, ...]:
    """Our cards; if the first field stays theirs, which has the clozes, new ones of ours would be empty."""
    if _FIRST not in kept:
        return note.cards
    there = {card.ordinal for card in theirs.cards}
    return tuple(card for card in note.cards if card.ordinal in there)


_FIRST = 0


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
        yield _before(note, number, texts) if number in kept else field


def _before(note: PackedNote, number: int, texts: Sequence[Text]) -> Html:
    """The newest text of a field that is another than ours now, as an edit may be of that one."""
    others = (t.fields[number] for t in texts if not _is_same(t.fields[number], note.fields[number]))
    return next(others, note.fields[number])


def _folded(tags: Iterable[str]) -> set[str]:
    """The tags as Anki compares them: in a collection, a tag is written in one way only."""
    return {unicodedata.normalize("NFC", tag).casefold() for tag in tags}


def _own_tags(note: PackedNote, theirs: PackedNote, texts: Iterable[Text]) -> tuple[str, ...]:
    """The tags that the learner gave, as far as is known."""
    ours = _folded((*note.tags, *(tag for text in texts for tag in text.tags)))
    return tuple(tag for tag in theirs.tags if not _folded([tag]) & ours)


def _our_tags(note: PackedNote, theirs: PackedNote, last: Text | None) -> Iterator[str]:
    """Our tags without those of the last delivery that the learner has removed."""
    removed = _folded(last.tags) - _folded(theirs.tags) if last else set()
    return (tag for tag in note.tags if not _folded([tag]) & removed)


def _fate(
    note: PackedNote, edited: Iterable[int], texts: Sequence[Text], *, is_taken: bool, is_there: bool
) -> Fate:
    if is_taken:
        return Fate.OVERWRITTEN
    if not texts or any(not _is_same(_before(note, n, texts), note.fields[n]) for n in edited):
        return Fate.HELD_BACK
    return Fate.KEPT if is_there else Fate.MERGED


def _edit(
    note: PackedNote, theirs: PackedNote, edited: Collection[int], texts: Sequence[Text], fate: Fate
) -> Edit:
    fields = (_before(note, n, texts) if n in edited else their for n, their in enumerate(theirs.fields))
    before = replace(note, fields=tuple(fields))
    return Edit(
        guid=note.guid,
        key=note.field("Key"),
        title=title_of(note),
        fate=fate,
        theirs=tuple(compare_fields(before, theirs)),
        ours=tuple(compare_fields(before, note)),
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

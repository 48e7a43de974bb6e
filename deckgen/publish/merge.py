"""Merges a note of ours with the learner's, field by field and tag by tag."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.apkg.held import HeldNote
from deckgen.apkg.packed import PackedCard, PackedNote
from deckgen.diff.compare import compare_fields, title_of
from deckgen.diff.note_types import has_same_schema
from deckgen.publish.values import RETIRED_TAG, Edit, Fate, Known, Text
from deckgen.syntax.html_formatting import find_formatting
from deckgen.syntax.html_lines import read_lines
from deckgen.values.edit_link import without_line
from deckgen.values.text import Html, Timestamp

ALL = "*"
"""In place of a key: take ours of all notes that the learner edited or deleted."""


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """The plan for one note: the note that goes into the package, if any, and the learner's edit and tags.

    `given` is the text that is known to be ours afterwards, if any.
    """

    given: Text | None
    ready: PackedNote | None = None
    edit: Edit | None = None
    own_tags: tuple[str, ...] = ()


def plan_note(
    note: PackedNote, held: HeldNote | None, known: Known, take_ours: Collection[str]
) -> PlannedNote:
    """Plan what a note of a package becomes in a collection that may hold it, and may have edited it."""
    is_taken = ALL in take_ours or note.field("Key") in take_ours
    texts = known_texts(known, note)
    if held is None:
        if note.guid not in known.was_delivered or is_taken:
            return PlannedNote(Text(note.fields, note.tags), note)
        deleted = Edit(note.guid, note.field("Key"), title_of(note), Fate.DELETED)
        return PlannedNote(texts[0] if texts else None, edit=deleted)
    theirs = held.note
    if not _is_of_same_kind(note, theirs):
        return PlannedNote(texts[0] if texts else None, note)
    edited = find_edited(note, theirs, texts)
    kept = () if is_taken else edited
    own = _own_tags(note, theirs, texts)
    last = texts[0] if texts and note.guid in known.was_delivered and not is_taken else None
    merged = replace(
        note,
        fields=tuple(_merge_fields(note, theirs, kept, texts)),
        tags=(*_our_tags(note, theirs, last), *own),
        cards=_cards(note, theirs, kept),
    )
    is_there = is_same_text(merged.fields, theirs.fields) and _folded(merged.tags) == _folded(theirs.tags)
    fate = _fate(note, edited, texts, is_taken=is_taken, is_there=is_there)
    return PlannedNote(
        given=Text(tuple(_given(note, kept, texts)), note.tags),
        ready=_resting(merged, theirs) if is_there else _newer(merged, theirs),
        edit=_edit(note, theirs, edited, texts, fate) if edited else None,
        own_tags=tuple(tag for tag in own if tag != RETIRED_TAG),
    )


def _merge_fields(
    note: PackedNote, theirs: PackedNote, kept: Collection[int], texts: Sequence[Text]
) -> Iterator[Html]:
    """Our fields, with theirs where they are kept, or where an update of ours would change nothing to see."""
    for number, (our, their) in enumerate(zip(note.fields, theirs.fields, strict=True)):
        is_ours = not texts or any(_is_same(their, text.fields[number]) for text in texts)
        yield their if number in kept or (not is_ours and _looks_same(their, our)) else our


def _resting(note: PackedNote, theirs: PackedNote) -> PackedNote:
    """The note, dated so that Anki's importer leaves theirs as it is and adds only missing cards."""
    modified = min(note.modified, theirs.modified)
    return replace(note, fields=theirs.fields, tags=theirs.tags, modified=modified)


def _newer(note: PackedNote, theirs: PackedNote) -> PackedNote:
    """The note, dated so that Anki's importer takes it even if theirs was changed later."""
    return replace(note, modified=Timestamp(max(note.modified, theirs.modified + 1)))


def _is_of_same_kind(one: PackedNote, other: PackedNote) -> bool:
    return one.note_type.id == other.note_type.id and has_same_schema(one.note_type, other.note_type)


def _cards(note: PackedNote, theirs: PackedNote, kept: Collection[int]) -> tuple[PackedCard, ...]:
    """Our cards.

    If their text stays in the first field, which has the clozes, our new cards are left out: they would be
    empty.
    """
    if _FIRST not in kept:
        return note.cards
    there = {card.ordinal for card in theirs.cards}
    return tuple(card for card in note.cards if card.ordinal in there)


_FIRST = 0


def known_texts(known: Known, note: PackedNote) -> Sequence[Text]:
    """The texts that a note may have without an edit of the learner, in the order of `Known`."""
    return [text for text in known.texts.get(note.guid, ()) if len(text.fields) == len(note.fields)]


def find_edited(note: PackedNote, theirs: PackedNote, texts: Sequence[Text]) -> tuple[int, ...]:
    """The numbers of the fields that the learner edited; if no earlier text is known, by Anki's rule.

    A field in which the author has since written the same words does not count as edited.
    """
    if not texts and theirs.modified < note.modified:
        return ()
    return tuple(
        number
        for number, field in enumerate(theirs.fields)
        if not any(_looks_same(field, text.fields[number]) for text in texts)
        and not _is_taken_over(field, note.fields[number], texts[0].fields[number] if texts else None)
    )


def _is_taken_over(theirs: Html, ours: Html, before: Html | None) -> bool:
    """Whether ours is theirs, or was since changed to the same words with the same formatting."""
    if _looks_same(theirs, ours):
        return True
    return (
        before is not None
        and not _is_same(before, ours)
        and read_lines(theirs) == read_lines(ours)
        and find_formatting(theirs) == find_formatting(ours)
    )


def _given(note: PackedNote, kept: Collection[int], texts: Sequence[Text]) -> Iterator[Html]:
    """Our text of each field, for an edited one the text from before the edit."""
    for number, field in enumerate(note.fields):
        yield _before(note, number, texts) if number in kept else field


def _before(note: PackedNote, number: int, texts: Sequence[Text]) -> Html:
    """The newest text of a field that differs from ours now, since the learner may have edited that one."""
    others = (t.fields[number] for t in texts if not _is_same(t.fields[number], note.fields[number]))
    return next(others, note.fields[number])


def _folded(tags: Iterable[str]) -> set[str]:
    """The tags as Anki compares them: in a collection, a tag is written in one way only."""
    return {unicodedata.normalize("NFC", tag).casefold() for tag in tags}


def _own_tags(note: PackedNote, theirs: PackedNote, texts: Iterable[Text]) -> tuple[str, ...]:
    """The tags that the learner added, as far as is known."""
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


def _looks_same(theirs: Html, ours: Html) -> bool:
    """Whether theirs differs from ours only in what Anki's editor changes without an edit."""
    return _is_same(theirs, ours) or _is_same(_without_traces(theirs), _without_traces(ours))


def _without_traces(field: Html) -> Html:
    field = Html(_TRACES.sub("", field))
    while field.endswith(_TAILS):
        field = Html(field[: -len(next(filter(field.endswith, _TAILS)))])
    return field


_TRACES = re.compile(r'(?<=<details) open=""|(?:&nbsp;|[ \xa0])+(?=</(?:p|div|li|td|th|span|h\d)>)')
"""A fold that was opened or closed by a click, and blanks at the end of a block."""

_TAILS = ("<br>", "&nbsp;", "\xa0", " ", "\n", "</p>", "</div>", "<p>", "<div>")
"""What may be at the end of a field without a word: empty lines, and the end of what is before them."""


def _compared(field: Html) -> str:
    """The field as Anki and its editor store it, without the line in a link to its source.

    Anki composes accents. Its editor writes characters in place of numeric entities, which fields had once.
    """
    characters = _ENTITY.sub(lambda match: chr(int(match[1])), field)
    return unicodedata.normalize("NFC", without_line(characters))


_ENTITY = re.compile(r"&#(58|91|123|125);")

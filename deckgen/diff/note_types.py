"""Predict what an import does to note types: update them, keep them, or copy them."""

from collections.abc import Iterable, Iterator, Sequence

from deckgen.apkg.packed import PackedNoteType
from deckgen.diff.values import NoteTypeDiff, TypeArrival
from deckgen.values.note import Field, Template

_Part = Field | Template


def compare_note_types(
    old: Iterable[PackedNoteType], new: Iterable[PackedNoteType]
) -> tuple[NoteTypeDiff, ...]:
    """The note types of `new` that the learner does not have, or that differ."""
    known = {note_type.id: note_type for note_type in old}
    return tuple(diff for one in new if (diff := _compare_note_type(known.get(one.id), one)))


def has_same_schema(old: PackedNoteType, new: PackedNoteType) -> bool:
    """Whether Anki treats both as one note type: the same fields and card types in the same order.

    Fields and card types are compared by their ids if both have one, else by their names.
    """
    return _match(old.fields, new.fields) and _match(old.templates, new.templates)


def _match(old: Sequence[_Part], new: Sequence[_Part]) -> bool:
    return len(old) == len(new) and all(map(_is_same, old, new))


def _is_same(old: _Part, new: _Part) -> bool:
    if old.id is not None and new.id is not None:
        return old.id == new.id
    return old.name == new.name


def _compare_note_type(old: PackedNoteType | None, new: PackedNoteType) -> NoteTypeDiff | None:
    if old is None:
        return NoteTypeDiff(new.id, new.name, TypeArrival.NEW)
    newer = new.modified > old.modified
    if not has_same_schema(old, new):
        changes = (
            *_compare_parts("field", old.fields, new.fields),
            *_compare_parts("card type", old.templates, new.templates),
        )
        return NoteTypeDiff(new.id, new.name, TypeArrival.COPIED, changes)
    changes = tuple(_compare_looks(old, new))
    if not changes and not newer:
        return None
    updated = TypeArrival.UPDATED if changes else TypeArrival.REWRITTEN
    before, after = ([f.name for f in t.fields] + [c.name for c in t.templates] for t in (old, new))
    return NoteTypeDiff(new.id, new.name, updated if newer else TypeArrival.SKIPPED, changes, before != after)


def _compare_looks(old: PackedNoteType, new: PackedNoteType) -> Iterator[str]:
    if old.name != new.name:
        yield f"its name was {old.name}"
    if old.css != new.css:
        yield "its style"
    for field, renamed in zip(old.fields, new.fields, strict=True):
        if field.name != renamed.name:
            yield f"the field {field.name} is now called {renamed.name}"
    for was, template in zip(old.templates, new.templates, strict=True):
        if was.name != template.name:
            yield f"the card type {was.name} is now called {template.name}"
        if was.front != template.front:
            yield f"the front of {template.name}"
        if was.back != template.back:
            yield f"the back of {template.name}"
    if old.is_cloze != new.is_cloze:
        yield "it is now for clozes" if new.is_cloze else "it is not for clozes any more"


def _compare_parts(kind: str, old: Sequence[_Part], new: Sequence[_Part]) -> Iterator[str]:
    if _match(old, new):
        return
    gained = [part for part in new if not any(_is_same(other, part) for other in old)]
    lost = [part for part in old if not any(_is_same(part, other) for other in new)]
    yield from (f"the {kind} {part.name} is added" for part in gained)
    yield from (f"the {kind} {part.name} is removed" for part in lost)
    if not (gained or lost):
        yield f"its {kind}s are in another order"

"""Remembers in the user's data folder what each collection was given, so that its learner's edits are known.

One file per project and collection. It may be deleted at any time: then the packages in the history of git
tell which texts are ours.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import platformdirs

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.project.folder import Project
from deckgen.project.history import old_packages
from deckgen.project.look import read_file
from deckgen.project.replace import replace_file
from deckgen.publish.values import Delivery, Known, Text
from deckgen.values.text import Guid, Html

_VERSION = 2
_ONE_TEXT_EACH = 1
"""The version of a record whose unfinished delivery has one text of each note, and not a list of them."""
_MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a delivery was doing, for the next one if it was ended before.

    `given` are the texts that may have arrived, and `descriptions` those of decks; `own_tags` are to be given
    back after the import. The cards of the notes `retiring` are to be suspended, and the notes `deleting` may
    be deleted.
    """

    given: Mapping[Guid, tuple[Text, ...]] = field(default_factory=dict)
    own_tags: Mapping[Guid, tuple[str, ...]] = field(default_factory=dict)
    retiring: tuple[Guid, ...] = ()
    deleting: tuple[Guid, ...] = ()
    descriptions: Mapping[str, tuple[Html, ...]] = field(default_factory=dict)

    def of(self, guids: Collection[Guid], *, others: bool = False) -> "Unfinished":
        """What concerns these notes, or the rest, which includes the descriptions."""

        def chosen(guid: Guid) -> bool:
            return (guid in guids) is not others

        return Unfinished(
            {guid: texts for guid, texts in self.given.items() if chosen(guid)},
            {guid: tags for guid, tags in self.own_tags.items() if chosen(guid)},
            tuple(filter(chosen, self.retiring)),
            tuple(filter(chosen, self.deleting)),
            self.descriptions if others else {},
        )

    def joined(self, other: "Unfinished") -> "Unfinished":
        """Both together: the second may have ended before it saw the first's texts or gave back its tags."""
        return Unfinished(
            _both(self.given, other.given),
            _both(self.own_tags, other.own_tags),
            (*dict.fromkeys((*self.retiring, *other.retiring)),),
            (*dict.fromkeys((*self.deleting, *other.deleting)),),
            _both(self.descriptions, other.descriptions),
        )


_Name = TypeVar("_Name")
_Value = TypeVar("_Value")


def _both(
    one: Mapping[_Name, tuple[_Value, ...]], other: Mapping[_Name, tuple[_Value, ...]]
) -> dict[_Name, tuple[_Value, ...]]:
    joined = {name: [*one.get(name, ()), *other.get(name, ())] for name in {**one, **other}}
    return {name: tuple(dict.fromkeys(values)) for name, values in joined.items()}


@dataclass(frozen=True, slots=True)
class Record:
    """What a collection was given: the text of each note and the description of each deck.

    `suspended` are the cards of each retired note that a delivery suspended.
    """

    texts: Mapping[Guid, Text] = field(default_factory=dict)
    descriptions: Mapping[str, Html] = field(default_factory=dict)
    suspended: Mapping[Guid, tuple[int, ...]] = field(default_factory=dict)
    unfinished: Unfinished = field(default_factory=Unfinished)

    def after(self, delivery: Delivery, missing: Collection[Guid] = ()) -> "Record":
        """The record after this delivery, in which these notes did not get their text."""
        descriptions = {**self.descriptions, **delivery.descriptions}
        given = {guid: text for guid, text in delivery.given.items() if guid not in missing}
        texts = {**self.texts, **given}
        begun = self.unfinished.descriptions.items()
        others = {name: given for name, given in begun if name not in delivery.descriptions}
        unfinished = replace(self.unfinished, descriptions=others)
        return replace(self, texts=texts, descriptions=descriptions, unfinished=unfinished)

    def with_suspended(self, cards: Mapping[Guid, tuple[int, ...]]) -> "Record":
        """The record with these cards of notes, which a delivery suspends."""
        return replace(self, suspended={**self.suspended, **cards})

    def without(self, guids: Iterable[Guid]) -> "Record":
        """The record without notes that were deleted from the collection."""
        gone = set(guids)
        return replace(self, texts={guid: text for guid, text in self.texts.items() if guid not in gone})

    def without_suspended(self, guids: Iterable[Guid]) -> "Record":
        """The record after the cards of these notes were taken up again."""
        gone = set(guids)
        return replace(self, suspended={g: cards for g, cards in self.suspended.items() if g not in gone})


def record_path(project_id: str, collection: str) -> Path:
    """Where the record of a collection is kept."""
    name = hashlib.blake2b(f"{project_id}\0{collection}".encode(), digest_size=16).hexdigest()
    return platformdirs.user_data_path("deckgen", appauthor=False) / "deliveries" / f"{name}.json"


def read_record(path: Path) -> Record | None:
    """The record, or None if there is none that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        content = json.loads(read_file(path, _MOST_BYTES))
        version = content["version"]
        if version in (_ONE_TEXT_EACH, _VERSION):
            unfinished = content["unfinished"]
            given = unfinished["given"].items()
            if version == _ONE_TEXT_EACH:
                given = [(guid, [row]) for guid, row in given]
            return Record(
                texts={Guid(guid): _text(row) for guid, row in content["texts"].items()},
                descriptions={str(name): Html(text) for name, text in content["descriptions"].items()},
                suspended={Guid(guid): tuple(cards) for guid, cards in content["suspended"].items()},
                unfinished=Unfinished(
                    {Guid(guid): tuple(map(_text, rows)) for guid, rows in given},
                    {Guid(guid): tuple(tags) for guid, tags in unfinished["own tags"].items()},
                    tuple(map(Guid, unfinished["retiring"])),
                    tuple(map(Guid, unfinished["deleting"])),
                    {name: tuple(map(Html, of)) for name, of in unfinished.get("descriptions", {}).items()},
                ),
            )
    return None


def _text(row: tuple[Sequence[str], Sequence[str]]) -> Text:
    fields, tags = row
    return Text(tuple(map(Html, fields)), tuple(tags))


def _row(text: Text) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return text.fields, text.tags


def write_record(path: Path, record: Record) -> None:
    """Keep the record.

    Raises:
        ProjectError: it cannot be written.
    """
    unfinished = record.unfinished
    content = {
        "version": _VERSION,
        "descriptions": record.descriptions,
        "suspended": record.suspended,
        "unfinished": {
            "given": {guid: [*map(_row, texts)] for guid, texts in unfinished.given.items()},
            "own tags": unfinished.own_tags,
            "retiring": unfinished.retiring,
            "deleting": unfinished.deleting,
            "descriptions": unfinished.descriptions,
        },
        "texts": {guid: _row(text) for guid, text in record.texts.items()},
    }
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())


def what_is_known(project: Project, record: Record | None) -> Known:
    """The texts that notes may have without an edit of the learner."""
    if record is not None:
        return _recorded(record)
    texts: dict[Guid, tuple[Text, ...]] = {}
    descriptions: dict[str, tuple[Html, ...]] = {}
    for package in _old_packages(project):
        for note in package.notes:
            texts[note.guid] = (*texts.get(note.guid, ()), Text(note.fields, note.tags))
        for deck in package.decks:
            descriptions[deck.name] = (*descriptions.get(deck.name, ()), deck.description)
    return Known(texts, descriptions=descriptions)


def _recorded(record: Record) -> Known:
    """What the record knows; a delivery that was ended may have brought its texts or not."""
    texts = {guid: (text,) for guid, text in record.texts.items()}
    descriptions = {name: (text,) for name, text in record.descriptions.items()}
    begun = record.unfinished
    return Known(_both(texts, begun.given), frozenset(record.texts), _both(descriptions, begun.descriptions))


def _old_packages(project: Project) -> Iterator[PackedPackage]:
    for _, content in old_packages(project):
        with suppress(UnreadablePackage):
            yield decode_apkg(content)

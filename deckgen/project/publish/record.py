"""Remembers in the user's data folder what each collection was given, so that its learner's edits are known.

One file per project and collection. It may be deleted at any time: then the packages in the history of git
tell which texts are ours.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.project.folder import Project
from deckgen.project.history import old_packages
from deckgen.project.look import read_file
from deckgen.project.replace import replace_file
from deckgen.publish.values import Delivery, Known, Text
from deckgen.values.text import Guid, Html

_VERSION = 1
_MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a delivery was about to do after an import, for the next one if it was ended before."""

    own_tags: Mapping[Guid, tuple[str, ...]] = field(default_factory=dict)
    revived: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What a collection was given: the text of each note, and the digest of each package."""

    texts: Mapping[Guid, Text] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    unfinished: Unfinished = field(default_factory=Unfinished)

    def after(self, delivery: Delivery, digest: str) -> "Record":
        """The record after this delivery."""
        packages = {**self.packages, delivery.package: digest}
        return replace(self, texts={**self.texts, **delivery.given}, packages=packages)

    def without(self, guids: Iterable[Guid]) -> "Record":
        """The record without notes that were deleted from the collection."""
        gone = set(guids)
        return replace(self, texts={guid: text for guid, text in self.texts.items() if guid not in gone})


def record_path(project_id: str, collection: str) -> Path:
    """Where the record of a collection is kept."""
    name = hashlib.blake2b(f"{project_id}\0{collection}".encode(), digest_size=16).hexdigest()
    return platformdirs.user_data_path("deckgen", appauthor=False) / "deliveries" / f"{name}.json"


def read_record(path: Path) -> Record | None:
    """The record, or None if there is none that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        content = json.loads(read_file(path, _MOST_BYTES))
        if content["version"] == _VERSION:
            return Record(
                texts={
                    Guid(guid): Text(tuple(map(Html, fields)), tuple(tags))
                    for guid, (fields, tags) in content["texts"].items()
                },
                packages=dict(content["packages"]),
                unfinished=Unfinished(
                    {Guid(guid): tuple(tags) for guid, tags in content["own tags"].items()},
                    tuple(map(Guid, content["revived"])),
                ),
            )
    return None


def write_record(path: Path, record: Record) -> None:
    """Keep the record.

    Raises:
        ProjectError: it cannot be written.
    """
    content = {
        "version": _VERSION,
        "packages": record.packages,
        "own tags": record.unfinished.own_tags,
        "revived": record.unfinished.revived,
        "texts": {guid: (text.fields, text.tags) for guid, text in record.texts.items()},
    }
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())


def what_is_known(project: Project, record: Record | None) -> Known:
    """The texts that notes may have without an edit of the learner."""
    if record is not None:
        texts = {guid: (text,) for guid, text in record.texts.items()}
        return Known(texts, frozenset(texts))
    found: dict[Guid, tuple[Text, ...]] = {}
    for package in _old_packages(project):
        for note in package.notes:
            found[note.guid] = (*found.get(note.guid, ()), Text(note.fields, note.tags))
    return Known(found)


def _old_packages(project: Project) -> Iterator[PackedPackage]:
    for _, content in old_packages(project):
        with suppress(UnreadablePackage):
            yield decode_apkg(content)

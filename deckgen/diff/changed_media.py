"""Predict which pictures and sounds an import brings, and which it leaves as they are."""

import html
import re
from collections.abc import Iterable

from deckgen.apkg.packed import PackedNote, PackedPackage
from deckgen.diff.values import MediaArrival, MediaDiff


def compare_media(
    old: PackedPackage, new: PackedPackage, arriving: Iterable[PackedNote]
) -> tuple[MediaDiff, ...]:
    """The files that are not the same in both packages, compared by name and size.

    If a file differs from the learner's file of that name, Anki takes it only for a note that it writes, and
    under another name. It never replaces a file whose name begins with `_`.
    """
    before, after = (
        {file.name: file.size for file in package.media if file.size is not None} for package in (old, new)
    )
    arrivals = dict.fromkeys(after.keys() - before.keys(), MediaArrival.NEW)
    arrivals |= dict.fromkeys(before.keys() - after.keys(), MediaArrival.GONE)
    if differing := {name for name, size in after.items() if before.get(name, size) != size}:
        taken = {name for name in _references(arriving) if not name.startswith("_")}
        arrivals |= dict.fromkeys(differing, MediaArrival.SKIPPED)
        arrivals |= dict.fromkeys(differing & taken, MediaArrival.CHANGED)
    return tuple(MediaDiff(name, arrivals[name]) for name in after | before if name in arrivals)


_REFERENCE = re.compile(
    r"""\b(?:src|data)=(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))|\[sound:([^\]]{1,250}+)\]""", re.IGNORECASE
)


def _references(notes: Iterable[PackedNote]) -> frozenset[str]:
    """The names of the files to which the fields of these notes refer."""
    return frozenset(
        html.unescape(name)
        for note in notes
        for text in note.fields
        for match in _REFERENCE.finditer(text)
        for name in match.groups()
        if name
    )

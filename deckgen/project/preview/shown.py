"""The value of a preview at one moment: a project as it is shown, with what its pages ask for by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deckgen.identity.notes import NoteLine
from deckgen.preview.values import Preview, PreviewNote
from deckgen.values.note import MediaReference
from deckgen.values.text import Guid

NEW, CHANGED = "new", "changed"
"""What is said of a note that no build has seen, or that the last build has seen with another content."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A project as it is shown; `revision` grows with each change of it. It is `checked` after a first check.

    `changes` has `new` or `changed` by the id of a note, in packages that were built. `notes` has each note
    and the name of its package by its id, `guids` those of the ledger by the id of a note, `references` the
    pictures and sounds by their names in a package.
    """

    revision: int
    preview: Preview
    changes: Mapping[str, str] = field(default_factory=dict)
    built: frozenset[str] = frozenset()
    notes: Mapping[str, tuple[str, PreviewNote]] = field(default_factory=dict)
    guids: Mapping[str, Guid] = field(default_factory=dict)
    references: Mapping[str, MediaReference] = field(default_factory=dict)
    checked: bool = False

    def followed_by(self, preview: Preview) -> "Shown":
        """The next revision, with this preview."""
        notes = {note.id: (one.name, note) for one in preview.packages for note in one.notes}
        return replace(self, revision=self.revision + 1, preview=preview, notes=notes)

    def is_like(self, other: "Shown") -> bool:
        """Whether a page would look the same."""
        mine, theirs = ((one.preview, one.changes, one.built, one.checked) for one in (self, other))
        return mine == theirs


NOTHING_SHOWN = Shown(0, Preview("", (), {}))


def find_changes(
    preview: Preview, built: frozenset[str], lines: Mapping[str, NoteLine], digests: Mapping[str, str]
) -> dict[str, str]:
    """What a build would say of the notes of packages that were `built`, by the lines of the ledger."""
    changes = {}
    for package in preview.packages:
        for note in package.notes if package.name in built else ():
            line, digest = lines.get(note.id), digests.get(note.id)
            if digest is not None and (line is None or line.digest != digest):
                changes[note.id] = NEW if line is None else CHANGED
    return changes

"""A project of synthetic notes, as the scenarios need it: built before, edited, or as if never built."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from corpus import edit_note, make_project, source_path


@dataclass(frozen=True, slots=True)
class Project:
    """One package of many files; `edits` numbers the edits that it has had."""

    folder: Path
    notes: int
    files: int
    edits: Iterator[int] = field(default_factory=count)

    @property
    def source(self) -> Path:
        """The folder of the sources."""
        return self.folder / "source"

    @property
    def package(self) -> Path:
        """The package that a build writes."""
        return self.folder / "decks/big.apkg"

    @property
    def ledger(self) -> Path:
        """The ledger that a build writes."""
        return self.folder / "source/ledger.json"

    def forget(self, *, keep_ledger: bool = False) -> None:
        """Delete everything that a build has left."""
        shutil.rmtree(self.folder / ".deckgen", ignore_errors=True)
        self.package.unlink(missing_ok=True)
        if not keep_ledger:
            self.ledger.unlink(missing_ok=True)

    def edit(self, files: int) -> None:
        """Change one note in each of so many files, other ones each time if there are enough."""
        number = next(self.edits)
        files = min(files, self.files)
        for place in range(files):
            chosen = (place * self.files // files + number) % self.files
            edit_note(source_path(self.folder, chosen), f"Edit {number}.")


def new_project(folder: Path, notes: int, files: int) -> Project:
    """Write the sources of a project."""
    make_project(folder, notes, files)
    return Project(folder, notes, files)

"""Mends one source: proposes rewrites, keeps those that change nothing else, and begins again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deckgen.fix.edits import Copy, Rewrite, apply_edits, without_overlaps
from deckgen.fix.obsidian import Vault, no_vault
from deckgen.fix.reading import Reader, Reading
from deckgen.fix.rewriters import propose
from deckgen.fix.unchanged import is_safe
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile

MOST_ROUNDS = 12
"""A rewrite may reveal a problem that another rewrite mends; more than three rounds are rare."""

MOST_TRIED_BYTES = 1024 * 1024
"""When so much has been read again, the search for the rewrites that are not safe ends."""

NOT_SAFE = "not mended: the rewrite would change more than this, or mend nothing; correct it by hand"


@dataclass(frozen=True, slots=True)
class Mended:
    """A source after it was mended, what was mended, and why other problems were not.

    The lines of `done` and `left` are those of the source before, or after an earlier round.
    """

    file: SourceFile
    done: tuple[Problem, ...]
    left: tuple[Problem, ...]
    copies: tuple[Copy, ...]


def mend(file: SourceFile, read: Reader, vault: Vault = no_vault) -> Mended:
    """Mend a source until nothing changes.

    A source with the marks of a merge conflict is not changed.
    """
    reading = read(file)
    done: list[Problem] = []
    copies: list[Copy] = []
    left: list[Problem] = []
    for _ in range(MOST_ROUNDS):
        if any(problem.code is Code.MERGE_CONFLICT for problem in reading.problems):
            break
        trial = _Trial(reading, read)
        proposals = propose(reading, vault)
        kept = trial.choose((), without_overlaps(proposals.rewrites))
        left = [*proposals.reasons, *(replace(one.problem, message=NOT_SAFE) for one in trial.refused)]
        if not kept:
            break
        done += (rewrite.problem for rewrite in kept)
        copies += (copy for rewrite in kept for copy in rewrite.copies)
        reading = trial.read(kept)
    return Mended(reading.file, tuple(done), tuple(left), tuple(dict.fromkeys(copies)))


@dataclass(slots=True)
class _Trial:
    """Finds the rewrites of a source that are safe together."""

    before: Reading
    reader: Reader
    refused: list[Rewrite] = field(default_factory=list)
    tried: int = 0
    last: tuple[tuple[Rewrite, ...], Reading] | None = None

    def choose(self, kept: Sequence[Rewrite], new: Sequence[Rewrite]) -> tuple[Rewrite, ...]:
        """`kept` and those of the `new` ones that are safe: all, or of each half those that are."""
        whole = (*kept, *new)
        if not new or (self.tried <= MOST_TRIED_BYTES and self._is_safe(whole)):
            return whole
        if len(new) == 1 or self.tried > MOST_TRIED_BYTES:
            self.refused += new
            return tuple(kept)
        half = len(new) // 2
        return self.choose(self.choose(kept, new[:half]), new[half:])

    def read(self, rewrites: tuple[Rewrite, ...]) -> Reading:
        """The source with these rewrites."""
        if self.last is None or self.last[0] != rewrites:
            edits = dict.fromkeys(edit for rewrite in rewrites for edit in rewrite.edits)
            content = apply_edits(self.before.file.content, edits)
            self.tried += len(content)
            self.last = rewrites, self.reader(replace(self.before.file, content=content))
        return self.last[1]

    def _is_safe(self, rewrites: tuple[Rewrite, ...]) -> bool:
        return is_safe(self.before, self.read(rewrites), rewrites)

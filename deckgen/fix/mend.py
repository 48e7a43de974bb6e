"""Mends one source: proposes rewrites, keeps those that change nothing else, and begins again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckgen.fix.edits import Copy, Rewrite, apply_edits, without_overlaps
from deckgen.fix.obsidian import Vault, no_vault
from deckgen.fix.reading import Reader, Reading
from deckgen.fix.rewriters import propose
from deckgen.fix.unchanged import find_unsafe
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile

MOST_ROUNDS = 12
"""A rewrite may reveal a problem that another rewrite mends; more than three rounds are rare."""

MOST_TRIALS = 8
"""How often a source is read in a round to find rewrites that are safe together; then none is made."""

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
        proposals = propose(reading, vault)
        found, refused = _choose(reading, without_overlaps(proposals.rewrites), read)
        left = [*proposals.reasons, *(replace(one.problem, message=NOT_SAFE) for one in refused)]
        if found is None:
            break
        kept, reading = found
        done += (rewrite.problem for rewrite in kept)
        copies += (copy for rewrite in kept for copy in rewrite.copies)
    return Mended(reading.file, tuple(done), tuple(left), tuple(dict.fromkeys(copies)))


def _choose(
    before: Reading, rewrites: Sequence[Rewrite], read: Reader
) -> tuple[tuple[Sequence[Rewrite], Reading] | None, list[Rewrite]]:
    """The rewrites that are safe together, with the source after them, and those that are not."""
    refused: list[Rewrite] = []
    for _ in range(MOST_TRIALS):
        if not rewrites:
            return None, refused
        content = apply_edits(before.file.content, (edit for one in rewrites for edit in one.edits))
        after = read(replace(before.file, content=content))
        unsafe = find_unsafe(before, after, rewrites)
        if not unsafe:
            return (rewrites, after), refused
        refused += (one for one in rewrites if one in unsafe)
        rewrites = [one for one in rewrites if one not in unsafe]
    return None, [*refused, *rewrites]

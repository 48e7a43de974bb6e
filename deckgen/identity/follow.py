"""Recognises each question as a note that the ledger knows, also if its key, place or text has changed."""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator

from deckgen.identity.following import Doubt, Following, Lines, Match, Reason
from deckgen.identity.likeness import plain
from deckgen.identity.notes import NoteLine, NoteSummary, name_of
from deckgen.identity.relation import (
    ALIKE,
    Ranked,
    is_related,
    is_reworded,
    is_same_question,
    likeness_of_sides,
    rank,
)
from deckgen.values.document import Kind

CLEAR_BY = 0.15
"""The best match must be better than the second best by so much."""

MOST_COMPARISONS = 20_000_000
"""A few seconds of comparing; if more questions were rewritten at once, all of them are doubtful."""


def follow(notes: Iterable[NoteSummary], lines: Lines, held: Container[str]) -> Following:
    """Match questions to lines, the surest first; no note is matched twice.

    First comes a question whose name and text are those of a line; then one that moved with its written key;
    then a written key of the package, whatever the text is; then what the author said by `was=`; then a text
    that is the same to the letter; then a written key that was retired, made, or in another package, if the
    text is related; then a question without a key that was surely reworded. What is then left, and may yet be
    one of the lines that are left, is a doubt. Questions of `held` packages keep the lines of their names,
    and so do those that are left out.
    """
    search = _Search(notes, lines, held)
    search.take_named_and_same()
    search.take_moved()
    search.take_named()
    for known in lines.groups:
        search.take_said(known)
        search.take_same(known)
    search.take_related()
    ranked = search.take_reworded()
    return Following(search.matches, dict(search.doubts(ranked)))


class _Search:
    def __init__(self, notes: Iterable[NoteSummary], lines: Lines, held: Container[str]) -> None:
        self.matches: dict[NoteSummary, Match] = {}
        self._left = dict.fromkeys(notes)
        self._lines = lines
        self._held = held
        self._names = {name_of(line): line for line in lines.all}
        self._used: set[str] = set()

    def take_named_and_same(self) -> None:
        """Match what did not change, or only in its answer."""
        for note, line in self._named():
            if (note.digest and note.digest == line.digest) or is_same_question(note, line):
                self._match(note, line)

    def take_moved(self) -> None:
        """Match questions whose written key and text are in another package now."""
        for known in self._lines.groups:
            for note, line in self._pairs(
                known,
                lambda note: note.key_is_written and (note.key, plain(note.question)),
                lambda line: (line.key, plain(line.question)),
                in_order=True,
            ):
                self._match(note, line, _moved(note, line))

    def take_named(self) -> None:
        """Match questions whose author wrote the key before, too, whatever became of the text.

        Only if the text is unrelated, and related to that of one other line with this key, it is that one.
        """
        active, others = self._lines.groups
        keys = _by_trait(self._free((*active, *others)), lambda line: line.key)
        for note, line in self._named():
            was_written = not (line.made or line.retired) or note.was == note.key
            if note.package in self._held or note.is_left_out:
                self._match(note, line)
            elif note.key_is_written and was_written:
                same_key = () if is_related(note, line) else keys.get((note.key, note.kind), ())
                related = [known for known in self._free(same_key) if is_related(note, known)]
                if len(related) == 1 and note.was != note.key:
                    self._match(note, related[0], _moved(note, related[0]))
                else:
                    self._match(note, line)

    def take_said(self, known: Iterable[NoteLine]) -> None:
        """Match by `was=`: of several notes that had the key, the one whose text is the most alike."""
        for note in [note for note in self._left if note.was]:
            lines = [k for k in self._free(known) if (k.key, k.kind) == (note.was, note.kind)]
            if lines:
                self._match(
                    note, max(lines, key=lambda k: (likeness_of_sides(note, k), k.package == note.package))
                )

    def take_same(self, known: Iterable[NoteLine]) -> None:
        """Match by a question that stayed the same to the letter."""
        for note, line in self._pairs(
            known,
            lambda note: (plain(note.question), plain(note.answer)),
            lambda line: (plain(line.question), plain(line.answer)),
            in_order=True,
        ):
            self._match(note, line, "the same question and answer")
        for note, line in self._pairs(
            known, lambda note: plain(note.question), lambda line: plain(line.question)
        ):
            if is_same_question(note, line):
                self._match(note, line, "the same question")

    def take_related(self) -> None:
        """Match written keys that were retired, only made, or in another package."""
        for note, line in self._named():
            if note.key_is_written and is_related(note, line):
                self._match(note, line)
        for known in self._lines.groups:
            keys = _by_trait(known, lambda line: line.key)
            for note in [note for note in self._left if note.key_is_written]:
                lines = self._free(keys.get((note.key, note.kind), ()))
                related = [line for line in lines if is_related(note, line)]
                if len({line.guid for line in related}) == 1:
                    self._match(note, related[0], _moved(note, related[0]))

    def take_reworded(self) -> Ranked | None:
        """Match questions without a key that are surely reworded; return what else is like those left.

        None if there are too many to compare.
        """
        for note, line in self._named():
            if not line.retired and is_reworded(note, line):
                self._match(note, line)
        keyless = [note for note in self._left if not note.key_is_written]
        lines = self._lines
        candidates = [*self._free((*lines.active, *lines.withheld)), *self._moved_to_held()]
        others = [*self._free((*lines.lost, *lines.retired))]
        if len(keyless) * (len(candidates) + len(others)) > MOST_COMPARISONS:
            return None
        ranked = rank(keyless, candidates)
        for note in sorted((note for note in keyless if ranked[note]), key=lambda note: -ranked[note][0][0]):
            found = [(score, line) for score, line in ranked[note] if line.guid not in self._used]
            rest = [score for score, line in found if line.guid != found[0][1].guid]
            is_clear = not rest or found[0][0] - rest[0] >= CLEAR_BY
            is_free = bool(found) and found[0][1].package not in self._held
            if is_free and is_clear and is_reworded(note, found[0][1]):
                self._match(note, found[0][1], f"{found[0][0]:.0%} alike, and the same answer")
        further = rank([note for note in keyless if note in self._left], others)
        return {
            note: [
                *ranked[note],
                *(
                    (score, line)
                    for score, line in further.get(note, ())
                    if score >= ALIKE or line in lines.lost
                ),
            ]
            for note in keyless
        }

    def doubts(self, ranked: Ranked | None) -> Iterator[tuple[NoteSummary, Doubt]]:
        """The questions that may be one of the lines left, or of those that moved to an unbuilt package."""
        lines, moved = self._lines, self._moved_to_held()
        possible = [*moved, *self._free([*lines.all][::-1])]
        keys = _by_trait(possible, lambda line: line.key)
        questions = _by_trait(possible, lambda line: plain(line.question))
        for note in self._left:
            own = self._names.get(name_of(note))
            if own and own.guid not in self._used:
                yield note, Doubt(own, Reason.NAMESAKE if note.key_is_written else Reason.REWORDED)
                continue
            found = [*keys.get((note.was, note.kind), ())] if note.was else []
            found += keys.get((note.key, note.kind), ()) if note.key_is_written else ()
            reason = Reason.NAMESAKE
            if not (found or note.key_is_written):
                # With a key of its own, an author begins anew.
                found, reason = [*questions.get((plain(note.question), note.kind), ())], Reason.REWORDED
                if not found and ranked is not None:
                    left = (line for _, line in ranked[note])
                    found = [line for line in left if line in moved or line.guid not in self._used]
                elif not found and possible:
                    found, reason = possible, Reason.MANY
            if found:
                waits = moved.get(found[0], found[0].package if found[0].package in self._held else "")
                yield note, Doubt(found[0], Reason.WAITS if waits else reason, waits)

    def _moved_to_held(self) -> dict[NoteLine, str]:
        """The lines of questions that have moved to a package that cannot be built, and that package."""
        return {
            match.known: note.package
            for note, match in self.matches.items()
            if note.package in self._held and name_of(note) != name_of(match.known)
        }

    def _named(self) -> list[tuple[NoteSummary, NoteLine]]:
        """The questions left that have the name of a line that is left."""
        named = ((note, self._names.get(name_of(note))) for note in self._left)
        return [(note, line) for note, line in named if line and line.guid not in self._used]

    def _free(self, lines: Iterable[NoteLine]) -> Iterator[NoteLine]:
        return (line for line in lines if line.guid not in self._used)

    def _pairs(
        self,
        known: Iterable[NoteLine],
        note_trait: Callable[[NoteSummary], object],
        line_trait: Callable[[NoteLine], Hashable],
        *,
        in_order: bool = False,
    ) -> Iterator[tuple[NoteSummary, NoteLine]]:
        """The pairs that alone share a trait, within a package first; with `in_order` all that share it."""
        for within in (True, False):
            free = [*self._free(known)]
            if not (free and self._left):
                return
            lines: dict[object, dict[str, NoteLine]] = {}
            for line in free:
                shared: object = (line_trait(line), line.kind, line.package if within else "")
                lines.setdefault(shared, {}).setdefault(line.guid, line)
            notes: dict[object, list[NoteSummary]] = {}
            for note in self._left:
                if asked := note_trait(note):
                    notes.setdefault((asked, note.kind, note.package if within else ""), []).append(note)
            for trait, sharing in notes.items():
                candidates = [*lines.get(trait, {}).values()]
                if in_order or len(sharing) == len(candidates) == 1:
                    yield from zip(sharing, candidates, strict=False)

    def _match(self, note: NoteSummary, line: NoteLine, by: str = "") -> None:
        if note in self._left and line.guid not in self._used:
            self.matches[note] = Match(line, by)
            self._used.add(line.guid)
            del self._left[note]


def _moved(note: NoteSummary, line: NoteLine) -> str:
    return "the same key in another package" if line.package != note.package else ""


def _by_trait(
    lines: Iterable[NoteLine], trait: Callable[[NoteLine], Hashable]
) -> dict[tuple[Hashable, Kind], list[NoteLine]]:
    found: dict[tuple[Hashable, Kind], list[NoteLine]] = {}
    for line in lines:
        found.setdefault((trait(line), line.kind), []).append(line)
    return found

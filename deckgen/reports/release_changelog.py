"""Writes the changelog of a release for learners, as Markdown for GitHub."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby

from deckgen.apkg.packed import PackedNote
from deckgen.diff.release import UNREAD, Changes
from deckgen.diff.values import CardFate, Mark, NoteDiff, Segment, TextChange
from deckgen.project.release import Release, ReleasedPackage
from deckgen.reports.diff_wording import search_for
from deckgen.reports.release_markdown import as_github, title_as_github
from deckgen.reports.release_words import Words, choose_words
from deckgen.values.wording import shortened

MOST_CHARACTERS = 120_000
"""GitHub refuses the text of a release with more than 125,000."""

_MOST_LISTED = (2000, 500, 100, 20, 0)
"""How many notes of each kind are listed: the first number with which the text is short enough."""

_LONGEST_PART = 160
_MOST_PARTS = 24
_MOST_DECKS = 100
_MOST_SEARCHED = 30
"""How many notes a search may name that a person is to copy."""

Living = Collection[tuple[str, str]]
"""The note type and the key of each note that is released."""


def render_changelog(release: Release) -> str:
    """What changed for learners, in the language of most notes."""
    words = choose_words(note for package in release.packages for note in package.packed.notes)
    texts = (_render(release, words, most) for most in _MOST_LISTED)
    return next((text for text in texts if len(text) <= MOST_CHARACTERS), _render(release, words, 0))


def licence_name(content: bytes) -> str:
    """What the first line of a licence calls it."""
    lines = content.decode("utf-8", "replace").splitlines()
    return shortened(next(filter(None, (line.strip(" #*=\t\ufeff") for line in lines)), ""), 80)


def count_by_deck(notes: Iterable[PackedNote]) -> Counter[str]:
    """The number of notes in each deck, in the order of the notes."""
    return Counter(note.cards[0].deck for note in notes if note.cards)


def count_cards(notes: Iterable[PackedNote]) -> int:
    """The number of cards of these notes."""
    return sum(len(note.cards) for note in notes)


def _render(release: Release, words: Words, most: int) -> str:
    since = as_github(release.since)
    notes = (note for package in release.packages for note in package.packed.notes)
    living = {(note.note_type.name, str(note.field("Key"))) for note in notes}
    blocks = [
        f"# {words.since.format(since) if since else words.first}",
        words.import_again if since else words.import_first,
        "\n".join(_table(release, words)),
    ]
    for package in release.packages:
        blocks += _section(f"{package.name}.apkg", _package(package, living, words, most))
    for name, changes in release.dropped:
        blocks += _section(f"{name}.apkg", [words.dropped, *_retired(changes, living, words, most)])
    blocks += _section(words.files, _files(release, words))
    return "\n\n".join(blocks) + "\n"


def _table(release: Release, words: Words) -> Iterator[str]:
    columns = words.columns if release.since else words.columns[:3]
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'--:|' * (len(columns) - 1)}"
    for package in release.packages:
        notes, changes = package.packed.notes, package.changes or Changes()
        counts = [len(notes), count_cards(notes)]
        if release.since:
            counts += map(len, (changes.new, changes.corrected, changes.moved, changes.retired))
        yield f"| {as_github(f'{package.name}.apkg')} | {' | '.join(f'{count:,}' for count in counts)} |"


def _section(title: str, blocks: Iterable[str]) -> list[str]:
    """The blocks below their title, or nothing if there are none."""
    found = list(blocks)
    return [f"## {as_github(title)}", *found] if found else []


def _package(package: ReleasedPackage, living: Living, words: Words, most: int) -> Iterator[str]:
    if package.changes is None:
        yield _decks(package, words)
        return
    changes = package.changes
    if package.is_new:
        yield words.new_package
        if len(changes.new) == len(package.packed.notes):
            yield _decks(package, words)
            return
    if changes.is_empty:
        yield words.unchanged
    yield from _listed(
        words.corrected, changes.corrected, most, words, lambda notes: _corrected(notes, words)
    )
    yield from _listed(words.new, changes.new, most, words, _new)
    yield from _listed(words.moved, changes.moved, most, words, _moved, words.moved_explained)
    yield from _retired(changes, living, words, most)
    yield from _listed(words.kept_back, changes.kept_back, most, words, _titles, words.kept_back_explained)
    if changes.reformatted:
        yield words.reformatted.format(f"{len(changes.reformatted):,}")


def _decks(package: ReleasedPackage, words: Words) -> str:
    """The decks of a new package with their numbers of notes."""
    counts = [*count_by_deck(package.packed.notes).items()]
    rows = [
        f"- {as_github(deck)}{words.between}{words.count_notes(count)}"
        for deck, count in counts[:_MOST_DECKS]
    ]
    if len(counts) > _MOST_DECKS:
        rows.append(f"- {words.more.format(len(counts) - _MOST_DECKS)}")
    return "\n".join(rows)


def _retired(changes: Changes, living: Living, words: Words, most: int) -> Iterator[str]:
    """The retired notes, with a search that finds them and no other note."""
    found = [note for note in changes.retired if (note.note_type, note.key) not in living]
    search = search_for(found) if 0 < len(found) <= _MOST_SEARCHED else ""
    yield from _listed(words.retired, changes.retired, most, words, _titles, words.retired_explained)
    if search:
        yield words.search.format(f"`{search}`")


def _listed(
    title: str,
    notes: Sequence[NoteDiff],
    most: int,
    words: Words,
    entries: Callable[[Sequence[NoteDiff]], Iterator[str]],
    explanation: str = "",
) -> Iterator[str]:
    """The heading of a kind of change, what it means, and the notes, or nothing if there are none."""
    if not notes:
        return
    yield f"### {title}{words.between}{len(notes):,}"
    if explanation:
        yield explanation
    yield from entries(notes[:most])
    if len(notes) > most:
        yield words.more.format(f"{len(notes) - most:,}")


def _titles(notes: Sequence[NoteDiff]) -> Iterator[str]:
    if notes:
        yield "\n".join(f"- {_title(note)}" for note in notes)


def _new(notes: Sequence[NoteDiff]) -> Iterator[str]:
    """The new notes below their decks."""
    for deck, group in groupby(notes, key=lambda note: note.deck):
        yield f"**{as_github(deck)}**"
        yield from _titles([*group])


def _moved(notes: Sequence[NoteDiff]) -> Iterator[str]:
    rows = (
        f"- {_title(note)} ({as_github(move.old)} → {as_github(move.new)})"
        for note in notes
        for move in note.moves
    )
    yield "\n".join(rows)


def _corrected(notes: Sequence[NoteDiff], words: Words) -> Iterator[str]:
    yield "\n".join(row for note in notes for row in (f"- {_title(note)}", *_changes(note, words)))


def _changes(note: NoteDiff, words: Words) -> Iterator[str]:
    for field in note.fields:
        if field.segments and field.name not in UNREAD:
            yield f"  - {words.fields.get(field.name, field.name)}{words.between}{_edits(field)}"
    for fate, text in ((CardFate.ADDED, words.card_added), (CardFate.LEFT_EMPTY, words.card_emptied)):
        if count := sum(card.fate is fate for card in note.cards):
            yield f"  - {text.format(count)}"


def _edits(change: TextChange) -> str:
    parts = [_segment(segment) for segment in change.segments[:_MOST_PARTS]]
    return "".join((*parts, " …" if len(change.segments) > _MOST_PARTS else "")).strip()


def _segment(segment: Segment) -> str:
    text = as_github(_shorten(segment.text))
    match segment.mark:
        case Mark.REMOVED:
            return f"<del>{text}</del>"
        case Mark.ADDED:
            return f"<ins>{text}</ins>"
        case Mark.KEPT | Mark.CUT:
            return text


def _shorten(text: str) -> str:
    half = _LONGEST_PART // 2
    return text if len(text) <= _LONGEST_PART else f"{text[:half]} … {text[-half:]}"


def _title(note: NoteDiff) -> str:
    return title_as_github(note.title or note.key or note.guid)


def _files(release: Release, words: Words) -> Iterator[str]:
    licence = release.licence
    yield (
        f"{words.licence.format(as_github(licence_name(licence.content)))} (`{licence.file}`)"
        if licence
        else words.no_licence
    )
    yield words.checksums.format("`sha256sum -c SHA256SUMS`")

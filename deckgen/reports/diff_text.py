"""Render a diff for a terminal, as styled pieces that can be read without colours too."""

from collections.abc import Iterable, Iterator

from deckgen.diff.values import Arrival, DeckDiff, Diff, Mark, NoteDiff, NoteTypeDiff, TextChange
from deckgen.reports import diff_wording as wording
from deckgen.reports.printable import printable
from deckgen.reports.styled import Piece, Style
from deckgen.syntax.html_lines import INDENT


def render_text(diff: Diff) -> tuple[Piece, ...]:
    """The whole diff, the summary first; pieces hold their own line ends."""
    return tuple((printable(text), style) for text, style in _line(*_summary(diff))) + render_details(diff)


def render_details(diff: Diff) -> tuple[Piece, ...]:
    """The diff below its summary; pieces hold their own line ends."""
    pieces = (
        *(_heading(f"! {wording.explain_repeated(diff.repeated)}", "warning") if diff.repeated else ()),
        *(piece for arrival in wording.HEADINGS for piece in _section(diff, arrival)),
        *_titled(wording.title_moves(diff.notes), _moves(diff)),
        *_titled(f"Note types ({len(diff.note_types)})", map(_note_type, diff.note_types)),
        *_titled(f"Decks ({len(diff.decks)})", map(_deck, diff.decks)),
        *_titled(f"Pictures and sounds ({len(diff.media):,})", _media(diff)),
    )
    return tuple((printable(text), style) for text, style in pieces)


_LONGEST = 600
_MOST_LISTED = 200


def _summary(diff: Diff) -> tuple[Piece, ...]:
    """The first line, in which the notes that a learner would be left with stand out."""
    number = len(diff.of(Arrival.RETIRED))
    before, retired, after = wording.summarise(diff).partition(f"{number:,} retired")
    return (before, "heading"), (retired, "error"), (after, "heading")


def _line(*pieces: Piece) -> tuple[Piece, ...]:
    return (*pieces, ("\n", "plain"))


def _heading(text: str, style: Style = "heading") -> tuple[Piece, ...]:
    return (("\n", "plain"), *_line((text, style)))


def _titled(title: str, entries: Iterable[Iterable[Piece]]) -> Iterator[Piece]:
    """The entries below their title, or nothing if there are none."""
    pieces = [piece for entry in entries for piece in entry]
    if pieces:
        yield from _heading(title)
        yield from pieces


def _section(diff: Diff, arrival: Arrival) -> Iterator[Piece]:
    notes = wording.listed(diff, arrival)
    if not notes:
        return
    loud = arrival in wording.LOUD
    style: Style = "warning" if loud else "error" if arrival is Arrival.RETIRED else "heading"
    yield from _heading(f"{'! ' if loud else ''}{wording.HEADINGS[arrival]} ({len(notes):,})", style)
    if explanation := wording.explain(diff, arrival):
        yield from _line((f"  {explanation}", "warning" if loud else "plain"))
    if arrival is Arrival.RETIRED and (search := wording.search_for(notes)):
        yield from _line(("  Find them with", "plain"))
        # The search is alone on its line, so that it can be copied.
        yield from _line((search, "exact"))
    for note in notes[:_MOST_LISTED]:
        yield from _note(note)
    if len(notes) > _MOST_LISTED:
        more = f"  … and {len(notes) - _MOST_LISTED:,} more; --html and --json have them all"
        yield from _line((more, "plain"))


def _note(note: NoteDiff) -> Iterator[Piece]:
    yield ("  ", "plain")
    if note.key:
        yield (f"{note.key}  ", "name")
    yield (note.title, "plain")
    if note.arrival is Arrival.NEW:
        yield (f"  → {note.deck}", "plain")
    yield ("\n", "plain")
    if note.arrival in (Arrival.NEW, Arrival.RETIRED):
        return
    if note.was_of:
        yield from _line((f"    {wording.explain_kind(note)}", "warning"))
    for field in note.fields:
        yield from render_change(field)
    tags: list[Piece] = [(f" [-{tag}-]", "removed") for tag in note.tags_lost]
    tags += [(f" {{+{tag}+}}", "added") for tag in note.tags_gained]
    if tags:
        yield from _line(("    Tags:", "quiet"), *tags)
    for card in note.cards:
        yield from _line(("    Card: ", "quiet"), (wording.explain_card(card), "plain"))


def render_change(change: TextChange) -> Iterator[Piece]:
    """A field that differs, with the words that were removed and added."""
    has_lines = any("\n" in segment.text for segment in change.segments)
    yield (f"    {change.name}:", "quiet")
    yield ("\n      " if has_lines else " ", "plain")
    if not change.segments:
        yield (wording.FORMATTING, "quiet")
    forms: dict[Mark, tuple[str, str, Style]] = {
        Mark.REMOVED: ("[-", "-]", "removed"),
        Mark.ADDED: ("{+", "+}", "added"),
    }
    for segment in change.segments:
        text = _shorten(segment.text)
        if segment.mark in forms:
            begin, end, style = forms[segment.mark]
            # A line end within the marks would tear them apart, and so would the indentation of code.
            within = text.strip("\n")
            within = within.lstrip(" ") or within if within.startswith(INDENT) else within
            before, _, after = text.rpartition(within) if within else (text, "", "")
            yield (_indented(before), "plain")
            yield (_indented(f"{begin}{within or '⏎'}{end}"), style)
            yield (_indented(after), "plain")
        elif segment.mark is Mark.KEPT:
            yield (_indented(text), "plain")
        else:
            yield (_indented(text), "quiet")
    yield ("\n", "plain")


def _indented(text: str) -> str:
    return text.replace("\n", "\n      ")


def _shorten(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]} … {text[-half:]}"


def _moves(diff: Diff) -> Iterator[Iterable[Piece]]:
    moves = wording.list_moves(diff.notes)
    if moves:
        yield _line((f"  {wording.MOVED}", "plain"))
    for decks, names in moves:
        yield _line(("  ", "plain"), (f"{decks}  ", "name"), (names, "plain"))


def _note_type(note_type: NoteTypeDiff) -> Iterator[Piece]:
    loud = note_type.arrival in wording.LOUD
    first, *others = wording.TYPES[note_type.arrival]
    style: Style = "warning" if loud else "plain"
    yield from _line((f"{'! ' if loud else '  '}{note_type.name} ", "name"), (first, style))
    for sentence in others:
        yield from _line((f"    {sentence}", style))
    for change in note_type.changes:
        yield from _line((f"    {change}", "quiet"))
    if note_type.renames_parts:
        yield from _line((f"    {wording.RENAMED}", "warning"))


def _deck(deck: DeckDiff) -> Iterator[Piece]:
    yield from _line((f"  {deck.name} ", "name"), (wording.explain_deck(deck), "plain"))
    if deck.description:
        yield from render_change(deck.description)


def _media(diff: Diff) -> Iterator[Iterable[Piece]]:
    for heading, names in wording.group_media(diff.media, most=20):
        yield _line((f"  {heading}: ", "quiet"), (names, "plain"))

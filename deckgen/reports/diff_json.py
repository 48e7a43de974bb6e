"""A diff as JSON, for programs."""

from dataclasses import asdict

from deckgen.diff.values import Arrival, Diff, NoteDiff, TextChange
from deckgen.reports.as_json import Json
from deckgen.reports.diff_wording import search_for, summarise


def to_json(diff: Diff) -> dict[str, Json]:
    """Return the whole diff but for the unchanged notes, which are only counted.

    - `summary`: the line that people read; `empty`: whether an import changes nothing.
    - `counts`: notes by what becomes of them: `new`, `changed`, `rewritten` (the same content with a newer
      time), `skipped` (an edit that does not arrive), `refused` (of another note type), `retired`,
      `unchanged`.
    - `full_sync`: whether an import forces one, which it never does; `full_sync_if_merged`: whether it would
      with Anki's option "Merge note types".
    - `retired_search`: what finds the retired notes in Anki's browser.
    - `notes`: `arrival` is one of the names above; `was_of` is the learner's note type where it is another.
      A field's `segments` are `kept`, `removed`, `added`, or `cut` where unchanged text is left out; none
      where only the formatting differs. A card's `fate` is `added`, `added-empty`, `left-empty`, `stays` or
      `missing`. `moves`: cards that the package has in the deck `new`, and Anki leaves in `old`.
    - `note_types`: `arrival` is `new`, `updated`, `rewritten`, `skipped` or `copied`.
    - `decks`, `media` (`new`, `changed`, `skipped`, `gone`), and guids that are `repeated` in a package.
    """
    return {
        "summary": summarise(diff),
        "empty": diff.is_empty,
        "counts": {arrival.value: len(diff.of(arrival)) for arrival in Arrival},
        "full_sync": False,
        "full_sync_if_merged": diff.full_sync_if_merged,
        "retired_search": search_for(diff.of(Arrival.RETIRED)),
        "notes": [_note(note) for note in diff.notes if not note.is_quiet],
        "note_types": [
            {
                "id": note_type.id,
                "name": note_type.name,
                "arrival": note_type.arrival.value,
                "changes": list(note_type.changes),
                "renames_parts": note_type.renames_parts,
            }
            for note_type in diff.note_types
        ],
        "decks": [
            {
                "name": deck.name,
                "new": deck.is_new,
                "description": _change(deck.description) if deck.description else None,
                "description_arrives": deck.description_arrives,
            }
            for deck in diff.decks
        ],
        "media": [{"name": file.name, "arrival": file.arrival.value} for file in diff.media],
        "repeated": list(diff.repeated),
    }


def _note(note: NoteDiff) -> dict[str, Json]:
    return {
        "guid": note.guid,
        "key": note.key,
        "title": note.title,
        "note_type": note.note_type,
        "deck": note.deck,
        "was_of": note.was_of,
        "arrival": note.arrival.value,
        "fields": [_change(field) for field in note.fields],
        "tags_gained": list(note.tags_gained),
        "tags_lost": list(note.tags_lost),
        "cards": [{"name": card.name, "fate": card.fate.value} for card in note.cards],
        "moves": [asdict(move) for move in note.moves],
    }


def _change(change: TextChange) -> dict[str, Json]:
    segments: list[Json] = [{"mark": segment.mark.value, "text": segment.text} for segment in change.segments]
    return {"name": change.name, "segments": segments}

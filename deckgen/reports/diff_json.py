"""A diff as JSON, for programs."""

from dataclasses import asdict

from deckgen.diff.values import Arrival, Diff
from deckgen.reports.as_json import Json
from deckgen.reports.diff_wording import search_for, summarise


def to_json(diff: Diff) -> dict[str, Json]:
    """The whole diff as JSON; unchanged notes are only counted.

    - `summary`: the line that people read; `empty`: whether an import changes nothing.
    - `counts`: the number of notes per `arrival`: `new`, `changed`, `rewritten` (the same content with a
      newer time), `skipped` (an edit that does not arrive), `refused` (of another note type), `retired`,
      `unchanged`.
    - `full_sync`: whether an import forces one, which it never does; `full_sync_if_merged`: whether it would
      with Anki's option "Merge note types".
    - `retired_search`: a search that finds the retired notes in Anki's browser.
    - `notes`: `was_of` is the learner's note type if it is another one. The `mark` of a field's segment is
      `kept`, `removed`, `added`, or `cut` for unchanged text that is left out; a field without segments
      differs only in its formatting. A card's `fate` is `added`, `added-empty`, `left-empty`, `stays` or
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
        "notes": [asdict(note) for note in diff.notes if not note.is_quiet],
        "note_types": [asdict(note_type) for note_type in diff.note_types],
        "decks": [asdict(deck) for deck in diff.decks],
        "media": [asdict(file) for file in diff.media],
        "repeated": diff.repeated,
    }

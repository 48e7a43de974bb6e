"""What `deckgen keys` wrote, or would write."""

from deckgen.project.keys import AddedKeys
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.styled import Line, placed, plain
from deckgen.values.wording import counted


def render_keys(keys: AddedKeys, *, dry_run: bool) -> list[Line]:
    """Each added key with its place and question, and the number of keys."""
    if not keys.added:
        return [] if keys.problems else [plain("Every question has its key.")]
    rows = [
        placed(key.location, "", (f"#{key.key}", "added"), (f"  {key.question}", "plain"))
        for key in keys.added
    ]
    count = f"{counted(len(keys.added), 'key')} {'missing' if dry_run else 'written'}"
    files = counted(len({key.location.path for key in keys.added}), "file")
    return [*rows, plain(f"{count} in {files}")]


def keys_to_json(keys: AddedKeys) -> dict[str, Json]:
    """The added keys as JSON."""
    added = [{**key.location._asdict(), "key": key.key, "question": key.question} for key in keys.added]
    return {"keys": added, "problems": problems_to_json(keys.problems)}

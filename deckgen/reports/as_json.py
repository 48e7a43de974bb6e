"""Values as JSON, for programs."""

import json
from collections.abc import Mapping, Sequence

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | None


def render_json(value: Json) -> str:
    """The text that a command prints with `--json`."""
    return json.dumps(value, ensure_ascii=False, indent=2)

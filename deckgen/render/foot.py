"""Adds to a note what stands at the foot of its back: its tags, and a link to its source.

Both are in the field Source, since Anki would make a copy of a note type with another field and never again
update the notes that a learner has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import quote, urlsplit

from deckgen.render.render import with_key
from deckgen.render.sanitise import plain
from deckgen.values.edit_link import EDIT_CLASS
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Location
from deckgen.values.settings import Settings
from deckgen.values.text import Html, QuestionKey

_SOURCE = -2
_SIGN = "✎"


def finish_note(body: NoteBody, settings: Settings, key: QuestionKey, place: Location) -> NoteBody:
    """The note of the question at this place with its key, and with what its settings want at the foot."""
    body = with_key(body, key)
    if not (settings.edit or settings.show_tags):
        return body
    parts = (
        _render_tags(body.tags) if settings.show_tags else "",
        body.fields[_SOURCE],
        _render_link(settings.edit, key, place) if settings.edit else "",
    )
    fields = [*body.fields]
    fields[_SOURCE] = Html(" ".join(filter(None, parts)))
    return replace(body, fields=tuple(fields))


def _render_tags(tags: Sequence[str]) -> str:
    paths = " · ".join(tag.replace("::", " › ") for tag in tags)
    return f'<span class="tags">{plain(paths)}</span>' if paths else ""


def _render_link(address: str, key: QuestionKey, place: Location) -> str:
    # Anki would read two braces as the name of a field.
    filled = "".join(_filled(address, key, place)).replace("{", "%7B").replace("}", "%7D")
    # A screen reader would call the sign a lower right pencil; the name of the server is in no language.
    label = escape(urlsplit(address).hostname or "")
    return (
        f'<a class="{EDIT_CLASS}" href="{escape(filled)}" rel="noopener noreferrer" '
        f'aria-label="{label}">{_SIGN}</a>'
    )


def _filled(address: str, key: QuestionKey, place: Location) -> Iterator[str]:
    """The address, part by part, with what its placeholders stand for."""
    # In `#:~:text=…` a `-` parts texts (https://wicg.github.io/scroll-to-text-fragment/#syntax).
    whole_key = quote(key, safe="").replace("-", "%2D")
    values = {"path": quote(place.path), "key": whole_key, "line": str(place.line)}
    text, *parts = address.split("{")
    yield text
    for part in parts:
        name, _, text = part.partition("}")
        yield values[name] + text

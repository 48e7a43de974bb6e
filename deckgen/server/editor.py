"""Makes the links that open a line of a source in the author's editor."""

import re
from pathlib import Path
from urllib.parse import quote

from deckgen.preview.as_json import Link, no_link
from deckgen.values.error import DeckgenError
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location

EDITORS = {
    "vscode": "vscode://file{path}:{line}",
    "vscodium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "windsurf": "windsurf://file{path}:{line}",
    "zed": "zed://file{path}:{line}",
    "idea": "idea://open?file={path}&line={line}",
    "pycharm": "pycharm://open?file={path}&line={line}",
    "textmate": "txmt://open?url=file://{path}&line={line}",
    "none": "",
}
"""The addresses that editors have registered, by name; `none` makes no links."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_RUN_IN_THE_PAGE = ("javascript", "data", "vbscript", "blob")


class EditorError(DeckgenError):
    """The editor is not known, or its template cannot be used."""


def link_to(editor: str, root: Path) -> Link:
    """Links for an editor of this name, or by a template with `{path}` and `{line}`.

    Raises:
        EditorError: it is neither.
    """
    template = EDITORS.get(editor)
    if template == "":
        return no_link
    if template is None:
        _check_template(editor)
        template = editor

    def link(place: Location) -> str:
        path = quote((root / place.path).absolute().as_posix(), safe="/:")
        # On Windows a path begins with the letter of its disk.
        path = path if path.startswith("/") else f"/{path}"
        return template.replace("{path}", path).replace("{line}", str(place.line))

    return link


def _check_template(template: str) -> None:
    scheme = _SCHEME.match(template)
    if scheme is None:
        near = did_you_mean(template, EDITORS)
        raise EditorError(f"`{template}` is not an editor that deckgen knows; {near}, or write an address")
    if scheme[1].lower() in _RUN_IN_THE_PAGE:
        raise EditorError(f"an address that begins with `{scheme[0]}` opens no editor")
    if "{path}" not in template:
        raise EditorError(f"`{template}` does not say where the file is; write `{{path}}` in it")

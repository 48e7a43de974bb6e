"""Cards in Chromium: rendered by the real Anki, typeset by its MathJax, in pages like its programs'."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from mathjax.page import MathJax
from tests.support import ROOT, write_project

_HERE = Path(__file__).parent
_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css", ".js": "text/javascript"}
_SCRIPTS = (
    '<script src="/_anki/js/mathjax.js"></script>'
    '<script src="/_anki/js/vendor/mathjax/tex-chtml-full.js"></script>'
)
_HOST = '<!doctype html><meta charset="utf-8"><body><script type="module" src="/measure.js"></script>'

Faces = dict[str, str]
"""The HTML of each face, by a name such as `lora-rank 1 back`."""


class Cards(MathJax):
    """A page that shows faces, open while the context lasts; `media` are the files that they refer to."""

    def __init__(self, media: Mapping[str, bytes] = {}) -> None:
        super().__init__()
        self._media = media

    def measure(self, faces: Faces, **given: Any) -> dict[str, dict[str, Any]]:
        """What `measure.js` says about each face in each theme."""
        found = self.ask("measure", {"faces": faces, **given}, seconds=600)
        return cast("dict[str, dict[str, Any]]", found)

    def run(self, face: str, script: str, **given: Any) -> Any:
        """The value of a script in the page that shows this face."""
        return self.ask("run", {"face": face, "script": script, **given})

    def _get(self, path: str) -> tuple[bytes, str] | None:
        name = path.rpartition("/")[2]
        if path == "/":
            return _HOST.encode(), "text/html"
        if path == "/measure.js":
            return (_HERE / name).read_bytes(), _KINDS[".js"]
        if path.startswith("/shell/") and name in self._media:  # a card's pictures lie beside its page
            return self._media[name], _KINDS.get(Path(name).suffix, "application/octet-stream")
        if path.startswith("/shell/"):
            shell = (_HERE / "shells" / f"{name}.html").read_text(encoding="utf-8")
            return shell.replace("<!-- MathJax -->", _SCRIPTS).encode(), "text/html"
        if path.startswith("/_anki/css/"):
            found = super()._get(path)
            return (found[0], _KINDS[".css"]) if found else None
        return super()._get(path)


def read_media(package: Path) -> dict[str, bytes]:
    """The media files of a package, by name."""
    with zipfile.ZipFile(package) as archive:
        names = json.loads(archive.read("media"))
        return {name: archive.read(number) for number, name in names.items()}


def build_package(folder: Path, sources: Mapping[str, str]) -> Path:
    """The package that deckgen makes of one file under `source/`; other files are its pictures."""
    (name,) = (name for name in sources if name.endswith(".md"))
    write_project(folder, sources)
    command = [sys.executable, "-m", "deckgen", "build", "--quiet", "-C", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return folder / "decks" / Path(name).with_suffix(".apkg").name

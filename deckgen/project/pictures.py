"""Collect the pictures of a page under safe names, to be written beside its source."""

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deckgen.project.folder import ProjectError, find_name, real_path
from deckgen.project.look import read_file
from deckgen.project.web import Fetched
from deckgen.values.note import MAX_MEDIA_BYTES

IMAGES = "images"
_ON_GITHUB = re.compile(r"https://github\.com/([^/]+/[^/]+)/blob/([^?#]+)", re.IGNORECASE)
"""The page that shows a file of a repository; the file itself is on another host."""
_PICTURES = (".svg", ".png", ".jpg", ".gif", ".webp")


@dataclass(slots=True)
class PictureFolder:
    """Collects pictures in memory; `found` are their contents by name, to be written beside the source.

    `folder` is the folder of the page, and `border` the one that a picture may not come from outside of.
    `fetch` downloads a picture; without it remote pictures are not collected. `downloaded` has
    the content of each that it was asked for, or None, by address: none is asked for twice.
    """

    folder: Path | None = None
    border: Path | None = None
    fetch: Callable[[str], Fetched] | None = None
    found: dict[str, bytes] = field(default_factory=dict)
    downloaded: dict[str, bytes | None] = field(default_factory=dict)

    def place(self, address: str, content: bytes | None) -> str:
        """The address of the picture beside the source; empty if the picture cannot be read."""
        if content is None:
            content = self._read(address)
        suffix = picture_suffix(content) if content else ""
        if not content or not suffix or len(content) > MAX_MEDIA_BYTES:
            return ""
        place = f"{IMAGES}/{_safe_name(address, content, suffix)}"
        self.found[place] = content
        return place

    def _read(self, address: str) -> bytes | None:
        with suppress(OSError, ValueError, ProjectError):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
                raw = _ON_GITHUB.sub(r"https://raw.githubusercontent.com/\1/\2", address)
                return self._download(raw)
            if self.folder:
                root = real_path(self.folder)
                path = real_path(find_name(root / unquote(urlsplit(address).path)))
                if path.is_relative_to(self.border or root):
                    return read_file(path, MAX_MEDIA_BYTES)
        return None

    def _download(self, address: str) -> bytes | None:
        if self.fetch is None:
            return None
        if address not in self.downloaded:
            self.downloaded[address] = None
            self.downloaded[address] = self.fetch(address).content
        return self.downloaded[address]


def find_border(folder: Path, given: Sequence[Path]) -> Path:
    """The folder whose pictures a page in `folder` may show.

    It is the repository of the page; without one the folder that was given, else the folder of the page. A
    repository in the home folder holds more than pages, so it does not count.
    """
    own = real_path(folder)
    above = [own, *own.parents]
    home = real_path(Path(os.path.expanduser("~")))  # noqa: PTH111 - Path raises where nobody has a home
    repositories = (one for one in above if os.path.lexists(one / ".git") and not home.is_relative_to(one))
    around = (one for one in map(real_path, given) if one in above)
    return next(repositories, None) or next(around, own)


def picture_suffix(content: bytes) -> str:
    """The suffix that belongs to the content of a picture; empty if a card must not show it."""
    from deckgen.checks.media.content import media_kind  # noqa: PLC0415 - most pages bring no pictures

    kind = media_kind(content)
    return kind.suffix if kind.suffix in _PICTURES and not kind.fault else ""


def _safe_name(address: str, content: bytes, suffix: str) -> str:
    """A name of letters, digits and `-`, which two pictures share only if they are the same."""
    last = unquote(urlsplit(address).path).replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:40].strip("-") or "picture"
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}{suffix}"

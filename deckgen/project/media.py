"""Read the pictures, sounds and videos that documents refer to, but none from outside the project."""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

from deckgen.checks.media_content import find_media_fault
from deckgen.compilation.values import MediaReader
from deckgen.project.folder import Project, find_name, real_path
from deckgen.project.look import read_file
from deckgen.values.codes import Code
from deckgen.values.note import Media, MediaFault, MediaReference

MEDIA_SUFFIXES = (
    *(".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"),
    *(".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac"),
    *(".mp4", ".webm", ".mkv", ".mov"),
)
MAX_MEDIA_BYTES = 20 * 1024 * 1024
"""A larger file would make every sync slow; AnkiWeb refuses files over 100 MB."""

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def read_media(project: Project, reference: MediaReference) -> Media | MediaFault:
    """The picture or sound that a document refers to, if it is in the project."""
    target = reference.target
    if _REMOTE.match(target):
        advice = "save the file beside the text and refer to that"
        return MediaFault(Code.PICTURE_REMOTE, f"`{target[:80]}` is remote; {advice}")
    try:
        found = _find(project, reference)
        if isinstance(found, MediaFault):
            return found
        content = read_file(found, MAX_MEDIA_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a valid file name"
        return MediaFault(
            Code.PICTURE_UNREADABLE,
            f"`{target[:80]}` cannot be read: {reason}; correct that, or save the file again",
        )
    if not content:
        return MediaFault(Code.PICTURE_EMPTY, f"`{target}` is an empty file; save it again")
    if fault := find_media_fault(found.suffix.lower(), content):
        return MediaFault(fault[0], f"`{target}` {fault[1]}")
    if found.suffix.lower() == ".svg" and b"\0" not in content:
        # Git may have checked it out with other line ends, which must change no note.
        content = content.replace(b"\r\n", b"\n")
    return Media(f"deckgen-{hashlib.sha256(content).hexdigest()[:24]}{found.suffix.lower()}", content)


def media_reader(project: Project, told: Callable[[str], None] = lambda path: None) -> MediaReader:
    """A function that reads each picture and sound once; `told` is called with the path of each."""

    @cache
    def read(reference: MediaReference) -> Media | MediaFault:
        told(str(_path(project, reference)))
        return read_media(project, reference)

    return read


def _path(project: Project, reference: MediaReference) -> Path:
    return find_name(project.root / PurePosixPath(reference.document).parent / reference.target)


def _find(project: Project, reference: MediaReference) -> Path | MediaFault:
    target, root = reference.target, real_path(project.root)
    path = _path(project, reference)
    resolved = real_path(path)
    if PurePosixPath(target).is_absolute() or not resolved.is_relative_to(root):
        return MediaFault(Code.PICTURE_OUTSIDE, f"`{target}` is outside the project; copy the file into it")
    try:
        size = resolved.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        name = project.relative(Path(os.path.normpath(path)))
        return MediaFault(
            Code.PICTURE_MISSING, f"the file {name} does not exist; correct the name or add the file"
        )
    if resolved.suffix.lower() not in MEDIA_SUFFIXES:
        kinds = ", ".join(MEDIA_SUFFIXES)
        return MediaFault(
            Code.PICTURE_KIND,
            f"`{target}` is not a picture, sound or video that Anki can show or play ({kinds})",
        )
    if size > MAX_MEDIA_BYTES:
        return MediaFault(Code.PICTURE_TOO_LARGE, f"`{target}` is larger than 20 MiB; make it smaller")
    return resolved

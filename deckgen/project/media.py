"""Read the pictures, sounds and videos that documents refer to, but none from outside the project."""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from deckgen.checks.media.content import find_media_fault
from deckgen.compilation.values import MediaReader
from deckgen.project.folder import Project, find_name, real_path
from deckgen.project.look import read_file
from deckgen.project.meant import FilesByName, as_address, find_meant, folded, list_files, slashed
from deckgen.values.codes import Code
from deckgen.values.note import MAX_MEDIA_BYTES, Media, MediaFault, MediaReference
from deckgen.values.wording import shortened

SOUND_SUFFIXES = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")
VIDEO_SUFFIXES = (".mp4", ".webm", ".mkv", ".mov")
MEDIA_SUFFIXES = (*(".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"), *SOUND_SUFFIXES, *VIDEO_SUFFIXES)

_OTHER_PICTURES = frozenset(
    (
        *(
            ".ai",
            ".apng",
            ".avif",
            ".bmp",
            ".drawio",
            ".eps",
            ".excalidraw",
            ".heic",
            ".heif",
            ".ico",
            ".jfif",
        ),
        *(".jxl", ".pdf", ".psd", ".tif", ".tiff"),
    )
)
_OTHER_SOUNDS = frozenset((".aac", ".aif", ".aiff", ".amr", ".caf", ".mid", ".midi", ".spx", ".wma"))
_MOST_SHOWN = 80
_CUT_OFF = re.compile(r"\.\.\.|…|%E2%80%A6", re.IGNORECASE)
_PAGE = re.compile(
    r"https?://[^/]+/(?:[^?#]*/blob/|(?:[^?#]*/)?(?:File|Datei|Fichier|Image|文件):)"
    r"|https?://(?:drive|docs)\.google\.com/file/",
    re.IGNORECASE,
)
"""The addresses of pages that show a picture, on GitHub, GitLab, Wikipedia and Google Drive."""

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_OF_ONE_COMPUTER = re.compile(r"(?:file:)?/*[A-Za-z]:[\\/]|file:|~/", re.IGNORECASE)


def read_media(
    project: Project, reference: MediaReference, list_files: Callable[[], FilesByName] = dict
) -> Media | MediaFault:
    """The picture or sound that a document refers to, if it is in the project.

    `list_files` gives the files among which a message looks for the one that was meant.
    """
    target = reference.target
    if _REMOTE.match(target) and not _OF_ONE_COMPUTER.match(target):
        return MediaFault(Code.PICTURE_REMOTE, _say_remote(target))
    try:
        found = _find(project, reference, list_files)
        if isinstance(found, MediaFault):
            return found
        content = read_file(found, MAX_MEDIA_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a valid file name"
        return MediaFault(
            Code.PICTURE_UNREADABLE,
            f"`{_shown(target)}` cannot be read: {reason}; correct that, or save the file again",
        )
    if not content:
        return MediaFault(Code.PICTURE_EMPTY, f"`{_shown(target)}` is an empty file; save it again")
    if fault := find_media_fault(found.suffix.lower(), content):
        return MediaFault(fault[0], f"`{_shown(target)}` {fault[1]}")
    if found.suffix.lower() == ".svg" and b"\0" not in content:
        # Git may have checked it out with other line ends, which must change no note.
        content = content.replace(b"\r\n", b"\n")
    return Media(f"deckgen-{hashlib.sha256(content).hexdigest()[:24]}{found.suffix.lower()}", content)


def media_reader(project: Project, told: Callable[[str], None] = lambda path: None) -> MediaReader:
    """A function that reads each picture and sound once; `told` is called with the path of each."""
    listed = cache(partial(list_files, project, MEDIA_SUFFIXES))

    @cache
    def read(reference: MediaReference) -> Media | MediaFault:
        told(str(_path(project, reference)))
        return read_media(project, reference, listed)

    return read


def _path(project: Project, reference: MediaReference) -> Path:
    return find_name(project.root / PurePosixPath(reference.document).parent / reference.target)


_WITHIN = {"attachment": "a Jupyter notebook", "cid": "a mail", "blob": "an open page of a browser"}
"""Where a picture is that has an address of such a scheme."""


def _find(
    project: Project, reference: MediaReference, list_files: Callable[[], FilesByName]
) -> Path | MediaFault:
    target, root = reference.target, real_path(project.root)
    if not target.strip():
        message = "the picture has no address; write the name of its file between `(` and `)`"
        return MediaFault(Code.PICTURE_MISSING, message)
    path = _path(project, reference)
    resolved = real_path(path)
    if _find_outside(target) or not resolved.is_relative_to(root):
        return MediaFault(
            Code.PICTURE_OUTSIDE,
            f"`{_shown(target)}` {_say_outside(project, reference, list_files)}",
        )
    try:
        size = resolved.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        meant = find_meant(project, reference.document, target, list_files())
        name = project.relative(Path(os.path.normpath(path)))
        return MediaFault(
            Code.PICTURE_MISSING, f"the {_noun(target)} {name} does not exist; {_correct_name(target, meant)}"
        )
    if resolved.suffix.lower() not in MEDIA_SUFFIXES:
        return MediaFault(Code.PICTURE_KIND, f"`{_shown(target)}` {_say_kind(resolved)}")
    if size > MAX_MEDIA_BYTES:
        return MediaFault(
            Code.PICTURE_TOO_LARGE,
            f"`{_shown(target)}` is larger than 20 MiB; make it smaller",
        )
    return resolved


def _noun(target: str) -> str:
    suffix = PurePosixPath(slashed(target)).suffix.lower()
    return "sound" if suffix in SOUND_SUFFIXES else "video" if suffix in VIDEO_SUFFIXES else "file"


def _say_remote(target: str) -> str:
    scheme, shown = target.partition(":")[0].lower(), _shown(target)
    if scheme == "data":
        return _say_data(target)
    where = _WITHIN.get(scheme)
    try:
        name = PurePosixPath(urlsplit(target).path).name.rpartition(":")[2]
    except ValueError:
        name = ""
    file = as_address(name) if PurePosixPath(name).suffix.lower() in MEDIA_SUFFIXES else "NAME.png"
    advice = f"save the file beside the text, as `images/{file.strip('<>')}`, and write that"
    if where:
        return f"`{shown}` is a picture inside {where}, and not a file; {advice}"
    if _PAGE.match(target):
        return f"`{shown}` is a web page that shows a picture, and not the picture; open it, and {advice}"
    return f"`{shown}` is on the network, and a card must work without; {advice}"


def _shown(target: str) -> str:
    return shortened(target, _MOST_SHOWN)


def _say_data(target: str) -> str:
    kind, _, data = target.partition(",")
    shown = f"`{shortened(kind, 40)},…`"
    if cut := _CUT_OFF.search(data):
        return (
            f"the data of the picture {shown} are cut off at `{cut[0]}`, so it is not here; save it "
            "from where you copied it, beside the text, and write the name of that file"
        )
    return (
        f"{shown} is a whole picture in place of an address; paste it into the address bar of a browser, "
        "save the picture beside the text, and write the name of that file"
    )


def _say_outside(project: Project, reference: MediaReference, list_files: Callable[[], FilesByName]) -> str:
    target, path = reference.target, _path(project, reference)
    is_inside = Path(os.path.normpath(path)).is_relative_to(project.root)
    if is_inside and os.path.lexists(path) and not _find_outside(target):
        return "is a link to outside the project; put a copy of the file in its place"
    fault = _find_outside(target) or "is outside the project"
    if meant := find_meant(project, reference.document, target, list_files()):
        return f"{fault}; did you mean {_or(meant)}?"
    name = as_address(PurePosixPath(slashed(target)).name or "NAME.png")
    return f"{fault}; copy the file into the folder of the text, and write `{name}`"


def _find_outside(target: str) -> str:
    """Why an address cannot be one from the text, by its form alone; empty if it can."""
    if _OF_ONE_COMPUTER.match(target):
        return "is a place on one computer"
    if target.startswith(("/", "\\")):
        return "begins at the root of a website or a disk, which a card does not have"
    return ""


def _correct_name(target: str, meant: tuple[str, ...]) -> str:
    """What to do about an address that leads to no file, as the end of a sentence."""
    if "\\" in target:
        right = _or(meant) or f"`{as_address(slashed(target))}`, and add the file"
        return f"an address has `/` and not `\\`, so write {right}"
    if not meant:
        return "correct the name or add the file"
    if folded(slashed(target)) != folded(meant[0]):
        return f"did you mean {_or(meant)}?"
    cause = (
        "upper and lower case count" if slashed(target) == target else "only web addresses have a `?` or `#`"
    )
    return f"{cause}, so write {_or(meant)}"


def _or(addresses: tuple[str, ...]) -> str:
    return " or ".join(f"`{as_address(address)}`" for address in addresses)


def _say_kind(path: Path) -> str:
    """Why a file is not packed and what to do, as the end of a sentence."""
    suffix = path.suffix.lower()
    if path.is_dir():
        return "is a folder; write the name of a file in it"
    if not suffix:
        return "has no ending; give the file that of its kind, such as `.png`, and write it here, too"
    kinds = f"one of {', '.join(MEDIA_SUFFIXES)}"
    if suffix in _OTHER_PICTURES:
        kinds = "PNG, JPEG, WebP, GIF or SVG"
    elif suffix in _OTHER_SOUNDS:
        kinds = "MP3, OGG, Opus, WAV, M4A or FLAC"
    return f"is not a file that Anki shows or plays everywhere; save it as {kinds}"

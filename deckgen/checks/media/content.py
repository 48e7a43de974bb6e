"""Finds media that are not what their names say, and SVGs that do more than show a picture."""

import base64
import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_SIGNATURES = (
    (".png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    (".jpg", re.compile(rb"\xff\xd8\xff")),
    (".gif", re.compile(rb"GIF8[79]a")),
    (".webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    (".wav", re.compile(rb"(?:RIFF|RF64).{4}WAVE", re.DOTALL)),
    (".ogg", re.compile(rb"OggS")),
    (".mp4", re.compile(rb".{4}(?:ftyp(?!avi|hei|mif1)|moov|mdat|wide|free|skip)", re.DOTALL)),
    (".webm", re.compile(rb"\x1aE\xdf\xa3")),
    (".flac", re.compile(rb"fLaC")),
    (".mp3", re.compile(rb"ID3|\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd]")),
)
_OTHER_CONTENT = (
    (
        re.compile(rb"version https://git-lfs\.github\.com/"),
        "stands for a file that Git LFS has not fetched; run `git lfs pull`",
    ),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
        ),
        "is a web page inside; open the page, save the picture itself, and put it here in its place",
    ),
)
"""What is found in a file in place of a picture or a sound, and what to do about it."""

_SAME = {".jpeg": ".jpg", ".oga": ".ogg", ".opus": ".ogg", ".m4a": ".mp4", ".mov": ".mp4", ".mkv": ".webm"}
"""Suffixes of one container: M4A and QuickTime are MP4 with other tracks, WebM is Matroska."""

_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_XML_BASE = "http://www.w3.org/XML/1998/namespace base"
_ACTIVE = frozenset(("script", "foreignobject", "handler", "listener", "iframe", "object", "embed"))
# matplotlib and draw.io write such a DOCTYPE, which no viewer reads.
_HARMLESS_DOCTYPE = re.compile(r"(?:-//W3C//DTD SVG [\w. -]+//EN https?://www\.w3\.org/\S+)?")

_INSIDE = r"(?:#|data:(?:image/(?!svg)|font/|application/(?:x-)?font))"
_IS_INSIDE = re.compile(rf"\s*(?:{_INSIDE}|$)", re.IGNORECASE)
_NESTED = re.compile(r"\s*data:image/svg\+xml([^,]*),(.*)", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_OUTSIDE = re.compile(
    rf"@import|\burl\((?!\s*[\"']?\s*(?:{_INSIDE}|[\"']?\s*\)))|\b(?:image|image-set|src)\(", re.IGNORECASE
)


class MediaKind(NamedTuple):
    """The suffix that belongs to a content, and what an SVG holds that a picture must not.

    If the content is not a known one, the suffix is empty and `fault` says why it is not an SVG.
    """

    suffix: str
    fault: str = ""


def media_kind(content: bytes, *, nested: bool = False) -> MediaKind:
    """What the content of a file is, whatever its name says; `nested` if an SVG holds it."""
    for suffix, signature in _SIGNATURES:
        if signature.match(content):
            return MediaKind(suffix)
    try:
        _Reader(nested=nested).read(content)
    except _Found as found:
        return MediaKind(".svg", str(found))
    except (expat.ExpatError, ValueError, LookupError) as error:
        return MediaKind("", str(error))
    return MediaKind(".svg")


def find_media_fault(suffix: str, content: bytes) -> tuple[Code, str] | None:
    """The code and the words for a file with this suffix that must not be shown or played."""
    wanted, kind = _SAME.get(suffix, suffix), media_kind(content)
    if kind.suffix == wanted:
        advice = "delete it there, or save the picture as PNG"
        return (Code.PICTURE_ACTIVE, f"holds {kind.fault}; {advice}") if kind.fault else None
    if kind.suffix:
        return (
            Code.PICTURE_CONTENT,
            f"holds what belongs into a file `{kind.suffix}`; rename it, and write the new name here",
        )
    for sign, fault in _OTHER_CONTENT:
        if sign.match(content):
            return Code.PICTURE_CONTENT, fault
    reason = f" ({kind.fault})" if wanted == ".svg" else ""
    return Code.PICTURE_CONTENT, f"is not a `{suffix}` file inside{reason}; save it again"


class _Found(Exception):  # noqa: N818 - not an error, but the end of a search
    """Ends the reading of an SVG at what it must not hold."""


class _Reader:
    """Reads an SVG as a browser does, but resolves nothing."""

    def __init__(self, *, nested: bool) -> None:
        self._nested = nested
        self._style: list[str] | None = None
        self._depth = 0

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _doctype(self, name: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if has_subset or not _HARMLESS_DOCTYPE.fullmatch(f"{public or ''} {system or ''}".strip()):
            raise _Found("a DOCTYPE that defines entities or refers to another file")

    def _instruction(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Found("the reference `<?xml-stylesheet?>` to another file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self._depth and (namespace, local) != (_SVG, "svg"):
            raise ValueError("it does not begin with `<svg xmlns=…>`")
        self._depth += 1
        if namespace == _XHTML or local.lower() in _ACTIVE:
            raise _Found(f"the element `<{shortened(local, 20)}>`")
        if local == "style":
            self._style = []
        for key, value in attributes.items():
            self._attribute(key, value)

    def _attribute(self, name: str, value: str) -> None:
        namespace, _, local = name.rpartition(" ")
        local = local.lower()
        if local == "href":
            self._reference(value)
        elif name == _XML_BASE:
            raise _Found("the attribute `xml:base`, which leads references to other files")
        elif namespace or local == "content":  # of the programs that draw; `content` is draw.io's
            return
        elif local.startswith("on"):
            raise _Found(f"the script in `{shortened(local, 20)}`")
        elif local == "attributename" and re.match(r"(?:.*:)?(?:href|on)", value.strip(), re.IGNORECASE):
            raise _Found(f"an animation of `{shortened(value.strip(), 20)}`")
        else:
            _check_style(value)

    def _reference(self, value: str) -> None:
        svg = _NESTED.match(value)
        if svg and not self._nested:
            data = unquote_to_bytes(svg[2].partition("#")[0])
            try:
                data = base64.b64decode(data) if "base64" in svg[1] else data
            except ValueError:
                data = b""
            kind = media_kind(data, nested=True)
            if kind != MediaKind(".svg"):
                raise _Found(f"another SVG with {kind.fault or 'another content'}")
        elif not _IS_INSIDE.match(value):
            raise _Found(f"the reference `{shortened(value, 40)}` to something outside itself")

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, name: str) -> None:
        if self._style is not None and name.endswith("style"):
            _check_style("".join(self._style))
            self._style = None


def _check_style(style: str) -> None:
    if "(" not in style and "@" not in style:
        return
    plain = _ESCAPE.sub(_character, style) if "\\" in style else style
    if found := _OUTSIDE.search(plain):
        around = plain[found.start() : found.start() + 40]
        raise _Found(f"the style `{shortened(' '.join(around.split()), 30)}`, which reads another file")


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1], 16) if escape[1] else ord(escape[2])
    return chr(number) if number <= 0x10FFFF else "\ufffd"

"""Opens a page: unpacks an archive, finds the charset, replaces wrong characters and detects the kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deckgen.pages.open.characters import mend_characters
from deckgen.pages.open.decode import PageError, decode_page
from deckgen.pages.open.mhtml import Archive, Document, put_into_frames, read_mhtml
from deckgen.pages.page import PageKind


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of a page, its address, its kind if that was named, and the pictures in its archive."""

    text: str
    address: str
    kind: PageKind | None
    pictures: Mapping[str, bytes] = field(repr=False)


def open_page(content: bytes, name: str, *, charset: str, address: str, kind: PageKind | None) -> Opened:
    """Open a page; `charset` and `address` are those of the HTTP response.

    Raises:
        PageError: the content is empty, too large or not text.
    """
    found = read_mhtml(content)
    if found:
        kind = kind or PageKind.HTML
    archive = found or Archive(Document(content, charset, ""), {}, {})
    page = archive.page
    text = mend_characters(decode_page(name, page.content, page.charset or charset))
    if archive.frames:
        frames = {at: _read_frame(frame) for at, frame in archive.frames.items()}
        text = put_into_frames(text, page.address, frames)
    return Opened(text, address or page.address, kind, archive.files)


def _read_frame(frame: Document) -> str:
    """The document of a frame; nothing if it is not text, such as a picture."""
    try:
        return mend_characters(decode_page(frame.address, frame.content, frame.charset))
    except PageError:
        return ""

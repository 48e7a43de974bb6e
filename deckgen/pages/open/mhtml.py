"""Opens a page that a browser saved with its frames and its pictures in one file (MHTML, RFC 2557)."""

import email
import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from deckgen.pages.open.addresses import join_address

_HEAD = 4096
_FRAME = re.compile(r"""(?P<tag><i?frame\b)(?P<rest>[^<>]*?\ssrc\s*=\s*["']?(?P<address>[^\s"'<>]+))""", re.I)
_DEEPEST = 4
"""Frames in frames; the reader of HTML follows no more."""


@dataclass(frozen=True, slots=True)
class Document:
    """An HTML document, its charset if it is named, and its address."""

    content: bytes
    charset: str
    address: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The page itself; its pictures, and the documents of its frames by their addresses."""

    page: Document
    files: dict[str, bytes] = field(repr=False)
    frames: dict[str, Document] = field(repr=False)


def read_mhtml(content: bytes) -> Archive | None:
    """The page in an MHTML archive; None if the file is not an archive."""
    head = content[:_HEAD].lower()
    if b"multipart/related" not in head or b"mime-version" not in head:
        return None
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    page: Document | None = None
    files: dict[str, bytes] = {}
    frames: dict[str, Document] = {}
    for part in message.walk():
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        location = str(part.get("Content-Location", "")).strip()
        identity = str(part.get("Content-ID", "")).strip("<> ")
        names = [name for name in (location, f"cid:{identity}" if identity else "") if name]
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            document = Document(payload, part.get_content_charset() or "", location)
            if page is None:
                page = document
            else:
                frames |= dict.fromkeys(names or [f"part {len(frames)}"], document)
        elif part.get_content_maintype() == "image":
            files |= dict.fromkeys(names, payload)
    page = page or Document(b"", "", "")
    saved = str(message.get("Snapshot-Content-Location", "")).strip() or page.address
    address = saved if saved.startswith(("http://", "https://")) else ""
    return Archive(Document(page.content, page.charset, address), files, frames)


def put_into_frames(page: str, address: str, documents: Mapping[str, str]) -> str:
    """The page with each document in its frame (`srcdoc`); one that no frame shows is beside the page.

    The documents are given by their addresses, and one may have several. Each is put into one frame, so the
    page does not grow beyond its archive.
    """
    put = {""}

    def fill(text: str, depth: int) -> str:
        def one(match: re.Match[str]) -> str:
            name = unescape(match["address"])
            document = documents.get(name) or documents.get(join_address(address, name), "")
            if document in put:
                return match[0]
            put.add(document)
            # Without line ends, so that the lines below keep their numbers.
            inside = escape(fill(document, depth + 1)).replace("\n", "&#10;")
            return f'{match["tag"]} srcdoc="{inside}"{match["rest"]}'

        return _FRAME.sub(one, text) if depth < _DEEPEST else text

    filled = fill(page, 0)
    left = [document for document in dict.fromkeys(documents.values()) if document not in put]
    return "\n".join(
        [filled, *(f'<aside><iframe srcdoc="{escape(each)}"></iframe></aside>' for each in left)]
    )

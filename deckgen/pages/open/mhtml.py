"""Opens a page that a browser saved with its pictures in one file (MHTML)."""

import email
import email.policy
from dataclasses import dataclass, field

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Archive:
    """The page itself, its address, and its pictures by their addresses."""

    content: bytes
    charset: str
    address: str
    files: dict[str, bytes] = field(repr=False)


def read_mhtml(content: bytes) -> Archive | None:
    """The page in an MHTML archive; None if the file is not an archive."""
    head = content[:_HEAD].lower()
    if b"multipart/related" not in head or b"mime-version" not in head:
        return None
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    page, charset, address, files = b"", "", "", {}
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        location = str(part.get("Content-Location", "")).strip()
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and not page:
            page, charset = payload, part.get_content_charset() or ""
            address = location
        elif part.get_content_maintype() == "image":
            files[location] = payload
            identity = str(part.get("Content-ID", "")).strip("<> ")
            if identity:
                files[f"cid:{identity}"] = payload
    saved = str(message.get("Snapshot-Content-Location", "")).strip() or address
    return Archive(page, charset, saved if saved.startswith(("http://", "https://")) else "", files)

"""Makes the answers of the server: JSON, files, and that there is nothing."""

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from deckgen.preview.as_json import Json

KINDS = {
    ".css": "text/css",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".m4a": "audio/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
"""The media type by the ending of a name; the system's own table differs from machine to machine."""


def as_json(content: Json) -> Response:
    """An answer in JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), media_type="application/json")


def as_file(name: str, content: bytes | None, headers: dict[str, str] | None = None) -> Response:
    """A file, whose name says its kind."""
    kind = KINDS.get(name[name.rfind(".") :].lower())
    if content is None or kind is None:
        return not_found()
    return Response(content, media_type=kind, headers=headers)


def not_found() -> Response:
    """There is nothing at this address."""
    return PlainTextResponse("There is nothing here.\n", status_code=404)


def bug_answer(report: Callable[[Exception], None]) -> Callable[[Request, Exception], Response]:
    """Answers where deckgen itself has failed; `report` is called with the error, too."""

    def say_bug(_: Request, error: Exception) -> Response:
        report(error)
        message = f"This is a bug in deckgen: {type(error).__name__}: {error}\n"
        return PlainTextResponse(message, status_code=500)

    return say_bug

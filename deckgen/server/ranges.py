"""Answers with the part of a file that a request asks for, as Safari needs it to play a sound or a film."""

import re

from starlette.requests import Request
from starlette.responses import Response

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)
"""One range: `first-last`, `first-` or `-length`."""


def answer_range(request: Request, whole: Response) -> Response:
    """The part of `whole` that is asked for, as RFC 9110 defines it, or `whole` if none is.

    A server may always answer with the whole content. This one does if several parts are asked for, and if
    the part depends on a validator (`If-Range`), since its answers do not have one.
    """
    if whole.status_code != 200:
        return whole
    whole.headers["Accept-Ranges"] = "bytes"
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if request.method != "GET" or found is None or "if-range" in request.headers:
        return whole
    return _cut(whole, found[1], found[2])


def _cut(whole: Response, first: str, last: str) -> Response:
    size = len(whole.body)
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(size, int(last) + 1) if first and last else size
    if not (first or last) or (first and last and int(last) < start):
        return whole
    headers = {name: value for name, value in whole.headers.items() if name != "content-length"}
    if start >= size:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(None, 416, headers)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Response(whole.body[start:end], 206, headers)

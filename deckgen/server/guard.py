"""Answers only the pages of this server on this machine, and says with each answer what a browser may do.

A page of the network must not read the cards: neither by a request of its own (the header Origin, or
Sec-Fetch-Site where there is none), nor under a name that leads to this machine (DNS rebinding: Host).
"""

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OURS = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
"""Any port: a tunnel such as `ssh -L` may have another one at its end."""

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    # A frame without an address of its own obeys this policy, too, and cards have styles in their HTML.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "media-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    # The document of a face has a base, the folder of the media.
    "base-uri": "'self'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""The Content-Security-Policy of the pages."""

WITHOUT_SCRIPTS = {**POLICY, "script-src": "'none'", "connect-src": "'none'"}
"""That of the page to print, whose document has faces in it."""

PICTURE = {"default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:", "sandbox": ""}
"""That of a picture, which may be an SVG with a script in it, opened by itself."""


def as_header(policy: Mapping[str, str]) -> str:
    """A policy as the text of its header."""
    return "; ".join(f"{name} {sources}".rstrip() for name, sources in policy.items())


_HEADERS = {
    "Content-Security-Policy": as_header(POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Wraps an application; answers what it refuses itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refuse(Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_guarded)


def _refuse(headers: Headers) -> PlainTextResponse | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _OURS.fullmatch(hosts[0]):
        message = "This server answers only under the address that deckgen has printed.\n"
        return PlainTextResponse(message, status_code=421)
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "navigate")
    is_foreign = site not in ("none", "same-origin") and mode != "navigate"
    own = f"http://{hosts[0].lower()}"
    if is_foreign or any(origin.lower() != own for origin in headers.getlist("origin")):
        return PlainTextResponse("Another page must not read this one.\n", status_code=403)
    return None

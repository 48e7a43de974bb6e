"""Download a page or a picture, with limits on time, size and redirects."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from deckgen.project.folder import ProjectError
from deckgen.project.installation import command_to_add

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 20 * 1024 * 1024
_MAX_REDIRECTS = 5
_SECONDS = 30.0
_AGENT = "deckgen"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The content of a page, and what the server says of it: the charset, and the last address."""

    content: bytes
    charset: str = ""
    address: str = ""


def is_address(page: str) -> bool:
    """Whether this is an address and not a file."""
    return "://" in page


def fetch(address: str, *, allow_private: bool = False, seconds: float = _SECONDS) -> Fetched:
    """The page at an http or https address."""
    try:
        import httpx  # noqa: PLC0415 - an optional extra, and only needed here
    except ImportError:
        raise ProjectError(f"to read pages from the web, run `{command_to_add('httpx')}`") from None
    deadline = time.monotonic() + seconds
    try:
        with httpx.Client(
            timeout=min(10.0, seconds), headers={"User-Agent": _AGENT}, trust_env=False
        ) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                _check_address(address, allow_private=allow_private)
                with client.stream("GET", address) as response:
                    _check_peer(address, response, allow_private=allow_private)
                    if not response.has_redirect_location:
                        content = _read(address, response, deadline)
                        return Fetched(content, response.charset_encoding or "", address)
                    address = urljoin(address, response.headers["location"])
            raise ProjectError(f"{address} has more than {_MAX_REDIRECTS} redirects; give the last address")
    except httpx.TimeoutException:
        raise ProjectError(f"{address} does not answer in time; save the page and give the file") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise ProjectError(f"{address} cannot be read: {error or type(error).__name__}") from None


def _check_address(address: str, *, allow_private: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ProjectError(f"{address} is not an http or https address")
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ProjectError(f"{parts.hostname} is unknown; check the address and the network") from None
    for *_, place in found:
        _refuse_private(address, str(place[0]))


def _check_peer(address: str, response: "httpx.Response", *, allow_private: bool) -> None:
    """Check the address of the connection: the name may have changed its address since it was checked."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not allow_private:
        _refuse_private(address, str(peer[0]))


def _refuse_private(address: str, place: str) -> None:
    number = ipaddress.ip_address(place.split("%", maxsplit=1)[0])
    mapped = getattr(number, "ipv4_mapped", None)
    if not (mapped or number).is_global:
        raise ProjectError(f"{address} is in a private network ({place}); --allow-private permits it")


def _read(address: str, response: "httpx.Response", deadline: float) -> bytes:
    if response.status_code in (401, 403, 407):
        raise ProjectError(f"{address} requires a login ({response.status_code}); save the page in a browser")
    if response.status_code != 200:
        raise ProjectError(f"{address} answers {response.status_code} {response.reason_phrase}")
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind.startswith(("video/", "audio/", "font/")) or kind in ("application/pdf", "application/zip"):
        raise ProjectError(f"{address} is {kind} and not a page")
    pieces, size = [], 0
    # The length that a server announces may be wrong, so the bytes are counted.
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MAX_BYTES:
            raise ProjectError(f"{address} is larger than {MAX_BYTES // 1024 // 1024} MiB")
        if time.monotonic() > deadline:
            raise ProjectError(f"{address} was not complete in time; save the page and give the file")
        pieces.append(piece)
    return b"".join(pieces)

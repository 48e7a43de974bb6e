"""Gets a page or a picture from the web, with bounds on time, size and where it may lead."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from deckgen.project.folder import ProjectError

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 20 * 1024 * 1024
_MAX_REDIRECTS = 5
_SECONDS = 30.0
_INSTALL = "to read pages from the web, install httpx: `pip install 'deckgen[web]'`"
_AGENT = "deckgen (https://pypi.org/project/deckgen/)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the content, the charset it names, and the address that it came from."""

    content: bytes
    charset: str
    address: str


def is_address(page: str) -> bool:
    """Whether this is an address and no file."""
    return "://" in page


def fetch(address: str, *, allow_private: bool = False, seconds: float = _SECONDS) -> Fetched:
    """The page at an http or https address.

    Raises:
        ProjectError: it cannot be had, and why.
    """
    try:
        import httpx  # noqa: PLC0415 - an optional extra, and only needed here
    except ImportError:
        raise ProjectError(_INSTALL) from None
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
            raise ProjectError(f"{address} leads on and on: more than {_MAX_REDIRECTS} redirects")
    except httpx.TimeoutException:
        raise ProjectError(f"{address} does not answer in time; save the page and give the file") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise ProjectError(f"{address} cannot be read: {error or type(error).__name__}") from None


def _check_address(address: str, *, allow_private: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ProjectError(f"{address} is no http or https address")
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ProjectError(
            f"{parts.hostname} is unknown; is the address right, and the network up?"
        ) from None
    for *_, place in found:
        _refuse_private(address, str(place[0]))


def _check_peer(address: str, response: "httpx.Response", *, allow_private: bool) -> None:
    """Look at the address that was connected to: a name may have changed its meaning since it was checked."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not allow_private:
        _refuse_private(address, str(peer[0]))


def _refuse_private(address: str, place: str) -> None:
    number = ipaddress.ip_address(place.split("%", maxsplit=1)[0])
    mapped = getattr(number, "ipv4_mapped", None)
    if not (mapped or number).is_global:
        message = f"{address} leads into a private network ({place}); --allow-private permits it"
        raise ProjectError(message)


def _read(address: str, response: "httpx.Response", deadline: float) -> bytes:
    if response.status_code in (401, 403, 407):
        raise ProjectError(f"{address} wants a login ({response.status_code}); save the page in a browser")
    if response.status_code != 200:
        raise ProjectError(f"{address} answers {response.status_code} {response.reason_phrase}")
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind.startswith(("video/", "audio/", "font/")) or kind in ("application/pdf", "application/zip"):
        raise ProjectError(f"{address} is {kind} and no page")
    pieces, size = [], 0
    # What a server says of the length may be a lie, so it is counted.
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MAX_BYTES:
            raise ProjectError(f"{address} is larger than {MAX_BYTES // 1024 // 1024} MiB")
        if time.monotonic() > deadline:
            raise ProjectError(f"{address} does not come to an end in time; save the page and give the file")
        pieces.append(piece)
    return b"".join(pieces)

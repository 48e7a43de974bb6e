"""Download a page or a picture, with limits on time, size and redirects.

Each name is resolved once, its addresses are judged, and the connection is made to one of them: a name may
have another address a moment later. So proxies of the environment are not used.
"""

import ipaddress
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from deckgen.project.folder import ProjectError
from deckgen.project.installation import command_to_add

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 20 * 1024 * 1024
_MAX_REDIRECTS = 5
_SECONDS = 30.0
_AGENT = "deckgen"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
    """The page at an http or https address; the time includes all redirects, and the search for the name."""
    try:
        import httpx  # noqa: F401, PLC0415 - an optional extra, and only needed here
    except ImportError:
        raise ProjectError(f"to read pages from the web, run `{command_to_add('httpx')}`") from None
    results: SimpleQueue[Fetched | Exception] = SimpleQueue()

    def run() -> None:
        try:
            results.put(_follow(address, time.monotonic() + seconds, allow_private=allow_private))
        except Exception as error:
            results.put(error)

    # Neither the resolver of the system nor a limit on each reading has an end for the whole.
    Thread(target=run, daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except Empty:
        raise ProjectError(f"{address} was not complete in time; save the page and give the file") from None
    if isinstance(result, Exception):
        raise result
    return result


def _follow(address: str, deadline: float, *, allow_private: bool) -> Fetched:
    import httpx  # noqa: PLC0415 - an optional extra, and only needed here

    try:
        # Connections and cookies belong to a name, and the client knows only the number that it connects to.
        once = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(timeout=10, headers={"User-Agent": _AGENT}, trust_env=False, limits=once) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                response = _open(client, address, allow_private=allow_private)
                try:
                    if not response.has_redirect_location:
                        content = _read(address, response, deadline)
                        return Fetched(content, response.charset_encoding or "", address)
                finally:
                    response.close()
                address = urljoin(address, response.headers["location"])
                client.cookies.clear()
            raise ProjectError(f"{address} has more than {_MAX_REDIRECTS} redirects; give the last address")
    except httpx.TimeoutException:
        raise ProjectError(f"{address} does not answer in time; save the page and give the file") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise ProjectError(f"{address} cannot be read: {error or type(error).__name__}") from None


def _open(client: "httpx.Client", address: str, *, allow_private: bool) -> "httpx.Response":
    """The answer of the first address of the name that can be reached; its content is not yet read."""
    import httpx  # noqa: PLC0415 - an optional extra, and only needed here

    url = httpx.URL(address)
    if url.scheme not in ("http", "https") or not url.host:
        raise ProjectError(f"{address} is not an http or https address")
    name = url.raw_host.decode("ascii")
    failure: httpx.ConnectError | httpx.ConnectTimeout | None = None
    for place in _places(address, name, url.port, allow_private=allow_private):
        request = client.build_request(
            "GET",
            url.copy_with(host=place),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": name},
        )
        try:
            return client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
    raise failure or ProjectError(f"{name} is unknown; check the address and the network")


def _places(address: str, name: str, port: int | None, *, allow_private: bool) -> Iterator[str]:
    """The addresses of a name, after all of them were judged."""
    try:
        found = socket.getaddrinfo(name, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ProjectError(f"{name} is unknown; check the address and the network") from None
    places = list(dict.fromkeys(str(place[0]) for *_, place in found))
    for place in places:
        if not allow_private and _is_private(place):
            raise ProjectError(f"{address} is in a private network ({place}); --allow-private permits it")
    return iter(places)


def _is_private(place: str) -> bool:
    number = ipaddress.ip_address(place.partition("%")[0])
    within: ipaddress.IPv4Address | ipaddress.IPv6Address | None = None
    if isinstance(number, ipaddress.IPv6Address):
        within = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            within = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    number = within or number
    return not number.is_global or number.is_multicast


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

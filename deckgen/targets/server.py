"""Says which sync server is meant, and who syncs with it."""

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deckgen.targets.target import TargetError


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody's account on a sync server, with the key that the server gave for the password."""

    url: str
    user: str
    key: str = field(repr=False)


def is_server(to: str) -> bool:
    """Whether this names a sync server, and not a file or a profile."""
    return re.match("https?://", to, re.IGNORECASE) is not None


def parse_server(to: str) -> str:
    """The address of a sync server, as Anki's settings have it, in one form.

    Raises:
        TargetError: it is not an address, or AnkiWeb's.
    """
    try:
        parts = urlsplit(to.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise TargetError(f"{to} is not the address of a sync server: {error}") from None
    if not host or parts.username or parts.query or parts.fragment:
        raise TargetError(
            f"{to} is not the address of a sync server; write https://HOST/ or http://HOST:PORT/"
        )
    if host == "ankiweb.net" or host.endswith(".ankiweb.net"):
        raise TargetError(_ANKIWEB)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}/"


def is_open_to_all(url: str) -> bool:
    """Whether a password would cross a network that others may read."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_ANKIWEB = (
    "AnkiWeb lets only Anki itself sync (https://ankiweb.net/account/terms); publish into a running Anki or "
    "into a closed collection, and let Anki sync with AnkiWeb, or use a sync server of your own"
)

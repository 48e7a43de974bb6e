"""The user's accounts on sync servers: logs in and out, and opens the collection of an account."""

from contextlib import AbstractContextManager
from pathlib import Path

import platformdirs

from deckgen.targets.logins import find_login, forget_login, keep_login, read_login
from deckgen.targets.mirror import Mirror, delete_mirror, mirror_folder, open_mirror
from deckgen.targets.server import parse_server
from deckgen.targets.sync import log_in
from deckgen.targets.target import TargetError


def open_account(to: str) -> AbstractContextManager[Mirror]:
    """The collection of whoever is logged in to this server.

    Raises:
        TargetError: nobody is, or the collection cannot be opened.
    """
    login = read_login(parse_server(to), _logins())
    return open_mirror(login, mirror_folder(_mirrors(), login))


def explain_no_login(to: str) -> str:
    """Why nothing can be published to this server now; empty if somebody is logged in.

    Raises:
        TargetError: it is not an address, or AnkiWeb's.
    """
    url = parse_server(to)
    try:
        read_login(url, _logins())
    except TargetError as error:
        return str(error)
    return ""


def log_in_to(to: str, user: str, password: str) -> str:
    """Log in to a server, and say where the login is kept; the password is not.

    Raises:
        TargetError: the server does not accept them, or the login cannot be kept.
    """
    return keep_login(log_in(parse_server(to), user, password), _logins())


def log_out_of(to: str) -> bool:
    """Delete the mirror, and forget the login to a server; say whether somebody was logged in.

    Raises:
        BusyError: a publish has the mirror open.
        TargetError: the login cannot be read, or something cannot be deleted.
    """
    login = find_login(parse_server(to), _logins())
    if login is None:
        return False
    delete_mirror(mirror_folder(_mirrors(), login))
    forget_login(login.url, _logins())
    return True


def settings_file() -> Path:
    """The user's settings."""
    return platformdirs.user_config_path("deckgen", appauthor=False) / "settings.toml"


def _logins() -> Path:
    return settings_file().with_name("logins.json")


def _mirrors() -> Path:
    return platformdirs.user_data_path("deckgen", appauthor=False) / "mirrors"

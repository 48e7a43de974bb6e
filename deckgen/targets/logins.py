"""Keeps the logins to sync servers: in the user's keyring, or else in a file that only the user can read.

A password is never kept. There is one login per server.
"""

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkstemp

from deckgen.targets.server import Login
from deckgen.targets.target import TargetError

_SERVICE = "deckgen"
_ONLY_THE_OWNER = 0o077


def read_login(url: str, file: Path) -> Login:
    """The login to this server.

    Raises:
        TargetError: there is none, or it cannot be read.
    """
    login = find_login(url, file)
    if login is None:
        raise TargetError(f"nobody is logged in to {url}; run `deckgen publish --login --to {url}`")
    return login


def find_login(url: str, file: Path) -> Login | None:
    """The login to this server, or None if nobody is logged in.

    Raises:
        TargetError: it cannot be read.
    """
    kept = _read_file(file).get(url) or _Keyring().read(url)
    if kept is None:
        return None
    user, _, key = kept.rpartition(" ")
    return Login(url, user, key)


def keep_login(login: Login, file: Path) -> str:
    """Keep the login, and say where.

    Raises:
        TargetError: it cannot be written.
    """
    kept = f"{login.user} {login.key}"
    if _Keyring().write(login.url, kept):
        _write_file(file, _without(_read_file(file), login.url))
        return "your keyring"
    _write_file(file, {**_read_file(file), login.url: kept})
    return str(file)


def forget_login(url: str, file: Path) -> None:
    """Forget the login, wherever it is.

    Raises:
        TargetError: it cannot be removed.
    """
    _Keyring().delete(url)
    _write_file(file, _without(_read_file(file), url))


def _without(logins: Mapping[str, str], url: str) -> dict[str, str]:
    return {one: kept for one, kept in logins.items() if one != url}


def _read_file(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8")
        if os.name == "posix" and file.stat().st_mode & _ONLY_THE_OWNER:
            command = f"chmod 600 {shlex.quote(str(file))}"
            raise TargetError(f"others can read {file}, which holds your logins; run `{command}`")
        return {str(url): str(kept) for url, kept in json.loads(text).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise TargetError(f"{file} cannot be read: {error}; delete it, and log in again") from error


def _write_file(file: Path, logins: Mapping[str, str]) -> None:
    if not logins and not file.exists():
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The file is readable by its owner alone from the moment when it is made.
        descriptor, temporary = mkstemp(dir=file.parent, prefix=".logins-")
        os.close(descriptor)
        try:
            Path(temporary).write_text(json.dumps(logins, indent=1), encoding="utf-8")
            Path(temporary).replace(file)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise TargetError(f"{file} cannot be written: {error}") from error


class _Keyring:
    """The user's keyring; without the library keyring, or a keyring that it knows, it keeps nothing."""

    def __init__(self) -> None:
        try:
            import keyring  # noqa: PLC0415  # an extra
            from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415
        except ModuleNotFoundError:
            self._keyring = None
        else:
            self._keyring = keyring.get_keyring()
            self._error, self._none = KeyringError, NoKeyringError

    def read(self, url: str) -> str | None:
        """What is kept for this server."""
        if self._keyring is None:
            return None
        try:
            return self._keyring.get_password(_SERVICE, url)
        except self._none:
            return None
        except self._error as error:
            raise TargetError(_LOCKED.format(error=error, url=url)) from error

    def write(self, url: str, kept: str) -> bool:
        """Keep this, and say whether it is kept."""
        if self._keyring is None:
            return False
        try:
            self._keyring.set_password(_SERVICE, url, kept)
            # One of the library's keyrings accepts everything, and keeps nothing.
            return self._keyring.get_password(_SERVICE, url) == kept
        except self._error:
            return False

    def delete(self, url: str) -> None:
        """Keep nothing for this server."""
        if self._keyring is not None and self.read(url) is not None:
            try:
                self._keyring.delete_password(_SERVICE, url)
            except self._error as error:
                raise TargetError(
                    f"your keyring keeps the login to {url}: {error}; delete it there"
                ) from error


_LOCKED = (
    "your keyring cannot be read: {error}. Unlock it; for cron, which does not wait for that, uninstall the "
    "library keyring and run `deckgen publish --login --to {url}`: then a file keeps the login"
)

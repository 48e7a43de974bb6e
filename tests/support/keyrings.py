"""Keyrings as the library keyring loads them by name: one that works, and one that is locked."""

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Kept(KeyringBackend):
    """Keeps everything as long as the process runs."""

    priority = 1
    _kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class Locked(KeyringBackend):
    """Keeps something that it does not tell."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("it is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("it is locked")

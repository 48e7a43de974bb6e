"""The settings of a user for publishing, in a file and in the environment; a project cannot have them."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deckgen.targets.connect import ADDRESS, AddOn
from deckgen.targets.target import TargetError
from deckgen.values.nearest import did_you_mean

_NAMES = ("to", "anki")
_OF_ANKI = ("address", "key", "unattended", "sync", "wait")
_VARIABLES = {"DECKGEN_ANKI_ADDRESS": "address", "DECKGEN_ANKI_KEY": "key"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a user publishes to, and how deckgen treats their running Anki.

    `to` is what `--to` would say, or empty. `unattended`: an import asks for no click. `sync`: Anki syncs at
    the end. `wait`: for how many seconds an import waits for a click.
    """

    to: str = ""
    add_on: AddOn = field(default_factory=AddOn)
    unattended: bool = False
    sync: bool = True
    wait: int = 600


def read_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings in this file, if there is one, and those in the environment, which win.

    Raises:
        TargetError: the file cannot be read, or has a setting that does not exist or has another value.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"{file} cannot be read: {error}") from None
    try:
        return parse_settings(text, environment)
    except TargetError as error:
        raise TargetError(f"{file}: {error}") from None


def parse_settings(text: str, environment: Mapping[str, str]) -> Settings:
    """The settings in this text and in the environment.

    Raises:
        TargetError: there is a setting that does not exist or has another value; the message has no file.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TargetError(f'this is not TOML: {error}; write lines like `to = "anki"`') from None
    _check_names(table, _NAMES, "")
    anki = table.get("anki", {})
    if not isinstance(anki, dict):
        raise TargetError("`anki` must be a table; write `[anki]`, and its settings below")
    _check_names(anki, _OF_ANKI, "anki.")
    anki |= {
        name: environment[variable] for variable, name in _VARIABLES.items() if environment.get(variable)
    }
    add_on = AddOn(_check_address(_text(anki, "address", ADDRESS)), _text(anki, "key", ""))
    return Settings(
        _text(table, "to", ""),
        add_on,
        unattended=_flag(anki, "unattended", otherwise=False),
        sync=_flag(anki, "sync", otherwise=True),
        wait=_seconds(anki, "wait", 600),
    )


def _check_names(table: Mapping[str, object], names: Collection[str], within: str) -> None:
    for name in table:
        if name not in names:
            raise TargetError(f"there is no setting `{within}{name}`; {did_you_mean(name, names)}")


def _text(table: Mapping[str, object], name: str, otherwise: str) -> str:
    value = table.get(name, otherwise)
    if not isinstance(value, str):
        raise TargetError(f'`{name}` must be a text: `{name} = "…"`')
    return value


def _flag(table: Mapping[str, object], name: str, *, otherwise: bool) -> bool:
    value = table.get(name, otherwise)
    if not isinstance(value, bool):
        raise TargetError(f"`{name}` must be `true` or `false`")
    return value


def _seconds(table: Mapping[str, object], name: str, otherwise: int) -> int:
    value = table.get(name, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TargetError(f"`{name}` must be a number of seconds: `{name} = {otherwise}`")
    return value


def _check_address(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
        raise TargetError(f'`address` must be a host with a port, such as "{ADDRESS}", and is "{address}"')
    return address


_LAST_PORT = 65_535

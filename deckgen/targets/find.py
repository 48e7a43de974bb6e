"""Finds the collection that is meant by the name that a person gave, or by none."""

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import platformdirs

from deckgen.targets.account import open_account, settings_file
from deckgen.targets.closed import open_closed
from deckgen.targets.connect import NotRunningError, OtherProgramError
from deckgen.targets.in_use import is_in_use
from deckgen.targets.profiles import COLLECTION, Profile, find_bases, find_profiles
from deckgen.targets.running import Manner, Tell, open_running
from deckgen.targets.server import is_server
from deckgen.targets.settings import Settings, read_settings
from deckgen.targets.target import Target, TargetError
from deckgen.values.nearest import did_you_mean

RUNNING = "anki"
"""What `--to` calls the Anki that is running."""


class Kind(Enum):
    """How a collection is reached."""

    RUNNING = auto()
    CLOSED = auto()
    SERVER = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collection is: `at` is a path or an address, and empty for a running Anki."""

    kind: Kind
    at: str = ""


@contextmanager
def open_target(to: str | None, tell: Tell = lambda _: None, *, option: str = "--to") -> Iterator[Target]:
    """The collection with this name, for as long as the context lasts; `tell` says what a person must do.

    `option` is what messages call the option that names it.

    Raises:
        TargetError: there is none, or it cannot be opened.
    """
    settings = read_settings(settings_file(), os.environ)
    profiles = _find_profiles()
    named = _find_meant(to, settings, profiles)
    place = named or Place(Kind.RUNNING)
    with ExitStack() as stack:
        try:
            target = stack.enter_context(_open(place, settings, tell))
        except (NotRunningError, OtherProgramError) as error:
            if any(is_in_use(profile.collection) for profile in profiles):
                raise TargetError(_explain_silent(error, settings.add_on.address)) from None
            if named:
                raise
            if isinstance(error, OtherProgramError):
                tell(_OTHER.format(address=settings.add_on.address))
            target = stack.enter_context(_open(find_only(profiles, option), settings, tell))
        yield target


def find_place(to: str | None) -> Place | None:
    """What this name means, or else the one in the settings; None if there is neither.

    Raises:
        TargetError: it names nothing, or several profiles.
    """
    return _find_meant(to, read_settings(settings_file(), os.environ), _find_profiles())


def _find_meant(to: str | None, settings: Settings, profiles: Sequence[Profile]) -> Place | None:
    if to is not None:
        return find_named(to, profiles, os.path.isfile)
    try:
        return find_named(settings.to, profiles, os.path.isfile) if settings.to else None
    except TargetError as error:
        raise TargetError(f"{settings_file()}: {error}") from None


def _find_profiles() -> Sequence[Profile]:
    return find_profiles(find_bases(sys.platform, Path.home(), os.environ))


def find_named(to: str, profiles: Sequence[Profile], is_file: Callable[[Path], bool]) -> Place:
    """What is meant by a name: `anki`, an address, a path, or a profile.

    Raises:
        TargetError: it names nothing, or several profiles.
    """
    if to == RUNNING:
        return Place(Kind.RUNNING)
    if is_server(to):
        return Place(Kind.SERVER, to)
    path = Path(to)
    with suppress(RuntimeError):  # `~` and the name of nobody
        path = path.expanduser()
    for file in (path, path / COLLECTION) if to else ():
        if is_file(file):
            return Place(Kind.CLOSED, str(file))
    found = [profile for profile in profiles if profile.name == to]
    if len(found) == 1:
        return Place(Kind.CLOSED, str(found[0].collection))
    if found:
        raise TargetError(f"several profiles are called {to}; give a path:{_list(found)}")
    raise TargetError(_explain_unknown(to, profiles))


def find_only(profiles: Sequence[Profile], option: str = "--to") -> Place:
    """The collection that is meant when nothing was named and Anki is not running.

    Raises:
        TargetError: there is no profile, or there are several.
    """
    if len(profiles) == 1:
        return Place(Kind.CLOSED, str(profiles[0].collection))
    if not profiles:
        raise TargetError(
            "there is no running Anki with the add-on AnkiConnect, and no profile of Anki on this machine; "
            f"say where the notes are: `{option}` and the path of a collection.anki2, or the address of a "
            "sync server"
        )
    raise TargetError(
        "there is no running Anki with the add-on AnkiConnect, and several profiles; give one of them as "
        f"`{option}`, or write it into {settings_file()} as `to`:{_list(profiles)}"
    )


def _open(place: Place, settings: Settings, tell: Tell) -> AbstractContextManager[Target]:
    match place.kind:
        case Kind.RUNNING:
            manner = Manner(settings.unattended, settings.sync, settings.wait)
            return open_running(settings.add_on, _backups(), manner, tell)
        case Kind.SERVER:
            return open_account(place.at)
        case Kind.CLOSED:
            return open_closed(Path(place.at))


def _explain_silent(error: TargetError, address: str) -> str:
    if isinstance(error, OtherProgramError):
        return f"Anki is running, but {error}"
    return _SILENT.format(address=address)


_OTHER = (
    "another program listens at {address}, the address of the add-on AnkiConnect (is it `deckgen preview`?); "
    "deckgen looks for a closed profile of Anki instead"
)
_SILENT = (
    "Anki is running, but its add-on AnkiConnect does not answer at {address}; if it is missing, choose "
    "Tools > Add-ons > Get Add-ons in Anki, and give 2055492159; then restart Anki. Or close Anki, and "
    "try again"
)


def _backups() -> Path:
    return platformdirs.user_data_path("deckgen", appauthor=False) / "backups"


def _list(profiles: Collection[Profile]) -> str:
    return "".join(f"\n  {profile.name}: {profile.collection}" for profile in profiles)


def _explain_unknown(to: str, profiles: Sequence[Profile]) -> str:
    if "://" in to:
        return f"{to} is not the address of a sync server; write https://HOST/ or http://HOST:PORT/"
    if _HOST_AND_PORT.fullmatch(to):
        return f"{to} does not begin with http:// or https://; write http://{to} or https://{to}"
    if Path(to).name == COLLECTION or len(Path(to).parts) > 1:
        return f"{to} does not exist, or holds no collection; {_GIVE_PATH}"
    names = (RUNNING, *(profile.name for profile in profiles))
    unknown = f"{to or 'an empty name'} is neither a file nor a profile of Anki; {did_you_mean(to, names)}"
    return f"{unknown}; for a sync server, write https://{to}" if _HOST.fullmatch(to) else unknown


_GIVE_PATH = f"give the {COLLECTION} of a profile, or the folder that holds it"
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/.*)?")
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d{2,5}(/.*)?")

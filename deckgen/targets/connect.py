"""Asks a running Anki by the protocol of its add-on AnkiConnect, version 6: JSON over HTTP."""

import json
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, InvalidURL
from socket import gaierror

from deckgen.targets.target import TargetError

ADDRESS = "127.0.0.1:8765"
"""Where the add-on listens unless its settings say otherwise."""
VERSION = 6
QUICK = 15.0
"""Seconds for what Anki answers at once."""
LONG = 600.0
"""Seconds for an import or an export."""

_LARGEST_ANSWER = 256 << 20
_NEEDED = (
    "addTags",
    "deleteNotes",
    "exportPackage",
    "findCards",
    "getDecks",
    "getMediaDirPath",
    "guiImportFile",
    "importPackage",
    "removeTags",
    "suspend",
    "sync",
    "unsuspend",
)


class NotRunningError(TargetError):
    """Nothing listens where the add-on should."""


class OtherProgramError(TargetError):
    """Something else listens where the add-on should."""


class RefusedError(TargetError):
    """Anki answers that it cannot do what it was asked; `reason` is its own words."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AddOn:
    """Where the add-on listens, and the key that its settings ask for, if any."""

    address: str = ADDRESS
    key: str = field(default="", repr=False)

    def check(self) -> None:
        """Find out whether Anki lets itself be asked, and knows all that is needed.

        Raises:
            NotRunningError: nothing listens there.
            OtherProgramError: something else does.
            TargetError: the add-on is too old, or does not let us in, or no profile is open.
        """
        allowed = self._ask_for_permission()
        if not isinstance(allowed, dict) or allowed.get("permission") != "granted":
            raise TargetError(_DENIED)
        if allowed.get("requireApikey") and not self.key:
            raise TargetError(_KEY_MISSING)
        known = self._known_actions()
        if missing := [action for action in _NEEDED if action not in known]:
            raise TargetError(f"AnkiConnect is too old: it does not know {', '.join(missing)}; {_UPDATE}")

    def ask(self, action: str, within: float = QUICK, **parameters: object) -> object:
        """The result of an action.

        Raises:
            NotRunningError: nothing listens there.
            RefusedError: Anki says that it cannot do that.
            OtherProgramError: it is not the add-on that answers.
            TargetError: there is no such address, or no answer in that many seconds.
        """
        question: dict[str, object] = {"action": action, "version": VERSION, "params": parameters}
        if self.key:
            question["key"] = self.key
        try:
            answer = json.loads(self._post(json.dumps(question).encode(), within))
            result, error = answer["result"], answer["error"]
        except (ValueError, KeyError, TypeError):
            raise OtherProgramError(_SOMETHING_ELSE.format(address=self.address)) from None
        if error is not None:
            raise _explain(action, str(error))
        return result

    def _ask_for_permission(self) -> object:
        try:
            return self.ask("requestPermission")
        except RefusedError as error:
            if error.reason == _UNSUPPORTED:
                raise TargetError(f"AnkiConnect is too old; {_UPDATE}") from None
            raise

    def _known_actions(self) -> Collection[str]:
        try:
            known = self.ask("apiReflect", scopes=["actions"], actions=_NEEDED)
        except RefusedError as error:
            if error.reason == _UNSUPPORTED:
                raise TargetError(f"AnkiConnect is too old; {_UPDATE}") from None
            raise
        actions = known.get("actions") if isinstance(known, dict) else None
        return actions if isinstance(actions, list) else ()

    def _post(self, body: bytes, within: float) -> bytes:
        try:
            with closing(self._connect(within)) as connection:
                connection.request("POST", "/", body, {"Content-Type": "application/json"})
                return connection.getresponse().read(_LARGEST_ANSWER)
        except TimeoutError:
            raise TargetError(_BUSY.format(seconds=round(within))) from None
        except OSError as error:
            raise TargetError(_GONE.format(error=str(error) or type(error).__name__)) from None
        except HTTPException:
            raise OtherProgramError(_SOMETHING_ELSE.format(address=self.address)) from None

    def _connect(self, within: float) -> HTTPConnection:
        try:
            connection = HTTPConnection(self.address, timeout=within)
            connection.connect()
        except (gaierror, InvalidURL, UnicodeError):
            raise TargetError(_NO_HOST.format(address=self.address)) from None
        except TimeoutError:
            raise
        except OSError:
            raise NotRunningError(_NOT_RUNNING.format(address=self.address)) from None
        return connection


def _explain(action: str, reason: str) -> TargetError:
    """What an error of the add-on means, and what to do."""
    if "api key" in reason:
        return TargetError(_KEY_WRONG)
    if reason.endswith("is not available"):
        return TargetError("no profile is open in Anki; open one there, and try again")
    return RefusedError(f"Anki cannot do `{action}`: {reason}", reason)


_UNSUPPORTED = "unsupported action"
_UPDATE = "update it in Anki with Tools > Add-ons > Check for Updates, restart Anki, and try again"
_NOT_RUNNING = (
    "Anki does not answer at {address}: it is not running, or has no add-on AnkiConnect. Start Anki, and if "
    "the add-on is missing, choose Tools > Add-ons > Get Add-ons, give 2055492159, and restart Anki"
)
_NO_HOST = (
    "there is no machine at {address}; write where the add-on AnkiConnect listens, such as 127.0.0.1:8765, "
    "into deckgen's settings as `address` under `[anki]`, or into DECKGEN_ANKI_ADDRESS"
)
_BUSY = (
    "Anki has not answered for {seconds} seconds: it is busy, or a window of it waits for an answer; "
    "close such windows, and try again: a publish continues where it ended"
)
_GONE = (
    "Anki has ended in the middle of its work ({error}); start it, and try again: a publish continues where "
    "it ended"
)
_SOMETHING_ELSE = (
    "it is not the add-on AnkiConnect that answers at {address} (is it `deckgen preview`?); end that "
    "program, or look at `webBindPort` under Tools > Add-ons > AnkiConnect > Config in Anki, and write the "
    "same address into deckgen's settings"
)
_DENIED = (
    "AnkiConnect has denied access; answer Yes when Anki asks for it, or look at `ignoreOriginList` under "
    "Tools > Add-ons > AnkiConnect > Config in Anki, and try again"
)
_KEY_MISSING = (
    "AnkiConnect asks for the `apiKey` of its settings; write it into deckgen's settings as `key` under "
    "`[anki]`, or into DECKGEN_ANKI_KEY"
)
_KEY_WRONG = (
    "AnkiConnect does not accept the key; it must be the `apiKey` that Tools > Add-ons > AnkiConnect > "
    "Config shows in Anki: write it into deckgen's settings as `key` under `[anki]`, or into DECKGEN_ANKI_KEY"
)

"""Syncs a collection with a sync server by Anki's own library, and never replaces what the server holds.

`download` is the only way in which a collection is transferred as a whole.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from deckgen.targets.library import open_or_make
from deckgen.targets.server import Login
from deckgen.targets.target import TargetError, UnfinishedError

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.errors import SyncError
    from anki.sync_pb2 import SyncAuth

_LONGEST_PAUSE = 600.0
"""Seconds after which a sync of media that does not move is given up."""


class Asked(IntEnum):
    """What a server asks for; only after NOTHING the collection has what the server has."""

    NOTHING = 0
    NORMAL = 1
    FULL_SYNC = 2
    FULL_DOWNLOAD = 3
    FULL_UPLOAD = 4

    @property
    def sentence(self) -> str:
        """What it is called in a sentence."""
        return self.name.lower().replace("_", " ")


def log_in(url: str, user: str, password: str) -> Login:
    """Exchange a password for a key.

    Raises:
        TargetError: the server does not accept them, or cannot be reached.
    """
    with (
        TemporaryDirectory(prefix="deckgen-") as folder,
        open_or_make(Path(folder, "collection.anki2")) as collection,
        _explained(url, logs_in=True),
    ):
        return Login(url, user, collection.sync_login(user, password, url).hkey)


def authorise(login: Login) -> "SyncAuth":
    """The login as the library takes it.

    Raises:
        TargetError: the library is too old.
    """
    from anki.collection import Collection  # noqa: PLC0415  # an extra, and slow to import
    from anki.sync_pb2 import SyncAuth  # noqa: PLC0415

    if not hasattr(Collection, "full_upload_or_download"):
        raise TargetError("this version of Anki's library cannot do that; install anki 23.10 or newer")
    return SyncAuth(hkey=login.key, endpoint=login.url)


def sync(collection: "Collection", auth: "SyncAuth") -> Asked:
    """Sync notes, cards and reviews; where the server asks for a full sync, nothing is done.

    Raises:
        TargetError: the server refuses, cannot be reached or is gone in the middle.
    """
    with _explained(auth.endpoint):
        out = collection.sync_collection(auth, False)
    if out.new_endpoint:
        auth.endpoint = out.new_endpoint
    return Asked(out.required)


def download(collection: "Collection", auth: "SyncAuth") -> None:
    """Replace the collection by the server's.

    Raises:
        TargetError: the server refuses, cannot be reached or is gone in the middle.
    """
    with _explained(auth.endpoint):
        collection.close_for_full_sync()
        try:
            collection.full_upload_or_download(auth=auth, server_usn=None, upload=False)
        finally:
            collection.reopen(after_full_sync=True)


def sync_media(collection: "Collection", auth: "SyncAuth") -> None:
    """Sync the media files, and wait until that has ended.

    Raises:
        TargetError: the server refuses, cannot be reached, is gone in the middle or does not answer.
    """
    with _explained(auth.endpoint):
        collection.sync_media(auth)
        last, since = "", time.monotonic()
        while (status := collection.media_sync_status()).active:
            if str(status.progress) != last:
                last, since = str(status.progress), time.monotonic()
            elif time.monotonic() - since > _LONGEST_PAUSE:
                collection.abort_media_sync()
                raise UnfinishedError(f"{auth.endpoint} takes no more media files; try again to go on")
            time.sleep(0.05)


@contextmanager
def _explained(url: str, *, logs_in: bool = False) -> Iterator[None]:
    from anki.errors import BackendError, NetworkError, SyncError  # noqa: PLC0415  # an extra, slow to import

    try:
        yield
    except SyncError as error:
        raise UnfinishedError(_refused(url, error, logs_in=logs_in)) from error
    except NetworkError as error:
        raise UnfinishedError(_broken(url, _plain(error))) from error
    except BackendError as error:
        raise UnfinishedError(f"syncing with {url} failed: {_plain(error)}; try again") from error


def _refused(url: str, error: "SyncError", *, logs_in: bool) -> str:
    from anki.errors import SyncErrorKind  # noqa: PLC0415  # an extra, and slow to import

    if error.kind is SyncErrorKind.AUTH and logs_in:
        return f"{url} does not accept the user and password; check them, and try again"
    if error.kind is SyncErrorKind.AUTH:
        return f"{url} does not accept the login any more; run `deckgen publish --login --to {url}`"
    return f"{url} refuses to sync: {_plain(error)}; try again when that is corrected"


def _broken(url: str, reason: str) -> str:
    if "413" in reason:
        return (
            f"{url} does not take files of this size: {reason}; raise the limit of the proxy before it "
            "(`client_max_body_size` of nginx), and try again"
        )
    message = f"{url} cannot be reached, or was gone in the middle: {reason}"
    return f"{message}; look whether the server runs, and try again"


def _plain(error: Exception) -> str:
    """A message of the library in one line, without the marks around inserted text and empty addresses."""
    text = " ".join(str(error).replace("\u2068", "").replace("\u2069", "").split()).rstrip(".")
    return text.removeprefix("A network error occurred. Error details: ").replace(" for url ()", "")

"""A running Anki with its add-on AnkiConnect, as deckgen sees them: a stand-in over Anki's own library.

What it answers was measured with the real add-on in the real desktop (tests/world/anki/test_desktop.py).
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

MERGING = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
"""What the add-on's importer does since Anki 26; Anki remembers it for File > Import."""


@dataclass
class StandIn:
    """An Anki that is running, and how it behaves."""

    collection: Collection
    key: str = ""
    permission: str = "granted"
    is_profile_open: bool = True
    has_old_importer: bool = False
    clicks: bool = True
    without: frozenset[str] = frozenset()
    media_folder: str = ""
    hangs_for: float = 0.0
    says: bytes = b""
    asked: list[str] = field(default_factory=list)
    clicking: list[threading.Timer] = field(default_factory=list)

    def wait_for_clicks(self) -> None:
        """Wait until all clicks that are due have been made."""
        for click in self.clicking:
            click.join()
        self.clicking.clear()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the add-on answers."""
        action, parameters = question["action"], question.get("params", {})
        self.asked.append(action)
        time.sleep(self.hangs_for)
        try:
            if question.get("key", "") != self.key and action != "requestPermission":
                raise ValueError("valid api key must be provided")
            if action not in _ACTIONS or action in self.without:
                raise ValueError("unsupported action")
            if action not in _WITHOUT_PROFILE and not self.is_profile_open:
                raise ValueError("collection is not available")
            return {"result": _ACTIONS[action](self, **parameters), "error": None}
        except Exception as error:  # as the add-on does
            return {"result": None, "error": str(error)}


def _request_permission(stand_in: StandIn) -> object:
    if stand_in.permission != "granted":
        return {"permission": stand_in.permission}
    return {"permission": "granted", "requireApikey": bool(stand_in.key), "version": 6}


def _reflect(stand_in: StandIn, scopes: list[str], actions: list[str]) -> object:
    known = [action for action in actions if action in _ACTIONS and action not in stand_in.without]
    return {"scopes": scopes, "actions": known}


def _get_decks(stand_in: StandIn, cards: list[int]) -> object:
    decks: dict[str, list[int]] = {}
    for card in cards:
        deck = stand_in.collection.decks.name(stand_in.collection.get_card(card).did)
        decks.setdefault(deck, []).append(card)
    return decks


def _export(stand_in: StandIn, deck: str, path: str, includeSched: bool) -> object:  # noqa: N803  # its name
    found = stand_in.collection.decks.id_for_name(deck)
    if found is None:
        return False
    options = ExportAnkiPackageOptions(
        with_scheduling=includeSched, with_deck_configs=includeSched, with_media=True, legacy=True
    )
    stand_in.collection.export_anki_package(out_path=path, options=options, limit=DeckIdLimit(found))
    return True


def _import(stand_in: StandIn, path: str) -> object:
    if stand_in.has_old_importer and not Path(path).is_file():
        raise FileNotFoundError(2, "No such file or directory", path)
    options = ImportAnkiPackageOptions() if stand_in.has_old_importer else MERGING
    _import_with(stand_in, path, options)
    return True


def _import_by_click(stand_in: StandIn, path: str) -> object:
    if stand_in.clicks:
        click = threading.Timer(0.5, _import_with, (stand_in, path, ImportAnkiPackageOptions()))
        click.start()
        stand_in.clicking.append(click)
    return None


def _import_with(stand_in: StandIn, path: str, options: ImportAnkiPackageOptions) -> None:
    stand_in.collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))


_ACTIONS: dict[str, Callable[..., object]] = {
    "requestPermission": _request_permission,
    "apiReflect": _reflect,
    "getMediaDirPath": lambda self: self.media_folder or self.collection.media.dir(),
    "findCards": lambda self, query: list(self.collection.find_cards(query)),
    "getDecks": _get_decks,
    "exportPackage": _export,
    "importPackage": _import,
    "guiImportFile": _import_by_click,
    "addTags": lambda self, notes, tags: self.collection.tags.bulk_add(notes, tags) and None,
    "removeTags": lambda self, notes, tags: self.collection.tags.bulk_remove(notes, tags) and None,
    "suspend": lambda self, cards: bool(self.collection.sched.suspend_cards(cards)),
    "unsuspend": lambda self, cards: self.collection.sched.unsuspend_cards(cards) and None,
    "deleteNotes": lambda self, notes: self.collection.remove_notes(notes) and None,
    "sync": lambda self: None,
}
_WITHOUT_PROFILE = ("requestPermission", "apiReflect")


@contextmanager
def run_stand_in(path: Path) -> Iterator[tuple[StandIn, str]]:
    """Serve the collection in this file, and say at which address."""
    stand_in = StandIn(Collection(str(path)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = stand_in.says or json.dumps(stand_in.answer(question)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the client was killed
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield stand_in, f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            stand_in.wait_for_clicks()
            stand_in.collection.close()

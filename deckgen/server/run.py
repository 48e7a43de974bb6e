"""Runs the server of a preview until Ctrl-C or SIGTERM, and follows the sources meanwhile."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from deckgen.preview.as_json import Link
from deckgen.project.folder import Project, ProjectError
from deckgen.project.preview.before import EarlierPackages
from deckgen.project.preview.reader import PreviewReader
from deckgen.project.root import SOURCE
from deckgen.project.watch import follow_folder
from deckgen.server.app import make_app
from deckgen.server.events import Events
from deckgen.values.error import DeckgenError

HOST = "127.0.0.1"
MOST_PORTS = 50
"""How many ports are tried, one after the other."""
PORT_OF_ANKICONNECT = 8765
"""Another server there would keep `deckgen publish` and other programs from a running Anki."""

_PATIENCE = 2
"""Seconds that an answer may still take when the server ends."""

Told = Callable[[str], None]


def listen(port: int, told: Told) -> socket.socket:
    """A socket on this port of this machine; if it is taken, on the next one that is free.

    Raises:
        ProjectError: no port may be used.
    """
    for number in _ports_from(port):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            # The port of a server that has just ended is free again at once.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen()
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise ProjectError(f"port {number} cannot be used: {error.strerror}") from None
            told(f"port {number} is taken; trying the next")
        else:
            return listener
    raise ProjectError(f"the ports from {port} on are taken; choose another with --port")


def _ports_from(port: int) -> Iterator[int]:
    """The port that was asked for and those after it, without AnkiConnect's."""
    yield port
    for number in range(port + 1, min(port + MOST_PORTS, 65536)):
        if number != PORT_OF_ANKICONNECT:
            yield number


def serve(
    project: Project,
    reader: PreviewReader,
    earlier: EarlierPackages,
    listener: socket.socket,
    link: Link,
    told: Told,
    report: Callable[[Exception], None],
) -> None:
    """Serve what the reader shows, and have it read again after each save, until Ctrl-C or SIGTERM.

    `told` is called with what an author should know, `report` with an error of deckgen itself.
    """
    events = Events(lambda: reader.shown.revision)
    stop = Event()

    def read() -> None:
        for step in (reader.read_cards, reader.check):
            try:
                step()
            except (DeckgenError, OSError) as error:
                # Another program may delete the project, or a part of it, while it is read.
                reader.keep(str(error))
                return
            except Exception as error:  # the next save may not cause it
                report(error)
                return
            finally:
                events.announce()

    def follow() -> None:
        try:
            follow_folder(project.root / SOURCE, "", read, told, on_absence=read, stop=stop)
        except DeckgenError as error:
            told(str(error))

    follower = Thread(target=follow, name="deckgen follows the sources", daemon=True)
    run(make_app(reader, earlier, events, link, report), listener, events, follower.start)
    stop.set()
    follower.join(_PATIENCE)


def run(
    app: ASGIApp,
    listener: socket.socket,
    events: Events | None = None,
    begin: Callable[[], None] | None = None,
) -> None:
    """Serve an application until Ctrl-C or SIGTERM; `begin` is called when its loop runs."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = _Server(config, events)

    async def run_it() -> None:
        if events is not None:
            events.open()
        if begin is not None:
            begin()
        await server.serve(sockets=[listener])

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(run_it())


class _Server(uvicorn.Server):
    """Ends the streams of events when it is to end, for which it would wait otherwise."""

    def __init__(self, config: uvicorn.Config, events: Events | None) -> None:
        super().__init__(config)
        self._events = events

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._events is not None:
            self._events.close()
        super().handle_exit(sig, frame)

"""Tells every open page that there is something new, as Server-Sent Events."""

import asyncio
from collections.abc import AsyncIterator, Callable

STILL_HERE = 15.0
"""Seconds of silence after which a comment is sent, so that a page that was closed is noticed."""


class Events:
    """A stream of revisions for each page; what happens while nobody listens is not kept."""

    def __init__(self, revision: Callable[[], int]) -> None:
        self._revision = revision
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._is_closed = False

    def open(self) -> None:
        """Begin; called in the loop of the server."""
        self._loop = asyncio.get_running_loop()

    def announce(self) -> None:
        """Send the revision to every page; called in any thread."""
        if self._loop is not None and not self._is_closed:
            self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """End all streams, which would keep the server from ending."""
        self.announce()
        self._is_closed = True

    async def stream(self) -> AsyncIterator[str]:
        """The revision now, and each later one."""
        seen: int | None = None
        while not self._is_closed:
            changed, revision = self._changed, self._revision()
            if revision != seen:
                seen = revision
                yield f"event: revision\ndata: {revision}\n\n"
                continue
            try:
                await asyncio.wait_for(changed.wait(), STILL_HERE)
            except TimeoutError:
                yield ": still here\n\n"

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

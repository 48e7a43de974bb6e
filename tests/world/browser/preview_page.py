"""Chromium for tests of the preview: by Playwright, with the browser of the machine."""

import http.server
import importlib.util
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mathjax.page import MissingError, find_browser
from tests.support import leave_out
from tests.support.card_page import find_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NO_PLAYWRIGHT = "Playwright is missing; install it by: pip install playwright"
AXE = """axe.run(document, {iframes: false}).then((found) =>
  found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"""


@contextmanager
def open_browser(*arguments: str) -> "Iterator[Browser]":
    """A Chromium with these arguments; without one, or without Playwright, the test is left out."""
    if importlib.util.find_spec("playwright") is None:
        leave_out(NO_PLAYWRIGHT)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    try:
        program = find_browser()
    except MissingError as missing:
        leave_out(str(missing))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *arguments])
        yield browser
        browser.close()


def violations(page: "Page") -> list[object]:
    """What axe-core says against a page, without its frames, whose cards `test_faces.py` asks about."""
    try:
        script = find_axe().read_text("utf-8")
    except MissingError as missing:
        leave_out(str(missing))
    page.evaluate(script)
    found: list[object] = page.evaluate(AXE)
    return found


Files = Callable[[str], tuple[bytes, str] | None]
"""The content of a path, and its kind; None where there is nothing."""


class Served:
    """A server that answers from a function, and sends events, in place of the real one."""

    def __init__(self, files: Files) -> None:
        self._files, self.revision, self._changed = files, 1, threading.Condition()
        self._closed = False

    def announce(self) -> None:
        """Tell each page that there is a new revision."""
        with self._changed:
            self.revision += 1
            self._changed.notify_all()

    def start(self, port: int = 0) -> int:
        """Listen, and return the port."""
        served = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                if path == "/events":
                    return served._send_events(self)
                found = served._files(path)
                self.send_response(200 if found else 404)
                content, kind = found or (b"", "text/plain")
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(content)
                return None

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._closed = False
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self._server.server_port

    def stop(self) -> None:
        """Close every connection."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def _send_events(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        while not self._closed:
            handler.wfile.write(f"event: revision\ndata: {json.dumps(self.revision)}\n\n".encode())
            handler.wfile.flush()
            with self._changed:
                self._changed.wait(timeout=30)

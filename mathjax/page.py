"""Asks the MathJax that Anki ships, configured as Anki configures it, in a browser without a window.

Anki's web pages load `/_anki/js/mathjax.js`, which configures MathJax, and then the file of MathJax that has
nearly all of its packages. Both are in the wheel `aqt`. The page that is opened here does the same, from a
server that knows the files of this wheel and nothing else, so what Anki lacks is missing here, too.
"""

import importlib.util
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Self, cast

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_ANKI = "Anki's MathJax is missing; install it by: pip install --no-deps aqt"
NO_BROWSER = "no Chromium found; on Debian: apt install chromium fonts-noto-cjk"
EXCEPTION = "exception: "
"""What a verdict begins with where MathJax itself fails."""

_HERE = Path(__file__).parent
_SCRIPTS = ("/ask.js", "/answer.js")
_ROOT = "_anki/"
_KINDS = {".js": "text/javascript", ".json": "application/json", ".woff": "font/woff"}
_PAGE = f"""<!doctype html><meta charset="utf-8"><div id="qa"></div>
<script src="/{_ROOT}js/mathjax.js"></script>
<script src="/{_ROOT}js/vendor/mathjax/tex-chtml-full.js"></script>
<script type="module" src="/ask.js"></script>
"""
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
)


class MissingError(Exception):
    """Something that a question to Anki's MathJax needs is not installed; says what to do."""


def find_web_files() -> Path:
    """The web files of the installed `aqt`. Its libraries (Qt) are not needed."""
    found = importlib.util.find_spec("_aqt")
    for place in (found.submodule_search_locations or ()) if found else ():
        if (Path(place) / "data/web/js/mathjax.js").is_file():
            return Path(place) / "data/web"
    raise MissingError(NO_ANKI)


def find_browser() -> str:
    """The path of a Chromium."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise MissingError(NO_BROWSER)
    return path


class MathJax:
    """A page with Anki's MathJax, open while the context lasts."""

    def __init__(self) -> None:
        self._web, self._browser = find_web_files(), find_browser()
        self._questions: Queue[object] = Queue()
        self._answers: Queue[object] = Queue()

    def ask(self, question: str, given: object = None, *, seconds: float = 120) -> object:
        """What the function of this name in `ask.js` answers; TimeoutError if it takes longer."""
        self._questions.put({"question": question, "given": given})
        try:
            answer = self._answers.get(timeout=seconds)
        except Empty:
            message = (
                f"the page with MathJax did not answer within {seconds:g} s; does {self._browser} start?"
            )
            raise TimeoutError(message) from None
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def verdicts(self, notes: Sequence[Sequence[str]]) -> list[list[str | None]]:
        """For each formula of each note what MathJax says about it in red, or None."""
        found = self.ask("verdicts", notes)
        return cast("list[list[str | None]]", found)

    def __enter__(self) -> Self:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self._get, self._answers.put))
        self._server, self._folder = server, tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        profile, address = f"--user-data-dir={self._folder.name}", f"http://127.0.0.1:{server.server_port}/"
        quiet = subprocess.DEVNULL
        command = [self._browser, *_OPTIONS, profile, "--remote-debugging-port=0", address]
        self._process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        return self

    def __exit__(self, *_: object) -> None:
        self._questions.put(None)
        self._process.terminate()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    def _get(self, path: str) -> tuple[bytes, str] | None:
        if path == "/question":
            question = self._questions.get()
            return (json.dumps(question).encode(), "application/json") if question else None
        if path == "/":
            return _PAGE.encode(), "text/html"
        folder = _HERE if path in _SCRIPTS else self._web
        file = folder / path.removeprefix("/").removeprefix(_ROOT)
        is_ours = file.resolve().is_relative_to(folder.resolve()) and file.is_file()
        return (file.read_bytes(), _KINDS.get(file.suffix, "text/plain")) if is_ours else None


class _Handler(BaseHTTPRequestHandler):
    def __init__(
        self,
        get: Callable[[str], tuple[bytes, str] | None],
        put: Callable[[object], None],
        *given: Any,
    ) -> None:
        self._get, self._put = get, put
        super().__init__(*given)

    def do_GET(self) -> None:
        found = self._get(self.path.partition("?")[0])
        self._send(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, *(found or (b"", "text/plain")))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(HTTPStatus.OK, b"", "text/plain")
        self._put(json.loads(body))

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed for a request."""

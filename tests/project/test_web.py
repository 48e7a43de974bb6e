"""Pages from the web, from a server on this machine that does all that a server should not."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deckgen.project import web
from deckgen.project.folder import ProjectError
from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.web import fetch

PAGE = "<article><h2>什么是栈？</h2><p>后进先出的结构，常用来做函数的调用，也可以用来反转。</p></article>"


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/page":
                self._answer(200, PAGE.encode("gb18030"), "text/html; charset=gb18030")
            case "/loop":
                self._answer(302, b"", "text/html", ("Location", "/loop"))
            case "/away":
                self._answer(302, b"", "text/html", ("Location", "file:///etc/passwd"))
            case "/moved":
                self._answer(301, b"", "text/html", ("Location", "/page"))
            case "/login":
                self._answer(200, b'<form><input type="password"></form><p>Please sign in</p>', "text/html")
            case "/forbidden":
                self._answer(403, b"no", "text/html")
            case "/huge":
                self._answer(200, b"x" * 5000, "text/html", ("Content-Length", "100"))
            case "/short":
                self._answer(200, b"x", "text/html", ("Content-Length", "100"))
            case "/slow":
                self._drip()
            case _:
                self._answer(404, b"nothing", "text/html")

    def _answer(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers or [("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_page_is_read_with_the_charset_of_the_answer(server: str) -> None:
    (outcome,) = ingest_pages([f"{server}/moved"], "", Wishes(allow_private=True))
    assert outcome.ingested
    assert "## 什么是栈？" in outcome.ingested.markdown
    assert f"source: {server}/page" in outcome.ingested.markdown


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
    ],
)
def test_private_addresses_are_refused_without_the_flag(address: str) -> None:
    with pytest.raises(ProjectError, match="private network"):
        fetch(address)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.com/x", "http://", "gopher://x/"])
def test_only_http_and_https_are_read(address: str) -> None:
    with pytest.raises(ProjectError):
        fetch(address, allow_private=True)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/loop", "more than 5 redirects"),
        ("/away", "not an http or https"),
        ("/nothing", "answers 404"),
        ("/forbidden", "requires a login"),
        ("/short", "cannot be read"),
    ],
)
def test_a_bad_answer_is_said_in_a_sentence(server: str, path: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        fetch(server + path, allow_private=True)


def test_a_server_that_never_ends_is_left(server: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(ProjectError, match="in time"):
        fetch(f"{server}/slow", allow_private=True, seconds=1)
    assert time.perf_counter() - begun < 5


def test_a_lie_about_the_length_reads_no_more_than_is_said(server: str) -> None:
    assert len(fetch(f"{server}/huge", allow_private=True).content) <= 100


def test_the_size_is_counted(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 10)
    with pytest.raises(ProjectError, match="larger than"):
        fetch(f"{server}/page", allow_private=True)


def test_a_login_page_is_named(server: str) -> None:
    (outcome,) = ingest_pages([f"{server}/login"], "", Wishes(allow_private=True))
    assert "login page" in outcome.failure

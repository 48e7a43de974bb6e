"""Pages from the web, from a server on this machine that does all that a server should not."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from deckgen.project import web
from deckgen.project.folder import ProjectError
from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.web import fetch

PAGE = "<article><h2>什么是栈？</h2><p>后进先出的结构，常用来做函数的调用，也可以用来反转。</p></article>"


SEEN: list[tuple[str, str, str]] = []
"""The address that each request came to, its Host and its path."""


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        SEEN.append((self.connection.getsockname()[0], self.headers["Host"], self.path))
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
                self.send_response(200)
                self.end_headers()
                self._drip(b"x")
            case "/slow-headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                self._drip(b"X: y\r\n")
            case "/slow-redirects":
                time.sleep(0.3)
                self._answer(302, b"", "text/html", ("Location", "/slow-redirects"))
            case "/cookie":
                headers = ("Location", "/cookies"), ("Set-Cookie", "a=b")
                self._answer(302, b"", "text/html", *headers)
            case "/cookies":
                self._answer(200, f"cookies: {self.headers['Cookie']}".encode(), "text/html")
            case _:
                self._answer(404, b"nothing", "text/html")

    def _answer(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers or [("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, piece: bytes) -> None:
        try:
            for _ in range(100):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _running(wrap: Callable[[socket.socket], socket.socket] = lambda server: server) -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    running.daemon_threads = True
    running.socket = wrap(running.socket)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _running() as address:
        yield address


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
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:a00:1::]/",
        "http://224.0.0.1/",
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


@pytest.mark.parametrize("path", ["/slow", "/slow-headers", "/slow-redirects"])
def test_a_server_that_never_ends_is_left(server: str, path: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(ProjectError, match="in time"):
        fetch(server + path, allow_private=True, seconds=1)
    assert time.perf_counter() - begun < 3


def test_a_resolver_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(5) or [])
    begun = time.perf_counter()
    with pytest.raises(ProjectError, match="in time"):
        fetch("http://slow.example/", seconds=0.5)
    assert time.perf_counter() - begun < 3


Names = dict[str, list[list[str]]]


@pytest.fixture
def names(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """What each name resolves to, one list for each time that it is asked for; 127.0.0.1 counts as public."""
    known: Names = {}

    real = socket.getaddrinfo

    def resolve(name: str, port: int, *rest: int, **more: int) -> list[tuple[object, ...]]:
        if name not in known:  # a number, for the connection
            return list(real(name, port, *rest, **more, flags=socket.AI_NUMERICHOST))
        places = known[name].pop(0) if len(known[name]) > 1 else known[name][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(web, "_is_private", lambda place: place != "127.0.0.1")
    SEEN.clear()
    return known


def test_a_name_is_resolved_once_and_told_to_the_server(server: str, names: Names) -> None:
    port = server.rpartition(":")[2]
    names["rebind.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    fetched = fetch(f"http://rebind.example:{port}/page")
    assert fetched.address == f"http://rebind.example:{port}/page"
    (seen,) = SEEN
    assert seen == ("127.0.0.1", f"rebind.example:{port}", "/page")
    assert names["rebind.example"] == [["127.0.0.2"]]
    with pytest.raises(ProjectError, match=r"private network \(127\.0\.0\.2\)"):
        fetch(f"http://rebind.example:{port}/page")
    assert len(SEEN) == 1


def test_each_redirect_is_judged_before_anything_is_asked(server: str, names: Names) -> None:
    port = server.rpartition(":")[2]
    names["outer.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    with pytest.raises(ProjectError, match="private network"):
        fetch(f"http://outer.example:{port}/moved")
    assert [path for *_, path in SEEN] == ["/moved"]


def test_a_name_with_a_private_address_among_others_is_refused(server: str, names: Names) -> None:
    port = server.rpartition(":")[2]
    names["two.example"] = [["127.0.0.1", "127.0.0.2"]]
    with pytest.raises(ProjectError, match="private network"):
        fetch(f"http://two.example:{port}/page")
    assert SEEN == []


def test_the_next_address_is_tried_where_one_does_not_answer(server: str, names: Names) -> None:
    port = server.rpartition(":")[2]
    with socket.socket() as closed:
        closed.bind(("127.0.0.3", int(port)))  # bound, but nobody listens
        names["two.example"] = [["127.0.0.3", "127.0.0.1"]]
        assert fetch(f"http://two.example:{port}/page", allow_private=True).content


def test_neither_cookies_nor_proxies_are_used(
    server: str, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    port = server.rpartition(":")[2]
    names["a.example"] = [["127.0.0.1"]]
    assert fetch(f"http://a.example:{port}/cookie").content == b"cookies: None"


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_a_certificate_is_checked_against_the_name(
    names: Names, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=right.example", "-addext", "subjectAltName=DNS:right.example"]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            certificate,
            *subject,
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(httpx, "Client", partial(httpx.Client, verify=context))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    asked: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: asked.append(name)
    names["right.example"] = names["wrong.example"] = [["127.0.0.1"]]
    with _running(lambda server: serving.wrap_socket(server, server_side=True)) as address:
        port = address.rpartition(":")[2]
        assert fetch(f"https://right.example:{port}/page").content
        with pytest.raises(ProjectError, match="ostname mismatch"):
            fetch(f"https://wrong.example:{port}/page")
    assert asked == ["right.example", "wrong.example"]


def test_a_lie_about_the_length_reads_no_more_than_is_said(server: str) -> None:
    assert len(fetch(f"{server}/huge", allow_private=True).content) <= 100


def test_the_size_is_counted(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 10)
    with pytest.raises(ProjectError, match="larger than"):
        fetch(f"{server}/page", allow_private=True)


def test_a_login_page_is_named(server: str) -> None:
    (outcome,) = ingest_pages([f"{server}/login"], "", Wishes(allow_private=True))
    assert "login page" in outcome.failure

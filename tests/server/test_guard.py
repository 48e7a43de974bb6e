"""Who gets an answer: pages of this server on this machine, and nobody else."""

import socket
from collections.abc import Iterator

import pytest

from tests.support import leave_out
from tests.support.preview_server import PATIENCE, PreviewServer, preview

SOURCE = "# Deck\n\n## What is it? {#it}\n\nA thing.\n"
PATHS = ("/", "/data.json", "/notes/deck%2Fit.json", "/events", "/nothing", "/assets/app.js")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "source").mkdir()
    (folder / "source/deck.md").write_text(SOURCE, encoding="utf-8")
    with preview(folder) as running:
        yield running


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "localhost:9000"])
def test_it_answers_under_the_names_of_this_machine(server: PreviewServer, host: str) -> None:
    """A tunnel, such as one by ssh, has another port."""
    assert server.get("/data.json", {"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example",
        "evil.example/127.0.0.1",
        "127.0.0.1:{port}@evil.example",
        "localhost:",
        "localhost:99999999",
        "192.168.0.1:{port}",
        "0.0.0.0:{port}",
        "[::]:{port}",
        "localhost.",
        "2130706433",
        "",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_it_refuses_every_other_name(server: PreviewServer, host: str, path: str) -> None:
    """DNS rebinding: the name of a foreign page leads to this machine."""
    answer = server.get(path, {"Host": host.format(port=server.port)})
    assert answer.status == 421
    assert b"thing" not in answer.body


@pytest.mark.parametrize("lines", ["", "Host: localhost\r\nHost: evil.example\r\n"])
def test_it_refuses_a_request_without_a_name_or_with_two(server: PreviewServer, lines: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        connection.sendall(f"GET /data.json HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
        status = connection.makefile("rb").readline().split()[1]
    assert status in (b"400", b"421")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "https://localhost:{port}",
        "http://localhost:{other}",
        "http://127.0.0.1:{port}.evil.example",
        "http://localhost",
        "chrome-extension://abc",
        "",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_it_refuses_the_requests_of_foreign_pages(server: PreviewServer, origin: str, path: str) -> None:
    value = origin.format(port=server.port, other=server.port + 1)
    answer = server.get(path, {"Host": f"localhost:{server.port}", "Origin": value})
    assert answer.status == 403
    assert b"thing" not in answer.body


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_it_answers_its_own_page(server: PreviewServer, name: str) -> None:
    host = f"{name}:{server.port}"
    fetched = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    answer = server.get("/data.json", {"Host": host, "Origin": f"http://{host}", **fetched})
    assert answer.status == 200


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("none", "navigate", 200),
        ("cross-site", "navigate", 200),
        ("same-origin", "no-cors", 200),
        ("cross-site", "no-cors", 403),
        ("same-site", "no-cors", 403),
        ("same-site", "cors", 403),
    ],
)
def test_a_foreign_page_may_only_link_to_it(server: PreviewServer, site: str, mode: str, status: int) -> None:
    """`<script src>` and `<img src>` have no Origin; a link in a mail is a navigation of another site."""
    assert server.get("/data.json", {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/data.json", "/notes/deck%2Fit.json"])
def test_nothing_can_be_sent_to_it(server: PreviewServer, method: str, path: str) -> None:
    answer = server.get(path, method=method)
    assert answer.status == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path", [*PATHS[:3], "/nothing", "/assets/app.css", "/before/x.json", "/media/x.png"]
)
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_has_the_headers(server: PreviewServer, path: str, host: str) -> None:
    headers = server.get(path, {"Host": host}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]


@pytest.mark.parametrize("prefix", ["/assets/", "/media/", "/notes/", "/before/", "/", "//"])
@pytest.mark.parametrize(
    "name",
    [
        "../../pyproject.toml",
        "..%2f..%2fsource%2fdeck.md",
        "%2e%2e/%2e%2e/source/deck.md",
        "....//source/deck.md",
        "..%5c..%5csource%5cdeck.md",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "file:///etc/passwd",
        "deck%00.json",
        "../templates/app.html",
        "%ff%fe.json",
        "a" * 5000,
    ],
)
def test_no_address_leads_to_another_file(server: PreviewServer, prefix: str, name: str) -> None:
    answer = server.get(prefix + name)
    assert answer.status in (404, 405), answer.text
    assert b"Traceback" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("against", ["/etc/passwd", "../x.apkg", "old.apkg", "%00", "deck", ""])
def test_a_page_cannot_have_files_read(server: PreviewServer, against: str) -> None:
    answer = server.get(f"/before/deck%2Fit.json?against={against}")
    assert answer.status == 404
    assert "--against" in answer.text


def test_it_listens_on_this_machine_only(server: PreviewServer) -> None:
    outward = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with outward:
        try:
            outward.connect(("192.0.2.1", 9))  # an address for documentation; nothing is sent
        except OSError:
            leave_out("this machine has no network, so no address but its own")
        own = outward.getsockname()[0]
    if own.startswith("127."):
        leave_out("this machine has no address but its own")
    with pytest.raises(OSError):  # noqa: PT011  # which one depends on the firewall
        socket.create_connection((own, server.port), 2).close()

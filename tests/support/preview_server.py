"""A real `deckgen preview`, or `ingest --review`, in a process of its own, and requests to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
PATIENCE = 20.0
"""Seconds for what takes a fraction of one on an idle machine."""


class Answer(NamedTuple):
    """What the server says."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class PreviewServer:
    """The process and its port."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, said: str) -> None:
        self.process, self.port, self.said = process, port, said

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        return self._ask(method, path, headers or {})

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def post(self, path: str, content: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON, or bytes as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = {"Content-Type": "application/json", **(headers or {})}
        return self._ask("POST", path, kind, body)

    def index(self) -> Any:
        return self.get("/data.json").json

    def wait_until(self, holds: Callable[[Any], bool]) -> Any:
        """The first index of which this holds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            index = self.index()
            if holds(index):
                return index
            time.sleep(0.05)
        raise AssertionError(f"this did not come: {json.dumps(index)[:3000]}")

    def events(self) -> Iterator[int]:
        """The revisions that the server announces."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/events")
            for line in connection.getresponse():
                if line.startswith(b"data: "):
                    yield int(line[6:])
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """The exit code, and what the command printed."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, self.said + out, err


@contextmanager
def preview(folder: Path, *arguments: str, port: int = 0, **environment: str) -> Iterator[PreviewServer]:
    """The server of this project, ready to answer; on a free port unless one is asked for."""
    with _running(folder, "preview", *arguments, port=port, **environment) as server:
        yield server


@contextmanager
def _running(folder: Path, *arguments: str, port: int = 0, **environment: str) -> Iterator[PreviewServer]:
    # What a test gives comes last, and is what counts.
    command, *given = arguments
    line = [sys.executable, "-m", "deckgen", command, "--no-open", "--port", str(port), *given]
    process = subprocess.Popen(
        line,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout
    try:
        said = process.stdout.readline()
        found = ADDRESS.search(said)
        assert found, (said, process.communicate(timeout=PATIENCE))
        yield PreviewServer(process, int(found[1]), said)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def review(folder: Path, *arguments: str, port: int = 0) -> Iterator[PreviewServer]:
    """The server of `ingest --review` with these arguments; on a free port unless one is asked for."""
    with _running(folder, "ingest", "--review", *arguments, port=port) as server:
        yield server

"""What is said when the add-on does not answer as it should."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deckgen.targets.connect import AddOn, NotRunningError, OtherProgramError
from deckgen.targets.target import TargetError


@contextmanager
def _server(answer: bytes | None) -> Iterator[AddOn]:
    """Something that takes a question, and answers this or nothing at all; None keeps it waiting."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            with server.accept()[0] as connection:
                connection.recv(65536)
                if answer is None:
                    done.wait(10)
                else:
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield AddOn(f"127.0.0.1:{server.getsockname()[1]}")
        finally:
            done.set()
            thread.join()


def test_a_busy_anki_is_not_waited_for_without_end() -> None:
    with _server(None) as add_on, pytest.raises(TargetError, match="it is busy, or a window"):
        add_on.ask("version", within=0.2)


def test_an_anki_that_ends_in_the_middle_is_said() -> None:
    with _server(b"") as add_on, pytest.raises(TargetError, match="has ended in the middle"):
        add_on.ask("importPackage")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "[::1]:1"])
def test_nothing_that_listens_is_an_anki_that_does_not_run(address: str) -> None:
    with pytest.raises(NotRunningError, match="it is not running"):
        AddOn(address).ask("version")


@pytest.mark.parametrize("host", ["anki.invalid", "my anki", "http://127.0.0.1", "a..b", "x" * 64])
def test_an_address_without_a_machine_is_a_wrong_setting(host: str) -> None:
    with pytest.raises(TargetError, match=r"there is no machine at .*; write .* DECKGEN_ANKI_ADDRESS"):
        AddOn(f"{host}:8765").ask("version")


@pytest.mark.parametrize("body", [b"<html>", b"6", b"{}", b'{"result": 6}'])
def test_an_answer_of_something_else_is_named(body: bytes) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    with (
        _server(answer) as add_on,
        pytest.raises(OtherProgramError, match="it is not the add-on AnkiConnect"),
    ):
        add_on.ask("version")


def test_a_program_that_does_not_speak_http_is_something_else() -> None:
    with _server(b"SSH-2.0-OpenSSH_9.6\r\n") as add_on, pytest.raises(OtherProgramError):
        add_on.ask("version")

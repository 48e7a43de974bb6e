"""What may be wrong between a device and a sync server: a line that breaks, and a server that refuses."""

import json
import select
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import zstandard

_REQUEST = b"POST /"
_TOO_LARGE = b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Cable:
    """Relays to a server until no request is left; the next one ends every connection."""

    def __init__(self, port: int) -> None:
        self._server = port
        self.left = 1_000_000
        self.refused = b""
        """A request that is answered as nginx does where it is larger than `client_max_body_size`."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def is_cut(self) -> bool:
        return self.left < 0

    def close(self) -> None:
        # A blocked `accept` ends only with a shutdown.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                device, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(device,), daemon=True).start()

    def _relay(self, device: socket.socket) -> None:
        with suppress(OSError), device, socket.create_connection(("127.0.0.1", self._server)) as server:
            while True:
                ready, _, _ = select.select([device, server], [], [], 60)
                for one, other in ((device, server), (server, device)):
                    if one in ready:
                        piece = one.recv(65536)
                        if one is device:
                            self.left -= piece.count(_REQUEST)
                            if self.refused and self.refused in piece:
                                device.sendall(_TOO_LARGE)
                                return
                        if not piece or self.is_cut:
                            return
                        other.sendall(piece)


@contextmanager
def cable(port: int) -> Iterator[Cable]:
    """A connection to the server at this port, which can be cut."""
    one = Cable(port)
    try:
        yield one
    finally:
        one.close()


@contextmanager
def refusing_server(answer: Mapping[str, object]) -> Iterator[str]:
    """A server that gives this answer to everything; yields its address."""
    content = json.dumps(answer).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            packed = zstandard.compress(content)
            self.send_header("anki-original-size", str(len(content)))
            self.send_header("Content-Length", str(len(packed)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()

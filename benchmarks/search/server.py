"""A loopback server that counts what it sends, and can be as slow as a telephone's link."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

GZIP_LEVEL = 6
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
_BITS = 8
_QUIET = 0.15


@dataclass
class Link:
    """What lies between the browser and the server: a delay per request, and one line that all answers share."""

    delay: float = 0.0
    bits_per_second: float = 0.0
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, size: int) -> None:
        """Wait as long as a body of this size is on its way."""
        arrives = time.monotonic() + self.delay
        if self.bits_per_second:
            with self._lock:
                self._free_at = max(arrives, self._free_at) + size * _BITS / self.bits_per_second
                arrives = self._free_at
        time.sleep(max(0.0, arrives - time.monotonic()))


AT_ONCE = Link()


def telephone() -> Link:
    """60 ms per request and 8 Mbit/s."""
    return Link(0.060, 8_000_000)


@dataclass(frozen=True)
class Sent:
    """An answered request: the address below the root, and the bytes of its body as sent."""

    address: str
    size: int


class Server(ThreadingHTTPServer):
    """Serves a folder; text is compressed as any web server would, what is compressed already is sent as it is."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, link: Link = AT_ONCE) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.link = link
        # Compressing is not what is measured. Each server has its own: the next may serve other files of the same names.
        self.body = lru_cache(maxsize=4096)(compressed)
        self._sent: list[Sent] = []
        self._waiting = 0
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While the block runs, a browser waits."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def settle(self) -> None:
        """Wait until no browser has waited for a while."""
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < _QUIET:
            time.sleep(_QUIET / 10)
            if self._waiting:
                quiet_since = time.monotonic()

    def note(self, sent: Sent) -> None:
        self._sent.append(sent)

    def taken(self) -> list[Sent]:
        """What has been sent since the last time this was asked."""
        sent, self._sent = self._sent, []
        return sent

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed before the answer is no error."""


@contextmanager
def serving(folder: Path, link: Link = AT_ONCE) -> Iterator[Server]:
    """A server on a free port while the block runs."""
    with Server(folder, link) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def compressed(path: Path) -> tuple[bytes, bool]:
    """What is sent for a file, and whether it was compressed for that."""
    content = path.read_bytes()
    is_text = path.suffix in _TYPES
    return (gzip.compress(content, GZIP_LEVEL, mtime=0), True) if is_text else (content, False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave together; waiting for the rest of a packet would cost 40 ms.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:  # The standard library's name.
        address = unquote(urlsplit(self.path).path).lstrip("/")
        path = self.server.folder / address
        if not path.is_file():
            self.send_error(404)
            return
        content, is_compressed = self.server.body(path)
        with self.server.answering():
            self.server.link.carry(len(content))
        self.server.note(Sent(address, len(content)))
        self.send_response(200)
        self.send_header("Content-Type", _TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        if is_compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

"""A server on this machine that answers as it is told, however badly, and remembers who asked for what, and when."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    at: float
    path: str
    headers: Mapping[str, str]


@dataclass
class Told:
    """An answer; `drips` are sent one by one with as many seconds between them, and nothing tells their length."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drips: Iterator[bytes] | None = None
    seconds: float = 0


Answer = Callable[[Asked], Told | bytes]


class Unruly:
    """The server while it runs: `answers` has what is told of each path, without its query."""

    def __init__(self, answers: Mapping[str, Told | bytes | Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[Asked] = []
        self.port = 0

    def address(self, path: str = "/") -> str:
        return f"http://{LOOPBACK}:{self.port}{path}"

    @property
    def host(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    @property
    def gaps(self) -> list[float]:
        """The seconds from each request to the next."""
        return [later.at - asked.at for asked, later in zip(self.asked, self.asked[1:], strict=False)]

    def told(self, asked: Asked) -> Told:
        answer = self.answers.get(asked.path.partition("?")[0], self.answers.get("*", Told(404)))
        told = answer(asked) if callable(answer) else answer
        return told if isinstance(told, Told) else Told(body=told, headers={"Content-Type": "text/html; charset=utf-8"})


def _handler(server: Unruly) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(time.monotonic(), self.path, {name.lower(): value for name, value in self.headers.items()})
            server.asked.append(asked)
            told = server.told(asked)
            if told.status == 0:
                # Says nothing and hangs up.
                self.close_connection = True
                return
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            if not told.drips and "Content-Length" not in told.headers:
                self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)
            for drip in told.drips or ():
                self.wfile.write(drip)
                time.sleep(told.seconds)
            self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # So it is called there.
            pass

    return Handler


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up on a server that misbehaves is right."""


@contextmanager
def unruly(answers: Mapping[str, Told | bytes | Answer], trust: ssl.SSLContext | None = None) -> Iterator[Unruly]:
    """Run such a server, with TLS where it is given a certificate."""
    server = Unruly(answers)
    with _Threads((LOOPBACK, 0), _handler(server)) as listening:
        if trust:
            listening.socket = trust.wrap_socket(listening.socket, server_side=True)
        server.port = listening.server_address[1]
        # It looks so often whether it is to end.
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            listening.shutdown()


@contextmanager
def raw(answer: Callable[[socketserver.socket.socket], None]) -> Iterator[int]:  # type: ignore[name-defined]
    """Run a server that speaks for itself, byte by byte; gives its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            answer(self.request)

    with _Threads((LOOPBACK, 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield listening.server_address[1]
        finally:
            listening.shutdown()

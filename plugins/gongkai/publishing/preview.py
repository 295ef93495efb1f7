"""A server for looking at the built site on one's own machine, as strict as a real one; what lies below /desk/ it lets a desk answer."""

from __future__ import annotations

import errno
import io
import json
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from socket import SHUT_RDWR, socket
from string import punctuation
from threading import Condition, Timer
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import quote, unquote_to_bytes
from wsgiref.handlers import SimpleHandler

from gongkai.files import reader

from . import ports

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOOPBACK = "127.0.0.1"
PORT = 8000
# Seconds that a reader may be silent, and that a connection lasts at most.
PATIENCE, LONGEST = 15, 120
MOST_CONNECTIONS = 64
# Shorter than any of these: how long an open page waits for news before it asks again.
WAITING = 10
_NEWS, _SCRIPT = "/_preview", "/_preview.js"
_PORT = re.compile(r":[0-9]{1,5}$")
DESK = "/desk/"
# A filled sheet with all that belongs to it is a tenth of this.
MOST_BYTES = 8 << 20
_HEADER = b'<header class="gk-head"'


class Desk(Protocol):
    """Answers what is asked for below /desk/, and says what stands above each page of the site."""

    def bar(self, address: str) -> bytes: ...

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]: ...


class _Gateway(SimpleHandler):
    """Between a connection and a desk; of this process and its surroundings a desk is told nothing."""

    http_version = "1.1"
    os_environ: dict[str, str] = {}  # noqa: RUF012  # Declared so by the standard library.


class News:
    """Which site is shown and what keeps it from being made anew, for open pages that wait for it."""

    def __init__(self) -> None:
        self._told = Condition()
        self.site, self.turn, self.problems = token_hex(4), token_hex(4), ""

    def tell(self, problems: str = "", *, is_new: bool = False) -> None:
        """Let all open pages know: of another site they show theirs anew."""
        with self._told:
            self.site, self.turn, self.problems = token_hex(4) if is_new else self.site, token_hex(4), problems
            self._told.notify_all()

    def after(self, turn: str) -> bytes:
        """What is to be told after this, as soon as there is anything."""
        with self._told:
            self._told.wait_for(lambda: turn != self.turn, WAITING)
            return json.dumps({"site": self.site, "turn": self.turn, "problems": self.problems}).encode()


class Handler(SimpleHTTPRequestHandler):
    """Serves files only: no listings, the site's own 404 page, nothing printed."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    # The names that this machine has for itself.
    hosts = frozenset({LOOPBACK, "localhost", "[::1]"})
    extensions_map = {  # noqa: RUF012  # Declared so by the standard library.
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
    }

    def setup(self) -> None:
        super().setup()
        # The limit of the socket starts anew with every byte; browsers open another connection by themselves.
        self.end = Timer(LONGEST, _hang_up, (self.connection,))
        self.end.daemon = True
        self.end.start()

    @property
    def news(self) -> News | None:
        """What its server tells open pages, if it does."""
        return self.server.news if isinstance(self.server, Server) else None

    @property
    def desk(self) -> Desk | None:
        """Who answers below /desk/, if anybody does."""
        return self.server.desk if isinstance(self.server, Server) else None

    @property
    def _is_of_desk(self) -> bool:
        """Whether it is asked for what lies below /desk/, or for that folder by its name alone."""
        return f"{self.path.partition('?')[0]}/".startswith(DESK)

    def handle(self) -> None:
        # A reader who leaves, or is too slow, before the page is sent is no error.
        with suppress(OSError):
            super().handle()

    def finish(self) -> None:
        self.end.cancel()
        with suppress(OSError):
            super().finish()

    def parse_request(self) -> bool:
        """A page of another site must not read this one under a name of its own that leads to this machine."""
        if not super().parse_request():
            return False
        named = self.headers.get_all("Host", [])
        if len(named) == 1 and _PORT.sub("", named[0]).lower() in self.hosts:
            return self._is_understood()
        self.close_connection = True
        self._send(
            403,
            "text/plain; charset=utf-8",
            f"预览只在本机打开，请用 http://{LOOPBACK}:{self.connection.getsockname()[1]}/index.html\n".encode(),
        )
        return False

    def _is_understood(self) -> bool:
        """Nothing here speaks WebSocket, which browsers let any site begin, or reads bodies that do not say how long they are."""
        # What nobody reads would be taken for the next request.
        self.close_connection |= self.command != "POST" and "Content-Length" in self.headers
        is_socket = self.headers.get("Upgrade", "").lower() == "websocket"
        if not is_socket and "Transfer-Encoding" not in self.headers:
            return True
        self.close_connection = True
        fault = "预览不接受 WebSocket。" if is_socket else "预览不接受没有写明长度的内容。什么也没有写。"
        self._send(400, "text/plain; charset=utf-8", f"{fault}\n".encode())
        return False

    def do_GET(self) -> None:
        address, _, turn = self.path.partition("?")
        if self.desk and self._is_of_desk:
            self._hand_on(self.desk)
        elif self.news and address == _NEWS:
            # Whoever waits shall not hold a connection that others need.
            self.close_connection = True
            self._send(200, "application/json; charset=utf-8", self.news.after(turn))
        elif self.news and address == _SCRIPT:
            self._send(200, "text/javascript; charset=utf-8", reader.read(Path(__file__).with_name("preview.js")))
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        if self.desk and self._is_of_desk:
            self._hand_on(self.desk)
        else:
            super().do_HEAD()

    def do_POST(self) -> None:
        if self.desk and self.path.startswith(DESK):
            self._hand_on(self.desk)
        else:
            self.send_error(501)

    def _hand_on(self, desk: Desk) -> None:
        """Let the desk answer, once all that was sent is here."""
        length = ",".join(self.headers.get_all("Content-Length", ["0"]))
        if not (length.isascii() and length.isdecimal()) or len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            self.close_connection = True
            self._send(413, "text/plain; charset=utf-8", f"送来的内容太大，最多 {MOST_BYTES >> 20} MB。什么也没有写。\n".encode())
            return
        path, _, query = self.path.partition("?")
        named = {f"HTTP_{name.upper().replace('-', '_')}": ",".join(self.headers.get_all(name, [])) for name in self.headers}
        told = {
            **named,
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            # Bytes that should have come so.
            "QUERY_STRING": quote(query, punctuation, "latin-1"),
            "SERVER_NAME": LOOPBACK,
            "SERVER_PORT": str(self.connection.getsockname()[1]),
            "SERVER_PROTOCOL": self.request_version,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": length,
        }
        answer = io.BytesIO()
        _Gateway(io.BytesIO(self.rfile.read(int(length))), answer, sys.stderr, told).run(desk)
        self.wfile.write(answer.getvalue())

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        try:
            page = Path(self.translate_path(self.path), "index.html" if self.path.partition("?")[0].endswith("/") else "")
            if self.news and page.suffix == ".html" and page.is_file():
                self._send(200, "text/html; charset=utf-8", self._waiting(page.read_bytes()))
                return None
            return super().send_head()
        except ValueError:
            # An address that can be no name of a file.
            self.send_error(404)
            return None

    def list_directory(self, path: object) -> None:  # noqa: ARG002  # The signature is the standard library's.
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():  # noqa: PLR2004
            super().send_error(code, message, explain)
            return
        # Asked for at any depth, while its links start at the root; a published page says so itself.
        self._send(404, "text/html; charset=utf-8", self._waiting(page.read_bytes().replace(b"<title>", b'<base href="/"><title>', 1)))

    def _waiting(self, page: bytes) -> bytes:
        """A page that waits for news of its site, with what the desk has to say above; the file stays as it is."""
        if self.desk:
            page = page.replace(_HEADER, self.desk.bar(self.path.partition("?")[0].removeprefix("/")) + _HEADER, 1)
        return page if self.news is None else page + f'<script src="{_SCRIPT}" data-site="{self.news.site}"></script>\n'.encode()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # The standard library's name.
        pass


class Server(ThreadingHTTPServer):
    """As many connections as a browser can want; more end the oldest."""

    request_queue_size = 2 * MOST_CONNECTIONS

    def __init__(self, address: tuple[str, int], handler: Callable[..., Handler], desk: Desk | None = None) -> None:
        self.desk = desk
        self.connections: list[socket] = []
        self.news = News()
        super().__init__(address, handler)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        if isinstance(request, socket):
            self.connections.append(request)
        for oldest in self.connections[:-MOST_CONNECTIONS]:
            _hang_up(oldest)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket | tuple[bytes, socket]) -> None:
        if isinstance(request, socket) and request in self.connections:
            self.connections.remove(request)
        super().shutdown_request(request)


def _hang_up(connection: socket) -> None:
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)


def server(folder: Path, port: int, desk: Desk | None = None) -> Server:
    """A loopback server at the port; OSError says who has it."""
    try:
        return Server((LOOPBACK, port), partial(Handler, directory=str(folder)), desk)
    except OSError as error:
        raise OSError(error.errno, _refused(error, port)) from None


def _refused(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        holder = ports.holder(port)
        return f"{port} 号端口正被占用{f'（{holder}）' if holder else ''}。请先停下那个程序，或用 --port 换一个端口，如 --port {port % 65535 + 1}。"
    if error.errno == errno.EACCES:
        return f"没有使用 {port} 号端口的权限。请用 --port 换一个 1024 以上的端口，如 --port 8001。"
    return f"{port} 号端口不能用（{error.strerror}）。请用 --port 换一个端口。"

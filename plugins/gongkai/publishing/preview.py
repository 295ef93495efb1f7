"""A static server for looking at the built site on one's own machine, as strict as a real one."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"
PORT = 8000
_TRIES = 20


class Handler(SimpleHTTPRequestHandler):
    """Serves files only: no listings, the site's own 404 page, nothing printed."""

    protocol_version = "HTTP/1.1"
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

    def handle(self) -> None:
        # A reader who leaves before the page is sent is no error.
        with suppress(ConnectionError):
            super().handle()

    def list_directory(self, path: object) -> None:  # noqa: ARG002  # The signature is the standard library's.
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():  # noqa: PLR2004
            super().send_error(code, message, explain)
            return
        # Asked for at any depth, while its links start at the root; a published page says so itself.
        body = page.read_bytes().replace(b"<title>", b'<base href="/"><title>', 1)
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # The standard library's name.
        pass


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A loopback server at the port, or at the next free one."""
    for candidate in range(port, port + _TRIES):
        try:
            return ThreadingHTTPServer((LOOPBACK, candidate), partial(Handler, directory=str(folder)))
        except OSError:
            continue
    raise OSError(f"{port} 到 {port + _TRIES - 1} 号端口都被占用。请用 --port 指定其他端口。")

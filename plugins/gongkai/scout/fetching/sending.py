"""One request to one computer: connected to the number that was checked, over before a clock runs out, and never more read than fits."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer
from time import monotonic

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimedOutError

from .answers import RefusedError
from .limits import size
from .targets import Target

_PIECE = 64 * 1024
_UNPACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_WELL = range(200, 300)
# What is wrong with a certificate, by the numbers of OpenSSL; most often a site does not send who has signed it.
_CERTIFICATES = {
    0: "双方的加密方式不合",
    9: "证书还没有生效",
    10: "证书过期了",
    18: "证书是网站自己签的",
    19: "证书是网站自己签的",
    20: "认不出证书是谁签的",
    21: "认不出证书是谁签的",
    23: "证书作废了",
    62: "证书不是这个域名的",
}
_UNKNOWN_CERTIFICATE = "证书有问题"
_LATE, _INSECURE = (TimeoutError, TimedOutError), (ssl.SSLError, SSLError)


@dataclass(frozen=True)
class Bounds:
    """How long a request may last and how much may come; what is cut is taken as far as it fits."""

    seconds: float
    most_bytes: int
    is_cut: bool = False


@dataclass(frozen=True)
class Answer:
    """What a server said; with a body only where it says that all is well."""

    target: Target
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def header(self, name: str) -> str:
        return self.headers.get(name, "").strip()


class NotConnectedError(RefusedError):
    """A number did not answer; another of the same host may."""


def send(target: Target, number: str, headers: Mapping[str, str], bounds: Bounds, trust: ssl.SSLContext | None) -> Answer:
    """Ask for a page; raises RefusedError."""
    ends = monotonic() + bounds.seconds
    connection = _connection(target, number, bounds.seconds, trust)
    try:
        with closing(connection):
            _connect(connection, target)
            with _shut_at(ends, connection.sock):
                answer = _asked(connection, target, headers, bounds)
    except (HTTPError, HTTPException, OSError, RefusedError) as error:
        raise _refusal(target, error, bounds, is_late=monotonic() >= ends) from None
    if monotonic() >= ends:
        # What was cut off by the clock may look whole.
        raise _refusal(target, TimeoutError(), bounds, is_late=True)
    return answer


def _connection(target: Target, number: str, seconds: float, trust: ssl.SSLContext | None) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(number, target.port, timeout=seconds)
    # The certificate must be that of the host, though the connection is made to a number.
    return HTTPSConnection(number, target.port, timeout=seconds, ssl_context=trust, server_hostname=target.host)


def _connect(connection: HTTPConnection, target: Target) -> None:
    try:
        connection.connect()
    except (OSError, HTTPError) as error:
        # urllib3 counts a refused connection among those that took too long.
        if isinstance(error, NewConnectionError) or not isinstance(error, (*_LATE, *_INSECURE)):
            raise NotConnectedError("no_connection", target.address) from None
        raise


@contextmanager
def _shut_at(ends: float, connected: socket.socket | None) -> Iterator[None]:
    """No single wait ends an answer that drips, so its connection is shut when the time has come, whatever it waits for then."""
    timer = Timer(max(ends - monotonic(), 0), _shut, (connected,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(connected: socket.socket | None) -> None:
    with suppress(OSError):
        if connected is not None:
            # Its own method would first make an encrypted connection a plain one.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _asked(connection: HTTPConnection, target: Target, headers: Mapping[str, str], bounds: Bounds) -> Answer:
    sent = {**headers, "Host": target.netloc, "Connection": "close"}
    connection.request("GET", target.path, headers=sent, preload_content=False, decode_content=False)
    response = connection.getresponse()
    with closing(response):
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(target, response.status, told, _body(target, response, bounds) if response.status in _WELL else b"")


def _body(target: Target, response: BaseHTTPResponse, bounds: Bounds) -> bytes:
    """What was sent, unpacked piece by piece."""
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in _UNPACKED:
        raise RefusedError("not_a_page", target.address, f"压缩方式 {packed[:20]}")
    stated = response.headers.get("content-length", "").strip()
    content, most = bytearray(), bounds.most_bytes
    if stated.isdecimal() and int(stated[:20]) > most and not bounds.is_cut:
        raise RefusedError("too_large", target.address, size(most))
    while len(content) <= most and (piece := response.read(min(_PIECE, most + 1), decode_content=True)):
        content += piece
    if len(content) > most and not bounds.is_cut:
        raise RefusedError("too_large", target.address, size(most))
    return bytes(content[:most])


def _refusal(target: Target, error: Exception, bounds: Bounds, *, is_late: bool) -> RefusedError:
    """What went wrong on the way, in words."""
    if is_late or isinstance(error, _LATE):
        return RefusedError("too_slow", target.address, f"{bounds.seconds:g}")
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, _INSECURE):
        return RefusedError("insecure", target.address, _CERTIFICATES.get(getattr(error, "verify_code", 0), _UNKNOWN_CERTIFICATE))
    if isinstance(error, DecodeError):
        return RefusedError("not_a_page", target.address, "压缩的内容坏了")
    return RefusedError("no_connection", target.address)

"""What may be asked for: the web's two schemes, the official hosts of a place, and no computer inside somebody's network."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from .answers import RefusedError

IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
# What stays as it is typed; all else is written in percents.
_IN_PATHS = "/%:@!$&'()*+,;=~-._"
_IN_QUERIES = f"{_IN_PATHS}?"
# Addresses of the old kind within those of the new one, for networks that have only these.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# More a server hardly has, and a hostile one may.
_MOST_ADDRESSES = 3


@dataclass(frozen=True)
class Target:
    """An address taken apart, as it goes over the wire."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.origin}{self.path}"


@dataclass(frozen=True)
class Allowed:
    """The hosts that may be asked, with all below them, and those of an intranet, each with its port, that may besides be inside."""

    hosts: tuple[str, ...]
    intranet: frozenset[str] = frozenset()

    def target(self, address: str) -> Target:
        """An address that may be asked for; raises RefusedError."""
        target = _taken_apart(address)
        if not self.is_inside(target) and not any(target.host == host or target.host.endswith(f".{host}") for host in self.hosts):
            raise RefusedError("foreign_host", address, target.host)
        return target

    def is_inside(self, target: Target) -> bool:
        """Whether somebody has said that this may be a computer of one's own network."""
        return f"{target.host}:{target.port}" in self.intranet

    def addresses(self, target: Target, resolve: Resolve) -> tuple[str, ...]:
        """The numbers to connect to, those of the old kind first, all of them checked; raises RefusedError."""
        try:
            numbers = [ip_address(number.partition("%")[0]) for number in resolve(target.host, target.port)]
        except (OSError, UnicodeError, ValueError):
            numbers = []
        if not numbers:
            raise RefusedError("unknown_host", target.address, target.host)
        if not self.is_inside(target) and not all(map(is_public, numbers)):
            raise RefusedError("private_address", target.address, target.host)
        return tuple(str(number) for number in sorted(dict.fromkeys(numbers), key=lambda number: number.version)[:_MOST_ADDRESSES])


def spelt(host: str) -> str:
    """A host as it goes over the wire: 示例.政务 as xn--…; raises ValueError for what is none."""
    return host if host.isascii() else host.encode("idna").decode()


def resolved(host: str, port: int) -> Iterable[str]:
    """The numbers of a host, by this machine's own resolver and its bounds."""
    return [str(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(number: IP) -> bool:
    """Whether it is a computer of the open internet, whatever other addresses are written within this one."""
    if isinstance(number, IPv6Address):
        inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number in _TRANSLATED:
            inner.append(IPv4Address(int(number) & 0xFFFF_FFFF))
        if not all(is_public(it) for it in inner if it is not None):
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _taken_apart(address: str) -> Target:
    if len(address) > _LONGEST or re.search(r"[\x00-\x20\x7f\\]", address):
        raise RefusedError("wrong_address", address[:_LONGEST], "，太长，或里面有空格")
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        host = spelt(host)
        path, query = quote(parts.path or "/", safe=_IN_PATHS), quote(parts.query, safe=_IN_QUERIES)
    except ValueError:
        raise RefusedError("wrong_address", address) from None
    if parts.scheme not in _PORTS or not host or port == 0 or "@" in parts.netloc or not re.fullmatch(r"[\w.:-]+", host):
        raise RefusedError("wrong_address", address, "，或不是以 http:// 或 https:// 开头")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], f"{path}?{query}" if query else path)

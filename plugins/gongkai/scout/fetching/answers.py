"""What comes of asking for an address: the page, or why there is none, as a sentence for a clerk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "wrong_address",
    "foreign_host",
    "private_address",
    "unknown_host",
    "robots",
    "not_found",
    "forbidden",
    "too_many",
    "server",
    "no_connection",
    "insecure",
    "too_slow",
    "too_large",
    "loop",
    "not_a_page",
    "host_given_up",
    "bytes_are_up",
    "time_is_up",
]
# What each means to a clerk; {more} is what only this answer says.
WORDS: Mapping[Kind, str] = {
    "wrong_address": "网址写得不对{more}。请照浏览器地址栏重新复制。",
    "foreign_host": "“{more}”不是这个辖区的官方网站，没有去看。确是官方网站的，把域名写进 jurisdiction.yaml 的 hosts。",
    "private_address": "“{more}”指向内网或本机，没有去看。确要看内网的网站，请设 GONGKAI_SCOUT_INTRANET。",
    "unknown_host": "查不到“{more}”这个域名。请检查网络，或网址是否还在用。",
    "robots": "网站的 robots.txt 不许程序看这个地址{more}。请由人打开看。",
    "not_found": "网站说没有这个网页（{more}）。",
    "forbidden": "网站不让程序看（{more}）。请由人打开看。",
    "too_many": "网站嫌来得太密{more}。请过些时候再运行。",
    "server": "网站自己出了错（{more}）。请过些时候再运行。",
    "no_connection": "连不上网站，或中途断了。请检查网络，过些时候再运行。",
    "insecure": "网站的加密连接不可靠（{more}），没有再看。请由人打开看。",
    "too_slow": "网站太慢，等了 {more} 秒还没有传完，不再等了。",
    "too_large": "网页太大，超过 {more}，没有读完。",
    "loop": "网址转来转去，没有到头{more}。请由人打开看。",
    "not_a_page": "打开的不是能读的网页（{more}）。",
    "host_given_up": "“{more}”接连几次没有回答，这一次不再去打扰。请过些时候再运行。",
    "bytes_are_up": "这一次已经读了 {more}，到此为止。再运行一次，就从这里接着看。",
    "time_is_up": "这一次已经看了 {more}，到此为止。再运行一次，就从这里接着看。",
}
# The next run may meet with better luck; of the others it is for a person to see to the cause.
PASSING: frozenset[Kind] = frozenset({"unknown_host", "too_many", "server", "no_connection", "too_slow"})
# Of these nothing was asked, and any other address would be answered likewise.
ENDING: frozenset[Kind] = frozenset({"bytes_are_up", "time_is_up"})


@dataclass(frozen=True)
class Validators:
    """By what a server knows whether a page has changed since it was read, at the one address that they are of."""

    address: str
    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True)
class Fetched:
    """A page as it was sent: `address` is where redirects led; one that is unchanged comes without its content."""

    address: str
    body: bytes
    content_type: str
    is_unchanged: bool
    validators: Validators


@dataclass(frozen=True)
class Refused:
    """An address that gave no page."""

    kind: Kind
    address: str
    more: str = ""

    @property
    def why(self) -> str:
        return WORDS[self.kind].format(more=self.more)


class RefusedError(Exception):
    """Ends a visit."""

    def __init__(self, kind: Kind, address: str, more: str = "") -> None:
        super().__init__(kind, address, more)
        self.refused = Refused(kind, address, more)

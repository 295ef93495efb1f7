"""Visits addresses for a clerk, politely: asks first whether it may, waits its turn, follows where a page went, and says why it has none."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import quote, urldefrag, urljoin

from .answers import Fetched, Kind, Refused, RefusedError, Validators
from .hosts import Hosts
from .limits import ROBOTS_BYTES, Clock, Limits, duration
from .robots import ALL_ALLOWED, PRODUCT, Rules
from .sending import Answer, Bounds, NotConnectedError, send
from .targets import Allowed, Resolve, Target, resolved

_REDIRECTS = (301, 302, 303, 307, 308)
_UNCHANGED, _TOO_MANY, _BUSY = 304, 429, 503
_WELL = (200, 203)
_GONE = (404, 410)
# 412 is what protection against programs says before its script has looked at the browser.
_FORBIDDEN = (401, 403, 405, 406, 407, 412, 418, 451)
_PAGES = ("text/", "application/xhtml+xml", "application/xml", "application/json", "application/javascript", "application/x-javascript")
# What may come of asking for a robots.txt where the host itself is well.
_UNREADABLE: frozenset[Kind] = frozenset({"loop", "foreign_host", "wrong_address", "not_a_page"})
_ACCEPTED = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5"


def agent(version: str, contact: str) -> str:
    """How the program names itself to servers: product, version, whom to write to. Chinese is written in percents, as in addresses."""
    return f"{PRODUCT}/{version} (+{quote(contact, safe=' :/;@.,-_~#?&=%')})"


class Visitor:
    """Asks for pages in one run; what it has learnt of hosts holds until it ends."""

    def __init__(
        self, allowed: Allowed, agent: str, limits: Limits | None = None, clock: Clock | None = None, resolve: Resolve = resolved
    ) -> None:
        self._allowed, self._agent, self._resolve = allowed, agent, resolve
        self._limits, self._clock = limits or Limits(), clock or Clock()
        self._hosts = Hosts(self._limits, self._clock)
        self._rules: dict[str, Rules] = {}

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whom this machine trusts; read only where something is encrypted."""
        return ssl.create_default_context()

    def visit(self, address: str, validators: Validators | None = None) -> Fetched | Refused:
        """The page at an address, or why there is none; with validators only where it has changed since."""
        try:
            return self._page(address, validators)
        except RefusedError as error:
            return error.refused

    def _page(self, address: str, validators: Validators | None) -> Fetched:
        bounds = Bounds(self._limits.seconds_a_request, self._limits.bytes_a_page)
        for target in (hops := _Hops(self._allowed, address, self._limits.hops)):
            self._need_permission(target)
            is_known = validators is not None and validators.address == target.address
            answer = self._answer(target, _conditions(validators) if validators and is_known else {}, bounds)
            if not hops.is_followed(answer):
                return self._fetched(answer, is_conditional=is_known)
        raise AssertionError("hops end with an answer or an error")

    def _fetched(self, answer: Answer, *, is_conditional: bool) -> Fetched:
        """What an answer has for us; raises RefusedError for all that is no page."""
        kind = answer.header("content-type")
        address = answer.target.address
        if answer.status == _UNCHANGED and is_conditional:
            return Fetched(address, b"", kind, True, Validators(address))
        if refusal := _refusal(answer.status):
            raise RefusedError(refusal, address, f"状态 {answer.status}")
        if kind and not self._limits.takes_files and not kind.lower().startswith(_PAGES):
            raise RefusedError("not_a_page", address, f"类型 {kind[:60]}")
        return Fetched(address, answer.body, kind, False, Validators(address, answer.header("etag"), answer.header("last-modified")))

    def _need_permission(self, target: Target) -> None:
        """Ask the site's robots.txt, once a run; raises RefusedError."""
        if target.origin not in self._rules:
            self._rules[target.origin] = rules = self._read_rules(target)
            # What is no number of seconds is none that anybody waits.
            if not rules.delay <= self._limits.longest_pace:
                self._rules[target.origin] = Rules(unread=f"（它要求每次隔 {rules.delay:g} 秒，太久）")
            else:
                self._hosts.slow_down(target.host, rules.delay)
        rules = self._rules[target.origin]
        if not rules.allows(target.address):
            raise RefusedError("robots", target.address, rules.unread)

    def _read_rules(self, target: Target) -> Rules:
        """What is missing forbids nothing; what cannot be read may forbid anything."""
        bounds = Bounds(self._limits.seconds_a_request, ROBOTS_BYTES, is_cut=True)
        try:
            for asked in (hops := _Hops(self._allowed, f"{target.origin}/robots.txt", self._limits.hops)):
                answer = self._answer(asked, {}, bounds)
                if not hops.is_followed(answer):
                    break
        except RefusedError as error:
            if error.refused.kind not in _UNREADABLE:
                raise
            return Rules(unread=f"：读不到它，按规定先当作不许。{error.refused.why.rstrip('。')}")
        if answer.status in _WELL:
            return Rules.of(answer.body)
        is_missing = 400 <= answer.status < 500  # noqa: PLR2004
        return ALL_ALLOWED if is_missing else Rules(unread=f"：读不到它（状态 {answer.status}），按规定先当作不许")

    def _answer(self, target: Target, conditions: Mapping[str, str], bounds: Bounds) -> Answer:
        """What a server says, asked again where it wants a little patience; raises RefusedError."""
        for attempt in range(self._limits.tries):
            try:
                answer = self._ask(target, conditions, bounds)
            except RefusedError as error:
                self._hosts.judge(target.host, error.refused)
                raise
            wait = self._wait_asked(answer)
            if wait is None or attempt + 1 == self._limits.tries or wait > self._limits.longest_wait:
                break
            self._hosts.wait(wait, target.address)
        refusal = self._judged(answer, wait)
        self._hosts.judge(target.host, refusal)
        if refusal and refusal.kind == "too_many":
            raise RefusedError(refusal.kind, refusal.address, refusal.more)
        return answer

    def _ask(self, target: Target, conditions: Mapping[str, str], bounds: Bounds) -> Answer:
        """One request, to the first number of a host that answers."""
        self._hosts.begin(target.host, target.address)
        numbers = self._allowed.addresses(target, self._resolve)
        headers = {"User-Agent": self._agent, "Accept": _ACCEPTED, "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "gzip"}
        answer: Answer | None = None
        try:
            for number in numbers:
                try:
                    answer = send(target, number, {**headers, **conditions}, bounds, self._trust if target.scheme == "https" else None)
                except NotConnectedError:
                    if number == numbers[-1]:
                        raise
                else:
                    return answer
            raise AssertionError("a host without numbers is refused before")
        finally:
            self._hosts.end(target.host, len(answer.body) if answer else 0)

    def _wait_asked(self, answer: Answer) -> float | None:
        """The seconds that a busy server asks us to wait."""
        if answer.status not in (_TOO_MANY, _BUSY):
            return None
        stated = answer.header("retry-after")
        if stated.isdecimal():
            return float(stated[:9])
        try:
            return max((parsedate_to_datetime(stated) - self._clock.now()).total_seconds(), 0)
        except (ValueError, TypeError, OverflowError):
            return None

    def _judged(self, answer: Answer, wait: float | None) -> Refused | None:
        """What an answer tells of its host, if nothing good."""
        address = answer.target.address
        if answer.status == _TOO_MANY or wait is not None:
            return Refused("too_many", address, f"，请我们 {duration(wait)}以后再来" if wait is not None else "")
        kind = None if answer.status in (*_REDIRECTS, *_GONE, _UNCHANGED) else _refusal(answer.status)
        return Refused(kind, address, f"状态 {answer.status}") if kind else None


class _Hops:
    """The addresses of one visit, each where the one before led; raises RefusedError for too many of them and for a circle."""

    def __init__(self, allowed: Allowed, address: str, most: int) -> None:
        self._allowed, self._next, self._most = allowed, address, most
        self._seen: list[str] = []

    def __iter__(self) -> Iterator[Target]:
        following = True
        while following:
            target = self._allowed.target(self._next)
            if target.address in self._seen or len(self._seen) > self._most:
                raise RefusedError("loop", self._seen[0], f"（转了 {len(self._seen)} 次）")
            self._seen.append(target.address)
            self._next = ""
            yield target
            following = bool(self._next)

    def is_followed(self, answer: Answer) -> bool:
        """Whether an answer leads on."""
        # Servers write Chinese there as it is, which arrives byte by byte.
        to = answer.header("location").encode("latin-1", "replace").decode("utf-8", "replace")
        if answer.status in _REDIRECTS and to:
            self._next = urldefrag(_joined(answer.target.address, to)).url
        return bool(self._next)


def _joined(address: str, to: str) -> str:
    try:
        return urljoin(address, to)
    except ValueError:
        raise RefusedError("wrong_address", address, "：它转到的地方不是网址") from None


def _conditions(validators: Validators) -> dict[str, str]:
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    # Kept by our own hand, but sent by a server's.
    return {name: value for name, value in stated.items() if value and value.isprintable() and value.isascii()}


def _refusal(status: int) -> Kind | None:
    """What a status means, unless that all is well."""
    if status in _WELL:
        return None
    if status in _GONE:
        return "not_found"
    if status in _FORBIDDEN:
        return "forbidden"
    return "too_many" if status == _TOO_MANY else "server"

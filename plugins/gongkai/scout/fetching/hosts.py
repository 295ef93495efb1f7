"""How each host is to be treated in this run: how long it is left in peace, and whether it is asked at all."""

from __future__ import annotations

from dataclasses import dataclass

from .answers import Kind, Refused, RefusedError
from .limits import Clock, Limits, duration, size

# What a host does when it is not well, or does not want us.
_FAILURES: frozenset[Kind] = frozenset({"server", "no_connection", "too_slow", "unknown_host", "insecure", "forbidden"})


@dataclass
class _Host:
    last: float
    pace: float
    failures: int = 0
    closed: Refused | None = None


class Hosts:
    """Waits before each request, and counts what has been had of all hosts together."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits, self._clock = limits, clock
        self._begun = clock.passed()
        self._bytes = 0
        # Two names may well be one computer, so no two requests at all are closer than the pace.
        self._last = self._begun
        self._hosts: dict[str, _Host] = {}

    def _of(self, name: str) -> _Host:
        # Whoever was killed a moment ago may have asked it just then.
        return self._hosts.setdefault(name, _Host(self._begun, self._limits.pace))

    def slow_down(self, name: str, seconds: float) -> None:
        """The host wants more time between two requests."""
        self._of(name).pace = max(self._limits.pace, seconds)

    def begin(self, name: str, address: str) -> None:
        """Wait until the host may be asked; raises RefusedError where it is not asked any more."""
        host = self._of(name)
        if host.closed:
            raise RefusedError(host.closed.kind, address, host.closed.more)
        if self._bytes >= self._limits.bytes_in_all:
            raise RefusedError("bytes_are_up", address, size(self._limits.bytes_in_all))
        free = max(host.last + host.pace, self._last + self._limits.pace)
        self.wait(max(free - self._clock.passed(), 0), address)

    def wait(self, seconds: float, address: str) -> None:
        """Wait, unless the time of the whole run is up by then."""
        if self._clock.passed() + seconds >= self._begun + self._limits.seconds_in_all:
            raise RefusedError("time_is_up", address, duration(self._limits.seconds_in_all))
        # Some clocks wake a little early.
        until = self._clock.passed() + seconds
        while (left := until - self._clock.passed()) > 0:
            self._clock.sleep(left)

    def end(self, name: str, received: int) -> None:
        """The request is over; the next one waits from now on."""
        self._of(name).last = self._last = self._clock.passed()
        self._bytes += received

    def judge(self, name: str, refused: Refused | None) -> None:
        """A host that wants us gone, or fails again and again, is left alone for the rest of the run."""
        host = self._of(name)
        if refused is None:
            host.failures = 0
        elif refused.kind == "too_many":
            host.closed = refused
        elif refused.kind in _FAILURES:
            host.failures += 1
            if host.failures >= self._limits.failures:
                host.closed = Refused("host_given_up", refused.address, name)

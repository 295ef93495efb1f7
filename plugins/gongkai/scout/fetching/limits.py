"""How much is asked of a server and of this machine, and by which clocks that is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

KIB = 1024
MIB = 1024 * KIB
_MINUTE = 60
# What RFC 9309 asks a crawler to read of it at least.
ROBOTS_BYTES = 500 * KIB


@dataclass(frozen=True)
class Limits:
    """Bounds of one run; sizes are of what has been unpacked."""

    # Seconds between two requests.
    pace: float = 1.0
    bytes_a_page: int = 4 * MIB
    # From the first packet to the last.
    seconds_a_request: float = 30
    hops: int = 5
    # Longer than this nobody waits because a server asks for it.
    longest_wait: float = 120
    longest_pace: float = 60
    tries: int = 2
    # So many times a host may fail one after the other.
    failures: int = 3
    bytes_in_all: int = 200 * MIB
    seconds_in_all: float = 3600
    # Documents and pictures are wanted too, not only what may be a list.
    takes_files: bool = False


@dataclass(frozen=True)
class Clock:
    """What passes, how to wait, and what time it is."""

    passed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def size(count: int) -> str:
    """A number of bytes in words."""
    return f"{count // MIB} MB" if count >= MIB else f"{count // KIB} KB" if count >= KIB else f"{count} 字节"


def duration(seconds: float) -> str:
    """A time in words."""
    return f"{seconds / _MINUTE:.0f} 分钟" if seconds >= _MINUTE else f"{seconds:.0f} 秒"

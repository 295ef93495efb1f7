"""Run as a program: walks through a column of a server on this machine, and dies at a step of what it writes."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from gongkai.scout.fetching.answers import Fetched
from gongkai.scout.fetching.limits import Limits
from gongkai.scout.fetching.targets import Allowed
from gongkai.scout.fetching.visitor import Visitor
from gongkai.scout.lists.entries import Listed, ListPage
from gongkai.scout.memory import Notebook
from gongkai.scout.walking import Walker

TODAY = date(2026, 11, 30)


def read(fetched: Fetched, _: str) -> ListPage:
    """A page as the tests write one: lines of day, address and title, and of where it goes on."""
    entries, further = [], []
    for line in fetched.body.decode().splitlines():
        first, _, rest = line.partition(" ")
        address, _, title = rest.partition(" ")
        if first == "further":
            further.append(address)
        else:
            entries.append(Listed(title, address, date.fromisoformat(first) if first != "-" else None))
    return ListPage(tuple(entries), tuple(further))


def _die_at(number: int) -> None:
    """At the call of this number of what puts a file in its place: by odd numbers after it."""
    real, count = Path.replace, [0]

    def replace(path: Path, target: Path) -> Path:
        for is_done in (False, True):
            if is_done:
                real(path, target)
            count[0] += 1
            if count[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return target

    Path.replace = replace  # type: ignore[method-assign,assignment]


def walked(host: str, folder: Path) -> list[object]:
    """How many pages, why no more, and the titles."""
    visitor = Visitor(Allowed((), frozenset({host})), "gongkai/test", Limits(pace=0.01, seconds_a_request=5))
    walk = Walker(visitor.visit, read, Notebook(folder), 2021, TODAY).walk("guihua", f"http://{host}/1")
    return [walk.pages, walk.ending, [entry.title for entry in walk.entries]]


if __name__ == "__main__":
    if dies_at := int(sys.argv[3]):
        _die_at(dies_at)
    walked(sys.argv[1], Path(sys.argv[2]))

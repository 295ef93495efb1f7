"""How soon after saving a clerk sees it under `serve`, on the page that is open and on the one that is fetched anew."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLate

from .subjects import AS_OF, Edit, Subject

_FIRST_BUILD, _PATIENCE, _PAUSE, _QUIET = 1_800, 300, 0.02, 1.5
# A page that has not been reloaded by now will not be.
_RELOAD = 3_000
# Between two pages there is no body.
_IS_SHOWN = "word => Boolean(document.body?.textContent.includes(word))"


@dataclass(frozen=True)
class Seen:
    """Seconds from saving until the page can be fetched, and until the open one shows it; nothing where it never does."""

    ready: float
    reloaded: float | None


def edits(subject: Subject, edit: Edit, times: int, browser: Browser) -> list[Seen]:
    """Save so many times while `serve` runs, with the page of the task open."""
    with _serving(subject) as address, browser.new_context(bypass_csp=True) as context:
        _wait_for(address + edit.page, "")
        page = context.new_page()
        page.goto(address + edit.page)
        seen = []
        for turn in range(1, times + 1):
            # Whoever watches is done with what came before.
            time.sleep(_QUIET)
            seen.append(_seen(page, address + edit.page, edit, turn))
        return seen


def _seen(page: Page, address: str, edit: Edit, turn: int) -> Seen:
    saved = time.monotonic()
    edit.save(turn)
    _wait_for(address, edit.word(turn))
    ready = time.monotonic() - saved
    with suppress(TooLate):
        page.wait_for_function(_IS_SHOWN, arg=edit.word(turn), timeout=_RELOAD)
        return Seen(ready, time.monotonic() - saved)
    return Seen(ready, None)


@contextmanager
def _serving(subject: Subject) -> Iterator[str]:
    """The address of the site while `serve` runs on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = subject.verb("serve", "--port", str(port), "--as-of", AS_OF.isoformat())
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=subject.folder, env=subject.environment, stdout=quiet, stderr=quiet, start_new_session=True
    ) as started:
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            # It may have started others.
            os.killpg(started.pid, signal.SIGTERM)


def _wait_for(address: str, word: str) -> None:
    """Until the page can be fetched and has the word."""
    end = time.monotonic() + (_PATIENCE if word else _FIRST_BUILD)
    while time.monotonic() < end:
        with suppress(URLError, ConnectionError), urlopen(address) as answer:
            if word in answer.read().decode():
                return
        time.sleep(_PAUSE)
    raise SystemExit(f"{address} has not come, or without “{word}”.")

"""The preview on one's own machine, made again whenever something changes."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai import workshop
from gongkai.command_line import Call

from .making import keep, made
from .portal_folder import LOCAL, PREVIEW, root, settings_of
from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.preview import News


def serve(call: Call) -> int:
    """Build, serve on loopback, and build again whenever something changes; open pages show what has come of it."""
    from threading import Thread

    from watchfiles import watch

    from gongkai.desk.web.base.visits import Office
    from gongkai.desk.web.server import DeskServer
    from gongkai.publishing import preview

    asked = replace(call, given={**call.given, "--preview": ("",)})
    try:
        office = Office(root(), os.environ)
        server = preview.server(root() / PREVIEW, int(call.text("--port") or preview.PORT), DeskServer(office))
    except OSError as error:
        raise StoppedError(str(error.strerror)) from None
    kept = made(asked).as_seen(root() / PREVIEW)
    keep(asked, kept)
    settings = settings_of(asked, LOCAL)
    office.show(kept, settings, server.news)
    # What may change: data and prose, templates and program.
    watched = (settings["GONGKAI_DATA"], settings["THEME"], settings["PATH"], Path(__file__).parents[1], LOCAL)
    folders = [path for path in (root() / str(name) for name in watched) if path.exists()]
    Thread(target=server.serve_forever, daemon=True).start()
    say(f"请在浏览器打开：http://{preview.LOOPBACK}:{server.server_port}/index.html （按 Ctrl+C 停止）")
    is_old = False
    for changes in watch(*folders):
        # Code that has been imported is never read again: a program that starts well with the new one takes over.
        is_old = is_old or any(name.endswith(".py") for _, name in changes)
        if is_old:
            _start_anew(call, server.news)
            continue
        try:
            last, kept = kept, made(asked, kept).as_seen(root() / PREVIEW)
            office.show(kept, settings_of(asked, LOCAL), server.news)
            server.news.tell(is_new=kept.files != last.files)
            keep(asked, kept)
        except StoppedError as error:
            say(str(error), file=sys.stderr)
            server.news.tell(str(error))
        # What is kept has no circles: of it nothing need be looked through again.
        gc.collect()
        gc.freeze()
    return 0


def _start_anew(call: Call, news: News) -> None:
    """Go on as another process, whose site is made already; what keeps it from being made is told in open pages."""
    words = _repeated(call, "--as-of", "-e")
    made = workshop.output_of(root(), sys.executable, "-m", "gongkai", "build", "--preview", *words)
    if made.returncode:
        say(made.stderr, file=sys.stderr)
        news.tell(made.stderr)
        return
    os.execv(sys.executable, [sys.executable, "-m", "gongkai", "serve", *_repeated(call, "--port", "--as-of", "-e")])


def _repeated(call: Call, *names: str) -> list[str]:
    return [word for name in names for value in call.texts(name) for word in (name, value)]

"""Run as a program: has the site's program ready, and forks itself for each verb that a line of standard input asks for."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from importlib import import_module

from gongkai import program
from gongkai.publishing import templating
from gongkai.search import names
from helpers.documents import ROOT
from jinja2 import BytecodeCache

# All that a build or a publication imports, now or later.
_NEEDED = (
    *("gongkai.generator", "gongkai.verbs.making", "gongkai.verbs.publishing"),
    *("gongkai.publishing.building", "gongkai.publishing.site.making", "gongkai.publishing.published"),
    *("opencc", "pypinyin", "xlsxwriter"),
)


def _of_any_project(_: BytecodeCache, name: str, __: str | None = None) -> str:
    """What a template of this name and content was made into, in whichever folder it was read."""
    return name


def _make_ready() -> None:
    """What each site would find out anew: the sounds of all characters, and what our templates are made into, wherever they lie."""
    for module in _NEEDED:
        import_module(module)
    names._alike(set())
    templating._Codes.get_cache_key = _of_any_project  # type: ignore[method-assign]
    theme = templating.templates(ROOT / "theme", "")
    for name in theme.list_templates():
        theme.get_template(name)
    gc.freeze()


def _become(asked: dict[str, object]) -> list[str]:
    """Be as a process that was started there; returns the words typed."""
    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[call-overload]
    time.tzset()
    os.chdir(str(asked["root"]))
    for stream, file in ((0, os.devnull), (1, asked["output"]), (2, asked["errors"])):
        opened = os.open(str(file), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, stream)
        os.close(opened)
    return list(asked["words"])  # type: ignore[call-overload]


def main() -> None:
    _make_ready()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                status = program.main(_become(json.loads(line)))
            # As Python ends a program.
            except BaseException:
                sys.excepthook(*sys.exc_info())
                status = 1
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()

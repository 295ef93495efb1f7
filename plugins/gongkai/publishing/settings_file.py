"""A settings file of Pelican's, read without Pelican: it is plain Python, and Pelican takes the names in capitals."""

from __future__ import annotations

import json
import runpy
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from gongkai.records.problems import DataError, Problem

from .settings import DEFAULTS, completed, located

# Pelican's own settings as a portal has them where its file says nothing; a name it must give itself.
PELICANS: dict[str, object] = {
    "SITENAME": "A Pelican Blog",
    "DEFAULT_LANG": "zh-CN",
    "TIMEZONE": "Asia/Shanghai",
    "PLUGINS": ["gongkai"],
    "PATH": "content",
    "OUTPUT_PATH": "output",
    "PAGE_PATHS": ["pages"],
    "PAGE_URL": "{slug}.html",
    "PAGE_SAVE_AS": "{slug}.html",
    "DELETE_OUTPUT_DIRECTORY": True,
    "RELATIVE_URLS": True,
    # This is not a blog: no articles, no archives, no feeds of them.
    "ARTICLE_PATHS": [],
    "STATIC_PATHS": [],
    "DIRECT_TEMPLATES": [],
    **dict.fromkeys(("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TRANSLATION_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS")),
    # What editors and systems drop is no page and no file of the site.
    "IGNORE_FILES": [".*", "*~", "~$*", "#*#", "*.bak", "*.orig", "*.swp", "*.tmp", "Thumbs.db", "desktop.ini"],
}
_YES_AND_NO = {"True": True, "False": False}


def read(file: Path, overrides: Mapping[str, object] | None = None) -> dict[str, object]:
    """The settings of a file, and in their place what was given besides; raises DataError with the line that fails."""
    # publishconf.py takes its neighbour by name, which may have been that of another portal.
    sys.modules.pop("pelicanconf", None)
    try:
        names = runpy.run_path(str(file))
    # Whatever a line of Python can raise.
    except Exception as error:
        raise DataError([_problem(file, error)]) from None
    own = {name: value for name, value in names.items() if name.isupper()}
    return located(completed({**PELICANS, **own, **(overrides or {})}), file.parent)


def _problem(file: Path, error: Exception) -> Problem:
    """Where it stands may be a neighbour that the file imports."""
    frames = traceback.extract_tb(error.__traceback__)
    steps = [(frame.filename, frame.lineno or 1) for frame in frames if Path(frame.filename).parent == file.parent]
    if isinstance(error, SyntaxError):
        steps.append((error.filename or str(file), error.lineno or 1))
    name, line = steps[-1] if steps else (str(file), 1)
    fault = f"设置读不下去（{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}）。"
    return Problem(Path(Path(name).name), line, "", fault, "请改正这一行。")


def overrides(given: Sequence[str]) -> dict[str, object]:
    """Settings given as NAME=VALUE: a text as it is, anything else as JSON or as Python has it."""
    return {name: _value(name, text) for name, _, text in (setting.partition("=") for setting in given)}


def _value(name: str, text: str) -> object:
    if isinstance(DEFAULTS.get(name), str) and not text.startswith('"'):
        return text
    try:
        return _YES_AND_NO[text] if text in _YES_AND_NO else json.loads(text)
    except ValueError:
        return text

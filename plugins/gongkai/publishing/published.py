"""The index of the publication before, kept so that the next one carries its files too: a page opened earlier goes on asking for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from gongkai.files import reader, writer

from . import contents

_STATED = "published.json"
_SCHEMA = "gongkai/published/1"
# What an index consists of, but for its manifest: data that a page asks for, and nothing that it would run.
_NAME = re.compile(r"search/[0-9a-f]{12}/((?:[cvwx]/[0-9]+|s/[0-9a-f]+-[0-9a-f]+|f|u))\.js")


class ForeignError(Exception):
    """What lies there is damaged, or was not put there by a publication."""


class Published:
    """The files of the index as they were last published; `folder` is where they are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: dict[str, bytes] = {}

    def read(self) -> dict[str, bytes]:
        """The files by address; none before the first publication. Raises ForeignError."""
        if not self._folder.is_dir():
            return {}
        try:
            stated = json.loads(reader.read_text(self._folder / _STATED))
            files = _files(self._folder)
        except (reader.UnreadableError, ValueError, RecursionError):
            raise ForeignError from None
        if stated != _told(files) or not all(map(_is_of_an_index, files, files.values())):
            raise ForeignError
        return files

    def carry_over(self, before: Mapping[str, bytes], site: Path) -> None:
        """Put into a site that is being made what the publication before had and it has not."""
        self._own = {name: content for name, content in _files(site).items() if _NAME.fullmatch(name)}
        for name in before.keys() - self._own.keys():
            writer.put(site / name, before[name])

    def keep(self) -> None:
        """From now on the publication before is the one that was last given files."""
        with writer.folder(self._folder) as fresh:
            for name, content in self._own.items():
                writer.put(fresh / name, content)
            writer.put(fresh / _STATED, json.dumps(_told(self._own)).encode())


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): reader.read(path) for path in sorted(folder.glob("search/**/*")) if path.is_file()}


def _told(files: Mapping[str, bytes]) -> dict[str, str]:
    return {"schema": _SCHEMA, "files": contents.digest(files)}


def _is_of_an_index(name: str, content: bytes) -> bool:
    match, text = _NAME.fullmatch(name), content.decode(errors="replace")
    beginning, end = f'gongkaiPart("{match[1] if match else ""}",', ");\n"
    if not (match and text.startswith(beginning) and text.endswith(end)):
        return False
    try:
        json.loads(text[len(beginning) : -len(end)])
    except (ValueError, RecursionError):
        return False
    return True

"""Where values wait for who asks for them next: in files of our own, one for what was made together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.files import private, writer
from gongkai.files.private import Stored


def digest(content: bytes) -> str:
    """What a content is known by."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


@dataclass(frozen=True)
class Aside:
    """A private folder of files that only a program under the same key can read; where there is none, and of a small site, all is held in memory."""

    folder: Path | None
    key: str
    is_held: bool

    def put(self, made_of: str, *values: Any) -> tuple[Stored[Any], ...]:
        """Lay values aside under a name for what they were made of, each to be read by itself; raises OSError where they are not held."""
        if not self.folder:
            return tuple(Stored(Path(), "", private.WHOLE, value) for value in values)
        path = self.folder / digest(f"{self.key} {made_of}".encode())
        content, stored = private.laid_aside(path, self.key, values)
        try:
            writer.keep(path, content)
        except OSError:
            # Where nothing can be kept the next one makes all anew.
            if self.is_held:
                return replace(self, folder=None).put(made_of, *values)
            raise
        for value in stored if not self.is_held else ():
            value.let_go()
        return tuple(stored)


# Everything stays in this process.
HELD = Aside(None, "", is_held=True)

"""Office files without a trace of when they were made: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

# What a file says of its making; office programs write no zone.
MADE_ON = datetime(2000, 1, 1)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def steady(saved: bytes) -> bytes:
    """The same parts in a fixed order under a fixed date."""
    with zipfile.ZipFile(io.BytesIO(saved)) as before:
        return packed(_parts(before))


def packed(parts: Iterable[tuple[str, bytes]], before: bytes = b"") -> bytes:
    """A file of these parts, in their order under a fixed date; those of such a file come first as they are packed there."""
    fixed = io.BytesIO(before)
    with zipfile.ZipFile(fixed, "a", zipfile.ZIP_DEFLATED) as after:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, content)
    return fixed.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    # The list of parts comes first, as Word writes it; the rest by name.
    for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
        yield name, archive.read(name)

"""Packed copies beside the texts of a publication, so that a server sends these and need not pack anything itself."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

from gongkai.files import reader, writer

ENDING = ".gz"
TEXTS = {".html", ".css", ".js", ".json", ".csv", ".ics", ".xml", ".txt", ".svg"}
# Less than that goes into the first packet of an answer as it is.
_LEAST_BYTES = 1000
_MOST_OF_IT = 0.9


def pack(site: Path) -> None:
    """Put them into a site that is being made, beside each text that becomes clearly smaller."""
    for path in sorted(site.rglob("*")):
        if path.suffix in TEXTS and path.is_file():
            content = reader.read(path, path.stat().st_size)
            packed = _packed(content) if len(content) >= _LEAST_BYTES else content
            if len(packed) < _MOST_OF_IT * len(content):
                writer.put(path.with_name(path.name + ENDING), packed)


def _packed(content: bytes) -> bytes:
    """The same bytes for the same content and the same zlib: the head names neither file nor time nor system."""
    into = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, into, mtime=0) as file:
        file.write(content)
    return into.getvalue()

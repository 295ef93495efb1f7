"""A publication packed: a copy beside each text, which a server sends and need not pack itself, and all files in one archive.

Bytes rest on the content and on zlib alone.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

from gongkai.files import reader, writer

ENDING = ".gz"
TEXTS = {".html", ".css", ".js", ".json", ".csv", ".ics", ".xml", ".txt", ".svg"}
# Less than that goes into the first packet of an answer as it is.
_LEAST_BYTES = 1000
_MOST_OF_IT = 0.9
# The earliest that an archive can state.
_NO_TIME, _UNIX = (1980, 1, 1, 0, 0, 0), 3


def pack(site: Path) -> None:
    """Put them into a site that is being made, beside each text that becomes clearly smaller."""
    for path in sorted(site.rglob("*")):
        if path.suffix in TEXTS and path.is_file():
            content = reader.read(path, path.stat().st_size)
            packed = _packed(content) if len(content) >= _LEAST_BYTES else content
            if len(packed) < _MOST_OF_IT * len(content):
                writer.put(path.with_name(path.name + ENDING), packed)


def _packed(content: bytes) -> bytes:
    """The head names neither file nor time nor system."""
    into = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, into, mtime=0) as file:
        file.write(content)
    return into.getvalue()


def archive(site: Path) -> bytes:
    """All files of a site, in the order of their names, none with a time."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        for name in sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system, entry.external_attr = _UNIX, writer.FILE_MODE << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(ENDING) else zipfile.ZIP_DEFLATED
            packed.writestr(entry, (site / name).read_bytes(), compresslevel=9)
    return into.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of such an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}

"""`build.json`, which says in every site what lies there: made for whom, out of which data, by which version; and the sums of its files."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from gongkai.files import equipment, reader
from gongkai.records.folder import PROPOSALS, SNAPSHOTS

from .settings import Settings

NAME, SUMS = "build.json", "SHA256SUMS"
PUBLICATION, PREVIEW, BUILD = "publication", "preview", "build"
_SCHEMA = "gongkai/build/1"
_A_MOMENT = 2_000_000_000
_STATES: dict[Path, tuple[tuple[int, ...], str]] = {}


def contents(settings: Settings, as_of: date, sums: Mapping[str, str]) -> str:
    """The text of build.json for a site of these settings and of files of data with these sums."""
    stated = {
        "schema": _SCHEMA,
        "kind": PUBLICATION if settings["GONGKAI_PUBLISH"] else PREVIEW if settings["GONGKAI_DEMONSTRATIONS"] else BUILD,
        "address": str(settings["GONGKAI_SITE_URL"]),
        "as_of": as_of.isoformat(),
        "data": digest(sums),
        "version": equipment.version(),
    }
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"


def data_sums(root: Path) -> dict[str, str]:
    """By name, what `sha256sum` says of the files of a data folder, without those that no portal reads."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.yaml"))}
    read = (name for name, path in files.items() if not f"/{name}".count("/.") and {SNAPSHOTS, PROPOSALS}.isdisjoint(path.parts))
    return {name: state_of(files[name]) for name in read}


def digest(sums: Mapping[str, str]) -> str:
    """What tells one state of the data from another, whatever the order of the files."""
    return f"sha256:{hashlib.sha256(sums_text(sums).encode()).hexdigest()}"


def sums(site: Path) -> dict[str, str]:
    """By address, what `sha256sum` says of every file of a site but for the list of these sums itself."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name != SUMS}


def sums_text(sums: Mapping[str, str]) -> str:
    """The list as `sha256sum -c` reads it."""
    return "".join(f"{known_by}  {name}\n" for name, known_by in sorted(sums.items()))


def state(folder: Path, ending: str = ".yaml") -> str:
    """What tells one state of a folder from another: the names in it and the contents of its files of this ending; empty where links lead out of it."""
    told = hashlib.sha256()
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in (*folders, "", *sorted(names)):
            path = Path(parent, name)
            if path.is_symlink():
                return ""
            told.update(f"{name}\n".encode(errors="surrogateescape"))
            if name.endswith(ending) and name not in folders:
                told.update(state_of(path).encode())
    return told.hexdigest()


def state_of(file: Path) -> str:
    """The same for a file: what `sha256sum` says of it. One that the disk says is as it was is not read again."""
    seen, read_at = _seen(file), time.time_ns()
    if seen and (known := _STATES.get(file)) and known[0] == seen:
        return known[1]
    try:
        content = reader.read(file)
    except reader.UnreadableError as error:
        content = str(error).encode()
    state = hashlib.sha256(content).hexdigest()
    # Of what was written a moment ago the disk's clock does not tell whether it was written again.
    if seen and read_at - max(seen[2:]) > _A_MOMENT:
        _STATES[file] = (seen, state)
    return state


def _seen(file: Path) -> tuple[int, ...]:
    """What the disk knows a file by: inode, size, and when the content and when anything was changed; nothing of one that is not there."""
    try:
        status = file.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read(site: Path) -> dict[str, str]:
    """What a folder says of itself; nothing when it says nothing that can be read."""
    try:
        stated = json.loads(reader.read_text(site / NAME))
    except (reader.UnreadableError, ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in stated.items()} if isinstance(stated, dict) and stated.get("schema") == _SCHEMA else {}

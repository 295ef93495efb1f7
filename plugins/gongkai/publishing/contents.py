"""`build.json`, which says in every site what lies there: made for whom, out of which data, by which version; and the sums of its files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from gongkai.files import equipment, reader
from gongkai.records.folder import PROPOSALS, SNAPSHOTS

from .settings import Settings

NAME, SUMS = "build.json", "SHA256SUMS"
PUBLICATION, PREVIEW, BUILD = "publication", "preview", "build"
_SCHEMA = "gongkai/build/1"


def contents(settings: Settings, as_of: date, files: Mapping[str, bytes]) -> str:
    """The text of build.json for a site of these settings and these files of data."""
    stated = {
        "schema": _SCHEMA,
        "kind": PUBLICATION if settings["GONGKAI_PUBLISH"] else PREVIEW if settings["GONGKAI_DEMONSTRATIONS"] else BUILD,
        "address": str(settings["GONGKAI_SITE_URL"]),
        "as_of": as_of.isoformat(),
        "data": digest(files),
        "version": equipment.version(),
    }
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"


def data_files(root: Path) -> dict[str, bytes]:
    """The files of a data folder by their names in it, without those that no portal reads."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.yaml"))}
    read = (name for name, path in files.items() if not f"/{name}".count("/.") and {SNAPSHOTS, PROPOSALS}.isdisjoint(path.parts))
    return {name: reader.read(files[name]) for name in read}


def digest(files: Mapping[str, bytes]) -> str:
    """What tells one state of the data from another, whatever the order of the files."""
    text = sums_text({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


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
    """The same for a file."""
    try:
        content = reader.read(file)
    except reader.UnreadableError as error:
        content = str(error).encode()
    return hashlib.sha256(content).hexdigest()


def read(site: Path) -> dict[str, str]:
    """What a folder says of itself; nothing when it says nothing that can be read."""
    try:
        stated = json.loads(reader.read_text(site / NAME))
    except (reader.UnreadableError, ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in stated.items()} if isinstance(stated, dict) and stated.get("schema") == _SCHEMA else {}

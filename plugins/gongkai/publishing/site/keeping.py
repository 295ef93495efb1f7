"""What is kept of a site so that only what has changed is made again: in memory, and in a folder that is nobody else's."""

from __future__ import annotations

import os
import pickle
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from gongkai.files import leftovers, private, writer
from gongkai.files.private import LostError, Stored
from gongkai.pages.place_pages import Elsewhere
from gongkai.pages.shell import Frame
from gongkai.publishing import contents, templating
from gongkai.publishing.places.aside import Aside, digest
from gongkai.publishing.places.duties import MadeDuty
from gongkai.publishing.places.making import MadePlace
from gongkai.publishing.places.reading import CheckedPlace
from gongkai.publishing.settings import Settings, as_of, latest_day
from gongkai.records.fields import WORDS_FOLDER
from gongkai.search.index import Index
from gongkai.search.names import REMEMBERED, Remembered

from .whole import Prose

_ENGINE = Path(__file__).parents[2]
# Settings that let others than our templates and our plugin have a say in a page.
_PELICANS_OWN = ("JINJA_", "TEMPLATE", "THEME_TEMPLATES", "READERS", "MARKDOWN", "TYPOGRIFY")
# Mode, inode, size, and when the content and when anything was changed.
Seen = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class KeptPlace:
    """A place as it was checked and made."""

    checked: CheckedPlace
    made: MadePlace


@dataclass(frozen=True)
class Kept:
    """A site as it was made last: what all of it rests on, its places, and what lies in each file."""

    foundation: str
    frame: Frame
    prose: tuple[Prose, ...]
    # Which plans carry out a duty in common.
    elsewhere: Mapping[str, Elsewhere]
    places: Mapping[str, KeptPlace]
    duties: Mapping[str, MadeDuty]
    # Those that are not shown, made up or faulty as they are.
    apart: Mapping[str, CheckedPlace]
    made_of: Mapping[str, object]
    found: Index
    remembered: Remembered
    codes: Mapping[str, bytes]
    # By address, what the contents are known by: of what is of no single place, of the index, and of what rests on the foundation and the frame alone.
    of_site: Mapping[str, str]
    index: Mapping[str, str]
    others: Mapping[str, str]
    # By address, what the file was known by to the disk when this process saw it last.
    seen: Mapping[str, Seen] = field(default_factory=dict)

    @cached_property
    def files(self) -> dict[str, str]:
        """By address, what the content of every file is known by."""
        files: dict[str, str] = {}
        for known in (
            *(it.made.files for it in self.places.values()),
            *(it.files for it in self.duties.values()),
            self.of_site,
            self.index,
            self.others,
        ):
            files.update(known)
        return files

    @property
    def checked(self) -> dict[str, CheckedPlace]:
        """All places as they were read, by their folders."""
        return {**self.apart, **{slug: place.checked for slug, place in self.places.items()}}

    def is_intact(self, output: Path) -> bool:
        """Whether the files still are what was written; those that this very process has seen need not be read."""
        if self.seen:
            return len(self.seen) == len(self.files) and self.seen == _seen(output, self.files)
        return all(_is_own_file(output / address) and digest(_read(output / address)) == known for address, known in self.files.items())

    def as_seen(self, output: Path) -> Kept:
        """The same in the process that has just put it there, and goes on."""
        return replace(self, seen=_seen(output, self.files))


def _seen(output: Path, files: Iterable[str]) -> dict[str, Seen]:
    """What the disk says of files, as far as they are there: whoever writes to one, or puts another in its place, changes that."""
    seen: dict[str, Seen] = {}
    with suppress(OSError):
        for address in files:
            status = os.lstat(f"{output}/{address}")
            seen[address] = (status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return seen


def _is_own_file(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def with_others(kept: Kept, folder: Path) -> Kept:
    """With the files of a folder that are of no place, no page of the whole site and no index."""
    known = {**kept.files}
    addresses = (Path(parent, name).relative_to(folder).as_posix() for parent, _, names in os.walk(folder) for name in names)
    return replace(kept, others={address: digest((folder / address).read_bytes()) for address in addresses if address not in known})


def foundation(settings: Settings, root: Path) -> str:
    """All that a site rests on but its places: program, packages, theme, prose, settings, days and common data; empty where that cannot be told."""
    data, prose = root / str(settings["GONGKAI_DATA"]), root / str(settings.get("PATH", "content"))
    folders = (root / str(settings["THEME"]), prose, data / WORDS_FOLDER)
    states = [contents.state(folder, "") for folder in folders]
    has_others = any(name.startswith(_PELICANS_OWN) for name in settings) or settings.get("PLUGINS") != ["gongkai"]
    if has_others or not all(states) or not data.is_dir():
        return ""
    common = [path for path in sorted(data.iterdir()) if path.is_file()]
    engine = [path for path in sorted(_ENGINE.rglob("*")) if path.suffix in (".py", ".yaml")]
    told = (
        sys.version,
        sorted(Path(sysconfig.get_path("purelib")).iterdir()),
        sorted((name, repr(value)) for name, value in settings.items()),
        as_of(settings, os.environ),
        latest_day(settings),
        *states,
        *(f"{path} {contents.state_of(path)}" for path in (*common, *engine)),
    )
    return digest(repr(told).encode())


def folder_of(output: Path, root: Path) -> Path:
    """Where it is kept what lies in an output folder."""
    return root / ".build/cache" / digest(str(output.resolve()).encode())


def load(folder: Path, foundation: str) -> Kept | None:
    """What was kept on this foundation; where any of it is missing or doubtful all is dropped, and None is returned."""
    site = private.read(folder / _SITE, foundation) if foundation else None
    try:
        kept = _with_parts(*pickle.loads(site)) if site else None
    except LostError:
        kept = None
    if kept is None or not all(stored.is_there for stored in _waiting(kept)):
        leftovers.remove(folder)
        return None
    REMEMBERED.update(kept.remembered)
    templating.CODES.update(kept.codes)
    return kept


def save(folder: Path, kept: Kept) -> None:
    """Keep it for the next program; where that cannot be, the next one makes all anew."""
    if not kept.foundation or not all(place.checked.state for place in kept.places.values()):
        return
    aside = Aside(folder, kept.foundation, is_held=False)
    with suppress(OSError):
        # One after the other: of a large site they take much room while they are packed.
        parts = aside.put(f"site {[place.state for place in kept.checked.values()]}", kept.places, kept.found, kept.made_of)
        few = replace(kept, places={}, found=Index(), made_of={}, seen={})
        writer.keep(folder / _SITE, [private.sealed(pickle.dumps((few, parts), pickle.HIGHEST_PROTOCOL), kept.foundation)])
        writer.empty(folder, keep={_SITE, parts[0].path.name, *(stored.path.name for stored in _waiting(kept))})


def _with_parts(few: Kept, parts: tuple[Stored[Any], ...]) -> Kept:
    places, found, made_of = (part.value for part in parts)
    return replace(few, places=places, found=found, made_of=made_of)


def _waiting(kept: Kept) -> Iterator[Stored[Any]]:
    """The last of what waits in each file."""
    for place in kept.places.values():
        carried: list[Stored[Any]] = [place.made.findable, *(it.carriers for it in place.made.carried.values())]
        yield carried[-1]
    yield from (duty.made_of for duty in kept.duties.values())
    yield from (place.read for place in kept.checked.values() if place.read)


_SITE = "site"

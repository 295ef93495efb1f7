"""What is kept of a site so that only what has changed is made again: in memory, and in a folder that is nobody else's."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from gongkai.files import leftovers, private, writer
from gongkai.files.private import Pickled
from gongkai.pages.shell import Frame
from gongkai.records.fields import WORDS_FOLDER
from gongkai.records.portal import Jurisdiction, Portal
from gongkai.search.index import Index
from gongkai.search.names import REMEMBERED, Remembered

from . import contents, templating
from .built import BuiltPlace, Prose
from .checking import CheckedPlace, latest_day
from .settings import Settings, as_of

_ENGINE = Path(__file__).parents[1]
# Settings that let others than our templates and our plugin have a say in a page.
_PELICANS_OWN = ("JINJA_", "TEMPLATE", "THEME_TEMPLATES", "READERS", "MARKDOWN", "TYPOGRIFY")
# Mode, inode, size, and when the content and when anything was changed.
Seen = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class KeptPlace:
    """A place as it was checked, built and written; `made_of` is the mapping of its group."""

    checked: CheckedPlace
    built: BuiltPlace
    made_of: Pickled[Mapping[str, object]]


@dataclass(frozen=True)
class Kept:
    """A site as it was made last: what all of it rests on, its places, and what lies in each file."""

    foundation: str
    frame: Frame
    prose: tuple[Prose, ...]
    places: Mapping[str, KeptPlace]
    # Those that are not shown, made up or faulty as they are.
    apart: Mapping[str, CheckedPlace]
    made_of: Mapping[str, object]
    rows: Index
    remembered: Remembered
    codes: Mapping[str, bytes]
    index: tuple[str, ...]
    # By address, what the content is known by.
    files: Mapping[str, str]
    # By address, what the file was known by to the disk when this process saw it last.
    seen: Mapping[str, Seen] = field(default_factory=dict)

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


def digest(content: bytes) -> str:
    """What a content is known by."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """The same for all files of a folder, by their addresses."""
    files = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in files}


def foundation(settings: Settings, root: Path) -> str:
    """All that a site rests on but its places: program, packages, theme, prose, settings, days and common data; empty where that cannot be told."""
    data, prose = root / str(settings["GONGKAI_DATA"]), root / str(settings.get("PATH", "content"))
    own = [name for name in settings if name.startswith(_PELICANS_OWN)]
    folders = (root / str(settings["THEME"]), prose, data / WORDS_FOLDER)
    states = [contents.state(folder, "") for folder in folders]
    if own or settings.get("PLUGINS") != ["gongkai"] or not all(states):
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
    site = private.read(folder / _SITE, foundation)
    kept, states = pickle.loads(site) if site else (None, {})
    read = {slug: private.read(folder / _name(foundation, slug, state), foundation) for slug, state in states.items()}
    places = {slug: pickle.loads(content) for slug, content in read.items() if content}
    if kept is None or len(places) < len(states):
        leftovers.remove(folder)
        return None
    whole: Kept = replace(kept, places=places)
    REMEMBERED.update(whole.remembered)
    templating.CODES.update(whole.codes)
    return whole


def save(folder: Path, kept: Kept) -> None:
    """Keep it for the next program; where that cannot be, the next one makes all anew."""
    if not kept.foundation or not all(place.checked.state for place in kept.places.values()):
        return
    shared = carried_out(place.checked.reading.place for place in kept.places.values())
    states = {slug: _state(place, shared) for slug, place in kept.places.items()}
    names = {_name(kept.foundation, slug, state) for slug, state in states.items()}
    with suppress(OSError):
        for slug, place in kept.places.items():
            path = folder / _name(kept.foundation, slug, states[slug])
            # What a place gives follows from the foundation, its files and the names of those that share its duties.
            if not path.is_file():
                writer.keep(path, private.sealed(pickle.dumps(place, pickle.HIGHEST_PROTOCOL), kept.foundation))
        site = pickle.dumps((replace(kept, places={}, seen={}), states), pickle.HIGHEST_PROTOCOL)
        writer.keep(folder / _SITE, private.sealed(site, kept.foundation))
        writer.empty(folder, keep={_SITE, *names})


def carried_out(places: Iterable[Jurisdiction | None]) -> dict[str, list[tuple[str, str, int]]]:
    """By duty in common, the names of the plans that carry it out."""
    plans_of = Portal(tuple(place for place in places if place)).carried_out.items()
    return {slug: [(place.slug, place.record.short_name, plan.year) for place, plan in plans] for slug, plans in plans_of}


def _state(place: KeptPlace, shared: Mapping[str, list[tuple[str, str, int]]]) -> str:
    held = {slug for plan in place.built.jurisdiction.plans for task in plan.tasks for slug in task.all_duties}
    return f"{place.checked.state} {[(slug, shared.get(slug)) for slug in sorted(held)]}"


_SITE = "site"


def _name(foundation: str, slug: str, state: str) -> str:
    return digest(f"{foundation} {slug} {state}".encode())

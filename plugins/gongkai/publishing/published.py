"""The last publications, kept so that the next is held against them, carries the index of the last, and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from gongkai.files import leftovers, private, reader, writer

from . import building, changed, contents, packed
from .changed import Publication

T = TypeVar("T")
MOST = 3
_SCHEMA = "gongkai/publication/1"
# What is known of a publication, and the same while it is put into its place or taken out of it; all its files.
_KNOWN, _PENDING, _ARCHIVE = ".json", ".pending", ".zip"
# What the index of a search consists of, but for its manifest, whose name stays.
_OF_AN_INDEX = re.compile(r"search/[0-9a-f]{12}/.*\.js")


class ForeignError(Exception):
    """What was kept is damaged, or was not put there by a publication."""


class VanishedError(Exception):
    """Pages that were published would be gone without a word; the arguments are their addresses."""


class Published:
    """What is kept in a folder of the publications of the project at `root`, by their numbers."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root

    @property
    def last(self) -> Publication | None:
        """The one that is public now, if any is known."""
        return next((known for number in reversed(self._numbers(_KNOWN)) if (known := self._known(number))), None)

    @property
    def before(self) -> Publication | None:
        """The one before that."""
        known = self._all()
        return known[sorted(known)[-2]] if len(known) > 1 else None

    @property
    def is_damaged(self) -> bool:
        """Whether anything lies there that was not kept so."""
        return len(self._all()) < len(self._numbers(_KNOWN)) or any(path.is_dir() for path in self.folder.glob("*"))

    def archive(self, publication: Publication) -> bytes:
        """All its files; raises ForeignError."""
        path = next(self._path(number, _ARCHIVE) for number, known in self._all().items() if known == publication)
        try:
            content = reader.read(path, path.stat().st_size)
        except (OSError, reader.UnreadableError):
            raise ForeignError from None
        if sha256(content).hexdigest() != publication.archive:
            raise ForeignError
        return content

    def is_archive(self, publication: Publication) -> bool:
        """Whether it was put into one file."""
        return not (self.root / publication.to).is_dir() and publication.to.lower().endswith(".zip")

    def recover(self) -> None:
        """Finish or forget what a killed program had begun, as what lies in the place tells; drop what is too old or cannot be used.

        Raises PlaceError.
        """
        with building.told(self.folder):
            self._recover()

    def settle(self) -> None:
        """The same once the site is in its place, which it is even where the disk is full; the next one recovers then."""
        with suppress(building.PlaceError):
            self.recover()

    def _recover(self) -> None:
        leftovers.recover(self.folder)
        for number in self._numbers(_PENDING):
            pending = self._read(number, _PENDING)
            if pending and self._is_in_place(pending):
                self._keep(number, pending)
            else:
                # The one before was put into its place, if it ever had it.
                earlier = [other for other in self._all() if other < number]
                if pending and earlier and self._known(number):
                    self._keep(max(earlier), replace(self._all()[max(earlier)], to=pending.to))
                leftovers.remove(self._path(number, _KNOWN))
            leftovers.remove(self._path(number, _PENDING))
        if self.folder.is_dir():
            numbers = sorted(self._all())[-MOST:]
            writer.empty(self.folder, keep={f"{number}{ending}" for number in numbers for ending in (_KNOWN, _ARCHIVE)})

    def begin(self, publication: Publication, archive: bytes) -> None:
        """Keep it as one that is about to be put into its place."""
        number = max([0, *self._numbers(_KNOWN)]) + 1
        known = replace(publication, archive=sha256(archive).hexdigest())
        writer.write_new({self._path(number, _ARCHIVE): archive, self._path(number, _PENDING): _sealed(known)})

    def put_back(self) -> None:
        """Put the publication before the last into the place of the last, which is forgotten; raises ForeignError or PlaceError."""
        numbers = self._all()
        last, before = (numbers[number] for number in sorted(numbers)[:-3:-1])
        archive, place = self.archive(before), self.root / last.to

        def unpack(fresh: Path) -> None:
            for name, content in packed.unpacked(archive).items():
                writer.put(fresh / name, content)

        # From now on the last one is kept only if it is still in its place.
        with building.told(self.folder):
            writer.write(self._path(max(numbers), _PENDING), self._path(max(numbers), _KNOWN).read_bytes())
        if self.is_archive(last):
            building.put_file(place, archive)
        else:
            building.build(place, unpack)
        self.settle()

    def _all(self) -> dict[int, Publication]:
        return {number: known for number in self._numbers(_KNOWN) if (known := self._known(number))}

    def _numbers(self, ending: str) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob(f"*{ending}") if re.fullmatch("[1-9][0-9]{0,8}", path.stem, re.ASCII))

    def _known(self, number: int) -> Publication | None:
        return self._read(number, _KNOWN) if self._path(number, _ARCHIVE).is_file() else None

    def _read(self, number: int, ending: str) -> Publication | None:
        content = private.read(self._path(number, ending), _SCHEMA)
        return Publication.read(content) if content else None

    def _keep(self, number: int, publication: Publication) -> None:
        writer.write(self._path(number, _KNOWN), _sealed(publication))

    def _is_in_place(self, publication: Publication) -> bool:
        place = self.root / publication.to
        try:
            if place.is_dir():
                return reader.read(place / contents.SUMS) == contents.sums_text(publication.files).encode()
            return sha256(reader.read(place, place.stat().st_size)).hexdigest() == publication.archive
        except (OSError, reader.UnreadableError):
            return False

    def _path(self, number: int, ending: str) -> Path:
        return self.folder / f"{number}{ending}"


def _sealed(publication: Publication) -> bytes:
    return private.sealed(publication.written(), _SCHEMA)


def _lying_in(place: Path, to: str) -> Publication | None:
    """A publication as it can still be seen where it was put; None where none is, or not all of it can be understood."""
    if contents.read(place).get("kind") != contents.PUBLICATION:
        return None
    try:
        return Publication.of(place, to, ())
    except (OSError, ValueError, LookupError, TypeError):
        return None


class Publishing:
    """A publication on its way to its place `to`, or, for trial, no further than to what is told of it."""

    made: Publication
    told: tuple[str, ...]

    def __init__(self, kept: Published, to: str, *, is_trial: bool) -> None:
        self._kept, self._to, self._is_trial = kept, to, is_trial
        self._archive = b""
        self.is_sound = not kept.is_damaged
        if not is_trial:
            kept.recover()
        # Where nothing is kept, what lies in the place still tells which addresses are known.
        self.last = kept.last or _lying_in(kept.root / to, to)
        self._index: dict[str, bytes] = {}
        try:
            self._index = self._index_of(kept.last) if kept.last else {}
        except ForeignError:
            self.is_sound = False

    def _index_of(self, last: Publication) -> dict[str, bytes]:
        files = packed.unpacked(self._kept.archive(last))
        return {name: files[name] for name in last.index}

    def put(self, make: Callable[[Path], T], *, is_archive: bool) -> T:
        """Let `make` make the site, and put it into its place; raises VanishedError, BuildError or PlaceError."""

        def finished(fresh: Path) -> T:
            made = make(fresh)
            self._finish(fresh)
            return made

        if self._is_trial:
            return building.tried(self._kept.folder.parent, finished)
        place = self._kept.root / self._to
        if is_archive:
            made = building.tried(self._kept.folder.parent, finished)
            building.put_file(place, self._archive)
        else:
            made = building.build(place, finished)
        self._kept.settle()
        return made

    def _finish(self, site: Path) -> None:
        """Complete a site that was made, and keep it as about to be public."""
        index = {path.relative_to(site).as_posix() for path in site.glob("search/**/*.js")}
        for name in self._index.keys() - index:
            writer.put(site / name, self._index[name])
        packed.pack(site)
        writer.put(site / contents.SUMS, contents.sums_text(contents.sums(site)).encode())
        self.made = Publication.of(site, self._to, sorted(filter(_OF_AN_INDEX.fullmatch, index)))
        if self.last and (gone := changed.vanished(self.last, self.made)):
            raise VanishedError(*gone)
        self.told = tuple(changed.told(self.last, self.made))
        self._archive = packed.archive(site)
        # The same again is no other to go back to.
        last = self._kept.last
        if not self._is_trial and (not last or (last.files, last.to) != (self.made.files, self.made.to)):
            self._kept.begin(self.made, self._archive)

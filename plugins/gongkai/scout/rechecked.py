"""What known addresses were like when they were last opened: a file beside the copies of pages, never in the ledger, where it would change what a site says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from gongkai.files import reader, writer
from gongkai.records.fields import normal_address
from gongkai.records.folder import SNAPSHOTS

from .rechecking import FOR_THE_OFFICE, Rechecked, State

_HEAD = (
    "# 台账里的网址，程序上一次打开时是什么样，由 scout --check 写。不是台账，不影响状态，不上网站。请在浏览器里（serve）处理，不用手改。\n"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNBOUNDED = 1_000_000


class Looked(BaseModel, frozen=True, extra="forbid"):
    """A person who has looked since, and finds that the ledger is right as it is."""

    by: str
    on: date


class KnownPage(BaseModel, frozen=True, extra="forbid"):
    """An address of the ledger as it was on a day, and since when it is so."""

    url: str
    state: State
    on: date
    since: date
    why: str = ""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    # Of what it says now.
    sha256: str = ""
    looked: Looked | None = None

    @property
    def key(self) -> str:
        return normal_address(self.url)

    @property
    def waits(self) -> bool:
        """Whether a person should look."""
        return self.state in FOR_THE_OFFICE and self.looked is None


class KnownPages(BaseModel, frozen=True, extra="forbid"):
    """`<place>/<year>/snapshots/rechecked.yaml`."""

    pages: tuple[KnownPage, ...] = ()

    @property
    def text(self) -> str:
        """The file that keeps it."""
        fields = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return f"{_HEAD}{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_UNBOUNDED)}"

    def of(self, keys: Iterable[str]) -> KnownPages:
        """Those that the ledger still has."""
        wanted = set(keys)
        return KnownPages(pages=tuple(page for page in self.pages if page.key in wanted))

    def looked_at(self, keys: Iterable[str], looked: Looked) -> KnownPages:
        """The same once a person has looked at some."""
        wanted = set(keys)
        said = (page.model_copy(update={"looked": looked}) if page.key in wanted else page for page in self.pages)
        return KnownPages(pages=tuple(said))

    def joined(self, rechecked: Iterable[Rechecked]) -> KnownPages:
        """With what was seen now; what a person has said holds while a page stays as it was, and what was not asked for tells nothing new."""
        pages = {page.key: page for page in self.pages}
        for each in rechecked:
            key = normal_address(each.known.address)
            pages[key] = _joined(pages.get(key), each)
        return KnownPages(pages=tuple(sorted(pages.values(), key=lambda page: page.url)))


def _joined(before: KnownPage | None, now: Rechecked) -> KnownPage:
    if before and now.state == "not_asked":
        return before
    it = now.outcome
    is_same = before is not None and (before.state, before.sha256) == (it.state, it.sha256)
    since, looked = (before.since, before.looked) if before and is_same else (it.on, None)
    fields = {"why": it.why, "gone": it.gone, "new": it.new, "sha256": it.sha256}
    return KnownPage.model_validate({"url": now.known.address, "state": it.state, "on": it.on, "since": since, "looked": looked, **fields})


class UnreadableRechecksError(Exception):
    """A file that is none any more; the message says which and what to do."""


def file(year: Path) -> Path:
    """Where it is, of the folder of a plan's year."""
    return year / SNAPSHOTS / "rechecked.yaml"


def kept(year: Path) -> KnownPages:
    """What stands there; raises UnreadableRechecksError."""
    path = file(year)
    if not path.is_file():
        return KnownPages()
    try:
        return KnownPages.model_validate(yaml.load(reader.read_text(path), _LOADER))
    except (reader.UnreadableError, ValidationError, yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        remedy = "请用备份里的换上；没有备份的，删掉它，再运行 scout --check。"
        raise UnreadableRechecksError(f"{path.as_posix()}:1  这个文件读不懂，可能被手改过。{remedy}") from None


def keep(year: Path, pages: KnownPages) -> None:
    """Write it, whole or not at all; nothing where nothing has changed."""
    path, text = file(year), pages.text.encode()
    held = reader.read(path) if path.is_file() else None
    if text != held:
        writer.change({path: text}, {path: held})


def by_state(pages: Iterable[KnownPage]) -> Mapping[State, tuple[KnownPage, ...]]:
    """What waits for a person, what is surest first."""
    waiting = [page for page in pages if page.waits]
    states = {state: tuple(page for page in waiting if page.state == state) for state in FOR_THE_OFFICE}
    return {state: alike for state, alike in states.items() if alike}

"""One duty in common made in a job that any process can do, of what each place laid aside on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from gongkai.comparing.carriers import Carrier
from gongkai.comparing.duty_pages import pages_of_duty
from gongkai.comparing.tables import files_of_duty
from gongkai.files.private import Stored
from gongkai.pages.views import Neighbours
from gongkai.records.duties import Duty

from .aside import digest
from .filling import Draw
from .ground import Ground, failures_told, filling
from .groups import Group, SiteFile, tags_of


class Carried(NamedTuple):
    """What the plans of a place do of a duty, and what tells this from what they did before."""

    token: str
    carriers: Stored[tuple[Carrier, ...]]


@dataclass(frozen=True)
class MadeDuty:
    """What is known of a duty that was made: what tells what it rests on, its files by address, and where the rest waits."""

    rests_on: str
    files: Mapping[str, str]
    made_of: Stored[Mapping[str, object]]


@dataclass(frozen=True)
class DutyJob:
    """A duty to be made as places carry it out, and what it was the last time."""

    ground: Ground
    duty: Duty
    around: Neighbours
    carried: tuple[Carried, ...]
    before: MadeDuty | None = None

    @property
    def rests_on(self) -> str:
        return digest(f"{self.duty!r} {self.around} {[it.token for it in self.carried]}".encode())

    @property
    def is_as_before(self) -> bool:
        return self.before is not None and self.before.rests_on == self.rests_on


def make(job: DutyJob, draw: Draw | None = None) -> MadeDuty:
    """Write what is new of a duty; raises OSError where the disk cannot, LostError, BuildError for whatever else goes wrong."""
    with failures_told():
        before = job.before
        group = _group(job)
        files = filling(job.ground, before.files if before else {}, draw).put(group, before.made_of.value if before else {})
        (made_of,) = job.ground.aside.put(f"duty {job.rests_on}", group.made_of)
        return MadeDuty(job.rests_on, files, made_of)


def _group(job: DutyJob) -> Group:
    carriers = tuple(chain.from_iterable(it.carriers.value for it in job.carried))
    pages = tuple(pages_of_duty(job.duty, job.around, carriers))
    files = files_of_duty(job.duty, carriers, job.ground.as_of)
    return Group(pages, tags_of(job.ground.registered, pages), tuple(SiteFile(*file) for file in files))

"""A site made place by place and then as a whole; out of the last one only what has changed: places, and what tells of all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment

from gongkai.comparing.comparison import Comparison
from gongkai.files import writer
from gongkai.pages import addresses
from gongkai.pages.place_pages import Elsewhere, elsewhere_of
from gongkai.pages.shell import Frame
from gongkai.publishing import templating
from gongkai.publishing.places import duties, making, reading
from gongkai.publishing.places.aside import HELD, Aside
from gongkai.publishing.places.duties import DutyJob, MadeDuty
from gongkai.publishing.places.executors import Run
from gongkai.publishing.places.filling import Draw, Filling, by_templates
from gongkai.publishing.places.ground import Ground
from gongkai.publishing.places.making import MadePlace, PlaceJob
from gongkai.publishing.settings import Settings, as_of, registered_site
from gongkai.search.index import Index
from gongkai.search.names import REMEMBERED

from .checking import Checked
from .keeping import Kept, KeptPlace
from .whole import Prose, Whole

J = TypeVar("J")
R = TypeVar("R")
# Told how many of how many tasks have been made.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Making:
    """What a site is made with besides its settings: what it rests on, where places wait, who makes them, and who is told how far it is."""

    foundation: str = ""
    aside: Aside = HELD
    run: Run = map
    progress: Progress = lambda _done, _total: None


# In this process and for nobody.
ALONE = Making()


@dataclass(frozen=True)
class Site:
    """A site to be made of what was checked, out of the last one if there is any; a fresh folder gets what is new."""

    settings: Settings
    checked: Checked
    prose: tuple[Prose, ...]
    making: Making
    fresh: Path
    last: Kept | None = None
    # Where the pages are not to be drawn by our templates alone, who draws them in this very process.
    draw: Draw | None = None

    @cached_property
    def whole(self) -> Whole:
        """As far as it is known before any place is made."""
        index = self.last.found if self.last else Index()
        return Whole(self.settings, self.checked, as_of(self.settings, os.environ), self.prose, index=index)

    @cached_property
    def frame(self) -> Frame:
        return self.whole.frame()

    def made(self, templates: Environment) -> Kept:
        """The site, but for what is no place's and no page's; raises OSError, BuildError or LostError."""
        places = self._places()
        whole = replace(self.whole, places=tuple(places.values()))
        of_duties = self._duties(whole.comparison, places.values())
        pages = whole.pages()
        group = whole.group(pages, templates)
        filling = Filling(self.fresh, self.frame, self.draw or by_templates(templates), self.last.files if self.last else {})
        of_site = filling.put(group, self.last.made_of if self.last else {})
        found, texts = whole.index_files(pages, map if self.draw else self.making.run)
        new = {address: filling.put_file(address, text.encode()) for name, text in texts if (address := addresses.SEARCH_FILES + name)}
        index = (addresses.SEARCH_FILES + name for name in found.files)
        checked = self.checked.places
        return Kept(
            foundation=self.making.foundation,
            frame=self.frame,
            prose=self.prose,
            elsewhere=self._elsewhere,
            places={slug: KeptPlace(checked[slug], place) for slug, place in places.items()},
            duties=of_duties,
            apart={slug: place for slug, place in checked.items() if slug not in places},
            made_of=group.made_of,
            found=found,
            remembered=REMEMBERED,
            codes=templating.CODES,
            of_site=of_site,
            index={address: new.get(address) or filling.known(address) for address in index},
            others=self.last.others if self.last else {},
        )

    def _places(self) -> dict[str, MadePlace]:
        """All in their order, made anew where they are not as they were."""
        jobs = {outline.slug: job for outline in self.checked.outlines if (job := self._job(outline.slug))}
        tasks = {outline.slug: outline.tasks for outline in self.checked.outlines}
        made: dict[str, MadePlace] = {}
        done, total = 1, sum(tasks[slug] for slug in jobs)
        for slug, place in zip(jobs, self._run(making.make, jobs.values()), strict=True):
            made[slug] = place
            done += tasks[slug]
            self.making.progress(done, total)
        return {slug: made.get(slug) or self._before[slug].made for slug in tasks}

    def _duties(self, comparison: Comparison, places: Collection[MadePlace]) -> dict[str, MadeDuty]:
        """All that some plan carries out, made anew where any does otherwise than before, or others stand beside them."""
        before = self.last.duties if self.last else {}
        jobs = {
            duty.id: DutyJob(
                self._ground,
                duty,
                comparison.neighbours_of(duty),
                tuple(place.carried[duty.id] for place in places if duty.id in place.carried),
                before.get(duty.id),
            )
            for duty in comparison.duties
        }
        anew = {slug: job for slug, job in jobs.items() if not job.is_as_before}
        made = dict(zip(anew, self._run(duties.make, anew.values()), strict=True))
        return {slug: made.get(slug) or before[slug] for slug in jobs}

    def _run(self, make: Callable[..., R], jobs: Iterable[J]) -> Iterator[R]:
        return map(partial(make, draw=self.draw), jobs) if self.draw else self.making.run(make, jobs)

    def _job(self, slug: str) -> PlaceJob | None:
        """None for a place that is as it was, and of which is told elsewhere what was told."""
        place, before = self.checked.places[slug], self._before.get(slug)
        if before and self.last and before.checked is place:
            carrying = place.outline.carrying if place.outline else ()
            if all(self._elsewhere.get(duty) == self.last.elsewhere.get(duty) for duty, _ in carrying):
                return None
        return PlaceJob(self._ground, place, before.made if before else None)

    @property
    def _before(self) -> Mapping[str, KeptPlace]:
        return self.last.places if self.last else {}

    @cached_property
    def _elsewhere(self) -> dict[str, Elsewhere]:
        return elsewhere_of(outline.carrying for outline in self.checked.outlines)

    @cached_property
    def _ground(self) -> Ground:
        data = Path(str(self.settings["GONGKAI_DATA"]))
        made_up = next((outline.slug for outline in self.checked.outlines if outline.is_demonstration), "")
        return Ground(
            data,
            reading.state_of_common(data),
            self.whole.as_of,
            self.frame,
            registered_site(self.settings),
            Path(str(self.settings["THEME"])),
            self.making.foundation,
            self.fresh,
            self.making.aside,
            self._elsewhere,
            made_up,
        )


def rebuilt(last: Kept, checked: Checked, settings: Settings, making: Making, output: Path, fresh: Path) -> Kept | None:
    """Fill a fresh folder with what is new of the site in the output folder; None where all is to be made anew."""
    site = Site(settings, checked, last.prose, making, fresh, last)
    try:
        # It holds the names of all places, in their order.
        if site.frame != last.frame or not last.is_intact(output):
            return None
        return site.made(templating.templates(Path(str(settings["THEME"])), making.foundation))
    except OSError:
        raise
    # Whatever a template or a text raises: who makes all anew says what is wrong and where.
    except Exception:
        return None


def fill(last: Kept, kept: Kept, output: Path, fresh: Path) -> None:
    """Put all that stays beside what is new."""
    for address, known_by in kept.files.items():
        if last.files.get(address) == known_by:
            writer.put_same(fresh / address, output / address)


def told(last: Kept | None, kept: Kept) -> str:
    """How many files differ from those of the last time, where there was one."""
    if last is None:
        return f"共写了 {len(kept.files)} 个文件"
    same = sum(last.files.get(address) == known_by for address, known_by in kept.files.items())
    removed = len(last.files.keys() - kept.files.keys())
    return f"写了 {len(kept.files) - same} 个文件，{same} 个没有变{f'，去掉 {removed} 个' if removed else ''}"

"""Settings and data are checked before anything is built, place by place."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from gongkai.founding.blanks import blanks
from gongkai.judging.doubts import sense
from gongkai.publishing import changed
from gongkai.publishing.places import reading
from gongkai.publishing.places.aside import Aside
from gongkai.publishing.places.executors import Run
from gongkai.publishing.places.reading import CheckedPlace, Outline, PlanOutline, ReadingJob
from gongkai.publishing.settings import Settings, latest_day
from gongkai.records import loading
from gongkai.records.loading import Common
from gongkai.records.portal import Jurisdiction, LeftOut, Portal
from gongkai.records.problems import DataError, Effect, Problem, faults_of, in_order
from gongkai.records.register_records import PlaceMove

from .settings_checks import check_environment, check_settings, check_theme, claims


@dataclass(frozen=True)
class Checked:
    """What a site shows, place by place, and all that is to be said of its data."""

    common: Common
    # Those that are shown, in order.
    outlines: tuple[Outline, ...]
    # All, by their folders.
    places: Mapping[str, CheckedPlace]
    # Warnings and gates, and in a preview the places that it does without.
    remarks: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    # Pages that were published of places whose folders are gone, and where these went.
    gone: tuple[tuple[str, PlaceMove], ...] = ()

    @property
    def states(self) -> dict[str, str]:
        """What tells each place as it was read from any other; empty where that is not known."""
        return {slug: place.state for slug, place in self.places.items()}

    @property
    def plans(self) -> tuple[PlanOutline, ...]:
        return tuple(plan for outline in self.outlines for plan in outline.plans)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong or doubtful, and keeps nothing from being built."""
        return tuple(in_order([*self.remarks, *(problem for place in self.left_out for problem in place.problems)]))

    @property
    def portal(self) -> Portal:
        """All that is shown as one, for who needs it together; raises LostError."""
        places = tuple(place for outline in self.outlines if (place := self.places[outline.slug].place))
        return self.portal_of(*places)

    def portal_of(self, *places: Jurisdiction) -> Portal:
        """Some places with what all share."""
        return self.common.portal(places)


def checked(
    settings: Settings,
    root: Path,
    *,
    without_faulty_places: bool = False,
    known: Mapping[str, CheckedPlace] = MappingProxyType({}),
    published: Collection[str] = (),
    aside: Aside | None = None,
    run: Run = map,
) -> Checked:
    """What a site of these settings shows, its data folder looked for under `root`; raises DataError with what is wrong.

    A preview may do without the places that have faults: it then says which, and why. What is `known` of a place
    under the same settings, program and common files is not read again while its files are the same. The addresses of
    what was published last must not go away. What was read is laid `aside`, and without that not to be had again.
    """
    refuse_settings(settings, root)
    folder = root / str(settings["GONGKAI_DATA"])
    state, today = reading.state_of_common(folder), latest_day(settings)
    common = reading.common(folder, state)
    folders = loading.places(folder)
    same = {path.name: place for path in folders if (place := known.get(path.name)) and reading.is_same(path, place)}
    jobs = [ReadingJob(path, state, today, known.get(path.name), aside) for path in folders if path.name not in same]
    read = {place.slug: place for place in run(reading.read, jobs)}
    places = {path.name: same.get(path.name) or read[path.name] for path in folders}
    outlines = reading.in_order(places)
    faulty = {slug: faults for slug, place in places.items() if (faults := place.faults)}
    own = (
        *common.folder.problems,
        *sense.of_place("", common.folder.files, None, today),
        *changed.vanishing({it.slug: it.pages for it in outlines}, places.keys() | common.moves.keys(), Path(folder.name), published),
        *blanks(root / str(settings.get("PATH", "content"))),
        *claims(settings),
    )
    problems = (*own, *(problem for place in places.values() for problem in place.problems))
    if faults_of(own) or (faulty and not without_faulty_places):
        raise DataError(problems)
    left_out = tuple(LeftOut(slug, places[slug].name, faults) for slug, faults in faulty.items())
    return _shown(settings, Checked(common, tuple(outlines), places, (), left_out, changed.gone(common.moves, published)), problems)


def _shown(settings: Settings, all_of_it: Checked, problems: Iterable[Problem]) -> Checked:
    outlines, remarks = all_of_it.outlines, tuple(problem for problem in problems if problem.effect is not Effect.FAULT)
    if settings["GONGKAI_PUBLISH"] or not settings["GONGKAI_DEMONSTRATIONS"]:
        made_up = {outline.slug for outline in outlines if outline.is_demonstration}
        outlines = tuple(outline for outline in outlines if outline.slug not in made_up)
        remarks = tuple(it for it in remarks if made_up.isdisjoint(it.file.parts[1:2]))
    if settings["GONGKAI_PUBLISH"] and any(problem.effect is Effect.GATE for problem in remarks):
        raise DataError(remarks)
    shown = replace(all_of_it, outlines=outlines, remarks=remarks)
    if settings["GONGKAI_OFFICIAL"]:
        # Only such a site has need of the pages while its data is checked.
        from gongkai.publishing.page_tags import unfilled  # noqa: PLC0415

        _refuse(unfilled(((plan.jurisdiction, plan.record) for plan in shown.plans), Path(Path(str(settings["GONGKAI_DATA"])).name)))
    return shown


def refuse_settings(settings: Settings, root: Path) -> None:
    """Raises DataError for settings that nothing can be made with."""
    _refuse([*check_settings(settings), *check_theme(root / str(settings["THEME"])), *check_environment(os.environ)])


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataError(problems)

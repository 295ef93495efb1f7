"""One place made in a job that any process can do: judged, shown, drawn, written, laid aside and forgotten."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from gongkai.comparing.carriers import Carrier, carriers_of
from gongkai.comparing.held import Held, held_of
from gongkai.exports import feeds
from gongkai.exports.feeds import News
from gongkai.files.private import Stored
from gongkai.following import pages as changes
from gongkai.following.views import PlaceChanges
from gongkai.pages.views import MOVED, Head
from gongkai.pages.whole.contribution import Contribution
from gongkai.publishing.building import BuildError
from gongkai.search.findable import Findable, findable_of
from gongkai.words.record import Grouped

from . import reading
from .aside import digest
from .duties import Carried
from .filling import Draw
from .ground import Ground, failures_told, filling
from .groups import Group, built, files_of_place, tags_of
from .reading import CheckedPlace


@dataclass(frozen=True)
class MadePlace:
    """What is known of a place that was made: what it gives to the whole site, its files, and where the rest waits."""

    contribution: Contribution
    changes: PlaceChanges
    # As many of the newest as a feed has, and since when there can be any.
    news: tuple[News, ...]
    begun: date | None
    # The addresses of its pages but for those that only lead on.
    addresses: tuple[str, ...]
    held: tuple[Held, ...]
    # By address, what every content is known by.
    files: Mapping[str, str]
    made_of: Stored[Mapping[str, object]]
    heads: Stored[tuple[Head, ...]]
    findable: Stored[Findable]
    # By duty in common.
    carried: Mapping[str, Carried]


@dataclass(frozen=True)
class PlaceJob:
    """A place to be made as it was read, and what it was the last time."""

    ground: Ground
    checked: CheckedPlace
    before: MadePlace | None = None


def make(job: PlaceJob, draw: Draw | None = None) -> MadePlace:
    """Write what is new of a place; raises OSError where the disk cannot, LostError, BuildError for whatever else goes wrong."""
    # Of a large site the next place would not find room beside what is left of this one.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with failures_told():
            return _make(job, draw)
    finally:
        if not job.ground.aside.is_held:
            gc.collect()
        if was_enabled:
            gc.enable()


def _make(job: PlaceJob, draw: Draw | None) -> MadePlace:
    ground, before = job.ground, job.before
    place = job.checked.place
    if place is None:
        raise BuildError("读过的辖区不在了。")
    portal = reading.common(ground.data, ground.common).portal([place])
    made = built(place, portal, ground.as_of, ground.elsewhere, has_components=place.slug == ground.showing_components)
    group = Group(made.pages, tags_of(ground.registered, made.pages), tuple(files_of_place(made, ground.frame.site, ground.as_of)))
    files = filling(ground, before.files if before else {}, draw).put(group, before.made_of.value if before else {})
    told_of_others = [(slug, ground.elsewhere.get(slug)) for slug, _ in place.carrying]
    rests_on = digest(f"{place.slug} {job.checked.state} {told_of_others}".encode())
    carriers = Grouped.of((carrier.duty, carrier) for carrier in carriers_of(made.shown))
    findable = findable_of(place, made.plans, portal, ground.as_of)
    heads = tuple(page.head for page in made.pages)
    made_of, all_heads, stored, *carried = ground.aside.put(rests_on, group.made_of, heads, findable, *carriers.values())
    return MadePlace(
        contribution=Contribution.of(made.shown),
        changes=changes.of_place(made.shown),
        news=made.news[: feeds.LIMIT],
        begun=min((plan.plan.roster_on for plan in made.plans), default=None),
        addresses=tuple(head.address for head in heads if head.kind != MOVED),
        held=tuple(map(held_of, chain.from_iterable(carriers.values()))),
        files=files,
        made_of=made_of,
        heads=all_heads,
        findable=stored,
        carried={duty: _carried(before, duty, it, rests_on) for duty, it in zip(carriers, carried, strict=True)},
    )


def _carried(before: MadePlace | None, duty: str, carriers: Stored[tuple[Carrier, ...]], rests_on: str) -> Carried:
    """Known by what it was made of when it last became another."""
    known = before.carried.get(duty) if before else None
    return Carried(known.token if known and known.carriers.value == carriers.value else rests_on, carriers)

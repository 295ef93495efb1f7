"""What was entered in the ledgers, newest first, for feed readers (Atom, RFC 4287); no clock: the same date gives the same bytes."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TypeVar
from uuid import UUID, uuid5

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.history import Moment, moments
from gongkai.judging.judgement import Turn, turn_of
from gongkai.pages import addresses, sentences, wording
from gongkai.pages.addresses import Site
from gongkai.records.ledger_records import identity
from gongkai.records.plan_records import Task
from gongkai.records.portal import Jurisdiction
from gongkai.records.workdays import WorkCalendar

LIMIT = 50
LANGUAGE = "zh-CN"
# A feed and its entries keep their names whatever address the site has.
OURS = UUID("5f0d9a53-0d2c-5c33-9a41-6f1b7a1f2c90")


@dataclass(frozen=True)
class News:
    """What a feed says of an entry of the ledger: which it is, when it was entered, and how the badge of what it speaks of turned."""

    entered_on: date
    name: str
    title: str
    text: str
    address: str
    label: str


def news_of(plans: Iterable[AssessedPlan], work_calendar: WorkCalendar) -> tuple[News, ...]:
    """The newest entries of some plans, as many as a feed has."""
    entries = newest(_Entry(assessed, moment) for assessed in plans for moment in moments(assessed.plan, assessed.as_of))
    return tuple(entry.told(work_calendar) for entry in entries)


def place_feed(jurisdiction: Jurisdiction, plans: Sequence[AssessedPlan], news: Sequence[News], site: Site, as_of: date) -> str:
    """The newest entries of one place."""
    title = wording.marked(f"{jurisdiction.record.name}：更新记录", jurisdiction.is_demonstration)
    return _feed(title, addresses.place_feed(jurisdiction), addresses.jurisdiction(jurisdiction), plans, news, site, as_of)


def site_feed(plans: Sequence[AssessedPlan], news: Iterable[News], site: Site, as_of: date) -> str:
    """The newest entries of all places together."""
    return _feed(f"{site.name}：更新记录", addresses.FEED, addresses.CHANGES, plans, newest(news), site, as_of)


E = TypeVar("E", News, "_Entry")


def newest(entries: Iterable[E]) -> list[E]:
    """By the day of entry and, on one day, by name: what may be corrected moves none. Each once: of two with one identity, which `check` tells, the first."""
    known: dict[str, E] = {}
    for entry in entries:
        known.setdefault(entry.name, entry)
    return sorted(known.values(), key=lambda entry: (entry.entered_on, entry.name), reverse=True)[:LIMIT]


def _feed(title: str, address: str, page: str, plans: Sequence[AssessedPlan], news: Sequence[News], site: Site, as_of: date) -> str:
    # Only who makes feeds waits for it.
    from feedgenerator import Atom1Feed  # noqa: PLC0415

    feed = Atom1Feed(
        title,
        site.absolute(page),
        f"{sentences.of_plans(plans).words}下面是登记在台账里的证据、核查、说明和调整，最近的在前。",
        language=LANGUAGE,
        author_name=site.name,
        feed_url=site.absolute(address),
        feed_guid=uuid5(OURS, address).urn,
    )
    updated = _midnight(news[0].entered_on if news else as_of)
    # It would ask the clock when it is empty.
    feed.latest_post_date = lambda: updated
    for entry in news:
        feed.add_item(
            entry.title,
            site.absolute(entry.address),
            # Readers take a summary for HTML.
            html.escape(entry.text, quote=False).replace("\n", "<br>"),
            unique_id=uuid5(OURS, entry.name).urn,
            updateddate=_midnight(entry.entered_on),
            categories=(entry.label,),
        )
    text: str = feed.writeString("utf-8")
    return f"{text}\n"


@dataclass(frozen=True)
class _Entry:
    """A moment in the chronicle of a plan."""

    assessed: AssessedPlan
    moment: Moment

    @cached_property
    def name(self) -> str:
        """Which entry of the ledger it is."""
        return identity(self.assessed.plan.jurisdiction, self.assessed.plan.year, self.moment.entry)

    @property
    def entered_on(self) -> date:
        return self.moment.entered_on

    def told(self, work_calendar: WorkCalendar) -> News:
        turn = turn_of(self.assessed, self.moment.entry, work_calendar)
        address = addresses.task(self.assessed.plan, self._task)
        return News(self.entered_on, self.name, f"{self._title}，{turn.words}", self._text(turn), address, self.moment.label)

    @property
    def _title(self) -> str:
        place = f"{self.assessed.jurisdiction.record.short_name}{self.assessed.plan.year}年"
        units = wording.some_of(self._units, "个单位")
        what = f"{place}“{wording.headline(self._task)}”（{units}）：{self.moment.label}"
        return wording.marked(what, self.assessed.plan.record.demonstration)

    def _text(self, turn: Turn) -> str:
        entry = self.moment.entry
        lines = (
            f"{self.moment.label}：{self.moment.text}",
            f"任务 {entry.task}：{wording.headline(self._task)}",
            f"单位：{'、'.join(self._units)}",
            f"状态：{turn.words}",
            f"登记：{entry.by}" if entry.by else "",
        )
        return "\n".join(line for line in lines if line)

    @property
    def _task(self) -> Task:
        """The task as it stands."""
        return next(assessed.task for assessed in self.assessed.tasks if assessed.task.id == self.moment.entry.task)

    @property
    def _units(self) -> list[str]:
        units = self.assessed.jurisdiction.register.units
        return [units[slug].name_on(self.assessed.plan.roster_on) for slug in self.moment.entry.units]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

"""What was entered in the ledgers, newest first, for feed readers (Atom, RFC 4287): a feed per plan, place and unit; the same entries give the same bytes, whatever the day."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.chronicle import Chronicle, Entered
from gongkai.judging.history import Moment
from gongkai.pages import addresses, wording
from gongkai.pages.addresses import Site
from gongkai.records.ledger_records import identity
from gongkai.records.plan_records import Task
from gongkai.records.portal import Jurisdiction
from gongkai.records.register_records import Unit
from gongkai.words.record import Grouped

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
    # Of which plan, and of which units.
    year: int
    units: tuple[str, ...]


def news_of(chronicles: Iterable[Chronicle]) -> tuple[News, ...]:
    """All entries of some plans, newest first."""
    return tuple(in_order(_Entry(chronicle.assessed, entered).told for chronicle in chronicles for entered in chronicle.entries))


def by_unit(news: Iterable[News]) -> Grouped[str, News]:
    """The entries that name a unit, in the same order."""
    return Grouped.of((slug, entry) for entry in news for slug in dict.fromkeys(entry.units))


def place_feed(jurisdiction: Jurisdiction, plans: Sequence[AssessedPlan], news: Sequence[News], site: Site, as_of: date) -> Feed:
    """The newest entries of one place."""
    title = wording.marked(f"{jurisdiction.record.name}：更新记录", jurisdiction.is_demonstration)
    return _feed(title, addresses.place_feed(jurisdiction), addresses.jurisdiction(jurisdiction), plans, news, site, as_of)


def plan_feed(assessed: AssessedPlan, news: Sequence[News], site: Site) -> Feed:
    """The newest entries of one plan."""
    plan, jurisdiction = assessed.plan, assessed.jurisdiction
    title = wording.marked(f"{jurisdiction.record.name}{plan.year}年要点：更新记录", jurisdiction.is_demonstration)
    return _feed(title, addresses.plan_feed(plan), addresses.plan_changes(plan), [assessed], news, site, assessed.as_of)


def unit_feed(jurisdiction: Jurisdiction, unit: Unit, plans: Sequence[AssessedPlan], news: Sequence[News], site: Site, as_of: date) -> Feed:
    """The newest entries that name a unit."""
    name = wording.unit_of_place(jurisdiction.record.short_name, unit.name)
    title = wording.marked(f"{name}：更新记录", jurisdiction.is_demonstration)
    return _feed(title, addresses.unit_feed(jurisdiction, unit), addresses.unit(jurisdiction, unit), plans, news, site, as_of)


def site_feed(begun: Iterable[date], news: Iterable[News], site: Site, as_of: date) -> Feed:
    """The newest entries of all places together; `begun` are the days since when there can be any."""
    newest = in_order(news)
    updated_on = newest[0].entered_on if newest else min(begun, default=as_of)
    return Feed(f"{site.name}：更新记录", addresses.FEED, addresses.CHANGES, site, tuple(newest[:LIMIT]), updated_on)


def in_order(entries: Iterable[News]) -> list[News]:
    """Newest first: by the day of entry and, on one day, by name: what may be corrected moves none. Each once: of two with one identity, which `check` tells, the first."""
    known: dict[str, News] = {}
    for entry in entries:
        known.setdefault(entry.name, entry)
    return sorted(known.values(), key=lambda entry: (entry.entered_on, entry.name), reverse=True)


def _feed(title: str, address: str, page: str, plans: Iterable[AssessedPlan], news: Sequence[News], site: Site, as_of: date) -> Feed:
    begun = min((assessed.plan.roster_on for assessed in plans), default=as_of)
    return Feed(title, address, page, site, tuple(news[:LIMIT]), news[0].entered_on if news else begun)


@dataclass(frozen=True)
class Feed:
    """What a feed is made of; `page` shows the same, and of one without entries `updated_on` is the day of its first plan."""

    title: str
    address: str
    page: str
    site: Site
    news: tuple[News, ...]
    updated_on: date

    def written(self) -> str:
        """The text of the file."""
        # Only who makes feeds waits for it.
        from feedgenerator import Atom1Feed  # noqa: PLC0415

        feed = Atom1Feed(
            self.title,
            self.site.absolute(self.page),
            "登记在台账里的证据、核查、说明和调整，最近的在前。状态按登记当天判定，写的是登记以前和以后。",
            language=LANGUAGE,
            author_name=self.site.name,
            feed_url=self.site.absolute(self.address),
            feed_guid=uuid5(OURS, self.address).urn,
        )
        # It would ask the clock when it is empty.
        feed.latest_post_date = lambda: _midnight(self.updated_on)
        for entry in self.news:
            feed.add_item(
                entry.title,
                self.site.absolute(entry.address),
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
    """An entry in the chronicle of a plan."""

    assessed: AssessedPlan
    entered: Entered

    @property
    def told(self) -> News:
        plan, entry = self.assessed.plan, self.moment.entry
        return News(
            entered_on=self.moment.entered_on,
            name=identity(plan.jurisdiction, plan.year, entry),
            title=f"{self._title}，{self.entered.turn.words}",
            text=self._text,
            address=addresses.task(plan, self._task),
            label=self.moment.label,
            year=plan.year,
            units=entry.units,
        )

    @property
    def moment(self) -> Moment:
        return self.entered.moment

    @property
    def _title(self) -> str:
        place = f"{self.assessed.jurisdiction.record.short_name}{self.assessed.plan.year}年"
        units = wording.some_of(self._units, "个单位")
        what = f"{place}“{wording.headline(self._task)}”（{units}）：{self.moment.label}"
        return wording.marked(what, self.assessed.plan.record.demonstration)

    @property
    def _text(self) -> str:
        entry = self.moment.entry
        lines = (
            f"{self.moment.label}：{self.moment.text}",
            f"任务 {entry.task}：{wording.headline(self._task)}",
            f"单位：{'、'.join(self._units)}",
            f"状态：{self.entered.turn.words}",
            f"登记：{entry.by}" if entry.by else "",
        )
        return "\n".join(line for line in lines if line)

    @property
    def _task(self) -> Task:
        """The task as it stands."""
        return self.assessed.by_id[self.moment.entry.task].task

    @property
    def _units(self) -> list[str]:
        units = self.assessed.jurisdiction.register.units
        return [units[slug].name_on(self.assessed.plan.roster_on) for slug in self.moment.entry.units]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

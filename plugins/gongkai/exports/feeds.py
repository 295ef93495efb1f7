"""What was entered in the ledgers, newest first, for feed readers (Atom, RFC 4287); no clock: the same date gives the same bytes."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

from feedgenerator import Atom1Feed

from gongkai.judging.assessment import AssessedPlan, AssessedTask, Assessment, Turn, turn_of
from gongkai.judging.history import Moment, moments
from gongkai.pages import addresses, sentences, wording
from gongkai.pages.addresses import Site
from gongkai.records.ledger_records import identity
from gongkai.records.portal import Jurisdiction

LIMIT = 50
LANGUAGE = "zh-CN"
# A feed and its entries keep their names whatever address the site has.
OURS = UUID("5f0d9a53-0d2c-5c33-9a41-6f1b7a1f2c90")


class _Feed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no type hints.
    """An Atom feed that is told when it was updated, instead of asking the clock when it is empty."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


@dataclass(frozen=True)
class _Entry:
    """A moment in the chronicle of a plan, named for which entry it is, and how the badge of what it speaks of turned."""

    assessed: AssessedPlan
    task: AssessedTask
    moment: Moment
    name: str

    @property
    def title(self) -> str:
        place = f"{self.assessed.jurisdiction.record.short_name}{self.assessed.plan.year}年"
        units = wording.some_of(self._units, "个单位")
        what = f"{place}“{wording.headline(self.task.task)}”（{units}）：{self.moment.label}"
        return wording.marked(what, self.assessed.plan.record.demonstration)

    def summary(self, turn: Turn) -> str:
        entry = self.moment.entry
        lines = (
            f"{self.moment.label}：{self.moment.text}",
            f"任务 {entry.task}：{wording.headline(self.task.task)}",
            f"单位：{'、'.join(self._units)}",
            f"状态：{turn.words}",
            f"登记：{entry.by}" if entry.by else "",
        )
        return "\n".join(line for line in lines if line)

    @property
    def _units(self) -> list[str]:
        return [self.assessed.jurisdiction.register.units[slug].name for slug in self.moment.entry.units]


def site_feed(assessment: Assessment, site: Site) -> str:
    """The newest entries of everything that is real."""
    plans = assessment.without_demonstrations().plans
    return _feed(f"{site.name}：更新记录", addresses.FEED, addresses.CHANGES, plans, assessment, site)


def place_feed(jurisdiction: Jurisdiction, assessment: Assessment, site: Site) -> str:
    """The newest entries of one place."""
    title = wording.marked(f"{jurisdiction.record.name}：更新记录", jurisdiction.is_demonstration)
    plans = assessment.plans_of(jurisdiction)
    return _feed(title, addresses.place_feed(jurisdiction), addresses.jurisdiction(jurisdiction), plans, assessment, site)


def _feed(title: str, address: str, page: str, plans: Sequence[AssessedPlan], assessment: Assessment, site: Site) -> str:
    entries = _newest(plans)
    feed = _Feed(
        title,
        site.absolute(page),
        f"{sentences.of_plans(plans).words}下面是登记在台账里的证据、核查、说明和调整，最近的在前。",
        language=LANGUAGE,
        author_name=site.name,
        feed_url=site.absolute(address),
        feed_guid=uuid5(OURS, address).urn,
        updated=_midnight(entries[0].moment.entered_on if entries else assessment.as_of),
    )
    for entry in entries:
        turn = turn_of(entry.assessed, entry.moment.entry, assessment.portal.work_calendar)
        feed.add_item(
            f"{entry.title}，{turn.words}",
            site.absolute(addresses.task(entry.assessed.plan, entry.task.task)),
            # Readers take a summary for HTML.
            html.escape(entry.summary(turn), quote=False).replace("\n", "<br>"),
            unique_id=uuid5(OURS, entry.name).urn,
            updateddate=_midnight(entry.moment.entered_on),
            categories=(entry.moment.label,),
        )
    text: str = feed.writeString("utf-8")
    return f"{text}\n"


def _newest(plans: Iterable[AssessedPlan]) -> list[_Entry]:
    """By the day of entry and, on one day, by name: what may be corrected moves none."""
    entries = (entry for assessed in plans for entry in _entries(assessed))
    return sorted(entries, key=lambda entry: (entry.moment.entered_on, entry.name), reverse=True)[:LIMIT]


def _entries(assessed: AssessedPlan) -> Iterator[_Entry]:
    """Each once: of two with one identity, which `check` tells, the first."""
    tasks = {task.task.id: task for task in assessed.tasks}
    known: dict[str, _Entry] = {}
    for moment in moments(assessed.plan, assessed.as_of):
        name = identity(assessed.plan.jurisdiction, assessed.plan.year, moment.entry)
        known.setdefault(name, _Entry(assessed, tasks[moment.entry.task], moment, name))
    yield from known.values()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

"""What was entered in the ledgers, newest first, for feed readers (Atom, RFC 4287); no clock: the same date gives the same bytes."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

from feedgenerator import Atom1Feed

from gongkai.judging.assessment import AssessedPlan, AssessedTask, Assessment
from gongkai.judging.history import Moment, moments
from gongkai.pages import addresses, wording
from gongkai.pages.addresses import Site
from gongkai.records.portal import Jurisdiction

LIMIT = 50
LANGUAGE = "zh-CN"
TITLE_LENGTH = 60
# A feed and its entries keep their names whatever address the site has.
OURS = UUID("5f0d9a53-0d2c-5c33-9a41-6f1b7a1f2c90")


class _Feed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no type hints.
    """An Atom feed that is told when it was updated, instead of asking the clock when it is empty."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


@dataclass(frozen=True)
class _Entry:
    """A moment in the chronicle of a plan, under a name that no other has."""

    assessed: AssessedPlan
    task: AssessedTask
    moment: Moment
    name: str

    @property
    def title(self) -> str:
        what = f"{self.moment.label}：{self.moment.text}".partition("\n")[0]
        return wording.marked(wording.shortened(what, TITLE_LENGTH), self.assessed.plan.record.demonstration)

    @property
    def summary(self) -> str:
        entry, record = self.moment.entry, self.assessed.jurisdiction.record
        units = "、".join(self.assessed.jurisdiction.register.units[slug].name for slug in entry.units)
        lines = (
            f"{self.moment.label}：{self.moment.text}",
            f"{record.short_name}{self.assessed.plan.year}年任务 {entry.task}：{wording.headline(self.task.task)}",
            f"单位：{units}",
            f"登记：{entry.by}" if entry.by else "",
        )
        return "\n".join(line for line in lines if line)


def site_feed(assessment: Assessment, site: Site) -> str:
    """The newest entries of everything that is real."""
    plans = assessment.without_demonstrations().plans
    return _feed(f"{site.name}：更新记录", addresses.FEED, addresses.CHANGES, plans, assessment.as_of, site)


def place_feed(jurisdiction: Jurisdiction, assessment: Assessment, site: Site) -> str:
    """The newest entries of one place."""
    title = wording.marked(f"{jurisdiction.record.name}：更新记录", jurisdiction.is_demonstration)
    plans = assessment.plans_of(jurisdiction)
    return _feed(title, addresses.place_feed(jurisdiction), addresses.jurisdiction(jurisdiction), plans, assessment.as_of, site)


def _feed(title: str, address: str, page: str, plans: Iterable[AssessedPlan], as_of: date, site: Site) -> str:
    entries = _newest(plans)
    feed = _Feed(
        title,
        site.absolute(page),
        "登记在台账里的证据、核查、说明和调整，最近的在前。",
        language=LANGUAGE,
        author_name=site.name,
        feed_url=site.absolute(address),
        feed_guid=uuid5(OURS, address).urn,
        updated=_midnight(entries[0].moment.entered_on if entries else as_of),
    )
    for entry in entries:
        feed.add_item(
            entry.title,
            site.absolute(addresses.task(entry.assessed.plan, entry.task.task)),
            # Readers take a summary for HTML.
            html.escape(entry.summary, quote=False).replace("\n", "<br>"),
            unique_id=uuid5(OURS, entry.name).urn,
            updateddate=_midnight(entry.moment.entered_on),
        )
    text: str = feed.writeString("utf-8")
    return f"{text}\n"


def _newest(plans: Iterable[AssessedPlan]) -> list[_Entry]:
    entries = (entry for assessed in plans for entry in _entries(assessed))
    return sorted(entries, key=lambda entry: (entry.moment.entered_on, entry.moment.on), reverse=True)[:LIMIT]


def _entries(assessed: AssessedPlan) -> Iterator[_Entry]:
    tasks = {task.task.id: task for task in assessed.tasks}
    met: Counter[str] = Counter()
    for moment in moments(assessed.plan, assessed.as_of):
        # Named for its content: an entry has no number, and may stand in any file.
        entry = moment.entry
        name = f"{assessed.plan.jurisdiction}/{assessed.plan.year}/{type(entry).__name__}/{entry.model_dump_json(exclude_defaults=True)}"
        met[name] += 1
        yield _Entry(assessed, tasks[entry.task], moment, f"{name}/{met[name]}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

"""The pages of reports: that of a plan, cut where it has many tasks, and one for each unit that answers for any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gongkai.judging.judgement import reporting_units
from gongkai.pages import addresses, descriptions
from gongkai.pages.plans import ShownPlace, ShownPlan
from gongkai.pages.views import Link, Page, View
from gongkai.records.register_records import Unit

from . import telling
from .report import Group, Part, Report

# Of a task so much of what is known stands on a page; the Word file has all of it.
MOST_KNOWN = 3


@dataclass(frozen=True)
class ReportView(View):
    """A report or some of its parts; `ways` lead to the others, `cut` of so many tasks stand only in the Word file."""

    template = "report"
    report: Report
    parts: tuple[Part, ...]
    ways: tuple[Link, ...]
    downloads: tuple[Link, ...]
    most_known: int = MOST_KNOWN
    cut: int = 0
    is_first: bool = True


@dataclass(frozen=True)
class Reports:
    """Those of a plan: its own, and by unit."""

    plan: ShownPlan
    of_plan: Report
    of_units: tuple[tuple[Unit, Report], ...]

    @classmethod
    def of(cls, plan: ShownPlan) -> Reports:
        units = reporting_units(plan.place.jurisdiction, plan.plan)
        return cls(plan, telling.of_plan(plan), tuple(telling.of_units(plan, units)))

    @property
    def by_file(self) -> Iterator[tuple[str, Report]]:
        """The Word files by their addresses."""
        yield addresses.plan_report(self.plan.plan).word, self.of_plan
        yield from ((addresses.unit_report(self.plan.plan, unit).word, report) for unit, report in self.of_units)


def pages_of(reports: Sequence[Reports]) -> Iterator[Page]:
    """All of a place."""
    for of_plan in reports:
        yield from _plan(of_plan)
        for unit, report in of_plan.of_units:
            yield _unit(of_plan.plan, unit, report)


def reports_of(shown: ShownPlace) -> tuple[Reports, ...]:
    """Of each plan of a place, newest first."""
    return tuple(map(Reports.of, shown.plans))


def _plan(reports: Reports) -> Iterator[Page]:
    plan, report = reports.plan, reports.of_plan
    files = addresses.plan_report(plan.plan)
    downloads = (Link("Word 文件", files.word), Link("台账（Excel）", files.ledger))
    if addresses.report_pages(plan.plan) == 1:
        yield _page(plan, files.page, report.title, ReportView(report, report.parts, (), downloads))
        return
    cut = tuple(_cut(report.parts))
    ways = tuple(Link(_named(part, cut), addresses.report(plan.plan, number)) for number, part in enumerate(cut, 2))
    bare = tuple(part._replace(groups=()) for part in report.parts)
    yield _page(plan, files.page, report.title, ReportView(report, bare, ways, downloads))
    for way, part in zip(ways, cut, strict=True):
        yield _page(plan, way.address, f"{report.title}：{way.title}", ReportView(report, (part,), ways, (), is_first=False))


def _cut(parts: Sequence[Part]) -> Iterator[Part]:
    """Each part in as many as have no more rows than a page holds."""
    for part in parts:
        rows = iter([(group.title, row) for group in part.groups for row in group.rows])
        while held := tuple(islice(rows, addresses.TASKS_OF_A_REPORT)):
            titles = dict.fromkeys(title for title, _ in held)
            yield part._replace(groups=tuple(Group(title, tuple(row for of, row in held if of == title)) for title in titles))


def _named(part: Part, cut: Sequence[Part]) -> str:
    """Its title, with its tasks where several have that title."""
    rows = [row for group in part.groups for row in group.rows]
    alone = sum(other.anchor == part.anchor for other in cut) == 1
    return part.title if alone else f"{part.title}（{rows[0].task.title.partition(' ')[0]} 等 {len(rows)} 项）"


def _unit(plan: ShownPlan, unit: Unit, report: Report) -> Page:
    shown, cut = _first(report.parts)
    files = addresses.unit_report(plan.plan, unit)
    view = ReportView(report, shown, (plan.place.unit_link(unit.slug),), (Link("Word 文件", files.word),), cut=cut)
    return _page(plan, files.page, report.title, view, (Link("要点落实情况", addresses.report(plan.plan)),))


def _first(parts: Sequence[Part]) -> tuple[tuple[Part, ...], int]:
    """As many of the rows as a page holds, and how many more there are."""
    cut = tuple(_cut(parts))
    return cut[:1], sum(len(group.rows) for part in cut[1:] for group in part.groups)


def _page(plan: ShownPlan, address: str, title: str, view: ReportView, further: tuple[Link, ...] = ()) -> Page:
    description = descriptions.report(title, view.report.tally.words)
    trail = [plan.place.link, plan.link, *further]
    crumbs = (*plan.crumbs, *further)
    return Page(plan.place.head(address, "report", title, description, trail, crumbs, plan.name), view)

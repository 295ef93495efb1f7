"""The page tags (网页标签) of a registered government site: which kind of page has which, and what they say.

Names, groups and the list of column types are those of 《政府网站发展指引》国办发〔2017〕47号; docs/standards.md tells how sure
each is. A site that is not registered has none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.pages.addresses import Site
from gongkai.pages.templates import PlanView, TaskView
from gongkai.pages.views import Page
from gongkai.records.plan_records import PlanRecord
from gongkai.records.problems import Problem

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = ("ArticleTitle", "PubDate", "ContentSource")
COLUMN_TYPES = (
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
)
ITEM, NEITHER = "item", "neither"
# Each kind of page (its data-page): the ColumnType of a list; an item, which is in the column of the list above it; or neither,
# a page about the site itself, which no document dates.
PAGE_TYPES = {
    "home": "首页",
    "jurisdiction": "政策文件",
    "plan": ITEM,
    "section": "政策文件",
    "deadlines": "政策文件",
    "report": "政策文件",
    "task": ITEM,
    "units": "机构职能",
    "unit": "机构职能",
    "paths": "信息公开目录",
    "path": "信息公开目录",
    "kinds": "信息公开目录",
    "kind": "信息公开目录",
    "disclosure": "信息公开目录",
    "words": "信息公开目录",
    "compare": "信息公开目录",
    "duty": "信息公开目录",
    "changes": "工作动态",
    "month": "工作动态",
    "data": "数据开放",
    "search": "信息公开目录",
    "places": "信息公开目录",
    "sitemap": "信息公开目录",
    "method": NEITHER,
    "about": NEITHER,
    "help": NEITHER,
    "components": NEITHER,
    "not_found": NEITHER,
    "moved": NEITHER,
}
_WITHOUT_ITS_FIELD = "政府网站的每份文件都要写明这一项。"
_FIELDS = ("issuer", "issued_on")


@dataclass(frozen=True)
class RegisteredSite:
    """What the tags say of the site as a whole."""

    site: Site
    identification_code: str

    @property
    def tags(self) -> dict[str, str]:
        return dict(zip(SITE, (self.site.name, self.site.host, self.identification_code), strict=True))


def unfilled(plans: Iterable[tuple[str, PlanRecord]], data_folder: Path) -> list[Problem]:
    """The required tags that the plans cannot fill: who issued them, and when."""
    return [
        Problem(
            data_folder / place / str(record.year) / "plan.yaml",
            1,
            f"{PlanRecord.model_fields[name].title}（{name}）",
            _WITHOUT_ITS_FIELD,
            "请照文件补上；文件没有写的，不能按政府网站生成。",
        )
        for place, record in plans
        for name in _FIELDS
        if getattr(record, name) is None
    ]


def of_pages(registered: RegisteredSite, pages: Sequence[Page]) -> dict[str, dict[str, str]]:
    """The tags of every page, by its address: those of the site, of its column, and of an item its own."""
    by_address = {page.save_as: page for page in pages}
    return {page.save_as: registered.tags | dict(_of(page, by_address, registered.site)) for page in pages}


def _of(page: Page, by_address: Mapping[str, Page], site: Site) -> Iterator[tuple[str, str]]:
    kind = PAGE_TYPES[page.head.kind]
    if kind == NEITHER:
        return
    yield from _column(_list_above(page, by_address) if kind == ITEM else page)
    if kind == ITEM:
        yield from _item(page, site)


def _list_above(page: Page, by_address: Mapping[str, Page]) -> Page:
    """The nearest list of the breadcrumb, in which the item stands."""
    steps = (by_address[step.address.partition("#")[0]] for step in reversed(page.head.trail))
    return next(step for step in steps if PAGE_TYPES[step.head.kind] in COLUMN_TYPES)


def _column(page: Page) -> Iterator[tuple[str, str]]:
    words = dict.fromkeys([*(step.title for step in page.head.trail[1:]), page.head.title, "政务公开"])
    yield from zip(COLUMN, (page.head.title, page.head.description, ",".join(words), PAGE_TYPES[page.head.kind]), strict=True)


def _item(page: Page, site: Site) -> Iterator[tuple[str, str]]:
    record = _record(page)
    title = record.title if isinstance(page.view, PlanView) else page.head.title
    yield from zip(CONTENT, (title, _minute(record), record.issuer or ""), strict=True)
    yield "Keywords", ",".join(_words(page))
    yield "Description", page.head.description
    if site.is_published:
        yield "Url", site.absolute(page.save_as)


def _record(page: Page) -> PlanRecord:
    """The document that an item shows or is a line of."""
    if isinstance(page.view, PlanView | TaskView):
        return page.view.record
    raise TypeError(f"{page.save_as}: {page.head.kind} is listed as an item and shows no document")


def _words(page: Page) -> tuple[str, ...]:
    """The place, the plan, and of a task the units that owe it."""
    units = (*page.view.row.lead_units, *page.view.row.responsible_units) if isinstance(page.view, TaskView) else ()
    return tuple(dict.fromkeys([*(link.title for link in (*page.head.trail[1:3], *units)), "政务公开"]))


def _minute(record: PlanRecord) -> str:
    """When the plan was published, in the form of the tag; the documents tell the day, not the hour."""
    published_on = record.published_on or record.issued_on
    return f"{published_on.isoformat()} 00:00" if published_on else ""

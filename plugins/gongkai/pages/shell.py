"""What every page has around its view: the site, the date of judgement, the ways to other pages, tags and JSON-LD for machines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from gongkai.words import dates

from . import addresses
from .addresses import Site
from .views import Head, Link, PlanSummary

Json = str | int | bool | list["Json"] | dict[str, "Json"]
CONTEXT = "https://schema.org"
# Kinds of pages that show one document or one task, not a list.
_DOCUMENTS = {"plan", "task"}
# An e-mail address and nothing else: whatever more a contact says is no address to write to.
_MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# What has been written once, with the thing that it was written of, so that no other takes its number; a place has fewer.
_WRITTEN: dict[tuple[object, ...], tuple[object, str]] = {}
_MOST_WRITTEN = 4000


@dataclass(frozen=True)
class OfficialSite:
    """What only a registered government site has (GONGKAI_OFFICIAL_SITE), each item as its registration says."""

    identification_code: str = field(metadata={"label": "网站标识码"})
    icp_number: str = field(metadata={"label": "ICP备案号"})
    police_number: str = field(metadata={"label": "公安备案号"})
    police_code: str = field(metadata={"label": "公安备案查询编号"})
    host: str = field(metadata={"label": "主办单位"})
    contact: str = field(metadata={"label": "联系方式"})
    report_url: str = field(metadata={"label": "政府网站找错的网址"})
    mark_url: str = field(metadata={"label": "党政机关网站标识的网址"})
    co_host: str = field(default="", metadata={"label": "承办单位"})


@dataclass(frozen=True)
class DataSet:
    """What is told machines of the files of a real plan; `changed_on` is never the day of the build."""

    plan: PlanSummary
    description: str
    issuer: str | None
    changed_on: date | None


def breadcrumbs(head: Head, site: Site) -> Json:
    """The breadcrumb of a page, the page itself last."""
    located = addresses.for_machines(head.address, site)
    steps: list[Json] = [
        {"@type": "ListItem", "position": position, "name": step.title, "item": located(step.address)}
        for position, step in enumerate((*head.trail, Link(head.title, head.address)), start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps}


def dataset(dataset: DataSet, site: Site) -> Json:
    """The files of a real plan as a data set; who issued the plan only where the document says so."""
    plan = dataset.plan
    located = addresses.for_machines(plan.address, site)
    files = {plan.csv_address: "text/csv", plan.sheet_address: _SHEET, plan.json_address: "application/json"}
    downloads: list[Json] = [
        {"@type": "DataDownload", "contentUrl": located(address), "encodingFormat": form} for address, form in files.items()
    ]
    told: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": plan.title,
        "description": dataset.description,
        "url": located(plan.address),
        "inLanguage": "zh-CN",
        "temporalCoverage": str(plan.year),
        "isAccessibleForFree": True,
        "distribution": downloads,
    }
    if dataset.changed_on:
        told["dateModified"] = dataset.changed_on.isoformat()
    if dataset.issuer:
        told["creator"] = {"@type": "GovernmentOrganization", "name": dataset.issuer}
    return told


@dataclass(frozen=True)
class FixedAddresses:
    """The addresses that every site has."""

    home: str = addresses.HOME
    search: str = addresses.SEARCH
    data: str = addresses.DATA
    method: str = addresses.METHOD
    about: str = addresses.ABOUT
    help: str = addresses.HELP
    changes: str = addresses.CHANGES
    components: str = addresses.COMPONENTS
    disclosure: str = addresses.DISCLOSURE
    words: str = addresses.WORDS
    site_map: str = addresses.SITE_MAP
    places: str = addresses.PLACES
    compare: str = addresses.COMPARE
    style: str = addresses.STYLE
    script: str = addresses.SCRIPT
    search_files: str = addresses.SEARCH_FILES
    icon: str = addresses.ICON
    share_picture: str = addresses.SHARE_PICTURE
    feed: str = addresses.FEED


@dataclass(frozen=True)
class Most:
    """How much stands in one line or one list, so that no page grows without end."""

    names: int = addresses.NAMES_IN_A_LINE
    pages: int = addresses.PAGES_IN_A_LIST
    pages_in_full: int = addresses.PAGES_IN_FULL
    entries: int = addresses.ENTRIES_OF_A_TASK


@dataclass(frozen=True)
class Absence:
    """A place that a preview does without: the first of its faults, and how many there are."""

    name: str
    fault: str
    count: int


@dataclass(frozen=True)
class Frame:
    """What is the same on all pages of a build; `contact` and its address are empty where the site names nobody."""

    site: Site
    as_of: date
    places: tuple[Link, ...]
    demonstrations: tuple[Link, ...]
    official: OfficialSite | None
    contact: str
    contact_url: str
    feed_limit: int
    absences: tuple[Absence, ...] = ()
    # Whether there is anything to compare.
    is_compared: bool = False

    @cached_property
    def by_folder(self) -> Mapping[str, Link]:
        """The places by what their addresses begin with."""
        return {link.address.removesuffix("index.html"): link for link in self.places}


class NavigationLink(NamedTuple):
    """A link of the main navigation: whether the page stands below it."""

    link: Link
    is_current: bool


@dataclass(frozen=True)
class Shell:
    """The frame around one page; links are made for where that page stands."""

    frame: Frame
    head: Head
    page_tags: Mapping[str, str] = field(default_factory=dict)
    addresses: FixedAddresses = FixedAddresses()
    most: Most = Most()

    @cached_property
    def root(self) -> str:
        """What stands before an address from the site root to make it a link on this page."""
        return addresses.linked_from(self.head.address, self.frame.site)("")

    @cached_property
    def places(self) -> tuple[NavigationLink, ...]:
        """All of them while they are few, else that of the page alone."""
        own = self.frame.by_folder.get(f"{self.head.address.partition('/')[0]}/")
        if self.has_many_places:
            return (NavigationLink(own, is_current=True),) if own else ()
        return tuple(NavigationLink(link, link is own) for link in self.frame.places)

    @property
    def has_many_places(self) -> bool:
        return len(self.frame.places) > addresses.PLACES_IN_NAVIGATION

    @property
    def shared_title(self) -> str:
        """What a shared link is called."""
        return self.frame.site.name if self.head.kind == "home" else self.head.full_title

    @property
    def shared_type(self) -> str:
        return "article" if self.head.kind in _DOCUMENTS else "website"

    @property
    def breadcrumbs(self) -> Json:
        return breadcrumbs(self.head, self.frame.site)

    def dataset(self, about: DataSet) -> Json:
        return dataset(about, self.frame.site)

    def reports(self, place_contact: str | None, task: str, columns: str) -> tuple[Link, ...]:
        """我找到了 and 我没找到 as messages to the place, else to the site, where either names a plain e-mail address; else nothing."""
        named = (place_contact, self.frame.contact, self.frame.contact_url.removeprefix("mailto:"))
        to = next((contact for contact in named if contact and _MAILBOX.fullmatch(contact)), None)
        if to is None:
            return ()
        page = self.frame.site.absolute(self.head.address) if self.frame.site.is_published else self.head.address
        told = f"任务：{task}\r\n栏目：{columns or '文件没有写'}\r\n本站判定日期：{dates.chinese_date(self.frame.as_of)}\r\n本站网页：{page}\r\n"
        asked = {"我找到了": "我找到的网址：", "我没找到": "我看过的地方和日期："}
        return tuple(
            Link(
                title,
                f"mailto:{quote(to, safe='@')}?subject={quote(f'{title}：{task}', safe='')}&body={quote(f'{told}{question}', safe='')}",
            )
            for title, question in asked.items()
        )


def once(macro: Callable[..., str], shell: Shell, thing: object, *more: str | int) -> str:
    """What a macro writes of a thing, written once for all pages that stand equally deep: of the shell it may use the root and what is always the same."""
    key = (macro, shell.root, id(thing), *more)
    if key not in _WRITTEN:
        if len(_WRITTEN) == _MOST_WRITTEN:
            _WRITTEN.clear()
        _WRITTEN[key] = thing, macro(shell, thing, *more)
    return _WRITTEN[key][1]


# What templates may write a value with, besides what Jinja has.
FILTERS: dict[str, Callable[..., str]] = {"chinese_date": dates.chinese_date, "once": once}

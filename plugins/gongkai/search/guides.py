"""What leads to tasks or explains them, as documents of the search index: kinds of information, places, and pages of the whole site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses, sentences
from gongkai.records.plan_records import Task
from gongkai.records.portal import Jurisdiction
from gongkai.records.register_records import DisclosureAddresses
from gongkai.words.article_20 import KINDS

from .cards import Card, Document
from .names import pinyin

# What else such pages are asked for by.
CALLED = {
    addresses.METHOD: (*(badge.word for badge in BADGES.values()), "状态是什么意思", "数据从哪里来", "怎么判断的", "数据来源"),
    addresses.DISCLOSURE: tuple(field.title or "" for field in DisclosureAddresses.model_fields.values()),
    addresses.CHANGES: ("最近更新", "更新了什么", "改了什么", "新增了什么", "有什么变化"),
    addresses.HELP: ("网站怎么用", "怎么用这个网站", "使用说明", "怎么搜索", "怎么查任务"),
    addresses.ABOUT: ("谁办的网站", "关于本站", "网站是谁办的", "是不是政府网站"),
    addresses.DATA: ("下载数据", "下载表格", "开放数据"),
}


@dataclass(frozen=True)
class Explained:
    """A page of the whole site, and what it says of itself."""

    title: str
    address: str
    description: str
    kind: str = "page"


def kinds_of(place: Jurisdiction, plans: Sequence[AssessedPlan]) -> Iterator[Document]:
    """The kinds of article 20 that tasks of the place serve."""
    served = {number for plan in plans for assessed in plan.tasks for number in assessed.task.article_20 or ()}
    for number, kind in KINDS.items():
        if number in served:
            said = sentences.of_plans(plans, wanted=partial(Task.serves, kind=number)).words
            yield Document(
                Card("kind", kind.title, addresses.kind(place, number), place.record.short_name, said),
                {"title": kind.name, "place": place.record.name, "text": kind.wording},
                (kind.name,),
                (),
                place.record.short_name,
            )


def place_itself(place: Jurisdiction, plans: Sequence[AssessedPlan]) -> Document:
    """The first page of the place."""
    romanised = dict.fromkeys(typed for name in place.names for typed in pinyin(name))
    return Document(
        Card("place", place.record.name, addresses.jurisdiction(place), "", sentences.of_plans(plans).words),
        {"names": " ".join((*place.names, *romanised)), "place": place.record.name},
        place.names,
        tuple(romanised),
        place.record.short_name,
    )


def page_itself(page: Explained) -> Document:
    """A page that explains, or that lists what is new or where governments publish: found by its names, not by the examples it gives."""
    names = (page.title, *CALLED.get(page.address, ()))
    return Document(Card(page.kind, page.title, page.address, "", page.description), {"title": " ".join(names)}, names)

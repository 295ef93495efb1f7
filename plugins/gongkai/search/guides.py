"""What leads to tasks or explains them, as documents of the search index: kinds of information, places, and pages of the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses, sentences
from gongkai.records.portal import Jurisdiction
from gongkai.records.register_records import DisclosureAddresses
from gongkai.words.article_20 import KINDS

from .names import pinyin
from .shards import Card, Document

# What else such pages are asked for by.
_CALLED = {
    addresses.METHOD: tuple(badge.word for badge in BADGES.values()),
    addresses.DISCLOSURE: tuple(field.title or "" for field in DisclosureAddresses.model_fields.values()),
    addresses.CHANGES: ("最近更新",),
}


@dataclass(frozen=True)
class Explained:
    """A page of the whole site, and what it says of itself."""

    title: str
    address: str
    description: str


def kinds_of(place: Jurisdiction, plans: Iterable[AssessedPlan]) -> Iterator[Document]:
    """The kinds of article 20 that tasks of the place serve."""
    served: dict[int, list[str]] = {}
    for assessed in (assessed for plan in plans for assessed in plan.tasks):
        for number in assessed.task.article_20 or ():
            served.setdefault(number, []).append(assessed.verdict.badge.id)
    for number, kind in KINDS.items():
        if number in served:
            yield Document(
                Card("kind", kind.title, addresses.kind(place, number), place.record.short_name, sentences.of_tasks(served[number]).words),
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
    """A page that explains, or that lists what is new or where governments publish."""
    names = (page.title, *_CALLED.get(page.address, ()))
    return Document(
        Card("page", page.title, page.address, "", page.description), {"title": " ".join(names), "text": page.description}, names
    )

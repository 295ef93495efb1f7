"""The pages of the fifteen kinds of article 20 for one jurisdiction: the list, and one for each kind that a task serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.words.article_20 import KINDS, Kind

from . import descriptions
from .narrowing import narrowings
from .place import Place
from .plans import PlanPages
from .views import KindView, Link, Page, neighbours, page


class KindPages:
    """The fifteen kinds as the plans of one place serve them."""

    def __init__(self, place: Place, plans: Sequence[PlanPages]) -> None:
        self.place = place
        self.plans = plans
        self.kinds = tuple(self._view(kind) for kind in KINDS.values())

    def pages(self) -> Iterator[Page]:
        served = [one for one in self.kinds if one.rows]
        yield self._index()
        for position, one in enumerate(served):
            yield self._kind(one, neighbours(served, position, lambda other: other.link))

    def _view(self, kind: Kind) -> KindView:
        rows = ((plan.link, tuple(plan.rows_serving(kind))) for plan in self.plans)
        return KindView(kind, self.place.kind_link(kind), tuple((plan, found) for plan, found in rows if found))

    def _page(self, save_as: str, kind: str, title: str, trail: Sequence[Link], **variables: object) -> Page:
        is_demonstration = self.place.jurisdiction.is_demonstration
        return page(save_as, kind, title, trail, place=self.place, demonstration=is_demonstration, **variables)

    def _index(self) -> Page:
        classified = [one.task.article_20 for plan in self.plans for one in plan.assessed.tasks]
        name = self.place.record.short_name
        return self._page(
            self.place.kinds_address,
            "kinds",
            f"{name}的十五类信息",
            [self.place.link],
            description=descriptions.kinds(self.place.record),
            kinds=self.kinds,
            total=len(classified),
            of_none=classified.count(()),
            unclassified=classified.count(None),
        )

    def _kind(self, one: KindView, neighbours: tuple[Link | None, Link | None]) -> Page:
        name = self.place.record.short_name
        return self._page(
            one.link.address,
            "kind",
            one.link.title,
            [self.place.link, Link("十五类信息", self.place.kinds_address)],
            where=f"{name}的十五类信息",
            description=descriptions.kind(self.place.record, one),
            one=one,
            narrowings=narrowings((row.facets for row in one.rows), self.place.register.units),
            previous=neighbours[0],
            next=neighbours[1],
        )

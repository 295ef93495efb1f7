"""All duties in common with what is told of each plan that has them, and where each is shown in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.pages import addresses
from gongkai.pages.views import Head, Link, Neighbours, neighbours
from gongkai.records.duties import Duty
from gongkai.words.record import Grouped

from . import duty_pages
from .held import Held


@dataclass(frozen=True)
class Comparison:
    """The duties in common that some plan carries out, in their order, and what is told of each such plan, in the order of places."""

    duties: tuple[Duty, ...]
    held: Grouped[str, Held]
    # All plans that carry out any, in the order of places.
    plans: tuple[Held, ...]

    @classmethod
    def of(cls, duties: Iterable[Duty], of_places: Iterable[Held]) -> Comparison:
        held = tuple(of_places)
        by_duty = Grouped.of((it.duty, it) for it in held)
        plans = tuple({it.anchor: it for it in held}.values())
        return cls(tuple(duty for duty in duties if duty.id in by_duty), by_duty, plans)

    def place_of(self, held: Held) -> str:
        """Where a carrier is shown in full."""
        return self._places[held.duty, held.anchor]

    def heads_of(self, duty: Duty) -> tuple[Head, ...]:
        """Those of all pages of a duty; the search knows it by the first."""
        return tuple(duty_pages.heads_of(duty, self.held[duty.id]))

    def neighbours_of(self, duty: Duty) -> Neighbours:
        """The duties before and after it."""
        return neighbours(self.duties, self._positions[duty.id], link_to)

    @cached_property
    def by_plan(self) -> Mapping[str, Mapping[str, Held]]:
        """By plan and duty."""
        by_plan: dict[str, dict[str, Held]] = {plan.anchor: {} for plan in self.plans}
        for duty in self.duties:
            for held in self.held[duty.id]:
                by_plan[held.anchor][duty.id] = held
        return by_plan

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], str]:
        of_duties = ((duty, self.held[duty.id]) for duty in self.duties)
        return {
            (duty.id, it.anchor): place
            for duty, held in of_duties
            for it, place in zip(held, duty_pages.places_in(duty, held), strict=True)
        }

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {duty.id: position for position, duty in enumerate(self.duties)}


def link_to(duty: Duty) -> Link:
    """The way to the first page of a duty."""
    return Link(duty.title, addresses.duty(duty.id))

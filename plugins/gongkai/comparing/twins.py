"""Tasks of other places that are rather the same duty than not, with what speaks for it and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai.records.plan_records import Task
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.words.text import squeezed

from .likeness import Library, Likeness

_SURE, _RATHER = 0.85, 0.65


@dataclass(frozen=True)
class Twin:
    """A task, or some of its measures, and one of another place; without numbers the whole task is meant."""

    here: Task
    measures: tuple[int, ...]
    plan: Plan
    there: Task
    measures_there: tuple[int, ...]
    sureness: float
    reasons: tuple[str, ...]
    # Measure by measure, where several are alike; the surest first.
    parts: tuple[Twin, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.sureness >= _SURE

    @property
    def sureness_in_words(self) -> str:
        return "把握大" if self.sureness >= _SURE else "把握中等" if self.sureness >= _RATHER else "把握小"

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties in common that its twin is said to carry out."""
        numbers = self.measures_there
        of_measures = (slug for it in self.there.measures if not numbers or it.number in numbers for slug in it.duties)
        return tuple(dict.fromkeys((*self.there.duties, *of_measures)))


def twins(library: Library, places: Iterable[Jurisdiction], plan: Plan) -> Mapping[str, tuple[Twin, ...]]:
    """By task of a plan, the surest first."""
    plans = {(place.slug, other.year): other for place in places for other in place.plans}
    here = (wording for wording in library.wordings if (wording.place, wording.year) == (plan.jurisdiction, plan.year))
    met: dict[tuple[str, str, int, str], list[Likeness]] = {}
    for likeness in library.likenesses(here):
        there = likeness.there
        met.setdefault((likeness.here.task.id, there.place, there.year, there.task.id), []).append(likeness)
    found: dict[str, list[Twin]] = {task.id: [] for task in plan.tasks}
    for (task, place, year, _), likenesses in met.items():
        found[task].append(_twin(plan, plans[place, year], likenesses))
    return {task: tuple(sorted(of_task, key=lambda twin: -twin.sureness)) for task, of_task in found.items()}


def _twin(plan: Plan, other: Plan, likenesses: Iterable[Likeness]) -> Twin:
    in_order = sorted(likenesses, key=lambda it: -it.sureness)
    best = in_order[0]
    numbers = {it.here.measure.number for it in in_order if it.here.measure and it.here.measure.number}
    there = {it.there.measure.number for it in in_order if it.there.measure and it.there.measure.number}
    reasons = tuple(_reasons(plan, other, best))
    parts = tuple(_twin(plan, other, [it]) for it in in_order) if len(in_order) > 1 else ()
    return Twin(best.here.task, tuple(sorted(numbers)), other, best.there.task, tuple(sorted(there)), best.sureness, reasons, parts)


def _reasons(plan: Plan, other: Plan, best: Likeness) -> Iterator[str]:
    if best.clause:
        yield f"都写到“{best.clause}”"
    here, there = _subsection(plan, best.here.task), _subsection(other, best.there.task)
    if squeezed(here) == squeezed(there):
        yield f"都在“{here}”里"
    if best.same_title:
        yield "短标题里的话，对方原文里也有"
    if best.same_units:
        yield "由同一类单位负责"


def _subsection(plan: Plan, task: Task) -> str:
    return plan.record.section_of(task).subsection_of(task).title

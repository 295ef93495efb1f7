"""Duties in common that a plan's tasks may carry out: what is said of each, what wordings of other places speak for, and what of that is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from gongkai.comparing.likeness import Library
from gongkai.comparing.twins import Twin, twins
from gongkai.desk.proposals import State
from gongkai.pages.wording import headline
from gongkai.records.duties import Duty
from gongkai.records.plan_records import Task
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.words.bodies import Vocabulary

# So many are asked about of a task, besides those that it names.
_MOST = 6


@dataclass(frozen=True)
class Carrier:
    """A task of another place."""

    place: Jurisdiction
    plan: Plan
    task: Task

    @property
    def address(self) -> str:
        return f"{self.place.slug}/{self.plan.year}/{self.task.id}"

    @property
    def name(self) -> str:
        return f"{self.place.record.short_name} {self.plan.year} 年 {self.task.id} {headline(self.task)}"


@dataclass(frozen=True)
class Candidate:
    """A duty that a task may carry out, or a task of another place that names none: what speaks for it, and what is said of it."""

    key: str
    duty: Duty | None
    # The surest first.
    twins: tuple[tuple[Carrier, Twin], ...]
    # Other tasks that are meant, where no wording speaks for them.
    carriers: tuple[Carrier, ...] = ()
    is_named: bool = False
    is_refused: bool = False
    # Of the task; none where the whole is meant.
    measures: tuple[int, ...] = ()

    @property
    def sureness(self) -> float:
        return self.twins[0][1].sureness if self.twins else 0.0

    @property
    def title(self) -> str:
        return self.duty.title if self.duty else (*(carrier for carrier, _ in self.twins), *self.carriers)[0].name

    @property
    def is_alike(self) -> bool:
        """Whether wordings are surely alike, and nobody has said anything of it."""
        return not self.is_named and not self.is_refused and any(twin.is_sure for _, twin in self.twins)


@dataclass(frozen=True)
class TaskReading:
    """A task with all that it may carry out, those that it names first."""

    plan: Plan
    task: Task
    candidates: tuple[Candidate, ...]

    @property
    def is_waiting(self) -> bool:
        return not self.task.related or not self.task.related.is_confirmed

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a person should look at it before others."""
        if not self.task.related:
            return ("还没有人判断，工具也没有判断。",)
        return tuple(self._doubts())

    def _doubts(self) -> Iterator[str]:
        for candidate in self.candidates:
            if candidate.is_named and not candidate.twins:
                yield f"判断里有“{candidate.title}”，从字面上看不出来。"
            elif candidate.is_alike:
                yield f"字面上很像“{candidate.title}”，判断里没有。"

    @property
    def is_reopened(self) -> bool:
        """Whether a person has decided, and something has come since that she has not seen."""
        return not self.is_waiting and any(it.is_alike for it in self.candidates)


def waiting(readings: Iterable[TaskReading]) -> list[TaskReading]:
    """Those that a person is to read, doubtful ones first."""
    return sorted((it for it in readings if it.is_waiting or it.is_reopened), key=lambda it: not it.doubts)


@dataclass
class Remembered:
    """Twins as they were told last, by plan, as long as no wording is another."""

    _held: dict[tuple[str, int], tuple[object, Mapping[str, tuple[Twin, ...]]]] = field(default_factory=dict)

    def twins(self, places: tuple[Jurisdiction, ...], vocabulary: Vocabulary, plan: Plan) -> Mapping[str, tuple[Twin, ...]]:
        library, key = Library(places, vocabulary), (plan.jurisdiction, plan.year)
        told = [(it.key, it.text, it.bodies) for it in library.wordings]
        if key not in self._held or self._held[key][0] != told:
            self._held[key] = (told, twins(library, places, plan))
        return self._held[key][1]


@dataclass(frozen=True)
class Relating:
    """A plan, and all other places whose tasks may be the same: what is made up has no twins among what is real."""

    place: Jurisdiction
    plan: Plan
    others: tuple[Jurisdiction, ...]
    duties: Mapping[str, Duty]
    twins: Mapping[str, tuple[Twin, ...]]

    @classmethod
    def of(cls, state: State, year: int, others: Iterable[Jurisdiction], remembered: Remembered | None = None) -> Relating | None:
        """Nothing where there is no such plan."""
        place = state.place
        plan = next((plan for plan in place.plans if plan.year == year), None) if place else None
        if not place or not plan:
            return None
        kept = tuple(it for it in others if it.slug != place.slug and it.is_demonstration == place.is_demonstration)
        found = (remembered or Remembered()).twins((place, *kept), state.portal.vocabulary, plan)
        return cls(place, plan, kept, {duty.id: duty for duty in state.portal.duties}, found)

    @cached_property
    def _carriers(self) -> Mapping[str, Carrier]:
        """By address, as they stand now."""
        carriers = (Carrier(place, plan, task) for place in self.others for plan in place.plans for task in plan.tasks)
        return {carrier.address: carrier for carrier in carriers}

    def readings(self) -> tuple[TaskReading, ...]:
        """In the order of the plan."""
        return tuple(self.reading(task) for task in self.plan.tasks)

    def reading(self, task: Task) -> TaskReading:
        """What is named, what somebody has said is not the same, and the surest of what else is proposed."""
        refused = (*task.related.unlike, *task.related.unlike_tasks) if task.related else ()
        held: dict[str, list[tuple[Carrier, Twin]]] = {key: [] for key in (*task.all_duties, *refused)}
        for twin in self.twins.get(task.id, ()):
            if carrier := self._carriers.get(f"{twin.plan.jurisdiction}/{twin.plan.year}/{twin.there.id}"):
                for key, part in self._parts(task, carrier, twin).items():
                    held.setdefault(key, []).append((carrier, part))
        held = {key: sorted(of_key, key=lambda it: -it[1].sureness) for key, of_key in held.items()}
        known = [self._candidate(task, key, of_key) for key, of_key in held.items() if key in self.duties or key in self._carriers]
        said = [it for it in known if it.is_named or it.is_refused]
        others = sorted((it for it in known if it not in said), key=lambda it: -it.sureness)
        return TaskReading(self.plan, task, (*(it for it in said if it.is_named), *others[:_MOST], *(it for it in said if it.is_refused)))

    def _parts(self, task: Task, carrier: Carrier, twin: Twin) -> dict[str, Twin]:
        """By duty that a twin names, as it stands now, or by its address where it names none, what of it is alike, the surest first."""
        parts: dict[str, Twin] = {}
        for part in twin.parts or (twin,):
            for key in self._keys(task, carrier, part):
                before = parts.setdefault(key, part)
                parts[key] = replace(before, measures=tuple(sorted({*before.measures, *part.measures})))
        return parts

    def _keys(self, task: Task, carrier: Carrier, twin: Twin) -> tuple[str, ...]:
        """Where the task names some of the duties of a twin too, these are why the wordings are alike, and the others are not proposed."""
        known = tuple(slug for slug in replace(twin, there=carrier.task).duties if slug in self.duties)
        return tuple(slug for slug in known if slug in task.all_duties) or known or (carrier.address,)

    def _candidate(self, task: Task, key: str, twins: list[tuple[Carrier, Twin]]) -> Candidate:
        carriers = tuple(it for it in self._carriers.values() if key in (it.address, *it.task.all_duties)) if not twins else ()
        is_named, refused = key in task.all_duties, (*task.related.unlike, *task.related.unlike_tasks) if task.related else ()
        named = tuple(it.number for it in task.measures if key in it.duties and it.number)
        of_twin = twins[0][1].measures if twins and len(task.measures) > 1 else ()
        return Candidate(key, self.duties.get(key), tuple(twins), carriers, is_named, key in refused, named if is_named else of_twin)

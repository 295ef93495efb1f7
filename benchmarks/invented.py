"""Portals of any size, recombined with a fixed seed from the real plans: for the search's corpora and the build's data.

Every place borrows one of the real places: its units, columns, rows and what its ledger says of them, under an invented name.
Rows are drawn anew for each plan; the sentences of their measures too, most from the plan that is borrowed, some from the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from random import Random
from typing import TypeVar

from gongkai.records import loading
from gongkai.records.fields import Json
from gongkai.records.plan_records import Section, Task
from gongkai.records.portal import Jurisdiction, Ledger, Plan, Register
from gongkai.words.record import Record

from . import ROOT
from .places import Place, invent

SEED = 2021
NEWEST_YEAR = 2025
TASKS_OF_A_PLAN = (60, 100)
# How often a row's own sentence is replaced; how often by one that names towns, else by one from anywhere.
_REPLACED, _LOCAL, _FOREIGN = 0.5, 0.25, 0.25
# The years of the real plans and of what came of them; looking for it was later, and stays when it was.
_YEAR = re.compile(r"(?<!\d)20(?:19|2[0-3])(?=年|〕|-\d\d(?!\d)|$)")
# Made-up plans that are marked so are left out of the search and the sitemap; these are to be built like real ones.
_SOURCE = "编造的要点，只用来测量生成网站的快慢，不是真实的文件。"
# What names other files or plans.
_ELSEWHERE = {"continues", "explains", "snapshot"}

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Models:
    """The real places, ready to borrow from."""

    places: tuple[Jurisdiction, ...]

    @classmethod
    def load(cls) -> Models:
        """The real places of data/."""
        return cls(loading.load(ROOT / "data").without_demonstrations().jurisdictions)

    @cached_property
    def sentences(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(_sentences(place.plans[0])) for place in self.places)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(place.record.short_name[:-1] for place in self.places)

    @cached_property
    def cities(self) -> tuple[str, ...]:
        records = (place.record for place in self.places)
        return tuple(dict.fromkeys(record.name.removesuffix(record.short_name) for record in records))


def _sentences(plan: Plan) -> Iterator[str]:
    texts = (text for task in plan.tasks for text in (task.opening or "", *(measure.text for measure in task.measures)))
    return (sentence for text in texts for sentence in _split(text))


def _split(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[。；])", text) if sentence.strip()]


def plan_sizes(tasks: int, years: int) -> list[list[int]]:
    """For each place, how many tasks its plans have, newest first; together exactly so many tasks."""
    random = Random(SEED)
    sizes: list[int] = []
    while (rest := tasks - sum(sizes)) > 0:
        sizes.append(min(rest, random.randint(*TASKS_OF_A_PLAN)))
    places = min(len(sizes), max(5, -(-len(sizes) // years)))
    return [sizes[number::places] for number in range(places)]


def places(tasks: int, years: int) -> Iterator[Jurisdiction]:
    """Every place, one after the other."""
    models = Models.load()
    for number, sizes in enumerate(plan_sizes(tasks, years)):
        yield _Invention(number, models).jurisdiction(sizes)


class _Invention:
    """The making of one place."""

    def __init__(self, number: int, models: Models) -> None:
        self.random = Random(f"{SEED}-{number}")
        self.models = models
        self.model = models.places[number % len(models.places)]
        self.own_sentences = models.sentences[number % len(models.places)]
        self.place: Place = invent(number, models.stems, models.cities, self.random)
        self.number = number

    def jurisdiction(self, sizes: Sequence[int]) -> Jurisdiction:
        register = self.model.register
        units = {slug: self._later(unit, 0) for slug, unit in register.units.items()}
        record = self._later(self.model.record, 0, order=self.number + 1)
        plans = tuple(self._plan(NEWEST_YEAR - age, size) for age, size in enumerate(sizes))
        return Jurisdiction(self.place.slug, record, Register(units, register.nodes), plans)

    def _plan(self, year: int, size: int) -> Plan:
        (real,) = self.model.plans
        later = year - real.year
        record = self._later(real.record, later, year=year, source=_SOURCE)
        rows = {number: self.random.choice(real.tasks) for number in _numbers(real.record.sections, size)}
        tasks = tuple(self._task(number, row, later) for number, row in rows.items())
        return Plan(self.place.slug, record, tasks, self._ledger(real.ledger, rows, later))

    def _task(self, number: str, row: Task, later: int) -> Task:
        measures = [measure.model_copy(update={"text": self._text(measure.text)}) for measure in row.measures]
        return self._later(row.model_copy(update={"measures": tuple(measures)}), later, id=number)

    def _ledger(self, real: Ledger, rows: Mapping[str, Task], later: int) -> Ledger:
        """What was entered of the rows; what was looked for in a column is of no task."""
        numbers: dict[str | None, list[str]] = defaultdict(list)
        for number, row in rows.items():
            numbers[row.id].append(number)
        evidence = (self._later(entry, later, task=number) for entry in real.evidence for number in numbers[entry.task])
        searches = (self._later(entry, later, task=number) for entry in real.searches for number in numbers[entry.task])
        of_columns = (self._later(entry, later) for entry in real.searches if not entry.task)
        return Ledger(evidence=tuple(evidence), searches=(*searches, *of_columns))

    def _text(self, text: str) -> str:
        """As many sentences as there were."""
        return "".join(self._sentence() if self.random.random() < _REPLACED else sentence for sentence in _split(text))

    def _sentence(self) -> str:
        if self.random.random() < _LOCAL:
            return self._local_sentence()
        pool = self.random.choice(self.models.sentences) if self.random.random() < _FOREIGN else self.own_sentences
        return self.random.choice(pool)

    def _local_sentence(self) -> str:
        towns = "、".join(self.random.sample(self.place.towns, self.random.randint(1, 3)))
        return f"在{towns}先行试点，{self.random.choice(self.place.projects)}同步公开。"

    def _later(self, record: R, years: int, **own: Json) -> R:
        """A real record as it would stand here, so many years later."""
        fields = record.model_dump(mode="json", exclude_unset=True, exclude=_ELSEWHERE)
        written = {key: self._written(value, years) for key, value in fields.items()}
        return type(record).model_validate({**written, **own})

    def _written(self, value: Json, years: int) -> Json:
        if isinstance(value, dict):
            return {key: self._written(field, years) for key, field in value.items()}
        if isinstance(value, list):
            return [self._written(element, years) for element in value]
        return _YEAR.sub(lambda year: str(int(year[0]) + years), self.place.here(value)) if isinstance(value, str) else value


def _numbers(sections: Sequence[Section], size: int) -> Iterator[str]:
    """1.1.1, 1.1.2 … spread evenly over the subsections."""
    subsections = [f"{section.number}.{subsection.number}" for section in sections for subsection in section.subsections]
    spread = (subsections[number * len(subsections) // size] for number in range(size))
    for subsection, rows in groupby(spread):
        yield from (f"{subsection}.{row}" for row, _ in enumerate(rows, 1))

"""Corpora of any size, recombined with a fixed seed from the real plans.

Every place borrows one of the real places: its units, columns and rows. The sentences of a task are drawn anew, most from
the plan it borrows, some from the others. What is written to disk is what `gongkai.search` makes of such a portal, so a
change there is measured here.
"""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from random import Random
from typing import BinaryIO

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, AssessedTask, Assessment, Cell, assess
from gongkai.judging.changes import Standing
from gongkai.judging.verdicts import Verdict
from gongkai.records import loading as ledger
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Measure, Section, Task
from gongkai.records.portal import Jurisdiction, Ledger, Plan, Portal, Register
from gongkai.records.register_records import Unit
from gongkai.search.cards import KINDS, Document
from gongkai.search.documents import SAMPLE, documents
from gongkai.words.record import Record

from . import ROOT
from .places import Place, invent

SEED = 2021
NEWEST_YEAR = 2025
TASKS_OF_A_PLAN = (60, 100)
AS_OF = date(2026, 12, 31)
# How often a sentence comes from anywhere, a row's own sentence is replaced, towns are named, something was found.
_FOREIGN, _REPLACED, _LOCAL, _FOUND = 0.25, 0.5, 0.25, 0.2


@dataclass(frozen=True)
class Models:
    """The real plans, ready to borrow from."""

    plans: tuple[AssessedPlan, ...]
    verdicts: tuple[Verdict, ...]

    @classmethod
    def load(cls) -> Models:
        """The real plans of data/; verdicts come from the demonstration too, which shows every badge."""
        assessment = assess(ledger.load(ROOT / "data"), AS_OF)
        real = tuple(plan for plan in assessment.plans if not plan.plan.record.demonstration)
        return cls(real, tuple(task.verdict for plan in assessment.plans for task in plan.tasks))

    @cached_property
    def sentences(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(_sentences(plan.plan)) for plan in self.plans)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(one for plan in self.plans for one in plan.plan.ledger.evidence if one.strength == "primary")

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(plan.jurisdiction.record.short_name[:-1] for plan in self.plans)

    @cached_property
    def cities(self) -> tuple[str, ...]:
        records = (plan.jurisdiction.record for plan in self.plans)
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


def assessments(tasks: int, years: int, models: Models) -> Iterator[Assessment]:
    """Every place as a portal of its own, one after the other."""
    for number, sizes in enumerate(plan_sizes(tasks, years)):
        yield _Place(number, models).assessment(sizes)


class _Place:
    """The making of one place."""

    def __init__(self, number: int, models: Models) -> None:
        self.random = Random(f"{SEED}-{number}")
        self.models = models
        self.model = models.plans[number % len(models.plans)]
        self.own_sentences = models.sentences[number % len(models.plans)]
        self.place: Place = invent(number, models.stems, models.cities, self.random)

    def assessment(self, sizes: Sequence[int]) -> Assessment:
        real, here = self.model.jurisdiction, self.place.here
        record = real.record.model_copy(update={"name": here(real.record.name), "short_name": here(real.record.short_name)})
        units = {slug: self._unit(unit) for slug, unit in real.register.units.items()}
        bare = Jurisdiction(self.place.slug, record, Register(units, real.register.nodes))
        plans = tuple(self._plan(NEWEST_YEAR - age, size) for age, size in enumerate(sizes))
        jurisdiction = replace(bare, plans=plans)
        return Assessment(Portal((jurisdiction,)), AS_OF, tuple(self._assessed(jurisdiction, plan) for plan in plans))

    def _unit(self, unit: Unit) -> Unit:
        here = self.place.here
        full_name = here(unit.full_name) if unit.full_name else None
        return unit.model_copy(update={"name": here(unit.name), "full_name": full_name, "aliases": tuple(map(here, unit.aliases))})

    def _plan(self, year: int, size: int) -> Plan:
        real = self.model.plan.record
        words = self._words(real, year, "title", "issuer", "source", "preamble", "basis", "doubts")
        record = real.model_copy(update={**words, "year": year, "document_number": self._document_number(year)})
        tasks = tuple(self._task(number, year) for number in _numbers(real.sections, size))
        found = (task for task in tasks if self.random.random() < _FOUND)
        return Plan(self.place.slug, record, tasks, Ledger(evidence=tuple(self._evidence(task, year) for task in found)))

    def _document_number(self, year: int) -> str:
        stem = self.place.real_names[self.models.stems[0]]
        return f"{stem[0]}府办发〔{year}〕{self.random.randint(1, 180)}号"

    def _task(self, number: str, year: int) -> Task:
        row, who = self.random.choice(self.model.plan.tasks), self.random.choice(self.model.plan.tasks)
        own = {"id": number, "lead_units": who.lead_units, "responsible_units": who.responsible_units}
        words = self._words(row, year, "title", "matter", "opening", "publication_text", "doubts")
        return row.model_copy(update={**words, **own, "measures": tuple(self._measure(measure, year) for measure in row.measures)})

    def _measure(self, measure: Measure, year: int) -> Measure:
        nodes = list(self.model.jurisdiction.register.nodes)
        columns = tuple(self.random.sample(nodes, min(len(nodes), len(measure.publication_paths))))
        return measure.model_copy(
            update={"text": self._written(self._text(measure), year), "title": None, "publication_paths": columns, "units": ()}
        )

    def _text(self, measure: Measure) -> str:
        random = self.random
        own = [self._sentence() if random.random() < _REPLACED else sentence for sentence in _split(measure.text)]
        drawn = [self._sentence() for _ in range(random.choice((0, 0, 1, 2)))]
        return "".join([*own, *drawn, *([self._local_sentence()] if random.random() < _LOCAL else [])])

    def _sentence(self) -> str:
        pool = self.random.choice(self.models.sentences) if self.random.random() < _FOREIGN else self.own_sentences
        return self.random.choice(pool)

    def _local_sentence(self) -> str:
        towns = "、".join(self.random.sample(self.place.towns, self.random.randint(1, 3)))
        return f"在{towns}先行试点，{self.random.choice(self.place.projects)}同步公开。"

    def _written(self, text: str, year: int) -> str:
        return re.sub("20(19|20|21)年", f"{year}年", self.place.here(text))

    def _words(self, record: Record, year: int, *fields: str) -> dict[str, object]:
        """These fields of a real record as they would be written here."""
        filled = {field: value for field in fields if (value := getattr(record, field))}
        return {
            field: self._written(value, year) if isinstance(value, str) else tuple(self._written(one, year) for one in value)
            for field, value in filled.items()
        }

    def _evidence(self, task: Task, year: int) -> Evidence:
        real = self.random.choice(self.models.evidence)
        words = self._words(real, year, "title", "description", "found_trail", "remark")
        return real.model_copy(update={**words, "task": task.id, "document_number": self._document_number(year)})

    def _assessed(self, jurisdiction: Jurisdiction, plan: Plan) -> AssessedPlan:
        return AssessedPlan(jurisdiction, plan, tuple(self._judged(jurisdiction, plan, task) for task in plan.tasks), AS_OF, plan.ledger)

    def _judged(self, jurisdiction: Jurisdiction, plan: Plan, task: Task) -> AssessedTask:
        verdict = self.random.choice(self.models.verdicts)
        cells = tuple(Cell(jurisdiction.register.units[slug], (), verdict) for slug in task.owing_units)
        return AssessedTask(plan, Standing(task, (), {}, {}), tuple(AssessedMeasure(measure, cells) for measure in task.measures))


def _numbers(sections: Sequence[Section], size: int) -> Iterator[str]:
    """1.1.1, 1.1.2 … spread evenly over the subsections."""
    subsections = [f"{section.number}.{subsection.number}" for section in sections for subsection in section.subsections]
    spread = (subsections[number * len(subsections) // size] for number in range(size))
    for subsection, rows in groupby(spread):
        yield from (f"{subsection}.{row}" for row, _ in enumerate(rows, 1))


def write(folder: Path, tasks: int, years: int) -> float:
    """Make the documents place by place, and keep them kind by kind, tasks year by year: never all in memory.

    Gives back the seconds that `gongkai.search` took for its part.
    """
    models, places, texts, seconds = Models.load(), [], [], 0.0
    with ExitStack() as stack:
        opened: dict[str, BinaryIO] = {}
        for assessment in assessments(tasks, years, models):
            places += [replace(place, plans=()) for place in assessment.portal.jurisdictions]
            start = time.perf_counter()
            made = list(documents(assessment))
            seconds += time.perf_counter() - start
            texts += [document.fields["text"] for document in made if document.card.kind == "task"][:: tasks // SAMPLE + 1]
            for document in made:
                name = _file_name(document)
                if name not in opened:
                    opened[name] = stack.enter_context((folder / name).open("wb"))
                pickle.dump(document, opened[name])
    (folder / "register").write_bytes(pickle.dumps(tuple(places)))
    (folder / "sample").write_bytes(pickle.dumps(texts))
    (folder / "tasks").write_text(str(tasks))
    return seconds


def _file_name(document: Document) -> str:
    """A name that sorts as the documents do: kind by kind, tasks newest year first."""
    kind, address = document.card.kind, document.card.address
    age = NEWEST_YEAR - int(address.split("/")[1]) if kind == "task" else 0
    return f"{list(KINDS).index(kind)}-{kind}-{age:02}"


def read(folder: Path, kind: str = "*") -> Iterator[Document]:
    """Every document of the corpus, or those of one kind, in the order of the index."""
    for path in sorted(folder.glob(f"?-{kind}-*")):
        with path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)


@dataclass
class Reading:
    """The documents of a corpus, and the seconds that reading them from the disk took: a site has them in memory."""

    folder: Path
    seconds: float = 0.0

    def __iter__(self) -> Iterator[Document]:
        documents = read(self.folder)
        while True:
            start = time.perf_counter()
            document = next(documents, None)
            self.seconds += time.perf_counter() - start
            if document is None:
                return
            yield document


def sample(folder: Path) -> tuple[list[str], int]:
    """What `gongkai.search` would take for a sample of all texts, and how many tasks there are."""
    texts: list[str] = pickle.loads((folder / "sample").read_bytes())
    return texts, int((folder / "tasks").read_text())


def register(folder: Path) -> Assessment:
    """The places of the corpus without their plans: whatever has a name."""
    return Assessment(Portal(pickle.loads((folder / "register").read_bytes())), AS_OF, ())

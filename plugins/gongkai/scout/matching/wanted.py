"""What a plan asks to be published, measure by measure, as titles of entries are held against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Node, Plan
from gongkai.records.register_records import Unit
from gongkai.words.text import normal
from gongkai.words.tokens import index_tokens

Terms = Mapping[str, int]
_CLAUSE = re.compile("[^，。；;：:、\n（）()]{2,}")
_OF_A_YEAR = re.compile("(20[0-9]{2})年度")


def terms(text: str) -> Terms:
    """Pairs of characters, words and numbers, as the search cuts them; single characters tell nothing."""
    return Counter(term for term in index_tokens(text, {}) if len(term) > 1)


@dataclass(frozen=True, eq=False)
class Wanted:
    """A measure that something can be seen of, with who owes it, where, and under which heading."""

    task: Task
    measure: Measure
    units: tuple[Unit, ...]
    columns: tuple[Node, ...]
    heading: str

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        texts = (self.task.matter, self.task.title, self.task.opening, self.measure.title, self.measure.text)
        return tuple(clause for text in texts if text for clause in _CLAUSE.findall(text)) or (self.measure.text,)

    @cached_property
    def clause_terms(self) -> tuple[Terms, ...]:
        return tuple(map(terms, self.clauses))

    @cached_property
    def text(self) -> str:
        """All that is said of it and of its columns, in the one normal form."""
        names = (node.name for column in self.columns for node in column.trail[1:])
        return normal(" ".join((*self.clauses, *names)))

    @cached_property
    def terms(self) -> Terms:
        return terms(f"{self.text} {self.heading}")

    @property
    def named_units(self) -> tuple[Unit, ...]:
        """Those that are no groups."""
        return tuple(unit for unit in self.units if not unit.is_group)

    @property
    def has_group(self) -> bool:
        return len(self.named_units) < len(self.units)

    @cached_property
    def years(self) -> frozenset[int]:
        """Of which reports its task speaks: 2020年度."""
        return frozenset(int(year) for measure in self.task.measures for year in _OF_A_YEAR.findall(measure.text))

    def is_in(self, column: str | None) -> bool:
        """Whether it is to be published in a column or below it."""
        return any(step.slug == column for node in self.columns for step in node.trail)


def all_wanted(place: Jurisdiction, plan: Plan) -> Iterator[Wanted]:
    """In the order of the plan; what nobody could see has no evidence."""
    register = place.register
    for task in plan.tasks:
        section = plan.record.section_of(task)
        heading = f"{section.title} {section.subsection_of(task).title}"
        for measure in task.measures:
            if measure.kind != "unobservable":
                units = tuple(register.units[slug] for slug in task.units_owing(measure))
                yield Wanted(task, measure, units, tuple(register.nodes[slug] for slug in measure.publication_paths), heading)

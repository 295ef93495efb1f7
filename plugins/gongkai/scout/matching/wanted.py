"""What a plan asks to be published, measure by measure, as titles of entries are held against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Node, Plan, Portal
from gongkai.records.register_records import Unit
from gongkai.words.text import normal
from gongkai.words.tokens import index_tokens

Terms = Mapping[str, int]
# What groups of towns are called, and those of whoever it may be.
_TOWNS, _ANYBODY = ("镇", "乡", "街道"), ("单位", "机关")
_CLAUSE = re.compile("[^，。；;:：,\n（）()]{2,}")
_ALL_ARE = re.compile("公开|发布|信息|情况|政府|各部门|部门|集中|展示")
_FIVE_YEARS = re.compile("第(十?[一二三四五六七八九])个五年")
_OF_A_YEAR = re.compile("(20[0-9]{2})年度")


def compared(text: str) -> str:
    """The one normal form, with 十四五 for 第十四个五年."""
    return _FIVE_YEARS.sub(r"\1五", normal(text))


def terms(text: str) -> Terms:
    """Pairs of characters, words and numbers, as the search cuts them; single characters tell nothing."""
    return Counter(term for term in index_tokens(text, {}) if len(term) > 1)


@dataclass(frozen=True, eq=False)
class Wanted:
    """A measure that something can be seen of, with who owes it and where."""

    task: Task
    measure: Measure
    units: tuple[Unit, ...]
    columns: tuple[Node, ...]
    # Titles of the duties in common that it carries out.
    duties: tuple[str, ...] = ()

    @cached_property
    def own(self) -> str:
        """What is said of it and of nothing else of its task, with the names of its columns, in the one normal form."""
        names = (node.name for column in self.columns for node in column.trail[2:])
        return compared(" ".join((*self._said_of_it, *self.duties, *names)))

    @property
    def _said_of_it(self) -> tuple[str, ...]:
        task, measure = self.task, self.measure
        shared = (task.title, task.matter, task.opening) if len(task.measures) == 1 else ()
        return tuple(text for text in (measure.title, measure.text, *shared) if text)

    @property
    def short(self) -> str:
        """What it is called."""
        return self.measure.title or self.task.title or self.measure.text

    @cached_property
    def clauses(self) -> tuple[Terms, ...]:
        """What is said of it, clause by clause."""
        texts = (*self._said_of_it, *self.duties)
        return tuple(terms(clause) for text in texts for clause in _CLAUSE.findall(compared(text))) or (self.terms,)

    @cached_property
    def called(self) -> Terms:
        """What it is called, less what all are."""
        return terms(_ALL_ARE.sub(" ", compared(self.short)))

    @cached_property
    def terms(self) -> Terms:
        return terms(self.own)

    @property
    def named_units(self) -> tuple[Unit, ...]:
        """Those that are no groups."""
        return tuple(unit for unit in self.units if not unit.is_group)

    @property
    def groups(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.is_group)

    def is_owed_by(self, unit: Unit) -> bool:
        """Whether it is named, or one of a group: listed there, or of its kind where the group lists nobody."""
        return any(owing.slug == unit.slug for owing in self.units) or any(_may_hold(group, unit) for group in self.groups)

    def unlisted(self, unit: Unit) -> tuple[str, ...]:
        """The groups whose members nobody lists, of which a unit that is not named may be one: theirs is the cell."""
        return () if unit in self.units else tuple(group.slug for group in self.groups if group.open and _may_hold(group, unit))

    @cached_property
    def years(self) -> frozenset[int]:
        """Of which reports it speaks: 2020年度."""
        own = _OF_A_YEAR.findall(self.own)
        return frozenset(map(int, own or (year for measure in self.task.measures for year in _OF_A_YEAR.findall(measure.text))))

    def is_in(self, column: str | None) -> bool:
        """Whether it is to be published in a column or below it."""
        return any(step.slug == column for node in self.columns for step in node.trail)


def _may_hold(group: Unit, unit: Unit) -> bool:
    if any(member.unit == unit.slug for member in group.members) or any(word in group.name for word in _ANYBODY):
        return True
    return any(word in group.name for word in _TOWNS) == (unit.kind == "township")


def all_wanted(portal: Portal, place: Jurisdiction, plan: Plan) -> Iterator[Wanted]:
    """In the order of the plan; what nobody could see has no evidence."""
    register, titles = place.register, {duty.id: duty.title for duty in portal.duties}
    for task in plan.tasks:
        for measure in task.measures:
            if measure.kind != "unobservable":
                units = tuple(register.units[slug] for slug in task.units_owing(measure))
                columns = tuple(register.nodes[slug] for slug in measure.publication_paths)
                duties = (*measure.duties, *(task.duties if len(task.measures) == 1 else ()))
                yield Wanted(task, measure, units, columns, tuple(titles[slug] for slug in duties if slug in titles))

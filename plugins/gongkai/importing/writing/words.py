"""What a plan, a task or a measure says in one of its fields, read or typed, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai.importing.meaning.draft import Draft
from gongkai.records.plan_records import Recurrence, RelativeDue, Window
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit
from gongkai.words.labels import DUTY_KINDS, LIMIT_UNITS, PERIODS
from gongkai.words.record import Record


@dataclass(frozen=True)
class Words:
    """With the names of units and columns."""

    units: Mapping[str, Unit]
    nodes: Mapping[str, Node]

    @classmethod
    def of(cls, draft: Draft) -> Words:
        return cls(draft.units, draft.nodes)

    def said(self, held: object, key: str) -> str:
        """Of a limit and a count not whence it runs and what is in it, which people add to what is read."""
        value = getattr(held, key)
        if key == "kind":
            return DUTY_KINDS[value]
        if key in ("lead_units", "responsible_units", "units"):
            return self.names(value)
        if key == "publication_paths":
            return "；".join(sorted(map(self.trail, value)))
        if isinstance(value, RelativeDue | Window):
            return f"{value.within} {LIMIT_UNITS[value.unit]}"
        if isinstance(value, Recurrence):
            return f"{PERIODS[value.per]} {value.times} 次"
        return "；".join(value) if isinstance(value, tuple) else str(value or "")

    def both(self, known: Record, read: object, keys: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Of each field its label, what is known, and what was read."""
        for key in keys:
            yield type(known).model_fields[key].title or key, self.said(known, key), self.said(read, key)

    def names(self, slugs: Iterable[str]) -> str:
        return "、".join(self.units[slug].name for slug in slugs)

    def trail(self, slug: str) -> str:
        return ">".join(node.name for node in self.nodes[slug].trail)

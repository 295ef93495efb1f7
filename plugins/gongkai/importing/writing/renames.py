"""Units that bear another name this year: who stands, row after row, where another stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.portal import Plan
from gongkai.records.register_records import FormerName, Unit
from gongkai.words.folding import bare

from .years import Before

# One row alone proves a new name only where the names are alike.
_ROWS, _ALIKE = 2, 0.4


@dataclass(frozen=True)
class Renamed:
    """A unit's slug, its new name and its former one, and the slug that it was given where its new name was taken for another unit's."""

    slug: str
    name: str
    before: str
    taken_for: str = ""


def renamed(draft: Draft, before: Before, tasks: Mapping[str, str]) -> tuple[Renamed, ...]:
    """The units that a notice calls otherwise; `tasks` are those of this year and those that they go on."""
    units = draft.units
    new = [Renamed(old, units[slug].name, units[old].name, slug) for slug, old in _exchanged(draft, before.plan, tasks).items()]
    rows = [piece.text for task in draft.tasks for piece in (task.row.lead, task.row.responsible, task.row.units)]
    known_as = before.reading.read_as if before.reading else {}
    likely = {slug: name for name, slug in draft.read_as.items() if slug not in draft.new_units and name not in known_as}
    gone = (slug for slug in likely if not any(bare(units[slug].name) in bare(text) for text in rows))
    return (*new, *(Renamed(slug, likely[slug], units[slug].name) for slug in gone))


def _exchanged(draft: Draft, plan: Plan, tasks: Mapping[str, str]) -> dict[str, str]:
    """By the slug that an unknown unit was given, that of the unit which stood in most of its rows and stands nowhere now."""
    mine, theirs = {task.id: task for task in draft.tasks}, {task.id: task for task in plan.tasks}
    now = Counter(slug for task in draft.tasks for slug in {*task.lead_units, *task.responsible_units})
    was = Counter(slug for task in tasks.values() for slug in set(theirs[task].owing_units))
    together: Counter[tuple[str, str]] = Counter()
    for new, old in tasks.items():
        lead = _in_place_of(mine[new].lead_units, theirs[old].lead_units)
        together.update({*lead, *_in_place_of(mine[new].responsible_units, theirs[old].responsible_units)})
    became: dict[str, str] = {}
    for (new, old), rows in sorted(together.items(), key=lambda pair: (-pair[1], pair[0])):
        is_most = 2 * rows > max(was[old], now[new]) and new in draft.new_units and old not in now
        fits = _may_be_same(draft.units[new], draft.units[old], rows)
        if is_most and fits and new not in became and old not in became.values():
            became[new] = old
    return became


def _in_place_of(new: tuple[str, ...], old: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The units that two lists do not share, in the order in which they stand, where these are as many."""
    come, gone = [slug for slug in new if slug not in old], [slug for slug in old if slug not in new]
    return zip(come, gone, strict=True) if len(come) == len(gone) else ()


def _may_be_same(new: Unit, old: Unit, rows: int) -> bool:
    # The level and the last sign are those of every office.
    ratio = SequenceMatcher(None, new.name[1:-1], old.name[1:-1]).ratio()
    return new.is_group == old.is_group and (rows >= _ROWS or ratio >= _ALIKE)


def under_their_slugs(draft: Draft, names: Iterable[Renamed]) -> Draft:
    """The draft with renamed units under the slugs they have, each with its former names."""
    units = dict(draft.units)
    became = {unit.taken_for: unit.slug for unit in names if unit.taken_for}
    for unit in names:
        before = units[unit.slug]
        ended = (FormerName.model_validate({"name": name}) for name in (before.name, before.full_name) if name)
        changes = {"name": unit.name, "full_name": None, "former_names": (*before.former_names, *ended)}
        units[unit.slug] = before.model_copy(update=changes)

    def slugs(listed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(became.get(slug, slug) for slug in listed))

    def task(before: DraftTask) -> DraftTask:
        measures = tuple(replace(measure, units=slugs(measure.units)) for measure in before.measures)
        lead, responsible = slugs(before.lead_units), slugs(before.responsible_units)
        return replace(before, lead_units=lead, responsible_units=responsible, measures=measures)

    kept_units = {slug: unit for slug, unit in units.items() if slug not in became}
    new_units = tuple(slug for slug in draft.new_units if slug not in became)
    return replace(draft, tasks=tuple(map(task, draft.tasks)), units=kept_units, new_units=new_units)

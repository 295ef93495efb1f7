"""What is doubtful of a register: lives of units that do not fit one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from gongkai.records.folder import ReadFile
from gongkai.records.problems import Problem
from gongkai.records.register_records import Member, Unit, UnitsFile

from .values import remark


def doubtful_units(file: ReadFile) -> Iterator[Problem]:
    """What is doubtful of the units of one file; references to nothing have been told."""
    record = file.record
    if not isinstance(record, UnitsFile):
        return
    units = {unit.slug: unit for unit in record.units}
    circles = _in_circles(units)
    for index, unit in enumerate(record.units):
        here = ("units", index)
        if unit.slug in circles:
            fault = f"继任关系绕回了“{unit.slug}”自己，成了循环。"
            yield remark(file, (*here, "successors"), fault, "请只写接手的单位，删去绕回来的那一个。")
        elif unit.successors and not unit.valid_to:
            fault = "写了继任单位，没有写到哪天为止（valid_to）。"
            yield remark(file, (*here, "successors"), fault, "请补上 valid_to：撤销或并入的日期；没有撤销的，删去继任单位。")
        for position, member in enumerate(unit.members):
            if fault := _outside(member, units.get(member.unit)):
                yield remark(file, (*here, "members", position), fault, "请核对成员的起止日期，或改为继任单位。")


def _outside(member: Member, unit: Unit | None) -> str:
    if unit and unit.valid_to and member.valid_from and member.valid_from > unit.valid_to:
        return f"“{unit.name}”到 {unit.valid_to} 已经终止，不能从 {member.valid_from} 起作成员。"
    if unit and unit.valid_from and member.valid_from and member.valid_from < unit.valid_from:
        return f"“{unit.name}”从 {unit.valid_from} 才设立，不能更早（{member.valid_from}）就作成员。"
    return ""


def _in_circles(units: Mapping[str, Unit]) -> set[str]:
    """The units that take themselves over in the end, and those between two such."""
    heirs = {(slug, heir) for slug, unit in units.items() for heir in unit.successors if heir in units}
    return set(units) - _left_over(units, heirs) - _left_over(units, {(heir, slug) for slug, heir in heirs})


def _left_over(units: Iterable[str], arrows: set[tuple[str, str]]) -> set[str]:
    """Those to which no arrow leads, or only from such."""
    leading = Counter(target for _, target in arrows)
    targets: dict[str, list[str]] = {}
    for source, target in arrows:
        targets.setdefault(source, []).append(target)
    free = [slug for slug in units if not leading[slug]]
    # Grows while it is gone through.
    for slug in free:
        for target in targets.get(slug, ()):
            leading[target] -= 1
            free += [] if leading[target] else [target]
    return set(free)

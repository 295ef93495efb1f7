"""The files of a place after a reform of its units: the register, its rosters, and all that names a unit by its slug."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from gongkai.records.folder import ReadFile, first_line
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.references import UNITS, LedgerName, references
from gongkai.records.register_records import Unit, UnitsFile
from gongkai.words.left_out import Location

from . import edits
from .canonical import Written, fields_of, file_text
from .edits import UnfitError, appended, detailed, put
from .proposals import State, text_of

# As people type them: what a unit is, how long it was there, and last where that is from.
_LIFE, _ORIGIN = ("valid_from", "valid_to"), ("source", "seen_on", "opened")
_ORDER = [key for key in Unit.model_fields if key not in (*_LIFE, *_ORIGIN)]
_ORDER[_ORDER.index("successors") : _ORDER.index("successors")] = _LIFE
_ORDER += _ORIGIN
_MEMBER_ORDER = ["unit", *_LIFE, *_ORIGIN]
_MOVED = "moved"


@dataclass(frozen=True)
class Held:
    """The register of units as it stands."""

    file: Path
    text: str
    units: tuple[Unit, ...]

    def at(self, slug: str) -> Location:
        """Where a unit stands."""
        return ("units", self.position(slug))

    def position(self, slug: str) -> int:
        return [unit.slug for unit in self.units].index(slug)


def read(root: Path, state: State) -> Held:
    """The register of a place."""
    for file in state.files:
        if isinstance(file.record, UnitsFile):
            return Held(file.path, text_of(root, file.path) or "", file.record.units)
    raise UnfitError


def renamed(held: Held, unit: Unit, name: str, full_name: str | None, aliases: Sequence[str], last_day: date, note: str) -> str:
    """The register with a unit under another name, the one before among its former names."""
    at, text = held.at(unit.slug), held.text
    former: list[Written] = [fields_of(it) if it.valid_to else it.name for it in unit.former_names]
    # Who looks for its old full name means it too.
    called = filter(None, (*unit.aliases, *aliases, unit.full_name))
    others = [alias for alias in dict.fromkeys(called) if alias not in (name, full_name)]
    text = put(text, at, "name", name, _ORDER)
    text = put(text, at, "full_name", full_name, _ORDER)
    text = put(text, at, "former_names", [*former, {"name": unit.name, "valid_to": last_day}], _ORDER)
    if tuple(others) != unit.aliases:
        text = put(text, at, "aliases", others or None, _ORDER)
    return put(text, at, "note", _told(unit, note), _ORDER)


@dataclass(frozen=True)
class Ending:
    """Units that are no more from a day on, who takes them over, and where that is from."""

    units: Sequence[str]
    heirs: Sequence[str]
    on: date
    source: str
    note: str

    @property
    def last_day(self) -> date:
        return self.on - timedelta(days=1)


def ended(held: Held, ending: Ending, new: Sequence[Unit]) -> str:
    """The register with units that end, whoever takes them over in their places on rosters, and the units that begin behind them."""
    text = held.text
    for slug in ending.units:
        unit, at = held.units[held.position(slug)], held.at(slug)
        text = put(text, at, "valid_to", ending.last_day, _ORDER)
        if ending.heirs:
            text = put(text, at, "successors", list(ending.heirs), _ORDER)
        text = put(text, at, "note", _told(unit, ending.note), _ORDER)
    for group in held.units:
        text = _roster(text, held.at(group.slug), group, ending)
    last = max(map(held.position, ending.units))
    for unit in reversed(new):
        fields = fields_of(unit)
        text = appended(text, ("units",), {key: fields[key] for key in _ORDER if key in fields}, last)
    return text


def _told(unit: Unit, note: str) -> str:
    before = unit.note or ""
    return f"{before}{'' if not before or before.endswith(('。', '；', '！', '？')) else '；'}{note}"


def _roster(text: str, at: Location, group: Unit, ending: Ending) -> str:
    """The members that end on a day, and behind them those that begin, as far as they are not members already."""
    leaving = [
        (position, member)
        for position, member in enumerate(group.members)
        if member.unit in ending.units and member.is_valid_on(ending.last_day) and member.is_valid_on(ending.on)
    ]
    members = (*at, "members")
    for position, _ in leaving:
        text = _until(text, (*members, position), ending.last_day)
    if leaving:
        staying = {member.unit for member in group.members if member.is_valid_on(ending.on) and member.unit not in ending.units}
        for heir in reversed([slug for slug in ending.heirs if slug not in staying]):
            beginning: dict[str, Written] = {"unit": heir, "valid_from": ending.on, "source": ending.source}
            text = appended(text, members, beginning, leaving[-1][0])
    return text


def _until(text: str, member: Location, day: date) -> str:
    node = edits.node_at(text, member)
    if isinstance(node.value, str):
        return detailed(text, member, {"unit": node.value, "valid_to": day})
    return put(text, member, "valid_to", day, _MEMBER_ORDER)


def under_slug(
    root: Path, state: State, texts: Mapping[Path, str], old: str, new: str, move: Mapping[str, Written]
) -> dict[Path, str | None]:
    """These texts and those of all other files of a place, with another slug for a unit; and where its page has gone."""
    changed: dict[Path, str | None] = dict(texts)
    for file in state.files:
        text = texts.get(file.path)
        places = [*_naming(file, old)]
        is_own = isinstance(file.record, LedgerFile) and LedgerName.of(file.path).unit == old
        if places or is_own:
            written = edits.renamed(text if text is not None else text_of(root, file.path) or "", places, new)
            changed[file.path] = written
            if is_own:
                changed |= {file.path: None, file.path.with_name(_name(file.path, old, new)): written}
    moved = Path(state.slug, f"{_MOVED}.yaml")
    before = text_of(root, moved)
    after = appended(before, (_MOVED,), move) if before else file_text(_MOVED, move, first_line(root, moved))
    return {**changed, moved: after}


def _naming(file: ReadFile, slug: str) -> Iterator[Location]:
    """Where a file names a unit."""
    value = file.source.as_written.value
    if isinstance(file.record, UnitsFile):
        yield from (("units", index, "slug") for index, unit in enumerate(file.record.units) if unit.slug == slug)
    for _, what, named in references(value, ()):
        for location, name in named.items():
            if what == UNITS and name == slug:
                is_record = isinstance(file.source.as_written.at(location), dict)
                yield (*location, "unit") if is_record else location


def _name(file: Path, old: str, new: str) -> str:
    named = LedgerName.of(file)
    before = f"{named.on}-" if named.task else ""
    return f"{before}{new}{file.name.removeprefix(f'{before}{old}')}"

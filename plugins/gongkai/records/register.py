"""Loads who, where and what all places share, with the checks between their records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from gongkai.words import daily
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.daily import DailyWords
from gongkai.words.left_out import Location
from gongkai.words.record import Record
from gongkai.words.source import Source
from gongkai.words.vocabulary import Bodies, Entry, Sphere, laid_over

from .fields import WORDS_FOLDER
from .folder import WAITING, Folder, waiting_slugs
from .portal import Node, Register
from .problems import Effect
from .references import COLUMNS, UNITS, Directory, check_references
from .register_records import Column, ColumnsFile, Move, MovedFile, MovedPlacesFile, PlaceMove, Unit, UnitsFile
from .validation import Doubts, repeats
from .workdays import HolidaysFile, WorkCalendar

# As many steps of a way as anybody reads.
_STEPS = 10
MOVED_PLACES = "moved-places.yaml"


def load_register(folder: Folder, place: Path) -> Register:
    """The units and columns of one jurisdiction; incomplete where files are faulty."""
    units_source, units_file = folder.load(place / "units.yaml", UnitsFile)
    columns_source, columns_file = folder.load(place / "columns.yaml", ColumnsFile)
    nodes = dict(_Tree(folder, columns_source).nodes(columns_file.sites, None, ("sites",))) if columns_file else {}
    units = {unit.slug: unit for unit in units_file.units} if units_file else {}
    register = Register(units, nodes)
    if units_file:
        _check_slugs(folder, units_source, units_file)
        _check_names(folder, units_source, units_file)
        _check_members(folder, units_source, units_file)
        check_references(folder, units_source, UnitsFile, directories(register, place))
    return register


def load_vocabulary(folder: Folder, root: Path) -> Vocabulary:
    """The engine's words, and over them those of the data folder where it has any."""
    file = root / WORDS_FOLDER / "bodies.yaml"
    if not file.is_file():
        return engine()
    source, own = folder.load(file, Bodies)
    if not own:
        return engine()
    whole = laid_over(engine().tables, own)
    _check_entries(folder, source, own)
    for index, sphere in enumerate(own.spheres):
        _check_forms(folder, source, ("spheres", index), sphere, whole)
        _check_reforms(folder, source, ("spheres", index), sphere, whole)
    return Vocabulary(whole)


def load_words(folder: Folder, root: Path) -> tuple[Vocabulary, DailyWords]:
    """The words for bodies and those of daily life."""
    return load_vocabulary(folder, root), _daily_words(folder, root)


def _daily_words(folder: Folder, root: Path) -> DailyWords:
    """The engine's words of daily life, and over them those of the data folder where it has any."""
    file = root / WORDS_FOLDER / "daily.yaml"
    if not file.is_file():
        return daily.engine()
    source, own = folder.load(file, DailyWords)
    if not own:
        return daily.engine()
    _check_meanings(folder, source, own)
    return daily.laid_over(daily.engine(), own)


def _check_meanings(folder: Folder, source: Source, own: DailyWords) -> None:
    owners: dict[str, int] = {}
    for index, meaning in enumerate(own.meanings):
        for position, word in enumerate(meaning.words):
            if (owner := owners.setdefault(word, index)) != index:
                fault = f"“{word}”已写在“{own.meanings[owner].caption}”那一组。"
                location = ("meanings", index, "words", position)
                folder.complain(source, DailyWords, location, fault, "一个说法只能属于一组，请删去其中一处。")


def _check_entries(folder: Folder, source: Source, own: Bodies) -> None:
    tables: tuple[tuple[str, tuple[Entry, ...]], ...] = (
        ("levels", own.levels),
        ("authorities", own.authorities),
        ("short_endings", own.short_endings),
        ("spheres", own.spheres),
    )
    for table, entries in tables:
        names = [entry.name for entry in entries]
        for index, name in enumerate(names):
            if name in names[:index]:
                folder.complain(source, Bodies, (table, index, "name"), f"“{name}”写了两次。", "请合成一条。")


def _check_forms(folder: Folder, source: Source, location: Location, sphere: Sphere, whole: Bodies) -> None:
    owners = {form: other.name for other in whole.spheres if other.name != sphere.name for form in other.forms}
    tables = {"also": sphere.also, "short": sphere.short}
    written = [(("name",), sphere.name), *(((key, index), form) for key, forms in tables.items() for index, form in enumerate(forms))]
    for where, form in written:
        if owner := owners.get(form):
            fault = f"“{form}”已是“{owner}”的叫法。"
            folder.complain(source, Bodies, (*location, *where), fault, "一个叫法只能属于一个职能词，请删去其中一处。")


def _check_reforms(folder: Folder, source: Source, location: Location, sphere: Sphere, whole: Bodies) -> None:
    years = sorted({reform.year for reform in whole.reforms})
    for index, former in enumerate(sphere.former):
        if former.reform and former.reform not in years:
            remedy = f"可填的年份：{'、'.join(map(str, years))}；别的改革请先写进 reforms。"
            folder.complain(source, Bodies, (*location, "former", index, "reform"), f"没有登记{former.reform}年的改革。", remedy)


def directories(register: Register, place: Path) -> tuple[Directory, Directory]:
    """What other files of the jurisdiction may refer to."""
    units = {slug: (*(name for _, name in _names(unit)), *_former(unit)) for slug, unit in register.units.items()}
    columns = {slug: (node.name, *_former(node.column)) for slug, node in register.nodes.items()}
    kinds = ((UNITS, "units", units), (COLUMNS, "columns", columns))
    whole, tree = (Directory(what, place / f"{name}.yaml", names, waiting_slugs(place / f"{name}{WAITING}")) for what, name, names in kinds)
    return whole, tree


def _check_slugs(folder: Folder, source: Source, file: UnitsFile) -> None:
    first: dict[str, Unit] = {}
    for index, unit in enumerate(file.units):
        if taken := first.get(unit.slug):
            folder.complain(source, UnitsFile, ("units", index, "slug"), *_taken(unit.slug, taken.name))
            # The same unit twice, or one of them should have another slug.
            meant_another = () if taken.name == unit.name else (*_names(taken), *_names(unit))
            names = frozenset(name for _, name in meant_another)
            folder.doubt(source, Doubts(frozenset([unit.slug]), names))
        first.setdefault(unit.slug, unit)


def _taken(slug: str, name: str) -> tuple[str, str]:
    return f"“{slug}”已被“{name}”使用。", "请换一个。"


def _check_names(folder: Folder, source: Source, file: UnitsFile) -> None:
    owners: dict[str, Unit] = {}
    for index, unit in enumerate(file.units):
        for key, name in _names(unit):
            owner = owners.setdefault(name, unit)
            if owner.slug != unit.slug:
                fault = f"“{name}”也是“{owner.name}”的名称。"
                folder.complain(source, UnitsFile, ("units", index, *key), fault, "一个名称只能指一个单位，请删去其中一处。")


def _names(unit: Unit) -> Iterator[tuple[Location, str]]:
    yield ("name",), unit.name
    if unit.full_name:
        yield ("full_name",), unit.full_name
    for index, alias in enumerate(unit.aliases):
        yield ("aliases", index), alias


def _former(bearer: Unit | Column) -> tuple[str, ...]:
    return tuple(former.name for former in bearer.former_names)


def _check_members(folder: Folder, source: Source, file: UnitsFile) -> None:
    groups = {unit.slug for unit in file.units if unit.is_group}
    for index, unit in enumerate(file.units):
        for position, member in enumerate(unit.members):
            if member.unit in groups:
                location = ("units", index, "members", position)
                folder.complain(source, UnitsFile, location, f"“{member.unit}”本身是集合单位。", "请改为直接列出其中的单位。")


@dataclass(frozen=True)
class _Tree:
    """The columns of one file, checked against each other on the way down."""

    folder: Folder
    source: Source
    # By slug, what the first that has it is called.
    _names: dict[str, str] = field(default_factory=dict)

    def nodes(self, columns: tuple[Column, ...], parent: Node | None, location: Location) -> Iterator[tuple[str, Node]]:
        names: set[str] = set()
        for index, column in enumerate(columns):
            here = (*location, index)
            if taken := self._names.get(column.slug):
                self._complain((*here, "slug"), *_taken(column.slug, taken))
                self.folder.doubt(self.source, Doubts(names=frozenset([taken, column.name])))
            if column.name in names:
                self._complain((*here, "name"), f"同一层已有“{column.name}”。", "请删去其中一处。")
            self._names.setdefault(column.slug, column.name)
            names.add(column.name)
            node = Node(column, parent)
            yield column.slug, node
            yield from self.nodes(column.columns, node, (*here, "columns"))

    def _complain(self, location: Location, fault: str, remedy: str) -> None:
        self.folder.complain(self.source, ColumnsFile, location, fault, remedy)


def load_moves(folder: Folder, file: Path) -> tuple[Move, ...]:
    """The pages that stand elsewhere now; none where no page has moved."""
    if not file.is_file():
        return ()
    source, record = folder.load(file, MovedFile)
    moves = record.moved if record else ()
    _check_ways(folder, source, MovedFile, [(move.gone, move.to) for move in moves])
    return moves


def load_place_moves(folder: Folder, root: Path, places: Sequence[str]) -> dict[str, PlaceMove]:
    """The places whose folders are gone, by their names; none where none is gone."""
    file = root / MOVED_PLACES
    if not file.is_file():
        return {}
    source, record = folder.load(file, MovedPlacesFile)
    moves = record.moved if record else ()
    gone = {move.gone: move for move in moves}
    _check_ways(folder, source, MovedPlacesFile, [(move.gone, (move.to,) if move.to else ()) for move in moves])
    for position, move in enumerate(moves):
        if move.to and move.to not in (*places, *gone):
            location, remedy = ("moved", position, "to"), "请写现在有的文件夹的名字；没有接着写的，删去这一行。"
            folder.complain(source, MovedPlacesFile, location, f"没有“{move.to}”这个辖区。", remedy)
        if move.gone in places:
            location, fault = ("moved", position, "from"), f"“{move.gone}”这个辖区现在还在，这一条不起作用。"
            folder.complain(source, MovedPlacesFile, location, fault, "请删去这一条，或核对名字。", Effect.WARNING)
    return {slug: move for slug, move in gone.items() if slug not in places}


def _check_ways(folder: Folder, source: Source, file: type[Record], ways: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """What moved twice, or round and round."""
    gone = [before for before, _ in ways]
    for position in repeats(gone):
        folder.complain(source, file, ("moved", position, "from"), f"“{gone[position]}”写了两次。", "请合成一条。")
    try:
        TopologicalSorter(dict(ways)).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        shown = "、".join(circle[:_STEPS]) + ("……" if len(circle) > _STEPS else "")
        fault = f"这几个网址一个接一个，又回到了原处：{shown}。"
        folder.complain(source, file, ("moved", gone.index(circle[0]), "to"), fault, "请改成现在的网址。")


def load_work_calendar(folder: Folder, root: Path) -> WorkCalendar:
    """The holiday notices; without them working-day limits cannot be computed, and the pages say so."""
    file = root / "holidays.yaml"
    if not file.is_file():
        return WorkCalendar()
    source, record = folder.load(file, HolidaysFile)
    years = record.years if record else ()
    for position in repeats([notice.year for notice in years]):
        folder.complain(source, HolidaysFile, ("years", position, "year"), f"“{years[position].year}”年写了两次。", "请删掉其中一处。")
    return WorkCalendar(years)

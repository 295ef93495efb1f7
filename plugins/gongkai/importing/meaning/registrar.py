"""Who and where: the names of a notice matched to the units and columns of a register, and proposals for those it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.records.portal import Node, Register
from gongkai.records.register_records import Column, Unit
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.folding import bare
from gongkai.words.text import HAN

from . import bodies, slugs
from .outlets import PublicationPath

_LONGEST_NAME = 2000  # of a line of the register

EMPTY = Register({}, {})


@dataclass(frozen=True)
class Match:
    """A slug, and what a person should know about how it was found: nothing where the name is in the register."""

    slug: str
    note: str = ""


@dataclass(frozen=True)
class NewColumn:
    """A column (or site) that the register lacks, under which one, empty for a site."""

    slug: str
    name: str
    above: str


@dataclass
class Registrar:
    """Matches the names of one notice in turn; what is new is proposed once and found again afterwards."""

    register: Register = EMPTY
    places: tuple[str, ...] = ()
    vocabulary: Vocabulary = field(default_factory=engine)
    new_units: dict[str, Unit] = field(default_factory=dict)
    new_columns: dict[str, NewColumn] = field(default_factory=dict)
    # Names that no register has, read as those of units that it does.
    read_as: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _by_key: dict[str, set[str]] = field(default_factory=dict)
    _below: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.register.units.values():
            for name in filter(None, (unit.name, unit.full_name, *unit.aliases)):
                self._remember(name, unit.slug)
        for unit in self.register.units.values():
            for former in unit.former_names:
                self._by_name.setdefault(bare(former.name), unit.slug)
        for node in self.register.nodes.values():
            for name in (node.name, *(former.name for former in node.column.former_names)):
                self._below.setdefault((node.parent.slug if node.parent else "", bare(name)), node.slug)

    @property
    def names(self) -> Iterator[str]:
        """All names the register knows."""
        for unit in self.register.units.values():
            yield from filter(None, (unit.name, unit.full_name, *unit.aliases, *(former.name for former in unit.former_names)))

    @property
    def units(self) -> dict[str, Unit]:
        """The units of the register, and behind them the new ones."""
        return {**self.register.units, **self.new_units}

    @property
    def nodes(self) -> dict[str, Node]:
        """The columns of the register, and behind them the new ones, each with its trail."""
        nodes = dict(self.register.nodes)
        for new in self.new_columns.values():
            nodes[new.slug] = Node(Column.model_validate({"slug": new.slug, "name": new.name}), nodes[new.above] if new.above else None)
        return nodes

    # --- units ----------------------------------------------------------------------------------

    def unit(self, name: str) -> Match:
        """The unit that a name of the notice means."""
        if slug := self._by_name.get(bare(name)):
            return Match(slug)
        # Of 区政府各部门 and 政府各部门 the second elides the level.
        alike = {known for other, known in self._by_name.items() if _without_level(other) == _without_level(name)}
        if slug := self._only(alike if bodies.is_group(name) else self._by_key.get(self._key(name), set()), name):
            return self._also(name, slug, f"“{name}”读作“{self.units[slug].name}”。")
        return Match(self._propose(name))

    def has(self, name: str) -> bool:
        """Whether a unit of the register bears this very name."""
        return self._by_name.get(bare(name), "") in self.register.units

    def known(self, name: str) -> str:
        """The slug of a name met before, empty for any other: nothing is proposed for words of a sentence."""
        return self._by_name.get(bare(name), "") or self._only(self._by_key.get(self._key(name), set()), name)

    def _only(self, candidates: Iterable[str], name: str) -> str:
        """The only unit found that does not plainly stand at another level: 市公安局 is not 区公安局."""
        sign = bodies.level_sign(name)
        fitting = [slug for slug in candidates if not sign or bodies.level_sign(self.units[slug].name) in ("", sign)]
        return fitting[0] if len(fitting) == 1 else ""

    def _key(self, name: str) -> str:
        return bodies.key(name, self.places, self.vocabulary)

    def _also(self, name: str, slug: str, note: str) -> Match:
        self._by_name[bare(name)] = slug
        self.read_as[name] = slug
        if unit := self.new_units.get(slug):
            self.new_units[slug] = unit.model_copy(update={"aliases": tuple(dict.fromkeys((*unit.aliases, name)))})
        return Match(slug, note)

    def _propose(self, name: str) -> str:
        slug = slugs.unit(name, self.units, self.places, self.vocabulary)
        name = _typeset(name)
        kind = bodies.kind(name)
        is_open = kind == "group" and bodies.is_open(name)
        self.new_units[slug] = Unit.model_validate({"slug": slug, "name": name, "kind": kind, "open": is_open})
        self._remember(name, slug)
        return slug

    def _remember(self, name: str, slug: str) -> None:
        self._by_name.setdefault(bare(name), slug)
        if not bodies.is_group(name):
            self._by_key.setdefault(self._key(name), set()).add(slug)

    # --- columns --------------------------------------------------------------------------------

    def column(self, publication_path: PublicationPath) -> Match:
        """The last column of a path, or its site."""
        site, note = self._site(publication_path.site)
        above = site
        for name in publication_path.columns:
            above = self._below.get((above, bare(name))) or self._grow(name, above, site)
        return Match(above, note)

    def _site(self, name: str) -> tuple[str, str]:
        if slug := self._below.get(("", bare(name))):
            return slug, ""
        without_level = _without_level(name)
        alike = [slug for (above, other), slug in self._below.items() if not above and _without_level(other) == without_level]
        if len(set(alike)) == 1 and bare(name) == without_level:
            self._below["", bare(name)] = alike[0]
            return alike[0], f"“{name}”读作“{self.nodes[alike[0]].name}”。"
        return self._grow(name, "", ""), ""

    def _grow(self, name: str, above: str, site: str) -> str:
        taken = {**self.register.nodes, **self.new_columns}
        slug = slugs.column(name, site, above, taken) if site else slugs.site(name, taken)
        self.new_columns[slug] = NewColumn(slug, name, above)
        self._below[above, bare(name)] = slug
        return slug


def _typeset(name: str) -> str:
    """One line of bearable length with the brackets of Chinese names, whatever the file made of them."""
    name = name.replace("\n", "")[:_LONGEST_NAME]
    return name.replace("(", "（").replace(")", "）") if re.search(f"[{HAN}]", name) else name


def _without_level(name: str) -> str:
    """政府部门网页 for 县政府部门网页, 政府各部门 for 区政府各部门."""
    return re.sub(f"^(?:{engine().level_pattern})(?=政府|人民政府|门户)", "", bare(name))

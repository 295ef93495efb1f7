"""Numbers that Word counts by itself (一、 （一） 1．): they stand nowhere in the text, only in numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .list_numbers import numeral

LEVELS = 9
TITLES = ("title", "标题")
CONTENTS = ("toc ", "目录 ")


def local(element: etree._Element) -> str:
    """An element's name without its namespace: the strict and the usual form of the format differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    return None if element is None else next((inner for inner in element if local(inner) == name), None)


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute whatever its namespace, empty where there is none."""
    if element is None:
        return ""
    return next((str(content) for key, content in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def number(element: etree._Element | None, name: str = "val", default: int = 0) -> int:
    """An attribute that holds a whole number."""
    text = value(element, name)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass(frozen=True)
class Level:
    """How one depth of a list is numbered. `text` holds %1 … %9 for the numbers of the depths."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    is_legal: bool = False
    restart: int = -1

    @classmethod
    def of(cls, element: etree._Element) -> Level:
        return cls(
            form=_form(element),
            text=value(child(element, "lvlText")),
            start=number(child(element, "start"), default=1),
            suffix=value(child(element, "suff")) or "tab",
            is_legal=child(element, "isLgl") is not None and value(child(element, "isLgl")) not in ("0", "false", "off"),
            restart=number(child(element, "lvlRestart"), default=-1),
        )


def _form(element: etree._Element) -> str:
    form = child(element, "numFmt")
    if form is None:
        # Newer forms stand in a choice with an older one beside it.
        choice = child(child(element, "AlternateContent"), "Fallback")
        choice = choice if choice is not None else child(child(element, "AlternateContent"), "Choice")
        form = child(choice, "numFmt")
    return value(form) or "decimal"


@dataclass(frozen=True)
class Style:
    """What a paragraph style says about numbers and headings; empty where it leaves that to the style it is based on."""

    based_on: str = ""
    list_id: str = ""
    depth: int = -1
    outline: int = -1
    is_contents: bool = False


@dataclass
class Numbering:
    """All lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counted_with: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    depths: dict[tuple[str, str], int] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    default_style: str = ""
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
        lists = cls()
        if numbering is not None:
            _read_lists(lists, numbering)
        for style in (element for element in (styles if styles is not None else ()) if local(element) == "style"):
            properties = child(style, "pPr")
            name = value(child(style, "name")).lower()
            outline = 0 if name in TITLES else _outline(properties)
            lists.styles[value(style, "styleId")] = Style(
                value(child(style, "basedOn")), *_list_of(properties), outline, name.startswith(CONTENTS)
            )
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                lists.default_style = value(style, "styleId")
        return lists

    def number_of(self, properties: etree._Element | None) -> str:
        """The number in front of a paragraph, empty where it has none; counts it."""
        list_id, depth = self._list_and_depth(properties)
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        self._count(list_id, depth, level)
        if level.form in ("bullet", "none") and "%" not in level.text:
            return ""
        return _spaced(self._shown(list_id, level), level.suffix)

    def count_only(self, properties: etree._Element | None) -> str:
        """For an empty paragraph: its number counts and is not written."""
        self.number_of(properties)
        return ""

    def level_of(self, properties: etree._Element | None) -> int:
        """The heading level of a paragraph, 0 for plain text."""
        outline = _outline(properties)
        for style in self._styles_of(properties):
            outline = outline if outline >= 0 else style.outline
        return outline + 1 if 0 <= outline < LEVELS else 0

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph belongs to a table of contents, which only repeats what follows."""
        return any(style.is_contents for style in self._styles_of(properties))

    def _list_and_depth(self, properties: etree._Element | None) -> tuple[str, int]:
        list_id, depth = _list_of(properties)
        for style in self._styles_of(properties):
            list_id = list_id or style.list_id
            depth = depth if depth >= 0 else style.depth
        if depth < 0:
            # A list may say itself which style stands at which depth.
            depth = self.depths.get((list_id, value(child(properties, "pStyle"))), 0)
        return list_id, depth

    def _styles_of(self, properties: etree._Element | None) -> Iterator[Style]:
        name = value(child(properties, "pStyle")) or self.default_style
        seen = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].based_on

    def _count(self, list_id: str, depth: int, level: Level) -> None:
        counters = self.counters.setdefault(self.counted_with[list_id], {})
        override = self.starts.get((list_id, depth))
        if override is not None and (list_id, depth) not in self.begun:
            counters[depth] = override
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        self.begun.add((list_id, depth))
        for deeper in [lower for lower in counters if lower > depth]:
            if (restart := self.levels[list_id].get(deeper, Level()).restart) != 0 and (restart < 0 or depth < restart):
                del counters[deeper]

    def _shown(self, list_id: str, level: Level) -> str:
        levels, counters = self.levels[list_id], self.counters[self.counted_with[list_id]]

        def written(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            counted = levels.get(depth, Level())
            return numeral(counters.get(depth, counted.start), "decimal" if level.is_legal else counted.form)

        return re.sub(r"%([1-9])", written, level.text)


def _read_lists(lists: Numbering, tree: etree._Element) -> None:
    abstract = {value(definition, "abstractNumId"): definition for definition in tree if local(definition) == "abstractNum"}
    by_style = {
        value(child(definition, "styleLink")): definition for definition in abstract.values() if child(definition, "styleLink") is not None
    }
    for definition in (element for element in tree if local(element) == "num"):
        list_id, pattern_id = value(definition, "numId"), value(child(definition, "abstractNumId"))
        pattern = abstract.get(pattern_id)
        pattern = by_style.get(value(child(pattern, "numStyleLink")), pattern)
        levels = [level for level in (pattern if pattern is not None else ()) if local(level) == "lvl"]
        lists.counted_with[list_id] = value(pattern, "abstractNumId") or pattern_id
        lists.levels[list_id] = {number(level, "ilvl"): Level.of(level) for level in levels}
        lists.depths |= {
            (list_id, value(style)): number(level, "ilvl") for level in levels if (style := child(level, "pStyle")) is not None
        }
        for override in (element for element in definition if local(element) == "lvlOverride"):
            _override(lists, list_id, override)


def _override(lists: Numbering, list_id: str, override: etree._Element) -> None:
    depth = number(override, "ilvl")
    if (level := child(override, "lvl")) is not None:
        lists.levels[list_id][depth] = Level.of(level)
    if (start := child(override, "startOverride")) is not None:
        lists.starts[list_id, depth] = number(start, default=1)


def _list_of(properties: etree._Element | None) -> tuple[str, int]:
    numbered = child(properties, "numPr")
    return value(child(numbered, "numId")), number(child(numbered, "ilvl"), default=-1)


def _outline(properties: etree._Element | None) -> int:
    return number(child(properties, "outlineLvl"), default=-1)


def _spaced(shown: str, suffix: str) -> str:
    """A number keeps apart from the words after it where it ends in none of the marks that do so by themselves."""
    return shown + " " if suffix != "nothing" and shown[-1:].isalnum() and shown[-1:].isascii() else shown

"""Numbers that Word counts by itself (一、 （一） 1．): they stand nowhere in the text, only in numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .list_numbers import numeral

LEVELS = 9


def value(element: etree._Element | None, path: str) -> str:
    """What an element below says, empty where there is none."""
    inner = None if element is None else element.find(path)
    return "" if inner is None else inner.get("val") or ""


def number(text: str, default: int = 0) -> int:
    """An attribute that holds a whole number."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def is_on(element: etree._Element | None, path: str) -> bool:
    """Whether a switch is there and not off."""
    return element is not None and element.find(path) is not None and value(element, path) not in ("0", "false", "off")


@dataclass
class Numbering:
    """All lists of a document and how far each has counted; the styles that say to which a paragraph belongs."""

    styles: dict[str, etree._Element]
    default_style: str
    levels: dict[str, dict[int, etree._Element]] = field(default_factory=dict)
    counted_with: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    bullets: int = 0

    @classmethod
    def of(cls, lists: etree._Element, styles: etree._Element) -> Numbering:
        known = {style.get("styleId", ""): style for style in styles.iter("style")}
        defaults = (key for key, style in known.items() if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on"))
        numbering = cls(known, next(defaults, ""))
        patterns = {pattern.get("abstractNumId", ""): pattern for pattern in lists.iter("abstractNum")}
        linked = {value(pattern, "styleLink"): pattern for pattern in patterns.values() if value(pattern, "styleLink")}
        for listed in lists.iter("num"):
            pattern_id = value(listed, "abstractNumId")
            pattern = patterns.get(pattern_id)
            pattern = linked.get(value(pattern, "numStyleLink"), pattern)
            numbering._add(listed, pattern_id, pattern)
        return numbering

    def number_of(self, properties: etree._Element | None) -> str:
        """The number in front of a paragraph, empty where it has none; counts it."""
        list_id, depth = self._said(properties, "numPr/numId"), self._depth(properties)
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        self._count(list_id, depth, level)
        text, form = value(level, "lvlText"), _form(level)
        if form in ("bullet", "none") and "%" not in text:
            self.bullets += form == "bullet"
            return ""
        shown = re.sub("%([1-9])", lambda match: self._written(list_id, int(match[1]) - 1, is_on(level, "isLgl")), text)
        # A number keeps apart from the words after it where it ends in none of the marks that do so by themselves.
        return shown + " " if value(level, "suff") != "nothing" and re.search("[0-9A-Za-z]$", shown) else shown

    def level_of(self, properties: etree._Element | None) -> int:
        """The heading level of a paragraph, 0 for plain text."""
        for style in (None, *self._styles_of(properties)):
            outline = number(value(style.find("pPr") if style is not None else properties, "outlineLvl"), LEVELS + 1)
            if style is not None and value(style, "name").lower() in ("title", "标题"):
                outline = 0
            if outline <= LEVELS:
                return (outline + 1) % (LEVELS + 1)
        return 0

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph belongs to a table of contents, which only repeats what follows."""
        return any(value(style, "name").lower().startswith(("toc ", "目录 ")) for style in self._styles_of(properties))

    def is_on(self, run: etree._Element, switch: str) -> bool:
        """Whether a run, or its style where it says nothing, has a switch on."""
        for element in (run, *self._styles_of(run.find("rPr"), "rStyle")):
            if element.find(f"rPr/{switch}") is not None:
                return is_on(element, f"rPr/{switch}")
        return False

    def _add(self, listed: etree._Element, pattern_id: str, pattern: etree._Element | None) -> None:
        list_id = listed.get("numId", "")
        self.counted_with[list_id] = pattern_id if pattern is None else pattern.get("abstractNumId", "")
        levels = [*(pattern.iterchildren("lvl") if pattern is not None else ()), *listed.iterfind("lvlOverride/lvl")]
        self.levels[list_id] = {number(level.get("ilvl", "")): level for level in levels}
        for override in listed.iterfind("lvlOverride[startOverride]"):
            self.starts[list_id, number(override.get("ilvl", ""))] = number(value(override, "startOverride"), 1)

    def _said(self, properties: etree._Element | None, path: str) -> str:
        said = (value(style, f"pPr/{path}") for style in self._styles_of(properties))
        return value(properties, path) or next(filter(None, said), "")

    def _depth(self, properties: etree._Element | None) -> int:
        if said := self._said(properties, "numPr/ilvl"):
            return number(said)
        # A list may say itself which style stands at which depth.
        levels, style = self.levels.get(self._said(properties, "numPr/numId"), {}), value(properties, "pStyle")
        return next((depth for depth, level in levels.items() if style and value(level, "pStyle") == style), 0)

    def _styles_of(self, properties: etree._Element | None, kind: str = "pStyle") -> Iterator[etree._Element]:
        name = value(properties, kind) or (self.default_style if kind == "pStyle" else "")
        seen = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = value(self.styles[name], "basedOn")

    def _count(self, list_id: str, depth: int, level: etree._Element) -> None:
        counters = self.counters.setdefault(self.counted_with[list_id], {})
        following = counters[depth] + 1 if depth in counters else number(value(level, "start"), 1)
        counters[depth] = self.starts.pop((list_id, depth), following)
        for deeper in [lower for lower in counters if lower > depth]:
            restart = number(value(self.levels[list_id].get(deeper), "lvlRestart"), -1)
            if restart < 0 or depth < restart:
                del counters[deeper]

    def _written(self, list_id: str, depth: int, is_legal: bool) -> str:
        level = self.levels[list_id].get(depth)
        counted = self.counters[self.counted_with[list_id]].get(depth, number(value(level, "start"), 1))
        return numeral(counted, "decimal" if is_legal or level is None else _form(level))


def _form(level: etree._Element) -> str:
    # Newer forms stand in a choice with an older one beside it.
    forms = (value(level, f"{path}numFmt") for path in ("", "AlternateContent/Fallback/", "AlternateContent/Choice/"))
    return next(filter(None, forms), "decimal")

"""The list on a page of HTML: links that stand alike, one beside the other, each with a day.

No site is known here. A link's *line* is the largest element around it without another link to elsewhere;
lines with parents of one form are one list; the list with most told on days is the one that the page is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lxml import etree, html

from gongkai.words.text import squeezed, visible

from .days import day_in, day_in_address, day_of, has_day, is_a_month, is_only_a_day, without_days
from .entries import SHORTEST_TITLE, Listed
from .further import absolute

_LONGEST_TITLE = 300
_LONGEST_AUTHOR = 100
# Lines do not reach over these.
_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody", "body", "html", "form"})
_ROWS = frozenset({"li", "tr", "dt", "dd", "p"})
# What names of categories do not exceed.
_CATEGORY = 8
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "select"})
_PUBLISHED = re.compile(r"(?:发布|公开|公布|上网|发表|更新)(?:日期|时间)?\s*[:：]?\s*(?=[0-9])")
_PUBLISHED_HEAD = re.compile(r"(?:发布|公开|公布|上网)(?:日期|时间)|^(?:日期|时间)$")
_QUOTED_ADDRESS = re.compile(r"""['"]([^'"\s]*(?:/|\.s?html?|\.jsp|\?)[^'"\s]*)['"]""")
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
# What stands before a title and is none of it: bullets, running numbers.
_BULLET = re.compile(r"^(?:[·•●▪■◆◇►▶>»*-]|\d{1,3}[、.](?!\d))\s*")
_MOST_TEXT = 2000


@dataclass(frozen=True)
class _Link:
    element: html.HtmlElement
    address: str
    title: str


@dataclass(frozen=True)
class Group:
    """Lines of one form, with the entries that they are."""

    form: str
    entries: tuple[Listed, ...]

    @cached_property
    def weight(self) -> int:
        """How much it is a list: long titles with days count, others do not."""
        return sum(min(len(entry.title), 30) for entry in self.entries if entry.published_on)


def document(text: str) -> html.HtmlElement | None:
    """The tree of a page; None where there is nothing."""
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
        return html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _without_declaration(text: str) -> str:
    # lxml refuses text that states an encoding.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))


def groups(root: html.HtmlElement, address: str, seen_on: date) -> Iterator[Group]:
    """All lists of a page, in the order in which they begin."""
    links = _without_categories(tuple(_links(root, address)))
    lines = _lines(links)
    months = _months(root, frozenset(lines))
    by_form: dict[str, list[tuple[_Link, html.HtmlElement]]] = {}
    for link, line in zip(links, lines, strict=True):
        by_form.setdefault(_form(line), []).append((link, line))
    for form, members in by_form.items():
        entries = tuple(_entries(members, months, seen_on))
        if entries:
            yield Group(form, entries)


def _links(root: html.HtmlElement, address: str) -> Iterator[_Link]:
    base = root.find(".//base")
    start = absolute(address, base.get("href") or "") if base is not None else address
    for element in root.iter("a"):
        target = _target(element)
        title = _title(element)
        if target and len(squeezed(title)) >= SHORTEST_TITLE and (whole := absolute(start, target)):
            yield _Link(element, whole, title)


def _without_categories(links: tuple[_Link, ...]) -> tuple[_Link, ...]:
    """Less the short links that stand in a row beside the one with the title: [规范性文件] 关于……的通知."""
    rows: dict[html.HtmlElement, list[_Link]] = {}
    for link in links:
        row = next((it for it in link.element.iterancestors() if it.tag in _ROWS), None)
        if row is not None:
            rows.setdefault(row, []).append(link)
    longest = {row: max(len(link.title) for link in beside) for row, beside in rows.items()}
    beside = {link.element for row, others in rows.items() for link in others if len(link.title) <= min(_CATEGORY, longest[row] - 1)}
    return tuple(link for link in links if link.element not in beside)


def _target(element: html.HtmlElement) -> str:
    target = (element.get("href") or "").strip()
    if target.lower().startswith("javascript:") or target in ("", "#"):
        match = _QUOTED_ADDRESS.search(f"{target} {element.get('onclick') or ''}")
        return match[1] if match else ""
    return target


def _title(element: html.HtmlElement) -> str:
    """In full: lists cut what they show, and say the whole in an attribute."""
    shown = _shown_title(element)
    told = _line_of(element.get("title") or "")
    told = re.sub(r"^标题\s*[:：]\s*", "", told.split("发布日期")[0].strip())
    kept = squeezed(_CUT.sub("", shown))
    is_cut = bool(_CUT.search(shown)) or len(told) > len(shown)
    title = told if told and (not shown or (is_cut and squeezed(told).startswith(kept[:12]))) else shown
    return _BULLET.sub("", without_days(title))[:_LONGEST_TITLE]


def _line_of(text: str) -> str:
    return " ".join(visible(text).split())


def _shown_title(element: html.HtmlElement) -> str:
    """The heading in a link, where it has one; else what is longest of it and no day."""
    heading = element.find(".//h1") or next(
        (found for tag in ("h2", "h3", "h4", "h5", "strong") if (found := element.find(f".//{tag}")) is not None), None
    )
    if heading is not None and len(squeezed(_text(heading))) >= SHORTEST_TITLE:
        return _line_of(_text(heading))
    blocks = [_line_of(_text(child)) for child in element if child.tag in ("p", "div", "span", "dt", "td", "li")]
    titled = [text for text in blocks if not is_only_a_day(text) and len(squeezed(text)) >= SHORTEST_TITLE]
    return titled[0] if len(titled) > 1 else _line_of(_text(element))


def _text(element: html.HtmlElement) -> str:
    pieces = (piece for piece in element.itertext() if piece)
    return " ".join(" ".join(pieces).split())[:_MOST_TEXT]


def _lines(links: Sequence[_Link]) -> list[html.HtmlElement]:
    """By link, the largest element around it without a link to elsewhere."""
    targets: dict[html.HtmlElement, set[str]] = {}
    for link in links:
        for around in (link.element, *link.element.iterancestors()):
            targets.setdefault(around, set()).add(link.address)
    return [_line(link, targets) for link in links]


def _line(link: _Link, targets: dict[html.HtmlElement, set[str]]) -> html.HtmlElement:
    line = link.element
    for around in link.element.iterancestors():
        if around.tag in _LISTS or len(targets[around]) > 1:
            break
        line = around
    return line


def _form(line: html.HtmlElement) -> str:
    """Where a line stands: the tags around it with their classes, less what tells neighbours apart."""
    around = (".".join(map(str, (it.tag, it.get("class"), it.get("id")))) for it in line.iterancestors())
    return "<".join((str(line.tag), *around))


def _months(root: html.HtmlElement, lines: Set[html.HtmlElement]) -> dict[html.HtmlElement, str]:
    """By line, the year and month at the head of its part of the page."""
    months, month = {}, ""
    for element in root.iter(etree.Element):
        if not len(element) and is_a_month(text := _text(element)):
            month = text
        if month and element in lines:
            months[element] = month
    return months


def _entries(members: Sequence[tuple[_Link, html.HtmlElement]], months: dict[html.HtmlElement, str], seen_on: date) -> Iterator[Listed]:
    first, lines = members[0][1], frozenset(line for _, line in members)
    is_before = _stand_days_before(first)
    column = _column_of_days(first)
    seen: set[str] = set()
    for link, line in members:
        if link.address not in seen:
            seen.add(link.address)
            author = without_days(_rest(link, line))[:_LONGEST_AUTHOR]
            yield Listed(
                link.title,
                link.address,
                _day(link, line, lines, is_before, column, seen_on) or _day_of_month(line, months.get(line, "")),
                author,
            )


def _rest(link: _Link, line: html.HtmlElement) -> str:
    """What a line says besides the title."""
    own, whole = _text(link.element), _text(line)
    return whole.replace(own, " ", 1) if own else whole


def head(root: html.HtmlElement) -> str:
    """What a page calls itself: its title and its headings."""
    titles = (_text(it) for it in root.iter("title", "h1", "h2") if it.find(".//a") is None)
    return " ".join(titles)[:_LONGEST_AUTHOR]


def _day(
    link: _Link, line: html.HtmlElement, lines: Set[html.HtmlElement], is_before: bool, column: int | None, seen_on: date
) -> date | None:
    cells = line.findall("td") if column is not None else []
    if column is not None and column < len(cells) and (day := day_in(_text(cells[column]), seen_on, link.address)):
        return day
    alone = " ".join(text for it in line.iterdescendants() if is_only_a_day(text := _text(it)))
    for text in (alone, _beside(link, line), _after(line, lines, is_before)):
        if has_day(text):
            labelled = [match.end() for match in _PUBLISHED.finditer(text)]
            day = day_in(text[labelled[0] : labelled[0] + 20], seen_on, link.address) if labelled else None
            if day or (day := day_in(text, seen_on, link.address)):
                return day
    return day_in_address(link.address)


def _day_of_month(line: html.HtmlElement, month: str) -> date | None:
    days = (day_of(month, _text(it)) for it in line.iterdescendants()) if month else iter(())
    return next((day for day in days if day), None)


def _beside(link: _Link, line: html.HtmlElement) -> str:
    """What a line says besides the title; days inside of the title are none of its own, unless they end or begin the link."""
    own, rest = _text(link.element), _rest(link, line)
    spoken = " ".join(_text(child) for child in link.element.iterdescendants() if is_only_a_day(_text(child)))
    stripped = without_days(own)
    ends = own.replace(stripped, " ", 1) if stripped and stripped != own else ""
    return f"{rest} {spoken or ends}"


def _after(line: html.HtmlElement, others: Set[html.HtmlElement], is_before: bool) -> str:
    """What stands between a line and the next."""
    pieces = [line.tail or ""] if not is_before else []
    for sibling in line.itersiblings(preceding=is_before):
        if sibling in others or any(other in others for other in sibling.iterdescendants()):
            break
        pieces += [_text(sibling), sibling.tail or ""]
    return " ".join(" ".join(pieces).split())[:_MOST_TEXT]


def _stand_days_before(first: html.HtmlElement) -> bool:
    """Whether what stands before the first line is its day: then days stand before all of them."""
    before = first.getprevious()
    return before is not None and before.tag not in _SILENT and is_only_a_day(_text(before))


def _column_of_days(line: html.HtmlElement) -> int | None:
    """In a table with a head, the number of the column that says when things were published."""
    if line.tag != "tr":
        return None
    table = next(line.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    cells = [it for it in head if it.tag in ("td", "th")] if head is not None and head is not line else []
    return next((at for at, cell in enumerate(cells) if _PUBLISHED_HEAD.search(squeezed(_text(cell)))), None)


def best(found: Iterable[Group], form: str) -> Group | None:
    """The list that is known by its form from the page before, else that with most told on days."""
    candidates = tuple(found)
    known = next((group for group in candidates if form and group.form == form), None)
    weighty = max(candidates, key=lambda group: group.weight, default=None)
    return known or (weighty if weighty and weighty.weight else None)

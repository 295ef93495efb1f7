"""What stands around an article on a web page: menus, breadcrumbs, buttons, footers. A table of content is never among it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.importing.readers.base.notice import LeftOver

from .web_text import flowed, is_unseen, tag_of

TAGS = {"nav", "footer", "aside", "header"}
NAMES = re.compile(
    r"(^|[\s_-])(nav\w*|menu\w*|foot\w*|header|top|topbar|toper|head|banner|bread\w*|crumb\w*|position|location|wei?zhi|dqwz|side\w*|share\w*|bdshare\w*"
    r"|tool\w*|copyright|friend\w*|yqlj|links?|search\w*|login\w*|related|xgwz|recommend\w*|qrcode|erweima|ewm|print\w*|fontsize|bottom|btm|pager|page|pages"
    r"|skip\w*|accessib\w*|wza\w*|language|float\w*|fixed\w*|pop\w*|hot|crumbs?|sitemap)([\s_-]|$)",
    re.IGNORECASE,
)
SAYS_SO = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|您(现在|当前)?(所在)?的?位置|当前位置|扫一扫|分享到|打印本页|关闭窗口|浏览次数|字体："
)
CONTENT_NAMES = re.compile(r"UCAP-CONTENT|TRS_Editor|TRS_UEDITOR|zoom|article|content|main|detail|view|nr\b|xxgk", re.IGNORECASE)
CONTAINERS = {"div", "ul", "ol", "dl", "section", "table", "p", "tr", "td", "center", "li", *TAGS}
MENU_LINKS = 3
MENU_SHARE = 0.6
SHORT = 200
SMALL_SHARE = 0.25
TABLE_WORDS = 20


@dataclass(frozen=True)
class _Weight:
    """Characters of an element that are read, those of links among them, links, and whether a table of content is inside."""

    words: int = 0
    linked: int = 0
    links: int = 0
    has_table: bool = False
    has_heading: bool = False

    def __add__(self, other: _Weight) -> _Weight:
        return _Weight(
            self.words + other.words,
            self.linked + other.linked,
            self.links + other.links,
            self.has_table or other.has_table,
            self.has_heading or other.has_heading,
        )


def without_furniture(root: etree._Element) -> tuple[etree._Element, tuple[LeftOver, ...]]:
    """The page's body after its furniture was taken out, and what went."""
    weights: dict[etree._Element, _Weight] = {}
    _weigh(root, weights)
    body = next((dropped_element for dropped_element in root.iter("body")), root)
    furniture = [*_furniture(body, weights, weights.get(body, _Weight()))]
    dropped = [(flowed(" ".join(_words(piece))), int(piece.sourceline or 1)) for piece in furniture]
    for dropped_element in furniture:
        _remove(dropped_element)
    return body, tuple(LeftOver(text, line, "网页的菜单、页脚等", is_furniture=True) for text, line in dropped if text)


def _weigh(element: etree._Element, weights: dict[etree._Element, _Weight]) -> _Weight:
    if is_unseen(element):
        return _Weight()
    weight = _Weight(words=_length(element.text), has_heading=tag_of(element) in ("h1", "h2"))
    for child in element:
        weight += _weigh(child, weights) + _Weight(words=_length(child.tail))
    if tag_of(element) == "a":
        weight = _Weight(weight.words, weight.words, weight.links + 1, weight.has_table, weight.has_heading)
    elif tag_of(element) == "table" and _is_content(element, weight):
        weight += _Weight(has_table=True)
    weights[element] = weight
    return weight


def _length(text: str | None) -> int:
    return len("".join((text or "").split()))


def _is_content(table: etree._Element, weight: _Weight) -> bool:
    """Rows and columns with words that are no links."""
    if weight.words - weight.linked < TABLE_WORDS:
        return False
    rows = [row for row in table.iter("tr") if sum(tag_of(cell) in ("td", "th") for cell in row) > 1]
    return len(rows) > 1


def _furniture(element: etree._Element, weights: dict[etree._Element, _Weight], page: _Weight) -> Iterator[etree._Element]:
    for child in element:
        weight = weights.get(child)
        if weight is None or not weight.words:
            continue
        if _is_furniture(child, weight, page):
            yield child
        else:
            yield from _furniture(child, weights, page)


def _is_furniture(element: etree._Element, weight: _Weight, page: _Weight) -> bool:
    if tag_of(element) not in CONTAINERS or weight.has_table or weight.words > SMALL_SHARE * page.words + SHORT:
        return False
    is_menu = weight.links >= MENU_LINKS and weight.linked >= MENU_SHARE * weight.words
    if is_menu:
        return True
    if weight.has_heading or weight.words - weight.linked > SMALL_SHARE * (page.words - page.linked):
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_named = tag_of(element) in TAGS or (NAMES.search(name) is not None and not CONTENT_NAMES.search(name))
    return is_named or (weight.words <= SHORT and SAYS_SO.search("".join(_words(element))) is not None)


def _words(element: etree._Element) -> Iterator[str]:
    if is_unseen(element):
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _remove(element: etree._Element) -> None:
    """Take an element out and leave the words after it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    element.tail = None
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)

"""What stands around an article on a web page: menus, breadcrumbs, buttons, footers. A table of content is never among it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

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


def furniture(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The outermost elements of a page, without what no browser shows, that are not what a reader came for."""
    page = _lengths(element)

    def below(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
        for child in element:
            if child.tag in CONTAINERS and _is_furniture(child, page):
                yield child
            else:
                yield from below(child)

    yield from below(element)


def _lengths(element: html.HtmlElement) -> tuple[int, int]:
    """How many characters an element has, and how many of them outside links."""
    words = _length(element)
    return words, words - sum(map(_length, element.iter("a")))


def _length(element: html.HtmlElement) -> int:
    return len("".join(element.text_content().split()))


def _is_furniture(element: html.HtmlElement, page: tuple[int, int]) -> bool:
    words, unlinked = _lengths(element)
    if not words or words > SMALL_SHARE * page[0] + SHORT or any(map(_is_content, element.iter("table"))):
        return False
    if len(element.findall(".//a")) >= MENU_LINKS and words - unlinked >= MENU_SHARE * words:
        return True
    if next(element.iter("h1", "h2"), None) is not None or unlinked > SMALL_SHARE * page[1]:
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_named = element.tag in TAGS or (NAMES.search(name) is not None and not CONTENT_NAMES.search(name))
    return is_named or (words <= SHORT and SAYS_SO.search(element.text_content()) is not None)


def _is_content(table: html.HtmlElement) -> bool:
    """Rows and columns with words that are no links."""
    rows = [row for row in table.iter("tr") if sum(cell.tag in ("td", "th") for cell in row) > 1]
    return len(rows) > 1 and _lengths(table)[1] >= TABLE_WORDS

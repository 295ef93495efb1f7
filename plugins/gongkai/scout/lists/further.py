"""Where a list goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from lxml import html

from gongkai.words.text import squeezed

# Names that links to the next page have.
_NEXT = frozenset({"下一页", "下页", "后一页", "next", "nextpage", "下一頁", "后页"})
_NEXT_SIGNS = frozenset({">", "›", "»", ">>", "＞"})
_NUMBERED = re.compile(r"[0-9]{1,4}")
# createPageHTML(页数, 当前页, "index", "shtml"), as TRS writes it, with or without the name of a box before; what it calls
# the current page counts from 0 here and from 1 there, so the address tells. The first page has no number, the second is 1.
_CREATED = re.compile(r"""createPage\w*\(\s*(?:['"]\w*['"]\s*,\s*)?(\d{1,5})\s*,\s*\d{1,5}\s*,\s*['"]([\w-]+)['"]\s*,\s*['"](\w+)['"]""")
# "/list?page=": to this the number is put that a link hands to a script.
_AWAITS_NUMBER = re.compile(r"""['"]([^'"\s]*[?&]\w*page\w*=)['"]""", re.IGNORECASE)
_HANDS_NUMBER = re.compile(r"\(\s*(\d{1,4})\s*\)")
# /list_2.html, /index2.shtml, /index/3.htm, ?page=2.
_NUMBER_IN_NAME = re.compile(r"^(.*?)[_-]?(\d{1,4})\.\w{2,6}$")
_IN_JSON = re.compile(r'("page(?:No|Num|Index)?"\s*:\s*"?)(\d{1,6})', re.IGNORECASE)
_MOST = 1000
_QUOTED = re.compile(r"""['"]([^'"\s]+)['"]""")


def further(root: html.HtmlElement | None, text: str, address: str) -> tuple[str, ...]:
    """The addresses of the pages after this one, the next first, as far as the page tells them."""
    told = (*_created(text, address), *(_linked(root, text, address) if root is not None else ()))
    return tuple(it for it in dict.fromkeys(told) if it != address)


def after(address: str) -> str:
    """The address with the next number for a page, where it has one in its query; of lists that programs read."""
    parts = urlsplit(address)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    turned = [(key, _turned(key, value)) for key, value in fields]
    return urlunsplit(parts._replace(query=urlencode(turned), fragment="")) if turned != fields else ""


def _turned(key: str, value: str) -> str:
    """The next number of a page: page=2, or {"pageNo":2} in a field of its own."""
    if _is_page(key) and value.isdecimal():
        return str(int(value) + 1)
    return _IN_JSON.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", value)


def _is_page(key: str) -> bool:
    """Whether a field of a query is the number of a page; its size, type or id are not."""
    name = key.lower()
    return name in ("p", "pn") or ("page" in name and not name.endswith(("size", "id", "type")))


def _created(text: str, address: str) -> Iterator[str]:
    if match := _CREATED.search(text):
        pages, name, ending = int(match[1]), match[2], match[3]
        place = _place(address)
        for number in range((place[1] if place else 0) + 1, min(pages, _MOST)):
            yield urljoin(address, f"{name}_{number}.{ending}")


def _linked(root: html.HtmlElement, text: str, address: str) -> Iterator[str]:
    """First what is called the next page, then what differs from this page's address by a higher number."""
    nexts, numbered = [], []
    here = _place(address)
    awaiting = _AWAITS_NUMBER.search(text)
    for element in root.iter("a", "option"):
        target = _target(element, address, awaiting[1] if awaiting else "")
        name = "".join(element.itertext()).strip()[:40]
        if target and _is_next(squeezed(name) or name, element):
            nexts.append(target)
        elif target and _NUMBERED.fullmatch(squeezed(name)):
            numbered.append((_place(target), target))
    yield from nexts
    yield from (target for (stem, number), target in sorted(numbered) if stem == here[0] and number > here[1])


def _is_next(name: str, element: html.HtmlElement) -> bool:
    return name.lower() in _NEXT or name in _NEXT_SIGNS or "next" in (element.get("class") or "").lower().split()


def _target(element: html.HtmlElement, address: str, awaiting: str) -> str:
    stated = (element.get("href") or element.get("value") or element.get("tagname") or "").strip()
    if not stated or stated.startswith("#") or stated.lower().startswith("javascript:"):
        script = element.get("onclick") or stated
        quoted, handed = _QUOTED.search(script), _HANDS_NUMBER.search(script)
        stated = element.get("tagname") or ""
        if quoted and ("/" in quoted[1] or "." in quoted[1]):
            stated = quoted[1]
        elif handed and awaiting:
            stated = f"{awaiting}{handed[1]}"
    return absolute(address, stated) if stated else ""


def absolute(address: str, stated: str) -> str:
    """An address of the web as a page states it, whole; nothing where it is none."""
    try:
        whole = urldefrag(urljoin(address, stated))[0]
        return whole if urlsplit(whole).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _place(address: str) -> tuple[str, int]:
    """An address without the number of its page, and that number; the first page has none, or 0 or 1."""
    parts = urlsplit(address)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    number = next((int(value) for key, value in fields if _is_page(key) and value.isdecimal()), None)
    rest = urlencode([(key, value) for key, value in fields if not _is_page(key)])
    folder, _, name = parts.path.rpartition("/")
    match = _NUMBER_IN_NAME.match(name) if number is None else None
    stem = match[1] if match else name.rpartition(".")[0] or name
    place = urlunsplit((parts.scheme, parts.netloc, f"{folder}/{stem or 'index'}", rest, ""))
    return place, int(match[2]) if match else number or 0

"""What a page said when it was opened, kept beside the data so that later it can be told whether it still does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree, html

from gongkai.files import reader
from gongkai.files.decoding import text_of
from gongkai.records.folder import SNAPSHOTS
from gongkai.records.ledger_records import Snapshot
from gongkai.words.text import tidy

from .fetching.answers import Fetched

# What a reader does not read as the page's own text.
_FURNITURE = ("script", "style", "noscript", "template", "iframe", "object", "select", "button", "nav", "header", "footer", "head")
# Elements after and before which a line of text ends.
_LINES = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "dt", "dd", "section", "article"}
)
# Counters and clocks, which are never twice the same.
_RESTLESS = re.compile(r"(浏览|点击|阅读|访问|点阅)(次数|人次|量|数)?\s*[:：]?\s*\d+\s*(人次|次)?|今天是.*|(当前|现在)时间.*")
# The tightest block that still holds so much of the text is what the page is about.
_MOST = 0.8


@dataclass(frozen=True)
class Page:
    """A page as it is compared and kept: its title and its own text, line by line. A document or a picture is only known again by its bytes."""

    title: str
    text: str
    on: date
    sha256: str

    @classmethod
    def of_text(cls, title: str, text: str, on: date) -> Page:
        return cls(title, text, on, hashlib.sha256(_content(title, text)).hexdigest())

    @property
    def content(self) -> bytes:
        """The file that is kept: its SHA-256 is the hash that the ledger states."""
        return _content(self.title, self.text)

    @property
    def record(self) -> Snapshot:
        """What the ledger says of it; what is no text is not kept."""
        return Snapshot(hash=self.sha256, on=self.on, file=f"{self.sha256[:16]}.txt" if self.text else None)


def taken(fetched: Fetched, on: date) -> Page:
    """The page that was opened on a day."""
    kind = fetched.content_type.lower()
    is_text = kind.startswith(("text/", "application/xhtml")) if kind else b"\0" not in fetched.body
    title, text = read(fetched.body, fetched.content_type) if is_text else ("", "")
    return Page.of_text(title, text, on) if text else Page("", "", on, hashlib.sha256(fetched.body).hexdigest())


def file_of(year: Path, snapshot: Snapshot) -> Path | None:
    """Where a copy lies in the folder of a year, where no build looks; None where none is kept."""
    return year / SNAPSHOTS / snapshot.file if snapshot.file else None


def kept(year: Path, snapshot: Snapshot) -> Page | None:
    """The page that a snapshot of a year's ledger is of; of what was not kept as text only by what it is known again. None where the file is gone or was changed."""
    file = file_of(year, snapshot)
    if file is None:
        return Page("", "", snapshot.on, snapshot.hash)
    try:
        content = reader.read(file)
    except reader.UnreadableError:
        return None
    title, _, text = content.decode("utf-8", "replace").partition("\n\n")
    page = Page.of_text(title, text.removesuffix("\n"), snapshot.on)
    return page if page.sha256 == snapshot.hash else None


def _content(title: str, text: str) -> bytes:
    return f"{title}\n\n{text}\n".encode("utf-8", "replace")


def read(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The title of a page and its own text, without menus, counters and the day of today."""
    try:
        # Text that states its encoding is refused.
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text_of(body, content_type).replace("\0", ""))
        root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ""
    title = next(filter(None, map(tidy, (root.xpath("string(//meta[@name='ArticleTitle']/@content)"), root.xpath("string(//title)")))), "")
    etree.strip_elements(root, *_FURNITURE, with_tail=False)
    lines = (tidy(_RESTLESS.sub("", tidy(line))) for line in "".join(_pieces(_own_block(root))).split("\n"))
    return title, "\n".join(filter(None, lines))


def _own_block(root: html.HtmlElement) -> html.HtmlElement:
    weights = _weights(root)
    block = root
    while len(block) and weights[heaviest := max(block, key=lambda child: weights.get(child, 0))] >= max(_MOST * weights[root], 1):
        block = heaviest
    return block


def _weights(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How much text stands in each element outside of links, from the innermost ones on."""
    weights: dict[html.HtmlElement, int] = {}
    for element in reversed(list(root.iter())):
        inner = sum(weights[child] + _length(child.tail) for child in element)
        weights[element] = 0 if element.tag == "a" else inner + _length(element.text)
    return weights


def _length(text: str | None) -> int:
    return len("".join((text or "").split()))


def _pieces(block: html.HtmlElement) -> Iterator[str]:
    """Its text, with ends of lines where a reader sees them."""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element.tag in _LINES:
            yield "\n"
        text = element.text if event == "start" else element.tail if element is not block else ""
        yield re.sub(r"\s+", " ", text or "")

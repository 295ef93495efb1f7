"""A web page or a saved one (.mht): the words of its article and its tables, menus and footers left out."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from lxml import etree, html

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.decoding import decode
from gongkai.importing.readers.base.notice import Notice, Paragraph, RefusedError, Table
from gongkai.importing.readers.base.package import too_deep

from .web_furniture import without_furniture
from .web_text import blocks_of, flowed

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
DECLARED_WITHIN = 4096
TITLES = ("ArticleTitle", "og:title", "title")
MIME_HEAD = re.compile(rb"^(mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
LIKE_MIME_WITHIN = 2048
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(content: bytes, name: str) -> Notice:
    """What a reader of the page came for. A line is one of the page's source."""
    limits.within(len(content), limits.WEB_PAGE_BYTES)
    page, declared = _page(content)
    text, remarks = decode(page, declared)
    body = _parsed(text)
    title = _title(body)
    kept, dropped = without_furniture(body)
    blocks = [*blocks_of(kept)]
    if not any(isinstance(block, Table) or block.text.strip() for block in blocks):
        raise RefusedError(_nothing(body))
    return Notice(name, (*_missing_title(title, blocks), *blocks), "行", (*remarks, *dropped))


def _page(content: bytes) -> tuple[bytes, str]:
    """The bytes of the page itself and the encoding it states; out of its envelope when it was saved as one file."""
    head = content[:LIKE_MIME_WITHIN]
    if MIME_HEAD.search(head) and not head.lstrip().startswith(b"<"):
        return _from_envelope(content)
    match = DECLARED.search(content[:DECLARED_WITHIN])
    return content, match[1].decode("ascii") if match else ""


def _from_envelope(content: bytes) -> tuple[bytes, str]:
    message = message_from_bytes(content, policy=policy.compat32)
    pages = []
    for member in message.walk():
        payload = member.get_payload(decode=True)
        if member.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(payload, bytes):
            match = DECLARED.search(payload[:DECLARED_WITHIN])
            pages.append((payload, member.get_content_charset() or (match[1].decode("ascii") if match else "")))
    if not pages:
        raise RefusedError("网页存档（.mht）里找不到网页。请在浏览器里重新打开原网页，选“另存为→网页，仅 HTML”，再导入。")
    return max(pages, key=lambda page: len(page[0]))


def _parsed(text: str) -> etree._Element:
    # Without this an XML declaration that names another encoding would be obeyed.
    text = XML_DECLARATION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    # A parser that keeps to its own depth would drop what is deeper and say nothing.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace") or b"<p></p>", parser=parser)
    _refuse_deep(root)
    return root


def _refuse_deep(root: etree._Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.NESTED_ELEMENTS:
            raise too_deep()


def _title(root: etree._Element) -> str:
    named = {(meta.get("name") or meta.get("property") or ""): meta.get("content") or "" for meta in root.iter("meta")}
    return next((flowed(named[name]) for name in TITLES if named.get(name)), "")


def _missing_title(title: str, blocks: list[Paragraph | Table]) -> tuple[Paragraph, ...]:
    """The title the page states in its head, when its body does not show it."""
    shown = "".join(block.text for block in blocks if isinstance(block, Paragraph)) + "".join(
        cell.text for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    bare = re.sub(r"\s", "", title)
    return () if not bare or bare in re.sub(r"\s", "", shown) else (Paragraph(title, 1, 1),)


def _nothing(root: etree._Element) -> str:
    if next(root.iter("iframe", "frame"), None) is not None:
        return "网页的正文在另一个框架页里，这个文件里没有。请在浏览器里单独打开正文所在的页面，再另存为网页后导入。"
    return "网页里没有文字，正文可能是打开网页时才载入的，或者是图片、附件。请下载网页上的附件，或把正文复制到 Word 里，另存为 .docx 后再导入。"

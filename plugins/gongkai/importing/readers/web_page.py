"""A web page or a saved one (.mht): the words of its article and its tables, menus and footers left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import message_from_bytes, policy

from lxml import etree, html

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.decoding import decode
from gongkai.importing.readers.base.notice import LeftOver, Notice, Paragraph, RefusedError
from gongkai.importing.readers.base.package import too_deep

from .web_furniture import furniture
from .web_text import blocks_of, flowed

TITLES = ("ArticleTitle", "og:title", "title")
MIME_HEAD = re.compile(rb"^(mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
LIKE_MIME_WITHIN = 2048
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
UNSEEN = (
    *("script", "style", "head", "noscript", "template", "svg", "math", "object", "iframe", "button", "select", "textarea"),
    *("audio", "video", "canvas"),
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
STRUCK = ("s", "strike", "del")


def read(content: bytes, name: str) -> Notice:
    """What a reader of the page came for. A line is one of the page's source."""
    limits.within(len(content), limits.WEB_PAGE_BYTES)
    text, remarks = decode(_page(content))
    root = _parsed(text)
    title, nothing = _title(root), _nothing(root)
    for element in [*root.iter(*UNSEEN)]:
        element.clear(keep_tail=True)
    body = next(root.iter("body"), root)
    hidden = _taken_out([element for element in body.iterfind(".//*[@style]") if HIDDEN.search(element.get("style") or "")])
    struck = _taken_out(root.iter(*STRUCK))
    around = _taken_out(furniture(body))
    shown = "".join(body.text_content().split())
    blocks = [*blocks_of(body)]
    if not blocks:
        raise RefusedError(nothing)
    left_out = (
        *(LeftOver(words, line, "网页上不显示的文字", is_furniture=True) for words, line in hidden),
        *(LeftOver(words, line, "划了删除线的文字，没有读入") for words, line in struck),
        *(LeftOver(words, line, "网页的菜单、页脚等", is_furniture=True) for words, line in around),
    )
    # The title that the page may state in its head alone.
    missing = () if "".join(title.split()) in shown else (Paragraph(title, 1, 1),)
    return Notice(name, (*missing, *blocks), "行", (*remarks, *left_out))


def _taken_out(elements: Iterable[html.HtmlElement]) -> list[tuple[str, int]]:
    """The words of elements that are taken out of the page, and their lines."""
    words = []
    for element in [*elements]:
        words.append((flowed(" ".join(element.itertext())), int(element.sourceline or 1)))
        element.drop_tree()
    return [(text, line) for text, line in words if text]


def _page(content: bytes) -> bytes:
    """The bytes of the page itself; out of its envelope when it was saved as one file."""
    head = content[:LIKE_MIME_WITHIN]
    if not MIME_HEAD.search(head) or head.lstrip().startswith(b"<"):
        return content
    members = message_from_bytes(content, policy=policy.compat32).walk()
    pages = [member.get_payload(decode=True) for member in members if member.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise RefusedError("网页存档（.mht）里找不到网页。请在浏览器里重新打开原网页，选“另存为→网页，仅 HTML”，再导入。")
    return max((page for page in pages if isinstance(page, bytes)), key=len)


def _parsed(text: str) -> html.HtmlElement:
    # Without this an XML declaration that names another encoding would be obeyed.
    text = XML_DECLARATION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    # A parser that keeps to its own depth would drop what is deeper and say nothing.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace") or b"<p></p>", parser=parser)
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.NESTED_ELEMENTS:
            raise too_deep()
    return root


def _title(root: html.HtmlElement) -> str:
    named = {(meta.get("name") or meta.get("property") or ""): meta.get("content") or "" for meta in root.iter("meta")}
    return next((flowed(named[name]) for name in TITLES if named.get(name)), "")


def _nothing(root: html.HtmlElement) -> str:
    if next(root.iter("iframe", "frame"), None) is not None:
        return "网页的正文在另一个框架页里，这个文件里没有。请在浏览器里单独打开正文所在的页面，再另存为网页后导入。"
    return "网页里没有文字，正文可能是打开网页时才载入的，或者是图片、附件。请下载网页上的附件，或把正文复制到 Word 里，另存为 .docx 后再导入。"

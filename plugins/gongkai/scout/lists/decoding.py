"""Bytes of a page → its text, whatever it says of its own charset."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([-\w]+)", re.ASCII | re.IGNORECASE)
_HEAD = 4096
# Chinese pages call gb2312 what has characters of its successors; gb18030 holds all of them.
_SUCCESSORS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_USUAL = ("utf-8", "gb18030", "big5")


def text_of(body: bytes, content_type: str = "") -> str:
    """In the first charset that is stated or usual and fits throughout; else in that which loses least."""
    if body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8-sig", "replace")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    likely = tuple(dict.fromkeys((*_stated(content_type), *_stated(body[:_HEAD].decode("latin-1")), *_USUAL)))
    decoded = (body.decode(charset, "replace") for charset in likely)
    return min(decoded, key=lambda text: text.count("\ufffd"))


def _stated(text: str) -> tuple[str, ...]:
    names = (_SUCCESSORS.get(name.lower(), name) for name in _CHARSET.findall(text))
    return tuple(name for name in names if _is_text_codec(name))


def _is_text_codec(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False

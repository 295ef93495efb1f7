"""Bytes of a text or a web page → its text, whatever it says of its own charset."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_COMMON = frozenset(
    "的一是不了在有人这为和大中国上个以要地时来用们生到作会行业对于学公开政府信息务区县市镇街道局委办工重点任牵头单位责完成限贯彻落实举措规划"
    "这發國務開報業對於區縣鎮責貫徹實舉規劃單為會時來們個門應關係統點辦標準網站、，。；：（）《》“”〔〕１２"
    "年月日前第及与按做好各级部门应当加强推进主动渠道路径目录其他法定内容解读回应关切政策"
)
_SAMPLE = 4096
_LIKE_CHINESE = 0.2
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([-\w]+)", re.ASCII | re.IGNORECASE)
# Chinese pages call gb2312 what has characters of its successors; gb18030 holds all of them.
_STATED = {**dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"), "gb18030"), "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}


def text_of(content: bytes, content_type: str = "") -> str:
    """In UTF-8 where that fits throughout; else in the Chinese charset that reads most like Chinese, the stated one first where several do."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    # UTF-16 without a mark: no other encoding has zeros, and read the wrong way round it says nothing.
    wide = _most_likely(content, "utf-16-le", "utf-16-be") if 0 in content[:_SAMPLE] else ""
    if _likeness(wide) > _LIKE_CHINESE:
        return wide
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        stated = _stated(f"{content_type} {content[:_SAMPLE].decode('latin-1')}")
        text = _most_likely(content, *stated, "utf-8", "gb18030", "big5hkscs")
    return text.removeprefix("\ufeff")


def _stated(text: str) -> Iterator[str]:
    return (_STATED[name.lower()] for name in _CHARSET.findall(text) if name.lower() in _STATED)


def _most_likely(content: bytes, *encodings: str) -> str:
    return max((content.decode(encoding, "replace") for encoding in encodings), key=_likeness)


def _likeness(text: str) -> float:
    """How much a text looks like Chinese: the share of everyday characters, less what is broken."""
    others = sum(1 for character in text if character > "\x7f")
    common = sum(1 for character in text if character in _COMMON)
    return (common - 20 * text.count("\ufffd")) / max(1, others)

"""Bytes of a text or a web page → characters, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from .notice import LeftOver, RefusedError

COMMON = frozenset(
    "的一是不了在有人这为和大中国上个以要地时来用们生到作会行业对于学公开政府信息务区县市镇街道局委办工重点任牵头单位责完成限贯彻落实举措规划"
    "这發國務開報業對於區縣鎮責貫徹實舉規劃單為會時來們個門應關係統點辦標準網站、，。；：（）《》“”〔〕１２"
    "年月日前第及与按做好各级部门应当加强推进主动渠道路径目录其他法定内容解读回应关切政策"
)
# A stretch of text that is broken here and there is read; one that is broken everywhere is another encoding.
BROKEN_SHARE = 0.01
SAMPLE = 4096
LIKE_CHINESE = 0.2
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
CONTROL_SHARE = 0.01


def decode(content: bytes) -> tuple[str, tuple[LeftOver, ...]]:
    """The text, without byte-order mark, and remarks on what had to be guessed."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _cleaned(content.decode("utf-16", errors="replace"))
    # UTF-16 without a mark: no other encoding has zeros, and read the wrong way round it says nothing.
    wide = _most_likely(content, ("utf-16-le", "utf-16-be")) if 0 in content[:SAMPLE] else ""
    if _likeness(wide) > LIKE_CHINESE:
        return _cleaned(wide)
    try:
        return _cleaned(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _cleaned(_most_likely(content, ("utf-8", "gb18030", "big5hkscs")))


def _cleaned(text: str) -> tuple[str, tuple[LeftOver, ...]]:
    """Without control characters that no text has, nothing lost silently."""
    text = text.removeprefix("\ufeff")
    broken, controls = text.count("\ufffd"), len(CONTROLS.findall(text))
    if broken + controls > max(4, BROKEN_SHARE * len(text)) or controls > max(4, CONTROL_SHARE * len(text)):
        raise RefusedError(
            "文件的内容不是文字，或者编码认不出来。请用记事本或 WPS 打开原文件，确认能看到文字，另存为 UTF-8 编码的 .txt 后再导入。"
        )
    remarks = (LeftOver("□" * broken, 0, f"有 {broken} 处字节无法识别，写作“□”，请对照原文补上"),) if broken else ()
    return CONTROLS.sub("", text), remarks


def _most_likely(content: bytes, encodings: Sequence[str]) -> str:
    return max((content.decode(encoding, errors="replace") for encoding in encodings), key=_likeness)


def _likeness(text: str) -> float:
    """How much a text looks like a Chinese notice: the share of everyday characters, less what is broken."""
    others = sum(1 for character in text if character > "\x7f")
    common = sum(1 for character in text if character in COMMON)
    return (common - 20 * text.count("\ufffd")) / max(1, others)

"""Bytes of a text or a web page → characters, with remarks on those that are lost; refused where it is no text."""

from __future__ import annotations

import re

from gongkai.files.decoding import text_of

from .notice import LeftOver, RefusedError

# A stretch of text that is broken here and there is read; one that is broken everywhere is another encoding.
BROKEN_SHARE = 0.01
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
CONTROL_SHARE = 0.01


def decode(content: bytes) -> tuple[str, tuple[LeftOver, ...]]:
    """The text, without byte-order mark and control characters that no text has, nothing lost silently."""
    text = text_of(content)
    broken, controls = text.count("\ufffd"), len(CONTROLS.findall(text))
    if broken + controls > max(4, BROKEN_SHARE * len(text)) or controls > max(4, CONTROL_SHARE * len(text)):
        raise RefusedError(
            "文件的内容不是文字，或者编码认不出来。请用记事本或 WPS 打开原文件，确认能看到文字，另存为 UTF-8 编码的 .txt 后再导入。"
        )
    remarks = (LeftOver("□" * broken, 0, f"有 {broken} 处字节无法识别，写作“□”，请对照原文补上"),) if broken else ()
    return CONTROLS.sub("", text), remarks

"""Files outside of the portal that who typed a verb has named."""

from __future__ import annotations

import os
from pathlib import Path

from .terminal import WRONG_USE, StoppedError


def from_caller(file: str) -> Path:
    """A file as it is named from where the verb was typed."""
    return Path.cwd() / os.environ.get("GONGKAI_CALLED_FROM", "") / Path(file).expanduser()


def target(to: str) -> Path:
    """A file that can be written, as far as its folder tells."""
    file = from_caller(to)
    if not file.parent.is_dir():
        raise StoppedError(f"--to 请写已有文件夹里的一个 {file.suffix} 文件名；现在写的是：{to}", WRONG_USE)
    return file


def write_file(to: str, content: bytes, program: str) -> None:
    """Write a file that was asked for; who has it open in a program is told to close it."""
    from gongkai.files import faults, writer

    try:
        writer.write(target(to), content)
    except OSError as error:
        # Only Windows keeps a file that is open from being replaced.
        is_open = f"它可能正在 {program} 里打开，请关闭后再试。" if os.name == "nt" else ""
        raise StoppedError(f"写不了 {to}：{faults.told(error)}{is_open}") from None

"""Files outside of the portal that who typed a verb has named."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from .terminal import WRONG_USE, StoppedError


def from_caller(file: str) -> Path:
    """A file as it is named from where the verb was typed; what can be the name of none ends the verb."""
    try:
        path = Path.cwd() / os.environ.get("GONGKAI_CALLED_FROM", "") / Path(file).expanduser()
        path.lstat()
    except (ValueError, RuntimeError):
        raise StoppedError("文件的名字里有不能用的符号，或“~”后面没有这个用户。请换一个名字。", WRONG_USE) from None
    except OSError as error:
        # Whether it is there, and may be opened, is told by who reads or writes it.
        if error.errno == errno.ENAMETOOLONG:
            raise StoppedError(f"文件的名字太长了（{len(file)} 个字），请换短一些的。", WRONG_USE) from None
    return path


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

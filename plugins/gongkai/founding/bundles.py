"""One archive for a machine without internet: a portal, the packages that it needs, and what starts it there. The same bytes out of the same files."""

from __future__ import annotations

import gzip
import io
import os
import re
import tarfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# What is made or installed, or is the history of a folder and not the folder.
_LEFT_OUT = {".venv", ".build", ".git", "output"}
_MADE = {"__pycache__"}
# What a portal consists of wherever its settings do not say otherwise; anything else in the folder is somebody's own.
_PORTALS = re.compile(
    r"data|content|docs|theme|templates|plugins|\.github|\.git(ignore|attributes)|requirements\.txt|(README|LICENSE).*|\w+\.py|gongkai-.*\.whl"
)
_KEEPER = "output/.gitkeep"
# The earliest that any archive can state.
_NO_TIME = 315532800
_FILE, _PROGRAM = 0o644, 0o755
_START = """\
#!/bin/sh
# 不用联网：第一次运行时用 wheels/ 里的软件包装好程序，然后打开门户；后面写了命令的，就做那个命令，如 sh start.sh check
set -eu
export GONGKAI_CALLED_FROM="$PWD"
cd "$(dirname "$0")/portal"
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null; then
  echo '没有 python3。Debian 请先安装：python3 和 python3-venv' >&2
  exit 1
fi
machine=$(PYTHONUTF8=1 "$python" -c 'import sys, sysconfig; print(f"Python {sys.version_info[0]}.{sys.version_info[1]}，{sysconfig.get_platform()}")')
if [ "$machine" != '@MACHINE@' ]; then
  echo "这一包是给 @MACHINE@ 的，这台机器是 $machine。请在同样的机器上重新打包（gongkai bundle）。" >&2
  exit 1
fi
if ! cmp -s requirements.txt .venv/requirements.installed; then
  echo '正在安装（只在第一次需要）……' >&2
  if ! "$python" -m venv --clear .venv; then
    echo '建立不了 Python 环境。Debian 请先安装：python3-venv' >&2
    exit 1
  fi
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links ../wheels --require-hashes -r requirements.txt
  cp requirements.txt .venv/requirements.installed
fi
[ "$#" -gt 0 ] || set -- serve
exec .venv/bin/gongkai "$@"
"""
_READ_ME = """\
政务公开门户：不用联网的一包

给 @MACHINE@ 用，要先有 python3 和 python3-venv（Debian 12 自带安装包）。

1. 在终端里进入这个文件夹，运行：

   sh start.sh

2. 第一次要一两分钟。看到网址以后，用浏览器打开；要停，按 Ctrl+C。

别的命令写在后面，例如：

   sh start.sh import 通知.docx --into data/yixian/2026
   sh start.sh check
   sh start.sh build

里面有：
  portal/       门户：数据、设置、网页上的文章；手册是 portal/docs/editing.zh-CN.md
  portal/output/  sh start.sh build 做出的网站，放到任何网站服务器上都行
  wheels/       程序要用的软件包，安装时逐个核对校验值
  start.sh      安装并打开
"""


@dataclass(frozen=True)
class Machine:
    """What a machine must have for packages made for it: the version of Python, and the platform as Python names it."""

    python: tuple[str, str]
    platform: str

    @property
    def told(self) -> str:
        return f"Python {'.'.join(self.python)}，{self.platform}"

    def __str__(self) -> str:
        return f"{self.platform}-python{'.'.join(self.python)}"


class NoBundleError(Exception):
    """A portal that no archive can hold whole; the message says what to do."""


def whole(settings: Mapping[str, object], portal: Path) -> None:
    """Raise NoBundleError where the portal lives on folders outside its own."""
    for name in ("GONGKAI_DATA", "PATH"):
        if not (portal / str(settings[name])).resolve().is_relative_to(portal.resolve()):
            raise NoBundleError(f"设置里的 {name} 是 {settings[name]}，不在门户的文件夹里，打不进包。请把它放进门户里，再改设置。")


def named_by(settings: Mapping[str, object], portal: Path) -> set[str]:
    """The names in the folder of a portal that its settings lead to."""
    texts = [
        text for value in settings.values() for text in (value if isinstance(value, list | tuple) else [value]) if isinstance(text, str)
    ]
    below = [portal / text for text in texts]
    first = {path.relative_to(portal).parts[0] for path in below if path != portal and path.is_relative_to(portal)}
    return first & {path.name for path in portal.iterdir()}


def strays(portal: Path, named: Collection[str]) -> list[str]:
    """What lies in the folder and is no part of the portal, nor made of it."""
    names = sorted(path.name for path in portal.iterdir())
    return [name for name in names if name not in {*named, *_MADE, *_LEFT_OUT} and not _PORTALS.fullmatch(name)]


def archive(portal: Path, wheels: Mapping[str, Path], machine: Machine, but: Collection[Path]) -> bytes:
    """The archive, as .tar.gz, without what is no part of the portal."""
    texts = {"start.sh": _START, "说明.txt": _READ_ME}
    contents = {name: text.replace("@MACHINE@", machine.told).encode() for name, text in texts.items()}
    contents |= {f"wheels/{name}": path.read_bytes() for name, path in wheels.items()}
    contents |= {f"portal/{name}": path.read_bytes() for name, path in _files(portal, but)}
    return _packed(portal.name, contents)


def _files(portal: Path, but: Collection[Path]) -> Iterator[tuple[str, Path]]:
    """The files of a portal that are no product."""
    for parent, folders, names in os.walk(portal, onerror=_raised):
        below = Path(parent).relative_to(portal)
        folders[:] = [
            name for name in folders if name not in _MADE and (below / name).as_posix() not in _LEFT_OUT and Path(parent, name) not in but
        ]
        if linked := next((name for name in folders if Path(parent, name).is_symlink()), ""):
            raise NoBundleError(f"{(below / linked).as_posix()} 是指到别处的链接，打不进包。请把那个文件夹本身放进门户里。")
        yield from (((below / name).as_posix(), Path(parent, name)) for name in names if Path(parent, name) not in but)
    if (portal / _KEEPER).is_file():
        yield _KEEPER, portal / _KEEPER


def _raised(error: OSError) -> None:
    raise error


def _packed(folder: str, contents: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", mtime=0, fileobj=into) as packed,
        tarfile.TarFile(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as files,
    ):
        for name in sorted(contents):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime = len(contents[name]), _NO_TIME
            entry.mode = _PROGRAM if name.endswith(".sh") else _FILE
            files.addfile(entry, io.BytesIO(contents[name]))
    return into.getvalue()

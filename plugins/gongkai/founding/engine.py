"""The wheel of the engine: what it carries, and where the one that runs came from."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from gongkai.files import reader
from gongkai.files.reader import UnreadableError

WHEEL = re.compile(r"gongkai-[0-9][0-9a-z.+]*-py3-none-any\.whl")
_EQUIPMENT, LOCK, _RECORD = "gongkai/equipment/", "requirements.txt", "RECORD"


class NoEngineError(Exception):
    """A file is not what the engine can be installed from; the message says why and what would help."""


@dataclass(frozen=True)
class Engine:
    """The file that the engine is installed from."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """All that is in it."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as files:
            return {name: files.read(name) for name in files.namelist()}

    @property
    def equipment(self) -> dict[str, bytes]:
        """What it brings along for portals, named as in the checkout."""
        return {name.removeprefix(_EQUIPMENT): content for name, content in self.files.items() if name.startswith(_EQUIPMENT)}

    @property
    def record(self) -> set[str]:
        """What it lists of itself, each file with its hash."""
        return {
            line for name, content in self.files.items() if name.endswith(f".dist-info/{_RECORD}") for line in content.decode().splitlines()
        }


def read(file: Path) -> Engine:
    """The engine in a file; raises NoEngineError."""
    try:
        engine = Engine(file.name, reader.read(file))
        carries = LOCK in engine.equipment
    except UnreadableError as error:
        raise NoEngineError(f"{file.name}：{error}") from None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, UnicodeDecodeError):
        raise NoEngineError(f"{file.name} 不完整，或不是安装文件。请重新取得，或核对文件名。") from None
    # A name may lead nowhere else.
    leads_out = any(name.endswith("/") or not {"..", ""}.isdisjoint(name.split("/")) for name in engine.equipment)
    if not carries or leads_out or not WHEEL.fullmatch(file.name):
        raise NoEngineError(f"{file.name} 不是引擎的安装文件。请写名为 gongkai-版本号-py3-none-any.whl 的文件，名字不要改。")
    return engine


def installed() -> Engine:
    """The file that this engine was installed from, as pip noted it, while it is there and the same; raises NoEngineError."""
    distribution = metadata.distribution("gongkai")
    address = urlsplit(json.loads(distribution.read_text("direct_url.json") or "{}").get("url", ""))
    file = Path(url2pathname(address.path))
    if address.scheme != "file" or not file.is_file():
        raise NoEngineError("引擎是从哪个文件装上的，已经找不到了。请用 --engine 写明它的安装文件（gongkai-….whl）。")
    engine = read(file)
    if not engine.record <= set((distribution.read_text(_RECORD) or "").splitlines()):
        raise NoEngineError(f"{file.name} 在装上以后变过了。请用 --engine 写明引擎的安装文件（gongkai-….whl）。")
    return engine

"""A portal of one's own: begun, given another engine, and bundled for a machine without internet."""

from __future__ import annotations

import platform
import shlex
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai import workshop
from gongkai.command_line import Call

from . import making
from .callers_files import from_caller
from .portal_folder import LOCAL, root, settings_of
from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.founding.engine import Engine

BUNDLES = ".build/bundles"


def new(call: Call) -> int:
    """The folder of a new portal, whole or not at all."""
    from gongkai.files import faults, leftovers, writer
    from gongkai.founding import portal

    folder, engine = from_caller(call.text("文件夹")).resolve(), _engine(call)
    try:
        leftovers.recover(folder.parent)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoppedError(f"{call.text('文件夹')} 里已经有东西，什么也没有写。请写一个还没有的文件夹，或空的文件夹。")
        writer.write_new({folder / name: content for name, content in portal.files(engine).items()})
    except OSError as error:
        raise StoppedError(f"写不了 {error.filename or folder}，所以什么也没有写：{faults.told(error)}") from None
    say(_told_of_new(folder, call.text("文件夹"), engine))
    return 0


def _told_of_new(folder: Path, named: str, engine: Engine) -> str:
    from gongkai.founding.portal import COMMAND

    return "\n".join(
        [
            f"已建好门户：{folder}，用的引擎是 {engine.name}。",
            "接下来一行一行地运行（第二、三行只在第一次，要联网）：",
            f"  cd {shlex.quote(named)}",
            "  python3 -m venv .venv",
            "  .venv/bin/pip install --require-hashes -r requirements.txt",
            f"  {COMMAND} serve",
            "看过以后，放进您的要点（辖区用拼音起名，后面是年份）：",
            f"  {COMMAND} import 通知.docx --into data/yixian/2026",
            "要填什么、怎样发布，都写在门户里的 README.zh-CN.md 里。",
        ]
    )


def upgrade(call: Call) -> int:
    """Data of an older format rewritten, or another engine put in the place of the portal's."""
    return _change_engine(call) if call.has("--engine") else making.upgrade(call)


def _change_engine(call: Call) -> int:
    from gongkai.files import faults, writer
    from gongkai.founding import portal
    from gongkai.founding.engine import LOCK, WHEEL

    engine, old = _engine(call), _portals_engine()
    data = str(settings_of(call, LOCAL)["GONGKAI_DATA"])
    changed: dict[Path, bytes | None] = {root() / name: content for name, content in portal.engines_files(engine, data).items()}
    try:
        changed |= {file: None for file in root().iterdir() if WHEEL.fullmatch(file.name) and file not in changed}
        held = {file: file.read_bytes() if file.is_file() else None for file in changed}
        writer.change({file: content for file, content in changed.items() if content != held[file]}, held)
    except (writer.ChangedError, OSError) as error:
        cause = faults.told(error) if isinstance(error, OSError) else "它刚刚变了，请再运行一次。"
        raise StoppedError(f"换不了引擎，什么也没有改动：{cause}") from None
    say(
        f"引擎由 {old} 换成 {engine.name}；{LOCK}、手册（docs/）和数据的 .schemas/ 也换成它的。接下来：\n"
        f"  .venv/bin/pip install --require-hashes -r {LOCK}\n  {portal.COMMAND} upgrade"
    )
    return 0


def bundle(call: Call) -> int:
    """All that a machine without internet needs to make and serve the site, in one archive."""
    from gongkai.files import faults, writer
    from gongkai.founding import bundles
    from gongkai.founding.engine import LOCK

    engine, settings = _portals_engine(), settings_of(call, LOCAL)
    target = bundles.Machine(platform.python_version_tuple()[:2], sysconfig.get_platform())
    to = from_caller(call.text("--to")) if call.has("--to") else root() / BUNDLES / f"{root().name}-{target}.tar.gz"
    try:
        bundles.whole(settings, root())
        strays = bundles.strays(root(), bundles.named_by(settings, root()))
        with writer.scratch(root() / ".build") as wheels:
            say("正在取齐软件包（要联网，或已在 pip 的缓存里）……", file=sys.stderr)
            pip = "-m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all:"
            if workshop.run(root(), sys.executable, *pip.split(), "--dest", str(wheels), "-r", LOCK):
                raise StoppedError("没有取齐软件包，什么也没有写。请检查网络，然后重新运行同一个命令。")
            packages = {path.name: path for path in wheels.iterdir() if path.name != engine}
            content = bundles.archive(root(), packages, target, but={to, *(root() / name for name in strays)})
        writer.write_new({to: content}) if not to.parent.exists() else writer.write(to, content)
    except bundles.NoBundleError as error:
        raise StoppedError(str(error)) from None
    except OSError as error:
        raise StoppedError(f"读不了或写不了 {error.filename or to}：{faults.told(error)}") from None
    left = f"\n这些不是门户的，没有放进去：{'、'.join(strays)}。" if strays else ""
    say(
        f"已打好包：{to.resolve()}，{len(content) / 1e6:.0f} MB，给 {target.told} 用。{left}\n拷到那台机器上，tar xzf {to.name}，照里面的“说明.txt”做。"
    )
    return 0


def _engine(call: Call) -> Engine:
    """The file that was named, or what this program was installed from, or is made of."""
    from gongkai.files import equipment, faults, writer
    from gongkai.founding import engine

    try:
        if call.has("--engine"):
            return engine.read(from_caller(call.text("--engine")))
        if not equipment.is_checkout():
            return engine.installed()
        with writer.scratch(equipment.path(".build")) as made:
            build = "-m hatchling build --target wheel --directory"
            finished = workshop.output_of(equipment.path("."), sys.executable, *build.split(), str(made))
            if finished.returncode:
                raise StoppedError(f"打不成引擎的安装文件：\n{finished.stderr}")
            return engine.read(next(made.iterdir()))
    except engine.NoEngineError as error:
        raise StoppedError(str(error)) from None
    except OSError as error:
        raise StoppedError(f"引擎的安装文件读不了或打不成：{faults.told(error)}") from None


def _portals_engine() -> str:
    """The name of the engine that this portal is to be installed with."""
    from gongkai.files import reader
    from gongkai.founding import engine, locked

    lock = root() / engine.LOCK
    try:
        stated = locked.engine_of(reader.read_text(lock)) if lock.is_file() else ""
    except (reader.UnreadableError, UnicodeDecodeError) as error:
        raise StoppedError(f"{engine.LOCK} 读不了，可能被别的程序改过：{error}。请从备份里取回它。") from None
    if not stated:
        raise StoppedError(f"这里不是用 new 建的门户：没有写着引擎安装文件的 {engine.LOCK}。请在门户的文件夹里运行。")
    return stated

"""Run as a program: an act of the writer's, killed before and after every call that changes the disk; says what each left."""

from __future__ import annotations

import builtins
import io
import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from gongkai.files import exchange, flushing, leftovers, writer
from gongkai.publishing import building, published

OLD, NEW = "old", "new"
_CALLS = ("mkdir", "open", "fsync", "rename", "replace", "link", "unlink", "remove", "rmdir", "chmod")


def _site(text: str) -> Callable[[Path], tuple[str, ...]]:
    def make(folder: Path) -> tuple[str, ...]:
        for name in ("index.html", "a/b.html", "a/c/d.html"):
            writer.put(folder / name, f'<body data-page="home">{text}'.encode())
        return ()

    return make


def _build(root: Path, text: str) -> None:
    building.build(root / "site", _site(text))


def _write(root: Path, text: str) -> None:
    writer.write(root / "table.docx", text.encode())


def _upgrade(root: Path, text: str) -> None:
    writer.write_all({root / name: text.encode() for name in ("a.yaml", "place/b.yaml", "place/year/c.yaml")})


def _publish(root: Path, text: str) -> None:
    """A site of one page, in the place of another."""
    kept = published.Published(root / ".build/published", root)

    def make(fresh: Path) -> None:
        writer.put(fresh / "build.json", json.dumps({"schema": "gongkai/build/1", "address": text, "as_of": "2025-11-20"}).encode())
        writer.put(fresh / "index.html", f'<body data-page="home">{text}'.encode())

    published.Publishing(kept, "site", is_trial=False).put(make, is_archive=False)


def _put_back(root: Path, text: str) -> None:
    if text == OLD:
        _publish(root, NEW)
        _publish(root, OLD)
    else:
        published.Published(root / ".build/published", root).put_back()


def _new_place(root: Path, text: str) -> None:
    writer.write_new({root / name: text.encode() for name in ("place/units.yaml", "place/2022/plan.yaml", "place/2022/tasks/01.yaml")})


def _new_year(root: Path, text: str) -> None:
    names = ("units.new.yaml", "columns.new.yaml", "2022/plan.yaml", "2022/tasks/01.yaml")
    writer.write_new({root / name: text.encode() for name in names})


def _change(root: Path, text: str) -> None:
    """One file replaced, one new in a folder that is new too, one that goes; and back."""
    old, entry, gone = root / "place/year/plan.yaml", root / "place/year/ledger/entry.yaml", root / "place/units.yaml"
    if text == OLD:
        writer.write_all({old: b"old", gone: b"old"})
    else:
        writer.change({old: b"new", entry: b"new", gone: None}, {old: b"old", entry: None, gone: b"old"})


# What is done, and whether it is done at one step.
ACTS: dict[str, tuple[Callable[[Path, str], None], bool]] = {
    "build": (_build, True),
    "build in two steps": (_build, False),
    "export-notice": (_write, True),
    "import of a new place": (_new_place, True),
    "import of a new year": (_new_year, False),
    "upgrade": (_upgrade, False),
    "a clerk's act": (_change, False),
    "publish": (_publish, True),
    "publish --back": (_put_back, True),
}


def _tree(root: Path, *, hidden: bool) -> dict[str, str]:
    """What lies there; what is hidden only the program itself reads."""
    files = {file.relative_to(root).as_posix(): file for file in sorted(root.rglob("*")) if not file.is_dir() or not any(file.iterdir())}
    shown = {name: file for name, file in files.items() if hidden or not ("gongkai-" in name or name.startswith(".build"))}
    return {name: file.read_bytes().hex() if file.is_file() else "" for name, file in shown.items()}


def _kill_at(number: int, *, after: bool) -> None:
    """Let the process die at its call of this number."""
    count = itertools.count()

    def watched(module: object, name: str) -> None:
        real = getattr(module, name)

        def call(*arguments: object, **named: object) -> object:
            is_last = next(count) == number
            if is_last and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return real(*arguments, **named)
            finally:
                if is_last:
                    os.kill(os.getpid(), signal.SIGKILL)

        setattr(module, name, call)

    for name in _CALLS:
        watched(os, name)
    for module, name in ((io, "open"), (builtins, "open"), (exchange, "_exchanged"), (flushing, "_flushed_at_once")):
        watched(module, name)


def _died(act: Callable[[Path, str], None], root: Path, number: int, *, after: bool) -> bool:
    child = os.fork()
    if not child:
        _kill_at(number, after=after)
        act(root, NEW)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status)


def _fresh(root: Path, act: Callable[[Path, str], None]) -> None:
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    if act in (_upgrade, _build, _write, _change, _publish, _put_back):
        (root / "place/year").mkdir(parents=True)
        act(root, OLD)
    else:
        (root / "units.yaml").write_text(OLD)


def main(name: str, root: Path, step: int) -> None:
    """Of so many calls one; print the number of kills, and those of them that left neither the old nor the new: at once, and after the next start."""
    act, _ = ACTS[name]
    # What is on the disk is another matter; waiting for it thousands of times is not needed here.
    os.fsync = lambda _: None
    flushing._flushed_at_once = lambda _: True
    if name == "build in two steps":
        exchange._exchanged = lambda *_: False  # type: ignore[assignment]  # As on a system that has no such call.
    _fresh(root, act)
    old = _tree(root, hidden=True)
    act(root, NEW)
    whole = (old, _tree(root, hidden=True))
    shown = [{name: content for name, content in tree.items() if not name.startswith(".build")} for tree in whole]
    torn: dict[str, list[int]] = {"at once": [], "after the next start": []}
    kills = 0
    for number in itertools.count(step=step):
        for after in (False, True):
            _fresh(root, act)
            if not _died(act, root, number, after=after):
                print(json.dumps({"kills": kills, "torn": torn, "differ": whole[0] != whole[1]}))
                return
            kills += 1
            if _tree(root, hidden=False) not in shown:
                torn["at once"].append(number)
            leftovers.recover_all(root)
            published.Published(root / ".build/published", root).recover()
            if _tree(root, hidden=True) not in whole:
                torn["after the next start"].append(number)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))

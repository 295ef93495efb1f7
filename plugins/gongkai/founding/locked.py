"""The requirements of a portal: the engine as a file beside them, and the packages that it needs, from its own lock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .engine import LOCK, WHEEL, Engine

# Who asks for a package, as `uv pip compile` notes it: the engine, or only a checkout of it.
_ENGINE = "gongkai (pyproject.toml)"
_NAME = re.compile(r"[a-z0-9.-]+(?===)")
_VIA = re.compile(r"^    #(?: via)? {1,3}(?!via)(\S.*)$", re.MULTILINE)
_ITS_LINE = re.compile(rf"^\./({WHEEL.pattern}) ", re.MULTILINE)


def requirements(engine: Engine) -> str:
    """The text that pip installs a portal's programs from: nothing in it is left to an index to choose."""
    packages = "".join(_needed(engine.equipment[LOCK].decode()))
    return (
        "# 引擎：旁边的安装文件，连同它的校验值。换新版用 upgrade --engine，不要手改。\n"
        f"./{engine.name} \\\n    --hash=sha256:{engine.digest}\n"
        f"# 引擎要用的软件包，版本和校验值由引擎定。\n{packages}"
    )


def engine_of(text: str) -> str:
    """The name of the engine that such a text asks for; empty where it asks for none."""
    match = _ITS_LINE.search(text)
    return match[1] if match else ""


def _needed(lock: str) -> Iterator[str]:
    """What the engine needs out of a lock that also has what a checkout needs."""
    entries = {match[0]: entry for entry in re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE) if (match := _NAME.match(entry))}
    asked_by = {name: set(_VIA.findall(entry)) for name, entry in entries.items()}
    needed = _reached(asked_by, (name for name, asking in asked_by.items() if _ENGINE in asking))
    return (re.sub(r"^    #.*\n", "", entry, flags=re.MULTILINE) for name, entry in entries.items() if name in needed)


def _reached(asked_by: Mapping[str, set[str]], first: Iterable[str]) -> set[str]:
    """Those packages, and what they ask for in turn."""
    reached: set[str] = set()
    waiting = list(first)
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting += [other for other, asking in asked_by.items() if name in asking]
    return reached

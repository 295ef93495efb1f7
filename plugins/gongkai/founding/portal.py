"""The files of a new portal, and those among them that are the engine's and go with its version."""

from __future__ import annotations

from .engine import LOCK, Engine
from .locked import requirements

# How the engine is called in a portal that has installed it as its README says; the handbook is written for a checkout.
COMMAND, _IN_A_CHECKOUT = ".venv/bin/gongkai", "python3 tasks.py"
# Of what the engine brings along, the folders that a portal begins with.
_BEGINNINGS, _OWN = ("data/", "content/", "docs/"), "portal/"
_KEEPER = "output/.gitkeep"


def files(engine: Engine) -> dict[str, bytes]:
    """All files of a new portal, by name."""
    brought = {name: content for name, content in engine.equipment.items() if name.startswith(_BEGINNINGS)}
    own = {name.removeprefix(_OWN): content for name, content in engine.equipment.items() if name.startswith(_OWN)}
    return {**brought, **own, **engines_files(engine), _KEEPER: b""}


def engines_files(engine: Engine, data: str = "data") -> dict[str, bytes]:
    """The engine itself, what it needs, the schemas of the data and the handbook."""
    brought = engine.equipment.items()
    return {
        engine.name: engine.content,
        LOCK: requirements(engine).encode(),
        **{f"{data}{name.removeprefix('data')}": content for name, content in brought if name.startswith("data/.schemas/")},
        **{name: _as_called(name, content) for name, content in brought if name.startswith("docs/")},
    }


def _as_called(name: str, content: bytes) -> bytes:
    return content.replace(_IN_A_CHECKOUT.encode(), COMMAND.encode()) if name.endswith(".md") else content

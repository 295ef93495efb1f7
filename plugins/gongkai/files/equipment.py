"""What the engine brings along besides its program: theme, schemas, pages and the made-up place of a new portal, the handbook, lunr.js."""

from __future__ import annotations

import os
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# Put there by the build of the wheel (pyproject.toml, hatch_build.py); in a checkout all lies where people work on it.
_CARRIED = _PACKAGE / "equipment"
_FOLDER = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parents[1]


def path(name: str) -> Path:
    """Where a file or folder lies that is named as in the checkout: `theme`, `data/.schemas`, `content/pages`, `docs/editing.zh-CN.md`."""
    return _FOLDER / name


def is_checkout() -> bool:
    """Whether this runs where people work on it, behind `tasks.py`; else it has been installed."""
    return _FOLDER != _CARRIED and path("tasks.py").is_file()


def command() -> str:
    """What to type in front of a verb, as who started this program has it."""
    typed = Path(sys.argv[0])
    if typed.stem != "gongkai":
        return "python3 tasks.py" if is_checkout() else "gongkai"
    is_found = any(folder and Path(folder).resolve() == typed.parent.resolve() for folder in os.get_exec_path())
    return "gongkai" if is_found else str(typed)


COMMAND = command()


def version() -> str:
    """The version of the engine, as pyproject.toml states it; empty where nothing came along that says so."""
    if _FOLDER == _CARRIED:
        # Who only asks what may be typed does not wait for it.
        from importlib import metadata  # noqa: PLC0415

        return metadata.version("gongkai")
    project = path("pyproject.toml")
    stated = tomllib.loads(project.read_text(encoding="utf-8")) if project.is_file() else {}
    return str(stated.get("project", {}).get("version", ""))


def packages_of(extra: str) -> list[str]:
    """The packages of one of the extras of pyproject.toml; none in a checkout, where `tasks.py` installs them all."""
    if _FOLDER != _CARRIED:
        return []
    from importlib import metadata  # noqa: PLC0415

    stated = (requirement.partition(";") for requirement in metadata.requires("gongkai") or ())
    return [package.strip() for package, _, marker in stated if marker.strip().replace("'", '"') == f'extra == "{extra}"']


def lunr() -> Path:
    """The browser's lunr.js 2.3.9 as it is. In a checkout MkDocs ships it; lunr.py does not."""
    if _FOLDER == _CARRIED:
        return path("lunr/lunr.js")
    spec = find_spec("mkdocs")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("缺少 lunr.js：请运行 python3 tasks.py build，它会安装 requirements.txt 里的 mkdocs。")
    return Path(spec.origin).parent / "contrib/search/templates/search/lunr.js"

"""Writes docs/licences.md out of what the locked packages say of themselves: `.venv/bin/python docs/licences.py`."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Locked for other systems or other versions of Python, so not installed where this runs.
ELSEWHERE = {"colorama": "BSD-3-Clause"}
# Old names, as classifiers have them, by their SPDX names where there is only one meaning.
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "The Unlicense (Unlicense)": "Unlicense",
}
HEAD = """# Licences of what is installed

Made by `.venv/bin/python docs/licences.py` from `requirements*.txt` and from what the packages say of themselves; a test holds it against them.
`build`: needed to build and serve the site. `test`: besides, to test and lint.

Of all this the site itself carries lunr.js 2.3.9 (MIT, out of mkdocs; its notice stands at the head of the script) and, in its search index,
which traditional character is which simplified one (by OpenCC) and how characters are read (by pypinyin).

| package | version | licence | needed to |
|---|---|---|---|
"""


def table() -> str:
    """The whole file."""
    build, test = (locked(ROOT / name) for name in ("requirements.txt", "requirements-dev.txt"))
    rows = [
        f"| {name} | {', '.join(versions)} | {licence(name)} | {'build' if name in build else 'test'} |"
        for name, versions in sorted({**test, **build}.items())
    ]
    return HEAD + "\n".join(rows) + "\n"


def locked(path: Path) -> dict[str, list[str]]:
    """The versions of each package of a locked file; some differ by system."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8")):
        versions.setdefault(name, []).append(version)
    return versions


def licence(name: str) -> str:
    """What a package says: its SPDX expression, else its classifiers, else the first line of its own words or of its licence."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    told = metadata.metadata(name)
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License :: ")]
    words = "".join(told.get_all("License-Expression", [])) or ", ".join(SPDX.get(line, line) for line in classifiers)
    own = "".join(told.get_all("License", [])).strip().partition("\n")[0]
    said = words or SPDX.get(own, own) or _in_its_file(name)
    if not said:
        raise SystemExit(f"{name} does not say its licence.")
    return said


def _in_its_file(name: str) -> str:
    """By the first line of the licence that comes with a package."""
    texts = (path.read_text("utf-8") for path in metadata.files(name) or () if path.name.startswith("LICEN"))
    title = next(texts, "").partition("\n")[0].strip()
    return SPDX.get(title, title)


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(table(), encoding="utf-8", newline="\n")

"""What is installed: exact versions, each with the hashes of its files, from wherever the user's own index is."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = sorted(path for folder in (ROOT, ROOT / "benchmarks") for path in folder.glob("requirements*.txt"))
_REQUIREMENT = re.compile(r"[a-z0-9-]+==\S+(?: ; [^\\\n]+?)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_locked_file_holds_nothing_but_exact_versions_with_hashes(path):
    """pip refuses a file that it was not told of; an address of an index would bind users to it."""
    text = re.sub(r"(?m)^\s*#.*\n", "", path.read_text(encoding="utf-8"))

    assert _REQUIREMENT.sub("", text).strip() == ""
    assert len(_REQUIREMENT.findall(text)) == len(re.findall(r"(?m)^[^\s#]", text)) > 0


def test_what_building_needs_is_the_same_where_tests_run():
    build, test = (
        {requirement.split(" ; ")[0] for requirement in _REQUIREMENT.findall((ROOT / name).read_text(encoding="utf-8"))}
        for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert build <= test


def test_the_list_of_licences_is_what_the_packages_say():
    """Made anew by `.venv/bin/python docs/licences.py`."""
    assert (ROOT / "docs/licences.md").read_text(encoding="utf-8") == runpy.run_path(str(ROOT / "docs/licences.py"))["table"]()

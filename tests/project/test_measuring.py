"""What a build costs is told of all processes that it starts, and what is held against a limit is judged by it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.build.measuring import Cost, File, Tree, cost
from benchmarks.build.subjects import HERE, HUGO, ours
from benchmarks.build.table import Measured, tables

_HOLD = "import time; held = bytearray(150_000_000); time.sleep(0.3)"
_WORK = "import time; end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"


def spent(program: str, folder: Path) -> Cost:
    return cost([sys.executable, "-c", program], folder, os.environ)


def test_memory_is_that_of_the_largest_process_though_another_one_started_it(tmp_path: Path) -> None:
    whole = spent(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_HOLD!r}])", tmp_path)

    assert 150e6 < whole.memory <= whole.together < 200e6
    assert whole.processes == 2


# Two processes hold as much until both have said so and are looked at.
_TWO = """
import subprocess, sys, time
holds = "held = bytearray(150_000_000); print(flush=True); input()"
both = [subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
for holding in both:
    holding.stdout.readline()
time.sleep(3)
for holding in both:
    holding.communicate(b"end")
"""


def test_two_processes_at_one_time_are_told_together_and_each_alone(tmp_path: Path) -> None:
    whole = spent(_TWO, tmp_path)

    assert whole.processes == 3
    assert 150e6 < whole.memory < 200e6
    assert 300e6 < whole.together < 400e6


def test_work_is_told_of_a_process_for_which_nobody_waits(tmp_path: Path) -> None:
    """As the server of forks, which ends after the program."""
    whole = spent(f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_WORK!r}])", tmp_path)

    assert 0.5 <= whole.busy < 1.5


@pytest.mark.sweep
def test_program_that_leaves_a_process_behind_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="left processes behind"):
        spent("import subprocess; subprocess.Popen(['sleep', '60'])", tmp_path)


def test_program_that_fails_ends_the_run_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="没有数据"):
        spent("raise SystemExit('没有数据')", tmp_path)


def measured(busy: float, seconds: float, *, memory: int = 0, pages: int = 100_000) -> Measured:
    spent_so = Cost(busy, seconds, 1, memory, memory)
    return Measured(builds=[spent_so], checks=[spent_so], built=Tree({"index.html": File(pages, "")}, 50_001))


def test_limits_are_judged_by_what_was_measured_of_ours_and_of_the_other() -> None:
    """Twice Hugo's 100 s in one process, 4.1 times in two; a limit of time is asked of two processes only."""
    of = {
        ours(1): measured(200, 300, memory=401_000_000),
        ours(2): measured(410, 240, memory=400_000_000, pages=200_001),
        HUGO: measured(100, 100),
    }
    lines = tables({50_000: of}, 1, []).splitlines()

    for line in (
        "| full build, CPU s ÷ Hugo | 2.00 (≤ 4: pass) | 4.10 (≤ 4: **fail**) |",
        "| full build: from beginning to end, s ÷ Hugo | 3.00 | 2.40 (≤ 2.5: pass) |",
        "| full build: largest process, MB | 401 (≤ 400: **fail**) | 400 (≤ 400: pass) |",
        "| full build: largest page, kB | 100.0 (≤ 200: pass) | 200.0 (≤ 200: **fail**) |",
        "| full build: most addresses in a site map | 50,001 (≤ 50,000: **fail**) | 50,001 (≤ 50,000: **fail**) |",
    ):
        assert line in lines


def test_growth_for_each_task_is_told_from_the_smallest_size() -> None:
    lines = tables({5_000: {HERE: measured(10, 0)}, 10_000: {HERE: measured(22, 0)}, 50_000: {HERE: measured(120, 0)}}, 1, []).splitlines()

    assert "| full build, here | 2.00 | 2.20 | 2.40 | +10% (≤ 0.15: pass) | +20% (≤ 0.15: **fail**) |" in lines


def test_addresses_are_counted_in_the_largest_map_and_pages_by_their_bytes(tmp_path: Path) -> None:
    for name, text in {"a.html": "公开", "sitemap.xml": "<loc>" * 2, "place/sitemap-1.xml": "<loc>" * 3, "other.xml": "<loc>" * 9}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    tree = Tree.of(tmp_path)

    assert (tree.pages, tree.most_addresses, len(tree.files)) == ({"a.html": 6}, 3, 4)

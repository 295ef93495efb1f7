"""The whole program, again and again: rebuilt while it is read, and killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from gongkai.publishing import preview
from helpers.projects import AS_OF, LAST_GOOD, Project
from helpers.sites import served

FEW_OR_MANY = [pytest.param(2, marks=pytest.mark.sweep, id="few"), pytest.param(40, marks=pytest.mark.long, id="many")]


@pytest.mark.parametrize("times", [pytest.param(2, marks=pytest.mark.sweep, id="few"), pytest.param(20, marks=pytest.mark.long, id="many")])
def test_who_reads_while_the_site_is_made_anew_gets_every_page(tmp_path, times):
    project = Project(tmp_path)
    project.build()
    answers, is_over = [], threading.Event()

    def read(address):
        while not is_over.is_set():
            try:
                with urlopen(f"{address}/shili/2025/index.html") as answer:
                    answers.append((answer.status, b"</html>" in answer.read()))
            except HTTPError as error:
                answers.append((error.code, False))

    with served(project.output, preview.Handler) as address:
        reader = threading.Thread(target=read, args=(address,))
        reader.start()
        for _ in range(times):
            project.build()
        is_over.set()
        reader.join()

    assert (set(answers), len(answers) > 100 * times) == ({(200, True)}, True)


@pytest.mark.parametrize("times", FEW_OR_MANY)
def test_build_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path, times):
    project, chance = Project(tmp_path), random.Random(13)
    new = Project(_made(tmp_path / "other")).build()
    command = [sys.executable, "-m", "gongkai", "build", "--as-of", AS_OF]
    for _ in range(times):
        started = subprocess.Popen(
            command, cwd=project.root, env={**os.environ, "PYTHONPATH": str(project.root / "plugins")}, stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.2, 4))
        started.send_signal(signal.SIGKILL)
        started.wait()
        assert project.site() in (LAST_GOOD, new)

    project.run("check")

    assert list(project.root.glob(".*gongkai-*")) == []


def _made(folder):
    folder.mkdir()
    return folder

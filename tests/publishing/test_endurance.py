"""The whole program, again and again: rebuilt while it is read, and killed at any moment."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from gongkai.publishing import preview
from helpers.documents import ROOT
from helpers.projects import AS_OF, Project
from helpers.sites import served

MANY = 40
FEW_OR_MANY = [pytest.param(2, marks=pytest.mark.sweep, id="few"), pytest.param(MANY, marks=pytest.mark.long, id="many")]


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
        read_by_then = [0]
        for _ in range(times):
            project.build()
            read_by_then.append(len(answers))
        is_over.set()
        reader.join()

    # However slow the machine is, the page was asked for while each of the builds ran.
    assert set(answers) == {(200, True)}
    assert all(later > sooner for sooner, later in itertools.pairwise(read_by_then))


VERBS = {
    "build": ["build", "--as-of", AS_OF],
    "publish": ["publish", "--as-of", AS_OF, "-e", "GONGKAI_SITE_URL=https://www.example.org"],
    "export-notice": ["export-notice", "shili/2025", "--to", "output/notice.docx", "--as-of", AS_OF],
    "import": ["import", "notice.txt", "--into", "data/xinxian/2021"],
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("times", FEW_OR_MANY)
def test_verb_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path, verb, times):
    """Few times with the data of the example county, many with the real one."""
    project, other = (with_notice(Project(made(tmp_path / name))) for name in ("killed", "whole"))
    for each in (project, other) if times == MANY else ():
        # Beside the real places, for what the verbs name.
        shutil.copytree(ROOT / "data", each.data.root, dirs_exist_ok=True)
    chance, old = random.Random(13), written(project)
    begun = time.monotonic()
    finished = other.run(*VERBS[verb])
    needed, new = time.monotonic() - begun, written(other)
    assert (finished.returncode, old == new) == (0, False)
    for _ in range(times):
        started = subprocess.Popen(
            [sys.executable, "-m", "gongkai", *VERBS[verb]],
            cwd=project.root,
            env={**os.environ, "PYTHONPATH": str(project.program)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.1) * needed)
        started.send_signal(signal.SIGKILL)
        started.wait()
        # What a killed import had on the disk already is put in its place by whoever starts next.
        project.run("check")
        assert written(project) in (old, new)
        if verb == "import":
            shutil.rmtree(project.data.root / "xinxian", ignore_errors=True)

    assert list(project.root.rglob("*.gongkai-*")) == []


def with_notice(project):
    shutil.copy(ROOT / "data/tongliang/2021/source.txt", project.root / "notice.txt")
    return project


def written(project):
    files = (*project.output.rglob("*"), *project.data.root.rglob("*"))
    return {file.relative_to(project.root).as_posix(): file.read_bytes() for file in files if file.is_file()}


def made(folder):
    folder.mkdir()
    return folder

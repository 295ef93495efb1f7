"""Who makes a site changes no byte of it, and whatever goes wrong where it is made ends as a message."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gongkai.publishing.building import BuildError
from gongkai.publishing.places import executors
from helpers.projects import AS_OF, PROGRAM, Project, files

HERE = "test_executors"


def in_threads():
    """Another executor than ours."""
    return ThreadPoolExecutor(2)


def die(_):
    os._exit(9)


def fail(job):
    raise BuildError(f"第 {job} 个辖区坏了")


def double(job):
    return 2 * job


def settings(processes=2, executor=""):
    return {"GONGKAI_PROCESSES": processes, "GONGKAI_EXECUTOR": executor}


def done(function, jobs, tmp_path, **stated):
    with executors.runner(settings(**stated), tmp_path) as run:
        return list(run(function, jobs))


@pytest.mark.parametrize("stated", [{"processes": 1}, {"processes": 2}, {"executor": f"{HERE}:in_threads"}], ids=["one", "two", "another"])
def test_what_comes_of_jobs_comes_in_their_order(tmp_path, monkeypatch, stated):
    monkeypatch.syspath_prepend(Path(__file__).parent)
    assert done(double, range(5), tmp_path, **stated) == [0, 2, 4, 6, 8]


def test_job_that_fails_says_what_it_said(tmp_path):
    with pytest.raises(BuildError, match="第 0 个辖区坏了"):
        done(fail, range(3), tmp_path)


def test_process_that_dies_ends_the_build_with_a_message(tmp_path):
    with pytest.raises(BuildError, match=r"做网页的进程停了.*GONGKAI_PROCESSES"):
        done(die, range(3), tmp_path)


@pytest.mark.parametrize("named", ["no_such_module:make", f"{HERE}:no_such_function", f"{HERE}:double"])
def test_executor_that_cannot_be_had_is_told(tmp_path, monkeypatch, named):
    monkeypatch.syspath_prepend(Path(__file__).parent)
    with pytest.raises(BuildError, match="GONGKAI_EXECUTOR"):
        done(double, range(3), tmp_path, executor=named)


def test_a_small_site_is_made_in_this_process_unless_another_number_is_stated(tmp_path):
    (tmp_path / "units.yaml").write_text("units: []\n", encoding="utf-8")
    assert executors.is_small(tmp_path)
    with executors.runner(settings(0), tmp_path) as run:
        assert run is map
    (tmp_path / "units.yaml").write_bytes(b"#" * 5_000_000)
    assert not executors.is_small(tmp_path)


def test_two_processes_make_the_same_site(tmp_path):
    project = Project(tmp_path)
    sites = [tmp_path / name for name in ("one", "two")]
    for number, site in enumerate(sites, 1):
        finished = project.run("build", "--as-of", AS_OF, "--to", str(site), "-e", f"GONGKAI_PROCESSES={number}")
        assert finished.returncode == 0, finished.stderr

    assert files(sites[0]) == files(sites[1]) != {}


def test_fault_of_a_template_in_another_process_is_told_with_its_line(tmp_path):
    project = Project(tmp_path)
    project.replace("theme/templates/task.html", "{% block main %}", "{% block main %}{{ view.no_such_name }}")

    finished = project.run("build", "--as-of", AS_OF, "-e", "GONGKAI_PROCESSES=2")

    assert (finished.returncode, "no_such_name" in finished.stderr, "Traceback" in finished.stderr) == (1, True, False)


@pytest.mark.sweep
def test_ctrl_c_ends_all_processes_without_a_word(tmp_path):
    project = Project(tmp_path)
    for number in range(2, 9):
        shutil.copytree(project.data.root / "shili", project.data.root / f"xian-{number}")
    command = [sys.executable, "-m", "gongkai", "build", "--as-of", AS_OF, "-e", "GONGKAI_PROCESSES=2"]
    variables = {**os.environ, "PYTHONPATH": str(PROGRAM)}
    with subprocess.Popen(command, cwd=project.root, env=variables, stderr=-1, stdout=-1, start_new_session=True) as started:
        # What was checked is told before anything is made.
        started.stdout.readline()
        time.sleep(1)
        os.killpg(started.pid, signal.SIGINT)
        _, told = started.communicate(timeout=60)

    assert (started.returncode in (130, -signal.SIGINT, 0), told.decode()) == (True, "")

"""Once everything is installed, checking and building need no network: they run in a namespace that has none."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from helpers.projects import AS_OF, Project

NO_NETWORK = ("unshare", "--map-root-user", "--net")
REACH = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"


def alone(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python without a network; only the loopback device is there, and it is down."""
    environment = {"PYTHONPATH": str(project.program), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [*NO_NETWORK, sys.executable, *arguments], cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path):
    if not shutil.which("unshare") or subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("这台机器不许建立没有网络的命名空间（unshare --net），没有试不联网时的生成。")
    return Project(tmp_path)


@pytest.mark.sweep
def test_a_site_is_checked_and_built_without_a_network(project):
    out = alone(project, "-c", REACH)
    checked = alone(project, "-m", "gongkai", "check")
    built = alone(project, "-m", "gongkai", "build", "--as-of", AS_OF)

    assert "Network is unreachable" in out.stderr
    assert (checked.returncode, built.returncode) == (0, 0), checked.stderr + built.stderr
    assert project.site() == project.build()

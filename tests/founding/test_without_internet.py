"""A portal from nothing to a site, by the commands that are printed and only from wheels on the disk, then bundled and served where no route leads out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from gongkai.founding.engine import Engine
from helpers.documents import AS_OF, DATA
from helpers.projects import files

# Fetched when the environment of tests is made.
WHEELS = Path(sys.prefix) / "wheels"
# A Python without packages.
BASE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
NO_ROUTE = ("unshare", "--map-root-user", "--net")
# In such a namespace even the loopback device is down until somebody raises it (SIOCSIFFLAGS; IFF_UP, IFF_RUNNING).
SERVE = """
import fcntl, signal, socket, struct, subprocess, urllib.request
fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 1 | 64))
try:
    socket.create_connection(('192.0.2.1', 80), 5)
except OSError as error:
    print(error)
with subprocess.Popen(['sh', 'start.sh'], stdout=subprocess.PIPE, text=True) as served:
    address = next(line for line in served.stdout if line.startswith('请在浏览器打开：')).split('：')[1].split()[0]
    for page in ('index.html', 'desk/index.html'):
        print(urllib.request.urlopen(address.replace('index.html', page)).read().decode())
    served.send_signal(signal.SIGINT)
"""

pytestmark = pytest.mark.sweep


def typed(folder: Path, *words: str, **environment: str) -> str:
    """What a command prints, where no index can be reached."""
    without = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}
    finished = subprocess.run(words, cwd=folder, env={**without, **offline, **environment}, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Path:
    """Begun by an engine that was installed into an empty environment, then given its own by the commands that this printed."""
    root = tmp_path_factory.mktemp("founding")
    (root / engine.name).write_bytes(engine.content)
    typed(root, str(BASE), "-m", "venv", "first")
    typed(root, "first/bin/pip", "install", "--no-deps", str(root / engine.name))
    printed = typed(root, "first/bin/gongkai", "new", "p").splitlines()
    begun = [line.split() for line in printed if line.startswith("  ")]
    ((_, name), make, install, _, _) = begun
    assert name == "p"
    typed(root / name, str(BASE), *make[1:])
    typed(root / name, *install)
    return root / name


def test_it_has_a_plan_from_a_notice_and_a_site(portal: Path):
    imported = typed(portal, ".venv/bin/gongkai", "import", str(DATA / "tongliang/2021/source.txt"), "--into", "data/tongliang/2021")
    checked = typed(portal, ".venv/bin/gongkai", "check")
    typed(portal, ".venv/bin/gongkai", "build")

    assert imported.splitlines()[-1].endswith("再运行 .venv/bin/gongkai check。")
    assert "tongliang 2021：46 项任务" in checked
    home = (portal / "output/index.html").read_text(encoding="utf-8")
    assert ("tongliang/2021/index.html" in home, "shilixian" in home) == (True, False)


def test_what_is_bundled_makes_and_serves_the_site_where_no_route_leads_out(portal: Path, tmp_path: Path):
    if not shutil.which("unshare") or subprocess.run([*NO_ROUTE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("这台机器不许建立没有网络的命名空间（unshare --net），没有试不联网时打开门户。")
    typed(portal, ".venv/bin/gongkai", "bundle", "--to", str(tmp_path / "p.tar.gz"))
    with tarfile.open(tmp_path / "p.tar.gz") as packed:
        packed.extractall(tmp_path, filter="data")
    # All that there is: a bare Python.
    bare = {"PATH": f"{BASE.parent}:/usr/bin:/bin", "PYTHON": str(BASE), "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def alone(*words: str) -> str:
        finished = subprocess.run([*NO_ROUTE, *words], cwd=tmp_path / "p", env=bare, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    alone("sh", "start.sh", "build", "--as-of", AS_OF)
    shown = alone(str(BASE), "-c", SERVE)

    typed(portal, ".venv/bin/gongkai", "build", "--as-of", AS_OF)
    assert files(tmp_path / "p/portal/output") == files(portal / "output")
    assert shown.startswith("[Errno 101]")
    assert all(f'data-page="{page}"' in shown for page in ("home", "desk"))

"""The programs that verbs start, and the browsers and servers that tests need."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

INSTALLING = "apt-get install -y chromium chromium-headless-shell firefox-esr fonts-noto-cjk nginx apache2-bin libreoffice-calc-nogui"
_WINDOWLESS = "chromium-headless-shell"
_PATIENCE = 2


def run(folder: Path, *command: str, **environment: str) -> int:
    """Run a program to its end and return its exit status; at Ctrl-C it may put its things away first."""
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}) as started:
        try:
            return started.wait()
        except KeyboardInterrupt:
            _wind_up(started)
            raise


def output_of(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and tell what it said."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _wind_up(started: subprocess.Popen[bytes]) -> None:
    """A terminal sends Ctrl-C to both; who sends it to us alone gets it passed on."""
    try:
        started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        started.send_signal(signal.SIGINT)
        started.wait()


def has_browsers() -> bool:
    """Whether all tests can run, and quickly: in Debian's chromium with a Chinese font and in firefox-esr, under nginx and Apache, with LibreOffice."""
    servers = map(server, ("nginx", "apache2"))
    programs = (_program("chromium", _WINDOWLESS), _program("firefox", "firefox-esr"), *servers, shutil.which("soffice"))
    return has_chinese_browser() and all(programs)


def server(name: str) -> str | None:
    """Where a server is, if anywhere; only root has its folder among those that are searched."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


def chromium() -> str | None:
    """Where the browser of tests is, if anywhere: the one without windows opens a page with a third of the work."""
    return _program("chromium", _WINDOWLESS) or _program("chromium", "chromium")


def has_chinese_browser() -> bool:
    """Whether there is what no test can do without."""
    if not chromium() or not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _program(name: str, default: str) -> str | None:
    program = os.environ.get(name.upper()) or shutil.which(default)
    return program if program and Path(program).exists() else None


def may_install_browsers() -> bool:
    """True for root on Debian."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def install_browsers(folder: Path) -> None:
    """Install what there is to install; whether it is there now must be asked again."""
    for step in ("apt-get update -q", f"{INSTALLING} -q"):
        run(folder, *step.split(), DEBIAN_FRONTEND="noninteractive")

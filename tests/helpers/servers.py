"""Debian's nginx and Apache, started with the configurations of docs/servers on a free port."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from gongkai import workshop
from gongkai.publishing.preview import LOOPBACK
from helpers.documents import ROOT

EXAMPLES = ROOT / "docs/servers"
NAMES = {"nginx": "nginx", "apache": "apache2"}
# A server that root starts gives its rights away, to a user whom every Debian has.
USER = "www-data"
PATIENCE = 30
_APACHE_MODULES = ("mpm_event", "authz_core", "alias", "dir", "mime", "headers", "filter", "deflate")


@dataclass(frozen=True)
class Answer:
    """What came back, as a browser that takes gzip sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server, where the site lies in it, and the folder that it serves."""

    port: int
    place: str
    folder: Path

    def get(self, address: str, **headers: str) -> Answer:
        """An address from the site's root; one with a slash in front is asked for as it is."""
        target = address if address.startswith("/") else f"{self.place}{address}"
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", target, headers={"Accept-Encoding": "gzip", **headers})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, gzip.decompress(body) if told.get("content-encoding") == "gzip" else body)


@contextmanager
def started(name: str, place: str, site: Path) -> Iterator[Server]:
    """The server with a copy of the site at `/` or `/portal/`."""
    program = workshop.server(NAMES[name])
    if program is None:
        pytest.fail(f"没有 {NAMES[name]}，不能试 docs/servers 里的配置。请运行 apt-get install -y nginx apache2-bin。", pytrace=False)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        shutil.copytree(site, folder / "site", copy_function=shutil.copyfile)
        port = _free_port()
        _write_example(name, folder, "root.conf" if place == "/" else "portal.conf", port)
        command = _nginx(program, folder) if name == "nginx" else _apache(program, folder, port)
        with (folder / "said").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
            try:
                _wait(process, port, folder / "said")
                yield Server(port, place, folder / "site")
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _write_example(name: str, folder: Path, example: str, port: int) -> None:
    """The shipped files as they are, but for the port and the folder of the site."""
    shutil.copytree(EXAMPLES / name, folder / "gongkai")
    text = (folder / "gongkai" / example).read_text(encoding="utf-8")
    assert text.count("/srv/gongkai")
    text = text.replace("listen 80;", f"listen {LOOPBACK}:{port};").replace("*:80>", f"{LOOPBACK}:{port}>")
    (folder / "example.conf").write_text(text.replace("/srv/gongkai", str(folder / "site")), encoding="utf-8")


def _nginx(program: str, folder: Path) -> list[str]:
    bodies = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = f"user {USER};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{ }}\n"
        f"http {{\naccess_log off;\n{bodies}\ninclude example.conf;\n}}\n",
        encoding="utf-8",
    )
    return [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _apache(program: str, folder: Path, port: int) -> list[str]:
    modules = "\n".join(f"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so" for module in _APACHE_MODULES)
    user = f"User {USER}\nGroup {USER}" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nDefaultRuntimeDir {folder}\nPidFile {folder}/pid\nErrorLog {folder}/said\nServerName localhost\n"
        f"Listen {LOOPBACK}:{port}\n{modules}\nTypesConfig /dev/null\n{user}\nInclude example.conf\n",
        encoding="utf-8",
    )
    return [program, "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


def _wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"服务器没有启动：\n{said.read_text(encoding='utf-8', errors='replace')}", pytrace=False)

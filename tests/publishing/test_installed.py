"""The engine installed from its file, in an environment that has nothing else and reaches no network, does what the checkout does.

The packages are those that `tasks.py` fetches when it makes the environment of tests.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gongkai import program
from helpers.documents import DATA, ROOT
from helpers.projects import files

pytestmark = pytest.mark.sweep

PACKAGES = Path(sys.prefix) / "wheels"
AS_OF = "2026-11-20"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@dataclass(frozen=True)
class Environment:
    """A Python of its own."""

    folder: Path

    def install(self, *packages: str) -> None:
        command = ("-m", "pip", "install", "--disable-pip-version-check", "--no-index", "--find-links", str(PACKAGES), *packages)
        finished = self.run("python", *command, standing=self.folder)
        assert finished.returncode == 0, finished.stderr

    def run(self, program: str, *words: str, standing: Path) -> subprocess.CompletedProcess[str]:
        variables = {"PATH": os.defpath, "PIP_CONFIG_FILE": os.devnull, "LANG": "C.UTF-8"}
        command = [str(self.folder / "bin" / program), *words]
        return subprocess.run(command, cwd=standing, env=variables, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """With what builds a site, and no more."""
    assert PACKAGES.is_dir(), "`python3 tasks.py test` fetches them."
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    subprocess.run([sys.executable, "-m", "venv", str(folder / "environment")], check=True)
    environment = Environment(folder / "environment")
    environment.install(*map(str, folder.glob("*.whl")))
    return environment


@pytest.fixture(scope="module")
def whole(engine: Environment) -> Environment:
    """The same with what its own message says that import and the desk want."""
    for words in (("import", "a.txt", "--json"), ("record",)):
        told = engine.run("gongkai", *words, standing=DATA).stderr
        (packages,) = re.findall(r"请先运行：\S+ -m pip install (.+)$", told)
        engine.install(*packages.split())
    return engine


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Path]:
    """The least that is one."""
    (tmp_path / "pelicanconf.py").write_text('SITENAME = "铜梁区政务公开"\n', encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("format.yaml", "holidays.yaml"):
        shutil.copy(DATA / name, tmp_path / "data")
    yield tmp_path
    gc.enable()


def test_the_command_says_its_version_and_has_no_verbs_for_who_works_on_it(engine: Environment, tmp_path: Path) -> None:
    assert engine.run("gongkai", "--version", standing=tmp_path).stdout == f"gongkai {VERSION}\n"
    verbs = re.findall(r"^  (\S+) ", engine.run("gongkai", "--help", standing=tmp_path).stdout, re.MULTILINE)
    assert verbs == [verb.name for verb in program.VERBS if verb.needs != program.DEVELOPERS]


def test_the_base_makes_the_same_site_as_a_checkout_and_needs_no_carrier_of_lunr(
    engine: Environment, portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA / "tongliang", portal / "data/tongliang")
    (portal / "content/pages").mkdir()
    shutil.copy(ROOT / "content/pages/about.md", portal / "content/pages")

    built = engine.run("gongkai", "build", "--as-of", AS_OF, standing=portal / "data")

    assert (built.returncode, built.stderr) == (0, "")
    assert engine.run("python", "-c", "import mkdocs", standing=portal).returncode == 1
    monkeypatch.chdir(portal)
    assert program.main(["build", "--as-of", AS_OF, "--full", "--to", "by-checkout"]) == 0
    assert files(portal / "output") == {".gitkeep": b"", **files(portal / "by-checkout")}


def test_pelican_makes_it_from_elsewhere_and_leaves_a_blog_alone(
    engine: Environment, portal: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (portal / "pelicanconf.py").write_text(f'SITENAME = "铜梁"\nPLUGINS = ["gongkai"]\nGONGKAI_AS_OF = "{AS_OF}"\n', encoding="utf-8")
    shutil.copytree(DATA / "tongliang", portal / "data/tongliang")
    (elsewhere / "content").mkdir()
    (elsewhere / "blog.py").write_text('SITENAME = "博客"\nTIMEZONE = "Asia/Shanghai"\nPLUGINS = ["gongkai"]\n', encoding="utf-8")

    made = engine.run("pelican", str(portal / "content"), "-s", str(portal / "pelicanconf.py"), "--fatal", "errors", standing=elsewhere)
    blog = engine.run("pelican", "content", "-s", "blog.py", standing=elsewhere)

    assert (made.returncode, blog.returncode) == (0, 0), made.stdout + blog.stdout
    assert ((portal / "output/tongliang/2021/index.html").is_file(), (elsewhere / "output/index.html").is_file()) == (True, True)
    assert "这次不生成政务公开的门户" in "".join(blog.stdout.split())


def test_a_notice_becomes_a_site_in_a_portal_of_ones_own(whole: Environment, tmp_path: Path) -> None:
    notice = DATA / "tongliang/2021/source.txt"

    for standing, words in (
        (tmp_path, ("new", "p")),
        (tmp_path / "p", ("import", str(notice), "--into", "data/tongliang/2021")),
        (tmp_path / "p", ("check",)),
        (tmp_path / "p/data", ("build", "--as-of", AS_OF)),
    ):
        finished = whole.run("gongkai", *words, standing=standing)
        assert (finished.returncode, "Traceback" in finished.stderr) == (0, False), finished.stdout + finished.stderr

    assert {"index.html", "search/code.js", "theme/icon.svg", "tongliang/2021/tasks/1.1.1.html"} <= set(files(tmp_path / "p/output"))

"""A portal is made wherever one stands; what is no portal is left as it is, and told so."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gongkai import program
from gongkai.publishing import settings_file
from helpers.builders import DataFolder
from helpers.documents import ROOT
from helpers.projects import AS_OF, files
from helpers.sites import each
from pelican.settings import DEFAULT_CONFIG

SETTINGS = 'SITENAME = "甲县"\nGONGKAI_DEMONSTRATIONS = True\n'
# Where, title, author, language, no prefix, no pages of ten, where on earth, no tasks.py.
ANSWERS = "\n\n\nzh\nn\nn\nAsia/Shanghai\nn\n"


OTHER_PLUGIN = """
from pathlib import Path

from pelican import signals
from pelican.generators import Generator


class Other(Generator):
    def generate_output(self, writer):
        Path(self.output_path, "other.txt").write_text(self.env.from_string("{{ nothing }}{{ '<' }}").render())


def register():
    signals.get_generators.connect(lambda _: Other, weak=False)
"""


def pelican(folder: Path, *words: str, standing: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pelican", str(folder / "content"), "-s", str(folder / "pelicanconf.py"), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "COLUMNS": "400"}
    return subprocess.run(command, cwd=standing, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a name, data and nothing else; one stands somewhere else."""
    folder = tmp_path / "portal"
    (folder / "content/pages").mkdir(parents=True)
    (folder / "content/pages/about.md").write_text("Title: 关于\nSlug: about\n\n说明。\n", encoding="utf-8")
    (folder / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    DataFolder(folder)
    monkeypatch.chdir(tmp_path)
    yield folder
    # A verb that ends its process looks for no circles any more.
    gc.enable()


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """What pelican-quickstart makes, with an article."""
    quickstart = [sys.executable, "-m", "pelican.tools.pelican_quickstart", "--path", str(tmp_path / "blog"), "-t", "博客", "-a", "甲"]
    subprocess.run(quickstart, input=ANSWERS, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    (tmp_path / "blog/content/article.md").write_text("Title: 文章\nSlug: wenzhang\nDate: 2026-01-01\n\n正文。\n", encoding="utf-8")
    return tmp_path / "blog"


def made(blog: Path, to: str) -> tuple[dict[str, bytes], str]:
    finished = pelican(blog, "-o", str(blog / to), standing=blog.parent)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    # Pelican breaks its messages into short lines.
    return files(blog / to), "".join((finished.stdout + finished.stderr).split())


def with_plugin(blog: Path) -> None:
    with (blog / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('PLUGINS = ["gongkai"]\n')


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("add", "sentence"),
    [
        pytest.param(lambda _: None, "没有数据文件夹", marks=pytest.mark.sweep),
        (DataFolder, "content/里有博客的文章，博客的首页和门户的重名"),
    ],
    ids=["no data", "data"],
)
def test_a_blog_that_names_the_plugin_is_made_as_without_it_and_told_what_a_portal_lacks(
    blog: Path, add: Callable[[Path], object], sentence: str
) -> None:
    without, _ = made(blog, "without")
    with_plugin(blog)
    add(blog)

    named, told = made(blog, "with")

    assert named == without
    assert (sentence in told, told.count("这次不生成政务公开的门户，其余照旧。")) == (True, 1)


def test_what_a_file_does_not_say_has_its_default(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(portal)

    assert program.main(["build", "--as-of", AS_OF]) == 0

    made = files(portal / "output")
    assert {"index.html", "about.html", "shili/index.html", "theme/icon.svg", "search/code.js"} <= set(made)
    assert "说明。" in made["about.html"].decode()


def test_defaults_are_settings_of_pelicans() -> None:
    assert set(settings_file.PELICANS) - set(DEFAULT_CONFIG) == {"TIMEZONE"}


@pytest.mark.sweep
@pytest.mark.parametrize("stated", each(["", "all"], ""))
def test_pelican_makes_a_portal_from_anywhere_as_the_verb_does_from_any_folder_in_it(
    portal: Path, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    others = "".join(f"{name} = {value!r}\n" for name, value in settings_file.PELICANS.items() if name != "SITENAME")
    settings = f'{SETTINGS}GONGKAI_AS_OF = "{AS_OF}"\nPLUGINS = ["gongkai"]\n{others if stated else ""}'
    (portal / "pelicanconf.py").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(portal / "data/shili")
    assert program.main(["build", "--to", "../../verb"]) == 0

    finished = pelican(portal, "--fatal", "errors", standing=portal.parent)

    assert (finished.returncode, "Traceback" in finished.stdout + finished.stderr) == (0, False), finished.stdout
    assert files(portal / "output") == files(portal / "verb")


@pytest.mark.sweep
def test_templates_of_other_plugins_are_read_as_before(portal: Path) -> None:
    """Without our escaping, and with what is not there left blank."""
    (portal / "plugins").mkdir()
    (portal / "plugins/other.py").write_text(OTHER_PLUGIN, encoding="utf-8")
    with (portal / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('PLUGIN_PATHS = ["plugins"]\nPLUGINS = ["gongkai", "other"]\n')

    finished = pelican(portal, "--fatal", "errors", standing=portal.parent)

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert (portal / "output/other.txt").read_text(encoding="utf-8") == "<"
    assert (portal / "output/shili/index.html").is_file()


@pytest.mark.parametrize("lacking", [(), ("gongkai.records.problems",)], ids=["installed", "without what it needs"])
def test_outside_of_a_portal_a_verb_says_where_one_should_stand(
    portal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lacking: tuple[str, ...]
) -> None:
    monkeypatch.chdir(portal.parent)
    for module in lacking:
        monkeypatch.setitem(sys.modules, module, None)

    assert program.main(["check"]) == 1

    assert capsys.readouterr().err.startswith("这里和上面的文件夹里都没有 pelicanconf.py。请到门户的文件夹里再运行；")

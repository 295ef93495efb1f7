"""Where sites are made: each says what it is, and none takes the place of what it is not meant for."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from gongkai.files import equipment
from gongkai.publishing import contents, packed
from helpers.documents import ROOT
from helpers.projects import AS_OF, LAST_GOOD, Project
from helpers.sites import each

OTHER_USER = 65534
# It may look where this Python lies, which can be root's own folder, and write nowhere but in its own.
_LOOK = ("--inh-caps", "-all,+dac_read_search", "--ambient-caps", "-all,+dac_read_search", "--bounding-set", "-all,+dac_read_search")
AS_OTHER_USER = ("setpriv", "--reuid", str(OTHER_USER), "--regid", str(OTHER_USER), "--clear-groups", *_LOOK)
ADDRESS = "https://www.example.org/portal"


def publish(project, *words):
    return project.run("publish", "--as-of", AS_OF, "-e", f"GONGKAI_SITE_URL={ADDRESS}", *words)


def stated(folder):
    return json.loads((folder / "build.json").read_text())


# --- what lies there ------------------------------------------------------------------------------


def test_site_says_what_it_is(project, reference):
    first = json.loads(reference["build.json"])
    project.data.replace("shili/2025/plan.yaml", "title: 示例县", "title: 新的示例县")
    project.build()

    assert {name: value for name, value in first.items() if name != "data"} == {
        "schema": "gongkai/build/1",
        "kind": "preview",
        "address": "http://localhost:8000",
        "as_of": AS_OF,
        "version": equipment.version(),
    }
    assert first["data"] != stated(project.output)["data"]
    assert f'version = "{equipment.version()}"' in (ROOT / "pyproject.toml").read_text()


def test_hash_of_the_data_is_what_sha256sum_says():
    """Of the lines that it writes for the files, so that anybody can compute it."""
    lines = [f"{_sha(text)}  {name}\n" for name, text in (("a", "x"), ("b", "y"))]

    assert contents.digest({"b": _sha("y"), "a": _sha("x")}) == "sha256:" + _sha("".join(lines))


def _sha(text):
    return subprocess.run(["sha256sum"], input=text, capture_output=True, text=True, check=True).stdout.split()[0]


STRAYS = [
    ".DS_Store",
    "._icon.png",
    "icon.svg~",
    "icon.svg.bak",
    "Thumbs.db",
    "desktop.ini",
    "~$icon.docx",
    ".icon.svg.swp",
    "#icon.svg#",
    ".gitkeep",
]


@pytest.fixture(scope="module")
def publication(tmp_path_factory):
    """A project that was published with stray files among what is to be."""
    project = Project(tmp_path_factory.mktemp("publication"))
    for stray in STRAYS:
        (project.root / "theme/static" / stray).write_text("stray")
        (project.root / "content/pages" / stray).write_text("stray")
    finished = publish(project)
    assert finished.returncode == 0, finished.stderr
    return project


def test_publication_says_so_and_has_neither_what_is_made_up_nor_what_is_kept_for_git(publication):
    assert (stated(publication.output)["kind"], stated(publication.output)["address"]) == ("publication", ADDRESS)
    assert [name for name in publication.site() if name.startswith(("shili/", ".")) or "components" in name] == []


def test_build_shows_only_what_is_real_and_says_on_the_home_page_that_there_is_nothing(project):
    finished = project.run("build", "-e", "GONGKAI_DEMONSTRATIONS=False")

    assert (finished.returncode, finished.stderr, stated(project.output)["kind"]) == (0, "", "build")
    assert [name for name in project.site() if name.startswith("shili/")] == []
    home = project.site()["index.html"].decode()
    assert ("本站还没有收录真实的文件" in home, "都已经到期" in home, "还没有登记" in home) == (True, False, False)
    assert "先看看编写的示例" not in home


def test_with_nothing_real_the_home_page_of_a_preview_leads_to_what_is_made_up(reference):
    assert '先看看编写的示例：<a href="shili/index.html">示例省示例县</a>' in reference["index.html"].decode()


def test_no_stray_file_of_the_theme_or_of_prose_is_published(publication):
    site = publication.site()

    assert [name for name in site if site[name] == b"stray"] == []
    assert any(name.startswith("theme/") for name in site)


def test_longer_texts_of_a_publication_lie_there_packed_too_and_none_of_a_build(publication, reference):
    site = publication.site()
    texts = {name: content for name, content in site.items() if Path(name).suffix in packed.TEXTS and len(content) > 1000}

    assert {name: gzip.decompress(content) for name, content in site.items() if name.endswith(".gz")} == {
        f"{name}.gz": content for name, content in texts.items()
    }
    assert [name for name in reference if name.endswith(".gz")] == []


# --- whose place it takes -------------------------------------------------------------------------


def test_published_site_is_not_replaced_by_one_for_this_machine(publication):
    before = publication.site()

    finished = publication.run("build")

    assert (finished.returncode, publication.site()) == (1, before)
    assert f"output/ 里是对外发布的网站（{ADDRESS}，判定日期 {AS_OF}），不能换成只在本机看的。请运行 serve 预览" in finished.stderr


def test_preview_has_a_folder_of_its_own(project):
    finished = project.run("build", "--preview")

    assert (finished.returncode, project.site(), stated(project.root / ".build/preview")["kind"]) == (0, LAST_GOOD, "preview")
    assert finished.stdout.splitlines()[-1].startswith("网站已生成：.build/preview/ 里有 ")


@pytest.mark.sweep
def test_site_is_built_elsewhere_when_told(project, tmp_path):
    elsewhere = tmp_path / "网站 一"
    first, second = (publish(project, "--to", str(elsewhere)) for _ in range(2))

    assert (first.returncode, second.returncode, project.site()) == (0, 0, LAST_GOOD)
    assert (elsewhere / "index.html").is_file()


@pytest.mark.parametrize("place", ["data", ".", "output/shili"])
def test_folder_with_something_else_is_never_replaced(project, place):
    before = sorted(project.root.rglob("*"))

    finished = project.run("build", "--to", place)

    assert (finished.returncode, "不是本程序生成的网站，所以没有动它" in finished.stderr) == (1, True)
    assert [path for path in before if not path.exists()] == []


def test_file_in_the_place_of_the_folder_is_left_alone(project):
    (project.root / "site").write_text("mine")

    assert "site 不是文件夹" in project.run("build", "--to", "site").stderr
    assert (project.root / "site").read_text() == "mine"


@pytest.mark.sweep
def test_link_to_the_folder_of_a_server_is_kept_and_its_folder_gets_the_site(project, tmp_path):
    target = tmp_path / "var/www"
    target.mkdir(parents=True)
    shutil.rmtree(project.output)
    project.output.symlink_to(target)

    first, second = project.run("build"), project.run("build")

    assert (first.returncode, second.returncode, project.output.is_symlink()) == (0, 0, True)
    assert (target / "index.html").is_file()


def test_link_to_a_folder_with_something_else_or_to_none_is_refused(project, tmp_path):
    shutil.rmtree(project.output)
    project.output.symlink_to(tmp_path / "www")
    gone = project.run("build")
    (tmp_path / "www").mkdir()
    (tmp_path / "www/mine.txt").touch()
    other = project.run("build")

    assert (gone.returncode, "它指向的文件夹不在了" in gone.stderr) == (1, True)
    assert (other.returncode, "不是本程序生成的网站" in other.stderr, (tmp_path / "www/mine.txt").exists()) == (1, True, True)


def mounted(project, mount, *verb):
    """What a verb says where something is mounted in the project, seen by itself alone."""
    command = f"cd {project.root} && {mount} && exec {sys.executable} -m gongkai {' '.join(verb)}"
    environment = {**os.environ, "PYTHONPATH": str(project.program)}
    finished = subprocess.run(["unshare", "-rm", "sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
    if "unshare" in finished.stderr or "mount:" in finished.stderr:
        pytest.skip(f"这里不能挂载：{finished.stderr.strip()}")
    return finished


@pytest.mark.sweep
@pytest.mark.parametrize(
    "mount",
    each(["mount -t tmpfs none output", "mkdir other && mount --bind other output"], "mount -t tmpfs none output"),
    ids=["other disk", "same disk"],
)
def test_mount_point_is_refused_with_what_helps_and_a_folder_in_it_works(project, mount):
    refused = mounted(project, mount, "build")
    works = mounted(project, mount.replace("mkdir", "mkdir -p"), "build", "--to", "output/site")

    assert (refused.returncode, "output/ 是单独挂载的磁盘" in refused.stderr, "--to output/site" in refused.stderr) == (1, True, True)
    assert (works.returncode, "网站已生成：output/site/" in works.stdout) == (0, True)


@pytest.mark.sweep
def test_build_folder_on_another_disk_works(project):
    finished = mounted(project, "mkdir .build && mount -t tmpfs none .build", "build", "--preview")

    assert (finished.returncode, "网站已生成：.build/preview/" in finished.stdout) == (0, True)


@pytest.mark.sweep
def test_full_disk_is_told_as_such(project):
    finished = mounted(project, "mkdir .build && mount -t tmpfs -o size=64k none .build", "build", "--preview")

    assert (finished.returncode, finished.stderr) == (
        1,
        "写不了 preview/：磁盘满了。请腾出空间，再运行一次。\n没有生成网站，原来的没有改动。\n",
    )


@pytest.mark.sweep
def test_read_only_disk_is_told_as_such(project):
    finished = mounted(
        project, f"mount --bind {project.root} {project.root} && mount -o remount,bind,ro {project.root} && cd {project.root}", "build"
    )

    assert (finished.returncode, "写不了 output/：这里是只读的磁盘。请换一个能写的地方。" in finished.stderr) == (1, True)
    assert "Traceback" not in finished.stderr


# --- by whom and where ----------------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 能换成别的用户")
def test_same_bytes_by_another_user(reference):
    """One who owns nothing but the folder, as a service has its own."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        project = Project(Path(name))
        for path in (project.root, *project.root.rglob("*")):
            os.chown(path, OTHER_USER, OTHER_USER, follow_symlinks=False)
        command = [sys.executable, "-m", "gongkai", "build", "--as-of", AS_OF]
        environment = {**os.environ, "PYTHONPATH": str(project.program), "HOME": "/nonexistent"}
        finished = subprocess.run([*AS_OTHER_USER, *command], cwd=name, env=environment, capture_output=True, text=True, check=False)

        assert (finished.returncode, finished.stderr, project.site()) == (0, "", reference)
        assert {path.stat().st_uid for path in project.output.rglob("*")} == {OTHER_USER}


def test_next_start_of_any_verb_puts_away_what_a_killed_one_left(project):
    left = [
        project.root / name for name in (".output.gongkai-aaaaaaaa", ".build/.preview.gongkai-bbbbbbbb", "data/shili/.gongkai-cccccccc")
    ]
    for folder in left:
        folder.mkdir(parents=True)

    project.run("check")

    assert [folder for folder in left if folder.exists()] == []


def test_state_of_a_file_is_that_of_its_content_however_often_it_is_asked(tmp_path):
    file = tmp_path / "units.yaml"
    told = []
    for content in ("甲", "乙", "甲"):
        file.write_text(content, encoding="utf-8")
        told.append([contents.state_of(file), contents.state_of(file)])

    assert told == [[_sha(content)] * 2 for content in ("甲", "乙", "甲")]

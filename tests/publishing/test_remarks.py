"""What is wrong with the data or doubtful is told by every verb, and stops just what it must."""

import shutil

import pytest
from bs4 import BeautifulSoup
from helpers.builders import JURISDICTION, LEDGER, TASKS
from helpers.projects import AS_OF, LAST_GOOD, Project

PUBLISH = ("publish", "-e", "GONGKAI_SITE_URL=https://www.example.org/portal", "--as-of", AS_OF)
NO_DAY = "2025-02-30"


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def add_a_second_place(project):
    shutil.copytree(project.data.root / "shili", project.data.root / "yangli")
    project.data.replace(JURISDICTION.replace("shili", "yangli"), "name: 示例省示例县\nshort_name: 示例县", "name: 示例省样例县\nshort_name: 样例县")


def break_the_second_place(project):
    add_a_second_place(project)
    ledger = LEDGER.replace("shili", "yangli")
    project.data.replace(ledger, "published_on: 2025-06-20", "published_on: 2025-02-30")
    project.data.replace(ledger, "result: not_found", "result: nothing")
    return f"data/{ledger}:{project.data.line_of(ledger, 'published_on: 2025-02-30')}"


# --- faults of one place --------------------------------------------------------------------------


def test_fault_of_a_place_leaves_just_that_place_out_of_the_preview_and_every_page_says_so(project):
    where = break_the_second_place(project)

    finished = project.run("build", "--preview", "--as-of", AS_OF)

    preview = project.root / ".build/preview"
    pages = {path.relative_to(preview).as_posix(): BeautifulSoup(path.read_bytes(), "lxml") for path in preview.rglob("*.html")}
    banners = {" ".join(notice.get_text() for notice in page.select("aside.gk-notice--absence")) for page in pages.values()}
    assert (finished.returncode, finished.stderr, len(banners)) == (0, "", 1)
    (banner,) = banners
    assert banner.startswith(f"数据有错，预览里没有示例省样例县：{where}  ")
    assert (NO_DAY in banner, banner.endswith("这样的错误共 2 处。")) == (True, True)
    assert ("shili/index.html" in pages, [address for address in pages if address.startswith("yangli/")]) == (True, [])


def test_preview_without_a_place_says_so_before_and_after(project):
    where = break_the_second_place(project)

    *told, absent, progress, closing = project.run("build", "--preview", "--as-of", AS_OF).stdout.splitlines()

    assert [line.startswith("data/yangli/2025/ledger/fagaiju.yaml:") for line in told] == [True, True]
    assert told[0].startswith(where)
    assert (absent, progress) == ("示例省样例县（yangli）有错误，这次先不放进去。", "1 份要点，5 项任务。正在生成网站……")
    assert closing.partition("个页面。")[2] == (
        "里面没有示例省样例县（yangli），它有 2 处错误。数据里共有 2 处要看（错误 2 处，发布前必须处理 0 处，提醒 0 处）。"
    )


def test_preview_of_no_place_at_all_is_made_too(project):
    project.data.replace(TASKS, "due_on: 2025-06-30", "due_on: 2025-02-30")

    finished = project.run("build", "--preview", "--as-of", AS_OF)

    home = BeautifulSoup((project.root / ".build/preview/index.html").read_bytes(), "lxml")
    assert (finished.returncode, NO_DAY in home.select_one("aside.gk-notice--absence").get_text()) == (0, True)


@pytest.mark.parametrize("verb", [("build", "--as-of", AS_OF), PUBLISH], ids=lambda verb: verb[0])
def test_fault_of_a_place_stops_every_other_site(project, verb):
    break_the_second_place(project)

    finished = project.run(*verb)

    assert (finished.returncode, finished.stdout, project.site()) == (1, "", LAST_GOOD)
    assert finished.stderr.splitlines()[-1].startswith("共 2 处问题（错误 2 处，")


def test_fault_of_what_places_have_in_common_stops_the_preview_too(project):
    project.data.write("holidays.yaml", "years: 2025\n")

    assert project.run("build", "--preview").returncode == 1

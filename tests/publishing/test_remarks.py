"""What is wrong with the data or doubtful is told by every verb, and stops just what it must."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from helpers.builders import JURISDICTION, LEDGER, MORE_TASKS, PLAN, TASKS, UNITS
from helpers.projects import AS_OF, LAST_GOOD, Project
from helpers.sites import each

BUILD = ("build", "--as-of", AS_OF)
PUBLISH = ("publish", "-e", "GONGKAI_SITE_URL=https://www.example.org/portal", "--as-of", AS_OF)
NO_DAY = "2025-02-30"


def add_a_second_place(project):
    shutil.copytree(project.data.root / "shili", project.data.root / "yangli")
    project.data.replace(
        JURISDICTION.replace("shili", "yangli"), "name: 示例省示例县\nshort_name: 示例县", "name: 示例省样例县\nshort_name: 样例县"
    )


def break_the_second_place(project):
    add_a_second_place(project)
    ledger = LEDGER.replace("shili", "yangli")
    project.data.replace(ledger, "published_on: 2025-06-20", "published_on: 2025-02-30")
    project.data.replace(ledger, "result: not_found", "result: nothing")
    return f"data/{ledger}:{project.data.line_of(ledger, 'published_on: 2025-02-30')}"


# --- faults of one place --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def incomplete(tmp_path_factory):
    """A preview without its second place: the project, where the fault stands, and what the verb said."""
    project = Project(tmp_path_factory.mktemp("incomplete"))
    where = break_the_second_place(project)
    return project, where, project.run("build", "--preview", "--as-of", AS_OF)


@pytest.mark.sweep
def test_fault_of_a_place_leaves_just_that_place_out_of_the_preview_and_every_page_says_so(incomplete):
    project, where, finished = incomplete

    preview = project.root / ".build/preview"
    pages = {path.relative_to(preview).as_posix(): BeautifulSoup(path.read_bytes(), "lxml") for path in preview.rglob("*.html")}
    banners = {" ".join(notice.get_text() for notice in page.select("aside.gk-notice--absence")) for page in pages.values()}
    assert (finished.returncode, finished.stderr, len(banners)) == (0, "", 1)
    (banner,) = banners
    assert banner.startswith(f"数据有错，预览里没有示例省样例县：{where}  ")
    assert (NO_DAY in banner, banner.endswith("这样的错误共 2 处。")) == (True, True)
    assert ("shili/index.html" in pages, [address for address in pages if address.startswith("yangli/")]) == (True, [])


def test_preview_without_a_place_says_so_before_and_after(incomplete):
    _, where, finished = incomplete

    *told, absent, progress, closing = finished.stdout.splitlines()

    assert [line.startswith("data/yangli/2025/ledger/fagaiju.yaml:") for line in told] == [True, True]
    assert told[0].startswith(where)
    assert (absent, progress) == ("示例省样例县（yangli）有错误，这次先不放进去。", "1 份要点，5 项任务。正在生成网站……")
    assert closing.partition("个文件。")[2] == (
        "里面没有示例省样例县（yangli），它有 2 处错误。数据里共有 2 处要看（错误 2 处，发布前必须处理 0 处，提醒 0 处）。"
    )


def test_preview_of_no_place_at_all_is_made_too(project):
    project.data.replace(TASKS, "due_on: 2025-06-30", "due_on: 2025-02-30")

    finished = project.run("build", "--preview", "--as-of", AS_OF)

    home = BeautifulSoup((project.root / ".build/preview/index.html").read_bytes(), "lxml")
    assert (finished.returncode, NO_DAY in home.select_one("aside.gk-notice--absence").get_text()) == (0, True)


@pytest.mark.parametrize("verb", each([BUILD, PUBLISH], BUILD), ids=lambda verb: verb[0])
def test_fault_of_a_place_stops_every_other_site(project, verb):
    break_the_second_place(project)

    finished = project.run(*verb)

    assert (finished.returncode, finished.stdout, project.site()) == (1, "", LAST_GOOD)
    assert finished.stderr.splitlines()[-1].startswith("共 2 处问题（错误 2 处，")


def test_fault_of_what_places_have_in_common_stops_the_preview_too(project):
    project.data.write("holidays.yaml", "years: 2025\n")

    assert project.run("build", "--preview").returncode == 1


# --- warnings -------------------------------------------------------------------------------------


def doubt(project, times=1):
    """So many entries that were made in the future."""
    entry = "  - {{task: 1.1.1, measures: [2], on: 2125-07-10, by: 测试, title: 第{0}页, url: 'https://www.example.org/{0}'}}\n"
    project.data.replace(LEDGER, "checks:\n", "".join(map(entry.format, range(times))) + "checks:\n")


@pytest.mark.parametrize("verb", each([BUILD, PUBLISH], BUILD), ids=lambda verb: verb[0])
def test_warnings_are_told_by_who_makes_the_site_as_by_check_and_counted_at_the_end(project, verb):
    doubt(project)
    if verb == PUBLISH:
        make_real(project)
        answer(project, *gates(project.run("check").stdout))
    line = project.data.line_of(LEDGER, "on: 2125-07-10")

    finished = project.run(*verb)

    first, *_, closing = (line for line in finished.stdout.splitlines() if "【提醒】" in line or "数据里共有" in line)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert first.startswith(f"data/{LEDGER}:{line}  【提醒】登记日期（on）：")
    assert first in project.run("check").stdout.splitlines()
    assert closing.endswith("数据里共有 1 处要看（错误 0 处，发布前必须处理 0 处，提醒 1 处）。")


def test_no_more_warnings_are_listed_than_anybody_reads_and_the_rest_is_counted(project):
    doubt(project, times=230)

    *told, rest, _, closing = project.run("build", "--as-of", AS_OF).stdout.splitlines()

    assert (len(told), rest, "提醒 230 处" in closing) == (200, "另有 30 处没有列出，改正上面的以后再看。", True)


# --- gates ----------------------------------------------------------------------------------------


def make_real(project):
    """The county's addresses are examples: three gates."""
    project.data.replace(PLAN, "demonstration: true", "demonstration: false")
    for file in (TASKS, MORE_TASKS):
        titled = re.sub(r"- id: (\S+)\n", r"- id: \1\n    title: 任务\1\n    article_20: []\n", project.data.read(file))
        project.data.write(file, re.sub(r"- number: (\d)\n", r"- number: \1\n        title: 第\1项\n", titled))


def gates(printed):
    return re.findall(r"【发布前必须处理】.* problem: (\S+)，", printed)


def answer(project, *names):
    lines = [f"  - {{problem: {name}, reason: 只用于测试, by: 测试, on: 2025-07-10}}\n" for name in names]
    project.data.append(LEDGER, "".join(["answers:\n", *lines]))


@pytest.mark.sweep
def test_what_must_be_settled_before_publishing_stops_only_that(project):
    make_real(project)

    built = project.run("build", "--as-of", AS_OF)
    before = project.site()
    published = project.run(*PUBLISH)

    assert (built.returncode, "发布前必须处理 3 处" in built.stdout.splitlines()[-1]) == (0, True)
    assert (published.returncode, published.stdout, project.site()) == (1, "", before)
    *told, closing = published.stderr.splitlines()
    assert told == built.stdout.splitlines()[:3]
    assert {(line.partition(":")[0], "是只供举例的域名，不是真实网址" in line) for line in told} == {
        (f"data/{file}", True) for file in (JURISDICTION, UNITS, LEDGER)
    }
    assert closing.startswith("共 3 处问题（错误 0 处，发布前必须处理 3 处，提醒 0 处）。")


@pytest.mark.sweep
def test_what_was_answered_is_published_and_what_was_not_is_still_told(project):
    make_real(project)
    first, *others = gates(project.run(*PUBLISH).stderr)
    answer(project, *others)
    refused = project.run(*PUBLISH)
    project.data.append(LEDGER, f"  - {{problem: {first}, reason: 只用于测试, by: 测试, on: 2025-07-10}}\n")

    published = project.run(*PUBLISH)

    assert (len(others), refused.returncode, gates(refused.stderr)) == (2, 1, [first])
    assert (published.returncode, published.stderr, "shili/2025/index.html" in project.site()) == (0, "", True)


# --- the terminal ---------------------------------------------------------------------------------

TURN = "\u202e"


def test_name_that_turns_a_line_is_told_by_its_signs_names(project):
    """A folder that is no place is left out of the preview, and its name is told where nothing is refused."""
    (project.data.root / f"yangli{TURN}").mkdir()

    finished = project.run("build", "--preview", "--as-of", AS_OF)

    assert (finished.returncode, TURN in finished.stdout, "yangli〔U+202E〕有错误，这次先不放进去。" in finished.stdout) == (0, False, True)

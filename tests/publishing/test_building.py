"""A build makes the whole site or leaves the last good one as it was, and the same input makes the same bytes."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from datetime import date, datetime
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from gongkai.publishing.settings import as_of
from gongkai.records.fields import SITE_FOLDERS
from helpers.builders import PLAN, TASKS, DataFolder
from helpers.documents import ROOT
from helpers.projects import AS_OF, CONF, LAST_GOOD, Project
from helpers.sites import each

# --- the whole site ------------------------------------------------------------------------------


@pytest.mark.sweep
def test_good_build_puts_the_site_in_the_place_of_the_last_one(reference):
    assert b'data-page="home"' in reference["index.html"]


def test_nothing_of_the_last_site_is_left(reference):
    assert "上一次生成的网站".encode() not in b"".join(reference.values())


def test_every_record_has_its_page(reference):
    expected = {
        "shili/2025/index.html",
        "shili/2025/changes.html",
        "shili/kinds/index.html",
        "shili/words.html",
        "shili/2025/deadlines.html",
        "shili/2025/report.html",
        *(f"shili/2025/reports/{unit}.html" for unit in ("fagaiju", "caizhengju", "zhengfuban", "chengguan")),
        *(f"shili/changes/{page}.html" for page in ("index", "2025-07")),
        *(f"shili/2025/tasks/{task}.html" for task in ("1.1.1", "1.1.2", "1.2.1", "2.1.1", "2.1.2")),
        *(f"shili/2025/section-{number}.html" for number in (1, 2)),
        *(
            f"shili/units/{unit}.html"
            for unit in ("fagaiju", "caizhengju", "zhengfuban", "chengguan", "ge-bumen", "youguan-bumen", "index")
        ),
        *(
            f"shili/paths/{path}.html"
            for path in ("zhengfu-wangzhan", "xinxi-gongkai", "guihua-xinxi", "caizheng-xinxi", "zhengce-jiedu", "index")
        ),
    }

    assert {name for name in reference if name.startswith("shili/") and name.endswith(".html")} == {"shili/index.html", *expected}


def test_new_page_of_prose_is_in_both_maps_of_the_site(project):
    (project.root / "content/pages/story.md").write_text(
        "Title: 本站的来历\nSlug: story\nSummary: 怎样开始的。\n\n正文。\n", encoding="utf-8"
    )

    site = project.build()

    assert b"/story.html</loc>" in site["sitemap.xml"]
    assert '<a href="story.html">本站的来历</a>'.encode() in site["sitemap.html"]


@pytest.mark.sweep
def test_own_templates_and_colours_lie_over_the_engines_as_docs_theming_says(project):
    chapter = (ROOT / "docs/theming.md").read_text(encoding="utf-8").partition("\n## Own templates")[2]
    settings, template, style = re.findall(r"^```\w+\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    project.append(CONF, settings)
    for name, text in {"templates/base.html": template, "content/own/colours.css": style}.items():
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text(text, encoding="utf-8")

    site = project.build()

    pages = {name: page.decode() for name, page in site.items() if name.endswith(".html")}
    led = {name: re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)[1:] for name, page in pages.items()}
    below = {name: [f"{'../' * name.count('/')}own/colours.css"] for name in pages}
    assert ({**led, "404.html": []}, site["own/colours.css"].decode()) == ({**below, "404.html": []}, style)


def test_no_kind_is_said_to_be_missing_where_nobody_has_classified_anything(reference):
    page = reference["shili/kinds/index.html"].decode()

    assert (page.count("还没有归类</p>"), "没有点明这一类" in page, "本站还没有把要点的任务归到这十五类" in page) == (15, False, True)


def test_git_keeps_the_output_folder(reference):
    assert reference[".gitkeep"] == b""


def test_no_jurisdiction_can_take_the_place_of_a_folder_of_the_site(reference):
    folders = {name.split("/")[0] for name in reference if "/" in name} - {"shili"}

    assert folders <= SITE_FOLDERS


def test_first_build_says_how_many_pages_it_made_and_leaves_nothing_else(project):
    shutil.rmtree(project.output)

    finished = project.run("build", "--as-of", AS_OF)

    # One keeps the folder in git.
    files = project.site().keys() - {".gitkeep"}
    pages = sum(name.endswith(".html") for name in files)
    assert (finished.returncode, finished.stdout.splitlines()) == (
        0,
        ["数据没有问题：1 份要点，5 项任务。正在生成网站……", f"网站已生成：output/ 里有 {pages} 个页面，共写了 {len(files)} 个文件。"],
    )
    assert ("index.html" in project.site(), [path.name for path in project.root.glob(".*")]) == (True, [".build"])


def test_check_verb_says_what_it_checked(project):
    finished = project.run("check")

    assert (finished.returncode, finished.stdout) == (0, "shili 2025：5 项任务，1 条证据。\n没有发现问题。\n")


# --- no site rather than a wrong one -------------------------------------------------------------


@pytest.mark.parametrize("verb", ["check", "build"])
def test_broken_data_stops_the_verb_with_the_list_of_problems_and_leaves_the_last_good_site(project, verb):
    project.data.replace(TASKS, "kind: standing", "kind：standing")
    project.data.replace(PLAN, "year: 2025", "year: 2024")

    finished = project.run(verb)

    assert (finished.returncode, finished.stdout, finished.stderr.splitlines(), project.site()) == (
        1,
        "",
        [*project.data.problems(), "共 2 处问题（错误 2 处，发布前必须处理 0 处，提醒 0 处）。网站没有更新，请改正后重新生成。"],
        LAST_GOOD,
    )


WRONG_SETTINGS = {
    "misspelt": ('GONGKAI_ASOF = "2025-11-20"', "pelicanconf.py:1  GONGKAI_ASOF：没有这个设置。请检查拼写。"),
    "wrong type": ("GONGKAI_AS_OF = 2026", "pelicanconf.py:1  GONGKAI_AS_OF：这里应是一段文字。请写在引号里。"),
    "no date": (
        'GONGKAI_AS_OF = "2026-2-30"',
        "pelicanconf.py:1  判定日期（GONGKAI_AS_OF）：“2026-2-30”不是有效日期。请写成 2026-11-20 的样子，或不写。",
    ),
    "no name": ("SITENAME = None", "pelicanconf.py:1  SITENAME：没有填写网站名称。请写网站的名称；政府网站写登记的名称。"),
    "no data": ('GONGKAI_DATA = "dta"', "dta:1  数据文件夹里没有任何辖区。请新建辖区文件夹，见 docs/editing.zh-CN.md。"),
    "other theme": ('THEME = "content"', "pelicanconf.py:1  THEME：“content”不是 gongkai 的主题。请设为 gongkai 的 theme 文件夹。"),
    "no Python": (
        "SITENAME = (",
        "pelicanconf.py:48  设置读不下去（SyntaxError: '(' was never closed）。请改正这一行。",
    ),
    "registration of an unofficial site": (
        'GONGKAI_OFFICIAL_SITE = {"icp_number": "示ICP备1号"}',
        "pelicanconf.py:1  ICP备案号（GONGKAI_OFFICIAL_SITE 的 icp_number）：不是政府网站，不能写这一项。"
        "请删去；确实是政府网站的，另设 GONGKAI_OFFICIAL = True。",
    ),
}


# `publish` reads another file that reads this one.
OF_PUBLISH = [f"publish: {fault}" for fault in WRONG_SETTINGS]


@pytest.mark.sweep
@pytest.mark.parametrize(
    "words",
    [
        *(f"check: {fault}" for fault in WRONG_SETTINGS),
        *("build: misspelt", "serve: misspelt"),
        *each(OF_PUBLISH, "publish: misspelt"),
    ],
)
def test_wrong_settings_stop_the_verb_with_their_message_alone(project, monkeypatch, words):
    verb, _, fault = words.partition(": ")
    line, message = WRONG_SETTINGS[fault]
    monkeypatch.setenv("GONGKAI_SITE_URL", "https://www.example.org")
    project.append(CONF, f"\n{line}\n")

    finished = project.run(verb)

    assert (finished.returncode, finished.stdout, finished.stderr.splitlines(), project.site()) == (
        1,
        "",
        [message, "共 1 处问题（错误 1 处，发布前必须处理 0 处，提醒 0 处）。网站没有更新，请改正后重新生成。"],
        LAST_GOOD,
    )


def test_seconds_that_are_none_stop_the_verb(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")

    finished = project.run("check")

    assert (finished.returncode, finished.stdout, "Traceback" in finished.stderr) == (1, "", False)
    assert finished.stderr.startswith("pelicanconf.py:1  环境变量 SOURCE_DATE_EPOCH：“today”")


def test_verbs_read_the_data_folder_of_the_settings(project):
    project.data.root.rename(project.root / "records")
    project.replace(CONF, 'GONGKAI_DATA = "data"', 'GONGKAI_DATA = "records"')

    assert project.run("check").stdout.startswith("shili 2025：5 项任务")


def test_publishing_without_the_public_address_is_refused(project, monkeypatch):
    monkeypatch.delenv("GONGKAI_SITE_URL", raising=False)

    finished = project.run("publish")

    assert (finished.returncode, finished.stderr, project.site()) == (
        1,
        "请先写明网站的公开地址，例如：GONGKAI_SITE_URL=https://www.example.org/portal python3 tasks.py publish\n",
        LAST_GOOD,
    )


def name_a_missing_plugin(project):
    project.replace(CONF, 'PLUGINS = ["gongkai"]', 'PLUGINS = ["gonkai"]')


def name_another_missing_plugin(project):
    project.replace(CONF, 'PLUGINS = ["gongkai"]', 'PLUGINS = ["gongkai", "tongji"]')


def add_a_plugin_that_cannot_be_imported(project):
    project.replace(CONF, 'PLUGINS = ["gongkai"]', 'PLUGINS = ["gongkai", "tongji"]')
    (project.own_program() / "tongji.py").write_text("import gongkai_absent\n", encoding="utf-8")


def name_no_plugin(project):
    project.replace(CONF, 'PLUGINS = ["gongkai"]', "PLUGINS = []")


def name_no_plugin_for_a_site_without_prose(project):
    name_no_plugin(project)
    shutil.rmtree(project.root / "content/pages")
    (project.root / "content/pages").mkdir()


def break_an_import(project):
    project.own_program()
    project.append("plugins/gongkai/generator.py", "\nimport gongkai_absent\n")


def break_the_syntax(project):
    project.own_program()
    project.append("plugins/gongkai/pages/whole/portal_pages.py", "\ndef\n")


def break_registering(project):
    project.own_program()
    project.append("plugins/gongkai/__init__.py", "\n\ndef register() -> None:\n    raise RuntimeError('坏了')\n")


def break_judging(project):
    project.own_program()
    project.replace(
        "plugins/gongkai/publishing/places/groups.py",
        "    assessment = assess(",
        "    raise RuntimeError('坏了')\n    assessment = assess(",
    )


def break_writing_halfway(project):
    project.own_program()
    project.replace(
        "plugins/gongkai/publishing/places/filling.py", "writer.put(self._fresh", "raise RuntimeError('坏了')\n            (self._fresh"
    )


def misspell_a_variable(project):
    project.replace("theme/templates/base.html", "{{ shell.head.full_title }}", "{{ shell.head.full_titel }}")


def break_a_template(project):
    project.append("theme/templates/task.html", "{% if %}")


def remove_a_template(project):
    (project.root / "theme/templates/publication_path.html").unlink()


BREAKAGES = {
    name_another_missing_plugin: "tongji",
    add_a_plugin_that_cannot_be_imported: "tongji",
    name_no_plugin: "PLUGINS 是 []，里面没有 gongkai",
    name_no_plugin_for_a_site_without_prose: "PLUGINS 是 []，里面没有 gongkai",
    break_an_import: "gongkai_absent",
    break_the_syntax: "portal_pages.py",
    break_registering: "坏了",
    break_judging: "坏了",
    break_writing_halfway: "坏了",
    break_a_template: "task",
    remove_a_template: "publication_path",
}
BROKEN_IN_EVERY_RUN = (name_no_plugin_for_a_site_without_prose, break_an_import, break_writing_halfway, break_a_template)


@pytest.mark.parametrize("breakage", each(BREAKAGES, *BROKEN_IN_EVERY_RUN), ids=lambda breakage: breakage.__name__)
def test_failed_build_says_why_and_leaves_the_last_good_site_alone(project, breakage):
    breakage(project)

    finished = project.run("build")

    assert (finished.returncode, BREAKAGES[breakage] in finished.stderr, "Traceback" in finished.stderr) == (1, True, False)
    # What was read of the data waits in a folder of its own for the next build.
    assert (project.site(), [path.name for path in project.root.glob(".*") if path.name != ".build"]) == (LAST_GOOD, [])


@pytest.mark.parametrize(("breakage", "word"), [(name_a_missing_plugin, "gonkai"), (misspell_a_variable, "titel")])
def test_failed_build_tells_in_chinese_what_pelican_said(project, breakage, word):
    breakage(project)

    finished = project.run("build")

    first, *said, last = finished.stderr.splitlines()
    assert (first, last) == ("Pelican 没有生成完整的网站，它说：", "生成失败，上一次生成的网站没有改动。")
    assert (finished.returncode, len(said) in (1, 2), word in "".join(said), project.site()) == (1, True, True, LAST_GOOD)


# --- settings given once --------------------------------------------------------------------------


def test_setting_given_once_is_taken_as_it_is_typed(project):
    finished = project.run("build", "--as-of", AS_OF, "-e", "GONGKAI_CONTACT=张三", "-e", "SITENAME=甲县承诺")

    assert (finished.returncode, finished.stderr) == (0, "")
    home = project.site()["index.html"].decode()
    assert ("张三" in home, "甲县承诺" in home) == (True, True)


def test_setting_given_once_is_checked(project):
    finished = project.run("check", "-e", "GONGKAI_CONTAC=张三", "-e", "GONGKAI_PUBLISH=也许")

    assert finished.stderr.splitlines()[:2] == [
        "pelicanconf.py:1  GONGKAI_CONTAC：没有这个设置。请检查拼写。",
        "pelicanconf.py:1  GONGKAI_PUBLISH：这里应是“是或否”。请写 True（是）或 False（否）。",
    ]


# --- serving --------------------------------------------------------------------------------------


@pytest.mark.sweep
def test_served_site_is_made_anew_when_data_changes_until_ctrl_c(project):
    environment = {**os.environ, "PYTHONPATH": str(project.own_program())}
    command = [sys.executable, "-m", "gongkai", "serve", "--port", "8765"]
    started = subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        lines = iter(started.stdout.readline, "")
        address = next(re.findall(r"http://127\.0\.0\.1:\d+/", line)[0] for line in lines if "请在浏览器打开" in line)
        before = fetched(f"{address}shili/2025/index.html")
        # Until it looks, a change goes unseen.
        time.sleep(2)
        project.data.replace(PLAN, "title: 示例县", "title: 新的示例县")
        assert any("网站已生成" in line for line in lines)
        after = fetched(f"{address}shili/2025/index.html")
    finally:
        started.send_signal(signal.SIGINT)
        _, errors = started.communicate(timeout=60)

    assert ("新的" in before, "新的" in after, started.returncode, errors) == (False, True, 130, "")


def fetched(address: str) -> str:
    with urlopen(address) as answer:
        content: bytes = answer.read()
    return content.decode()


# --- Ctrl-C ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("delay", each([0.0, 0.1, 0.4, 1.0, 2.0, 4.0], 0.1, 1.0))
def test_ctrl_c_at_any_moment_stops_without_a_trace(project, delay):
    """Started as tasks.py does it, which holds Ctrl-C back while Python is starting."""
    environment = {**os.environ, "PYTHONPATH": str(project.program)}
    held = {signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        started = subprocess.Popen(
            [sys.executable, "-m", "gongkai", "build"], cwd=project.root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
    time.sleep(delay)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)

    # On a fast machine it may have been done. Interrupted within `exec`, Python ends by the signal itself, which a shell tells as 130 too.
    left = [path.name for path in (*project.root.glob(".*"), *project.root.glob(".build/**/.*")) if path.name != ".build"]
    assert (started.returncode in (130, -signal.SIGINT, 0), errors.decode(), left) == (True, "", [])
    assert project.site() == LAST_GOOD or started.returncode == 0


def test_ctrl_c_after_the_last_word_changes_nothing():
    late = "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT)); sys.argv = ['gongkai', '--help']"
    code = f"import atexit, os, runpy, signal, sys; {late}; runpy.run_module('gongkai', run_name='__main__')"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}

    finished = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")


# --- the same bytes ------------------------------------------------------------------------------


def shuffle_file_times(root):
    for number, file in enumerate(sorted(root.rglob("*"), key=lambda file: file.name[::-1])):
        os.utime(file, (1_000_000_000 + number, 1_500_000_000 - number))


# Everything that may surround a build at once, in two ways that exclude each other: without a language there is no Chinese folder.
SURROUNDINGS = {
    "nothing": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "HOME": None, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    "公开 网站 ‘一’": {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "0"},
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", SURROUNDINGS)
def test_same_input_makes_the_same_bytes_whatever_surrounds_it(tmp_path, reference, monkeypatch, name):
    """The folder, the hour, the language, the order of sets, the times of files, and who may read them."""
    (tmp_path / name).mkdir()
    project = Project(tmp_path / name)
    project.own_program()
    shuffle_file_times(project.root)
    for variable, value in SURROUNDINGS[name].items():
        monkeypatch.delenv(variable) if value is None else monkeypatch.setenv(variable, value)
    before = os.umask(0o077)
    try:
        assert project.build() == reference
    finally:
        os.umask(before)

    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (project.output, *project.output.rglob("*"))}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_it_does_not_matter_in_which_ledger_file_an_entry_stands(tmp_path):
    """Pages list entries by task and date, so that a clerk may keep them in any unit's file that names the unit."""
    entry = """\
  - task: 1.1.2
    units: [caizhengju]
    on: 2025-08-01
    title: 示例县预算{number}
    url: https://www.example.org/{number}.html
    published_on: 2025-07-0{number}
"""
    entries = [entry.format(number=number) for number in (1, 2)]
    ledgers = []
    for arrangement in (entries, entries[::-1]):
        folder = DataFolder(tmp_path)
        for unit, text in zip(("caizhengju", "zhengfuban"), arrangement, strict=True):
            folder.write(f"shili/2025/ledger/{unit}.yaml", f"evidence:\n{text}")
        ledgers.append(folder.load().plans[0].ledger)

    assert ledgers[0] == ledgers[1]


# --- the date of the badges ----------------------------------------------------------------------

SHANGHAI = {"TIMEZONE": "Asia/Shanghai", "GONGKAI_AS_OF": ""}


def test_date_is_the_setting_before_all_else():
    assert as_of({**SHANGHAI, "GONGKAI_AS_OF": "2025-11-20"}, {"SOURCE_DATE_EPOCH": "0"}) == date(2025, 11, 20)


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        pytest.param("1609430399", date(2020, 12, 31), id="last_second_of_the_year_in_Shanghai"),
        pytest.param("1609430400", date(2021, 1, 1), id="first_second_of_the_year_in_Shanghai"),
    ],
)
def test_date_is_source_date_epoch_without_a_setting(epoch, day):
    assert as_of(SHANGHAI, {"SOURCE_DATE_EPOCH": epoch}) == day


def test_date_is_today_without_either():
    zone = ZoneInfo("Asia/Shanghai")
    before = datetime.now(zone).date()

    day = as_of(SHANGHAI, {})

    assert before <= day <= datetime.now(zone).date()


def test_built_site_is_judged_on_source_date_epoch_without_a_setting(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763568000")

    assert b'"as_of": "2025-11-20"' in project.build(as_of="")["shili/2025/plan.json"]

"""`scout` as a clerk types it: what it says, what it asks for, and that it changes nothing."""

import pytest
from gongkai.command_line import WrongUseError, understood
from gongkai.files import locks
from gongkai.files.equipment import COMMAND, version
from gongkai.program import VERBS
from helpers.builders import COLUMNS, JURISDICTION, LEDGER
from helpers.projects import Project, files
from helpers.unruly_server import Told, unruly

LIST = """<html><head><meta charset="utf-8"><title>规划信息</title></head><body><ul class="list">{lines}</ul>{next}</body></html>"""
LINE = '<li><a href="/zwgk/{number}.html" title="示例县第{number}个规划">示例县第{number}个规划</a><span>{day}</span></li>'
SEARCHES, PROPOSED, RECHECKED = "ledger/searches.yaml", "proposals/guihua-xinxi.yaml", "snapshots/rechecked.yaml"
WAITING = f"一共 5 条线索等人核对：{COMMAND} scout shili 2025 --review；也可以运行 {COMMAND} serve，在浏览器的“要做的事”里核对。"
CONTACT = ("-e", "GONGKAI_CONTACT=open@example.org")


def listed(days, first, further=""):
    lines = "".join(LINE.format(number=number, day=day) for number, day in enumerate(days, first))
    return LIST.format(lines=lines, next=f'<a href="{further}">下一页</a>' if further else "").encode()


ANSWERS = {
    "/robots.txt": b"User-agent: *\nDisallow: /caizheng/\n",
    "/guihua/index.html": listed(["2025-05-06", "2025-04-01", "2025-03-02", "2025-02-03", "2025-01-09"], 1, "index_2.html"),
    "/guihua/index_2.html": listed(["2024-12-20", "2024-12-01", "2024-11-02", "2024-10-03", "2024-09-09"], 6, "index_3.html"),
}


@pytest.fixture
def server():
    with unruly(ANSWERS) as server:
        yield server


@pytest.fixture
def project(tmp_path, server):
    project = Project(tmp_path)
    project.data.replace(COLUMNS, "name: 规划信息\n", f"name: 规划信息\n            url: {server.address('/guihua/index.html')}\n")
    project.data.replace(COLUMNS, "name: 财政信息\n", f"name: 财政信息\n            url: {server.address('/caizheng/')}\n")
    return project


def files_of(project):
    return {name: content for name, content in files(project.root).items() if not name.startswith(".build/")}


def scouted(project, server, *words):
    return project.run("scout", "shili", *words, "--pace", "0.05", "-e", f"GONGKAI_SCOUT_INTRANET={server.host}")


def told(finished):
    assert (finished.returncode, finished.stderr) == (0, ""), finished.stderr
    return finished.stdout.splitlines()


def test_it_says_where_it_looked_how_far_and_why_not_further(project, server):
    before = files_of(project)
    lines = told(scouted(project, server, *CONTACT))
    after = files_of(project)

    assert lines == [
        "示例县有 4 个栏目，其中 2 个写了网址。",
        "没有写网址的 2 个没有看；要看的，请打开网站找到栏目的列表，把网址写进 data/shili/columns.yaml 那个栏目的 url。",
        f"向网站报的名字：gongkai/{version()} (+open@example.org)。每 0.05 秒最多问一次。",
        "规划信息：列表前 2 页，10 条，最早的是 2024-09-09；再往后都是前几年的。其中 2025 年的 5 条。",
        "  可能有关的 5 条，其中新的 5 条。",
        "财政信息：没有看成。",
        f"  {server.address('/caizheng/')}：网站的 robots.txt 不许程序看这个地址。请由人打开看。",
        "看完 1 个栏目，没有看完 1 个。读到的记在 .build/scout/shili/2025/，没有改状态。",
        WAITING,
    ]
    assert server.paths == ["/robots.txt", "/guihua/index.html", "/guihua/index_2.html"]
    assert min(server.gaps) >= 0.05
    assert {name for name in after if after[name] != before.get(name)} == {f"data/shili/2025/{SEARCHES}", f"data/shili/2025/{PROPOSED}"}
    assert before.keys() <= after.keys()


def test_a_second_run_within_the_day_asks_only_for_what_it_has_not(project, server):
    first = told(scouted(project, server, *CONTACT))
    asked, kept = len(server.asked), files_of(project)
    second = told(scouted(project, server, *CONTACT))

    assert second == [line.replace("，其中新的 5 条。", "，都是以前就有的。") for line in first]
    assert server.paths[asked:] == ["/robots.txt"]
    assert files_of(project) == kept


def test_pages_are_limited_by_whoever_asks(project, server):
    lines = told(scouted(project, server, "--pages", "1", *CONTACT))

    assert lines[3] == "规划信息：列表前 1 页，5 条，最早的是 2025-01-09；后面还有，到规定的页数为止。其中 2025 年的 5 条。"


def test_without_a_contact_nobody_is_asked(project, server):
    finished = scouted(project, server)

    assert finished.returncode == 1
    assert finished.stderr.startswith("还没有写联系方式。网站的人要知道是谁在看、有事找谁。")
    assert server.asked == []


def test_what_is_made_up_is_looked_for_nowhere(project, server):
    finished = project.run("scout", "shili", *CONTACT)

    assert (finished.returncode, server.asked) == (1, [])
    assert finished.stderr == "示例县没有可以看的网站：它是编写的示例，网址不是真的。\n"


def test_a_page_without_a_list_is_told(project, server):
    server.answers["/guihua/index.html"] = "<p>正在建设</p>".encode()
    lines = told(scouted(project, server, *CONTACT))

    assert lines[3:5] == ["规划信息：列表前 1 页，0 条；后面没有了。", "  网页打开了，没有读出列表。请由人打开看，或换成列表那一页的网址。"]


def test_known_addresses_are_opened_again_and_nothing_is_called_missing(project, server):
    text = (project.data.root / LEDGER).read_text(encoding="utf-8")
    entry = text.partition("evidence:\n")[2].partition("checks:\n")[0]
    others = entry.replace("on: 2025-07-10", "on: 2025-07-11").replace(
        "https://www.example.org/guihua/1.html", server.address("/gone.html")
    )
    elsewhere = entry.replace("https://www.example.org/guihua/1.html", server.address("/guihua/index.html"))
    project.data.replace(LEDGER, "checks:\n", f"{others}{elsewhere}checks:\n")
    before = files_of(project)
    lines = told(scouted(project, server, "--check", *CONTACT))
    after = files_of(project)

    assert {name for name in after if after[name] != before.get(name)} == {f"data/shili/2025/{RECHECKED}"}
    assert [line.strip() for line in after[f"data/shili/2025/{RECHECKED}"].decode().splitlines() if "state:" in line] == [
        "state: dead",
        "state: opened",
        "state: not_asked",
    ]
    assert lines[0] == "示例县 2025 年的台账里有 3 个网址。"
    assert lines[2:] == [
        "链接失效 1 个：网站说没有这个网页（状态 404）。",
        "  示例县发展规划（任务 1.1.1）",
        f"    {server.address('/gone.html')}",
        "没有去看 1 个：“www.example.org”不是这个辖区的官方网站，没有去看。确是官方网站的，把域名写进 jurisdiction.yaml 的 hosts。",
        "  示例县发展规划（任务 1.1.1）",
        "    https://www.example.org/guihua/1.html",
        "看了 3 个：打得开，没有留存可以比较 1 个，链接失效 1 个，没有去看 1 个。打不开不等于没有公开。没有写台账，没有改网站。",
        f"记在 data/shili/2025/{RECHECKED}；要处理的，请运行 {COMMAND} serve，打开“要做的事”。",
    ]


def test_two_at_once_would_ask_too_often(project, server):
    with locks.lock(project.data.root / JURISDICTION):
        finished = scouted(project, server, *CONTACT)

    assert (finished.returncode, finished.stderr, server.asked) == (1, "另一个 scout 正在看 shili，等它看完再运行。\n", [])


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("xianjin",), "没有辖区“xianjin”。现有：shili。\n"),
        (("shili", "2019"), "shili 没有“2019”年的要点。现有：2025。\n"),
    ],
    ids=["place", "year"],
)
def test_what_is_not_there_is_told(project, words, fault):
    finished = project.run("scout", *words)

    assert (finished.returncode, finished.stderr) == (2, fault)


@pytest.mark.parametrize("intranet", ["10.0.0.1", "http://10.0.0.1:80", "a:b"])
def test_a_host_without_its_port_is_told(project, intranet):
    finished = project.run("scout", "shili", *CONTACT, "-e", f"GONGKAI_SCOUT_INTRANET={intranet}")

    assert finished.returncode == 1
    assert f"GONGKAI_SCOUT_INTRANET 里的“{intranet}”不是“域名:端口”。" in finished.stderr


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--pace", "0"), "--pace 写成了“0”，不是秒数。请写 0.01 到 99 之间的数字，如 3。"),
        (("--pace", "nan"), "--pace 写成了“nan”，不是秒数。"),
        (("--pages", "0"), "--pages 写成了“0”，不是页数。请写 1 到 200 之间的数字，如 20。"),
        (("--pages", "201"), "--pages 写成了“201”，不是页数。"),
    ],
    ids=str,
)
def test_wrong_numbers_are_told_before_anything_is_asked(words, fault):
    with pytest.raises(WrongUseError) as error:
        understood(("scout", "shili", *words), VERBS)

    assert str(error.value).startswith(fault)


def test_a_column_that_misbehaves_keeps_nobody_from_the_next(project, server):
    server.answers.update(
        {"/guihua/index.html": Told(500), "/robots.txt": b"", "/caizheng/": listed(["2025-05-06", "2025-04-01", "2025-03-01"], 1)}
    )
    lines = told(scouted(project, server, *CONTACT))

    assert lines[3:6] == [
        "规划信息：没有看成。",
        f"  {server.address('/guihua/index.html')}：网站自己出了错（状态 500）。请过些时候再运行。",
        "财政信息：列表前 1 页，3 条，最早的是 2025-03-01；后面没有了。其中 2025 年的 3 条。",
    ]


def test_what_waits_is_listed_where_nobody_can_be_asked(project, server):
    told(scouted(project, server, *CONTACT))
    lines = told(scouted(project, server, "--review", *CONTACT))

    assert lines[:3] == [
        "示例县第1个规划（2025年5月6日）",
        f"  {server.address('/zwgk/1.html')}",
        "  栏目：政府网站 > 政府信息公开 > 规划信息",
    ]
    assert sum(line.startswith("  把握") for line in lines) >= 5


def test_looking_again_and_reviewing_are_two_runs(project):
    finished = project.run("scout", "shili", "--check", "--review")

    assert (finished.returncode, finished.stderr.splitlines()[0]) == (2, "--check 和 --review 请分两次运行。")

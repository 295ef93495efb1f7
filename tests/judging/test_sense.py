"""What can hardly be meant is told with its file, line, field and remedy, and what is meant is not."""

from datetime import date

import pytest
from gongkai.judging.doubts import sense
from gongkai.judging.doubts.personal import is_identity
from gongkai.records import loading
from gongkai.records.fields import normal_address
from gongkai.records.problems import Effect
from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.labels import START_UNSAID, UNIT_UNSAID
from helpers.builders import COLUMNS, JURISDICTION, LEDGER, MORE_TASKS, PLAN, TASKS, UNITS, DataFolder

TODAY = date(2025, 12, 1)
URL = "https://www.example.org/guihua/1.html"
AFTER = "    strength: primary\n"
OFFICE = "shili/2025/ledger/zhengfuban.yaml"
# Made up from the rules of the numbers: sequence 000 is never given out.
IDENTITY, MOBILE, CARD = "500151199001010003", "13800001234", "6222020000000000000"


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def remarks(folder):
    return sense.remarks(loading.look(folder.root), TODAY)


def case(name, file, old, new, at, field, fault, remedy):
    """`old` becomes `new`; the warning stands on the line of `at` and names the field; `fault` and `remedy` are what it must say."""
    return pytest.param(file, old, new, at, field, fault, remedy, id=name)


def entry(name, line, field, fault, at=None):
    """A line more in the evidence; told there, or where `at` stands."""
    return case(name, LEDGER, AFTER, f"{AFTER}    {line}\n", at or line, field, fault, "核对")


def changed(name, old, new, field, fault, remedy="核对"):
    """Another text in the evidence."""
    return case(name, LEDGER, old, new, new.strip().split("\n")[-1], field, fault, remedy)


def address(name, url, fault, remedy):
    return changed(name, URL, url, "网址（url）", fault, remedy)


DAYS = [
    changed(
        "entered in the future", "units: [fagaiju]\n    on: 2025-07-10", "units: [fagaiju]\n    on: 2035-07-10", "登记日期（on）", "将来"
    ),
    changed("published in the future", "published_on: 2025-06-20", "published_on: 2026-06-20", "发布日期（published_on）", "将来"),
    entry("seen in the future", "seen_on: 2025-12-02", "查看日期（seen_on）", "将来"),
    entry("opened in the future", "opened: {by: 测试, on: 2025-12-02}", "打开的日期（on）", "将来"),
    entry("dead in the future", "dead_on: 2026-01-01", "链接失效日期（dead_on）", "将来"),
    entry("kept in the future", f"snapshot: {{hash: {'0' * 64}, on: 2026-01-01}}", "留存日期（on）", "将来"),
    changed("published long before", "published_on: 2025-06-20", "published_on: 2015-06-20", "发布日期（published_on）", "2025 年的要点早"),
    changed("published in the year 202", "published_on: 2025-06-20", "published_on: 0202-06-20", "发布日期（published_on）", "早得"),
    entry("seen before its plan", "seen_on: 2024-06-21", "查看日期（seen_on）", "2025 年的要点早"),
    entry("written after it was published", "document_on: 2025-06-21", "发布日期（published_on）", "成文日期", "published_on"),
    entry("seen before it was published", "seen_on: 2025-06-19", "发布日期（published_on）", "查看日期", "published_on"),
    entry(
        "opened before it was published", "opened: {by: 测试, on: 2025-06-19}", "发布日期（published_on）", "由谁打开核对", "published_on"
    ),
    entry("dead before it was seen", "seen_on: 2025-07-09\n    dead_on: 2025-07-08", "链接失效日期（dead_on）", "查看日期", "dead_on"),
    changed("published after its entry", "published_on: 2025-06-20", "published_on: 2025-07-11", "发布日期（published_on）", "登记日期"),
    changed("empty day", "published_on: 2025-06-20", "published_on:", "发布日期（published_on）", "空的", "补上"),
    case("empty deadline", TASKS, "due_on: 2025-06-30", "due_on:", "due_on:", "完成时限（due_on）", "空的", "补上"),
    case("far deadline", TASKS, "due_on: 2025-06-30", "due_on: 2052-06-30", "due_on", "完成时限（due_on）", "晚得太远", "核对"),
    case("deadline of last year", TASKS, "due_on: 2025-06-30", "due_on: 2024-06-30", "due_on", "完成时限（due_on）", "早", "核对"),
    case("deadline before the plan", TASKS, "due_on: 2025-06-30", "due_on: 2025-02-28", "due_on", "完成时限（due_on）", "成文日期", "核对"),
    case(
        "plan of another year",
        PLAN,
        "issued_on: 2025-03-01",
        "issued_on: 2015-03-01",
        "issued_on",
        "成文日期（issued_on）",
        "2025 年",
        "核对",
    ),
    case(
        "unit of the far future",
        UNITS,
        "slug: chengguan",
        "slug: chengguan\n    valid_to: 2205-01-01",
        "valid_to",
        "终止日期",
        "远",
        "核对",
    ),
]
ADDRESSES = [
    address("glued note", f"{URL}（2025年7月9日查看）", "（", "只留网址"),
    address("glued title", f"{URL}，示例县发展规划", "，", "只留网址"),
    address("Cyrillic o", "https://www.example.оrg/", "U+043E", "核对"),
    address("Cyrillic o as browsers send it", "https://xn--80ak6aa92e.com/", "不是英文字母", "核对"),
    address("Greek o", "https://www.gοv.cn/", "U+03BF", "核对"),
    *(
        address(f"private {host}", f"http://{host}/1.html", "内网或本机", "公开网址")
        for host in (
            *("192.168.1.20", "10.20.30.40:8080", "172.16.0.1", "127.0.0.1", "[::1]", "[fe80::1]", "169.254.169.254", "100.64.0.1"),
            *("localhost", "oa", "files.local", "oa.lan", "2130706433", "0x7f.1", "0.0.0.0"),
        )
    ),
    address("public account", "https://mp.weixin.qq.com/s/SHILI", "官方", "hosts"),
    address("somebody else's host", "https://www.example.org.example.net/1.html", "官方", "hosts"),
    address("plain http", "http://www.example.org/guihua/1.html", "不加密", "https"),
]
TEXTS = [
    changed("title cut", "title: 示例县发展规划", "title: 示例县 #3 发展规划", "标题（title）", "#3", "引号"),
    changed("title cut before a blank", "title: 示例县发展规划", "title: 示例县 # 3 发展规划", "标题（title）", "# 3", "引号"),
    case("plan's title cut", PLAN, "title: 示例县2025年", "title: 示例县 #2025年", "title: 示", "标题（title）", "注释", "引号"),
    case(
        "event without its limit",
        MORE_TASKS,
        "        due: {within: 5, unit: working_days, after: 收到政策咨询}\n",
        "",
        "- text: |-\n          收到",
        "相对时限（due）",
        "没有写",
        "within",
    ),
]
REGISTER = [
    case(
        "heir without an end",
        UNITS,
        "slug: chengguan",
        "slug: chengguan\n    successors: [fagaiju]",
        "successors",
        "继任单位",
        "哪天为止",
        "valid_to",
    ),
    case(
        "joins a roster after its end",
        UNITS,
        "kind: township\n  - slug: ge-bumen\n    name: 县政府各部门\n    kind: group\n    members: [fagaiju, caizhengju]",
        "kind: township\n    valid_to: 2025-06-30\n  - slug: ge-bumen\n    name: 县政府各部门\n    kind: group\n"
        "    members: [fagaiju, caizhengju, {unit: chengguan, valid_from: 2025-07-01}]",
        "members: [",
        "成员单位",
        "2025-06-30",
        "继任单位",
    ),
    case(
        "joins a roster before it is set up",
        UNITS,
        "kind: township\n  - slug: ge-bumen\n    name: 县政府各部门\n    kind: group\n    members: [fagaiju, caizhengju]",
        "kind: township\n    valid_from: 2025-03-01\n  - slug: ge-bumen\n    name: 县政府各部门\n    kind: group\n"
        "    members: [fagaiju, caizhengju, {unit: chengguan, valid_from: 2025-02-28}]",
        "members: [",
        "成员单位",
        "2025-03-01",
        "核对",
    ),
]
WITHDRAWN = "changes:\n  - {task: 2.1.1, on: 2025-04-01, document: 通知。, withdrawn: true}\n"


def office(name, text, at, field, fault, remedy):
    return case(name, OFFICE, "", text, at, field, fault, remedy)


EFFECTS = [
    office(
        "lapsed waiver",
        "waivers:\n  - {task: 2.1.1, on: 2025-05-01, reason: 无。, valid_until: 2025-04-30}\n",
        "- {",
        "有效至",
        "不起作用",
        "核对",
    ),
    *(
        office(
            f"{kind} of what was taken back",
            f"{WITHDRAWN}{kind}:\n  - {{task: 2.1.1, on: 2025-05-01, {fields}}}\n",
            "on: 2025-05-01",
            kind,
            "撤销",
            "核对",
        )
        for kind, fields in [
            ("waivers", "reason: 无。, valid_until: 2025-12-31"),
            ("checks", "result: not_found"),
            ("notes", "text: 正在办。"),
            ("evidence", "title: 发布会, description: 在县政府召开。"),
        ]
    ),
    case(
        "check before it is due",
        LEDGER,
        "measures: [2]\n    on: 2025-07-10",
        "measures: [1]\n    on: 2025-06-30",
        "on: 2025-06-30",
        "登记日期",
        "2025-06-30",
        "期限以后",
    ),
    case(
        "check of another column",
        LEDGER,
        "column: guihua-xinxi",
        "column: caizheng-xinxi",
        "column: caizheng",
        "核查栏目",
        "公开路径",
        "guihua-xinxi",
    ),
    case(
        "ended unit goes on",
        UNITS,
        "slug: fagaiju",
        "slug: fagaiju\n    valid_to: 2025-06-25\n    successors: [zhengfuban]",
        None,
        "登记日期",
        "2025-06-25",
        "zhengfuban",
    ),
    case(
        "unit of the plan had ended",
        UNITS,
        "slug: chengguan",
        "slug: chengguan\n    valid_to: 2024-12-31",
        None,
        "牵头单位",
        "2024-12-31",
        "核对",
    ),
    case(
        "unit of the plan was not yet",
        UNITS,
        "slug: chengguan",
        "slug: chengguan\n    valid_from: 2025-03-02",
        None,
        "牵头单位",
        "2025-03-02",
        "核对",
    ),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("file", "old", "new", "at", "field", "fault", "remedy"), [*DAYS, *ADDRESSES, *TEXTS, *REGISTER, *EFFECTS])
def test_what_can_hardly_be_meant_is_told_once(folder, file, old, new, at, field, fault, remedy):
    if old:
        folder.replace(file, old, new)
    else:
        folder.write(file, new)

    (told,) = remarks(folder)

    assert told.effect is Effect.WARNING
    assert at is None or f"{told.file.as_posix()}:{told.line}" == f"data/{file}:{folder.line_of(file, at)}"
    assert field in told.field
    assert fault in told.fault
    assert remedy in told.remedy


HARMLESS = [
    ("a comment behind a day", LEDGER, "published_on: 2025-06-20", "published_on: 2025-06-20 # 页面上的日期"),
    ("a comment behind a slug", LEDGER, "found_in: guihua-xinxi", "found_in: guihua-xinxi # 规划"),
    ("a comment well apart", LEDGER, "title: 示例县发展规划", "title: 示例县发展规划  # 页面上的标题"),
    ("a number sign in quotes", LEDGER, "title: 示例县发展规划", 'title: "示例县 #3 发展规划"'),
    ("a number sign in a block", LEDGER, AFTER, AFTER + "    remark: >-\n      见 #3 的说明\n"),
    ("an index number", LEDGER, AFTER, AFTER + f'    index_number: "{IDENTITY}"\n'),
    ("digits in an address", LEDGER, URL, f"https://www.example.org/{MOBILE}.html"),
    ("an address in a text", LEDGER, AFTER, AFTER + f"    remark: 见 https://www.example.org/{MOBILE}.html 。\n"),
    ("an amount", LEDGER, AFTER, AFTER + f"    remark: 共 {MOBILE} 元。\n"),
    ("a wrong check digit", LEDGER, AFTER, AFTER + '    remark: "500151199001010004"\n'),
    ("hotlines", LEDGER, AFTER, AFTER + "    remark: 拨打 12345 或 023-45678901。\n"),
    ("an empty text", LEDGER, AFTER, AFTER + "    remark:\n"),
    ("a waiver into next year", OFFICE, "", "waivers:\n  - {task: 2.1.1, on: 2025-05-01, reason: 无。, valid_until: 2026-12-31}\n"),
    ("a part of the official host", LEDGER, URL, "https://fgj.example.org/1.html"),
    ("a host of the list", JURISDICTION, "order: 1", "order: 1\nhosts: [www.cq.gov.cn]"),
    ("a check above the column", LEDGER, "column: guihua-xinxi", "column: xinxi-gongkai"),
    ("a former name", COLUMNS, "name: 规划信息", "name: 规划信息\n            former_names: [规划]"),
]


@pytest.mark.parametrize(("file", "old", "new"), [case[1:] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_what_is_meant_is_not_told(folder, file, old, new):
    if old:
        folder.replace(file, old, new)
    else:
        folder.write(file, new)

    assert remarks(folder) == []


GATES = [
    ("identity number", IDENTITY, "身份证"),
    ("identity number in groups", "500151 19900101 0003", "身份证"),
    ("identity number in full width", "５００１５１１９９００１０１０００３", "身份证"),
    ("mobile number", MOBILE, "手机号码"),
    ("mobile number in groups", "138-0000-1234", "手机号码"),
    ("mobile number with the country's code", "+86 138 0000 1234", "手机号码"),
    ("bank card", CARD, "银行卡号"),
    ("bank card in groups", "6222 0200 0000 0000 000", "银行卡号"),
]


@pytest.mark.parametrize(("number", "kind"), [case[1:] for case in GATES], ids=[case[0] for case in GATES])
@pytest.mark.parametrize("key", ["remark", "by", "description", "title"])
def test_a_number_of_somebody_s_own_is_a_gate_wherever_it_stands(folder, number, kind, key):
    folder.write(
        LEDGER,
        f"evidence:\n  - {{task: 1.1.1, measures: [1], on: 2025-07-10, {'title: 无, ' if key != 'title' else ''}url: '{URL}',\n    {key}: 张三{number}}}\n",
    )

    (told,) = remarks(folder)

    assert (told.effect, told.line) == (Effect.GATE, 3)
    assert kind in told.fault
    assert number not in str(told)
    assert "answers" in told.remedy


def test_a_gate_is_answered_in_the_ledger_with_a_reason_and_a_name(folder):
    folder.replace(JURISDICTION, "order: 1", f"order: 1\ncontact: 张三 {MOBILE}")
    (gate,) = remarks(folder)
    name = gate.remedy.partition("problem: ")[2].partition("，")[0]

    folder.write(OFFICE, f"answers:\n  - {{problem: {name}, reason: 公开的值班电话。, by: 李四, on: 2025-07-10}}\n")

    assert remarks(folder) == []


def test_what_an_import_did_not_read_is_a_gate_until_somebody_says_it(folder):
    unit, due = f"name: {UNIT_UNSAID}\n", f"due: {{within: 5, unit: working_days, after: {START_UNSAID}}}"
    folder.replace(UNITS, "name: 县政府有关部门\n", unit)
    folder.replace(TASKS, "due_on: 2025-06-30", due)

    told = [(problem.effect, problem.file.name, problem.line, "answers" in problem.remedy) for problem in remarks(folder)]

    units, tasks = folder.line_of(UNITS, unit.strip()), folder.line_of(TASKS, due)
    assert sorted(told, key=str) == [(Effect.GATE, "01-guihua.yaml", tasks, True), (Effect.GATE, "units.yaml", units, True)]


@pytest.mark.parametrize("drafted", ["title: 做好规划公开", "title: '规划: 公开'", "article_20: [3, 7]", "continues: 1.1.1"])
def test_what_an_import_drafted_is_a_gate_until_somebody_has_confirmed_it(folder, drafted):
    titled = f"    {drafted}"
    folder.replace(TASKS, "  - id: 1.1.1\n", f"  - id: 1.1.1\n{titled}  {PROPOSED}\n")

    told = [(problem.effect, problem.file.name, problem.line, "1 处" in problem.fault) for problem in remarks(folder)]

    assert told == [(Effect.GATE, "01-guihua.yaml", folder.line_of(TASKS, titled), True)]


def test_an_answer_to_nothing_is_told(folder):
    folder.write(OFFICE, "answers:\n  - {problem: 手机号码-000000, reason: 公开的值班电话。, by: 李四, on: 2025-07-10}\n")

    (told,) = remarks(folder)

    assert (told.effect, told.line, told.field) == (Effect.WARNING, 2, "问题（problem）")


def test_addresses_that_are_only_examples_are_a_gate_where_the_place_is_real(folder):
    folder.replace(PLAN, "demonstration: true\n", "")

    told = [problem for problem in remarks(folder) if not problem.field.endswith(("（title）", "（article_20）"))]

    assert {problem.effect for problem in told} == {Effect.GATE}
    assert {problem.file.name for problem in told} == {"jurisdiction.yaml", "units.yaml", "fagaiju.yaml"}


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        ("", True),
        ("on: 2025-07-17", True),
        (f"url: '{URL}#top'", True),
        (f"url: '{URL}?from=timeline&utm_source=a'", True),
        ("url: http://example.org/guihua/1.html/", True),
        ("title: 另一个标题", True),
        ("measures: [1, 2]", True),
        ("measures: [2]", False),
        ("period: 2025-06", False),
        (f"url: '{URL}?id=2'", False),
        ("units: [caizhengju]", False),
    ],
)
def test_the_same_evidence_twice_is_told_at_the_second(folder, second, is_told):
    first = {"task": "1.1.1", "measures": "[1]", "units": "[fagaiju]", "on": "2025-07-10", "title": "规划", "url": f"'{URL}'"}
    key, _, value = second.partition(": ")
    entries = [first, {**first, **({key: value} if key else {})}]
    lines = ["  - {" + ", ".join(f"{name}: {text}" for name, text in fields.items()) + "}" for fields in entries]
    folder.write(LEDGER, "\n".join(["evidence:", *lines, ""]))

    told = [problem for problem in remarks(folder) if "重复" in problem.fault]

    assert [problem.line for problem in told] == ([3] if is_told else [])
    assert all(f"data/{LEDGER}:2" in problem.fault for problem in told)


def test_a_check_twice_in_two_files_is_told(folder):
    folder.write(
        OFFICE, "checks:\n  - {task: 1.1.1, measures: [2], units: [fagaiju], on: 2025-07-10, result: not_found, column: guihua-xinxi}\n"
    )

    (told,) = remarks(folder)

    assert told.file.name == "zhengfuban.yaml"
    assert "重复" in told.fault


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        ("", True),
        ("by: 另一个人", True),
        ("result: proposed", True),
        ("remark: 又查了一遍。", True),
        ("measures: [1, 2]", True),
        ("task: 1.1.2", False),
        ("measures: [2]", False),
        ("units: [caizhengju]", False),
        ("column: guihua-xinxi", False),
        ("on: 2025-07-11", False),
        ("searched: live", False),
        ("extent: 查找“债务”", False),
        (f"url: '{URL}'", False),
    ],
)
def test_the_same_search_twice_is_told_at_the_second(folder, second, is_told):
    first = {"task": "1.1.1", "measures": "[1]", "units": "[fagaiju]", "on": "2025-07-10", "by": "测试"}
    first |= {"searched": "archive", "extent": "查找“规划”", "result": "nothing"}
    key, _, value = second.partition(": ")
    entries = [first, {name: text for name, text in (first | ({key: value} if key else {})).items() if (name, key) != ("measures", "task")}]
    lines = ["  - {" + ", ".join(f"{name}: {text}" for name, text in fields.items()) + "}" for fields in entries]
    folder.write(OFFICE, "\n".join(["searches:", *lines, ""]))

    told = [problem for problem in remarks(folder) if "重复" in problem.fault]

    assert [(problem.line, f"data/{OFFICE}:2" in problem.fault) for problem in told] == ([(3, True)] if is_told else [])


def test_a_closure_for_units_of_which_one_has_nothing_names_it(folder):
    folder.write(OFFICE, "closures:\n  - {task: 1.1.1, measures: [1], units: [fagaiju, caizhengju], on: 2025-07-20}\n")

    (told,) = remarks(folder)

    assert (told.effect, told.line, told.field) == (Effect.WARNING, 2, "单位（units）")
    assert "caizhengju（县财政局）" in told.fault
    assert "fagaiju" not in told.fault


def test_units_that_take_each_other_over_are_told_each(folder):
    folder.replace(UNITS, "slug: chengguan", "slug: chengguan\n    valid_to: 2025-12-31\n    successors: [zhengfuban]")
    folder.replace(UNITS, "slug: zhengfuban", "slug: zhengfuban\n    valid_to: 2025-12-31\n    successors: [chengguan]")

    assert [problem.field for problem in remarks(folder) if "循环" in problem.fault] == ["继任单位（successors）"] * 2


def test_a_duty_handed_to_a_unit_that_is_no_more_is_told_with_its_heir(folder):
    folder.replace(UNITS, "slug: chengguan", "slug: chengguan\n    valid_to: 2025-05-31\n    successors: [caizhengju]")
    folder.write(OFFICE, "changes:\n  - {task: 2.1.1, on: 2025-06-01, document: 通知。, new_units: [chengguan]}\n")

    (told,) = remarks(folder)

    assert (told.line, told.field) == (2, "新的承担单位（new_units）")
    assert "caizhengju（县财政局）" in told.remedy


def test_a_host_cited_often_without_encryption_is_told_once_with_its_number(folder):
    folder.write(
        LEDGER,
        "".join(
            [
                "evidence:\n",
                *(
                    f"  - {{task: 1.1.2, units: [caizhengju], on: 2025-07-10, title: 预算, url: 'http://www.example.org/{n}.html'}}\n"
                    for n in range(440)
                ),
            ]
        ),
    )

    (told,) = remarks(folder)

    assert "440 处" in told.fault


@pytest.mark.parametrize(
    ("number", "is_one"),
    # The example of GB 11643 itself, one with an X, and the same with other last digits and a day that is none.
    [("11010519491231002X", True), ("110105194912310021", False), ("500151199013010008", False)],
)
def test_an_identity_number_has_its_check_digit_and_a_day_of_birth(number, is_one):
    assert is_identity(number) == is_one


def test_addresses_of_one_page_are_one():
    same = ["https://www.a.gov.cn/x/", "http://a.gov.cn/x", "https://A.gov.cn/x?utm_source=1#y"]

    assert len({normal_address(address) for address in same}) == 1
    assert normal_address("https://a.gov.cn/x?id=1") != normal_address("https://a.gov.cn/x?id=2")
    assert normal_address("https://a.gov.cn:8443/x") != normal_address("https://a.gov.cn/x")


def test_missing_titles_are_told_once_for_a_plan_that_is_real(folder):
    folder.replace(PLAN, "demonstration: true\n", "")
    folder.replace(MORE_TASKS, "- id: 2.1.1\n", "- id: 2.1.1\n    title: 新闻发布会\n")

    told = next(problem for problem in remarks(folder) if "title" in problem.field)

    assert (told.file.name, told.line, told.field) == ("01-guihua.yaml", 4, "短标题（title）")
    assert "4 项任务" in told.fault


@pytest.mark.parametrize("classified", [False, True])
def test_that_no_task_is_classified_is_told_once_for_a_plan_that_is_real(folder, classified):
    folder.replace(PLAN, "demonstration: true\n", "")
    if classified:
        folder.replace(MORE_TASKS, "- id: 2.1.1\n", "- id: 2.1.1\n    article_20: []\n")

    told = [(problem.effect, problem.file.name, problem.line) for problem in remarks(folder) if "article_20" in problem.field]

    assert told == ([] if classified else [(Effect.WARNING, "01-guihua.yaml", 4)])

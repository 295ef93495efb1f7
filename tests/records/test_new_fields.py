"""Every field of design §1 is read where it is right, and refused with file, line, label and remedy where it is not."""

from datetime import date

import pytest
from gongkai.records.duties import Duty, SuperiorDocument
from gongkai.records.fields import Opening
from gongkai.records.ledger_records import Answer, Search, Snapshot
from gongkai.records.register_records import FormerName, Sourced
from helpers.builders import COLUMNS, DUTIES, FORMAT, JURISDICTION, LEDGER, PLAN, TASKS, UNITS, DataFolder

HASH = "0123456789abcdef" * 4
OPENED = Opening(by="档案科", on=date(2025, 7, 2))
OPENED_FORM = "“{}”没有说明谁在哪天打开。有人打开核对过的，写成 {{by: 打开的人, on: 2021-06-30}}；还没有人打开的，不写这个字段。"
CODE_FORM = "请写县级以上的六位数字，如 500151；乡镇街道九位，村和社区十二位。"
HOST_FORM = "只写域名，小写，不带 https:// 和斜杠，如 www.example.gov.cn。"
MONTHS_FORM = "请写一年 2021、一个月 2021-03，或从哪月到哪月 2021-01..2021-03。"
NOT_A_DATE = "请改为真实存在的日期，如 2021-02-28。"
TOO_LONG = "政策文件和解读材料同步组织同步审签同步发布的情况说明"
ONE_ENTRY = "shili/2025/ledger/2025-07-12-caizhengju-1.1.2.yaml"
ENTRY = "evidence:\n  - {task: 1.1.2, on: 2025-07-12, title: 预算, url: 'https://www.example.org/yusuan.html'}\n"
DUTY = """\
duties:
  - id: guihua-2025
    title: 公开发展规划
    year: 2025
    document:
      issuer: 示例省人民政府办公厅
      title: 示例省2025年政务公开工作要点
      document_number: 示办发〔2025〕3号
      issued_on: 2025-02-01
      url: https://www.example.org/yaodian.html
      heading: 一、做好规划公开
      seen_on: 2025-02-03
"""


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def place_of(folder):
    return folder.load().jurisdictions[0]


def put(folder, file, before, text):
    """Put lines behind a text that occurs once, and say which line they begin on."""
    folder.replace(file, before, f"{before}{text}")
    return folder.line_of(file, text.strip("\n").split("\n")[0])


# --- what is read --------------------------------------------------------------------------------


def test_a_place_has_its_code_its_official_hosts_and_whether_it_is_official(folder):
    folder.append(JURISDICTION, "place_code: '500151'\nhosts: [www.example.org, zwgk.example.gov.cn]\nofficial: true\n")
    record = place_of(folder).record

    assert (record.place_code, record.hosts, record.official) == ("500151", ("www.example.org", "zwgk.example.gov.cn"), True)


@pytest.mark.parametrize("code", ["500151", "500151101", "500151101002"])
def test_places_of_all_levels_have_codes(folder, code):
    folder.append(JURISDICTION, f"place_code: {code}\n")

    assert place_of(folder).record.place_code == code


def test_a_place_that_says_nothing_of_itself_is_not_official(folder):
    record = place_of(folder).record

    assert (record.place_code, record.hosts, record.official) == (None, (), False)


def test_a_unit_keeps_its_former_names_with_the_day_each_ended_where_it_is_known(folder):
    put(folder, UNITS, "name: 县财政局\n", "    former_names: [县财税局, {name: 县财务局, valid_to: 2019-01-31}]\n")

    assert place_of(folder).register.units["caizhengju"].former_names == (
        FormerName(name="县财税局"),
        FormerName(name="县财务局", valid_to=date(2019, 1, 31)),
    )


def test_a_column_keeps_its_former_names_in_the_same_way_and_tells_when_its_address_was_seen(folder):
    text = "        former_names: [{name: 回应关切, valid_to: 2024-12-31}]\n        url: https://www.example.org/jiedu/\n        seen_on: 2025-07-01\n"
    folder.replace(COLUMNS, "        former_names: [解读回应]\n", f"{text}        opened: {{by: 档案科, on: 2025-07-02}}\n")
    column = place_of(folder).register.nodes["zhengce-jiedu"].column

    assert column.former_names == (FormerName(name="回应关切", valid_to=date(2024, 12, 31)),)
    assert (column.seen_on, column.opened) == (date(2025, 7, 1), OPENED)


def test_a_former_name_is_offered_to_whoever_writes_it_for_a_slug(folder):
    put(folder, UNITS, "name: 县财政局\n", "    former_names: [县财税总局]\n")
    folder.replace(TASKS, "lead_units: [caizhengju]", "lead_units: [县财税总局]")

    assert folder.problems() == [
        f"data/{TASKS}:{folder.line_of(TASKS, '县财税总局')}  牵头单位（lead_units）：没有单位“县财税总局”。是不是“caizhengju”（县财政局）？"
    ]


def test_a_unit_and_a_member_say_where_what_is_in_no_plan_is_from(folder):
    told = "source: https://www.example.org/jigou.html, seen_on: 2025-07-01, opened: {by: 档案科, on: 2025-07-02}"
    folder.replace(UNITS, "members: [fagaiju, caizhengju]", f"members: [fagaiju, {{unit: caizhengju, {told}}}]")
    lines = told.replace(", seen", "\n    seen").replace(", opened", "\n    opened")
    put(folder, UNITS, "telephone: 000-0000\n", f"    {lines}\n")
    units = place_of(folder).register.units

    for bearer in (units["fagaiju"], units["ge-bumen"].members[1]):
        assert (bearer.source, bearer.seen_on, bearer.opened) == ("https://www.example.org/jigou.html", date(2025, 7, 1), OPENED)


def test_a_place_says_of_each_field_where_it_is_from(folder):
    folder.append(
        JURISDICTION, "hosts: [www.example.org]\nsources:\n  portal_url: {source: 公开指南, seen_on: 2025-07-01}\n  hosts: {source: 页眉}\n"
    )
    sources = place_of(folder).record.sources

    assert sources.portal_url == Sourced(source="公开指南", seen_on=date(2025, 7, 1))
    assert (sources.hosts, sources.place_code) == (Sourced(source="页眉"), None)


def test_the_addresses_of_the_platform_have_a_source_together(folder):
    folder.append(JURISDICTION, "disclosure: {guide_url: 'https://www.example.org/zhinan/'}\nsources: {disclosure: {source: 首页}}\n")

    assert place_of(folder).record.sources.disclosure == Sourced(source="首页")


@pytest.mark.parametrize(
    ("sources", "source", "is_common"),
    [
        ("", None, True),
        ("sources: {telephone: {source: 年度报告}, url: {source: 首页}}", None, False),
        ("sources: {telephone: {source: 年度报告}}", None, True),
        ("sources: {telephone: {source: 年度报告}, url: {source: 首页}}", "机构设置", True),
    ],
    ids=["neither", "both", "one", "both and the unit"],
)
def test_the_source_of_a_unit_is_that_of_what_has_none_of_its_own(folder, sources, source, is_common):
    lines = [f"url: {LINK}", sources, f"source: {source}" if source else ""]
    put(folder, UNITS, "telephone: 000-0000\n", "".join(f"    {line}\n" for line in lines if line))
    unit = place_of(folder).register.units["fagaiju"]

    assert (unit.source, unit.rests_on_its_source) == (source, is_common)
    assert (unit.sources.telephone == Sourced(source="年度报告")) == bool(sources)


def test_a_column_says_where_it_is_from(folder):
    folder.replace(COLUMNS, "        former_names: [解读回应]\n", "        source: 首页的导航\n        seen_on: 2025-07-01\n")
    column = place_of(folder).register.nodes["zhengce-jiedu"].column

    assert (column.source, column.seen_on, column.opened) == ("首页的导航", date(2025, 7, 1), None)


def test_a_task_and_a_measure_may_have_short_titles(folder):
    put(folder, TASKS, "  - id: 1.1.2\n", "    title: 2025年预算\n")
    folder.replace(
        TASKS, "      - text: |-\n          公开财政预算和解读。\n", "      - title: 预算和解读\n        text: 公开财政预算和解读。\n"
    )
    task = place_of(folder).plans[0].tasks[1]

    assert (task.title, task.measures[0].title) == ("2025年预算", "预算和解读")


def test_a_title_of_24_characters_is_short_enough(folder):
    put(folder, TASKS, "  - id: 1.1.2\n", f"    title: {TOO_LONG[:24]}\n")

    assert folder.problems() == []


def test_a_duty_that_nobody_has_registered_is_reported(folder):
    folder.write(DUTIES, DUTY)
    put(folder, TASKS, TASK, "    duties: [guihua]\n")

    fault = "共同任务（duties）：没有共同任务“guihua”。是不是“guihua-2025”（公开发展规划）？"
    assert folder.problems() == [f"data/{TASKS}:{folder.line_of(TASKS, 'duties')}  {fault}"]


def test_a_place_that_came_without_the_duties_in_common_is_read(folder):
    put(folder, TASKS, TASK, "    duties: [guihua]\n")

    assert folder.problems() == []


def test_a_duty_of_the_whole_task_is_not_one_of_a_measure_too(folder):
    folder.write(DUTIES, DUTY)
    put(folder, TASKS, TASK, "    duties: [guihua-2025]\n")
    folder.replace(
        TASKS,
        "        kind: one_off\n        publication_paths: [caizheng-xinxi",
        "        kind: one_off\n        duties: [guihua-2025]\n        publication_paths: [caizheng-xinxi",
    )

    fault = "共同任务（duties）：“guihua-2025”在任务和它的一条举措里都写了。整项任务都做这件事的，只写在任务里；只有几条举措做的，只写在那几条里。"
    assert folder.problems() == [f"data/{TASKS}:{folder.line_of(TASKS, '  - id: 1.1.2') + 1}  {fault}"]


def test_a_quotation_says_where_it_was_seen(folder):
    folder.write(
        DUTIES,
        DUTY.replace("      url: https://www.example.org/yaodian.html\n", "") + "      quote: 公开规划\n",
    )

    told = "原文摘录（quote）：摘了原文（quote），没有写在哪里、哪天看到的。请补上网址（url）和查看日期（seen_on），或删去摘录。"
    assert [line.partition("  ")[2] for line in folder.problems()] == [told]


def test_a_tools_reading_stands_until_a_person_confirms_it(folder):
    put(folder, TASKS, TASK, "    related: {by: 工具, on: 2026-11-29, why: 只有这里写了}\n")
    related = folder.load().jurisdictions[0].plans[0].tasks[1].related

    assert related
    assert not related.is_confirmed
    assert related.model_copy(update={"by": "政务公开科"}).is_confirmed


def test_a_task_carries_out_duties_in_common(folder):
    folder.write(DUTIES, DUTY)
    put(folder, TASKS, "  - id: 1.1.2\n", "    duties: [guihua-2025]\n")
    portal = folder.load()

    assert portal.jurisdictions[0].plans[0].tasks[1].duties == ("guihua-2025",)
    assert portal.duties == (
        Duty(
            id="guihua-2025",
            title="公开发展规划",
            year=2025,
            document=SuperiorDocument(
                issuer="示例省人民政府办公厅",
                title="示例省2025年政务公开工作要点",
                document_number="示办发〔2025〕3号",
                issued_on=date(2025, 2, 1),
                url="https://www.example.org/yaodian.html",
                heading="一、做好规划公开",
                seen_on=date(2025, 2, 3),
            ),
        ),
    )


def test_a_plan_may_be_concluded(folder):
    folder.append(PLAN, "concluded_on: 2026-03-31\n")

    assert place_of(folder).plans[0].record.concluded_on == date(2026, 3, 31)


def test_a_measure_without_a_kind_is_a_doubt_of_its_task(folder):
    folder.replace(TASKS, "        kind: standing\n", "")
    folder.replace(TASKS, "        kind: unobservable\n", "")
    tasks = place_of(folder).plans[0].tasks

    assert [task.all_doubts for task in tasks[:3]] == [
        ("第 2 条举措属于哪一类任务，还没有人确定。",),
        (),
        ("原文这一行印错了格。", "公开路径：可能是两个栏目。", "这条举措属于哪一类任务，还没有人确定。"),
    ]


@pytest.mark.parametrize("period", ["2025", "2025-12", "2025-01..2025-03", "2024-11..2025-02"])
def test_evidence_is_about_a_year_a_month_or_months(folder, period):
    put(folder, LEDGER, "found_in: guihua-xinxi\n", f"    period: {period}\n")

    assert place_of(folder).plans[0].ledger.evidence[0].period == period


def test_evidence_keeps_a_copy_of_its_page(folder):
    folder.write("shili/2025/snapshots/guihua/1.html", "<p>规划</p>")
    put(folder, LEDGER, "found_in: guihua-xinxi\n", f"    snapshot: {{hash: {HASH}, on: 2025-07-10, file: guihua/1.html}}\n")

    assert place_of(folder).plans[0].ledger.evidence[0].snapshot == Snapshot(hash=HASH, on=date(2025, 7, 10), file="guihua/1.html")


def test_evidence_without_opened_has_not_been_opened_unless_it_has_no_address(folder):
    folder.append(LEDGER, "events: []\n")
    offline = "  - {task: 1.1.1, measures: [1], on: 2025-07-11, title: 公示栏, description: 在大厅公示。, by: 测试, seen_on: 2025-07-11}\n"
    opened = "  - {task: 1.1.1, measures: [1], on: 2025-07-12, title: 规划, url: 'https://www.example.org/2.html', opened: {by: 档案科, on: 2025-07-12}}\n"
    folder.replace(LEDGER, "checks:\n", f"{offline}{opened}checks:\n")

    assert [evidence.is_unopened for evidence in place_of(folder).plans[0].ledger.evidence] == [True, False, False]


def test_a_search_is_kept_beside_the_entries_and_an_answer_too(folder):
    folder.append(
        LEDGER,
        """\
searches:
  - {column: guihua-xinxi, on: 2025-08-01, by: 程序, searched: archive, extent: 列表前 20 页, result: nothing}
  - {task: 1.1.1, measures: [2], on: 2025-07-31, by: 测试, searched: live, url: 'https://www.example.org/s', extent: 全站搜索, result: proposed, remark: 有一页。}
answers:
  - {problem: 文字里有手机号码, reason: 是对外公布的值班电话。, by: 县政府办公室, on: 2025-08-02}
""",
    )
    ledger = place_of(folder).plans[0].ledger

    assert ledger.searches == (
        Search(
            task="1.1.1",
            measures=(2,),
            units=("fagaiju",),
            on=date(2025, 7, 31),
            by="测试",
            searched="live",
            url="https://www.example.org/s",
            extent="全站搜索",
            result="proposed",
            remark="有一页。",
        ),
        Search(column="guihua-xinxi", on=date(2025, 8, 1), by="程序", searched="archive", extent="列表前 20 页", result="nothing"),
    )
    assert ledger.answers == (Answer(problem="文字里有手机号码", reason="是对外公布的值班电话。", by="县政府办公室", on=date(2025, 8, 2)),)


# --- one entry in a file -------------------------------------------------------------------------


@pytest.mark.parametrize("name", [ONE_ENTRY, ONE_ENTRY.replace(".yaml", "-2.yaml")])
def test_a_file_with_one_entry_is_read_beside_those_with_many(folder, name):
    folder.write(name, ENTRY)
    evidence = place_of(folder).plans[0].ledger.evidence

    assert [(one.task, one.units, one.title) for one in evidence] == [
        ("1.1.1", ("fagaiju",), "示例县发展规划"),
        ("1.1.2", ("caizhengju",), "预算"),
    ]


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        (ONE_ENTRY.replace("07-12", "07-13"), 2, "登记日期（on）：“2025-07-12”与文件名里的“2025-07-13”不同。请改成一致。"),
        (ONE_ENTRY.replace("1.1.2", "1.1.1"), 2, "任务编号（task）：“1.1.2”与文件名里的“1.1.1”不同。请改成一致。"),
        (
            ONE_ENTRY.replace("caizhengju", "caizhenju"),
            1,
            "文件名不对，没有单位“caizhenju”。是不是“caizhengju”（县财政局）？台账文件要用单位的地址代码命名，如 caizhengju.yaml。",
        ),
    ],
    ids=["another day", "another task", "unknown unit"],
)
def test_a_file_with_one_entry_says_what_its_name_says(folder, name, line, complaint):
    folder.write(name, ENTRY)

    assert folder.problems() == [f"data/{name}:{line}  {complaint}"]


def test_single_entry_with_a_bad_day_is_not_told_to_be_several(folder):
    folder.write(ONE_ENTRY, ENTRY.replace("on: 2025-07-12", "on: 2025-02-30"))

    (problem,) = folder.problems()
    assert problem.startswith(f"data/{ONE_ENTRY}:2  登记日期（on）：")


@pytest.mark.parametrize("more", [ENTRY.partition("\n")[2], "answers:\n  - {problem: 号码, reason: 公开的。, by: 测试, on: 2025-07-12}\n"])
def test_a_file_named_for_one_entry_holds_no_other(folder, more):
    folder.write(ONE_ENTRY, ENTRY + more)

    assert folder.problems() == [
        f"data/{ONE_ENTRY}:1  这样命名的文件应当只有一条记录。请每条记录一个文件；几条写在一起的，文件名用单位的地址代码。"
    ]


# --- what is refused -----------------------------------------------------------------------------

NAME, FOUND, TASK, TELEPHONE = "name: 县财政局\n", "found_in: guihua-xinxi\n", "  - id: 1.1.2\n", "telephone: 000-0000\n"
ORDER = "order: 1\n"
LINK = "https://www.example.org/guihua/1.html"


@pytest.mark.parametrize(
    ("file", "behind", "text", "complaint"),
    [
        (JURISDICTION, ORDER, "place_code: 50015\n", f"行政区划代码（place_code）：“50015”不是行政区划代码。{CODE_FORM}"),
        (
            JURISDICTION,
            ORDER,
            "hosts: ['https://www.example.org/']\n",
            f"官方网站域名（hosts）：“https://www.example.org/”不是域名。{HOST_FORM}",
        ),
        (
            JURISDICTION,
            ORDER,
            "sources: {place_code: {source: 公报}}\n",
            "各项的来源（sources）：写了行政区划代码（place_code）的来源，没有写行政区划代码（place_code）。请补上，或删掉它的来源。",
        ),
        (
            JURISDICTION,
            ORDER,
            "sources: {disclosure: {source: 首页}}\n",
            "各项的来源（sources）：写了政府信息公开平台（disclosure）的来源，没有写政府信息公开平台（disclosure）。请补上，或删掉它的来源。",
        ),
        (
            UNITS,
            TELEPHONE,
            "    sources: {url: {source: 首页}}\n",
            "各项的来源（sources）：写了网址（url）的来源，没有写网址（url）。请补上，或删掉它的来源。",
        ),
        (
            UNITS,
            TELEPHONE,
            "    sources: {telephone: {source: 年度报告, opened: true}}\n",
            f"由谁打开核对（opened）：{OPENED_FORM.format('true')}",
        ),
        (UNITS, TELEPHONE, "    sources: {telphone: {source: 年度报告}}\n", "没有“telphone”这个字段。是不是想写“telephone”？"),
        (JURISDICTION, ORDER, "official: 官方\n", "官方（official）：“官方”不是“是或否”。请写 true（是）或 false（否）。"),
        (
            UNITS,
            NAME,
            "    former_names: [{name: 县财务局, valid_to: 2019-02-30}]\n",
            "终止日期（valid_to）：“2019-02-30”不是有效日期，没有这一天。请核对后改正。请写成 2019-02-28。",
        ),
        (UNITS, NAME, "    successor: fagaiju\n", "没有“successor”这个字段。是不是想写“successors”？"),
        (UNITS, NAME, "    successors: [fagaiju, fagaiju]\n", "继任单位（successors）：“fagaiju”写了 2 次。请删掉多出的，只留一个。"),
        (UNITS, TELEPHONE, "    opened: true\n", f"由谁打开核对（opened）：{OPENED_FORM.format('true')}"),
        (UNITS, TELEPHONE, "    opened: {by: 档案科}\n", "打开的日期（on）：没有填写。请补上这个字段。"),
        (
            UNITS,
            TELEPHONE,
            "    seen_on: 昨天\n",
            "查看日期（seen_on）：“昨天”不是日期。请写成年-月-日，如 2021-06-30；没有确切日期的，不写这个字段。",
        ),
        (
            PLAN,
            "issued_on: 2025-03-01\n",
            "concluded_on: 2025-02-28\n",
            "结束跟踪日期（concluded_on）：结束跟踪日期（concluded_on）早于要点的日期。请核对两个日期。",
        ),
        (TASKS, TASK, f"    title: {TOO_LONG}\n", f"短标题（title）：“{TOO_LONG}”太长。请不要超过 24 个字符。"),
        (TASKS, TASK, "    related: {by: 工具}\n", "判断日期（on）：没有填写。请补上这个字段。"),
        (LEDGER, FOUND, "    opened: false\n", f"由谁打开核对（opened）：{OPENED_FORM.format('false')}"),
        (LEDGER, FOUND, "    period: 2025年3月\n", f"内容所属时期（period）：“2025年3月”不是一段时期。{MONTHS_FORM}"),
        (LEDGER, FOUND, "    period: 2025-13\n", f"内容所属时期（period）：“2025-13”不是一段时期。{MONTHS_FORM}"),
        (
            LEDGER,
            FOUND,
            "    period: 2025-03..2025-03\n",
            "内容所属时期（period）：“2025-03..2025-03”先后颠倒。请把早的月份写在前面；只有一个月的写成 2021-03。",
        ),
        (
            LEDGER,
            FOUND,
            f"    explains: ['{LINK}x']\n",
            f"解读的证据（explains）：台账里没有网址是“{LINK}x”的证据。请先登记被解读的那份文件，这里照它的 url 写。",
        ),
        (
            LEDGER,
            FOUND,
            "    snapshot: {hash: abc, on: 2025-07-10}\n",
            "校验值（hash）：“abc”不是校验值。请写文件的 SHA-256：64 个小写的十六进制字符。",
        ),
        (
            LEDGER,
            FOUND,
            f"    snapshot: {{hash: {HASH}, on: 2025-07-10, file: ../plan.yaml}}\n",
            "留存文件（file）：“../plan.yaml”不在留存文件夹里。请写 snapshots/ 下面的文件名，不以斜杠开头，不用“..”。",
        ),
        (
            LEDGER,
            FOUND,
            f"    snapshot: {{hash: {HASH}, on: 2025-07-10, file: 1.html}}\n",
            "留存文件（file）：没有“1.html”这个文件。请把文件放进 data/shili/2025/snapshots/，或删掉这个字段。",
        ),
    ],
    ids=lambda value: value.strip() if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_wrong_field_is_reported_with_its_line_label_and_remedy(folder, file, behind, text, complaint):
    line = put(folder, file, behind, text)

    assert folder.problems() == [f"data/{file}:{line}  {complaint}"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (f"explains: ['{LINK}']", "解读的证据（explains）：解读的正是它自己。请写被解读的那份文件的网址。"),
        ("period: 2025-03, period_on: 2025-04-01", "所属时段（period_on）：不在内容所属时期（period）里。请核对两个字段。"),
        ("period: 2025-03..2025-05, period_on: 2025-06-01", "所属时段（period_on）：不在内容所属时期（period）里。请核对两个字段。"),
        ("period: 2025-03..2025-05, period_on: 2025-02-28", "所属时段（period_on）：不在内容所属时期（period）里。请核对两个字段。"),
    ],
    ids=["explains itself", "day outside", "day after", "day before"],
)
def test_evidence_that_contradicts_itself_is_reported(folder, fields, complaint):
    folder.replace(
        LEDGER,
        "    found_in: guihua-xinxi\n",
        "".join(f"    {field}\n" for field in fields.replace(", period_on", "\nperiod_on").split("\n")),
    )

    assert folder.problems() == [f"data/{LEDGER}:{folder.line_of(LEDGER, fields.split(', ')[-1])}  {complaint}"]


@pytest.mark.parametrize("day", ["2025-03-01", "2025-05-31"])
def test_a_day_inside_the_months_of_a_page_agrees_with_them(folder, day):
    put(folder, LEDGER, FOUND, f"    period: 2025-03..2025-05\n    period_on: {day}\n")

    assert folder.problems() == []


def test_an_offline_act_is_not_opened(folder):
    folder.replace(LEDGER, f"url: {LINK}", "description: 在大厅公示。\n    opened: {by: 测试, on: 2025-07-10}")

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'opened: {by: 测试')}  由谁打开核对（opened）：线下公开没有网址可以打开。请删掉 opened；谁在哪天看到的，写 by 和 seen_on。"
    ]


def test_a_unit_does_not_succeed_itself(folder):
    put(folder, UNITS, NAME, "    successors: [caizhengju]\n")

    assert folder.problems() == [
        f"data/{UNITS}:{folder.line_of(UNITS, 'successors: [caizhengju]')}  继任单位（successors）：继任单位里有它自己。"
        "请改为接手的那些单位的地址代码；没有单位接手的，删掉这个字段。"
    ]


@pytest.mark.parametrize(
    ("search", "complaint"),
    [
        ("{on: 2025-08-01, ", "任务编号（task）：既没有任务编号（task），也没有查找栏目（column）。请至少填写一个。"),
        (
            "{column: guihua-xinxi, measures: [1], on: 2025-08-01, ",
            "举措序号（measures）：没有写任务编号（task），不能写举措序号。请补上任务编号，或删掉举措序号。",
        ),
        ("{task: 1.1.1, measures: [3], on: 2025-08-01, ", "举措序号（measures）：任务 1.1.1 没有第 3 条举措。可用的序号：1、2。"),
        ("{task: 1.1.9, on: 2025-08-01, ", "任务编号（task）：没有编号“1.1.9”的任务。同一方面的任务有：1.1.1、1.1.2。"),
        ("{column: guihua, on: 2025-08-01, ", "查找栏目（column）：没有栏目“guihua”。是不是“guihua-xinxi”（规划信息）？"),
    ],
    ids=["of nothing", "measures without a task", "unknown measure", "unknown task", "unknown column"],
)
def test_a_wrong_search_is_reported(folder, search, complaint):
    folder.append(LEDGER, f"searches:\n  - {search}by: 程序, searched: live, extent: 首页, result: nothing}}\n")

    assert folder.problems() == [f"data/{LEDGER}:{folder.line_of(LEDGER, 'searched')}  {complaint}"]


@pytest.mark.parametrize("missing", ["problem", "reason", "by", "on"])
def test_an_answer_says_what_why_who_and_when(folder, missing):
    answer = {"problem": "号码", "reason": "公开的。", "by": "测试", "on": "2025-08-01"}
    labels = {"problem": "问题", "reason": "理由", "by": "登记人", "on": "登记日期"}
    kept = ", ".join(f"{key}: {value}" for key, value in answer.items() if key != missing)
    folder.append(LEDGER, f"answers:\n  - {{{kept}}}\n")

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, '  - {')}  {labels[missing]}（{missing}）：没有填写。请补上这个字段。"
    ]


def test_two_duties_in_common_with_one_id_are_reported(folder):
    folder.write(DUTIES, DUTY + "  - {id: guihua-2025, title: 公开规划, year: 2025}\n")

    assert folder.problems() == [f"data/{DUTIES}:13  地址代码（id）：“guihua-2025”写了两次。请换一个。"]


def test_the_id_of_a_duty_is_no_task_id(folder):
    folder.write(DUTIES, DUTY.replace("guihua-2025", "规划"))

    assert folder.problems() == [f"data/{DUTIES}:2  地址代码（id）：“规划”不能用作地址代码。只能用小写字母、数字和连字符，如 fagaiwei。"]


def test_a_unit_split_in_two_is_spoken_for_by_both(folder):
    put(folder, UNITS, NAME, "    successors: [zhengfuban, chengguan]\n    valid_to: 2025-05-31\n")
    folder.write("shili/2025/ledger/zhengfuban.yaml", "notes:\n  - {task: 1.1.2, on: 2025-07-02, text: 接手预算。}\n")
    folder.write("shili/2025/ledger/chengguan.yaml", "notes:\n  - {task: 1.1.2, on: 2025-07-02, text: 接手解读。}\n")
    register = place_of(folder).register

    assert register.heirs_of("caizhengju") == ("caizhengju", "zhengfuban", "chengguan")
    assert register.answering_for("caizhengju", date(2025, 6, 1)) == "zhengfuban"


def test_the_last_that_took_a_unit_over_answers_where_none_is_left(folder):
    ended = "    valid_to: 2025-05-31\n"
    put(folder, UNITS, NAME, f"    successors: [zhengfuban]\n{ended}")
    folder.replace(UNITS, "name: 县政府办公室\n", f"name: 县政府办公室\n{ended}")

    assert place_of(folder).register.answering_for("caizhengju", date(2025, 6, 1)) == "zhengfuban"


def test_a_page_may_be_opened_on_the_day_it_was_published_and_a_plan_concluded_on_the_day_it_was_issued(folder):
    put(folder, LEDGER, FOUND, "    opened: {by: 测试, on: 2025-06-20}\n")
    put(folder, PLAN, "issued_on: 2025-03-01\n", "concluded_on: 2025-03-01\n")

    assert folder.problems() == []


# --- the format of the data ----------------------------------------------------------------------


def test_data_that_does_not_say_its_format_is_to_be_upgraded(folder):
    (folder.root / FORMAT).unlink()
    folder.replace(TASKS, "kind: standing", "kind: 持续")

    assert folder.problems() == [
        "data/format.yaml:1  数据还是第 1 版的格式，现在的程序用第 2 版。请先备份，再运行 python3 tasks.py upgrade，它会改好并说明改了什么。"
    ]


def test_data_of_a_later_format_is_refused(folder):
    folder.write(FORMAT, "format: 3\n")

    assert folder.problems() == ["data/format.yaml:1  数据是第 3 版的格式，这个程序只认得到第 2 版。请更新程序，不要改这个数字。"]


def test_a_format_that_is_no_number_is_reported(folder):
    folder.write(FORMAT, "format: 新\n")

    assert folder.problems() == ["data/format.yaml:1  数据格式（format）：“新”不是整数。请写成整数，用阿拉伯数字，如 3。"]

"""What a clerk is told: for each fault one message with its file, line and field, what is wrong and what to do."""

import re
import time
from pathlib import Path

import pytest
from gongkai.records import loading
from gongkai.records.problems import DataError, Effect, Problem
from gongkai.words import labels
from gongkai.words.slips import mend
from helpers.builders import COLUMNS, JURISDICTION, LEDGER, MORE_TASKS, PLAN, TASKS, UNITS, DataFolder
from helpers.sites import each

TAB = "行首用了制表符（Tab 键）。请删掉，改用空格缩进。"
TAB_INSIDE = "内容里有制表符（Tab 键）。请改为空格，或删掉。"
UNCLOSED = "引号没有闭合。请在这一行的末尾补上 {}，或去掉开头的引号。"
UNCLOSED_IN_BRACKETS = "引号没有闭合。请在这一项的末尾补上 {}，或去掉开头的引号。"
AFTER_QUOTE = "引号后面还有文字。请把整段内容放在引号里面；内容里的引号请用中文引号“”。"
REFERENCE = "用了“&”“*”引用。本站数据不用引用，请直接写出内容；以“&”开头的文字请加引号。"
NO_COLON = "这一行缺少半角冒号。请写成“字段: 内容”，冒号用半角，后面空一格；长文字请写在“字段: |-”下面并缩进。"
INDENT = "缩进不对。请让同一层的字段左边对齐，每层缩进两个空格。"
TO_UTF_8 = "请用记事本打开，点“文件”“另存为”，“编码”选 UTF-8，保存；用 WPS 的，点“另存为”，类型选纯文本（*.txt），编码选 UTF-8，再把 .txt 改回 .yaml。"
EMPTY_FILE = "文件是空的。请填写内容，或删除这个文件。"
NO_FILE = "缺少 {} 这个文件。请照着其他辖区的同名文件新建；是误删或改了名的，请恢复。"
MISNAMED = "“{}”的名字或位置不对，不会被读取。"
EMPTY = "没有填写。请补上这个字段。"
NOT_A_LIST = "这里应是列表。请写成 [甲, 乙]，或每项一行、以“- ”开头。"
NOT_FIELDS = "这里应是一组字段：{}。请在下面缩进写“字段: 内容”，或写成 {{{}}} 的样子。"
NOT_A_PLAN = NOT_FIELDS.format(
    "year（年份）、title（标题）、source（来源）、sections（部分）",
    "year: 2000, title: 标题, source: 来源, sections: [{number: 1, title: 标题, subsections: [{number: 1, title: 标题}]}]",
)
MEASURE_KEYS = "number、title、text、kind、units、due_on、due、due_text、recurrence、window、publication_paths、channels、duties"
DUTY_KINDS = "、".join(f"{value}（{words}）" for value, words in labels.DUTY_KINDS.items() if value)


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def case(name, file, old, new, message, at=None):
    """In a file, `old` is replaced by `new`; the message stands on the line of `at`, else of `new`."""
    return pytest.param(file, old, new, message, (at or new).strip(" \t"), id=name.replace(" ", "_"))


def special(mark, effect="YAML 不许内容这样开头"):
    return f"标题（title）：内容以“{mark}”开头，{effect}。请给整段内容加上英文引号，如 title: '…'。"


def hidden(code, field="标题（title）"):
    return f"{field}：有看不见的控制字符（{code}）。请删掉后重新输入。"


def colon(key):
    return f"“{key}”后面是全角冒号“：”。请改为半角冒号加一个空格“: ”。"


def not_a_date(text, day):
    return f"完成时限（due_on）：“{text}”不是日期。请写成{day}。"


def not_a_slug(text):
    return f"地址代码（slug）：“{text}”不能用作地址代码。只能用小写字母、数字和连字符，如 fagaiwei。"


def not_a_task(label, text, meant=""):
    return f"{label}：“{text}”不是任务编号。{meant}编号请写成 部分.方面.序号，如 1.2.3。"


def not_a_text(form):
    return f"这里应是一段文字，写成了{form}。请只写一段文字；文字里本来就有的方括号、花括号或半角冒号，要给整段加上英文引号。"


KEYBOARD = [
    case("tab for all of the indent", TASKS, "        kind: standing", "\tkind: standing", TAB),
    case("two tabs for the indent", TASKS, "        kind: standing", "\t\tkind: standing", TAB),
    case("tab after blanks", TASKS, "        kind: standing", "    \tkind: standing", TAB),
    case("tab before a list item", TASKS, "  - id: 1.1.2", "\t- id: 1.1.2", TAB),
    case("tab before an inner list item", TASKS, "      - number: 2", "\t\t- number: 2", TAB),
    case("tab before official wording", TASKS, "          加强组织领导", "\t\t加强组织领导", TAB),
    case("tab before later wording", TASKS, "          2025年6月底前完成", "\t2025年6月底前完成", TAB),
    case("tab before a comment", TASKS, "# 示例县", "\t# 示例县", TAB),
    case("tab on an empty line", TASKS, "  - id: 1.1.2", "\t\n  - id: 1.1.2", TAB, at="\n  - id: 1.1.2"),
    case("tab behind a key", TASKS, "kind: standing", "kind:\tstanding", TAB_INSIDE),
    case("tab in official wording", TASKS, "加强组织", "加强\t组织", TAB_INSIDE),
    case("full-width colon", TASKS, "kind: standing", "kind：standing", colon("kind")),
    case("full-width colon and a blank", TASKS, "kind: standing", "kind： standing", colon("kind")),
    case("full-width colon behind a blank", TASKS, "kind: standing", "kind ：standing", colon("kind")),
    case("full-width colon in a list item", TASKS, "- id: 1.1.2", "- id：1.1.2", colon("id")),
    case("full-width colon before wording", TASKS, "- text: |-\n          公开财政", "- text：|-\n          公开财政", colon("text")),
    case("full-width colon in braces", MORE_TASKS, "{times: 4", "{times：4", colon("times")),
    case("full-width colon behind a comma", MORE_TASKS, "4, per: year", "4, per：year", colon("per")),
    case(
        "no blank behind the colon",
        TASKS,
        "kind: unobservable",
        "kind:unobservable",
        "“kind”的冒号后面少一个空格。请在冒号后面重新输入一个半角空格。",
    ),
    case("no colon", TASKS, "kind: unobservable", "kind unobservable", NO_COLON),
    case("unclosed double quote", PLAN, "title: 示例县", 'title: "示例县', UNCLOSED.format('"')),
    case("unclosed single quote", PLAN, "title: 示例县", "title: '示例县", UNCLOSED.format("'")),
    case("unclosed quote in a list item", TASKS, "- id: 1.1.2", '- id: "1.1.2', UNCLOSED.format('"')),
    case("unclosed double quote in brackets", UNITS, "[发改局, ", '["发改局, ', UNCLOSED_IN_BRACKETS.format('"')),
    case("unclosed single quote in brackets", UNITS, ", 县发改局]", ", '县发改局]", UNCLOSED_IN_BRACKETS.format("'")),
    case("text behind a quote", PLAN, "title: 示例县2025年", 'title: "示例县"2025年', AFTER_QUOTE),
    case(
        "unclosed bracket",
        TASKS,
        "responsible_units: [ge-bumen]",
        "responsible_units: [ge-bumen",
        "方括号“[”没有闭合，或里面缺少逗号。请写成 [甲, 乙]，括号和逗号用半角。",
    ),
    case(
        "unclosed brace",
        MORE_TASKS,
        "{times: 4, per: year}",
        "{times: 4, per: year",
        "花括号“{”没有闭合，或里面缺少逗号。请写成 {times: 4, per: year}，括号和逗号用半角。",
    ),
    case("text begins with a star", PLAN, "title: 示例县", "title: **示例县", special("*", "会被当成引用")),
    case("text begins with an at sign", PLAN, "title: 示例县", "title: @示例县", special("@")),
    case("text begins with a per cent sign", PLAN, "title: 示例县", "title: %示例县", special("%")),
    case("text begins with an ampersand", PLAN, "title: 示例县", "title: &示例县", special("&", "会被当成引用")),
    case("text begins with an exclamation mark", PLAN, "title: 示例县", "title: !示例县", special("!", "会被当成类型标签")),
    case("text begins with a closing bracket", PLAN, "title: 示例县", "title: ]示例县", special("]")),
    case(
        "second colon in a text",
        PLAN,
        "title: 示例县",
        "title: 示例县: ",
        "标题（title）：内容里又有半角冒号“:”，会被当成另一个字段。请给整段内容加上英文引号，如 title: '…'；或改为中文冒号“：”。",
    ),
    case(
        "backslash in double quotes",
        PLAN,
        "source: 为测试编写，不是真实的文件。",
        'source: "C:\\示例"',
        "双引号里的反斜杠“\\”不能这样用。请把双引号改成单引号。",
    ),
    case(
        "wording beside the block sign",
        TASKS,
        "text: |-\n          加强",
        "text: |- 加强",
        "内容（text）：“|-”后面还有文字。请把文字写在下一行，并比字段名多缩进两个空格；只有一行的，去掉前面的记号。",
    ),
    case("one blank too few", TASKS, "        kind: unobservable", "       kind: unobservable", INDENT),
    case("one blank too many", TASKS, "        kind: unobservable", "         kind: unobservable", INDENT),
    case("wording is not indented", TASKS, "          加强组织领导", "      加强组织领导", NO_COLON),
    case("NUL", PLAN, "title: 示例县", "title: 示例\x00县", hidden("U+0000")),
    case("bidirectional override", PLAN, "title: 示例县", "title: 示例\u202e县", hidden("U+202E")),
    case("zero width space in wording", TASKS, "加强组织", "加强\u200b组织", hidden("U+200B", "内容（text）")),
    case("zero width space in a key", TASKS, "kind: standing", "ki\u200bnd: standing", hidden("U+200B", "任务类型（kind）")),
    case("byte order mark inside", TASKS, "- id: 1.1.2", "- id: \ufeff1.1.2", hidden("U+FEFF", "任务编号（id）")),
    case("line separator", PLAN, "title: 示例县", "title: 示例\u2028县", hidden("U+2028")),
    case(
        "control character as an escape",
        PLAN,
        "issuer: 示例县人民政府办公室",
        'issuer: "示例\\u202e"',
        hidden("U+202E", "发布机构（issuer）"),
    ),
    case("tab as an escape", PLAN, "issuer: 示例县人民政府办公室", 'issuer: "示例\\t县"', hidden("U+0009", "发布机构（issuer）")),
]

YAML_EXTRAS = [
    case("anchor", TASKS, "lead_units: [caizhengju]", "lead_units: &a [caizhengju]", REFERENCE),
    case(
        "alias",
        TASKS,
        "lead_units: [fagaiju]\n    responsible_units: [ge-bumen]",
        "lead_units: &a [fagaiju]\n    responsible_units: *a",
        REFERENCE,
    ),
    case(
        "python tag",
        PLAN,
        "title: 示例县",
        "title: !!python/object/apply:os.system 示例县",
        "用了类型标签 tag:yaml.org,2002:python/object/apply:os.system。本站数据不用标签，请删掉；以“!”开头的文字请加引号。",
    ),
    case(
        "harmless tag",
        PLAN,
        "title: 示例县",
        "title: !!str 示例县",
        "用了类型标签 tag:yaml.org,2002:str。本站数据不用标签，请删掉；以“!”开头的文字请加引号。",
    ),
    case(
        "two documents",
        PLAN,
        "preamble: |-",
        "---\npreamble: |-",
        "一个文件里有多段内容（---）。请拆成几个文件，或删掉多余的“---”。",
    ),
    case("list as a key", TASKS, "matter: 历史规划", "[历史]: 规划", "字段名不是一个词。请写成“字段: 内容”。"),
]

KEYS = [
    case(
        "duplicate key",
        TASKS,
        "kind: standing",
        "kind: standing\n        kind: one_off",
        "任务类型（kind）：“kind”写了两次。请删掉其中一个。",
        at="kind: one_off\n        due_text: 及时",
    ),
    case(
        "duplicate id key",
        TASKS,
        "- id: 1.1.1",
        "- id: 1.1.9\n    id: 1.1.1",
        "任务编号（id）：“id”写了两次。请删掉其中一个。",
        at="id: 1.1.1",
    ),
    case(
        "duplicate list of tasks",
        TASKS,
        "  - id: 1.2.1",
        "tasks:\n  - id: 1.2.1",
        "任务（tasks）：“tasks”写了两次。请把两处的内容合到一处，再删掉多出的字段名。",
        at="tasks:\n  - id: 1.2.1",
    ),
    case("unknown key", TASKS, "due_on: 2025", "due_onn: 2025", "没有“due_onn”这个字段。是不是想写“due_on”？"),
    case("misspelt key of a required field", TASKS, "kind: standing", "knd: standing", "没有“knd”这个字段。是不是想写“kind”？"),
    case("key in capitals", TASKS, "kind: standing", "KIND: standing", "没有“KIND”这个字段。是不是想写“kind”？"),
    case("label instead of the key", TASKS, "kind: standing", "任务类型: standing", "没有“任务类型”这个字段。是不是想写“kind”？"),
    case("key like no other", TASKS, "due_on: 2025", "xyz: 2025", f"没有“xyz”这个字段。可用的字段：{MEASURE_KEYS}。"),
    case("unknown key without content", TASKS, "due_on: 2025-06-30", "due_onn:", "没有“due_onn”这个字段。是不是想写“due_on”？"),
    case("unknown key of the file", PLAN, "issuer: ", "isuer: ", "没有“isuer”这个字段。是不是想写“issuer”？"),
]

REFERENCES = [
    case(
        "unknown unit",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [caizhenju]",
        "牵头单位（lead_units）：没有单位“caizhenju”。是不是“caizhengju”（县财政局）？",
    ),
    case(
        "unknown unit like no other",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [xyz]",
        "牵头单位（lead_units）：没有单位“xyz”。请先登记，或改正拼写。",
    ),
    case(
        "name instead of the unit's slug",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [县财政局]",
        "牵头单位（lead_units）：没有单位“县财政局”。是不是“caizhengju”（县财政局）？",
    ),
    case(
        "alias instead of the unit's slug",
        TASKS,
        "responsible_units: [youguan-bumen]",
        "responsible_units: [县发改局]",
        "责任单位（responsible_units）：没有单位“县发改局”。是不是“fagaiju”（县发展改革局）？",
    ),
    case(
        "unit in capitals",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [CaiZhengJu]",
        "牵头单位（lead_units）：没有单位“CaiZhengJu”。是不是“caizhengju”（县财政局）？",
    ),
    case(
        "full-width comma between units",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [caizhengju，fagaiju]",
        "牵头单位（lead_units）：方括号里用了全角逗号“，”。几项之间请用半角逗号加一个空格“, ”；内容里本来就有的，请给这一项加上英文引号。",
    ),
    case(
        "unit named twice",
        TASKS,
        "lead_units: [caizhengju]",
        "lead_units: [caizhengju, caizhengju]",
        "牵头单位（lead_units）：“caizhengju”写了 2 次。请删掉多出的，只留一个。",
    ),
    case(
        "unknown unit of a measure",
        TASKS,
        "kind: standing",
        "kind: standing\n        units: [fagaijv]",
        "承担单位（units）：没有单位“fagaijv”。是不是“fagaiju”（县发展改革局）？",
        at="units: [fagaijv]",
    ),
    case(
        "unit of a measure that does not owe the task",
        TASKS,
        "kind: standing",
        "kind: standing\n        units: [zhengfuban]",
        "承担单位（units）：“zhengfuban”不是这个任务的牵头单位或责任单位。可填的单位：fagaiju、ge-bumen。",
        at="units: [zhengfuban]\n        due_text",
    ),
    case(
        "unknown column",
        TASKS,
        "[caizheng-xinxi, ",
        "[caizhen-xinxi, ",
        "公开路径（publication_paths）：没有栏目“caizhen-xinxi”。是不是“caizheng-xinxi”（财政信息）？",
    ),
    case(
        "name instead of the column's slug",
        TASKS,
        "[caizheng-xinxi, ",
        "[财政信息, ",
        "公开路径（publication_paths）：没有栏目“财政信息”。是不是“caizheng-xinxi”（财政信息）？",
    ),
    case(
        "former name instead of the column's slug",
        TASKS,
        ", zhengce-jiedu]",
        ", 解读回应]",
        "公开路径（publication_paths）：没有栏目“解读回应”。是不是“zhengce-jiedu”（政策解读）？",
    ),
    case(
        "unknown member",
        UNITS,
        "[fagaiju, caizhengju]",
        "[fagaiju, caizhenju]",
        "成员单位（members）：没有单位“caizhenju”。是不是“caizhengju”（县财政局）？",
    ),
    case(
        "group as a member",
        UNITS,
        "[fagaiju, caizhengju]",
        "[fagaiju, youguan-bumen]",
        "成员单位（members）：“youguan-bumen”本身是集合单位。请改为直接列出其中的单位。",
    ),
    case(
        "unknown column of evidence",
        LEDGER,
        "found_in: guihua-xinxi",
        "found_in: guihua",
        "所在栏目（found_in）：没有栏目“guihua”。是不是“guihua-xinxi”（规划信息）？",
    ),
    case(
        "unknown column of a check",
        LEDGER,
        "column: guihua-xinxi",
        "column: 规划信息",
        "核查栏目（column）：没有栏目“规划信息”。是不是“guihua-xinxi”（规划信息）？",
    ),
    case(
        "unknown unit of evidence",
        LEDGER,
        "units: [fagaiju]",
        "units: [fagaijv]",
        "单位（units）：没有单位“fagaijv”。是不是“fagaiju”（县发展改革局）？",
    ),
    case(
        "unknown task",
        LEDGER,
        "task: 1.1.1\n    measures: [1]",
        "task: 1.1.9\n    measures: [1]",
        "任务编号（task）：没有编号“1.1.9”的任务。同一方面的任务有：1.1.1、1.1.2。",
    ),
    case(
        "unknown task far from all others",
        LEDGER,
        "task: 1.1.1\n    measures: [1]",
        "task: 7.1.1\n    measures: [1]",
        "任务编号（task）：没有编号“7.1.1”的任务。请核对编号。",
    ),
    case(
        "unknown measure",
        LEDGER,
        "measures: [1]",
        "measures: [3]",
        "举措序号（measures）：任务 1.1.1 没有第 3 条举措。可用的序号：1、2。",
    ),
    case(
        "measure of a task with only one",
        LEDGER,
        "task: 1.1.1\n    measures: [1]\n    units: [fagaiju]",
        "task: 1.1.2\n    measures: [1]\n    units: [caizhengju]",
        "举措序号（measures）：任务 1.1.2 没有第 1 条举措。这个任务只有一条举措，请删掉 measures。",
        at="measures: [1]",
    ),
    case(
        "evidence without the measure",
        LEDGER,
        "    measures: [1]\n",
        "",
        "举措序号（measures）：任务 1.1.1 有几条举措，没有写明是哪一条。请写 measures: [序号]，可用的序号：1、2。",
        at="task: 1.1.1\n    units: [fagaiju]",
    ),
    case(
        "unit that does not owe the task",
        LEDGER,
        "units: [fagaiju]",
        "units: [chengguan]",
        "单位（units）：“城关镇”不承担任务 1.1.1。承担的单位：县发展改革局、县政府各部门。",
    ),
    case(
        "unit of the file does not owe the task",
        LEDGER,
        "task: 1.1.1\n    measures: [1]\n    units: [fagaiju]\n",
        "task: 2.1.2\n",
        "单位（units）：“县发展改革局”不承担任务 2.1.2。承担的单位：城关镇。",
        at="task: 2.1.2",
    ),
]

VALUES = [
    case(
        "date that does not exist",
        TASKS,
        "due_on: 2025-06-30",
        "due_on: 2021-02-30",
        "完成时限（due_on）：“2021-02-30”不是有效日期，没有这一天。请核对后改正。请写成 2021-02-28。",
    ),
    case(
        "thirteenth month",
        TASKS,
        "due_on: 2025-06-30",
        "due_on: 2025-13-01",
        "完成时限（due_on）：“2025-13-01”不是有效日期，没有这一天。请核对后改正。请写成年-月-日，如 2021-06-30；没有确切日期的，不写这个字段。",
    ),
    case("date with slashes", TASKS, "due_on: 2025-06-30", "due_on: 2021/6/30", not_a_date("2021/6/30", " 2021-06-30")),
    case("date without hyphens", TASKS, "due_on: 2025-06-30", "due_on: 20210630", not_a_date("20210630", " 2021-06-30")),
    case(
        "date as seconds",
        TASKS,
        "due_on: 2025-06-30",
        "due_on: 1609459200",
        not_a_date("1609459200", "年-月-日，如 2021-06-30；没有确切日期的，不写这个字段"),
    ),
    case("date with one digit", TASKS, "due_on: 2025-06-30", "due_on: 2025-6-30", not_a_date("2025-6-30", " 2025-06-30")),
    case("date in Chinese", TASKS, "due_on: 2025-06-30", "due_on: 2025年6月30日", not_a_date("2025年6月30日", " 2025-06-30")),
    case("date with a time", TASKS, "due_on: 2025-06-30", "due_on: 2025-06-30 12:00", not_a_date("2025-06-30 12:00", " 2025-06-30")),
    case(
        "list for a date",
        TASKS,
        "due_on: 2025-06-30",
        "due_on: [2025-06-30]",
        "完成时限（due_on）：这里应是一个日期。请写成 2021-06-30 的样子。",
    ),
    case("missing field", TASKS, "        text: |-\n          及时更新规划信息。\n", "", f"内容（text）：{EMPTY}", at="- number: 2"),
    case("missing first field", TASKS, "- id: 1.1.1\n    lead_units", "- lead_units", f"任务编号（id）：{EMPTY}"),
    case("missing slug", UNITS, "- slug: fagaiju\n    name", "- name", f"地址代码（slug）：{EMPTY}"),
    case("missing field of the file", TASKS, "section: 1\n", "", f"部分序号（section）：{EMPTY}", at="tasks:"),
    case("missing name of a jurisdiction", JURISDICTION, "name: 示例省示例县\n", "", f"辖区全称（name）：{EMPTY}", at="short_name"),
    case("empty field", TASKS, "text: |-\n          及时更新规划信息。\n", "text:\n", f"内容（text）：{EMPTY}", at="text:\n"),
    case("field of nothing but quotes", TASKS, "text: |-\n          及时更新规划信息。\n", 'text: ""\n', f"内容（text）：{EMPTY}"),
    case("empty item of a list", UNITS, "[发改局, 县发改局]", '[发改局, ""]', "别名（aliases）：内容是空的。请填写内容。"),
    case(
        "empty list of measures",
        TASKS,
        "    measures:\n      - text: |-\n          加强组织领导。\n        kind: unobservable\n",
        "    measures: []\n",
        "举措（measures）：内容是空的。至少要有一项。",
    ),
    case("text for a list", TASKS, "lead_units: [fagaiju]", "lead_units: fagaiju", f"牵头单位（lead_units）：{NOT_A_LIST}"),
    case("Chinese text for a list", TASKS, "[ge-bumen]", "县财政局、县发改局", f"责任单位（responsible_units）：{NOT_A_LIST}"),
    case("fields for a list", TASKS, "[ge-bumen]", "{各部门: 县财政局}", f"责任单位（responsible_units）：{NOT_A_LIST}"),
    case("list for a text", TASKS, "matter: 历史规划", "matter: [历史, 规划]", f"具体事项（matter）：{not_a_text('列表')}"),
    case("fields for a text", TASKS, "matter: 历史规划", "matter: {历史: 规划}", f"具体事项（matter）：{not_a_text('一组字段')}"),
    case("list for a choice", TASKS, "kind: standing", "kind: [standing]", f"任务类型（kind）：{not_a_text('列表')}"),
    case(
        "text for fields",
        MORE_TASKS,
        "due: {within: 5, unit: working_days, after: 收到政策咨询}",
        "due: 5日",
        "相对时限（due）："
        + NOT_FIELDS.format("within（期限）、unit（期限单位）、after（起算事件）", "within: 1, unit: working_days, after: 起算事件"),
    ),
    case(
        "text for a record",
        UNITS,
        "  - slug: fagaiju",
        "  - 县发展改革局\n  - slug: fagaiju",
        "单位（units）："
        + NOT_FIELDS.format("slug（地址代码）、name（单位名称）、kind（单位类别）", "slug: 地址代码, name: 单位名称, kind: department"),
    ),
    case("word for a number", TASKS, "number: 2", "number: 二", "序号（number）：“二”不是整数。是不是 2？请写成整数，用阿拉伯数字，如 3。"),
    case("list for a number", TASKS, "number: 2", "number: [2]", "序号（number）：这里应是一个整数。请写成阿拉伯数字，如 3。"),
    case("nought for a number", TASKS, "number: 2", "number: 0", "序号（number）：“0”太小。请填写不小于 1 的数。"),
    case("year out of range", PLAN, "year: 2025", "year: 20255", "年份（year）：“20255”太大。请填写不大于 2100 的数。"),
    case("endless number", TASKS, "number: 2", f"number: {'9' * 5000}", f"序号（number）：“{'9' * 80}…”太大。请核对数字。"),
    case("word for yes or no", UNITS, "open: true", "open: 是", "文件未列名（open）：“是”不是“是或否”。请写 true（是）或 false（否）。"),
    case(
        "list for yes or no", UNITS, "open: true", "open: [true]", "文件未列名（open）：这里应是“是或否”。请写 true（是）或 false（否）。"
    ),
    case("unknown duty", TASKS, "kind: standing", "kind: 持续", f"任务类型（kind）：“持续”不是可用的取值。可用的取值：{DUTY_KINDS}。"),
    case(
        "title of several lines", PLAN, "issuer: 示例县", "issuer: |-\n  示例\n  县", "发布机构（issuer）：内容分成了几行。请写在一行里。"
    ),
    case("slug with capitals", UNITS, "slug: fagaiju", "slug: FaGaiJu", not_a_slug("FaGaiJu")),
    case("slug with a slash", UNITS, "slug: fagaiju", "slug: fagai/ju", not_a_slug("fagai/ju")),
    case("slug of two points", UNITS, "slug: fagaiju", "slug: ..", not_a_slug("..")),
    case("slug in Chinese", UNITS, "slug: fagaiju", "slug: 发改局", not_a_slug("发改局")),
    case("slug with an underscore", COLUMNS, "slug: guihua-xinxi", "slug: guihua_xinxi", not_a_slug("guihua_xinxi")),
    case("slug that begins with a hyphen", COLUMNS, "slug: guihua-xinxi", "slug: -guihua", not_a_slug("-guihua")),
    case(
        "unit called index",
        UNITS,
        "slug: fagaiju",
        "slug: index",
        "地址代码（slug）：“index”是网站或 Windows 系统保留的名字，不能用。请换一个地址代码。",
    ),
    case(
        "column called index",
        COLUMNS,
        "slug: guihua-xinxi",
        "slug: index",
        "地址代码（slug）：“index”是网站或 Windows 系统保留的名字，不能用。请换一个地址代码。",
    ),
    case("slug without end", UNITS, "slug: fagaiju", f"slug: {'a' * 81}", f"地址代码（slug）：“{'a' * 80}…”太长。请不要超过 80 个字符。"),
    case("id of two numbers", TASKS, "- id: 1.1.1\n", "- id: 1.1\n", not_a_task("任务编号（id）", "1.1")),
    case("id with a leading nought", TASKS, "- id: 1.1.1", "- id: 1.1.01", not_a_task("任务编号（id）", "1.1.01", "是不是 1.1.1？")),
    case("id with a path", TASKS, "- id: 1.1.1", "- id: 1.1.1/..", not_a_task("任务编号（id）", "1.1.1/..", "是不是 1.1.1？")),
    case("task in Chinese", LEDGER, "1.1.1\n    measures: [1]", "一.一\n    measures: [1]", not_a_task("任务编号（task）", "一.一")),
]

NO_SCHEME = "不是以 http:// 或 https:// 开头的网址。请照浏览器地址栏写全，如 {}。"
ODD_SIGN = "里有网址不能用的符号“{}”。请删掉它，或照浏览器地址栏重新复制。"
NO_HOST = "不完整，“//”后面没有域名。请照浏览器地址栏写全，如 https://www.example.gov.cn/。"
WRONG_HOST = "的域名或端口写错了。请照浏览器地址栏重新复制。"
SIGN_IN_HOST = "的域名里有符号“{}”。请改为半角的英文句点“.”，或照浏览器地址栏重新复制。"
ADDRESSES = [
    case(f"address {name}", LEDGER, "https://www.example.org/guihua/1.html", text, f"网址（url）：“{text}”{message}")
    for name, text, message in (
        ("javascript", "javascript:alert(1)", NO_SCHEME.format("https://www.example.gov.cn/")),
        ("data", "data:text/html,<script>alert(1)</script>", ODD_SIGN.format("<")),
        ("file", "file:///etc/passwd", NO_SCHEME.format("https://www.example.gov.cn/")),
        ("ftp", "ftp://www.example.org/1.html", NO_SCHEME.format("https://www.example.org/1.html")),
        ("without scheme", "www.example.org/1.html", NO_SCHEME.format("https://www.example.org/1.html")),
        ("without scheme but slashes", "//www.example.org/1.html", NO_SCHEME.format("https://www.example.org/1.html")),
        ("with a full-width colon", "https：//www.example.org/1.html", NO_SCHEME.format("https://www.example.org/1.html")),
        (
            "with a blank",
            "https://www.example.org/guihua 1.html",
            "中间有空格。请删去空格；网址里本来就有的，照浏览器地址栏写成 %20。",
        ),
        (
            "and another",
            "https://www.example.org/1.html、https://www.example.org/2.html",
            "里有几个网址。请只留一个；另一个分开登记一条。",
        ),
        ("without host", "https:///1.html", NO_HOST),
        ("of half a bracket", "https://[::1/1.html", WRONG_HOST),
        ("with a wrong port", "https://www.example.org:80a/", WRONG_HOST),
        ("with a full stop in the host", "https://www。example.org/", SIGN_IN_HOST.format("。")),
        ("with a quote", 'https://www.example.org/"onclick=', ODD_SIGN.format('"')),
    )
]
ADDRESSES += [
    case(
        f"password {name}",
        LEDGER,
        "https://www.example.org/guihua/1.html",
        text,
        f"网址（url）：“https://…@{rest}",
    )
    for name, text, rest in (
        (
            "in an address",
            "https://user:password@www.example.org/",
            "www.example.org/”里有账号或密码（“@”前面的部分）。请删掉“@”和它前面的部分，不要公开出去。",
        ),
        ("behind a backslash", "https://www.example.org\\@example.com", f"example.com”{ODD_SIGN.format(chr(92))}"),
    )
]

RECORDS = [
    case(
        "duplicate id",
        TASKS,
        "- id: 1.1.2",
        "- id: 1.1.1\n    lead_units: [zhengfuban]\n    measures: [{text: 甲, kind: one_off}]\n  - id: 1.1.2",
        "任务编号（id）：编号“1.1.1”重复，已在 data/shili/2025/tasks/01-guihua.yaml:4 用过。请换一个编号。",
        at="- id: 1.1.1\n    lead_units: [zhengfuban]",
    ),
    case(
        "duplicate slug of a unit",
        UNITS,
        "slug: caizhengju",
        "slug: fagaiju",
        "地址代码（slug）：“fagaiju”已被“县发展改革局”使用。请换一个。",
        at="slug: fagaiju\n    name: 县财政局",
    ),
    case(
        "duplicate slug of a column",
        COLUMNS,
        "slug: caizheng-xinxi",
        "slug: guihua-xinxi",
        "地址代码（slug）：“guihua-xinxi”已被“规划信息”使用。请换一个。",
        at="slug: guihua-xinxi\n            name: 财政",
    ),
    case(
        "duplicate name of a column",
        COLUMNS,
        "name: 财政信息",
        "name: 规划信息",
        "栏目名称（name）：同一层已有“规划信息”。请删去其中一处。",
        at="name: 规划信息\n      - slug: zhengce",
    ),
    case(
        "alias of two units",
        UNITS,
        "aliases: [财政局]",
        "aliases: [财政局, 发改局]",
        "别名（aliases）：“发改局”也是“县发展改革局”的名称。一个名称只能指一个单位，请删去其中一处。",
    ),
    case(
        "alias that is another unit's name",
        UNITS,
        "aliases: [县府办]",
        "aliases: [县财政局]",
        "别名（aliases）：“县财政局”也是“县财政局”的名称。一个名称只能指一个单位，请删去其中一处。",
    ),
    case(
        "members of a single unit",
        UNITS,
        "- slug: chengguan\n",
        "- slug: chengguan\n    members: [fagaiju]\n",
        "成员单位（members）：只有集合单位（kind: group）才能有成员（members、members_complete、open）。请删掉这些字段，或改正单位类别。",
        at="members: [fagaiju]\n",
    ),
    case(
        "members of an open group",
        UNITS,
        "- slug: youguan-bumen\n",
        "- slug: youguan-bumen\n    members: [fagaiju]\n",
        "成员单位（members）：文件未列名的集合单位（open: true）不能有成员。请删掉 members，或删掉 open。",
        at="members: [fagaiju]\n",
    ),
    case(
        "measure without number among several",
        TASKS,
        "- number: 2\n        text",
        "- text",
        "举措（measures）：有几条举措，这一条没有序号（number）。请补上序号。",
        at="- text: |-\n          及时更新",
    ),
    case(
        "two measures of one number",
        TASKS,
        "- number: 2",
        "- number: 1",
        "序号（number）：序号“1”重复。请改正。",
        at="number: 1\n        text: |-\n          及时",
    ),
    case(
        "count without recurrence",
        MORE_TASKS,
        "        recurrence: {times: 4, per: year}\n",
        "",
        "次数要求（recurrence）：任务类型是次数或周期，却没有次数要求（recurrence）。请补上，如 recurrence: {times: 4, per: year}。",
        at="- text: |-\n          每年召开",
    ),
    case(
        "task without units",
        TASKS,
        "- id: 1.1.2\n    lead_units: [caizhengju]\n",
        "- id: 1.1.2\n",
        "牵头单位（lead_units）：没有牵头单位（lead_units），也没有责任单位（responsible_units）。请至少填写一个。",
    ),
    case(
        "task in the file of another section",
        TASKS,
        "- id: 1.1.2",
        "- id: 2.1.9",
        "任务编号（id）：编号“2.1.9”不属于本文件的第 1 部分。请改正编号，或移到对应文件。",
    ),
    case(
        "task of a subsection that is not in the plan",
        TASKS,
        "- id: 1.1.2",
        "- id: 1.3.1",
        "任务编号（id）：plan.yaml 里没有编号“1.3.1”所在的部分或方面。请改正编号，或在 plan.yaml 补上。",
    ),
    case(
        "year of another folder",
        PLAN,
        "year: 2025",
        "year: 2024",
        "年份（year）：“2024”与文件夹名“2025”不同。请把年份改为 2025，或把文件夹改名为 2024。",
    ),
    case(
        "two sections of one number",
        PLAN,
        "number: 2\n    title: 做好政策解读",
        "number: 1\n    title: 做好政策解读",
        "序号（number）：序号“1”重复。请改正。",
    ),
    case(
        "two subsections of one number",
        PLAN,
        "number: 2\n        title: 归集",
        "number: 1\n        title: 归集",
        "序号（number）：序号“1”重复。请改正。",
    ),
    case(
        "evidence that cannot be looked up",
        LEDGER,
        "    url: https://www.example.org/guihua/1.html\n",
        "",
        "网址（url）：证据既没有网址（url），也没有线下公开情况（description）。请至少填写网址或线下公开情况，让读者能查到。",
        at="task: 1.1.1\n    measures: [1]",
    ),
    case(
        "document published before it was written",
        PLAN,
        "issued_on: 2025-03-01",
        "issued_on: 2025-03-01\npublished_on: 2025-02-28",
        "发布日期（published_on）：发布日期早于成文日期。请核对两个日期。",
        at="published_on",
    ),
    case(
        "document whose validity is no word of the list",
        PLAN,
        "issued_on: 2025-03-01",
        "issued_on: 2025-03-01\nvalidity: 有效",
        "有效性（validity）：“有效”不是可用的取值。可用的取值：in_force（现行有效）、lapsed（失效）、repealed（废止）。",
        at="validity",
    ),
]

CASES = [one for one in (*KEYBOARD, *YAML_EXTRAS, *KEYS, *REFERENCES, *VALUES, *ADDRESSES, *RECORDS) if one.id != "empty_list_of_measures"]


def test_the_example_folder_has_no_problems(folder):
    assert folder.problems() == []


@pytest.mark.sweep
@pytest.mark.parametrize(("file", "old", "new", "message", "at"), CASES)
def test_fault_is_reported_once_with_its_line_and_remedy(folder, file, old, new, message, at):
    folder.replace(file, old, new)

    assert folder.problems() == [f"data/{file}:{folder.line_of(file, at)}  {message}"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", f"1  {EMPTY_FILE}", id="nothing"),
        pytest.param("\n\n", f"1  {EMPTY_FILE}", id="empty_lines"),
        pytest.param("# 示例\n", f"1  {EMPTY_FILE}", id="only_a_comment"),
        pytest.param("---\n", f"1  {EMPTY_FILE}", id="only_a_document_mark"),
        pytest.param("示例县\n", f"1  {NOT_A_PLAN}", id="only_a_text"),
        pytest.param("- 示例县\n", f"1  {NOT_A_PLAN}", id="only_a_list"),
        pytest.param("# ascii\nyear: 2025\ntitle: 示例县\n".encode("gbk"), f"3  文件不是 UTF-8 编码，是 GBK。{TO_UTF_8}", id="GBK"),
        pytest.param("title: 關於進一步做好政務公開工作的通知\n".encode("big5"), f"1  文件不是 UTF-8 编码，是 Big5。{TO_UTF_8}", id="Big5"),
        pytest.param(
            "title: 示例县\n".encode() + "issuer: 县政府\n".encode("gbk"),
            "2  这一行里有不是 UTF-8 编码的字节（0xCF），前面的都是。像是从别的编码的文件里拼来的，请对照原文重新输入这些字。",
            id="GBK_behind_UTF-8",
        ),
        pytest.param("year: 2025\n".encode("utf-16"), f"1  文件不是 UTF-8 编码，是 UTF-16。{TO_UTF_8}", id="UTF-16"),
        pytest.param(b"year: 2025\nissuer: \xff\xfe\n", f"2  文件不是 UTF-8 编码。{TO_UTF_8}", id="bytes_that_mean_nothing"),
        pytest.param(
            b"a: " + 5000 * b"[" + 5000 * b"]",
            "1  层次太深，超过 100 层，读不下去。请检查是否有大量没有闭合的括号。",
            id="brackets_without_end",
        ),
    ],
)
def test_unreadable_file_is_reported_once(folder, content, message):
    folder.write(PLAN, content)

    assert folder.problems() == [f"data/{PLAN}:{message}"]


@pytest.mark.parametrize("file", [JURISDICTION, UNITS, COLUMNS, PLAN, TASKS, LEDGER])
def test_byte_order_mark_is_accepted(folder, file):
    folder.write(file, b"\xef\xbb\xbf" + folder.read(file).encode())

    assert folder.problems() == []


@pytest.mark.parametrize("file", [JURISDICTION, UNITS, COLUMNS, PLAN, TASKS, LEDGER])
@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["windows", "old_mac"])
def test_other_line_ends_are_accepted(folder, file, line_end):
    folder.write(file, folder.read(file).replace("\n", line_end))

    assert folder.problems() == []


def test_line_is_right_in_a_file_with_windows_line_ends(folder):
    folder.replace(TASKS, "kind: standing", "kind: 持续")
    line = folder.line_of(TASKS, "kind: 持续")
    folder.write(TASKS, folder.read(TASKS).replace("\n", "\r\n"))

    assert folder.problems() == [f"data/{TASKS}:{line}  任务类型（kind）：“持续”不是可用的取值。可用的取值：{DUTY_KINDS}。"]


@pytest.mark.parametrize("file", [JURISDICTION, UNITS, COLUMNS, PLAN])
def test_missing_file_is_the_only_problem(folder, file):
    """Nothing that refers to the missing file is blamed."""
    (folder.root / file).unlink()

    assert folder.problems() == [f"data/{file}:1  {NO_FILE.format(file.rsplit('/', 1)[-1])}"]


def test_plan_without_tasks_is_reported_once(folder):
    (folder.root / TASKS).unlink()
    (folder.root / MORE_TASKS).unlink()

    assert folder.problems() == ["data/shili/2025/tasks:1  没有任务文件。请为每个部分建一个，如 tasks/01-guihua.yaml。"]


@pytest.mark.parametrize(
    ("file", "new_name", "remedy"),
    [
        pytest.param(TASKS, "shili/2025/tasks/01.yml", "请改名为 01.yaml。", id="yml"),
        pytest.param(
            TASKS,
            "shili/2025/task/01-guihua.yaml",
            "任务文件要放在 data/shili/2025/tasks/ 里，请改为 tasks/01-guihua.yaml。",
            id="misspelt_tasks_folder",
        ),
        pytest.param(
            LEDGER,
            "shili/2025/ledgers/fagaiju.yaml",
            "台账要放在 data/shili/2025/ledger/ 里，请改为 ledger/fagaiju.yaml。",
            id="misspelt_ledger_folder",
        ),
        pytest.param(
            LEDGER,
            "shili/2025/fagaiju.yaml",
            "台账要放在 data/shili/2025/ledger/ 里，请改为 ledger/fagaiju.yaml。",
            id="ledger_outside_its_folder",
        ),
        pytest.param(LEDGER, "shili/2025/ledger/fagaiju.yaml.old", "请对照 docs/fields.zh-CN.md 改名，或移走。", id="copy"),
    ],
)
def test_misnamed_file_is_the_only_problem(folder, file, new_name, remedy):
    """Neither is it ignored, nor are entries blamed for tasks that stand in it."""
    folder.move(file, new_name)

    assert folder.problems() == [f"data/{new_name}:1  {MISNAMED.format(Path(new_name).name)}{remedy}"]


def test_ledger_file_must_be_named_for_a_unit(folder):
    """The entries without units are not blamed one by one."""
    folder.move(LEDGER, "shili/2025/ledger/fagaijv.yaml")

    assert folder.problems() == [
        "data/shili/2025/ledger/fagaijv.yaml:1  文件名不对，没有单位“fagaijv”。是不是“fagaiju”（县发展改革局）？台账文件要用单位的地址代码命名，如 fagaiju.yaml。"
    ]


@pytest.mark.parametrize("name", ["示例", "Shili", "shi_li", "theme", "search"])
def test_folder_of_a_jurisdiction_must_be_fit_for_an_address(folder, name):
    folder.move("shili", name)

    assert folder.problems() == [f"data/{name}:1  “{name}”不能用作辖区文件夹的名字。请改名，只用小写字母、数字和连字符，如 tongliang。"]


def test_folder_of_a_year_must_be_the_year(folder):
    folder.move("shili/2025", "shili/2025年")

    assert folder.problems() == ["data/shili/2025年/plan.yaml:2  年份（year）：“2025”与文件夹名“2025年”不同。请把文件夹改名为 2025。"]


def test_empty_data_folder_is_a_problem(folder):
    folder.move("shili", "../elsewhere")

    assert folder.problems() == ["data:1  数据文件夹里没有任何辖区。请新建辖区文件夹，见 docs/editing.zh-CN.md。"]


def test_absent_data_folder_is_a_problem(folder):
    folder.move("", "../elsewhere")

    assert folder.problems() == ["data:1  数据文件夹里没有任何辖区。请新建辖区文件夹，见 docs/editing.zh-CN.md。"]


# --- one fault, one message ----------------------------------------------------------------------

DEFINING = [
    case("unit without slug", UNITS, "- slug: caizhengju\n    name", "- name", f"地址代码（slug）：{EMPTY}"),
    case("unit without name", UNITS, "    name: 县财政局\n", "", f"单位名称（name）：{EMPTY}", at="- slug: caizhengju"),
    case(
        "unit without kind",
        UNITS,
        "    name: 县财政局\n    kind: department\n",
        "    name: 县财政局\n",
        f"单位类别（kind）：{EMPTY}",
        at="- slug: caizhengju",
    ),
    case("unit with a bad slug", UNITS, "- slug: caizhengju", "- slug: CaiZheng", not_a_slug("CaiZheng")),
    case("group with bad members", UNITS, "members: [fagaiju, caizhengju]", "members: fagaiju", f"成员单位（members）：{NOT_A_LIST}"),
    case("misspelt key of all units", UNITS, "units:\n", "unit:\n", "没有“unit”这个字段。是不是想写“units”？"),
    case("column without name", COLUMNS, "            name: 规划信息\n", "", f"栏目名称（name）：{EMPTY}", at="- slug: guihua-xinxi"),
    case("column without slug", COLUMNS, "- slug: guihua-xinxi\n            name", "- name", f"地址代码（slug）：{EMPTY}"),
    case(
        "column with columns below it without name",
        COLUMNS,
        "        name: 政府信息公开\n",
        "",
        f"栏目名称（name）：{EMPTY}",
        at="- slug: xinxi",
    ),
    case("syntax of units", UNITS, "    name: 县财政局", "    name 县财政局", NO_COLON),
    case("syntax of columns", COLUMNS, "    name: 政府网站", "    name 政府网站", NO_COLON),
    case("syntax of the plan", PLAN, "issuer: 示例", "issuer 示例", NO_COLON),
    case("syntax of tasks", TASKS, "matter: 历史", "matter 历史", NO_COLON),
    case(
        "section without title",
        PLAN,
        "  - number: 1\n    title: 做好规划公开",
        "  - number: 1",
        f"标题（title）：{EMPTY}",
        at="number: 1\n    sub",
    ),
    case(
        "section with a word for a number",
        PLAN,
        "number: 1\n    title: 做",
        "number: 一\n    title: 做",
        "序号（number）：“一”不是整数。是不是 1？请写成整数，用阿拉伯数字，如 3。",
    ),
    case("plan without title", PLAN, "title: 示例县2025年政务公开工作要点\n", "", f"标题（title）：{EMPTY}", at="year: 2025"),
    case("task without id", TASKS, "- id: 1.1.1\n    lead_units", "- lead_units", f"任务编号（id）：{EMPTY}"),
    case(
        "task with a text for its units",
        TASKS,
        "lead_units: [fagaiju]\n    responsible_units: [ge-bumen]",
        "lead_units: fagaiju",
        f"牵头单位（lead_units）：{NOT_A_LIST}",
    ),
    case(
        "measure with a word for a number",
        TASKS,
        "number: 2",
        "number: 二",
        "序号（number）：“二”不是整数。是不是 2？请写成整数，用阿拉伯数字，如 3。",
    ),
    case("measure without text", TASKS, "        text: |-\n          及时更新规划信息。\n", "", f"内容（text）：{EMPTY}", at="- number: 2"),
    case(
        "misspelt key of all measures",
        TASKS,
        "responsible_units: [ge-bumen]\n    measures:",
        "responsible_units: [ge-bumen]\n    mesures:",
        "没有“mesures”这个字段。是不是想写“measures”？",
        at="mesures:",
    ),
    case(
        "misspelt key of the units that owe",
        TASKS,
        "responsible_units: [ge-bumen]",
        "responsible_unit: [ge-bumen]",
        "没有“responsible_unit”这个字段。是不是想写“responsible_units”？",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message", "at"), DEFINING)
def test_references_to_a_faulty_record_are_not_blamed(folder, file, old, new, message, at):
    folder.replace(file, old, new)

    assert folder.problems() == [f"data/{file}:{folder.line_of(file, at)}  {message}"]


def test_unknown_reference_is_reported_beside_a_faulty_record(folder):
    """What the faulty record cannot have meant is not excused by it."""
    folder.replace(UNITS, "- slug: caizhengju\n    name", "- name")
    folder.replace(TASKS, "responsible_units: [youguan-bumen]", "responsible_units: [minzhengju]")

    assert folder.problems() == [
        f"data/{TASKS}:{folder.line_of(TASKS, 'responsible_units: [minzhengju]')}  责任单位（responsible_units）：没有单位“minzhengju”。请先登记，或改正拼写。",
        f"data/{UNITS}:{folder.line_of(UNITS, 'name: 县财政局')}  地址代码（slug）：{EMPTY}",
    ]


def test_task_outside_the_plan_is_reported_beside_a_faulty_plan(folder):
    """A fault elsewhere in plan.yaml leaves its sections certain."""
    folder.replace(PLAN, "issued_on: 2025-03-01", "issued_on: 2025-03-32")
    folder.replace(TASKS, "- id: 1.1.2", "- id: 1.3.1")

    assert folder.problems() == [
        f"data/{PLAN}:6  成文日期（issued_on）：“2025-03-32”不是有效日期，没有这一天。请核对后改正。请写成年-月-日，如 2021-06-30；没有确切日期的，不写这个字段。",
        f"data/{TASKS}:23  任务编号（id）：plan.yaml 里没有编号“1.3.1”所在的部分或方面。请改正编号，或在 plan.yaml 补上。",
    ]


def test_references_inside_a_faulty_record_are_checked_in_the_same_run(folder):
    folder.replace(TASKS, "  - id: 1.1.2\n    lead_units: [caizhengju]", "  - lead_units: [xyz]")
    folder.replace(LEDGER, "task: 1.1.1\n    measures: [2]\n    on: 2025-07-01", "task: 1.2.9\n    on: 7月1日")

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'on: 7月1日')}  登记日期（on）：“7月1日”不是日期。还缺年份，请写成年-月-日，如 2021-06-30。",
        f"data/{TASKS}:{folder.line_of(TASKS, '- lead_units')}  任务编号（id）：{EMPTY}",
        f"data/{TASKS}:{folder.line_of(TASKS, '- lead_units')}  牵头单位（lead_units）：没有单位“xyz”。请先登记，或改正拼写。",
    ]


# --- many faults, one run ------------------------------------------------------------------------


def test_ten_kinds_of_fault_in_several_files_are_all_reported_in_one_run(folder):
    folder.replace(JURISDICTION, "https://www.example.org/", "www.example.org")
    folder.replace(LEDGER, "    result:", "\tresult:")
    folder.replace(PLAN, "title: 示例县2025年", 'title: "示例县2025年')
    folder.replace(PLAN, "issued_on: 2025-03-01", "issued_on: 2021-02-30")
    folder.replace(TASKS, "lead_units: [caizhengju]", "lead_units: [caizhengbu]")
    folder.replace(TASKS, "        text: |-\n          及时更新规划信息。\n", "")
    folder.replace(MORE_TASKS, "id: 2.1.2", "id: 2.1.1")
    folder.replace(MORE_TASKS, "kind: count", "kind: count\n        kind: count")
    folder.replace(UNITS, "name: 城关镇", "name：城关镇")
    folder.replace(UNITS, "aliases: [县府办]", "aliases: 县府办")

    assert folder.problems() == [
        f"data/{LEDGER}:19  {TAB}",
        f"data/{PLAN}:3  {UNCLOSED.format(chr(34))}",
        f"data/{PLAN}:6  成文日期（issued_on）：“2021-02-30”不是有效日期，没有这一天。请核对后改正。请写成 2021-02-28。",
        f"data/{TASKS}:17  内容（text）：{EMPTY}",
        f"data/{TASKS}:22  牵头单位（lead_units）：没有单位“caizhengbu”。是不是“caizhengju”（县财政局）？",
        f"data/{MORE_TASKS}:10  任务类型（kind）：“kind”写了两次。请删掉其中一个。",
        f"data/{MORE_TASKS}:13  任务编号（id）：编号“2.1.1”重复，已在 data/{MORE_TASKS}:4 用过。请换一个编号。",
        f"data/{JURISDICTION}:5  政府门户网站（portal_url）：“www.example.org”不是以 http:// 或 https:// 开头的网址。请照浏览器地址栏写全，如 https://www.example.org。",
        f"data/{UNITS}:17  别名（aliases）：{NOT_A_LIST}",
        f"data/{UNITS}:19  {colon('name')}",
    ]


def test_nine_kinds_of_fault_in_one_tasks_file_are_all_reported_in_one_run(folder):
    """All of the ten but the bad address: tasks have no addresses."""
    folder.replace(TASKS, "section: 1", "section：1")
    folder.replace(TASKS, "responsible_units: [ge-bumen]", "responsible_units: ge-bumen")
    folder.replace(TASKS, "due_on: 2025-06-30", "due_on: 2021-02-30")
    folder.replace(TASKS, "due_text: 及时", "due_text: '及时")
    folder.replace(TASKS, "id: 1.1.2", "id: 1.1.1")
    folder.replace(TASKS, "lead_units: [caizhengju]", "lead_units: [caizhengbu]")
    folder.replace(
        TASKS, "        publication_paths: [caizheng-xinxi, zhengce-jiedu]", "\tpublication_paths: [caizheng-xinxi, zhengce-jiedu]"
    )
    folder.replace(TASKS, "    matter: 历史规划", "    matter: 历史规划\n    matter: 规划")
    folder.replace(TASKS, "      - text: |-\n          加强组织领导。\n        kind", "      - kind")

    assert folder.problems() == [
        f"data/{TASKS}:2  {colon('section')}",
        f"data/{TASKS}:6  责任单位（responsible_units）：{NOT_A_LIST}",
        f"data/{TASKS}:13  完成时限（due_on）：“2021-02-30”不是有效日期，没有这一天。请核对后改正。请写成 2021-02-28。",
        f"data/{TASKS}:21  {UNCLOSED.format(chr(39))}",
        f"data/{TASKS}:23  任务编号（id）：编号“1.1.1”重复，已在 data/{TASKS}:4 用过。请换一个编号。",
        f"data/{TASKS}:24  牵头单位（lead_units）：没有单位“caizhengbu”。是不是“caizhengju”（县财政局）？",
        f"data/{TASKS}:29  {TAB}",
        f"data/{TASKS}:32  具体事项（matter）：“matter”写了两次。请删掉其中一个。",
        f"data/{TASKS}:36  内容（text）：{EMPTY}",
    ]


def test_six_kinds_of_fault_in_one_measure_are_all_reported_in_one_run(folder):
    folder.replace(
        TASKS,
        """\
        kind: standing
        due_text: 及时
        publication_paths: [guihua-xinxi]
  - id: 1.1.2""",
        """\
        kind：one_off
        due_on: 2021-02-30
\tdue_text: "及时
        publication_paths: [guihua]
        due_on: 2021-02-31
  - id: 1.1.2""",
    )
    folder.replace(TASKS, "- number: 2", "- number: 二")

    assert folder.problems() == [
        f"data/{TASKS}:17  序号（number）：“二”不是整数。是不是 2？请写成整数，用阿拉伯数字，如 3。",
        f"data/{TASKS}:20  {colon('kind')}",
        f"data/{TASKS}:22  {UNCLOSED.format(chr(34))}",
        f"data/{TASKS}:22  {TAB}",
        f"data/{TASKS}:23  公开路径（publication_paths）：没有栏目“guihua”。是不是“guihua-xinxi”（规划信息）？",
        f"data/{TASKS}:24  完成时限（due_on）：“2021-02-31”不是有效日期，没有这一天。请核对后改正。请写成 2021-02-28。",
        f"data/{TASKS}:24  完成时限（due_on）：“due_on”写了两次。请删掉其中一个。",
    ]


@pytest.mark.parametrize("file", [UNITS, COLUMNS, PLAN, TASKS, MORE_TASKS, LEDGER])
@pytest.mark.parametrize("width", [2, 4, 8])
def test_file_indented_with_tabs_has_no_other_problems(folder, file, width):
    """Tabs of any width are read as they were meant, so that nothing else is blamed for them."""
    lines = folder.read(file).split("\n")
    tabbed = [re.sub(f"^(?: {{{width}}})+", lambda match: "\t" * (len(match[0]) // width), line) for line in lines]
    folder.write(file, "\n".join(tabbed))

    expected = [f"data/{file}:{number}  {TAB}" for number, line in enumerate(tabbed, start=1) if "\t" in line]
    assert folder.problems() == expected


def test_all_faulty_items_of_one_list_are_reported(folder):
    folder.replace(TASKS, "      - text: |-\n          公开财政预算和解读。\n        kind", "      - kind")
    folder.replace(TASKS, "      - text: |-\n          加强组织领导。\n        kind", "      - kind")

    assert folder.problems() == [f"data/{TASKS}:26  内容（text）：{EMPTY}", f"data/{TASKS}:33  内容（text）：{EMPTY}"]


def test_fault_of_syntax_is_reported_beside_a_slip_on_another_line(folder):
    folder.replace(PLAN, "issuer: ", "issuer：")
    folder.replace(PLAN, "document_number: ", "document_number ")

    assert folder.problems() == [f"data/{PLAN}:4  {NO_COLON}", f"data/{PLAN}:5  {colon('issuer')}"]


def test_fault_of_syntax_is_not_reported_beside_a_slip_on_the_same_line(folder):
    """It may well vanish with the slip; what remains is said in the next run."""
    folder.replace(PLAN, "document_number: 示府办发〔2025〕1号", "document_number： [示府办发")

    assert folder.problems() == [f"data/{PLAN}:4  {colon('document_number')}"]


def test_the_report_ends_with_the_number_of_problems(folder):
    folder.replace(TASKS, "kind: standing", "kind: 持续")
    folder.replace(PLAN, "year: 2025", "year: 2024")

    with pytest.raises(DataError) as error:
        folder.load()

    assert str(error.value).splitlines() == [
        *folder.problems(),
        "共 2 处问题（错误 2 处，发布前必须处理 0 处，提醒 0 处）。网站没有更新，请改正后重新生成。",
    ]


def test_what_stands_in_the_way_comes_first_with_how_many_there_are_and_the_rest_behind():
    warnings = [Problem(Path("data/a/plan.yaml"), line, "", f"甲{line}。", "乙。", Effect.WARNING) for line in range(1, 301)]
    gate = Problem(Path("data/a/plan.yaml"), 1, "", "有手机号码。", "请删去。", Effect.GATE)
    fault = Problem(Path("data/b/plan.yaml"), 9, "年份（year）", "“2024”不对。", "请改正。")
    lines = str(DataError([*warnings, gate, fault])).splitlines()

    assert lines[:3] == [
        str(fault),
        "共 302 处问题（错误 1 处，发布前必须处理 1 处，提醒 300 处）。网站没有更新，请改正后重新生成。"
        "挡住的是上面 1 处“错误”；下面 301 处改好以后再看。",
        str(gate),
    ]
    assert (len(lines), lines[-1]) == (2 + 200 + 1, "另有 101 处没有列出，改正上面的以后再看。")


def test_unknown_reference_is_reported_beside_a_record_that_loses_all_it_had(folder):
    """Without its only measure a task is none; the other tasks of its file are still known."""
    folder.replace(TASKS, "      - text: |-\n          公开财政预算和解读。\n        kind", "      - kind")
    folder.replace(LEDGER, "    measures: [1]\n    units: [fagaiju]", "    measures: [1]\n    units: [minzhengju]")
    folder.replace(LEDGER, "    measures: [2]\n    on: 2025-07-01", "    measures: [7]\n    on: 2025-07-01")

    assert [problem.partition("  ")[0] for problem in folder.problems()] == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'units: [minzhengju]')}",
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'measures: [7]')}",
        f"data/{TASKS}:{folder.line_of(TASKS, '- kind: one_off')}",
    ]


def test_unknown_reference_is_reported_beside_a_fault_in_a_member_of_a_group(folder):
    """A member is a name or a name with days: what is wrong with one is told of neither kind, and leaves out that member alone."""
    folder.replace(UNITS, "members: [fagaiju, caizhengju]", "members: [fagaiju, {unit: caizhengju, valid_from: 春天}]")
    folder.replace(TASKS, "lead_units: [caizhengju]", "lead_units: [minzhengju]")

    assert [problem.partition("  ")[0] for problem in folder.problems()] == [
        f"data/{TASKS}:{folder.line_of(TASKS, 'lead_units: [minzhengju]')}",
        f"data/{UNITS}:{folder.line_of(UNITS, 'members: [fagaiju, {unit: caizhengju, valid_from: 春天}]')}",
    ]


# --- what is left of a faulty file ---------------------------------------------------------------


def test_a_fault_deep_in_a_task_does_not_hide_what_is_wrong_with_the_next(folder):
    """Its text takes the measure with it, that the list of measures, that the task: the others are still compared."""
    folder.replace(TASKS, "      - text: |-\n          公开财政预算和解读。\n", "      - text: [公开财政预算和解读。]\n")
    folder.replace(TASKS, "    matter: 历史规划\n", "    matter: 历史规划\n    continues: 1.1.1\n")

    assert folder.problems() == [
        f"data/{TASKS}:26  内容（text）：{not_a_text('列表')}",
        f"data/{TASKS}:31  接续上年任务（continues）：没有更早年份的要点可以接续。请删掉这个字段，或先登记上年的要点。",
    ]


def test_a_fault_deep_in_a_task_does_not_make_its_name_unknown(folder):
    folder.replace(TASKS, "      - text: |-\n          公开财政预算和解读。\n", "      - text: [公开财政预算和解读。]\n")
    folder.append(
        LEDGER,
        "  - {task: 1.1.2, units: [caizhengju], on: 2025-07-01, text: 正在整理。}\n  - {task: 1.1.8, on: 2025-07-01, text: 没有这项。}\n",
    )

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, '1.1.8')}  任务编号（task）：没有编号“1.1.8”的任务。同一方面的任务有：1.1.1。",
        f"data/{TASKS}:26  内容（text）：{not_a_text('列表')}",
    ]


def test_a_wrong_name_in_a_roster_is_reported_alone(folder):
    """A member may be written as a mere slug: then the field at fault stands nowhere in the file."""
    folder.replace(UNITS, "members: [fagaiju, caizhengju]", 'members: [fagaiju, "cai\\nzheng", caizhengbu]')

    line = folder.line_of(UNITS, "caizhengbu")
    assert [problem for problem in folder.problems() if "写在一行里" in problem] == [
        f"data/{UNITS}:{line}  单位（unit）：内容分成了几行。请写在一行里。"
    ]
    assert f"data/{UNITS}:{line}  成员单位（members）：没有单位“caizhengbu”。是不是“caizhengju”（县财政局）？" in folder.problems()


def test_an_empty_former_name_is_reported_alone(folder):
    folder.replace(COLUMNS, "former_names: [解读回应]", 'former_names: [解读回应, ""]')

    assert folder.problems() == [f"data/{COLUMNS}:{folder.line_of(COLUMNS, '解读回应')}  名称（name）：{EMPTY}"]


def test_what_is_lost_with_a_fault_is_not_complained_of_again(folder):
    """An entry whose measures cannot be read is not blamed for having none."""
    folder.replace(LEDGER, "measures: [1]", "measures: [1.5]")

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'measures: [1.5]')}  举措序号（measures）：“1.5”不是整数。请写成整数，用阿拉伯数字，如 3。"
    ]


def test_a_new_unit_that_waits_to_be_merged_is_not_taken_for_an_old_one(folder):
    waiting = UNITS.replace(".yaml", ".new.yaml")
    folder.write(waiting, "units:\n  - slug: caizhengju2\n    name: 县财政二局\n    kind: department\n")
    folder.replace(TASKS, "lead_units: [caizhengju]", "lead_units: [caizhengju2]")

    assert folder.problems() == [
        f"data/{TASKS}:{folder.line_of(TASKS, 'caizhengju2')}  牵头单位（lead_units）：没有单位“caizhengju2”。"
        "它写在 units.new.yaml 里，还没有并入 units.yaml。请核对 units.new.yaml，并入以后删掉那个文件。",
        f"data/{waiting}:1  这是导入时改写的 units.yaml，还等着合并，不会被读取。请与 units.yaml 核对，改好后用它替换 units.yaml；不要的话请删掉。",
    ]


@pytest.mark.parametrize("strength", ["primary", "self_report"])
def test_evidence_for_a_measure_of_other_units_is_told_to_count_for_nobody(folder, strength):
    folder.replace(TASKS, "due_on: 2025-06-30", "due_on: 2025-06-30\n        units: [fagaiju]")
    folder.replace(TASKS, "responsible_units: [ge-bumen]", "responsible_units: [ge-bumen, chengguan]")
    folder.replace(LEDGER, "units: [fagaiju]", "units: [chengguan]")
    folder.replace(LEDGER, "strength: primary", f"strength: {strength}")

    (warning,) = [problem for problem in loading.look(folder.root).problems if problem.effect is Effect.WARNING]
    assert str(warning) == (
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'units: [chengguan]')}  【提醒】单位（units）：“城关镇”不承担任务 1.1.1 的第 1 条举措，"
        "这条证据只列在网页上，不改变状态。请核对举措序号和单位；承担的单位：县发展改革局。没有写错的，照原样留着。"
    )


@pytest.mark.sweep
@pytest.mark.parametrize(
    "line",
    each(
        ["title: '示例", 'title: "示例', "Title: '示例", "title: [示例", "title: [" + " " * 1900, "<<<<<<< HEAD", "title: {示例"],
        *("title: '示例", "title: [示例", "<<<<<<< HEAD"),
    ),
)
def test_a_large_file_of_slips_is_looked_through_in_linear_time(line):
    def seconds(size):
        text = f"{line}\n" * (size // len(line.encode()))
        begin = time.process_time()
        mend(text)
        return time.process_time() - begin

    assert seconds(400_000) < 8 * seconds(100_000) + 0.5

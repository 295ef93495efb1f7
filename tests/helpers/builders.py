"""A small, valid data folder about a county that does not exist, to be spoilt by tests."""

from __future__ import annotations

from pathlib import Path

from gongkai.records import loading as ledger
from gongkai.records.portal import Portal
from gongkai.records.problems import DataError

JURISDICTION = "shili/jurisdiction.yaml"
UNITS = "shili/units.yaml"
COLUMNS = "shili/columns.yaml"
PLAN = "shili/2025/plan.yaml"
TASKS = "shili/2025/tasks/01-guihua.yaml"
MORE_TASKS = "shili/2025/tasks/02-jiedu.yaml"
LEDGER = "shili/2025/ledger/fagaiju.yaml"
HOLIDAYS = "holidays.yaml"
DUTIES = "duties.yaml"
MOVED = "shili/moved.yaml"
FORMAT = "format.yaml"
NEXT_PLAN = "shili/2026/plan.yaml"
NEXT_TASKS = "shili/2026/tasks/01-guihua.yaml"

_FILES = {
    FORMAT: "format: 2\n",
    JURISDICTION: """\
# 示例县不存在，只用于测试。
name: 示例省示例县
short_name: 示例县
order: 1
portal_url: https://www.example.org/
""",
    UNITS: """\
# 示例县的单位，只用于测试。
units:
  - slug: fagaiju
    name: 县发展改革局
    full_name: 示例县发展和改革局
    kind: department
    aliases: [发改局, 县发改局]
    telephone: 000-0000
  - slug: caizhengju
    name: 县财政局
    kind: department
    aliases: [财政局]
    url: https://www.example.org/caizheng/
  - slug: zhengfuban
    name: 县政府办公室
    kind: office
    aliases: [县府办]
  - slug: chengguan
    name: 城关镇
    kind: township
  - slug: ge-bumen
    name: 县政府各部门
    kind: group
    members: [fagaiju, caizhengju]
    members_complete: false
  - slug: youguan-bumen
    name: 县政府有关部门
    kind: group
    open: true
""",
    COLUMNS: """\
# 示例县的公开路径，只用于测试。
sites:
  - slug: zhengfu-wangzhan
    name: 政府网站
    columns:
      - slug: xinxi-gongkai
        name: 政府信息公开
        columns:
          - slug: guihua-xinxi
            name: 规划信息
          - slug: caizheng-xinxi
            name: 财政信息
      - slug: zhengce-jiedu
        name: 政策解读
        former_names: [解读回应]
""",
    PLAN: """\
# 示例县2025年要点，只用于测试。
year: 2025
title: 示例县2025年政务公开工作要点
document_number: 示府办发〔2025〕1号
issuer: 示例县人民政府办公室
issued_on: 2025-03-01
source: 为测试编写，不是真实的文件。
preamble: |-
  示例县2025年政务公开工作要点：
  各部门要认真落实。
demonstration: true
sections:
  - number: 1
    title: 做好规划公开
    subsections:
      - number: 1
        title: 公开规划
      - number: 2
        title: 归集历史规划
  - number: 2
    title: 做好政策解读
    subsections:
      - number: 1
        title: 解读政策
""",
    TASKS: """\
# 示例县2025年要点第一部分的任务，只用于测试。
section: 1
tasks:
  - id: 1.1.1
    lead_units: [fagaiju]
    responsible_units: [ge-bumen]
    measures:
      - number: 1
        text: |-
          公开示例县发展规划（公开路径：政府网站>政府信息公开>规划信息）。
          2025年6月底前完成：不得延误。
        kind: one_off
        due_on: 2025-06-30
        due_text: 2025年6月底前
        publication_paths: [guihua-xinxi]
        channels: [其他渠道]
      - number: 2
        text: |-
          及时更新规划信息。
        kind: standing
        due_text: 及时
        publication_paths: [guihua-xinxi]
  - id: 1.1.2
    lead_units: [caizhengju]
    measures:
      - text: |-
          公开财政预算和解读。
        kind: one_off
        publication_paths: [caizheng-xinxi, zhengce-jiedu]
  - id: 1.2.1
    matter: 历史规划
    lead_units: [zhengfuban]
    responsible_units: [youguan-bumen]
    measures:
      - text: |-
          加强组织领导。
        kind: unobservable
    doubts:
      - 原文这一行印错了格。
      - 公开路径：可能是两个栏目。
""",
    MORE_TASKS: """\
# 示例县2025年要点第二部分的任务，只用于测试。
section: 2
tasks:
  - id: 2.1.1
    lead_units: [zhengfuban]
    measures:
      - text: |-
          每年召开新闻发布会不少于4次。
        kind: count
        due_text: 每年不少于4次
        recurrence: {times: 4, per: year}
  - id: 2.1.2
    lead_units: [chengguan]
    measures:
      - text: |-
          收到咨询后5个工作日内答复。
        kind: triggered
        due: {within: 5, unit: working_days, after: 收到政策咨询}
""",
    LEDGER: """\
# 县发展改革局的台账，只用于测试。
evidence:
  - task: 1.1.1
    measures: [1]
    units: [fagaiju]
    on: 2025-07-10
    by: 测试
    title: 示例县发展规划
    url: https://www.example.org/guihua/1.html
    published_on: 2025-06-20
    found_in: guihua-xinxi
    covers: full
    strength: primary
checks:
  - task: 1.1.1
    measures: [2]
    on: 2025-07-10
    by: 测试
    result: not_found
    column: guihua-xinxi
notes:
  - task: 1.1.1
    measures: [2]
    on: 2025-07-01
    text: 正在整理。
""",
}


FILES = tuple(_FILES)


class DataFolder:
    """The data folder of the example county under a parent folder, and ways to spoil it."""

    def __init__(self, parent: Path) -> None:
        self.root = parent / "data"
        for name, text in _FILES.items():
            self.write(name, text)
        # That they are there is all that the program asks of them.
        for kind in ("format", "ledger", "moved"):
            self.write(f".schemas/{kind}.json", "{}")

    def write(self, name: str, content: str | bytes) -> None:
        """Make a file, or put something else in the place of its whole content."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def replace(self, name: str, old: str, new: str) -> None:
        """Put `new` in the place of `old`, which must occur exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def move(self, name: str, new_name: str) -> None:
        (self.root / new_name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).rename(self.root / new_name)

    def add_next_year(self) -> None:
        """A plan of 2026 with the same sections and tasks, and no ledger."""
        self.write(NEXT_PLAN, self.read(PLAN).replace("year: 2025", "year: 2026"))
        for name in (TASKS, MORE_TASKS):
            self.write(name.replace("2025", "2026"), self.read(name))

    def line_of(self, name: str, text: str) -> int:
        """The line on which a text that occurs exactly once begins."""
        content = self.read(name).replace("\r\n", "\n")
        assert content.count(text) == 1, f"{name} has {content.count(text)} times {text!r}"
        return content.count("\n", 0, content.index(text)) + 1

    def load(self) -> Portal:
        return ledger.load(self.root)

    def problems(self) -> list[str]:
        """What the clerk is told, one message per problem; empty when the data is good."""
        try:
            self.load()
        except DataError as error:
            return [str(problem) for problem in error.problems]
        return []

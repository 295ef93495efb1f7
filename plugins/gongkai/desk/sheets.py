"""The sheet that a unit fills in: a row for each measure that it owes and has not settled, and columns for what it has done."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gongkai.exports import archives, task_sheet
from gongkai.exports.tables import official_text
from gongkai.judging.assessment import AssessedPlan, AssessedTask, Cell
from gongkai.judging.verdicts import SET_ASIDE
from gongkai.pages import wording
from gongkai.records.plan_records import Measure
from gongkai.records.register_records import Unit
from gongkai.words.dates import chinese_date
from gongkai.words.labels import COVERAGES

from .choices import trail
from .proposals import Desk, RefusedError, State

# A sheet of another format cannot be read back.
FORMAT = 1
DONE, SKIPPED, STATE = "做了什么", "不填", "状态"
TITLE, ADDRESS, PUBLISHED, COLUMN, COVERS, WORDS, UNTIL, BY = (
    *("标题", "网址", "发布日期", "所在栏目", "完整还是部分", "说明", "有效至", "登记人"),
)
KEY = "编号（请勿改动）"
# What stands in the sheet, and what the unit fills in; each with its width in characters.
GIVEN = {"任务编号": 8, "所在部分": 16, "内容": 44, "公开到哪里": 22, "什么时候完成": 16, STATE: 14}
FILLED = {DONE: 13, TITLE: 20, ADDRESS: 20, PUBLISHED: 12, COLUMN: 20, COVERS: 9, WORDS: 24, UNTIL: 12, BY: 10}
DAYS = (PUBLISHED, UNTIL)
ROWS, HELP, LISTS = "填报表", "填写说明", "选项"
_HEAD, _DIGITS = 1, 12
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
_A4, _MARGIN = 9, 0.4
# Points of a line of the body font, and of the highest row that there can be; characters of a page of instructions.
_LINE, _HIGHEST, _PAGE = 15, 409, 84


@dataclass(frozen=True)
class Act:
    """Something that a unit may have done: as what it is recorded, which column holds which field, and which must be filled in."""

    words: str
    kind: str
    fields: Mapping[str, str]
    needed: tuple[str, ...]
    help: str


ACTS = (
    Act(
        "网页公开",
        "evidence",
        {"title": TITLE, "url": ADDRESS, "published_on": PUBLISHED, "found_in": COLUMN, "covers": COVERS, "remark": WORDS, "by": BY},
        (TITLE, ADDRESS),
        "已经在网上公开了。填页面的标题和网址；页面上印有日期的，填发布日期；能在网站栏目里找到的，选所在栏目。",
    ),
    Act(
        "线下公开",
        "evidence",
        {"title": TITLE, "description": WORDS, "published_on": PUBLISHED, "covers": COVERS, "by": BY},
        (TITLE, WORDS),
        "在公示栏、发布会等处公开了。填标题；在“说明”里写在哪里、怎样查到。",
    ),
    Act("说明进展", "notes", {"text": WORDS, "by": BY}, (WORDS,), "还没有公开。在“说明”里写进展到哪一步。"),
    Act(
        "本期无需公开",
        "waivers",
        {"reason": WORDS, "valid_until": UNTIL, "by": BY},
        (WORDS, UNTIL),
        "这一期没有可公开的内容。在“说明”里写理由，在“有效至”里写到哪天为止。",
    ),
)


@dataclass(frozen=True)
class Key:
    """Which cell of which plan a row is of, when it was handed out, and a digest of what stood in it."""

    place: str
    year: int
    unit: str
    task: str
    measure: int | None
    on: date
    digest: str

    def __str__(self) -> str:
        return f"gongkai {FORMAT} {self.place}/{self.year} {self.unit} {self.task} {self.measure or '-'} {self.on} {self.digest}"

    @classmethod
    def of(cls, text: str) -> Key | None:
        """That of a row of any sheet of ours; None for anything else. Raises RefusedError for another format."""
        name, *steps = text.split() or [""]
        if name == "gongkai" and steps[:1] != [str(FORMAT)]:
            raise RefusedError("这张表是另一个版本的程序写的，读不了。请重新写出一张，把填好的内容抄过去。")
        try:
            _, plan, unit, task, measure, on, digest = steps
            place, _, year = plan.partition("/")
            return cls(place, int(year), unit, task, None if measure == "-" else int(measure), date.fromisoformat(on), digest)
        except ValueError:
            return None


@dataclass(frozen=True)
class Open:
    """A measure that a unit has not settled: what the sheet says of it, column by column."""

    assessed: AssessedPlan
    task: AssessedTask
    position: int
    cell: Cell

    @property
    def measure(self) -> Measure:
        return self.task.measures[self.position].measure

    @property
    def given(self) -> dict[str, str]:
        task, plan, register = self.task.task, self.assessed.plan, self.assessed.jurisdiction.register
        section = plan.record.section_of(task)
        meaning = wording.meaning_of_other_channels(measure for other in plan.tasks for measure in other.measures)
        trails = (trail(register.nodes[slug]) for slug in self.measure.publication_paths)
        texts = (
            task.id,
            f"{wording.section_title(section)}\n{wording.subsection_title(section.subsection_of(task))}",
            official_text(task, self.position),
            "\n".join(filter(None, (*trails, wording.channels(self.measure, meaning)))),
            "；".join(filter(None, (wording.time_limit(self.measure), wording.own_time_words(self.measure)))),
            self.cell.verdict.words,
        )
        return dict(zip(GIVEN, map(task_sheet.cut, texts), strict=True))

    def is_for(self, unit: str, on: date) -> bool:
        """Whether it is the unit's own, or that of one that it answers for."""
        return unit in (self.cell.unit.slug, self.assessed.jurisdiction.register.answering_for(self.cell.unit.slug, on))

    def key(self, on: date) -> Key:
        plan = self.assessed.plan
        digest = digest_of(self.given)
        return Key(plan.jurisdiction, plan.year, self.cell.unit.slug, self.task.task.id, self.measure.number, on, digest)


def digest_of(given: Mapping[str, str]) -> str:
    """Of what stands in a row but for the state, which time changes, whatever a program did to blanks and line ends."""
    texts = ("".join(given.get(name, "").split()) for name in GIVEN if name != STATE)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGITS]


def written(desk: Desk, state: State, year: int, name: str) -> bytes:
    """The sheet of a unit, by its slug or any of its names; the same bytes for the same data and day. Raises RefusedError."""
    assessed = state.plan_of(year)
    if not assessed:
        raise RefusedError(f"没有 {state.slug}/{year} 这份要点。")
    unit = unit_of(assessed, name)
    rows = tuple(open_rows(assessed, unit, desk.as_of))
    if not rows:
        raise RefusedError(f"{unit.name}在 {state.slug}/{year} 里没有要填的：它没有承担任务，或承担的都已了结。没有写表。")
    return _Book(assessed, unit, rows, desk).saved()


def unit_of(assessed: AssessedPlan, name: str) -> Unit:
    """A unit by its slug, a name or that of one that it took over; raises RefusedError where that is none or several."""
    register = assessed.jurisdiction.register
    named = [unit for unit in register.units.values() if name in (unit.slug, *unit.names)]
    meant = named or [unit for unit in register.units.values() if name in register.names_of(unit)]
    if len(meant) == 1:
        return meant[0]
    several = "、".join(f"{unit.name}（{unit.slug}）" for unit in meant)
    raise RefusedError(f"“{name}”可以指 {several}，请写地址代码。" if meant else f"没有“{name}”这个单位。请照 units.yaml 里的名称写。")


def open_rows(assessed: AssessedPlan, unit: Unit, on: date) -> Iterator[Open]:
    """What a unit owes and has not settled, and what those owe that it answers for, in the order of the document."""
    owed = (
        Open(assessed, task, position, cell)
        for task in assessed.tasks
        for position, measure in enumerate(task.measures)
        for cell in measure.cells
        if cell.verdict.badge.family != "done" and cell.verdict.badge.id not in SET_ASIDE
    )
    return (row for row in owed if row.is_for(unit.slug, on))


@dataclass(frozen=True)
class _Book:
    """The file."""

    assessed: AssessedPlan
    unit: Unit
    rows: Sequence[Open]
    desk: Desk

    def saved(self) -> bytes:
        saved = io.BytesIO()
        workbook = Workbook(saved, {"in_memory": True})
        workbook.set_properties({"title": self.title, "created": archives.MADE_ON})
        help_, rows, lists = (workbook.add_worksheet(name) for name in (HELP, ROWS, LISTS))
        for sheet in (help_, rows, lists):
            sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "insert_rows": True})
        self._instruct(workbook, help_)
        self._list(workbook, rows)
        self._check(rows, lists)
        lists.hide()
        workbook.close()
        return saved.getvalue()

    @property
    def title(self) -> str:
        plan = wording.plan_title(self.assessed.jurisdiction.record.short_name, self.assessed.plan.year)
        return wording.marked(f"{plan} · {self.unit.name}填报表", self.assessed.plan.record.demonstration)

    def _instruct(self, workbook: Workbook, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, _PAGE)
        head, body = workbook.add_format({"bold": True, "font_size": 14}), workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, self.title, head)
        for number, line in enumerate(self._instructions(), 1):
            sheet.set_row(number, _height([(line, _PAGE)]))
            sheet.write_string(number, 0, line, body)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def _instructions(self) -> Iterator[str]:
        yield f"“{ROWS}”里有 {len(self.rows)} 行，每行是文件要求、还没有了结的一项；状态截至{chinese_date(self.desk.as_of)}。"
        yield f"请填有底色的各栏。先在“{DONE}”里选一种，再填它要的几栏；不登记的行，留空或选“{SKIPPED}”。"
        yield from (f"“{act.words}”：{act.help}" for act in ACTS)
        yield "“完整还是部分”：公开的内容只够要求的一部分，选“一部分”；不选就是全部。"
        yield f"日期写成 2021-03-05 的样子，写 2021年3月5日 也可以。“{BY}”写岗位或科室，如“办公室”，不写个人姓名。"
        yield (
            "同一项有两个网页的：在“审阅”里撤销工作表保护（没有密码），把整行复制到下面，再改成第二个网页。"
            "不用的行可以删去，也可以排序；请不要改动没有底色的内容。"
        )
        yield "填好以后存为 .xlsx，交给政务公开工作主管机构。对方读入前会看到每一行会带来什么变化；有一处不对，就一行也不写入，并说明是第几行。"

    def _list(self, workbook: Workbook, sheet: Worksheet) -> None:
        text = {"num_format": task_sheet.TEXT, "valign": "top", "text_wrap": True, "border": 1}
        free = {**text, "locked": False, "bg_color": "#FFF8E1"}
        head, given, filled = (workbook.add_format(it) for it in ({**text, "bold": True}, text, free))
        day = workbook.add_format({**free, "num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, f"{self.title}（状态截至{chinese_date(self.desk.as_of)}）", workbook.add_format({"bold": True}))
        for column, (name, width) in enumerate({**GIVEN, **FILLED}.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD, column, name, head)
        sheet.set_row(_HEAD, 2 * _LINE)
        last = len(GIVEN) + len(FILLED)
        sheet.write_string(_HEAD, last, KEY, head)
        sheet.set_column(last, last, 20, None, {"hidden": True})
        for number, row in enumerate(self.rows, _HEAD + 1):
            # LibreOffice finds no height of its own for wrapped texts of other programs.
            sheet.set_row(number, _height((row.given[name], width) for name, width in GIVEN.items()))
            # Whatever it begins with, it is a text, neither formula nor address.
            for column, content in enumerate(row.given.values()):
                sheet.write_string(number, column, content, given)
            for column, name in enumerate(FILLED, len(GIVEN)):
                sheet.write_blank(number, column, None, day if name in DAYS else filled)
            sheet.write_string(number, last, str(row.key(self.desk.as_of)), given)
        sheet.freeze_panes(_HEAD + 1, 1)
        sheet.autofilter(_HEAD, 0, _HEAD + len(self.rows), last)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(*[_MARGIN] * 4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _HEAD)

    def _check(self, sheet: Worksheet, lists: Worksheet) -> None:
        """What may be chosen or typed in each column; long lists stand on a sheet of their own."""
        columns = dict.fromkeys(map(trail, self.assessed.jurisdiction.register.nodes.values()))
        offered = {DONE: [*(act.words for act in ACTS), SKIPPED], COLUMN: list(columns), COVERS: list(COVERAGES.values())}
        for number, (name, words) in enumerate(offered.items()):
            for row, choice in enumerate([name, *words]):
                lists.write_string(row, number, choice)
            source = f"='{LISTS}'!${'ABC'[number]}$2:${'ABC'[number]}${len(words) + 1}"
            if words:
                # A column may be typed by the end of its trail, too.
                error = "warning" if name == COLUMN else "stop"
                self._validate(sheet, name, {"validate": "list", "source": source, "error_message": "请从下拉里选。", "error_type": error})
        days = {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST, "error_type": "warning"}
        for name in DAYS:
            self._validate(sheet, name, {**days, "error_message": "请写成年-月-日，如 2021-03-05。"})

    def _validate(self, sheet: Worksheet, name: str, rule: Mapping[str, object]) -> None:
        column = list({**GIVEN, **FILLED}).index(name)
        sheet.data_validation(_HEAD + 1, column, _HEAD + len(self.rows), column, {"error_title": name, **rule})


def _height(texts: Iterable[tuple[str, int]]) -> int:
    """Points that a row needs for wrapped texts in columns of some width, Chinese characters being two wide."""

    def lines(text: str, width: int) -> int:
        return sum(1 + sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line) // (width - 1) for line in text.split("\n"))

    return min(_HIGHEST, _LINE * max(lines(*text) for text in texts))

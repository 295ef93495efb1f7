"""What each page says of itself in one or two sentences that make sense alone: in a search engine's list, in a shared link.

Always the place, the year or the unit; of a task also its badge. Never longer than a search engine shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.records.portal import Node
from gongkai.records.register_records import DisclosureAddresses, JurisdictionRecord, Unit
from gongkai.words.numerals import chinese_number

from . import wording
from .lists import Duties, KindTasks, SectionTasks, TaskRow
from .views import BadgeCount, Tally

LENGTH = 110
_COUNTED = 3
# What at least is kept of the beginning when the end is long.
_BEGINNING = 40
HOME = "政务公开工作要点里，每个部门承诺公开什么、在哪里公开、什么时候公开、公开了没有。"
METHOD = "“已公开”“部分公开”“到期待核查”“逾期未见公开”等每种状态的意思，怎样按文件原文、证据和日期算出来，本站不做什么。"
NOT_FOUND = "这个网址没有页面，可能写错了，或者页面已经改名。可以搜索单位、栏目或任务，或回到首页查找。"

COMPONENTS = "页面上每一种部件的各个样子，用编写的示例县数据展示：状态、任务清单、证据、进展、对照表和提示。不是真实的文件和证据。"


def search(places: Sequence[str]) -> str:
    return _cut(f"按单位、栏目、任务或原文的字句，查各地政务公开工作要点：{_places(places)}。单位的简称、拼音也可以。")


def data(places: Sequence[str]) -> str:
    return _cut(
        f"{_places(places)}的政务公开工作要点：任务、单位、公开路径、状态和证据，每年一份表格（Excel、CSV）、程序读取的数据（JSON）和到期日期（日历），可以整份下载。"
    )


def changes(places: Sequence[str]) -> str:
    return _cut(f"{_places(places)}的政务公开工作要点：哪一天登记了哪项任务的证据、核查、说明或调整，最近的在前。")


def site_map(places: Sequence[str]) -> str:
    return _cut(f"本站有哪些页面，按地方列出：{_places(places)}的要点、各部分、单位和公开路径，以及搜索、帮助和数据下载。")


def jurisdiction(record: JurisdictionRecord, tasks: Sequence[tuple[int, int]], units: int) -> str:
    years = "，".join(f"{year}年 {count} 项任务" for year, count in tasks)
    return _cut(f"{record.name}历年的政务公开工作要点：{years}，{units} 个单位。谁负责、在哪里公开、什么时候公开、公开了没有。")


def units(record: JurisdictionRecord, count: int) -> str:
    return _cut(f"{record.name}政务公开工作要点里的 {count} 个单位：各自牵头和负责哪些任务、应在哪里公开、公开了没有。")


def publication_paths(record: JurisdictionRecord, sites: Sequence[Node], count: int) -> str:
    if not sites:
        return _cut(f"{record.name}的政务公开工作要点没有写明在哪个网站、哪个栏目公开；可以到政府门户网站的“政府信息公开”里查找。")
    names = wording.some_of([site.name for site in sites], "个网站")
    return _cut(f"{record.name}政务公开工作要点要求公开的 {count} 个网站和栏目，谁应在那里公开什么、公开了没有：{names}。")


def disclosure(places: Sequence[str]) -> str:
    parts = (field.title or "" for field in DisclosureAddresses.model_fields.values())
    return _cut(f"{_places(places)}政府信息公开平台的入口：{'、'.join(parts)}。")


def kinds(record: JurisdictionRecord) -> str:
    return _cut(f"{record.name}政务公开工作要点的任务，按《政府信息公开条例》第二十条列出的十五类政府信息归类，各类公开了没有。")


def kind(record: JurisdictionRecord, tasks: KindTasks) -> str:
    count = f"{record.short_name}政务公开工作要点里公开这一类信息的 {len(tasks.rows)} 项任务。"
    return _cut(f"{count}《政府信息公开条例》第二十条第{chinese_number(tasks.kind.number)}项：{tasks.kind.wording}。")


def unit(record: JurisdictionRecord, unit: Unit, duties: Sequence[Duties]) -> str:
    name = unit.full_name or unit.name
    who = name if record.short_name in name else f"{record.name}：{name}"
    if not duties:
        return _cut(f"{who}。已收录的政务公开工作要点没有直接点名这个单位。")
    years = "，".join(f"{owed.year}年 {len(owed.tasks)} 项任务" for owed in duties)
    return _cut(f"{who}在政务公开工作要点里牵头和负责的{years}：每一项应在哪里公开、什么时候公开、公开了没有。")


def publication_path(record: JurisdictionRecord, node: Node, count: int) -> str:
    clicks = " > ".join(step.name for step in node.trail)
    return _cut(f"{record.short_name}政务公开工作要点要求在“{clicks}”公开的 {count} 项内容，由谁公开，本站查到了哪些页面。")


def plan(record: JurisdictionRecord, year: int, tally: Tally) -> str:
    return _cut(f"{record.name}{year}年政务公开工作要点的 {tally.total} 项任务：谁负责、在哪里公开、公开了没有。{_counts(tally)}")


def plan_changes(name: str) -> str:
    return _cut(f"{name}政务公开工作要点的更新记录：哪一天登记了哪项任务的证据、核查、说明或调整，最近的在前。")


def deadlines(name: str, dated: int) -> str:
    return _cut(f"{name}政务公开工作要点写明完成日期的 {dated} 项举措，按日期先后排列：什么时候到期，谁负责，公开了没有。")


def section(name: str, tasks: SectionTasks) -> str:
    section = f"第{chinese_number(tasks.section.number)}部分（{tasks.section.title}）"
    return _cut(f"{name}政务公开工作要点{section}的 {len(tasks.rows)} 项任务，由谁负责。{_counts(tasks.tally)}")


def task(name: str, row: TaskRow) -> str:
    """Its end, the badge and who is in charge, is kept when the title is long, but the title keeps its beginning."""
    role, owing = ("牵头单位", row.lead_units) if row.lead_units else ("责任单位", row.responsible_units)
    named = wording.some_of([unit.title for unit in owing], "个单位")
    ending = wording.shortened(f"。状态：{row.verdict.word}。{role}：{named}。", LENGTH - _BEGINNING)
    return wording.shortened(f"{name}政务公开任务 {row.id}：{row.title}", LENGTH - len(ending)) + ending


def _counts(tally: Tally) -> str:
    return "，".join(map(_count, tally.counts[:_COUNTED])) + ("等。" if tally.counts[_COUNTED:] else "。")


def _count(count: BadgeCount) -> str:
    return f"{count.badge.word} {count.number} 项" + (f"（{count.unopened} 项待核对）" if count.unopened else "")


def _places(names: Sequence[str]) -> str:
    return wording.some_of(names, "个地方", most=8)


def _cut(text: str) -> str:
    return wording.shortened(text, LENGTH)

"""The texts that leave the site: what each page says of itself, and the letter by which a citizen may ask for information.

A description makes sense alone, in a search engine's list and in a shared link: always the place, the year or the unit, and where there are tasks
the sentence that the page itself says. Never longer than a search engine shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.records.plan_records import PlanRecord, Task
from gongkai.records.portal import Node
from gongkai.records.register_records import DisclosureAddresses, JurisdictionRecord
from gongkai.words.dates import chinese_date
from gongkai.words.labels import VALIDITIES

from . import wording
from .sentences import Sentence

LENGTH = 110
# What of it may be taken by where a sentence is about.
_BEFORE = 70
METHOD = "“已公开”“部分公开”“到期待核查”“逾期未见公开”等每种状态的意思，怎样按文件原文、证据和日期算出来，本站不做什么。"
NOT_FOUND = "这个网址没有页面，可能写错了，或者页面已经改名。可以搜索单位、栏目或任务，或回到首页查找。"

COMPONENTS = "页面上每一种部件的各个样子，用编写的示例县数据展示：状态、任务清单、证据、进展、对照表和提示。不是真实的文件和证据。"


def described(before: str, sentence: Sentence) -> str:
    """What it is about, and the sentence."""
    start = f"{wording.shortened(before, _BEFORE)}："
    return start + sentence.within(LENGTH - len(start))


def search(places: Sequence[str]) -> str:
    return _cut(f"按单位、栏目、任务或原文的字句，查各地政务公开工作要点：{_places(places)}。单位的简称、拼音也可以。")


def data(places: Sequence[str]) -> str:
    return _cut(
        f"{_places(places)}的政务公开工作要点：任务、单位、公开路径、状态和证据，每年一份表格（Excel、CSV）、程序读取的数据（JSON）和到期日期（日历），可以整份下载。"
    )


def changes(places: Sequence[str]) -> str:
    return _cut(f"{_places(places)}的政务公开任务：各地最近一个月登记了多少证据、核查、说明和调整，以前各月的在哪里看。")


def site_map(places: Sequence[str]) -> str:
    return _cut(f"本站有哪些页面，按地方列出：{_places(places)}的要点、各部分、单位和公开路径，以及搜索、帮助和数据下载。")


def all_units(places: Sequence[str]) -> str:
    return _cut(f"{_places(places)}政务公开工作要点里的单位，按地方查找：各自牵头和负责哪些任务、公开了没有。")


def all_places(places: Sequence[str]) -> str:
    return _cut(f"本站收录的 {len(places)} 个地方，按省份列出：{_places(places)}。每个地方公开了什么、没有公开什么，从这里点进去。")


def moved(record: JurisdictionRecord, gone: str, titles: Sequence[str]) -> str:
    return _cut(f"{record.name}的一个页面（{gone}）换了地方，内容现在在：{'、'.join(titles)}。旧网址一直有效。")


def moved_place(address: str, title: str, *, is_dropped: bool) -> str:
    if is_dropped:
        return _cut(f"这个页面（{address}）所在的地方，本站不再收录；可以从“{title}”找起。旧网址一直有效。")
    return _cut(f"这个页面（{address}）所在的地方并进或改成了别的，内容现在在：{title}。旧网址一直有效。")


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


def of_province(of_all: str, province: str) -> str:
    """Of the part on the places of one province of what a page tells of all."""
    return _cut(f"{province}：{of_all}")


WORDS = "低保、停电、学区、营业执照……办事和反映问题的常用说法，通常归哪些机构管，属于应当公开的哪一类政府信息。"


def words(record: JurisdictionRecord) -> str:
    return _cut(f"办事和反映问题的常用说法在{record.name}归哪个单位管：低保、停电、学区、营业执照等，各属于应当公开的哪一类政府信息。")


def kinds(record: JurisdictionRecord) -> str:
    return _cut(f"{record.name}政务公开工作要点的任务，按《政府信息公开条例》第二十条列出的十五类政府信息归类，各类公开了没有。")


def plan_changes(name: str) -> str:
    return _cut(f"{name}政务公开工作要点的更新记录：各月登记了多少证据、核查、说明和调整，状态因此有什么变化。")


def place_changes(record: JurisdictionRecord) -> str:
    return _cut(f"{record.name}政务公开任务的更新记录：各月登记了多少证据、核查、说明和调整，状态因此有什么变化。")


def month_of_changes(record: JurisdictionRecord, month: str, count: int) -> str:
    return _cut(f"{record.name}政务公开任务{month}的 {count} 条登记：哪一天登记了哪项任务的什么，登记以前和以后各是什么状态。")


def report(title: str, words: str) -> str:
    """What a report says of how tasks stand."""
    return _cut(f"填报政府信息公开工作年度报告时参考的{title}：{words or '没有任务'}。")


def deadlines(name: str, dated: int) -> str:
    return _cut(f"{name}政务公开工作要点写明的 {dated} 个完成日期，按日期先后排列：什么时候到期，谁负责，公开了没有。")


def _places(names: Sequence[str]) -> str:
    return wording.some_of(names, "个地方", most=8)


def _cut(text: str) -> str:
    return wording.shortened(text, LENGTH)


BLANK = "______"


class Letter(NamedTuple):
    """An application, the other bodies that owe the same task, and the phrases of which one body has to be chosen first."""

    text: str
    others: tuple[str, ...]
    phrases: tuple[str, ...]


def source(record: PlanRecord, task: Task) -> str:
    """What information is asked for by: the document and its heading, never this portal's own number."""
    issued = chinese_date(record.issued_on) if record.issued_on else ""
    number = record.document_number or "，".join(filter(None, (record.issuer, issued)))
    section = record.section_of(task)
    heading = f"“{wording.section_title(section)}”中“{wording.subsection_title(section.subsection_of(task))}”"
    return f"《{record.title}》{f'（{number}）' if number else ''}{heading}"


def letter(to: str, about: str, wanted: Sequence[str], seen: Sequence[str], is_demonstration: bool) -> str:
    """An application with all that article 29 of the Regulations asks for; what only the applicant knows is blank."""
    rest = f"其中已经看到公开的：{'；'.join(seen)}。请公开其余的内容。" if seen else "请公开上述要求应当公开的内容。"
    return "\n".join(
        (
            wording.marked("政府信息公开申请", is_demonstration),
            "",
            f"{to or f'{BLANK}（填写具体单位名称）'}政府信息公开工作机构：",
            "根据《中华人民共和国政府信息公开条例》第二十九条，申请公开下列政府信息。",
            "",
            "一、申请人",
            f"姓名或者名称：{BLANK}",
            f"身份证明（证件名称、号码，附复印件）：{BLANK}",
            f"联系方式（电话、通信地址、邮政编码、电子邮箱）：{BLANK}",
            "",
            "二、申请公开的政府信息",
            f"{about}要求：",
            *wanted,
            rest,
            "",
            "三、形式和获取方式",
            f"形式（纸质、电子文件等）：{BLANK}",
            f"获取的方式、途径（邮寄、电子邮件、当面领取等）：{BLANK}",
            "",
            f"申请人（签名或者盖章）：{BLANK}",
            f"日期：{BLANK}",
        )
    )


def facts(record: PlanRecord) -> dict[str, str | None]:
    """The head of a policy document by its labels; None is what the document does not state."""
    return {
        "标题": record.title,
        "索引号": record.index_number,
        "主题分类": record.topic,
        "体裁分类": record.genre,
        "发布机构": record.issuer,
        "发文字号": record.document_number,
        "成文日期": chinese_date(record.issued_on) if record.issued_on else None,
        "发布日期": chinese_date(record.published_on) if record.published_on else None,
        "有效性": VALIDITIES[record.validity] if record.validity else None,
    }

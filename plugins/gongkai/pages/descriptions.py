"""The answer in plain sentences: what was asked, what was found and how surely, how old the document is; and what pages say of themselves.

Missing data is what this portal knows, never what a unit did. The numbers of a sentence always add up to the total.
A page's own description makes sense alone, in a search engine's list and in a shared link, and is never longer than is shown there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.judging.assessment import AssessedMeasure, AssessedTask
from gongkai.judging.verdicts import Verdict
from gongkai.records.ledger_records import Evidence
from gongkai.records.portal import Node
from gongkai.records.register_records import DisclosureAddresses, JurisdictionRecord, Unit
from gongkai.words.dates import chinese_date
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


# What is said of some tasks together, by badge, in the order of a sentence; `*` is where 都 stands when it is said of all.
_SAID = {
    "published": "*查到已公开",
    "current": "*查到已公开",
    "partial": "*查到一部分",
    "overdue": "*过了日期去查没有查到",
    "no_record": "本站*还没有记录",
    "unchecked": "*过了日期没有人查过",
    "stale": "*过了更新时间没有人查过",
    "under_way": "单位*说还在做",
    "not_due": "*还没有到日期",
    "not_triggered": "本站*没有记录到要办的情形",
    "waived": "单位*说明本期不用公开",
    "not_judged": "*没有可以公开查到的结果",
    "changed": "*已撤销或改由别的任务代替",
}
_STRONG = {_SAID[badge] for badge in ("published", "partial", "overdue", "no_record")}
_FOUND = {"published", "current", "partial"}
_INTERNAL = "：文件要求的是态度、协调或内部管理"
# So many years besides the last are told one by one.
_OTHER_YEARS = 3
# So many measures are told by their titles.
_TITLED = 2


class Span(NamedTuple):
    """Some words of a sentence, and whether they are the ones to be read first."""

    words: str
    is_strong: bool = False


@dataclass(frozen=True)
class Sentence:
    """The answer, and more quietly how sure it is and how old the document."""

    said: tuple[Span, ...]
    quiet: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "".join((*(span.words for span in self.said), *self.quiet))


class Pages(NamedTuple):
    """Public pages that were seen, and how many of them nobody has opened."""

    number: int = 0
    unopened: int = 0

    @classmethod
    def of(cls, evidence: Iterable[Evidence]) -> Pages:
        """Each address once; what a unit says of itself is no proof, and an offline act is no page."""
        seen = {shown.url: shown.is_unopened for shown in evidence if shown.url and shown.strength == "primary"}
        return cls(len(seen), sum(seen.values()))


class Documents(NamedTuple):
    """The plans that a sentence is about: their years, and how many of them this portal no longer follows."""

    years: tuple[int, ...] = ()
    concluded: int = 0


NO_PAGES, NO_DOCUMENTS = Pages(), Documents()


def of_tasks(
    badges: Iterable[str], pages: Pages = NO_PAGES, documents: Documents = NO_DOCUMENTS, of: str = "", none: str = "没有任务"
) -> Sentence:
    """Of tasks by their badges: 46 项任务里，5 项查到一部分，34 项本站还没有记录…."""
    counts = Counter(badges)
    total = counts.total()
    quiet = tuple(filter(None, (_sureness(pages, not counts.keys().isdisjoint(_FOUND)), _age(documents))))
    if not total:
        return Sentence((Span(none, True), Span("。")), quiet)
    head = f"{of} {total} 项任务" if of else f"{total} 项任务"
    return Sentence(_counted(head, counts, "项"), quiet)


def _counted(head: str, counts: Mapping[str, int], measure: str, between: str = "里，") -> tuple[Span, ...]:
    """The head and each state with its number, those that matter most strong, but one at least."""
    clauses = _clauses(counts)
    if len(clauses) == 1:
        ((said, number),) = clauses.items()
        return Span(f"{head}，{_all(said, number)}", True), Span("。")
    texts = [(f"{number} {measure}{said.replace('*', '')}", said in _STRONG) for said, number in clauses.items()]
    strong = sum(is_strong for _, is_strong in texts) or 1
    first = f"{head}{between}" + "，".join(text for text, _ in texts[:strong])
    rest = "".join(f"，{text}" for text, _ in texts[strong:])
    return Span(first, True), Span(f"{rest}。")


def _clauses(counts: Mapping[str, int]) -> dict[str, int]:
    """How many each of the sayings is true of, in their order."""
    clauses: dict[str, int] = {}
    for badge, said in _SAID.items():
        if counts.get(badge):
            clauses[said] = clauses.get(said, 0) + counts[badge]
    return clauses


def _all(said: str, number: int = 1) -> str:
    return said.replace("*", "都" if number > 1 else "")


def _sureness(pages: Pages, is_found: bool) -> str:
    """How surely: whether somebody has opened the pages; some that prove nothing are called otherwise."""
    number, unopened = pages
    if not number:
        return ""
    together = "都" if number > 1 else ""
    if not is_found:
        of_these = together if unopened == number else f"{unopened} 个"
        return f"另外登记了 {number} 个有关的网页" + (f"，{of_these}还没有人打开核对。" if unopened else "。")
    shown = f"查到的 {number} 个网页" if number > 1 else "查到的网页"
    if 0 < unopened < number:
        return f"{shown}里，{unopened} 个还没有人打开核对。"
    return f"{shown}{together}还没有人打开核对。" if unopened else f"{shown}{together}有人打开核对过。"


def _age(documents: Documents) -> str:
    """2020年和2021年的文件，都已结束."""
    years, (all_years, concluded) = sorted(set(documents.years)), documents
    if not years:
        return ""
    *before, last = (f"{year}年" for year in years)
    is_run = years[-1] - years[0] == len(before)
    is_long = len(before) > (1 if is_run else _OTHER_YEARS)
    named = f"{before[0]}至{last}" if is_long else f"{'、'.join(before)}和{last}" if before else last
    ended = "" if not concluded else "有的已结束" if concluded < len(all_years) else "都已结束" if concluded > 1 else "已结束"
    return f"{named}的文件{f'，{ended}' if ended else ''}。"


def of_task(assessed: AssessedTask, evidence: Iterable[Evidence] = ()) -> Sentence:
    """Of one task, whose evidence is given: its measures by their titles when they are few, by their numbers when they are many."""
    measures = assessed.measures
    badges = {measure.verdict.badge.id for measure in measures}
    said = _of_measure(measures[0]) if len(measures) == 1 else _of_measures(measures)
    sure = _sureness(Pages.of(evidence), bool({cell.verdict.badge.id for cell in assessed.cells} & _FOUND))
    is_timeless = badges <= {"not_judged", "changed"}
    return Sentence(said, tuple(filter(None, (sure, "" if is_timeless else _limits(measures)))))


def _of_measure(measure: AssessedMeasure) -> tuple[Span, ...]:
    badges = Counter(cell.verdict.badge.id for cell in measure.cells)
    if len(_clauses(badges)) > 1:
        unnamed = "（含没有列名的）" if any(cell.unit.is_group for cell in measure.cells) else ""
        head, *rest = _counted("", badges, "个", between="")
        return Span(f"由 {len(measure.cells)} 个单位{unnamed}承担："), head, *rest
    verdict = measure.verdict
    return Span(_all(_SAID[verdict.badge.id]), True), Span(f"{_more(measure, verdict)}。")


def _more(measure: AssessedMeasure, verdict: Verdict) -> str:
    """What stands beside the badge's word: on time or late, how much of how many."""
    if verdict.badge.id == "not_judged":
        return _INTERNAL
    if verdict.done and verdict.total:
        if measure.measure.recurrence:
            return f"，要求 {verdict.total} 次，查到 {verdict.done} 次"
        return (
            f"：要求的 {verdict.total} 个栏目，查到 {verdict.done} 个"
            if len(measure.cells) == 1 and len(measure.measure.publication_paths) > 1
            else ""
        )
    if verdict.newest_on:
        return f"，最近一次是{chinese_date(verdict.newest_on)}"
    timings = {"on_time": "，按期", "late": f"，比文件写的日期晚 {verdict.days_late} 天", "undated": "，没有写明哪天公开的"}
    return timings[verdict.timing] if verdict.timing else ""


def _of_measures(measures: Sequence[AssessedMeasure]) -> tuple[Span, ...]:
    counts = Counter(measure.verdict.badge.id for measure in measures)
    head = f"要求 {len(measures)} 件"
    if len(_clauses(counts)) == 1:
        (said,) = _clauses(counts)
        return Span(f"{head}，"), Span(_all(said, 2), True), Span(f"{_INTERNAL if 'not_judged' in counts else ''}。")
    if len(measures) <= _TITLED and all(measure.measure.title for measure in measures):
        told = [(_quoted(measure.measure.title or ""), _all(_SAID[measure.verdict.badge.id])) for measure in measures]
        spans = [span for title, said in told for span in (Span(f"，{title}"), Span(said, True))]
        return Span(f"{head}：{spans[0].words[1:]}"), *spans[1:], Span("。")
    return Span(f"{head}："), *_counted("", counts, "件", between="")


def _quoted(title: str) -> str:
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def _limits(measures: Sequence[AssessedMeasure]) -> str:
    """What the document says of time, of all that is asked that can be seen."""
    asked = [assessed.measure for assessed in measures if assessed.measure.kind != "unobservable"]
    days = sorted({measure.due_on for measure in asked if measure.due_on})
    limits = [limit for measure in asked if (limit := chinese_date(measure.due_on) if measure.due_on else wording.time_limit(measure))]
    if not limits:
        return "文件没有写日期。"
    if len(set(limits)) > 1:
        is_of_days = len(days) == len(set(limits))
        return f"文件写的日期从{chinese_date(days[0])}到{chinese_date(days[-1])}。" if is_of_days else "文件写的时限各不相同。"
    if len(limits) < len(asked):
        return f"文件只给 {len(limits)} 件写了时限：{limits[0]}。"
    return f"文件写的日期是{limits[0]}。" if days else f"文件要求{limits[0]}。"


def nothing_seen(assessed: AssessedTask) -> str:
    """What stands where a task has no public page, and what a citizen can do, if anything."""
    if assessed.verdict.badge.id == "not_judged":
        return f"没有可以公开查到的结果{_INTERNAL}。有了相关的网页，会列在这里。"
    has_path = any(measure.measure.publication_paths for measure in assessed.measures)
    what_next = "可以自己按公开路径去看，或者问负责的单位。" if has_path else "文件没有写在哪里公开，可以问负责的单位。"
    return f"本站还没有查到公开的网页。这不表示单位没有公开。{what_next}"


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


def all_units(places: Sequence[str]) -> str:
    return _cut(f"{_places(places)}政务公开工作要点里的单位，按地方查找：各自牵头和负责哪些任务、公开了没有。")


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

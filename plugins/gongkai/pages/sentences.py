"""The answer in plain sentences: what was asked, what was found and how surely, how old the document is.

Missing data is what this portal knows, never what a unit did. The numbers of a sentence always add up to the total.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, AssessedTask
from gongkai.judging.verdicts import Verdict
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Measure, Task
from gongkai.words.dates import chinese_date
from gongkai.words.labels import LIMIT_UNITS

from . import wording

# Of a concluded plan: the date may have passed since.
_NOT_DUE_THEN = "not_due_then"
# What is said of some tasks together, by badge, in the order of a sentence; `*` is where 都 stands when it is said of all.
_SAID = {
    "published": "*查到已公开",
    "current": "*查到已公开",
    "partial": "*查到一部分",
    "overdue": "*过了日期去查没有查到",
    "no_record": "本站*还没有记录",
    "unchecked": "*过了日期，本站还没有人去查",
    "stale": "*过了更新时间，本站还没有人去查",
    "under_way": "单位*说还在做",
    "not_due": "*还没有到日期",
    _NOT_DUE_THEN: "到本站不再跟踪时*没有到日期",
    "not_triggered": "*要遇到规定情形才办，本站没有记录到这种情形",
    "waived": "单位*说明本期不用公开",
    "not_judged": "*在网上看不出来，不作判定",
    "changed": "*已撤销或改由别的任务代替",
}
_STRONG = {_SAID[badge] for badge in ("published", "partial", "overdue", "no_record")}
_FOUND = {"published", "current", "partial"}
# Of a single state: the reason follows why it is not judged.
_ALONE = {**_SAID, "not_judged": "*不作判定"}
_INTERNAL = "：在网上看不出来，文件要求的是态度、协调或内部管理"
# Where a clause begins: a saying may have a comma within.
_CLAUSE = re.compile("，(?=[0-9“])")
# So many years besides the last are told one by one, so many measures by their titles.
_OTHER_YEARS, _TITLED = 3, 2


class Span(NamedTuple):
    """Some words of a sentence, and whether they are the ones to be read first."""

    words: str
    is_strong: bool = False

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        return wording.pieces(self.words)


@dataclass(frozen=True)
class Sentence:
    """The answer, and more quietly how sure it is and how old the document."""

    said: tuple[Span, ...]
    quiet: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "".join((self.said_words, *self.quiet))

    @property
    def quiet_pieces(self) -> tuple[tuple[str, bool], ...]:
        return wording.pieces("".join(self.quiet))

    @property
    def said_words(self) -> str:
        return "".join(span.words for span in self.said)

    def within(self, length: int) -> str:
        """As much of it as fits, cut at a clause; what is said more quietly as far as there is room."""
        clauses = _CLAUSE.split(self.said_words.removesuffix("。"))
        text = self.said_words
        while len(text) > length and clauses:
            text = f"{'，'.join(clauses)}等。"
            clauses.pop()
        for quiet in self.quiet if text == self.said_words else ():
            text += quiet if len(text) + len(quiet) <= length else ""
        return text


class Pages(NamedTuple):
    """Public pages that were seen, and how many of them nobody has opened."""

    number: int = 0
    unopened: int = 0

    @classmethod
    def of(cls, evidence: Iterable[Evidence]) -> Pages:
        """Each address once; what a unit says of itself is no proof, and an offline act is no page."""
        seen = seen_at(evidence)
        return cls(len(seen), sum(seen.values()))


def seen_at(evidence: Iterable[Evidence]) -> dict[str, bool]:
    """The addresses of such pages, and whether nobody has opened them."""
    return {shown.url: shown.is_unopened for shown in evidence if shown.url and shown.strength == "primary"}


class Documents(NamedTuple):
    """The plans that a sentence is about: their years, and how many of them this portal no longer follows."""

    years: tuple[int, ...] = ()
    concluded: int = 0

    @classmethod
    def of(cls, plans: Sequence[AssessedPlan]) -> Documents:
        return cls(tuple(plan.plan.year for plan in plans), sum(plan.is_concluded for plan in plans))


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


def of_plans(plans: Sequence[AssessedPlan], of: str = "", wanted: Callable[[Task], bool] = lambda _: True) -> Sentence:
    """Of the tasks of some plans, or of those of them that are wanted."""
    chosen = [
        (plan, {task.task.id: badge_of(task.verdict, plan.is_concluded) for task in plan.tasks if wanted(task.task)}) for plan in plans
    ]
    badges = (badge for _, tasks in chosen for badge in tasks.values())
    evidence = (evidence for plan, tasks in chosen for evidence in plan.ledger.evidence if evidence.task in tasks)
    return of_tasks(badges, Pages.of(evidence), Documents.of([plan for plan, tasks in chosen if tasks]), of)


def badge_of(verdict: Verdict, is_concluded: bool) -> str:
    """As it counts in a plan that is concluded, or is not."""
    return _NOT_DUE_THEN if is_concluded and verdict.badge.id == "not_due" else verdict.badge.id


def of_unit(plans: Sequence[AssessedPlan], slug: str) -> Sentence:
    """Of what a unit itself owes, and the pages that tell of it."""
    owed = [plan for plan in plans if slug in plan.shares]
    badges = (badge_of(verdict, plan.is_concluded) for plan in owed for verdict in plan.shares[slug].values())
    evidence = (evidence for plan in owed for evidence in plan.evidence_naming[slug])
    return of_tasks(badges, Pages.of(evidence), Documents.of(owed), none="已收录的要点没有直接点名这个单位")


def of_column(plans: Sequence[AssessedPlan], slug: str, pages: Pages = NO_PAGES) -> Sentence:
    """Of what is to be published in a column or below it."""
    asked = [plan for plan in plans if slug in plan.asked_in]
    badges = (badge_of(verdict, plan.is_concluded) for plan in asked for verdict in plan.asked_in[slug].values())
    where = "这里" if any(slug in plan.columns for plan in asked) else "它下面的栏目里"
    return of_tasks(badges, pages, Documents.of(asked), f"应在{where}公开的", "已收录的要点没有要求在这里公开")


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


def of_task(assessed: AssessedTask, evidence: Iterable[Evidence] = (), documents: Documents = NO_DOCUMENTS) -> Sentence:
    """Of one task, whose evidence is given: its measures by their titles when they are few, by their numbers when they are many."""
    measures, is_concluded = assessed.measures, documents.concluded > 0
    said = _of_measure(measures[0], is_concluded) if len(measures) == 1 else _of_measures(measures, is_concluded)
    sure = _sureness(Pages.of(evidence), bool({cell.verdict.badge.id for cell in assessed.cells} & _FOUND))
    is_timeless = {measure.verdict.badge.id for measure in measures} <= {"not_judged", "changed"}
    return Sentence(said, tuple(filter(None, (sure, "" if is_timeless else _limits(measures), _age(documents)))))


def _of_measure(measure: AssessedMeasure, is_concluded: bool) -> tuple[Span, ...]:
    badges = Counter(badge_of(cell.verdict, is_concluded) for cell in measure.cells)
    if len(_clauses(badges)) > 1:
        unnamed = "（含没有列名的）" if any(cell.unit.is_group for cell in measure.cells) else ""
        head, *rest = _counted("", badges, "个", between="")
        return Span(f"由 {len(measure.cells)} 个单位{unnamed}承担："), head, *rest
    verdict = measure.verdict
    return Span(_all(_ALONE[badge_of(verdict, is_concluded)]), True), Span(f"{_more(measure, verdict)}。")


def _more(measure: AssessedMeasure, verdict: Verdict) -> str:
    """What stands beside the badge's word: on time or late, how much of how many."""
    if verdict.badge.id == "not_judged":
        return _INTERNAL
    if verdict.done and verdict.total:
        if measure.measure.recurrence:
            return f"，要求 {verdict.total} 次，查到 {verdict.done} 次"
        is_of_columns = len(measure.cells) == 1 and len(measure.measure.publication_paths) > 1
        return f"：要求的 {verdict.total} 个栏目，查到 {verdict.done} 个" if is_of_columns else ""
    if verdict.newest_on:
        return f"，最近一次是{chinese_date(verdict.newest_on)}"
    timings = {"on_time": "，按期", "late": f"，比文件写的期限晚 {verdict.days_late} 天", "undated": "，没有写明哪天公开的"}
    return timings[verdict.timing] if verdict.timing else ""


def _of_measures(measures: Sequence[AssessedMeasure], is_concluded: bool) -> tuple[Span, ...]:
    counts = Counter(badge_of(measure.verdict, is_concluded) for measure in measures)
    head = f"要求 {len(measures)} 件"
    if len(_clauses(counts)) == 1:
        said = _all(_ALONE[next(iter(counts))], len(measures))
        return Span(f"{head}，"), Span(said, True), Span(f"{_INTERNAL if 'not_judged' in counts else ''}。")
    if len(measures) <= _TITLED and all(measure.measure.title for measure in measures):
        told = [(_quoted(measure.measure.title or ""), _all(_SAID[badge_of(measure.verdict, is_concluded)])) for measure in measures]
        spans = [span for title, said in told for span in (Span(f"，{title}"), Span(said, True))]
        return Span(f"{head}：{spans[0].words[1:]}"), *spans[1:], Span("。")
    return Span(f"{head}："), *_counted("", counts, "件", between="")


def _quoted(title: str) -> str:
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def _limits(measures: Sequence[AssessedMeasure]) -> str:
    """What the document says of time, of all that is asked that can be seen."""
    asked = [assessed.measure for assessed in measures if assessed.measure.kind != "unobservable"]
    days = sorted({measure.due_on for measure in asked if measure.due_on})
    limits = [limit for measure in asked if (limit := _limit(measure))]
    if not limits:
        return "文件没有写完成日期。"
    if len(set(limits)) > 1:
        is_of_days = len(days) == len(set(limits))
        return f"文件写的日期从{chinese_date(days[0])}到{chinese_date(days[-1])}。" if is_of_days else "文件写的时限各不相同。"
    if len(limits) < len(asked):
        return f"文件只给 {len(limits)} 件写了时限：{limits[0]}。"
    return f"文件写的日期是{limits[0]}。" if days else f"文件要求{limits[0]}{'做到' if limits[0].endswith('内') else ''}。"


def _limit(measure: Measure) -> str:
    if measure.window:
        return f"每 {measure.window.within} {LIMIT_UNITS[measure.window.unit]}更新一次"
    return chinese_date(measure.due_on) if measure.due_on else wording.time_limit(measure)


def nothing_seen(assessed: AssessedTask) -> str:
    """What stands where a task has no public page: nothing that the sentence above has said or that it makes untrue."""
    settled = {"waived": "没有登记网页。单位的说明写在下面的“经过”里。", "not_judged": "没有登记网页。", "changed": "没有登记网页。"}
    return settled.get(assessed.verdict.badge.id, "没查到网页，不表示单位没有公开。")

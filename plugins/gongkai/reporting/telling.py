"""A plan as it was shown told as a report, and a unit's share of it: the figures are those of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.judging.verdicts import Verdict
from gongkai.pages import sentences
from gongkai.pages.details import EvidenceView
from gongkai.pages.lists import SectionTasks, TimeWords, UnitTask
from gongkai.pages.pictures import MomentView
from gongkai.pages.plans import ShownPlan
from gongkai.records.ledger_records import Evidence, Reply
from gongkai.records.register_records import Unit
from gongkai.words.dates import chinese_date

from .report import ASIDE, GROUPS, Part, Report, Row, Told, groups, reckoned, to_fill

# Of these nobody who answers for a plan speaks, or they are told with their titles and addresses.
_TOLD_OTHERWISE = (Evidence, Reply)
_FOR_WHOM = "这份材料由本站按登记的内容整理，供填报政府信息公开工作年度报告时参考，不是正式的报告。没有查到的，只说明本站没有记录，不表示单位没有公开。"


def of_plan(plan: ShownPlan) -> Report:
    """A section of the plan is a part of it."""
    parts = tuple(_section(plan, section) for section in plan.sections)
    rows = [row for part in parts for group in part.groups for row in group.rows]
    said = (*_head(plan), plan.summary.sentence.words, reckoned(plan.scorecard_of(plan.rows.values())))
    title = f"{plan.place.record.short_name}{plan.plan.year}年政务公开要点落实情况"
    return Report(title, said, plan.summary.tally, "谁负责", parts, to_fill(rows, ""))


def of_units(plan: ShownPlan, units: Iterable[Unit]) -> Iterator[tuple[Unit, Report]]:
    """What each unit itself answers for, wherever in the plan."""
    rows: dict[tuple[int, ...], Row] = {}
    return ((unit, _of_unit(plan, unit, rows)) for unit in units)


def _of_unit(plan: ShownPlan, unit: Unit, told: dict[tuple[int, ...], Row]) -> Report:
    duties, name = plan.duties[unit.slug], plan.place.unit_link(unit.slug).title
    rows = [_share(plan, unit, duty, told) for duty in duties.tasks]
    said = (*_head(plan), f"{name}：{sentences.of_unit([plan.assessed], unit.slug).words}", reckoned(duties.scorecard))
    title = f"{name}{plan.plan.year}年政务公开要点落实情况"
    parts = (Part("本单位承担的任务", "tasks", "状态只看这个单位自己的部分。", groups(rows)),) if rows else ()
    return Report(title, said, duties.tally, "承担方式", parts, to_fill(rows, name))


def _head(plan: ShownPlan) -> Iterator[str]:
    """Which document, as of which day, and for whom it is told."""
    record, place = plan.record, plan.place
    facts = (record.document_number, record.issuer, f"{chinese_date(record.issued_on)}印发" if record.issued_on else "")
    issued = f"（{'，'.join(fact for fact in facts if fact)}）" if any(facts) else "（文件没有注明文号、发文机关和日期）"
    ended = (
        f"这份要点已结束，本站自{chinese_date(record.concluded_on)}起不再跟踪。"
        if record.concluded_on and plan.summary.concluded_on
        else ""
    )
    yield f"{'【示例】' if record.demonstration else ''}文件：《{record.title}》{issued}。以下是本站知道的情况，判定日期{chinese_date(place.as_of)}。{ended}"
    yield _FOR_WHOM


def _section(plan: ShownPlan, section: SectionTasks) -> Part:
    number = section.section.number
    sentence = sentences.of_plans([plan.assessed], wanted=lambda task: task.section == number)
    rows = (
        Row(
            row.numbered,
            plan.tasks[row.id].in_charge,
            row.verdict,
            _known(row.verdict, plan.evidence_of[row.id], plan.history_of[row.id], row.time_words),
        )
        for row in section.rows
    )
    return Part(section.title, f"section-{number}", sentence.words, groups(rows))


def _share(plan: ShownPlan, unit: Unit, duty: UnitTask, rows: dict[tuple[int, ...], Row]) -> Row:
    """Its share of a task; of one that it only leads, all that is known of the task."""
    views, moments = plan.evidence_of[duty.row.id], plan.history_of[duty.row.id]
    if views and duty.verdicts:
        # Those that count for it, as those of a unit that it took over, though they name another.
        counting = {id(exhibit.evidence) for exhibit in duty.exhibits}
        views = tuple(view for view in views if unit.slug in view.evidence.units or id(view.evidence) in counting)
    if moments:
        moments = tuple(view for view in moments if not view.units or unit.slug in view.moment.entry.units)
    # Most units to which a task is the same are told the same.
    key = (id(duty), *map(id, views), *map(id, moments))
    if key not in rows:
        through = f"（{duty.group.title}）" if duty.group else ""
        known = _known(duty.verdict, views, moments, duty.time_words)
        rows[key] = Row(duty.row.numbered, f"{duty.role}{through}", duty.verdict, known)
    return rows[key]


def _known(verdict: Verdict, views: Iterable[EvidenceView], moments: Iterable[MomentView], time_words: TimeWords) -> tuple[Told, ...]:
    """What was found, then what was said and done, oldest first; else why nothing is, or by when it is to be done."""
    acts = (view.moment for view in moments if not isinstance(view.moment.entry, _TOLD_OTHERWISE))
    known = (*map(_found, views), *(Told(f"{chinese_date(act.on)}{act.label}：{act.text}") for act in acts))
    return known or (Told(verdict.badge.meaning if verdict.badge.id in GROUPS[ASIDE] else _limit(time_words)),)


def _found(view: EvidenceView) -> Told:
    evidence = view.evidence
    is_own_word = "单位自述，不作为公开的证明" if evidence.strength == "self_report" else ""
    dead = "链接失效" if evidence.dead_on else ""
    marks = (*view.warnings, is_own_word, dead)
    words = (view.dated or "没有写明日期", evidence.document_number or "", view.scope, evidence.description or "")
    return Told(
        f"{evidence.title}（{'，'.join(word for word in words if word)}）", evidence.url or "", "，".join(mark for mark in marks if mark)
    )


def _limit(time_words: TimeWords) -> str:
    limits = (f"{chinese_date(time_words.due_on)}前（含当日）" if time_words.due_on else "", time_words.often)
    stated = "；".join(limit for limit in limits if limit)
    return f"本站暂无记录。文件写的时限：{stated}。" if stated else "本站暂无记录。文件没有写完成日期。"

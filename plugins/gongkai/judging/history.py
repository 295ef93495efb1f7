"""What happened to a plan's tasks, entry by entry, by the entries' own dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.records.ledger_records import Change, Entry, Evidence
from gongkai.records.portal import Ledger, Plan
from gongkai.words.dates import chinese_date
from gongkai.words.labels import CHECK_RESULTS


@dataclass(frozen=True)
class Moment:
    """One dated thing: `on` is when it was published or happened where that is known, else when it was entered."""

    on: date
    entered_on: date
    label: str
    text: str
    entry: Entry
    url: str | None = None

    @property
    def in_time(self) -> tuple[date, date, str, str, str]:
        """By what it stands in the order of time."""
        return self.on, self.entered_on, self.label, self.text, self.entry.model_dump_json()


def moments(plan: Plan, as_of: date, known_on: date | None = None) -> tuple[Moment, ...]:
    """Everything in the ledger by the two clocks, oldest first; what was known is that of the same day unless another is given."""
    return tuple(sorted(_moments(plan.ledger.by(as_of, known_on or as_of)), key=lambda moment: moment.in_time))


def _moments(ledger: Ledger) -> Iterator[Moment]:
    yield from map(_evidence, ledger.evidence)
    for check in ledger.checks:
        yield Moment(check.on, check.on, "核查", _sentence(CHECK_RESULTS[check.result], check.remark), check)
    for note in ledger.notes:
        yield Moment(note.on, note.on, "单位说明", note.text, note)
    for event in ledger.events:
        yield Moment(event.happened_on, event.on, "情形出现", event.text, event)
    for waiver in ledger.waivers:
        yield Moment(waiver.on, waiver.on, "本期无需公开", f"{waiver.reason}（有效至{chinese_date(waiver.valid_until)}）", waiver)
    for reply in ledger.replies:
        label = "单位回应" if reply.author == "unit" else "读者意见"
        yield Moment(reply.on, reply.on, label, _sentence(reply.text, reply.outcome and f"处理结果：{reply.outcome}"), reply)
    for change in ledger.changes:
        yield Moment(change.on, change.on, "调整", _change(change), change, change.url)
    for closure in ledger.closures:
        yield Moment(closure.on, closure.on, "销号", closure.remark or "牵头单位核查后销号", closure)


def _evidence(evidence: Evidence) -> Moment:
    label = "单位自述" if evidence.strength == "self_report" else "公开"
    day = evidence.published_on or evidence.document_on
    text = evidence.title if day else f"{evidence.title}（页面没有发布日期，按登记日期排列）"
    return Moment(day or evidence.on, evidence.on, label, text, evidence, evidence.url)


def _change(change: Change) -> str:
    what = [
        f"完成时限改为{chinese_date(change.due_on)}" if change.due_on else "",
        "内容有改动" if change.text else "",
        "次数要求有改动" if change.recurrence else "",
        "承担单位有改动" if change.new_units else "",
        "撤销" if change.withdrawn else "",
        f"由任务 {change.replaced_by} 代替" if change.replaced_by else "",
    ]
    return f"{'，'.join(filter(None, what))}。依据：{change.document}"


def _sentence(first: str, second: str | None) -> str:
    return f"{first.rstrip('。')}。{second}" if second else first

"""要点落实情况: how a plan, or a unit's share of it, was carried out, as this portal knows it; the page and the Word file are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import Verdict
from gongkai.pages.views import Link, Tally
from gongkai.words.record import Grouped

BLANK = "〔由填报人补充〕"
FOUND, IN_HAND, OPEN, ASIDE = (
    "查到已公开或公开了一部分的",
    "正在办理或者还没有到时间的",
    "本站没有查到或者还没有人去查的",
    "不作判定、本期不用公开或者已调整的",
)
# Where a task stands, by its badge: each stands in one group, so the groups add up.
GROUPS: Mapping[str, tuple[str, ...]] = {
    FOUND: ("published", "current", "partial"),
    IN_HAND: ("under_way", "not_due", "not_triggered"),
    OPEN: ("overdue", "unchecked", "stale", "no_record"),
    ASIDE: ("waived", "not_judged", "changed"),
}
_GROUP_OF = {badge: title for title, badges in GROUPS.items() for badge in badges}
# Of these somebody who knows more has something to add.
_TO_FILL = {*GROUPS[IN_HAND], *GROUPS[OPEN]}


class Told(NamedTuple):
    """Something known of a task: words, an address where it has one, and what is to be known of it first."""

    words: str
    url: str = ""
    mark: str = ""


class Row(NamedTuple):
    """A task: who answers for it, how it stands, and what is known."""

    task: Link
    answering: str
    verdict: Verdict
    known: tuple[Told, ...]

    @property
    def is_to_fill(self) -> bool:
        return self.verdict.badge.id in _TO_FILL


class Group(NamedTuple):
    """The tasks of a part that stand alike."""

    title: str
    rows: tuple[Row, ...]


class Part(NamedTuple):
    """A section of the plan, or all that a unit answers for."""

    title: str
    anchor: str
    said: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Report:
    """All that stands in it; `answering` heads the column of who answers for a task."""

    title: str
    said: tuple[str, ...]
    tally: Tally
    answering: str
    parts: tuple[Part, ...]
    to_fill: tuple[str, ...]


def groups(rows: Iterable[Row]) -> tuple[Group, ...]:
    """The rows by where their tasks stand, those that hold none left out."""
    held = Grouped.of((_GROUP_OF[row.verdict.badge.id], row) for row in rows)
    return tuple(Group(title, held[title]) for title in GROUPS if title in held)


def to_fill(rows: Sequence[Row], who: str) -> tuple[str, ...]:
    """What this portal cannot know."""
    unopened = sum(row.verdict.is_unopened for row in rows)
    lacking = sum(row.is_to_fill for row in rows)
    asked = (
        f"待核对的 {unopened} 项，打开网页核对后的结果：{BLANK}" if unopened else "",
        f"还没有查到公开内容的 {lacking} 项，实际办理情况：{BLANK}" if lacking else "",
        f"存在的主要问题：{BLANK}",
        f"改进情况和下一步打算：{BLANK}",
        f"填报单位：{who or BLANK}；填报人：{BLANK}；填报日期：{BLANK}",
    )
    return tuple(line for line in asked if line)


def reckoned(card: Scorecard) -> str:
    """The scorecard in a sentence, in the same figures as on the page of the plan or the unit."""
    whole = f"按举措和承担单位一份一份地算，全部 {card.all} 份＝不计 {card.neutral} ＋ 没有写日期 {card.undated} ＋ 到期 {card.due}。"
    if not card.due:
        return whole
    return (
        f"{whole}到期的里面：按期 {card.on_time}，逾期公开 {card.late}，日期不详 {card.date_unknown}，部分公开 {card.partial}，"
        f"逾期未见公开 {card.overdue}，待核对 {card.unopened}，还没有人核查 {card.unchecked}。"
    )

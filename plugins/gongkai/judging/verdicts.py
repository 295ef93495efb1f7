"""What is said of a duty: a badge with what stands beside its word, and what several say together (design §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from gongkai.words.dates import chinese_date

Family = Literal["done", "in_hand", "neutral", "attention", "overdue"]
Timing = Literal["on_time", "late", "undated"]

UNOPENED = "待核对"
ELSEWHERE = "公开位置与文件不一致"


@dataclass(frozen=True)
class Badge:
    """One of the words of design §2."""

    id: str
    word: str
    family: Family
    meaning: str


BADGES = {
    badge.id: badge
    for badge in (
        Badge("published", "已公开", "done", "文件要求公开的内容，本站都查到了公开的页面或记录。"),
        Badge("current", "持续公开", "done", "要求持续更新的内容，在计划年度里或规定的更新期限里有公开记录。"),
        Badge("partial", "部分公开", "in_hand", "查到了一部分：有的内容、有的栏目或有的单位还没有记录。"),
        Badge("under_way", "推进中", "in_hand", "单位在 120 天内说明过进展，还没有公开的内容，也没有过期。"),
        Badge("not_due", "未到期", "neutral", "还没有到文件规定的时间。"),
        Badge("not_triggered", "未触发", "neutral", "文件规定的情形出现后才需要办理，本站没有这种情形的记录。"),
        Badge("waived", "本期无需公开", "neutral", "单位说明了理由，本期没有需要公开的内容。"),
        Badge("stale", "更新待核", "attention", "超过了规定的更新时间，还没有人去核查。"),
        Badge("unchecked", "到期待核查", "attention", "规定的时间已过，本站没有记录，也还没有人去核查。"),
        Badge("overdue", "逾期未见公开", "overdue", "规定的时间已过，之后有人到规定的地方查过，没有查到。"),
        Badge("no_record", "本站暂无记录", "neutral", "本站还没有查到公开的页面或记录。不代表单位没有公开。"),
        Badge("not_judged", "不作判定", "neutral", "要求的是态度、协调或内部管理，在网上看不出来。"),
        Badge("changed", "已调整", "neutral", "这项要求已被撤销或由其他要求代替。"),
    )
}


@dataclass(frozen=True)
class Afterwards:
    """A year after that of the plan in which something without a date to meet came out; told by its address where the page does not say."""

    year: int
    years_after: int
    is_by_address: bool

    @cached_property
    def words(self) -> str:
        return f"{'按网址日期' if self.is_by_address else ''}{self.year}年公开，计划年度之后第{self.years_after}年"


@dataclass(frozen=True)
class Verdict:
    """A badge with what stands beside its word: k of n, on time or late.

    `is_dated` says that an explicit date applies, `is_due` that it has passed or was met, `is_rest_checked`
    that somebody looked for what a partial duty still lacks. `newest_on` is the last publication of a standing duty.
    `strip` holds the verdicts of single periods or events; `remark` says what the word leaves open.
    `ends_on` is the day by which it is to be done: a stated date, the end of a period, the limit of an event.
    `is_elsewhere` says that it would have other words without what was found in another column than the document names (rule 9).
    `if_opened` is the verdict without what nobody has opened, where that has other words (rule 11).
    """

    badge: Badge
    done: int | None = None
    total: int | None = None
    timing: Timing | None = None
    days_late: int = 0
    newest_on: date | None = None
    sub_counts: tuple[tuple[int, int], ...] = ()
    is_dated: bool = False
    is_due: bool = False
    is_rest_checked: bool = False
    strip: tuple[tuple[str, Verdict], ...] = ()
    remark: str = ""
    afterwards: Afterwards | None = None
    is_elsewhere: bool = False
    if_opened: Verdict | None = None
    # Says when, not what.
    ends_on: date | None = field(default=None, compare=False)

    @property
    def is_unopened(self) -> bool:
        """Whether it rests on a page that nobody has opened: 待核对."""
        return self.if_opened is not None

    @cached_property
    def state(self) -> tuple[str, bool]:
        """Its badge, and whether it is 待核对."""
        return self.badge.id, self.is_unopened

    @cached_property
    def detail(self) -> str:
        """The words in brackets after the badge's word; empty when there are none."""
        afterwards = self.afterwards.words if self.afterwards else ""
        return "，".join(filter(None, (self._measured, afterwards, ELSEWHERE if self.is_elsewhere else "")))

    @property
    def _measured(self) -> str:
        if self.total is not None:
            parts = "".join(f"，其中 {done}/{total}" for done, total in self.sub_counts)
            return f"{self.done}/{self.total}{parts}"
        if self.newest_on:
            return f"最近一次 {chinese_date(self.newest_on)}"
        return {None: "", "on_time": "按期", "late": f"逾期 {self.days_late} 天", "undated": "日期不详"}[self.timing]

    @property
    def bare_words(self) -> str:
        """Its words without the mark."""
        return f"{self.badge.word}（{self.detail}）" if self.detail else self.badge.word

    @cached_property
    def words(self) -> str:
        """The whole badge in words: 部分公开（1/3），待核对."""
        return f"{self.bare_words}，{UNOPENED}" if self.is_unopened else self.bare_words

    @property
    def word(self) -> str:
        """The badge in a word or two: 部分公开，待核对."""
        return f"{self.badge.word}，{UNOPENED}" if self.is_unopened else self.badge.word

    def placed(self, if_in_place: Verdict) -> Verdict:
        """The same, marked where it would say something else without what was found in another column."""
        return replace(self, is_elsewhere=if_in_place.bare_words != self.bare_words)

    def beside(self, if_opened: Verdict) -> Verdict:
        """The same, marked where it would say something else without what nobody has opened."""
        return replace(self, if_opened=if_opened if if_opened.bare_words != self.bare_words else None)

    @cached_property
    def is_marked(self) -> bool:
        """Whether it is 待核对, or one of its periods."""
        return self.is_unopened or any(verdict.is_marked for _, verdict in self.strip)

    @property
    def without_unopened(self) -> Verdict:
        """What it would be, with its periods, without what nobody has opened."""
        strip = tuple((label, verdict.without_unopened) for label, verdict in self.strip)
        return self.if_opened or (replace(self, strip=strip) if self.is_marked else self)

    @property
    def unmarked(self) -> Verdict:
        """The same without marks."""
        strip = tuple((label, verdict.unmarked) for label, verdict in self.strip)
        return replace(self, if_opened=None, strip=strip) if self.is_marked else self


def verdict_of(badge: str, done: int | None = None, total: int | None = None, *, is_due: bool = False) -> Verdict:
    """A badge by its identifier, with k of n where they are given."""
    return Verdict(BADGES[badge], done, total, is_due=is_due)


# Nothing is owed here, so these do not keep a sum from being done.
SET_ASIDE = ("changed", "waived", "not_triggered", "not_judged")
# What a sum without any evidence says, the most pressing first.
PRESSING = ("overdue", "unchecked", "stale", "under_way", "not_due", "no_record", "not_triggered", "waived", "changed", "not_judged")


def summary(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on several cells together: "x/N" until all that is owed is done (design §2, roll-up).

    A cell without any record counts in N, although its badge is neutral: a task is not called
    done while the portal knows nothing of one of the units that owe it. It is 待核对 when it would
    say something else without what nobody has opened (rule 11).
    """
    of_cells = list(verdicts)
    different = _different(of_cells)
    # Most often it is the same of all, whatever it is.
    if len(different) == 1:
        return of_cells[0]
    if not any(verdict.is_marked for verdict in different):
        return _together(of_cells)
    together = _together([verdict.unmarked for verdict in of_cells])
    # With a strip it is that of every cell.
    strip = ((label, summary(verdict.strip[at][1] for verdict in of_cells)) for at, (label, _) in enumerate(together.strip))
    return replace(together, strip=tuple(strip)).beside(_together([verdict.without_unopened for verdict in of_cells]))


def states(verdicts: Iterable[Verdict]) -> Counter[tuple[str, bool]]:
    """By badge, and whether they are 待核对: how many."""
    counts: Counter[tuple[str, bool]] = Counter()
    for verdict, number in counted(verdicts):
        counts[verdict.state] += number
    return counts


def counted(verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, int]]:
    """Each with how often it comes, told apart as objects: one stands for many cells."""
    held = list(verdicts)
    numbers = Counter(map(id, held))
    return ((verdict, numbers[id(verdict)]) for verdict in _different(held))


def _different(verdicts: list[Verdict]) -> Collection[Verdict]:
    """Each object once."""
    return dict(zip(map(id, verdicts), verdicts, strict=True)).values()


def _together(of_cells: list[Verdict]) -> Verdict:
    first, *others = _different(of_cells)
    if all(verdict == first for verdict in others):
        return first
    owed = [verdict for verdict in of_cells if verdict.badge.id not in SET_ASIDE]
    badges = {verdict.badge.id for verdict in (owed or of_cells)}
    done = [verdict for verdict in owed if verdict.badge.family == "done"]
    if owed and len(done) == len(owed):
        together = verdict_of("published" if "published" in badges else "current")
        return replace(together, afterwards=_same_year(owed), is_elsewhere=_all_elsewhere(owed))
    if done or "partial" in badges:
        partial = verdict_of("partial", len(done), len(owed)) if done else verdict_of("partial")
        return replace(partial, afterwards=_same_year(owed), is_elsewhere=_all_elsewhere(owed))
    return verdict_of(next(badge for badge in PRESSING if badge in badges))


def _same_year(owed: list[Verdict]) -> Afterwards | None:
    """The year after the plan's in which all that is there came out, where it is one."""
    years = {verdict.afterwards for verdict in _with_pages(owed)}
    return years.pop() if len(years) == 1 else None


def _all_elsewhere(owed: list[Verdict]) -> bool:
    """Whether all that is there is in other columns than the document names."""
    return all(verdict.is_elsewhere for verdict in _with_pages(owed))


def _with_pages(owed: list[Verdict]) -> list[Verdict]:
    return [verdict for verdict in owed if verdict.badge.family == "done" or verdict.badge.id == "partial"]

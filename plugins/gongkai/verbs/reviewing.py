"""The proposals of `scout`, one after the other at a terminal: each answer is written at once, so whoever stops goes on from there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from gongkai.desk import asking
from gongkai.desk.asking import BackError, Terminal
from gongkai.desk.choices import Choice, Question, trail
from gongkai.desk.dialogue import is_agreed, sound_state, told_turns
from gongkai.desk.entering import Typed
from gongkai.desk.proposals import Desk, Outcome, Proposal, RefusedError, outcome_of, write
from gongkai.desk.scouting.confirming import Confirmed, Form, forms, proposal
from gongkai.desk.scouting.taking import page_of
from gongkai.desk.scouting.waiting import Waiting, decided, named, sureness, waiting
from gongkai.judging.assessment import AssessedPlan
from gongkai.records.problems import DataError, told
from gongkai.scout.proposed import Decision, ProposedCell, UnreadableProposalsError
from gongkai.scout.snapshots import Page
from gongkai.words.dates import chinese_date

from .portal_folder import root
from .terminal import INTERRUPTED, StoppedError, heard, say

if TYPE_CHECKING:
    from gongkai.publishing.settings import Settings
    from gongkai.scout.fetching.visitor import Visitor
    from gongkai.scout.grounds import Grounds

_YES, _NO, _LATER, _END = "yes", "no", "later", "end"
_WAY = Question(
    "way",
    "这一条是不是",
    "choice",
    choices=(Choice(_YES, "是"), Choice(_NO, "不是"), Choice(_LATER, "以后再说"), Choice(_END, "退出")),
    is_required=True,
)
_BY = Question("by", "谁核对的", "line", hint="写岗位或单位，例如：政务公开科", is_required=True)
_OPENED = Question("opened", "您打开这个网址看过了吗", "yes_no", is_required=True)


class Review:
    """The proposals of a plan; `take` opens an address and gives the page, or says why there is none."""

    def __init__(self, desk: Desk, place: str, year: int, terminal: Terminal, take: Callable[[str], Page | str]) -> None:
        self._desk, self._year, self._terminal, self._take = desk, year, terminal, take
        self._state = sound_state(desk, place)

    def run(self) -> None:
        """Until all are decided, or somebody has had enough; raises UnreadableProposalsError, RefusedError."""
        all_waiting = self.waiting()
        self._terminal.say(f"{len(all_waiting)} 条线索等人核对，把握大的在前。回答随时写好，可以随时退出，下次接着核对。")
        if not all_waiting:
            return
        try:
            (by,) = asking.answer(self._terminal, _BY)
            for number, it in enumerate(all_waiting, 1):
                self._terminal.say(f"\n第 {number} 条，共 {len(all_waiting)} 条")
                if not self._decided(it, by):
                    return
        except BackError:
            return

    def waiting(self) -> tuple[Waiting, ...]:
        return waiting(self._desk.root, self._plan)

    def told(self) -> Iterator[str]:
        """All of them, for who only wants to read."""
        for it in self.waiting():
            yield from self._about(it)

    @property
    def _plan(self) -> AssessedPlan:
        plan = self._state.plan_of(self._year)
        if not plan:
            raise RefusedError("没有这一年的要点。")
        return plan

    def _decided(self, it: Waiting, by: str) -> bool:
        """Whether to go on, once something was said of it."""
        for line in self._about(it):
            self._terminal.say(line)
        while True:
            (way,) = asking.answer(self._terminal, _WAY)
            if way == _END:
                return False
            if way == _YES and not self._confirmed(it, by):
                continue
            if way != _YES:
                self._keep(it, Decision(said="no" if way == _NO else "later", by=by, on=self._desk.today))
            return True

    def _keep(self, it: Waiting, decision: Decision) -> None:
        said = decided(self._desk, self._plan, {it.entry.key: decision})
        # What no portal reads changes nothing.
        write(self._desk, Outcome(said, self._state, self._state))

    # --- yes -------------------------------------------------------------------------------------

    def _confirmed(self, it: Waiting, by: str) -> bool:
        """Whether it was written; else it is asked again what it is."""
        try:
            outcome = self._outcome(it, by)
        except (BackError, RefusedError) as error:
            self._terminal.say(str(error) or "没有写入，请重新选。")
            return False
        if not outcome:
            return False
        try:
            write(self._desk, outcome)
        except RefusedError as error:
            self._terminal.say(str(error))
            self._state = sound_state(self._desk, self._state.slug)
            return False
        self._state = outcome.after
        files = "、".join(self._desk.shown(file) for file in outcome.proposal.texts)
        self._terminal.say(f"已写入 {files}。")
        return True

    def _outcome(self, it: Waiting, by: str) -> Outcome | None:
        """What would come of a yes that somebody agrees to."""
        if asking.answer(self._terminal, _OPENED) != ("true",):
            self._terminal.say("请先打开网址看过，再回答“是”。")
            return None
        today = self._desk.today
        confirmed = Confirmed(it, self._cells(it), "full", by, today, today)
        asked = {question.key: question for form in forms(self._state, self._year, confirmed) for question in form.asked}
        (covers,) = asking.answer(self._terminal, asked["covers"])
        confirmed = replace(confirmed, covers=covers, page=self._page(it.entry.url))
        entries = [self._entry(form) for form in forms(self._state, self._year, confirmed)]
        decision = {it.entry.key: Decision(said="yes", by=by, on=today)}
        whole = proposal(self._desk, self._plan, entries, decision, [confirmed.page] if confirmed.page else [])
        outcome = outcome_of(self._desk, whole, self._state)
        self._terminal.say("\n".join(self._told(outcome, entries)))
        if outcome.faults:
            self._terminal.say("写进去会有错误，没有写入。")
            return None
        return outcome if is_agreed(self._terminal) else None

    def _cells(self, it: Waiting) -> tuple[ProposedCell, ...]:
        cells = it.entry.cells
        if len(cells) == 1:
            return cells
        choices = tuple(Choice(str(number), named(self._plan, cell)) for number, cell in enumerate(cells, 1))
        question = Question("cells", "是哪一项的", "choice", choices=choices, is_several=True, is_required=True, prefilled=("1",))
        chosen = asking.answer(self._terminal, question)
        return tuple(cell for number, cell in enumerate(cells, 1) if str(number) in chosen)

    def _page(self, address: str) -> Page | None:
        page = self._take(address)
        if isinstance(page, Page):
            self._terminal.say("已留存网页的内容。" if page.text else "打开的不是文字网页，只留存校验值。")
            return page
        self._terminal.say(f"没有留存网页：{page}登记照写。")
        return None

    def _entry(self, form: Form) -> Proposal:
        """The entry on a task, asked for until nothing is wrong with it."""
        typed: Typed = form.typed
        draft = form.draft(self._desk, self._state, typed)
        while not draft.proposal:
            titles = {question.key: f"{question.title}：" for question in form.asked}
            lines = "\n".join(f"{titles.get(mistake.key, '')}{mistake.words}" for mistake in draft.mistakes)
            if draft.is_repeated:
                raise RefusedError(lines)
            self._terminal.say(lines)
            typed = asking.again(self._terminal, form.asked, typed, draft.mistakes)
            draft = form.draft(self._desk, self._state, typed)
        return draft.proposal

    # --- what is told ----------------------------------------------------------------------------

    def _about(self, it: Waiting) -> Iterator[str]:
        entry = it.entry
        node = self._plan.jurisdiction.register.nodes.get(it.column)
        published = chinese_date(entry.published_on) if entry.published_on else "没有写日期"
        yield f"{entry.title}（{published}）"
        yield f"  {entry.url}"
        yield f"  栏目：{trail(node) if node else it.column}{'；上次说以后再说' if it.is_put_off else ''}"
        for cell in entry.cells:
            yield f"  {sureness(cell)}：{named(self._plan, cell)}。{'；'.join(cell.reasons)}{'。' if cell.reasons else ''}"

    def _told(self, outcome: Outcome, entries: Sequence[Proposal]) -> Iterator[str]:
        """The entries as they will be, and what would come of them; not the whole copy of the page."""
        for entry in entries:
            yield from (f"要写入 {self._desk.shown(file)}：\n{text}" for file, text in entry.texts.items())
        yield from told_turns(outcome)
        yield from told(outcome.problems)


def review(settings: Settings, grounds: Grounds, visitor: Callable[[], Visitor], today: date) -> None:
    """Ask at the terminal; tell all of them where there is none."""
    desk = Desk.of(settings, root(), os.environ)
    terminal = Terminal(say, heard)
    reviewed = Review(desk, grounds.place.slug, grounds.plan.year, terminal, _taking(visitor, today))
    try:
        if sys.stdin.isatty():
            reviewed.run()
        else:
            say("\n".join(reviewed.told()) or "没有等人核对的线索。")
    except (UnreadableProposalsError, RefusedError, DataError) as error:
        raise StoppedError(str(error)) from None
    except (EOFError, KeyboardInterrupt):
        raise StoppedError("\n已经回答的都写好了，下次接着核对。", INTERRUPTED) from None


def _taking(visitor: Callable[[], Visitor], today: date) -> Callable[[str], Page | str]:
    """Opens an address politely; who cannot go there says why, and is not asked again."""

    @cache
    def known() -> Visitor | str:
        try:
            return visitor()
        except RefusedError as error:
            return str(error)

    def take(address: str) -> Page | str:
        visiting = known()
        return visiting if isinstance(visiting, str) else page_of(visiting, address, today)

    return take

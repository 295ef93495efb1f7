"""What is asked of proposals that stand on one page, and what somebody's answers come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.desk.choices import Choice, Question
from gongkai.desk.entering import Mistake, Typed
from gongkai.desk.proposals import State
from gongkai.judging.assessment import AssessedPlan
from gongkai.scout.proposed import Decision, DecisionKind, ProposedCell

from .confirming import Confirmed, forms
from .waiting import Waiting, named

WAY, CELLS, COVERS, OPENED = "way.", "cells.", "covers.", "opened."
YES: DecisionKind = "yes"
WORDS: dict[DecisionKind, str] = {"yes": "是", "no": "不是", "later": "以后再说"}
_WAYS = (Choice("", "先不答"), *(Choice(said, words) for said, words in WORDS.items()))
_SEEN = Choice("yes", "我打开这个网址看过了")


def questions_of(state: State, plan: AssessedPlan, it: Waiting, on: date) -> Iterator[Question]:
    """What it is; and of a yes for what, how much of that, and whether somebody has looked."""
    yield Question(f"{WAY}{it.name}", "这一条是不是", "choice", choices=_WAYS, default=("",), is_required=True)
    yield Question(f"{OPENED}{it.name}", "答“是”以前", "choice", choices=(_SEEN,), is_several=True, is_required=True)
    if len(it.entry.cells) > 1:
        choices = tuple(Choice(str(number), named(plan, cell)) for number, cell in enumerate(it.entry.cells, 1))
        title = "答“是”的，是哪一项的"
        yield Question(
            f"{CELLS}{it.name}", title, "choice", choices=choices, is_several=True, is_required=True, prefilled=(choices[0].value,)
        )
    covers = next(
        question for form in forms(state, plan.plan.year, _confirmed(it, on)) for question in form.asked if question.key == "covers"
    )
    yield replace(covers, key=f"{COVERS}{it.name}", title="答“是”的，公开得怎样", is_folded=False, is_required=True)


def _confirmed(it: Waiting, on: date) -> Confirmed:
    """As it would be entered while nobody has said anything."""
    return Confirmed(it, it.entry.cells[:1], "", "", on, on)


def entry_of(state: State, plan: AssessedPlan, it: Waiting, on: date) -> Iterator[tuple[str, str]]:
    """The evidence that it would make, as the desk's form has it: field by field in words."""
    for form in forms(state, plan.plan.year, _confirmed(it, on)):
        for question in form.asked:
            if texts := form.typed.get(question.key):
                yield question.title, "、".join(map(question.words_of, texts))


@dataclass(frozen=True)
class Said:
    """What somebody says of a proposal."""

    waiting: Waiting
    way: DecisionKind
    cells: tuple[ProposedCell, ...]
    covers: str
    is_opened: bool

    @classmethod
    def of(cls, typed: Typed, it: Waiting) -> Said | None:
        """None where nothing was said."""
        way = next((said for said in WORDS if (said,) == tuple(typed.get(f"{WAY}{it.name}", ()))), None)
        chosen = typed.get(f"{CELLS}{it.name}", ())
        cells = tuple(cell for number, cell in enumerate(it.entry.cells, 1) if str(number) in chosen or len(it.entry.cells) == 1)
        covers = "".join(typed.get(f"{COVERS}{it.name}", ()))
        return cls(it, way, cells, covers, bool(typed.get(f"{OPENED}{it.name}"))) if way else None

    @property
    def is_yes(self) -> bool:
        return self.way == YES

    def mistakes(self) -> Iterator[Mistake]:
        """What a yes still wants."""
        name = self.waiting.name
        if self.is_yes and not self.is_opened:
            yield Mistake(f"{OPENED}{name}", "没有勾。请先打开网址看过，再答“是”；还没有看的，选“先不答”。")
        if self.is_yes and not self.cells:
            yield Mistake(f"{CELLS}{name}", "没有选。请选是哪一项的，可以选几项。")

    def confirmed(self, by: str, on: date, seen_on: date) -> Confirmed:
        return Confirmed(self.waiting, self.cells, self.covers, by, on, seen_on)

    def decision(self, by: str, on: date) -> Decision:
        return Decision(said=self.way, by=by, on=on)

    def told(self, plan: AssessedPlan) -> str:
        """In words, before it is written."""
        of = f"，{'；'.join(named(plan, cell) for cell in self.cells)}" if self.is_yes else ""
        return f"{WORDS[self.way]}{of}：《{self.waiting.entry.title}》。"

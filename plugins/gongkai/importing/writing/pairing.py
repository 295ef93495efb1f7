"""Which row of a draft goes on which task of the plan before: one-to-one, whatever moved, was split or merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import Task
from gongkai.records.portal import Plan

from .as_yaml import sections
from .difference import headings
from .wordings import NEAR, WITHIN, Likeness, Score, best_pairs, skeleton

# What units and a common heading add to the likeness of two wordings.
_UNITS, _HEADING = 0.2, 0.05

Spot = tuple[str, int]


@dataclass(frozen=True)
class Pairing:
    """By ids: this year's task and the one it goes on; rows that hold a piece of a task which another row goes on; tasks that went into a row which goes on another."""

    tasks: dict[str, str]
    split: dict[str, str]
    merged: dict[str, str]
    moved: tuple[str, ...]
    # Tasks that stand under the heading that they stood under.
    at_home: frozenset[str]
    # Measures, by task and position.
    measures: dict[Spot, Spot]


def wording(task: Task | DraftTask) -> str:
    """All words of a row."""
    texts = [measure.text for measure in task.measures]
    return "\n".join(filter(None, (task.matter, task.opening, *texts)))


def paired(draft: Draft, plan: Plan) -> Pairing:
    """The rows of a draft and the tasks of the plan before."""
    rows = _Rows(draft, plan)
    pairs = best_pairs(rows.mine, rows.theirs, rows.same)
    others = [task for task in rows.mine if task not in pairs], [task for task in rows.theirs if task not in pairs.values()]
    pairs |= best_pairs(*others, rows.near)
    tasks = {new: pairs[new] for new in rows.mine if new in pairs}
    back = {old: new for new, old in tasks.items()}
    # A row is a piece of a task only where the row that goes on that task has lost it.
    split = _holders((new for new in rows.mine if new not in tasks), back, rows.texts, rows.their_texts, rows.likeness.within)
    merged = _holders((old for old in rows.theirs if old not in back), tasks, rows.their_texts, rows.texts, rows.likeness.within)
    blocks = SequenceMatcher(None, [*back], [old for old in rows.theirs if old in back], autojunk=False).get_matching_blocks()
    still = {old for block in blocks for old in [*back][block.a : block.a + block.size]}
    at_home = frozenset(new for new, old in tasks.items() if rows.has_heading(new, old))
    before: dict[str, set[str]] = {new: {old} for new, old in (*tasks.items(), *split.items())}
    for old, new in merged.items():
        before[new].add(old)
    moved = tuple(new for new, old in tasks.items() if old not in still)
    return Pairing(tasks, split, merged, moved, at_home, _measures(draft, plan, before))


def _measures(draft: Draft, plan: Plan, before: Mapping[str, set[str]]) -> dict[Spot, Spot]:
    """The measures of rows and of the tasks that these go on, one-to-one over the whole plan."""
    mine = {(task.id, index): measure for task in draft.tasks for index, measure in enumerate(task.measures)}
    theirs = {(task.id, index): measure for task in plan.tasks for index, measure in enumerate(task.measures)}
    likeness = Likeness([*(measure.text for measure in mine.values()), *(measure.text for measure in theirs.values())])

    def score(spot: Spot, other: Spot) -> Score:
        if other[0] not in before.get(spot[0], ()):
            return None
        new, old = mine[spot], theirs[other]
        ratio = likeness.ratio(new.text, old.text)
        return (ratio, float(new.number == old.number), -abs(spot[1] - other[1])) if ratio >= NEAR else None

    return best_pairs(mine, theirs, score)


class _Rows:
    """Both plans, row by row."""

    def __init__(self, draft: Draft, plan: Plan) -> None:
        self.mine, self.theirs = {task.id: task for task in draft.tasks}, {task.id: task for task in plan.tasks}
        self.texts = {name: wording(task) for name, task in self.mine.items()}
        self.their_texts = {name: wording(task) for name, task in self.theirs.items()}
        self.likeness = Likeness((*self.texts.values(), *self.their_texts.values()))
        self._bare = {text: skeleton(text) for text in (*self.texts.values(), *self.their_texts.values())}
        self._headings, self._their_headings = (
            {number: skeleton(title) for number, title in headings(known).items()} for known in (sections(draft), plan.record.sections)
        )
        self._places = [{name: index / len(rows) for index, name in enumerate(rows)} for rows in (self.mine, self.theirs)]

    def same(self, new: str, old: str) -> Score:
        return self._beside(new, old) if self._bare[self.texts[new]] == self._bare[self.their_texts[old]] else None

    def near(self, new: str, old: str) -> Score:
        ratio = self.likeness.ratio(self.texts[new], self.their_texts[old])
        more, place = self._beside(new, old)
        return (ratio + more, place) if ratio >= NEAR else None

    def has_heading(self, new: str, old: str) -> bool:
        row, task = self.mine[new].row, self.theirs[old]
        return self._headings.get((row.section, row.subsection)) == self._their_headings.get((task.section, task.subsection))

    def _beside(self, new: str, old: str) -> tuple[float, float]:
        """What speaks for a pair besides its words: units and heading, and then where it stands."""
        left, right = {*self.mine[new].lead_units, *self.mine[new].responsible_units}, {*self.theirs[old].owing_units}
        place = -abs(self._places[0][new] - self._places[1][old])
        return _UNITS * len(left & right) / (len(left | right) or 1) + _HEADING * self.has_heading(new, old), place


def _holders(
    pieces: Iterable[str],
    goes_on: Mapping[str, str],
    texts: Mapping[str, str],
    others: Mapping[str, str],
    within: Callable[[str, str], float],
) -> dict[str, str]:
    """By piece, the whole that says all of it, where what that whole is paired with does not."""
    holders: dict[str, str] = {}
    for piece in pieces:
        shares = {whole: within(texts[piece], text) for whole, text in others.items() if whole in goes_on}
        lost = {whole: share for whole, share in shares.items() if share >= WITHIN and within(texts[piece], texts[goes_on[whole]]) < WITHIN}
        if lost:
            holders[piece] = max(lost, key=lost.__getitem__)
    return holders

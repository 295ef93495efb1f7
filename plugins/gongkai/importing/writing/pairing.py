"""Which row of a draft goes on which task of the plan before: one-to-one, whatever moved, was split or merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import Task
from gongkai.records.portal import Plan

from .wordings import NEAR, WITHIN, Likeness, best_pairs, skeleton

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
    # Measures, by task and position.
    measures: dict[Spot, Spot] = field(default_factory=dict)

    # Tasks that stand under the heading that they stood under.
    at_home: frozenset[str] = frozenset()

    def before(self, task: str) -> tuple[str, ...]:
        """The tasks that a row goes on, wholly or in part."""
        first = self.tasks.get(task) or self.split.get(task)
        return tuple(filter(None, (first, *(old for old, new in self.merged.items() if new == task))))


def paired(draft: Draft, plan: Plan) -> Pairing:
    """The rows of a draft and the tasks of the plan before."""
    return _Rows(draft, plan).paired()


def wording(task: Task | DraftTask) -> str:
    """All words of a row."""
    texts = [measure.text for measure in task.measures]
    return "\n".join(filter(None, (task.matter, task.opening, *texts)))


class _Rows:
    """Both plans, row by row, by position."""

    def __init__(self, draft: Draft, plan: Plan) -> None:
        self.new, self.old = draft.tasks, plan.tasks
        self.mine, self.theirs = [wording(task) for task in self.new], [wording(task) for task in self.old]
        self.bare = {text: skeleton(text) for text in (*self.mine, *self.theirs)}
        self.likeness = Likeness((*self.mine, *self.theirs))
        self.headings = {(s.heading.number, sub.number): skeleton(sub.title) for s in draft.sections for sub in s.subsections}
        self.their_headings = {(s.number, sub.number): skeleton(sub.title) for s in plan.record.sections for sub in s.subsections}

    def paired(self) -> Pairing:
        mine, theirs = range(len(self.new)), range(len(self.old))
        pairs = best_pairs(mine, theirs, self._same)
        pairs |= best_pairs(_rest(mine, pairs), _rest(theirs, pairs.values()), self._near)
        back = {other: index for index, other in pairs.items()}
        # A row is a piece of a task only where the row that goes on that task has lost it.
        split = _holders(_rest(mine, pairs), theirs, back, self.mine, self.theirs, self.likeness.within)
        merged = _holders(_rest(theirs, back), mine, pairs, self.theirs, self.mine, self.likeness.within)
        pairing = Pairing(
            {self.new[index].id: self.old[other].id for index, other in sorted(pairs.items())},
            {self.new[index].id: self.old[other].id for index, other in split.items()},
            {self.old[other].id: self.new[index].id for other, index in merged.items()},
            tuple(self.new[index].id for index in _moved(sorted(pairs.items()))),
        )
        at_home = frozenset(self.new[index].id for index, other in pairs.items() if self._has_heading(index, other))
        return replace(pairing, measures=self._measures(pairing), at_home=at_home)

    def _measures(self, pairing: Pairing) -> dict[Spot, Spot]:
        """The measures of rows and of the tasks that these go on, one-to-one over the whole plan."""
        mine = [((task.id, index), measure) for task in self.new for index, measure in enumerate(task.measures)]
        theirs = [((task.id, index), measure) for task in self.old for index, measure in enumerate(task.measures)]
        likeness = Likeness([*(measure.text for _, measure in mine), *(measure.text for _, measure in theirs)])
        before = {task.id: pairing.before(task.id) for task in self.new}

        def score(index: int, other: int) -> tuple[float, ...] | None:
            (spot, new), (their_spot, old) = mine[index], theirs[other]
            if their_spot[0] not in before[spot[0]]:
                return None
            ratio = likeness.ratio(new.text, old.text)
            return (ratio, float(new.number == old.number), -abs(spot[1] - their_spot[1])) if ratio >= NEAR else None

        return {mine[index][0]: theirs[other][0] for index, other in best_pairs(range(len(mine)), range(len(theirs)), score).items()}

    def _same(self, index: int, other: int) -> tuple[float, ...] | None:
        return self._beside(index, other) if self.bare[self.mine[index]] == self.bare[self.theirs[other]] else None

    def _near(self, index: int, other: int) -> tuple[float, ...] | None:
        ratio = self.likeness.ratio(self.mine[index], self.theirs[other])
        more, place = self._beside(index, other)
        return (ratio + more, place) if ratio >= NEAR else None

    def _beside(self, index: int, other: int) -> tuple[float, float]:
        """What speaks for a pair besides its words: units and heading, and then where it stands."""
        new, old = self.new[index], self.old[other]
        left, right = {*new.lead_units, *new.responsible_units}, set(old.owing_units)
        place = -abs(index / len(self.new) - other / len(self.old))
        return _UNITS * len(left & right) / (len(left | right) or 1) + _HEADING * self._has_heading(index, other), place

    def _has_heading(self, index: int, other: int) -> bool:
        new, old = self.new[index].row, self.old[other]
        return self.headings.get((new.section, new.subsection)) == self.their_headings.get((old.section, old.subsection))


def _rest(positions: Iterable[int], taken: Iterable[int]) -> list[int]:
    known = set(taken)
    return [position for position in positions if position not in known]


def _holders(
    pieces: Iterable[int],
    wholes: Iterable[int],
    goes_on: dict[int, int],
    texts: Sequence[str],
    others: Sequence[str],
    within: Callable[[str, str], float],
) -> dict[int, int]:
    """By piece, the whole that says all of it, where what that whole is paired with does not."""
    holders: dict[int, int] = {}
    for piece in pieces:
        shares = {whole: within(texts[piece], others[whole]) for whole in wholes if whole in goes_on}
        fitting = [whole for whole, share in shares.items() if share >= WITHIN and within(texts[piece], texts[goes_on[whole]]) < WITHIN]
        if fitting:
            holders[piece] = max(fitting, key=lambda whole: (shares[whole], -whole))
    return holders


def _moved(pairs: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Rows out of the order of last year."""
    order = [other for _, other in pairs]
    blocks = SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    still = {order[index] for block in blocks for index in range(block.a, block.a + block.size)}
    return (index for index, other in pairs if other not in still)

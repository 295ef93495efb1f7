"""What is told of a plan that has a duty where many plans and duties stand together: so few short words that those of all places fit in a small room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.judging.verdicts import BADGES, UNOPENED, Badge
from gongkai.pages.lists import Narrowing
from gongkai.pages.views import Tally

from .carriers import Carried, Carrier

_UNSEEN = "“本站暂无记录”，是说本站没有查到，不是说当地没有公开。"


@dataclass(frozen=True)
class Held(Carried):
    """A carrier without its wordings, its units and what was found of it."""

    badge_id: str
    is_unopened: bool
    is_confirmed: bool
    is_dated: bool
    has_pages: bool
    # What takes room where it is shown in full: its tasks, and the pages that are named beside them.
    entries: int

    @property
    def badge(self) -> Badge:
        return BADGES[self.badge_id]

    @property
    def word(self) -> str:
        """部分公开，待核对."""
        return f"{self.badge.word}，{UNOPENED}" if self.is_unopened else self.badge.word


def held_of(carrier: Carrier) -> Held:
    """The little of a carrier that is told beside all others."""
    return Held(
        duty=carrier.duty,
        slug=carrier.slug,
        place_name=carrier.place_name,
        province=carrier.province,
        year=carrier.year,
        badge_id=carrier.verdict.badge.id,
        is_unopened=carrier.verdict.is_unopened,
        is_confirmed=carrier.is_confirmed,
        is_dated=carrier.is_dated,
        has_pages=bool(carrier.page_count),
        entries=sum(1 + len(share.pages) for share in carrier.shares),
    )


def places_of(held: Iterable[Carried]) -> list[str]:
    """The names of their places, each once."""
    return list(dict.fromkeys(it.place_name for it in held))


def tally_of(held: Iterable[Held]) -> Tally:
    """How many have each badge."""
    return Tally.counted(Counter((it.badge_id, it.is_unopened) for it in held))


def badge_box(badges: Counter[str]) -> Narrowing:
    """The box that narrows a list by badges, with how many have each."""
    return Narrowing("badge", "状态", tuple((badge.id, badge.word, badges[badge.id]) for badge in BADGES.values() if badges[badge.id]))


def cautions(held: Sequence[Held]) -> Iterator[str]:
    """What nobody should take for more than it is."""
    if not all(it.has_pages for it in held):
        yield _UNSEEN
    unconfirmed = sum(not it.is_confirmed for it in held)
    if unconfirmed:
        which = "" if unconfirmed == len(held) else "有的"
        yield f"是不是同一件事，{which}由程序读原文判断，还没有人核对。"

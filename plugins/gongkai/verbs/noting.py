"""What `scout` keeps of the columns it looked at, told column by column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from gongkai.files.equipment import COMMAND

from .portal_folder import root
from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.settings import Settings
    from gongkai.scout.grounds import Grounds
    from gongkai.scout.noting import Noted
    from gongkai.scout.walking import Walk


def of(settings: Settings, grounds: Grounds, today: date) -> Callable[[Walk], None]:
    """What keeps a walk and says what was kept."""
    from gongkai.scout.noting import Noting

    noting = Noting(root() / str(settings["GONGKAI_DATA"]), grounds, today)

    def note(walk: Walk) -> None:
        with _stopping():
            noted = noting.note(walk)
        if noted.waiting:
            say(f"  {_counted(noted)}")

    return note


def waiting(settings: Settings, grounds: Grounds) -> str:
    """How many proposals of the plan wait for a person, and what to type for them."""
    from gongkai.desk.proposals import Desk, state_of
    from gongkai.desk.scouting import waiting as proposals

    desk, place, year = Desk.of(settings, root(), os.environ), grounds.place.slug, grounds.plan.year
    with _stopping():
        plan = state_of(desk, place).plan_of(year)
        count = len(proposals.waiting(desk.root, plan)) if plan else 0
    if not count:
        return "没有等人核对的线索。"
    return f"一共 {count} 条线索等人核对：{COMMAND} scout {place} {year} --review；也可以运行 {COMMAND} serve，在浏览器的“要做的事”里核对。"


def _counted(noted: Noted) -> str:
    new = f"，其中新的 {noted.new} 条" if noted.new else "，都是以前就有的"
    return f"可能有关的 {noted.waiting} 条{new}。"


@contextmanager
def _stopping() -> Iterator[None]:
    """What a file has that keeps it from being written stands in the way of going on."""
    from gongkai.scout.proposed import UnreadableProposalsError
    from gongkai.scout.searches import UnreadableSearchesError

    try:
        yield
    except (UnreadableProposalsError, UnreadableSearchesError) as error:
        raise StoppedError(_shown(str(error))) from None


def _shown(message: str) -> str:
    return message.replace(f"{root().as_posix()}/", "")

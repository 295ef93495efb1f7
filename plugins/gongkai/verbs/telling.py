"""What is told of a site while it is made, and of what keeps it from being made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.site.checking import Checked
    from gongkai.records.portal import LeftOut

# Seconds without a word.
PATIENCE = 2


@contextmanager
def refusals() -> Iterator[None]:
    """What keeps a site from being made or put into its place is told."""
    from gongkai.publishing import building

    try:
        yield
    except building.BuildError as error:
        raise StoppedError(f"Pelican 没有生成完整的网站，它说：\n{error}\n生成失败，上一次生成的网站没有改动。") from None
    except building.PlaceError as error:
        raise StoppedError(f"{error}\n没有生成网站，原来的没有改动。") from None


def progress() -> Callable[[int, int], None]:
    """Tells at a terminal, every two seconds, how many tasks are done and how long the others will take; quiet anywhere else."""
    begun = told = monotonic()

    def tell(task: int, total: int) -> None:
        nonlocal told
        now = monotonic()
        if sys.stderr.isatty() and now - told >= PATIENCE:
            told = now
            say(f"已做好 {task - 1} / {total} 项任务，大约还要 {(now - begun) / task * (total - task + 1):.0f} 秒……", file=sys.stderr)

    return tell


def told_before(checked: Checked) -> str:
    """What is wrong, and how much there is to make."""
    from gongkai.records.problems import told

    much = f"{len(checked.plans)} 份要点，{sum(plan.tasks for plan in checked.plans)} 项任务。正在生成网站……"
    lines = [*told(checked.problems), *(f"{_named(place)}有错误，这次先不放进去。" for place in checked.left_out)]
    return "\n".join([*lines, much]) if lines else f"数据没有问题：{much}"


def told_after(checked: Checked) -> str:
    """What the site lacks, and how much is to be looked at."""
    from gongkai.records.problems import counted

    without = "".join(f"里面没有{_named(place)}，它有 {len(place.problems)} 处错误。" for place in checked.left_out)
    return f"{without}数据里共有 {len(checked.problems)} 处要看（{counted(checked.problems)}）。" if checked.problems else ""


def _named(place: LeftOut) -> str:
    return f"{place.name}（{place.slug}）" if place.name != place.slug else place.name


def tell_said(lines: Iterable[str]) -> None:
    """What Pelican warned of."""
    for line in lines:
        say(f"Pelican 提醒：{line}", file=sys.stderr)

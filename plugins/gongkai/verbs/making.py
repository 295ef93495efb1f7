"""Checking data and making the site for one's own machine."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.command_line import Call

from .portal_folder import (
    LOCAL,
    OUTPUT,
    PUBLISHED,
    aside,
    loaded,
    name_of,
    output_of,
    overrides,
    refuse_settings,
    root,
    running,
    settings_of,
    usual_output,
)
from .telling import progress, refusals, tell_said, told_after, told_before
from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.settings import Settings
    from gongkai.publishing.site.keeping import Kept
    from gongkai.publishing.site.making import Making


def check(call: Call) -> int:
    """Load and check everything, and say how much there is."""
    from gongkai.records.problems import counted, told

    settings = settings_of(call, LOCAL)
    refuse_settings(settings)
    with running(settings) as run:
        checked = loaded(settings, run=run)
    for plan in checked.plans:
        say(f"{plan.jurisdiction} {plan.year}：{plan.tasks} 项任务，{plan.evidence} 条证据。")
    if not checked.remarks:
        say("没有发现问题。")
        return 0
    say("\n".join(told(checked.remarks)))
    say(f"共 {len(checked.remarks)} 处（{counted(checked.remarks)}）。")
    return 0


def upgrade(call: Call) -> int:
    """Rewrite data of an older format, and say what was changed."""
    from gongkai.files import faults, writer
    from gongkai.records.upgrade import upgraded

    done = upgraded(root() / str(settings_of(call, LOCAL)["GONGKAI_DATA"]))
    if done.problems:
        raise StoppedError("\n".join([*map(str, done.problems), "数据读不全，没有改动任何文件。请改正后再运行 upgrade。"]))
    try:
        writer.write_all(done.files)
    except OSError as error:
        raise StoppedError(f"写不了 {error.filename}：{faults.told(error)}") from None
    say("\n".join(done.told))
    return 0


def build(call: Call) -> int:
    """The site for one's own machine."""
    kept = made(call)
    keep(call, kept)
    # The process ends: nothing is to be looked through once more.
    gc.freeze()
    return 0


def keep(call: Call, kept: Kept) -> None:
    """For the next time, in another process."""
    from gongkai.publishing.site import keeping

    keeping.save(keeping.folder_of(output_of(call), root()), kept)


def made(call: Call, shown: Kept | None = None) -> Kept:
    """Check and make the site, what has been checked being what is shown; out of the last one where only data has changed.

    Of a site that is `shown` meanwhile no place is left out.
    """
    from gongkai.files import leftovers
    from gongkai.files.private import LostError
    from gongkai.publishing.site import keeping
    from gongkai.publishing.site.making import Making

    settings, output = settings_of(call, LOCAL), output_of(call)
    refuse_settings(settings)
    foundation, folder = keeping.foundation(settings, root()), keeping.folder_of(output, root())
    if call.has("--full"):
        leftovers.remove(folder)
    last = shown if shown and foundation and shown.foundation == foundation else keeping.load(folder, foundation)
    with running(settings) as run:
        try:
            return _made(call, settings, Making(foundation, aside(settings, folder, foundation), run, progress()), last, shown)
        except LostError:
            # Somebody has taken away or damaged what was kept.
            leftovers.remove(folder)
            return _made(call, settings, Making(foundation, aside(settings, folder, foundation), run, progress()), None, shown)


def _made(call: Call, settings: Settings, making: Making, last: Kept | None, shown: Kept | None) -> Kept:
    from gongkai.files import writer
    from gongkai.publishing import building, contents
    from gongkai.publishing.site.making import fill, rebuilt, told
    from gongkai.records import problems

    is_preview, output = call.has("--preview"), output_of(call)
    checked = loaded(settings, last.checked if last else {}, without_faulty_places=is_preview, aside=making.aside, run=making.run)
    if shown and (faults := [problem for place in checked.left_out if place.slug in shown.places for problem in place.problems]):
        raise StoppedError("\n".join(problems.told(faults)))

    def changes(fresh: Path) -> Kept | None:
        return rebuilt(last, checked, settings, making, output, fresh) if last else None

    def make(fresh: Path) -> tuple[Kept, tuple[str, ...]]:
        if last and not last.seen and (kept := changes(fresh)):
            fill(last, kept, output, fresh)
            return kept, ()
        from gongkai import generator

        writer.empty(fresh)
        made = generator.make(root() / LOCAL, overrides(call), checked, fresh, making)
        return made.kept, made.said

    with refusals():
        kind = contents.PREVIEW if is_preview else contents.BUILD
        building.refuse_place(output, kind, is_own=output.resolve() == usual_output(call).resolve())
        say(told_before(checked))
        mended = building.mend(output, changes, lambda kept: last.files.keys() - kept.files.keys()) if last and last.seen else None
        kept, said = (mended, ()) if mended else building.build(output, make, building.KEEPER if output == root() / OUTPUT else "")
    tell_said(said)
    pages = sum(address.endswith(".html") for address in kept.files)
    say(f"网站已生成：{name_of(output)} 里有 {pages} 个页面，{told(last, kept)}。{told_after(checked)}")
    return kept


def clean(_: Call) -> int:
    """Remove what was built."""
    from gongkai.files import faults, writer

    try:
        # What was published is promised, and no build brings it back.
        writer.empty(root() / ".build", keep={Path(PUBLISHED).name})
        writer.empty(root() / "output", keep={".gitkeep"})
    except OSError as error:
        raise StoppedError(f"删不了 {error.filename}：{faults.told(error)}") from None
    return 0

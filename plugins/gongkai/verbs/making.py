"""Checking data and making the site for one's own machine."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.command_line import Call

from .portal_folder import LOCAL, OUTPUT, PUBLISHED, loaded, name_of, output_of, overrides, root, settings_of, usual_output
from .telling import progress, refusals, tell_said, told_after, told_before
from .terminal import StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.keeping import Kept


def check(call: Call) -> int:
    """Load and check everything, and say how much there is."""
    from gongkai.records.problems import counted, told

    portal = loaded(settings_of(call, LOCAL)).portal
    for plan in portal.plans:
        say(f"{plan.jurisdiction} {plan.year}：{len(plan.tasks)} 项任务，{len(plan.ledger.evidence)} 条证据。")
    if not portal.remarks:
        say("没有发现问题。")
        return 0
    say("\n".join(told(portal.remarks)))
    say(f"共 {len(portal.remarks)} 处（{counted(portal.remarks)}）。")
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
    from gongkai.publishing import keeping

    keeping.save(keeping.folder_of(output_of(call), root()), kept)


def made(call: Call, shown: Kept | None = None) -> Kept:
    """Check and make the site in this one process, what has been checked being what is shown; out of the last one where only data has changed.

    Of a site that is `shown` meanwhile no place is left out.
    """
    from gongkai.files import leftovers, writer
    from gongkai.publishing import building, contents, keeping, rebuilding
    from gongkai.records.problems import told

    is_preview, output = call.has("--preview"), output_of(call)
    gc.disable()
    settings = settings_of(call, LOCAL)
    foundation, folder = keeping.foundation(settings, root()), keeping.folder_of(output, root())
    if call.has("--full"):
        leftovers.remove(folder)
    last = shown if shown and foundation and shown.foundation == foundation else keeping.load(folder, foundation)
    checked = loaded(settings, last.checked if last else {}, without_faulty_places=is_preview)
    if shown and (faults := [problem for place in checked.portal.left_out if place.slug in shown.places for problem in place.problems]):
        raise StoppedError("\n".join(told(faults)))

    def changes(fresh: Path) -> Kept | None:
        return rebuilding.rebuilt(last, checked, settings, root(), output, fresh) if last else None

    def make(fresh: Path) -> tuple[Kept, tuple[str, ...]]:
        if last and not last.seen and (kept := changes(fresh)):
            rebuilding.fill(last, kept, output, fresh)
            return kept, ()
        from gongkai import generator

        writer.empty(fresh)
        made = generator.make(root() / LOCAL, overrides(call), checked.portal, fresh, progress())
        return rebuilding.kept_whole(foundation, checked, made.whole, made.of_site, made.of_places, keeping.digests(fresh)), made.said

    with refusals():
        kind = contents.PREVIEW if is_preview else contents.BUILD
        building.refuse_place(output, kind, is_own=output.resolve() == usual_output(call).resolve())
        say(told_before(checked.portal))
        mended = building.mend(output, changes, lambda kept: last.files.keys() - kept.files.keys()) if last and last.seen else None
        kept, said = (mended, ()) if mended else building.build(output, make, building.KEEPER if output == root() / OUTPUT else "")
    tell_said(said)
    pages = sum(address.endswith(".html") for address in kept.files)
    say(f"网站已生成：{name_of(output)} 里有 {pages} 个页面，{rebuilding.told(last, kept)}。{told_after(checked.portal)}")
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

"""Looking at the columns of a place and at the addresses of its ledger; what is seen is told and remembered, and nothing of it is judged."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from gongkai.command_line import Call
from gongkai.files.equipment import COMMAND

from . import noting
from .portal_folder import LOCAL, portal, root, settings_of
from .telling import PATIENCE
from .terminal import WRONG_USE, StoppedError, say

if TYPE_CHECKING:
    from gongkai.publishing.settings import Settings
    from gongkai.scout.fetching.limits import Limits
    from gongkai.scout.fetching.visitor import Visitor
    from gongkai.scout.grounds import Grounds
    from gongkai.scout.memory import Notebook
    from gongkai.scout.rechecked import KnownPages
    from gongkai.scout.walking import Walk, Walker


def scout(call: Call) -> int:
    """Read the lists of all columns that have an address, or open the addresses of the ledger again."""
    from gongkai.desk.proposals import RefusedError
    from gongkai.desk.scouting.visiting import alone
    from gongkai.files import faults
    from gongkai.scout import memory

    settings = settings_of(call, LOCAL)
    grounds = _grounds(call, settings)
    notebook = memory.notebook(root(), grounds.place.slug, grounds.plan.year)
    act = _review if call.has("--review") else _check if call.has("--check") else _look
    try:
        with alone(root() / str(settings["GONGKAI_DATA"]) / grounds.place.slug):
            act(call, settings, grounds, notebook)
    except RefusedError as error:
        raise StoppedError(str(error)) from None
    except OSError as error:
        raise StoppedError(f"记不下看过的内容（{error.filename}）：{faults.told(error)}") from None
    return 0


def _grounds(call: Call, settings: Settings) -> Grounds:
    """What of the portal is meant."""
    from gongkai.scout.grounds import Grounds

    whole, slug, year = portal(settings), call.text("辖区"), call.text("年份")
    places = {place.slug: place for place in whole.jurisdictions}
    if slug not in places:
        raise StoppedError(f"没有辖区“{slug}”。现有：{'、'.join(places) or '一个也没有'}。", WRONG_USE)
    plans = {str(plan.year): plan for plan in places[slug].plans}
    if (year or not plans) and year not in plans:
        raise StoppedError(f"{slug} 没有“{year}”年的要点。现有：{'、'.join(plans) or '一份也没有'}。", WRONG_USE)
    return Grounds(whole, places[slug], plans[year or max(plans)])


def _visitor(settings: Settings, grounds: Grounds, limits: Limits) -> Visitor:
    """Who goes there, once it was told in whose name."""
    from gongkai.desk.scouting.visiting import name_of, visitor

    going = visitor(settings, grounds, limits)
    say(f"向网站报的名字：{unquote(name_of(settings))}。每 {limits.pace:g} 秒最多问一次。")
    return going


def _look(call: Call, settings: Settings, grounds: Grounds, notebook: Notebook) -> None:
    """Walk through the columns, and tell of each how far that was."""
    from gongkai.scout.fetching.answers import ENDING

    say("\n".join(grounds.told(Path(str(settings["GONGKAI_DATA"])).name)))
    if not grounds.with_address:
        say("没有可以看的栏目，没有访问任何网站。")
        return
    walker, unseen = _walker(call, settings, grounds, notebook), len(grounds.with_address)
    note = noting.of(settings, grounds, _today(settings))
    for node in grounds.with_address:
        walk = walker.walk(node.slug, node.column.url or "")
        say(_told(node.name, walk, grounds.plan.year))
        note(walk)
        unseen -= walk.refused is None
        if walk.refused and walk.refused.kind in ENDING:
            break
    seen, rest = len(grounds.with_address) - unseen, f"，没有看完 {unseen} 个" if unseen else ""
    say(f"看完 {seen} 个栏目{rest}。读到的记在 {notebook.folder.relative_to(root())}/，没有改状态。")
    say(noting.waiting(settings, grounds))


def _walker(call: Call, settings: Settings, grounds: Grounds, notebook: Notebook) -> Walker:
    """Who walks, as far as was asked for, and tells of every page."""
    from gongkai.scout.fetching.limits import Limits
    from gongkai.scout.lists import reader
    from gongkai.scout.walking import Extent, Walker

    visitor = _visitor(settings, grounds, Limits(pace=float(call.text("--pace") or 1)))
    today, tell, names = _today(settings), _progress(), {node.slug: node.name for node in grounds.with_address}
    return Walker(
        visitor.visit,
        lambda fetched, form: reader.read(fetched.body, fetched.content_type, fetched.address, today, form),
        notebook,
        grounds.plan.year,
        today,
        Extent(pages=int(call.text("--pages") or Extent.pages)),
        lambda step: tell(f"{names[step.column]}：第 {step.page} 页，{step.entries} 条"),
    )


def _told(name: str, walk: Walk, year: int) -> str:
    """Of one column: how far, how many, and why not further."""
    of_year = sum(entry.published_on is not None and entry.published_on.year == year for entry in walk.entries)
    lines = [f"{name}：{walk.extent}。{f'其中 {year} 年的 {of_year} 条。' if of_year else ''}"]
    if walk.pages and not walk.entries:
        lines.append("  网页打开了，没有读出列表。请由人打开看，或换成列表那一页的网址。")
    if walk.refused:
        lines.append(f"  {walk.refused.address}：{walk.refused.why}")
    return "\n".join(lines)


def _check(call: Call, settings: Settings, grounds: Grounds, notebook: Notebook) -> None:
    """Open the addresses of the ledger again; the list for the office stands last."""
    from gongkai.records.fields import normal_address
    from gongkai.scout import rechecked as known_pages
    from gongkai.scout import rechecking
    from gongkai.scout.fetching.limits import MIB, Limits

    addresses = rechecking.known(grounds.plan.ledger.evidence)
    say(f"{grounds.place.record.short_name} {grounds.plan.year} 年的台账里有 {len(addresses)} 个网址。")
    if not addresses:
        return
    visitor = _visitor(settings, grounds, Limits(pace=float(call.text("--pace") or 1), bytes_a_page=20 * MIB, takes_files=True))
    year = root() / str(settings["GONGKAI_DATA"]) / grounds.place.slug / str(grounds.plan.year)
    before = _before(year)
    tell, done = _progress(), []
    for rechecked in rechecking.Rechecker(visitor.visit, year, notebook.addresses, _today(settings)).recheck(addresses):
        done.append(rechecked)
        tell(f"已看 {len(done)} / {len(addresses)} 个网址")
    for line in rechecking.report(done):
        say(line)
    counts = Counter(it.state for it in done)
    told = "，".join(f"{word} {counts[state]} 个" for state, word in rechecking.WORDS.items() if counts[state])
    rest = f"还有 {len(addresses) - len(done)} 个没有看，再运行一次就接着看。" if len(done) < len(addresses) else ""
    known_pages.keep(year, before.of(normal_address(it.address) for it in addresses).joined(done))
    say(f"看了 {len(done)} 个：{told}。{rest}打不开不等于没有公开。没有写台账，没有改网站。")
    say(f"记在 {known_pages.file(year).relative_to(root()).as_posix()}；要处理的，请运行 {COMMAND} serve，打开“要做的事”。")


def _before(year: Path) -> KnownPages:
    """What was seen before; raises StoppedError where the file is none any more."""
    from gongkai.scout.rechecked import UnreadableRechecksError, kept

    try:
        return kept(year)
    except UnreadableRechecksError as error:
        raise StoppedError(str(error).replace(f"{root().as_posix()}/", "")) from None


def _review(call: Call, settings: Settings, grounds: Grounds, _: Notebook) -> None:
    """Ask a person what the proposals are."""
    from gongkai.scout.fetching.limits import MIB, Limits

    from . import reviewing

    limits = Limits(pace=float(call.text("--pace") or 1), bytes_a_page=20 * MIB, takes_files=True)
    reviewing.review(settings, grounds, lambda: _visitor(settings, grounds, limits), _today(settings))


def no_way_to_look(call: Call) -> str:
    """What is wrong with what `scout` was given."""
    return "--check 和 --review 请分两次运行。" if call.has("--check") and call.has("--review") else ""


def _today(settings: Settings) -> date:
    """The day on which it is looked, whatever day is judged."""
    return datetime.now(ZoneInfo(str(settings["TIMEZONE"]))).date()


def _progress() -> Callable[[str], None]:
    """Tells at a terminal, every two seconds, how far it is; quiet anywhere else."""
    told = monotonic()

    def tell(line: str) -> None:
        nonlocal told
        if sys.stderr.isatty() and monotonic() - told >= PATIENCE:
            told = monotonic()
            say(f"{line}……", file=sys.stderr)

    return tell

"""What clerks enter: entries of the ledger, reforms of units, sheets that units fill in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from gongkai.command_line import Call

from .callers_files import from_caller, write_file
from .portal_folder import LOCAL, root, settings_of
from .terminal import INTERRUPTED, WRONG_USE, StoppedError, heard, say

if TYPE_CHECKING:
    from gongkai.desk.asking import Terminal
    from gongkai.desk.proposals import Desk, Outcome


def record(call: Call) -> int:
    """Write one entry of the ledger, by options or by questions."""
    from gongkai.desk import dialogue

    def proposed(desk: Desk, terminal: Terminal | None) -> tuple[Outcome, str]:
        fields = {key: call.texts(option) for option, key in dialogue.OPTIONS.items() if call.has(option)}
        given = dialogue.Given(call.text("要点"), call.text("任务"), call.text("--kind"), fields, call.texts("-f"), call.has("--yes"))
        outcome = dialogue.outcome(desk, given, terminal)
        return outcome, dialogue.told_of(desk, outcome)

    return _written(call, proposed)


def reform(call: Call) -> int:
    """Rename, merge, split or abolish units of a place, by options or by questions."""
    from gongkai.desk import dialogue

    def proposed(desk: Desk, terminal: Terminal | None) -> tuple[Outcome, str]:
        fields = {key: call.texts(option) for option, key in dialogue.REFORM_OPTIONS.items() if call.has(option)}
        given = dialogue.Given(call.text("辖区"), "", call.text("做什么"), fields, call.texts("-f"), call.has("--yes"))
        outcome = dialogue.reform(desk, given, terminal)
        return outcome, dialogue.told_of(desk, outcome)

    return _written(call, proposed)


def sheet(call: Call) -> int:
    """Write the sheet that a unit fills in, or read one that it has filled in."""
    from gongkai.desk import dialogue, sheet_reading, sheets

    def read(desk: Desk, _: Terminal | None) -> tuple[Outcome | None, str]:
        return sheet_reading.outcome(desk, from_caller(call.text("--read")), call.text("要点"), call.text("单位"))

    def written(desk: Desk, _: Terminal | None) -> tuple[Outcome | None, str]:
        state, year = dialogue.place_of(desk, dialogue.Given(call.text("要点")), None)
        write_file(call.text("--to"), sheets.written(desk, state, year, call.text("单位")), "Excel 或 WPS")
        return None, f"已写好：{call.text('--to')}。"

    return _written(call, read if call.has("--read") else written)


def relate(call: Call) -> int:
    """Propose which tasks of other places are the same duty as those of a plan, and write what somebody says of it."""
    from gongkai.desk import dialogue

    from . import relating

    def proposed(desk: Desk, terminal: Terminal | None) -> tuple[Outcome | None, str]:
        shown = relating.AtTerminal(desk, dialogue.Given(call.text("要点")), terminal)
        if call.has("--to"):
            write_file(call.text("--to"), shown.as_json().encode(), "编辑器")
            return None, f"已写好：{call.text('--to')}。"
        outcome = shown.asked(terminal) if terminal else None
        return outcome, dialogue.told_of(desk, outcome) if outcome else "没有写入任何文件。" if terminal else shown.told()

    return _written(call, proposed)


def no_sheet_task(call: Call) -> str:
    """What is wrong with what `sheet` was given."""
    if call.has("--to") == call.has("--read"):
        return "请写 --to 或 --read，只写一个：--to 写出填报表，--read 读入填好的。"
    lacks_unit = call.has("--to") and not call.has("单位")
    return "请写明要点和单位，如 tongliang/2021 区发展改革委。" if lacks_unit else ""


def _written(call: Call, propose: Callable[[Desk, Terminal | None], tuple[Outcome | None, str]]) -> int:
    """Tell what would come of something, and write it if that is wanted; nothing where nothing is to be written."""
    from gongkai.desk import dialogue, proposals
    from gongkai.desk.asking import BackError, Terminal
    from gongkai.records.problems import DataError

    desk = proposals.Desk.of(settings_of(call, LOCAL), root(), os.environ)
    terminal = Terminal(say, heard) if sys.stdin.isatty() else None
    try:
        outcome, told = propose(desk, terminal)
        say(told)
        if not outcome:
            return 0
        if not terminal and not call.has("--yes"):
            raise dialogue.WantedError("没有写入任何文件。不在终端里的，确认要写请加 --yes。")
        if terminal and not call.has("--yes") and not outcome.faults and not dialogue.is_agreed(terminal):
            raise BackError
        proposals.write(desk, outcome)
    except dialogue.WantedError as error:
        raise StoppedError(str(error), WRONG_USE) from None
    except (DataError, proposals.RefusedError) as error:
        raise StoppedError(str(error)) from None
    except (BackError, EOFError, KeyboardInterrupt) as error:
        # The keys stand on a line of their own.
        line = "" if isinstance(error, BackError) else "\n"
        raise StoppedError(f"{line}没有写入任何文件。", INTERRUPTED) from None
    say(f"已写入 {'、'.join(desk.shown(file) for file in outcome.proposal.texts)}。")
    return 0

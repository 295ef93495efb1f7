"""Notices in and out: read into a draft, written as the official table."""

from __future__ import annotations

import os
import sys

from gongkai.command_line import Call, visible, visible_json

from .callers_files import from_caller, target, write_file
from .portal_folder import LOCAL, portal, root, settings_of
from .terminal import WRONG_USE, StoppedError, say


def import_(call: Call) -> int:
    """Read a notice into the draft of a plan, or only print what was read."""
    from gongkai.files import faults, leftovers, writer
    from gongkai.importing import command

    source, into = from_caller(call.text("文件")), call.text("--into")
    columns, follows_rules = command.columns_in(call.text("--columns")), not call.has("--without-rules")
    for folder in (root() / into, *(root() / into).parents[:2]) if into else ():
        leftovers.recover(folder)
    try:
        if call.has("--json"):
            outcome = command.as_plan_json(source, root() / into if into else None, columns, follows_rules=follows_rules)
        else:
            outcome = command.into_data(source, root() / into, columns, follows_rules=follows_rules)
        writer.write_new(outcome.files)
    except command.RefusedError as error:
        raise StoppedError(str(error), command.REFUSED) from None
    except FileExistsError as error:
        fault = f"{error.filename} 刚刚有了，import 不覆盖任何文件，所以什么也没有写。请核对后再试。"
        raise StoppedError(fault, command.REFUSED) from None
    except OSError as error:
        raise StoppedError(f"写不了 {error.filename or into}，所以什么也没有写：{faults.told(error)}") from None
    # Whatever the terminal's own encoding is.
    sys.stdout.buffer.write((visible_json(outcome.text) if call.has("--json") else visible(outcome.text)).encode())
    return outcome.status


def no_target(call: Call) -> str:
    """What is wrong with what `import` was given."""
    is_told = call.has("--into") or call.has("--json")
    return "" if is_told else "请写明草稿写到哪里，如 --into data/tongliang/2021；只看读出的内容用 --json。"


def export_notice(call: Call) -> int:
    """Write a plan as the official table in a Word file."""
    from gongkai.exports import official_table
    from gongkai.publishing.settings import as_of

    target(call.text("--to"))
    settings = settings_of(call, LOCAL)
    try:
        assessed = official_table.plan_of(portal(settings), call.text("要点"), as_of(settings, os.environ))
    except LookupError as error:
        raise StoppedError(str(error.args[0]), WRONG_USE) from None
    write_file(call.text("--to"), official_table.docx(assessed, with_ledger=call.has("--with-ledger")), "Word")
    say(f"已写好：{call.text('--to')}，{len(assessed.tasks)} 项任务。")
    return 0

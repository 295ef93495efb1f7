"""The door to the verbs: what may be typed, how it is answered, and the exit status. `tasks.py` installs what they need and comes in here."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from .command_line import (
    DEVELOPERS,
    Call,
    Help,
    Option,
    Verb,
    WrongUseError,
    no_archive,
    no_bundle,
    no_day,
    no_field,
    no_pace,
    no_page_count,
    no_port,
    no_setting,
    no_sheet,
    no_word_file,
    understood,
)
from .files import equipment
from .verbs import developing, founding, making, notices, portal_folder, publishing, recording, scouting, serving
from .verbs.terminal import INTERRUPTED, WRONG_USE, StoppedError, say


def main(words: Sequence[str]) -> int:
    """Do what was typed; returns the exit status."""
    asked = answered(words)
    if isinstance(asked, int):
        return asked
    # Pydantic would look through all that is installed for plugins of its own, which takes a fifth of a check.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        return asked.verb.run(asked)
    except StoppedError as error:
        if str(error):
            say(str(error), file=sys.stderr)
        return error.status
    except (ImportError, SyntaxError) as error:
        say(_told_of_missing(asked.verb, error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _told_of_missing(verb: Verb, error: ImportError | SyntaxError) -> str:
    """What to do where packages are lacking; only `new` does without a portal, and without what is installed in one."""
    try:
        if verb.name != "new":
            portal_folder.root()
    except StoppedError as outside:
        return str(outside)
    if isinstance(error, ModuleNotFoundError) and (packages := " ".join(equipment.packages_of(verb.extra))):
        return f"{verb.name} 还要用这里没有装的软件包。请先运行：{sys.executable} -m pip install {packages}"
    remedy = "请检查 plugins/，或删去 .venv 后重新运行。" if equipment.is_checkout() else "请删去 .venv，照 README.zh-CN.md 重新安装。"
    return f"程序或它要用的软件包读不全（{error}）。{remedy}"


def answered(words: Sequence[str]) -> Call | int:
    """What is to be done, or the exit status where the words themselves got the answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese gets codes rather than nothing.
            stream.reconfigure(errors="backslashreplace")
    try:
        asked = understood(words, VERBS)
    except WrongUseError as error:
        say(str(error), file=sys.stderr)
        return WRONG_USE
    if isinstance(asked, Help):
        say(asked.text)
        return 0
    return asked


SETTING = Option("-e", "只在这一次改变的设置，如 GONGKAI_CONTACT=张三；可以写几个 -e", "名称=内容", is_repeatable=True, fault_of=no_setting)
AS_OF = Option("--as-of", "判定日期，如 2026-11-20；不写则为今天", "日期", fault_of=no_day)
TO = Option("--to", "生成到哪个文件夹，不写则为 output/；只换掉空文件夹或原来的网站", "文件夹")
FULL = Option("--full", "全部重新生成，不用上一次留下的")
MADE_UP = Option("--preview", "生成预览：编写的示例也在内，有错误的辖区先不放；不写 --to 则到 .build/preview/")
PORT = Option("--port", "端口，不写则为 8000", "端口", fault_of=no_port)
ENGINE = Option("--engine", "引擎的安装文件，名为 gongkai-版本号-py3-none-any.whl", "文件")
_VERBS = (
    Verb(
        "new",
        "建一个自己的门户",
        founding.new,
        (Option("文件夹", "建在哪里：还没有的文件夹，或空的文件夹", is_needed=True), ENGINE),
    ),
    Verb("check", "检查设置和数据", making.check, (SETTING,)),
    Verb("upgrade", "把旧格式的数据改成现在的格式，注释和顺序不动；写 --engine，换成新版的引擎", founding.upgrade, (ENGINE, SETTING)),
    Verb("build", "检查数据并生成网站到 output/", making.build, (TO, AS_OF, SETTING, MADE_UP, FULL)),
    Verb("serve", "生成预览，在本机打开，数据改动后自动重新生成", serving.serve, (PORT, AS_OF, SETTING, FULL), extra="desk"),
    Verb(
        "import",
        "把官方文件读成要点草稿",
        notices.import_,
        (
            Option("文件", "要读的文件：.docx .html .xlsx .pdf .txt", is_needed=True),
            Option("--into", "写到哪里，如 data/tongliang/2021", "文件夹"),
            Option("--json", "只把读出的内容打印成 JSON"),
            Option("--columns", "表格各栏从左到右是什么：序号 部分 方面 事项 任务 牵头 责任 配合 时限 路径 略", "序号,任务,责任,时限"),
            Option(
                "--without-rules", "不照文件对全部任务的规定读：第一个单位牵头、统一的完成时限、目录归发布的单位；导入报告里列出这些规定"
            ),
        ),
        fault_of=notices.no_target,
        extra="import",
    ),
    Verb(
        "record",
        "登记一条台账：证据、核查、说明……；没有写全的，在终端里一项一项问",
        recording.record,
        (
            Option("要点", "哪一份要点，如 tongliang/2021"),
            Option("任务", "任务编号，如 1.2.3"),
            Option("--kind", "登记什么：证据、核查、查找、说明、无需公开、情形、回应、调整、销号", "种类"),
            Option("--unit", "单位的名称或地址代码；可以写几个 --unit", "单位", is_repeatable=True),
            Option("--measure", "举措的序号；可以写几个 --measure", "序号", is_repeatable=True),
            Option("--title", "证据的标题", "标题"),
            Option("--url", "网址", "网址"),
            Option("-f", "其余的项，如 -f 发布日期=2021-03-08；可以写几个 -f", "名称=内容", is_repeatable=True, fault_of=no_field),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
        extra="desk",
    ),
    Verb(
        "sheet",
        "写出一个单位的填报表（.xlsx）；填好交回后，读入台账",
        recording.sheet,
        (
            Option("要点", "哪一份要点，如 tongliang/2021；读入时可以不写"),
            Option("单位", "单位的名称或地址代码；读入时可以不写"),
            Option("--to", "把填报表写到哪个 .xlsx 文件", "文件", fault_of=no_sheet),
            Option("--read", "读入填好的填报表", "文件"),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
        fault_of=recording.no_sheet_task,
        extra="desk",
    ),
    Verb(
        "relate",
        "找出别的地方说法相近的任务，说明理由和把握；在终端里一项一项核对是不是同一件事，写进任务的 duties",
        recording.relate,
        (
            Option("要点", "哪一份要点，如 tongliang/2021"),
            Option("--to", "不问，把全部相近的任务写到哪个 .json 文件", "文件"),
            Option("--yes", "核对完不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
        extra="desk",
    ),
    Verb(
        "reform",
        "登记单位的改革：更名、合并、拆分、撤销；单位、名册、网址一次改好；没有写全的，在终端里一项一项问",
        recording.reform,
        (
            Option("辖区", "哪个辖区，如 tongliang"),
            Option("做什么", "更名、合并、拆分或撤销；也可写 rename、merge、split、abolish"),
            Option("单位", "原来的单位，名称或地址代码；合并的写几个，用顿号隔开"),
            Option("--to", "新的名称，或接手单位的名称；可以写几个 --to", "名称", is_repeatable=True),
            Option("--on", "从哪天起，如 2026-07-01", "日期", fault_of=no_day),
            Option("--document", "依据：哪个文件、哪次公告定的", "名称"),
            Option("--source", "依据的网址", "网址"),
            Option("--slug", "新单位的地址代码，不写就用拼音；可以写几个 --slug", "代码", is_repeatable=True),
            Option("-f", "其余的项，如 -f 新单位的类别=政府部门；可以写几个 -f", "名称=内容", is_repeatable=True, fault_of=no_field),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
        extra="desk",
    ),
    Verb(
        "scout",
        "到写了网址的栏目里去看列表，可能有关的标题写成线索等人核对，台账里记下看过；不改状态",
        scouting.scout,
        (
            Option("辖区", "哪个辖区，如 tongliang", is_needed=True),
            Option("年份", "哪一年的要点，不写则为最近一年"),
            Option("--check", "不看栏目，把台账里的网址再打开一遍，列出失效的、变了的、打不开的"),
            Option("--review", "不看栏目，把等人核对的线索一条一条问过，是的写进台账"),
            Option("--pages", "每个栏目最多看几页，不写则为 50", "页数", fault_of=no_page_count),
            Option("--pace", "隔几秒问网站一次，不写则为 1", "秒数", fault_of=no_pace),
            SETTING,
        ),
        fault_of=scouting.no_way_to_look,
        extra="scout",
    ),
    Verb(
        "publish",
        "生成对外发布的网站；先设环境变量 GONGKAI_SITE_URL",
        publishing.publish,
        (
            TO,
            Option("--zip", "不写到文件夹，打成一个压缩包", "文件", fault_of=no_archive),
            Option("--dry-run", "试做一遍，说出与上一次发布有什么不同，什么也不写"),
            Option("--back", "退回前一次发布的网站；留着最近三次"),
            AS_OF,
            SETTING,
        ),
        fault_of=publishing.not_together,
    ),
    Verb(
        "bundle",
        "把门户和它要用的软件包打成一包，拿到不能联网的机器上用",
        founding.bundle,
        (Option("--to", "写到哪个 .tar.gz 文件，不写则在 .build/bundles/", "文件", fault_of=no_bundle),),
    ),
    Verb(
        "test",
        "检查代码并运行测试，浏览器测试也在内",
        developing.test,
        (
            Option("--only", "只运行名字里含这些字的测试", "文字"),
            Option("--all", "也运行逐页检查"),
            Option("--long", "只运行很久的试验"),
        ),
        DEVELOPERS,
    ),
    Verb(
        "export-notice",
        "把要点写成官方表格（Word 文件）",
        notices.export_notice,
        (
            Option("要点", "哪一份要点，如 tongliang/2021", is_needed=True),
            Option("--to", "写到哪个 .docx 文件", "文件", is_needed=True, fault_of=no_word_file),
            Option("--with-ledger", "加上“完成情况”和“证据”两栏"),
            AS_OF,
            SETTING,
        ),
        extra="import",
    ),
    Verb("lint", "检查代码：ruff 和 mypy", developing.lint, needs=DEVELOPERS),
    Verb(
        "wheel",
        "把引擎打成安装文件（.whl）",
        developing.wheel,
        (Option("--to", "写到哪个文件夹，不写则为 .build/wheels/", "文件夹"),),
        DEVELOPERS,
    ),
    Verb("lock", "按 pyproject.toml 重新选定软件包的版本", developing.lock, needs=DEVELOPERS),
    Verb("clean", "删去生成的文件", making.clean, needs=""),
)
# Who has installed the engine does not work on it.
VERBS = tuple(verb for verb in _VERBS if equipment.is_checkout() or verb.needs != DEVELOPERS)

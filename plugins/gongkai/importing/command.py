"""The verb `import`: a file read, understood, and printed, compared or made into the files of a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gongkai.files.equipment import COMMAND

from . import layout, readers
from .layout import region
from .layout.gate import Guess as Guess  # noqa: PLC0414  # What a person may know better.
from .layout.reading import Reading as Reading  # noqa: PLC0414  # What it prints, row by row.
from .layout.reading import Row as Row  # noqa: PLC0414
from .layout.rules import year_of
from .meaning import slugs
from .meaning.draft import Draft as Draft  # noqa: PLC0414  # What an outcome holds.
from .meaning.understanding import understand
from .readers import RefusedError as RefusedError  # noqa: PLC0414  # Who asks for an import is told by it.
from .writing import as_json, as_yaml, difference
from .writing.files import REPORT, plan_files, register_files
from .writing.target import Target, shown, target_at
from .writing.titles import titled
from .writing.turn import Turn, turned
from .writing.years import Before

READ, REFUSED = 0, 3
# Behind a plan whose columns somebody named, that its source may be read so again.
COLUMNS = "# 原文各栏，照人写的读："


@dataclass(frozen=True)
class Outcome:
    """What the verb has to say, its exit status, the files it wants written (all of them new), by path, and what differs from the plan before."""

    text: str
    status: int = READ
    files: Mapping[Path, bytes] = field(default_factory=dict)
    turn: Turn | None = None
    draft: Draft | None = None


def columns_in(words: str) -> tuple[str, ...]:
    """What a person typed for the columns of a table, word by word: 序号,任务，责任、时限."""
    return tuple(word.strip() for word in re.split("[,，、;；|]", words)) if words.strip() else ()


def as_plan_json(file: Path, into: Path | None = None, columns: Sequence[str] = (), *, follows_rules: bool = True) -> Outcome:
    """The reading as JSON; raises RefusedError. With `into`, names are matched to that place's register; `columns` and `follows_rules` as for `layout.read`."""
    target = target_at(into) if into else None
    _, draft, about, turn = _read(file, target, columns, follows_rules)
    slug = target.slug if target else slugs.place(about.name)
    name = target.record.name if target and target.record else about.name
    return Outcome(as_json.text(draft, turn, jurisdiction=slug, name=name, source=as_yaml.source(draft, file.name)), turn=turn, draft=draft)


def printed(file: Path, columns: Sequence[str] = ()) -> Reading:
    """What a file prints, row by row; raises RefusedError."""
    return layout.read(readers.read(file), columns)


def guessed(file: Path) -> Guess | None:
    """What the columns of the largest table of a file were taken for; raises RefusedError for what cannot be read at all."""
    return layout.guessed(readers.read(file))


def into_data(file: Path, into: Path, columns: Sequence[str] = (), *, follows_rules: bool = True) -> Outcome:
    """The draft's files, none of which exists; where the plan exists already, the differences and no file. Raises RefusedError."""
    target = target_at(into)
    # A plan that is there is compared with what the file itself says.
    target = replace(target, before=None) if target.plan else target
    notice, draft, about, turn = _read(file, target, columns, follows_rules)
    if target.plan:
        return _compared(difference.lines(draft, target.plan), target, [task.id for task in target.plan.tasks])
    if draft.year != target.year:
        raise RefusedError(
            f"文件是{draft.year}年的，要写入的文件夹却是{target.year}。请把 --into 改成 {target.slug}/{draft.year}，或核对文件。"
        )
    files = {**plan_files(file, target, draft, notice.counts, turn), **register_files(target, draft, about)}
    if columns:
        files[target.folder / "plan.yaml"] += f"{COLUMNS}{','.join(columns)}\n".encode()
    if existing := sorted(path for path in files if path.exists()):
        raise RefusedError(
            f"{shown(existing[0], target)} 已经有了，import 不覆盖任何文件，所以什么也没有写。请先把它移走，或换一个文件夹。"
        )
    return Outcome(_told(draft, files, target, turn), READ, files, turn, draft)


# --- reading ------------------------------------------------------------------------------------


def _read(
    file: Path, target: Target | None, columns: Sequence[str], follows_rules: bool
) -> tuple[readers.Notice, Draft, region.Region, Turn | None]:
    notice = readers.read(file)
    reading = layout.read(notice, columns, follows_rules=follows_rules)
    record = target.record if target else None
    about = region.Region(record.name) if record else region.of(reading)
    draft = titled(_understood(reading, target, about, _year(reading, file, target), follows_rules=follows_rules))
    before = target.before if target and draft.year == target.year else None
    if target is None or before is None:
        return notice, draft, about, None
    # Last year's source read anew: what it printed, and what was doubtful in it, is known then.
    printed = _printed_before(target)
    understood = _understood(printed, target, about, before.year) if printed else None
    settled, turn = turned(draft, Before(before, understood))
    return notice, settled, about, turn


def _printed_before(target: Target) -> Reading | None:
    """What the source of the plan before prints, where it was kept and can still be read."""
    try:
        return layout.read(readers.read(target.source_before)) if target.source_before else None
    except RefusedError:
        return None


def _understood(reading: Reading, target: Target | None, about: region.Region, year: int | None, *, follows_rules: bool = True) -> Draft:
    record = target.record if target else None
    names = (*about.names, *((record.short_name,) if record else ()))
    register, vocabulary = (target.register, target.vocabulary) if target else (None, None)
    return understand(reading, register, year=year, places=names, vocabulary=vocabulary, follows_rules=follows_rules)


def _year(reading: Reading, file: Path, target: Target | None) -> int | None:
    """The folder's year, or one in the file's name, for a notice that names none."""
    named = re.search("20[0-9]{2}", file.stem)
    return year_of(reading) or (target.year if target else int(named.group()) if named else None)


# --- the plan exists ----------------------------------------------------------------------------


def _compared(lines: list[str], target: Target, tasks: Sequence[str]) -> Outcome:
    where = shown(target.folder, target)
    if not lines:
        return Outcome(f"{where} 里已有这份要点，与文件读出来的完全一样。没有写任何文件。\n")
    text = "\n".join(lines)
    reworded = sum(any(re.match(rf"{re.escape(task)}(?:（.*?）)?　内容：|{re.escape(task)}：", line) for line in lines) for task in tasks)
    other = "大半任务的内容都对不上，像是另一份文件，请先核对文件和 --into。\n" if 2 * reworded > len(tasks) else ""
    return Outcome(
        f"{other}{where} 里已有这份要点，import 不覆盖它。文件读出来的有 {len(lines)} 处不同：\n{text}\n没有写任何文件。该改的请直接改现有文件。\n",
        REFUSED,
    )


# --- the plan is new ----------------------------------------------------------------------------


def _told(draft: Draft, files: Mapping[Path, bytes], target: Target, turn: Turn | None) -> str:
    measures = sum(len(task.measures) for task in draft.tasks)
    unread = sum(1 for left in draft.reading.left_over if not left.is_furniture)
    lines = [
        f"读出 {len(draft.sections)} 个部分、{len(draft.tasks)} 项任务、{measures} 条举措；{len(draft.doubts)} 处存疑，{unread} 处文字没有归到任何一项。",
        *_turn_told(turn),
        "已写入：",
        *(f"  {shown(path, target)}" for path in sorted(files)),
        f"请先打开 {shown(target.folder / REPORT, target)}，对照原文逐项核对，再运行 {COMMAND} check。",
    ]
    if renamed := [path for path in sorted(files) if path.name.endswith(".new.yaml")]:
        names = "、".join(f"{path.name} 改名为 {path.name.replace('.new', '')}" for path in renamed)
        lines.append(f"名册里添了新单位或新栏目：看过以后请把 {names}（替换原来的文件）。")
    return "\n".join(lines) + "\n"


def _turn_told(turn: Turn | None) -> list[str]:
    if turn is None:
        return []
    renamed = f"，{len(turn.renamed_units)} 个单位像是改了名" if turn.renamed_units else ""
    return [
        f"与 {turn.year} 年的要点相比：{turn.unchanged} 行没有实质变化，{len(turn.changed)} 行有改动，"
        f"{len(turn.new)} 行是新的，{len(turn.gone)} 行今年没有{renamed}。",
        f"上年已经定下的都沿用了，还有 {len(turn.decisions)} 处要人决定，逐条列在导入报告里。",
    ]

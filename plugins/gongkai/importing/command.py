"""The verb `import`: a file read, understood, and printed, compared or made into the files of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gongkai.importing.layout.reading import Reading
from gongkai.importing.readers import Notice
from gongkai.importing.readers import RefusedError as RefusedError  # noqa: PLC0414  # Who asks for an import is told by it.
from gongkai.records import loading as ledger
from gongkai.records.fields import SITE_FOLDERS, SLUG
from gongkai.records.folder import FORMAT_FILE, STATED, Folder, check_format
from gongkai.records.portal import Plan, Register
from gongkai.records.problems import DataError
from gongkai.records.register import load_register, load_vocabulary
from gongkai.records.register_records import JurisdictionRecord
from gongkai.words.bodies import Vocabulary

from . import layout, readers
from .layout import region
from .meaning import slugs
from .meaning.draft import Draft
from .meaning.understanding import understand, year_of
from .writing import additions, as_json, as_yaml, difference, report
from .writing.yaml_text import comment

READ, REFUSED = 0, 3
REPORT = "import-report.html"
_YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Outcome:
    """What the verb has to say, its exit status, and the files it wants written (all of them new), by path."""

    text: str
    status: int = READ
    files: Mapping[Path, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """Where the plan is to stand: the data folder, the jurisdiction's slug, the year, and what is known of the place."""

    data: Path
    slug: str
    year: int
    record: JurisdictionRecord | None = None
    register: Register | None = None
    plan: Plan | None = None
    vocabulary: Vocabulary | None = None

    @property
    def place(self) -> Path:
        return self.data / self.slug

    @property
    def folder(self) -> Path:
        return self.place / str(self.year)


def as_plan_json(file: Path, into: Path | None = None) -> Outcome:
    """The reading as JSON; raises RefusedError. With `into`, names are matched to that place's register."""
    target = _target(into) if into else None
    _, draft, place = _read(file, target)
    slug = target.slug if target else slugs.place(place.name)
    name = target.record.name if target and target.record else place.name
    return Outcome(as_json.text(draft, jurisdiction=slug, name=name, source=as_yaml.source(draft, file.name)))


def into_data(file: Path, into: Path) -> Outcome:
    """The draft's files, none of which exists; where the plan exists already, the differences and no file. Raises RefusedError."""
    target = _target(into)
    notice, draft, place = _read(file, target)
    if target.plan and target.register:
        return _compared(difference.lines(draft, target.plan, target.register), target, target.plan)
    if draft.year != target.year:
        raise RefusedError(
            f"文件是{draft.year}年的，要写入的文件夹却是{target.year}。请把 --into 改成 {target.place.name}/{draft.year}，或核对文件。"
        )
    files = {**_plan_files(file, target, draft, notice), **register_files(target, draft, place)}
    if existing := sorted(path for path in files if path.exists()):
        raise RefusedError(
            f"{_shown(existing[0], target)} 已经有了，import 不覆盖任何文件，所以什么也没有写。请先把它移走，或换一个文件夹。"
        )
    return Outcome(_told(draft, files, target), READ, files)


# --- reading ------------------------------------------------------------------------------------


def _target(into: Path) -> Target:
    place = into.parent
    if not re.fullmatch("[0-9]{4}", into.name) or int(into.name) not in _YEARS:
        raise RefusedError(f"--into 的最后一段应是四位年份，如 data/tongliang/2021；现在是“{into}”。")
    if not re.fullmatch(SLUG, place.name) or place.name in SITE_FOLDERS:
        raise RefusedError(f"“{place.name}”不能用作辖区文件夹的名字。请只用小写字母、数字和连字符，如 data/tongliang/2021。")
    target = Target(place.parent, place.name, int(into.name))
    return _with_plan(target) if (target.folder / "plan.yaml").is_file() else _with_register(target)


def _with_plan(target: Target) -> Target:
    try:
        portal = ledger.load(target.data)
    except DataError as error:
        raise _faulty(target, str(error)) from None
    known = next(one for one in portal.jurisdictions if one.slug == target.slug)
    plan = next(one for one in known.plans if one.year == target.year)
    return replace(target, record=known.record, register=known.register, plan=plan, vocabulary=portal.vocabulary)


def _with_register(target: Target) -> Target:
    """What a place has before it has this plan: it may be nothing yet."""
    folder = Folder(target.data)
    if not check_format(folder):
        raise _faulty(target, "\n".join(map(str, folder.problems)))
    has = {name: (target.place / name).is_file() for name in ("jurisdiction.yaml", "units.yaml", "columns.yaml")}
    record = folder.load(target.place / "jurisdiction.yaml", JurisdictionRecord)[1] if has["jurisdiction.yaml"] else None
    register = load_register(folder, target.place) if has["units.yaml"] and has["columns.yaml"] else None
    vocabulary = load_vocabulary(folder, target.data)
    if folder.problems:
        raise _faulty(target, "\n".join(map(str, folder.problems)))
    return replace(target, record=record, register=register, vocabulary=vocabulary)


def _faulty(target: Target, problems: str) -> RefusedError:
    return RefusedError(f"{target.data.name}/ 里现有的数据有问题，先改好再导入，免得新旧混在一起：\n{problems}")


def _read(file: Path, target: Target | None) -> tuple[Notice, Draft, region.Region]:
    notice = readers.read(file)
    reading = layout.read(notice)
    record = target.record if target else None
    place = region.Region(record.name) if record else region.of(reading)
    names = (*place.names, *((record.short_name,) if record else ()))
    draft = understand(
        reading,
        target.register if target else None,
        year=_year(reading, file, target),
        places=names,
        vocabulary=target.vocabulary if target else None,
    )
    return notice, draft, place


def _year(reading: Reading, file: Path, target: Target | None) -> int | None:
    """The folder's year, or one in the file's name, for a notice that names none."""
    named = re.search("20[0-9]{2}", file.stem)
    return year_of(reading) or (target.year if target else int(named.group()) if named else None)


# --- the plan exists ----------------------------------------------------------------------------


def _compared(lines: list[str], target: Target, plan: Plan) -> Outcome:
    where = _shown(target.folder, target)
    if not lines:
        return Outcome(f"{where} 里已有这份要点，与文件读出来的完全一样。没有写任何文件。\n")
    text = "\n".join(lines)
    reworded = sum(
        any(re.match(rf"{re.escape(task.id)}(?:（.*?）)?　内容：|{re.escape(task.id)}：", line) for line in lines) for task in plan.tasks
    )
    other = "大半任务的内容都对不上，像是另一份文件，请先核对文件和 --into。\n" if 2 * reworded > len(plan.tasks) else ""
    return Outcome(
        f"{other}{where} 里已有这份要点，import 不覆盖它。文件读出来的有 {len(lines)} 处不同：\n{text}\n没有写任何文件。该改的请直接改现有文件。\n",
        REFUSED,
    )


# --- the plan is new ----------------------------------------------------------------------------


def _plan_files(file: Path, target: Target, draft: Draft, notice: Notice) -> dict[Path, bytes]:
    texts = as_yaml.files(draft, source=as_yaml.source(draft, file.name))
    texts[REPORT] = report.html(draft, file=file.name, counts=notice.counts)
    files = {target.folder / name: text.encode() for name, text in texts.items()}
    return {**files, target.folder / f"source{file.suffix.lower()}": readers.content(file)}


def register_files(target: Target, draft: Draft, place: region.Region) -> dict[Path, bytes]:
    """New files for a new place; for a known one whole copies with what is new, to be read and then renamed."""
    units = [draft.units[slug] for slug in draft.new_units]
    if as_yaml.needs_unnamed(draft) and as_yaml.UNNAMED.slug not in draft.units:
        units.append(as_yaml.UNNAMED)
    columns = draft.new_columns
    files = {
        **_register_file(target, place, "units", "units: []\n", (lambda text: additions.units(text, units)) if units else None),
        **_register_file(target, place, "columns", "sites: []\n", (lambda text: additions.columns(text, columns)) if columns else None),
    }
    if not (target.data / FORMAT_FILE).is_file():
        files[target.data / FORMAT_FILE] = STATED
    if not (target.place / "jurisdiction.yaml").exists():
        files[target.place / "jurisdiction.yaml"] = _jurisdiction(target, place)
    return {path: text.encode() for path, text in files.items()}


def _register_file(target: Target, place: region.Region, name: str, empty: str, add: Callable[[str], str] | None) -> dict[Path, str]:
    path = target.place / f"{name}.yaml"
    if path.exists():
        return {path.with_name(f"{name}.new.yaml"): add(readers.content(path).decode("utf-8-sig"))} if add else {}
    heading = comment(f"{place.name or target.slug}：由 import 拟的草稿，请核对名称、类别和地址代码。")
    return {path: f"{heading}\n{add(empty) if add else empty}"}


def _jurisdiction(target: Target, place: region.Region) -> str:
    folder = Folder(target.data)
    others = (folder.load(file, JurisdictionRecord)[1] for file in sorted(target.data.glob("*/jurisdiction.yaml")))
    return as_yaml.jurisdiction(place.name, place.short_name, max((one.order for one in others if one), default=0) + 1)


def _shown(path: Path, target: Target) -> str:
    return path.relative_to(target.data.parent).as_posix()


def _told(draft: Draft, files: Mapping[Path, bytes], target: Target) -> str:
    measures = sum(len(task.measures) for task in draft.tasks)
    unread = sum(1 for left in draft.reading.left_over if not left.is_furniture)
    lines = [
        f"读出 {len(draft.sections)} 个部分、{len(draft.tasks)} 项任务、{measures} 条举措；{len(draft.doubts)} 处存疑，{unread} 处文字没有归到任何一项。",
        "已写入：",
        *(f"  {_shown(path, target)}" for path in sorted(files)),
        f"请先打开 {_shown(target.folder / REPORT, target)}，对照原文逐项核对，再运行 python3 tasks.py check。",
    ]
    if renamed := [path for path in sorted(files) if path.name.endswith(".new.yaml")]:
        names = "、".join(f"{path.name} 改名为 {path.name.replace('.new', '')}" for path in renamed)
        lines.append(f"名册里添了新单位或新栏目：看过以后请把 {names}（替换原来的文件）。")
    return "\n".join(lines) + "\n"

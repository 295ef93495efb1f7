"""Where a draft is to stand, and what the data knows of that place already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.importing.readers import RefusedError
from gongkai.records import loading as ledger
from gongkai.records.fields import SITE_FOLDERS, SLUG
from gongkai.records.folder import Folder, check_format
from gongkai.records.portal import Plan, Register
from gongkai.records.problems import DataError
from gongkai.records.register import load_register, load_vocabulary
from gongkai.records.register_records import JurisdictionRecord
from gongkai.words.bodies import Vocabulary

_YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Target:
    """Where the plan is to stand: the data folder, the jurisdiction's slug, the year, and what is known of it; `before` is the plan of an earlier year."""

    data_folder: Path
    slug: str
    year: int
    record: JurisdictionRecord | None = None
    register: Register | None = None
    plan: Plan | None = None
    before: Plan | None = None
    vocabulary: Vocabulary | None = None

    @property
    def jurisdiction(self) -> Path:
        return self.data_folder / self.slug

    @property
    def folder(self) -> Path:
        return self.jurisdiction / str(self.year)

    @property
    def source_before(self) -> Path | None:
        """The document that the plan before was read from, where it was kept."""
        kept = sorted((self.jurisdiction / str(self.before.year)).glob("source.*")) if self.before else []
        return kept[0] if len(kept) == 1 else None


def target_at(into: Path) -> Target:
    """The target in a folder of a year; raises RefusedError."""
    folder = into.parent
    if not re.fullmatch("[0-9]{4}", into.name) or int(into.name) not in _YEARS:
        raise RefusedError(f"--into 的最后一段应是四位年份，如 data/tongliang/2021；现在是“{into}”。")
    if not re.fullmatch(SLUG, folder.name) or folder.name in SITE_FOLDERS:
        raise RefusedError(f"“{folder.name}”不能用作辖区文件夹的名字。请只用小写字母、数字和连字符，如 data/tongliang/2021。")
    target = Target(folder.parent, folder.name, int(into.name))
    if (target.folder / "plan.yaml").is_file():
        return _with_plan(target)
    years = (int(file.parent.name) for file in target.jurisdiction.glob("20[0-9][0-9]/plan.yaml"))
    return _with_plan_before(target) if any(year < target.year for year in years) else _with_register(target)


def _with_plan(target: Target) -> Target:
    try:
        portal = ledger.load(target.data_folder)
    except DataError as error:
        raise _faulty(target, str(error)) from None
    known = next(jurisdiction for jurisdiction in portal.jurisdictions if jurisdiction.slug == target.slug)
    plan = next(plan for plan in known.plans if plan.year == target.year)
    before = next((earlier for earlier in known.plans if earlier.year < target.year), None)
    return replace(target, record=known.record, register=known.register, plan=plan, before=before, vocabulary=portal.vocabulary)


def _with_plan_before(target: Target) -> Target:
    """A place that has plans already, whatever lies in the folder of the new one."""
    try:
        common = ledger.look_at_common(target.data_folder)
    except DataError as error:
        raise _faulty(target, str(error)) from None
    reading = ledger.look_at(target.jurisdiction, common)
    new = Path(target.data_folder.name, target.slug, str(target.year))
    faults = [fault for fault in reading.faults if new not in (fault.file, *fault.file.parents)]
    place = reading.place
    if faults or place is None:
        raise _faulty(target, "\n".join(map(str, faults)))
    before = next(plan for plan in place.plans if plan.year < target.year)
    return replace(target, record=place.record, register=place.register, before=before, vocabulary=common.vocabulary)


def _with_register(target: Target) -> Target:
    """What a jurisdiction has before it has this plan: it may be nothing yet."""
    folder = Folder(target.data_folder)
    if not check_format(folder):
        raise _faulty(target, "\n".join(map(str, folder.problems)))
    has = {name: (target.jurisdiction / name).is_file() for name in ("jurisdiction.yaml", "units.yaml", "columns.yaml")}
    record = folder.load(target.jurisdiction / "jurisdiction.yaml", JurisdictionRecord)[1] if has["jurisdiction.yaml"] else None
    register = load_register(folder, target.jurisdiction) if has["units.yaml"] and has["columns.yaml"] else None
    vocabulary = load_vocabulary(folder, target.data_folder)
    if folder.problems:
        raise _faulty(target, "\n".join(map(str, folder.problems)))
    return replace(target, record=record, register=register, vocabulary=vocabulary)


def _faulty(target: Target, problems: str) -> RefusedError:
    return RefusedError(f"{target.data_folder.name}/ 里现有的数据有问题，先改好再导入，免得新旧混在一起：\n{problems}")


def shown(path: Path, target: Target) -> str:
    """A file's path as a clerk knows it: data/tongliang/2021/plan.yaml."""
    return path.relative_to(target.data_folder.parent).as_posix()

"""Where a draft is to stand, and what the data knows of that place already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.importing.readers import RefusedError
from gongkai.records import loading as ledger
from gongkai.records.fields import SITE_FOLDERS, SLUG
from gongkai.records.portal import Plan, Register
from gongkai.records.problems import DataError, faults_of
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
    try:
        common = ledger.look_at_common(target.data_folder)
    except DataError as error:
        raise _faulty(folder.parent, str(error)) from None
    reading = ledger.look_at(target.jurisdiction, common)
    place, new = reading.place, Path(target.data_folder.name, target.slug, str(target.year))
    plans = {plan.year: plan for plan in place.plans} if place else {}
    # What is not there yet import writes, whatever lies in the folder of the new plan.
    faults = [
        fault
        for fault in (*faults_of(common.folder.problems), *reading.faults)
        if (target.data_folder.parent / fault.file).is_file() and (target.year in plans or new not in fault.file.parents)
    ]
    if place is None and (target.jurisdiction / "units.yaml").exists():
        faults += reading.faults
    if faults:
        raise _faulty(folder.parent, "\n".join(map(str, faults)))
    if place is None:
        return replace(target, vocabulary=common.vocabulary)
    before = next((plan for year, plan in plans.items() if year < target.year), None)
    return replace(
        target,
        record=place.record,
        register=place.register,
        plan=plans.get(target.year),
        before=before,
        vocabulary=common.vocabulary,
    )


def _faulty(data: Path, problems: str) -> RefusedError:
    return RefusedError(f"{data.name}/ 里现有的数据有问题，先改好再导入，免得新旧混在一起：\n{problems}")


def shown(path: Path, target: Target) -> str:
    """A file's path as a clerk knows it: data/tongliang/2021/plan.yaml."""
    return path.relative_to(target.data_folder.parent).as_posix()

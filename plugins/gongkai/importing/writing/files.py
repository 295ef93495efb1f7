"""The files of a draft: those of the plan, and what the register of its place lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.importing import readers
from gongkai.importing.layout.region import Region
from gongkai.importing.meaning.draft import Draft
from gongkai.records.folder import FORMAT_FILE, Folder, first_line, stated
from gongkai.records.register_records import JurisdictionRecord

from . import additions, as_yaml, report
from .target import Target
from .turn import Turn
from .yaml_text import comment

REPORT = "import-report.html"


def plan_files(file: Path, target: Target, draft: Draft, counts: str, turn: Turn | None) -> dict[Path, bytes]:
    """The files of the plan, the report and the source; `counts` is what the source's line numbers count."""
    texts = as_yaml.files(draft, source=as_yaml.source(draft, file.name))
    texts[REPORT] = report.html(draft, turn, file=file.name, counts=counts)
    files = {target.folder / name: _begun(target, target.folder / name, text).encode() for name, text in texts.items()}
    return {**files, target.folder / f"source{file.suffix.lower()}": readers.content(file)}


def register_files(target: Target, draft: Draft, region: Region) -> dict[Path, bytes]:
    """New files for a new place; for a known one whole copies with what is new, to be read and then renamed."""
    units = [draft.units[slug] for slug in draft.new_units]
    if as_yaml.needs_unnamed(draft) and as_yaml.UNNAMED.slug not in draft.units:
        units.append(as_yaml.UNNAMED)
    columns = draft.new_columns
    known = target.register.units if target.register else {}
    renamed = [unit for slug, unit in draft.units.items() if slug in known and unit.name != known[slug].name]
    files = {
        **_register_file(
            target, region, "units", "units: []\n", (lambda text: additions.units(text, units, renamed)) if units or renamed else None
        ),
        **_register_file(target, region, "columns", "sites: []\n", (lambda text: additions.columns(text, columns)) if columns else None),
    }
    if not (target.data_folder / FORMAT_FILE).is_file():
        files[target.data_folder / FORMAT_FILE] = stated(target.data_folder)
    if not (target.jurisdiction / "jurisdiction.yaml").exists():
        path = target.jurisdiction / "jurisdiction.yaml"
        files[path] = _begun(target, path, _jurisdiction(target, region))
    return {path: text.encode() for path, text in files.items()}


def _register_file(target: Target, region: Region, name: str, empty: str, add: Callable[[str], str] | None) -> dict[Path, str]:
    path = target.jurisdiction / f"{name}.yaml"
    if path.exists():
        return {path.with_name(f"{name}.new.yaml"): add(readers.content(path).decode("utf-8-sig"))} if add else {}
    heading = comment(f"{region.name or target.slug}：由 import 拟的草稿，请核对名称、类别和地址代码。")
    return {path: _begun(target, path, f"{heading}\n{add(empty) if add else empty}")}


def _begun(target: Target, path: Path, text: str) -> str:
    """The text of a new file, below the line by which editors know what may stand in it."""
    return first_line(target.data_folder, path.relative_to(target.data_folder)) + text if path.suffix == ".yaml" else text


def _jurisdiction(target: Target, region: Region) -> str:
    folder = Folder(target.data_folder)
    others = (folder.load(file, JurisdictionRecord)[1] for file in sorted(target.data_folder.glob("*/jurisdiction.yaml")))
    return as_yaml.jurisdiction(region.name, region.short_name, max((record.order for record in others if record), default=0) + 1)

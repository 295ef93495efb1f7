"""The files of a draft: those of the plan, and what the register of its place lacks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from gongkai.importing import readers
from gongkai.importing.layout.region import Region
from gongkai.importing.meaning.draft import Draft
from gongkai.records.folder import FORMAT_FILE, Folder, first_line, stated
from gongkai.records.register_records import JurisdictionRecord

from . import additions, as_yaml, report
from .target import Target
from .turn import Turn
from .yaml_text import lines

REPORT = "import-report.html"


def plan_files(file: Path, target: Target, draft: Draft, counts: str, turn: Turn | None) -> dict[Path, bytes]:
    """The files of the plan, the report and the source; `counts` is what the source's line numbers count."""
    texts = as_yaml.files(draft, source=as_yaml.source(draft, file.name))
    files = {target.folder / name: _begun(target, target.folder / name, text) for name, text in texts.items()}
    page = report.html(draft, turn, file=file.name, counts=counts).encode()
    return {**files, target.folder / REPORT: page, target.folder / f"source{file.suffix.lower()}": readers.content(file)}


def register_files(target: Target, draft: Draft, region: Region) -> dict[Path, bytes]:
    """New files for a new place; for a known one whole copies with what is new, to be read and then renamed."""
    draft = as_yaml.with_unnamed(draft)
    new = [draft.units[slug] for slug in draft.new_units]
    known = target.register.units if target.register else {}
    renamed = [unit for slug, unit in draft.units.items() if slug in known and unit.name != known[slug].name]
    files: dict[Path, bytes] = {}
    for name, begun, has_more, grown in (
        ("units", "units: []\n", bool(new or renamed), partial(additions.units, new=new, renamed=renamed)),
        ("columns", "sites: []\n", bool(draft.new_columns), partial(additions.columns, new=draft.new_columns)),
    ):
        path = target.jurisdiction / f"{name}.yaml"
        if not path.exists():
            about = as_yaml.text_of(f"{region.name or target.slug}：由 import 拟的草稿，请核对名称、类别和地址代码。")
            files[path] = _begun(target, path, about + grown(begun))
        elif has_more:
            files[path.with_name(f"{name}.new.yaml")] = grown(readers.content(path).decode("utf-8-sig")).encode()
    if not (target.data_folder / FORMAT_FILE).is_file():
        files[target.data_folder / FORMAT_FILE] = stated(target.data_folder).encode()
    if not (path := target.jurisdiction / "jurisdiction.yaml").exists():
        files[path] = _begun(target, path, _jurisdiction(target, region))
    return files


def _begun(target: Target, path: Path, text: str) -> bytes:
    """A new file, below the line by which editors know what may stand in it."""
    return (first_line(target.data_folder, path.relative_to(target.data_folder)) + text).encode()


def _jurisdiction(target: Target, region: Region) -> str:
    folder = Folder(target.data_folder)
    others = (folder.load(file, JurisdictionRecord)[1] for file in sorted(target.data_folder.glob("*/jurisdiction.yaml")))
    order = max((record.order for record in others if record), default=0) + 1
    names = {"name": region.name or None, "short_name": region.short_name or region.name or None}
    return as_yaml.text_of(
        "辖区：由 import 拟的草稿，请核对名称，并补上政府门户网站的网址（portal_url）。", lines({**names, "order": order})
    )

"""The parts of a zipped Office file: opened within limits, parsed without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from . import limits
from .notice import RefusedError

BOMB = "文件解压后大得不正常，像是“压缩炸弹”，没有读。请核对文件的来源；来源可靠的，请用 Office 或 WPS 打开，另存后再试。"


@dataclass(frozen=True)
class Package:
    """A zip file whose directory has been looked at; a part is unzipped when it is asked for, up to its limit."""

    archive: zipfile.ZipFile
    names: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, content: bytes) -> Package:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if sum(entry.file_size for entry in archive.infolist()) > limits.UNZIPPED_BYTES:
            raise RefusedError(BOMB)
        # Some programs write backslashes, and references differ in case.
        return cls(archive, {_key(name): name for name in archive.namelist()})

    def tree_of(self, name: str) -> etree._Element | None:
        """A part as XML, None where there is none; without entities and without network, deep nesting is refused by the parser."""
        stored = self.names.get(_key(name))
        if stored is None:
            return None
        with self.archive.open(stored) as member:
            # A directory may lie about sizes: read one byte more than allowed and see.
            content = member.read(limits.XML_PART_BYTES + 1)
        if len(content) > limits.XML_PART_BYTES:
            raise RefusedError(BOMB)
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
        if root.getroottree().docinfo.internalDTD is not None:
            raise RefusedError(f"文件里的 {name} 带有实体定义，Office 文件里不该有，可能是恶意文件。请勿打开，并核对文件的来源。")
        return root

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Of what a part refers to inside the file: id → (last word of the type, name of the part)."""
        folder, base = posixpath.split(name)
        tree = self.tree_of(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        return {} if tree is None else dict(_relation(element, folder) for element in tree if element.get("TargetMode") != "External")

    @cached_property
    def main_part(self) -> str:
        """The part that holds the document itself."""
        for kind, target in self.related("").values():
            if kind == "officeDocument":
                return target
        return ""


def too_deep() -> RefusedError:
    """The refusal of things inside things inside things."""
    return RefusedError("文件里的表格或段落一层套一层，套得太深，读不下去。请在 Word 或 WPS 里取消嵌套的表格，另存后再导入。")


def _relation(element: etree._Element, folder: str) -> tuple[str, tuple[str, str]]:
    target = (element.get("Target") or "").replace("\\", "/")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return element.get("Id") or "", ((element.get("Type") or "").rpartition("/")[2], path)


def _key(name: str) -> str:
    return name.replace("\\", "/").lower().lstrip("/")

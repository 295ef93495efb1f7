"""PDF files with Chinese words and rules where a test wants them, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE_WIDTH, PAGE_HEIGHT = 842, 595
SIZE = 10.0


@dataclass
class Sheet:
    """One page; places in points from the top left."""

    operators: list[str] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, size: float = SIZE) -> Sheet:
        """Words whose top left is at (x, y); every letter is as wide as high."""
        self.operators.append(f"BT /F1 {size} Tf {x} {PAGE_HEIGHT - y - size * 0.88:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.operators.append(f"{x0} {PAGE_HEIGHT - y0} m {x1} {PAGE_HEIGHT - y1} l S")
        return self

    def grid(self, columns: Sequence[float], rows: Sequence[float], *, is_open_above: bool = False, is_open_below: bool = False) -> Sheet:
        """Rules between columns and rows; the first or last may be left undrawn, as at a page break."""
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows[is_open_above : len(rows) - is_open_below]:
            self.rule(columns[0], y, columns[-1], y)
        return self

    def words(self, columns: Sequence[float], top: float, *texts: str) -> Sheet:
        """Words of a row of cells; line ends in a text are lines on the paper."""
        for x, text in zip(columns, texts, strict=False):
            for number, line in enumerate(text.split("\n")):
                self.write(line, x + 5, top + 4 + 14 * number)
        return self


def pdf_file(path: Path, *sheets: Sheet) -> Path:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{' '.join(f'{6 + 2 * index} 0 R' for index in range(len(sheets)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120"
        " /ItalicAngle 0 /CapHeight 880 /StemV 80 >>",
    ]
    for index, sheet in enumerate(sheets):
        content = "\n".join(sheet.operators)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    path.write_bytes(_assembled(objects))
    return path


def _assembled(objects: Sequence[str]) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(content)
    return (
        content
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )

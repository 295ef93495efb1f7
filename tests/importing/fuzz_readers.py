"""Spoils real files of each format and watches the readers: `python tests/importing/fuzz_readers.py --minutes 10 [docx html …]`.

Not collected by pytest. A spoilt file may be read or refused; it may not crash the reader, keep it longer than
thirty seconds, or take more than a gigabyte. What does so is kept in the folder given by --keep, with the seed in its name.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

SECONDS, GIGABYTE = 30.0, 1024**3
BATCH = 200
PLANS = ("conghua/2021", "dianjiang/2021")
RICH = (
    "<w:p/>",
    "<w:tbl>",
    "</w:tc>",
    "<table>",
    "</td>",
    "<td rowspan=99999999>",
    '<c r="XFD1048576">',
    "&lt;",
    "\0",
    "\ufffe",
    "<![CDATA[",
    "甲" * 5000,
)
NUMBERS = (b"0", b"-1", b"1", b"99999999999", b"1048576", b"2147483648", b"1e308", b"NaN")


def main() -> int:
    """Fuzz each format for its share of the time; the exit status is the number of findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each format")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-findings")
    parser.add_argument("--samples", type=Path, help="a folder with more files to spoil")
    parser.add_argument("--child", nargs=3, metavar=("FORMAT", "SEED", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return _child(options.child[0], int(options.child[1]), int(options.child[2]), options)
    findings = 0
    for format_name in options.formats or FORMATS:
        findings += _campaign(format_name, options)
    return min(findings, 99)


def _campaign(format_name: str, options: argparse.Namespace) -> int:
    """Batches in child processes, so that what kills one is a finding and not the end."""
    end, seed, outcomes = time.monotonic() + 60 * options.minutes, options.seed, Counter()
    while time.monotonic() < end:
        outcomes += _batch(format_name, seed, options)
        seed += BATCH
    findings = sum(count for outcome, count in outcomes.items() if outcome.startswith("!"))
    print(f"{format_name}: {sum(outcomes.values())} files, {findings} findings; {dict(outcomes.most_common())}", flush=True)
    return findings


def _batch(format_name: str, seed: int, options: argparse.Namespace) -> Counter[str]:
    more = ["--samples", str(options.samples)] if options.samples else []
    command = [sys.executable, str(Path(__file__)), "--keep", str(options.keep), *more, "--child", format_name, str(seed), str(BATCH)]
    child = subprocess.run(command, capture_output=True, text=True, check=False, timeout=BATCH * (SECONDS + 5))
    lines = [json.loads(line) for line in child.stdout.splitlines() if line.startswith("{")]
    outcomes = Counter(line["outcome"] for line in lines)
    if child.returncode:
        print(f"{format_name}: the child that began with seed {seed} died after {len(lines)} files:\n{child.stderr[-3000:]}", flush=True)
        outcomes["!died"] += 1
    return outcomes


def _child(format_name: str, seed: int, count: int, options: argparse.Namespace) -> int:
    # In the child, after the paths are set.
    from gongkai.importing.readers import containment  # noqa: PLC0415
    from gongkai.importing.readers.base.notice import RefusedError  # noqa: PLC0415

    samples = [
        *FORMATS[format_name](),
        *(path.read_bytes() for path in sorted((options.samples or Path()).glob(f"*.{format_name}")) if options.samples),
    ]
    options.keep.mkdir(parents=True, exist_ok=True)
    tell = containment.damaged
    containment.damaged = lambda error=None: RefusedError(f"{tell(error)}\n@{_place(error) if error else 'killed'}")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(seed, seed + count):
            path = Path(folder) / f"seed-{number}.{format_name}"
            path.write_bytes(_spoilt(random.Random(number).choice(samples), random.Random(number)))
            _judge(path, options.keep)
            path.unlink()
    return 0


def _judge(path: Path, keep: Path) -> None:
    from gongkai.importing import readers  # noqa: PLC0415
    from gongkai.importing.readers.base.notice import RefusedError  # noqa: PLC0415

    began = time.monotonic()
    try:
        readers.read(path)
        outcome = "read"
    except RefusedError as error:
        outcome = _kind(str(error))
    except BaseException:  # The point of the exercise.
        outcome = "!crash: " + traceback.format_exc()[-600:]
    if time.monotonic() - began > SECONDS:
        outcome = f"!slow: {time.monotonic() - began:.1f} s"
    # Kilobytes on Linux; the largest of all reading children so far.
    if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 > GIGABYTE:
        outcome = "!memory"
    if outcome.startswith(("!", "?")):
        (keep / path.name).write_bytes(path.read_bytes())
    print(json.dumps({"outcome": outcome, "file": path.name}, ensure_ascii=False), flush=True)


def _kind(message: str) -> str:
    """Refusals; those in which our own code stumbled are marked with ?: they are refused, but a better word may exist."""
    words, _, place = message.partition("\n@")
    if not any("\u4e00" <= character <= "\u9fff" for character in words):
        return "!refused without a Chinese word"
    if place == "killed" or "太久" in words or "内存" in words:
        return f"?{words[:16]}"
    return f"?stumbled at {place}" if "readers/" in place else "refused"


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    return f"{'/'.join(Path(last.filename).parts[-2:])}:{last.lineno} {type(error).__name__}" if frames else "?"


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """One to four injuries; inside a zipped file mostly to one of its parts."""
    for _ in range(chance.randint(1, 4)):
        if content.startswith(b"PK") and chance.random() < 0.85:
            content = _spoilt_part(content, chance)
        else:
            content = chance.choice(INJURIES)(content, chance)
    return content


def _spoilt_part(content: bytes, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # Spoilt before; any of a dozen kinds.
        return content
    if not parts:
        return content
    name = chance.choice([part_name for part_name in parts if part_name.endswith((".xml", ".rels"))] or [*parts])
    if chance.random() < 0.5:
        # The parts that hold the words.
        name = next(
            (part_name for part_name in ("word/document.xml", "xl/worksheets/sheet1.xml", "word/numbering.xml") if part_name in parts), name
        )
    parts[name] = chance.choice(INJURIES)(parts[name], chance)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
        for part_name, spoilt_content in parts.items():
            archive.writestr(part_name, spoilt_content)
    return spoilt.getvalue()


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 10, 100, 1000, 20_000)) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((5, 50, 500, 5000))]
    return content[:start] + piece * min(chance.choice((2, 20, 2000)), 2_000_000 // max(1, len(piece))) + content[start:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(chance.randrange(len(content) + 1) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(RICH).encode("utf-8") * chance.choice((1, 1, 300)) + content[start:]


def _number(content: bytes, chance: random.Random) -> bytes:
    """Another number in the place of one: sizes, counts, references."""
    places = [index for index, byte in enumerate(content[:200_000]) if 48 <= byte <= 57]
    if not places:
        return content
    start = chance.choice(places)
    end = start
    while end < len(content) and 48 <= content[end] <= 57:
        end += 1
    return content[:start] + chance.choice(NUMBERS) + content[end:]


def _tag(content: bytes, chance: random.Random) -> bytes:
    """A tag taken from one place and put into another."""
    ends = [index for index, byte in enumerate(content[:400_000]) if byte == ord("<")]
    if len(ends) < 2:
        return content
    source, target = chance.choice(ends), chance.choice(ends)
    tag = content[source : content.find(b">", source) + 1]
    return content[:target] + tag * chance.choice((1, 1, 2, 400)) + content[target:]


def _element(content: bytes, chance: random.Random) -> bytes:
    """Well-formed still: elements moved, copied, nested, taken out, attributes changed."""
    try:
        root = etree.fromstring(content, etree.XMLParser(recover=True, huge_tree=True))
        elements = [element for element in root.iter() if isinstance(element.tag, str) and element.getparent() is not None]
        for _ in range(chance.choice((1, 3, 20))):
            element, other = chance.choice(elements), chance.choice(elements)
            match chance.randrange(5):
                case 0:
                    other.append(copy.deepcopy(element))
                case 1:
                    element.getparent().remove(element)
                case 2:
                    other.insert(0, element)
                case 3:
                    element.tag = other.tag
                case _:
                    for key in element.attrib:
                        element.set(key, chance.choice(NUMBERS).decode())
        return etree.tostring(root)
    except (etree.LxmlError, ValueError, IndexError, AttributeError, TypeError):
        return content


INJURIES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _swap,
    _insert,
    _number,
    _tag,
    _element,
    _element,
    _element,
    _element,
    _element,
)


@dataclass(frozen=True)
class _Samples:
    """Real tables of two plans and files that use what a format has."""

    @staticmethod
    def tables() -> Iterator[tuple[object, object]]:
        from gongkai.exports import official_table  # noqa: PLC0415
        from gongkai.exports.official_rows import official_table as rows_of  # noqa: PLC0415
        from gongkai.records import loading as ledger  # noqa: PLC0415

        portal = ledger.load(ROOT / "data")
        for name in PLANS:
            plan = official_table.plan_of(portal, name, date(2026, 11, 20))
            yield plan, rows_of(plan, with_ledger=False)


def _docx() -> Iterator[bytes]:
    from gongkai.exports import official_table  # noqa: PLC0415
    from helpers.word_files import cell, lists, numbered, paragraph, row, table, word_file  # noqa: PLC0415

    yield from (official_table.docx(plan, with_ledger=True) for plan, _ in _Samples.tables())
    inner = table(row(cell("甲"), cell("乙")), row(cell("丙", "<w:vMerge/>"), cell("丁")))
    body = (
        paragraph("一", numbered(1))
        + table(row(cell(inner + paragraph("后")), cell("乙", '<w:gridSpan w:val="3"/>')))
        + paragraph("二", numbered(1, 1))
    )
    with tempfile.TemporaryDirectory() as folder:
        numbering = lists(("chineseCounting", "%1、"), ("decimal", "%1.%2"))
        yield word_file(
            Path(folder) / "a.docx",
            body,
            numbering=numbering,
            header=paragraph("头"),
            footnotes=f"<w:footnote>{paragraph('注')}</w:footnote>",
        ).read_bytes()


def _html() -> Iterator[bytes]:
    import official_files  # noqa: PLC0415

    for _, rows in _Samples.tables():
        yield official_files.html(rows).encode()
        yield official_files.html(rows).replace("utf-8", "gb2312").encode("gb18030")
    yield (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nPHA+1f7O8bmrv6o8L3A+\r\n--B--\r\n"
    )


def _xlsx() -> Iterator[bytes]:
    import official_files  # noqa: PLC0415

    yield from (official_files.xlsx(rows) for _, rows in _Samples.tables())


def _pdf() -> Iterator[bytes]:
    from helpers.pdf_files import Sheet, pdf_file  # noqa: PLC0415

    columns = (50, 150, 450, 600, 750)
    sheets = [
        Sheet()
        .write("标题", 300, 40, 18)
        .grid(columns, (100, 120, 300, 500))
        .words(columns, 100, "工作任务", "贯彻举措", "牵头单位", "责任单位")
        for _ in range(4)
    ]
    with tempfile.TemporaryDirectory() as folder:
        yield pdf_file(Path(folder) / "a.pdf", *sheets).read_bytes()


def _txt() -> Iterator[bytes]:
    for _, rows in _Samples.tables():
        text = "\n".join("\t".join(cell.text for cell in row) for row in rows.rows)
        yield from (text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16"))


FORMATS: dict[str, Callable[[], Iterator[bytes]]] = {"docx": _docx, "html": _html, "xlsx": _xlsx, "pdf": _pdf, "txt": _txt}

if __name__ == "__main__":
    sys.exit(main())

"""Mistakes that a clerk may make, planted one by one into a copy of the made-up county (tests/cases/mistakes)."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from gongkai.judging.doubts.sense import remarks
from gongkai.records import loading

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/mistakes/mistakes.yaml"
COUNTY = "shilixian"
TODAY = date(2026, 11, 29)


def cases():
    """The mistakes."""
    return yaml.load(CASES.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class Told:
    """One message as the clerk reads it."""

    effect: str
    file: str
    line: int
    cause: str
    remedy: str


def county(folder):
    """A copy of the made-up county alone."""
    root = folder / "data"
    shutil.copytree(ROOT / "data" / COUNTY, root / COUNTY)
    for file in ("duties.yaml", "format.yaml", "holidays.yaml"):
        shutil.copy(ROOT / "data" / file, root / file)
    return root


def messages(root) -> list[Told]:
    """All that is told of a data folder; any exception but these messages is a fault of ours."""
    reading = loading.look(root)
    return [_told(problem, root) for problem in (*reading.problems, *remarks(reading, TODAY))]


def _told(problem, root):
    file = problem.file.relative_to(root.name).as_posix()
    return Told(problem.effect.name.lower(), file, problem.line, f"{problem.field}：{problem.fault}", problem.remedy)


def news(before, after):
    """The messages that an edit brought, wherever the others moved to."""
    known = Counter((told.effect, told.file, told.cause) for told in before)
    for told in after:
        key = (told.effect, told.file, told.cause)
        if known[key]:
            known[key] -= 1
        else:
            yield told


def text_of(written):
    """A text as it stands, or one that is written as what repeats in it."""
    if isinstance(written, str):
        return written
    made = written.get("generate")
    return written.get("text", written.get("before", "")) + made["text"] * made["times"] + written.get("after", "")


@contextmanager
def planted(case, root: Path) -> Iterator[tuple[str, str]]:
    """The county with one mistake in it, and the file with its text; afterwards as it was."""
    file = root / case["file"]
    new = root / case.get("rename_to", case["file"])
    old = file.read_bytes() if file.exists() else None
    folder = next((parent for parent in reversed(new.parents) if not parent.exists()), None)
    content = _edited(case, old)
    try:
        if content is None or new != file:
            file.unlink()
        if content is not None:
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(content)
        yield new.relative_to(root).as_posix(), (content or b"").decode("utf-8", "replace")
    finally:
        new.unlink(missing_ok=True)
        if folder:
            shutil.rmtree(folder)
        if old is not None:
            file.write_bytes(old)


def _edited(case, old):
    if "create" in case:
        return text_of(case["create"]).encode()
    if case.get("delete"):
        return None
    if "append" in case:
        return old + text_of(case["append"]).encode()
    if "find" in case:
        find = case["find"].encode()
        times = old.count(find)
        assert times == 1 or (case.get("all") and times), f"“{case['find']}” stands {times} times in {case['file']}"
        return old.replace(find, bytes.fromhex(case["bytes_hex"]) if "bytes_hex" in case else text_of(case["replace"]).encode())
    if "encode" in case:
        return old.decode().encode(case["encode"])
    return bytes.fromhex(case["bytes_hex"]) if "bytes_hex" in case else old


def is_what_was_wanted(told, expect, file, lines):
    """Whether a message says all that is expected of it."""
    files = _several(expect.get("file", file))
    return (
        told.effect in _several(expect["effect"])
        and (files == ["any"] or told.file in files)
        and (lines is None or told.line in lines)
        and any(label in told.cause for label in _several(expect["field"]))
        and any(re.search(pattern, told.cause) for pattern in expect["says"])
        and any(re.search(pattern, told.remedy) for pattern in expect["remedy"])
    )


def lines_wanted(expect, root, file, text):
    """The lines on which a message may stand; None for any."""
    if "line" in expect:
        numbers = _several(expect["line"])
        return None if "any" in numbers else set(numbers)
    told_in = _several(expect.get("file", file))[0]
    body = text if told_in == file else (root / told_in).read_text(encoding="utf-8")
    return {line for wanted in _several(expect["line_of"]) for line in _lines_of(wanted, re.sub("\r\n?", "\n", body))}


def _lines_of(wanted, body):
    if "\n" in wanted:
        return [body.count("\n", 0, at.start() + len(wanted.rstrip("\n"))) + 1 for at in re.finditer(re.escape(wanted), body)]
    return [number for number, line in enumerate(body.split("\n"), 1) if wanted in line]


def _several(value):
    return value if isinstance(value, list) else [value]

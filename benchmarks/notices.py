"""Holds the reader of notices against independent readings of them, field by field: `python -m benchmarks.notices [NAME …] [--wrong]`.

Rows are matched to each other by the likeness of their texts. Nothing but white space and the width of signs is
forgiven, and these, which a notice leaves open or the reader keeps elsewhere:

* A heading counts without its number (一、, （一）) and a closing full stop; items of a text without the 。 or ；that parts them.
* 具体事项 is a heading to the reader, with its number; of three headings that it prints, the upper or the lower two may be
  section and subsection.
* A paragraph （一）标题。正文 may be a heading with a text below it, or a text with a number.
* Of two numbers that a row prints, one in a column of its own, one at the head of its text, either is its number.
* Where the reading itself doubts which words are the text, 具体事项 may be it.
* Where no row of a reading tells leaders, or none tells others (the notice has a single list of units), the reader may
  put that list under either.
* Units and places of publication count as sets.

A row that the reader has not is wrong in all its fields; they carry a doubt where its words are left over for a person
to look at. A notice refused is wrong in all its fields, and says so. A notice that is to be refused counts as one of ten
rows: all right, or all wrong and not said.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeAlias

import yaml
from gongkai.importing import layout, readers
from gongkai.importing.layout import region
from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.rules import year_of
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.importing.meaning.understanding import understand

from . import ROOT

NOTICES = ROOT / "tests/cases/notices"
FIELDS = ("section", "subsection", "number", "text", "measures", "lead", "responsible", "due_on", "due_text", "paths")
_ROWS_OF_REFUSED = 10
_UNLIKE = 0.35  # below this two texts are of different tasks
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
Answer: TypeAlias = "str | tuple[str, ...]"
Row: TypeAlias = Mapping[str, Answer]


@dataclass(frozen=True)
class Mistake:
    """A field that is read otherwise than in the independent reading."""

    row: int
    field: str
    right: Answer
    read: Answer
    is_doubted: bool


@dataclass(frozen=True)
class Score:
    """How a notice was read; `extra` are rows that nobody printed, `trouble` is what else there is to say."""

    name: str
    rows: int = 0
    found: int = 0
    extra: int = 0
    fields: int = 0
    mistakes: tuple[Mistake, ...] = ()
    trouble: str = ""

    @property
    def right(self) -> int:
        return self.fields - len(self.mistakes)

    @property
    def doubted(self) -> int:
        return sum(mistake.is_doubted for mistake in self.mistakes)

    def line(self) -> str:
        share = f"{self.right / self.fields:.0%}" if self.fields else "-"
        return (
            f"{self.name:26} rows {self.found:3}/{self.rows:<3} extra {self.extra:2}   fields {self.right:4}/{self.fields:<4} {share:>4}"
            f"   wrong {len(self.mistakes):3}, doubted {self.doubted:3}   {self.trouble}"
        ).rstrip()


def scores(names: Sequence[str] = ()) -> list[Score]:
    """The score of every notice that is kept, or of those named."""
    return [score(folder) for folder in sorted(NOTICES.iterdir()) if folder.is_dir() and (not names or folder.name in names)]


def total(several: Sequence[Score]) -> Score:
    """All scores as one."""
    mistakes = tuple(mistake for told in several for mistake in told.mistakes)
    rows, found, extra, fields = (sum(getattr(told, key) for told in several) for key in ("rows", "found", "extra", "fields"))
    return Score("total", rows, found, extra, fields, mistakes)


def score(folder: Path) -> Score:
    """The reader's answer to a notice, held against `reading.yaml` beside it."""
    told = yaml.safe_load((folder / "reading.yaml").read_text(encoding="utf-8"))
    right = [_as_printed(row) for row in told["rows"]]
    notice = next(folder.glob("notice.*"))
    try:
        answer = Answered(_draft(notice))
    except readers.RefusedError as refusal:
        return _refused(folder.name, right, str(refusal))
    if told["outcome"] == "refused":
        lost = tuple(Mistake(0, key, "", "", is_doubted=False) for key in FIELDS) * _ROWS_OF_REFUSED
        return Score(folder.name, 0, 0, len(answer.rows), len(lost), lost, "read, though it is to be refused")
    return _compared(folder.name, right, answer)


def _draft(notice: Path) -> Draft:
    reading = layout.read(readers.read(notice))
    return understand(reading, year=year_of(reading), places=region.of(reading).names)


def _refused(name: str, right: Sequence[Row], why: str) -> Score:
    wrong = tuple(Mistake(index, key, row[key], "", is_doubted=True) for index, row in enumerate(right, 1) for key in FIELDS)
    fields = len(wrong) or len(FIELDS) * _ROWS_OF_REFUSED
    return Score(name, len(right), 0, 0, fields, wrong, f"refused: {why.partition(chr(10))[0][:60]}")


# --- what the reader says --------------------------------------------------------------------------


@dataclass
class Answered:
    """A draft in the words of `reading.yaml`, and what it doubts."""

    draft: Draft
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [self._row(task) for task in self.draft.tasks]
        self._doubted = {doubt.task for doubt in self.draft.doubts if doubt.task}
        self._left = [same(left.text) for left in self.draft.reading.left_over if not left.is_furniture]

    def is_doubted(self, index: int) -> bool:
        return self.draft.tasks[index].id in self._doubted

    def is_left_over(self, text: str) -> bool:
        words = same(text)
        return any(words in left or (left in words and len(left) > len(words) / 2) for left in self._left)

    def _row(self, task: DraftTask) -> Row:
        text = task.opening or task.matter if len(task.measures) > 1 else f"{task.opening}{task.measures[0].text}"
        headings = (*self._headings(task, "" if text == task.matter else task.matter), "", "")
        several = len(task.measures) > 1
        return {
            "section": headings[0],
            "subsection": headings[1],
            "lower": headings[1:3],
            "number": same(task.row.printed_number or self._number(task)).rstrip(".、,"),
            "other": same(self._number(task)).rstrip(".、,"),
            "text": same(text),
            "matter": same(_without_number(task.matter)),
            "whole": same(_without_number(task.row.text.text)),
            "measures": tuple(_item(measure.text) for measure in task.measures) if several else (),
            "lead": self._units(task.lead_units),
            "responsible": self._units(task.responsible_units),
            "due_on": " ".join(sorted({measure.due_on.isoformat() for measure in task.measures if measure.due_on})),
            "due_text": same("".join(dict.fromkeys(measure.due_text for measure in task.measures))),
            "paths": self._paths(task),
        }

    def _headings(self, task: DraftTask, matter: str) -> tuple[str, ...]:
        section = next(section for section in self.draft.sections if section.heading.number == task.row.section)
        subsection = next(heading for heading in section.subsections if heading.number == task.row.subsection)
        printed = [heading.title for heading in (section.heading, subsection) if not heading.is_supplied]
        return tuple(_heading(title) for title in (*printed, matter) if title)

    def _number(self, task: DraftTask) -> str:
        texts = (task.row.text.text if len(task.measures) == 1 or task.opening else "", task.matter)
        opens = (opener.printed for opener in map(marker, texts) if opener)
        return next(opens, "")

    def _units(self, slugs: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(same(self.draft.units[slug].name) for slug in slugs))

    def _paths(self, task: DraftTask) -> tuple[str, ...]:
        nodes = {slug for measure in task.measures for slug in measure.publication_paths}
        channels = {channel for measure in task.measures for channel in measure.channels}
        return tuple(
            sorted({same(">".join(step.name for step in self.draft.nodes[slug].trail)) for slug in nodes} | set(map(same, channels)))
        )


# --- comparison ------------------------------------------------------------------------------------


def _as_printed(row: Mapping[str, str | list[str] | None]) -> Row:
    several = {key: row[key] or [] for key in ("measures", "lead", "responsible", "paths")}
    return {
        **{key: _heading(str(row[key] or "")) for key in ("section", "subsection")},
        **{key: same(str(row[key] or "")) for key in ("text", "due_on", "due_text")},
        "number": same(str(row["number"] or "")).rstrip(".、,"),
        "measures": tuple(map(_item, several["measures"])),
        **{key: tuple(sorted(map(same, several[key]))) for key in ("lead", "responsible", "paths")},
        "doubts": tuple(row.get("doubts") or ()),
    }


def _compared(name: str, right: Sequence[Row], answer: Answered) -> Score:
    pairs = _matched(right, answer.rows)
    single = {key: not any(row[key] for row in right) for key in ("lead", "responsible")}
    mistakes = []
    for index, row in enumerate(right):
        if index not in pairs:
            told = answer.is_left_over(str(row["text"]))
            mistakes += [Mistake(index + 1, key, row[key], "(no row)", told) for key in FIELDS]
            continue
        read = _fairly(row, answer.rows[pairs[index]], any(single.values()))
        doubted = answer.is_doubted(pairs[index])
        mistakes += [Mistake(index + 1, key, row[key], read[key], doubted) for key in FIELDS if row[key] != read[key]]
    return Score(name, len(right), len(pairs), len(answer.rows) - len(pairs), len(right) * len(FIELDS), tuple(mistakes))


def _fairly(right: Row, read: Row, is_single: bool) -> Row:
    """What was read, as far as the reading leaves it open; items stay in the text where it leaves them there."""
    fair = dict(read)
    if (right["section"], right["subsection"]) == read["lower"]:
        fair |= {"section": right["section"], "subsection": right["subsection"]}
    if is_single and not (read["lead"] and read["responsible"]):
        filled = "lead" if right["lead"] else "responsible"
        empty = "responsible" if filled == "lead" else "lead"
        fair |= {filled: read["lead"] or read["responsible"], empty: ()}
    if right["number"] == read["other"]:
        fair |= {"number": right["number"]}
    if read["text"] and not right["subsection"] and right["text"] == f"{read['subsection']}。{read['text']}":
        fair |= {key: right[key] for key in ("subsection", "number", "text")}
    if "text" in right["doubts"] and right["text"] == read["matter"]:
        fair |= {"text": right["text"]}
    if not right["measures"] and right["text"] == read["whole"]:
        fair |= {"text": read["whole"], "measures": ()}
    return fair


def _matched(right: Sequence[Row], read: Sequence[Row]) -> dict[int, int]:
    """The rows that are the same task, the most alike first."""
    likeness = [(_likeness(row, other), -abs(i - j), i, j) for i, row in enumerate(right) for j, other in enumerate(read)]
    pairs: dict[int, int] = {}
    for ratio, _, i, j in sorted(likeness, reverse=True):
        if ratio >= _UNLIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _likeness(row: Row, other: Row) -> float:
    matcher = SequenceMatcher(None, _all_words(row), "", autojunk=False)
    ratios = []
    for words in (_all_words(other), str(other["matter"])):
        matcher.set_seq2(words)
        ratios.append(matcher.ratio())
    ratio = max(ratios)
    # The same words may stand in several rows of a catalogue.
    return ratio + sum(0.01 for key in ("number", "section", "subsection") if row[key] == other[key])


def _all_words(row: Row) -> str:
    return f"{row['text']}{''.join(row['measures'])}"


def same(text: str) -> str:
    """Words without white space, in signs of one width."""
    return re.sub(r"\s", "", text).translate(_WIDE)


def _item(text: str) -> str:
    return same(text).rstrip("。;,")


def _heading(text: str) -> str:
    return same(_without_number(text)).rstrip("。.:")


def _without_number(text: str) -> str:
    opener = marker(text)
    return opener.rest if opener else text


# --- by hand ---------------------------------------------------------------------------------------


def main() -> None:
    """Print a line for every notice and the total; with --wrong every field that is read otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.notices", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="folders of tests/cases/notices; default: all")
    parser.add_argument("--wrong", action="store_true", help="show what was read and what is right")
    arguments = parser.parse_args()
    told = scores(arguments.names)
    for notice in (*told, total(told)):
        print(notice.line())
        if arguments.wrong and notice.name != "total":
            sys.stdout.writelines(_shown([mistake for mistake in notice.mistakes if mistake.row]))


def _shown(mistakes: Sequence[Mistake]) -> Iterator[str]:
    for mistake in mistakes:
        right, read = ("、".join(answer) if isinstance(answer, tuple) else answer for answer in (mistake.right, mistake.read))
        yield f"    {mistake.row:3} {mistake.field:11}{'?' if mistake.is_doubted else ' '} {right!r} ← {read!r}\n"


if __name__ == "__main__":
    main()

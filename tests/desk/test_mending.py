"""An entry is mended where it stands; comments, order, line ends and everything else stay to the byte."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gongkai.desk.edits import UnfitError, appended, put
from gongkai.desk.mending import Standing, confirmed, entries_of, entry_at, marked_dead, mended
from gongkai.desk.proposals import Desk, RefusedError, State, outcome_of, state_of, write
from gongkai.desk.recording import Draft
from gongkai.records.ledger_records import Evidence, LedgerFile
from gongkai.records.validation import validate
from gongkai.words.source import parse
from helpers.builders import LEDGER, DataFolder
from helpers.clerks import PLACES, REAL, copied, state
from hypothesis import given
from hypothesis import strategies as st

AS_OF = date(2025, 11, 20)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def opened(data: DataFolder) -> tuple[Desk, State]:
    desk = Desk(data.root, AS_OF, AS_OF)
    return desk, state_of(desk, "shili")


def standing(state: State, line: int) -> Standing:
    entry = entry_at(state, Path(LEDGER), line)
    assert entry
    return entry


def new_text(draft: Draft) -> str:
    assert draft.proposal, draft.mistakes
    (text,) = [text for text in draft.proposal.texts.values() if text is not None]
    return text


# --- one entry -----------------------------------------------------------------------------------


def test_entries_are_found_by_the_lines_they_stand_on(data):
    _, now = opened(data)

    assert [(entry.kind, entry.shown) for entry in entries_of(now)] == [
        ("evidence", f"data/{LEDGER}:3"),
        ("checks", f"data/{LEDGER}:15"),
        ("notes", f"data/{LEDGER}:22"),
    ]
    assert [standing(now, line).kind for line in (3, 13, 15, 20, 25)] == ["evidence", "evidence", "checks", "checks", "notes"]
    assert entry_at(now, Path(LEDGER), 1) is None


def test_who_opened_it_is_added_at_its_place(data):
    desk, now = opened(data)
    before = data.read(LEDGER)

    text = new_text(confirmed(desk, now, standing(now, 5), "政务公开科"))

    assert text == before.replace("    strength: primary\n", "    strength: primary\n    opened: {by: 政务公开科, on: 2025-11-20}\n")


def test_an_address_that_opens_no_more_is_marked_and_told(data):
    desk, now = opened(data)
    draft = marked_dead(desk, now, standing(now, 5), "2025-11-01")
    assert draft.proposal
    write(desk, outcome_of(desk, draft.proposal, now))

    (entry, *_) = entries_of(state_of(desk, "shili"))
    assert isinstance(entry.entry, Evidence)
    assert entry.entry.dead_on == date(2025, 11, 1)


def test_a_comment_behind_an_entry_stays_behind_it(data):
    data.replace(LEDGER, "    strength: primary\n", "    strength: primary  # 看过\n  # 下面是核查。\n")
    desk, now = opened(data)

    text = new_text(mended(desk, now, standing(now, 5), {"remark": ("第一行\n第二行",)}))

    assert "    strength: primary  # 看过\n    remark: |-\n      第一行\n      第二行\n  # 下面是核查。\nchecks:" in text


def test_what_is_emptied_goes_and_nothing_else(data):
    desk, now = opened(data)

    text = new_text(mended(desk, now, standing(now, 5), {"published_on": ("",), "title": ("示例县发展规划（定稿）",)}))

    assert text == data.read(LEDGER).replace("    published_on: 2025-06-20\n", "").replace(
        "title: 示例县发展规划", "title: 示例县发展规划（定稿）"
    )


def test_what_is_wrong_with_the_new_value_is_told_by_field(data):
    desk, now = opened(data)

    assert [it.key for it in mended(desk, now, standing(now, 5), {"published_on": ("2025-6-1",)}).mistakes] == ["published_on"]


def test_a_faulty_entry_can_be_mended(data):
    data.replace(LEDGER, "published_on: 2025-06-20", "published_on: 2025-06-31")
    desk, now = opened(data)

    draft = mended(desk, now, standing(now, 5), {"published_on": ("2025-06-30",)})
    assert draft.proposal
    write(desk, outcome_of(desk, draft.proposal, now))

    assert data.problems() == []


def test_a_file_that_is_named_for_its_entry_is_renamed_with_its_day(data):
    name = "shili/2025/ledger/2025-07-02-caizhengju-1.1.2.yaml"
    data.write(name, "notes:\n  - {task: 1.1.2, on: 2025-07-02, text: 正在编制。}\n")
    desk, now = opened(data)
    entry = entry_at(now, Path(name), 2)
    assert entry

    draft = mended(desk, now, entry, {"on": ("2025-07-03",)})
    assert draft.proposal
    write(desk, outcome_of(desk, draft.proposal, now))

    assert not (data.root / name).exists()
    assert (draft.file or Path()).name.startswith("2025-07-03-caizhengju-1.1.2-notes-")
    assert data.problems() == []
    assert data.read((draft.file or Path()).as_posix()) == "notes:\n  - {task: 1.1.2, on: 2025-07-03, text: 正在编制。}\n"


def test_what_would_become_another_entry_that_is_there_is_refused(data):
    text = data.read(LEDGER)
    first = text[text.index("  - task") : text.index("checks:")]
    data.replace(LEDGER, "checks:", f"{first.replace('1.html', '2.html')}checks:")
    desk, now = opened(data)

    (mistake,) = mended(desk, now, standing(now, 15), {"url": ("https://www.example.org/guihua/1.html",)}).mistakes

    assert mistake.words.startswith(f"已经登记过，在 data/{LEDGER}:3。")


def test_what_only_a_person_can_change_is_told_with_file_and_line(data):
    """A colon of full width, which our reader mends and YAML takes for a part of the line before."""
    data.replace(LEDGER, "    strength: primary\n", "    strength：primary\n")
    desk, now = opened(data)

    with pytest.raises(RefusedError, match=rf"data/{LEDGER}:3  这一条的写法，程序不能只改它而不动别处。"):
        mended(desk, now, standing(now, 5), {"covers": ("part",)})


# --- every real ledger, with comments that nobody expects ----------------------------------------

_COMMENTS = st.sampled_from(["# 核对过", "#", "  # 缩进的说明：甲", "", "        # 深处的", "# - task: 1.1.1"])


def _with_comments(text: str, draws: list[tuple[int, str]]) -> str:
    """The text with lines between its lines, and comments behind them, none of them within a text in lines."""
    lines = text.splitlines()
    for at, comment in draws:
        place = at % len(lines)
        if comment.startswith("# 核对") and re.search(r": [0-9a-z-]+$", lines[place]):
            lines[place] += f"  {comment}"
        else:
            lines.insert(place, comment)
    return "\n".join(lines) + "\n"


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """A place, one of its entries, the text of its file with invented comments, and the line ends."""
    place = draw(st.sampled_from(sorted(PLACES)))
    entries = entries_of(state(place))
    number = draw(st.integers(0, len(entries) - 1))
    text = (REAL.root / entries[number].file).read_text(encoding="utf-8")
    draws = draw(st.lists(st.tuples(st.integers(0, 10_000), _COMMENTS), max_size=8))
    return place, number, _with_comments(text, draws), draw(st.sampled_from(["\n", "\r\n"]))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return copied(tmp_path_factory.mktemp("real"), *PLACES)


_CHANGES = (
    {"by": ("政务公开科: 甲 #1",)},
    {"remark": ("一句话。",)},
    {"remark": ("第一行\n\n- 第二行",), "by": ("",)},
    {"opened.by": ("乙",), "opened.on": ("2026-11-29",)},
    {"dead_on": ("2026-11-29",), "document_number": ("铜府发〔2021〕3号",)},
    {"covers": ("full",), "published_on": ("",)},
    {"extent": ("列表前 20 页",)},
)


@pytest.mark.sweep
@given(case=commented(), change=st.sampled_from(_CHANGES))
def test_everything_around_an_entry_stays_to_the_byte(
    desk: Desk, case: tuple[str, int, str, str], change: dict[str, tuple[str, ...]]
) -> None:
    place, number, text, newline = case
    text = text.replace("\n", newline)
    entry = entries_of(state(place))[number]
    change = {key: texts for key, texts in change.items() if key in _keys(entry) and (entry.kind != "searches" or any(texts))}
    (desk.root / entry.file).write_bytes(text.encode())
    source = parse(text, entry.read.source.file)
    record = validate(source, LedgerFile).record
    assert record
    read_now = replace(entry.read, source=source, record=record)
    now = replace(state(place), files=tuple(read_now if file == entry.read else file for file in state(place).files))
    entry = replace(entry, read=read_now)

    draft = mended(desk, now, entry, change)
    new = new_text(draft).splitlines(keepends=True)

    first, last = _extent(entry)
    old = text.splitlines(keepends=True)
    assert new[: first - 1] == old[: first - 1]
    assert new[len(new) - (len(old) - last) :] == old[last:]
    inside = new[first - 1 : len(new) - (len(old) - last)]
    assert [line for line in old[first - 1 : last] if not _is_of(line, change) and line not in inside] == []
    assert {line.endswith(newline) for line in new} == {True}
    read = validate(parse("".join(new), source.file), LedgerFile).record
    assert draft.entry in getattr(read, entry.kind)


def _keys(entry: Standing) -> set[str]:
    model = type(entry.entry)
    return {name for key in model.model_fields for name in ((f"{key}.by", f"{key}.on") if key == "opened" else (key,))}


def _extent(entry: Standing) -> tuple[int, int]:
    """The first and the last line of an entry."""
    lines = [line for location, line in entry.read.source.lines.items() if location[:2] == entry.location]
    return min(lines), max(lines)


def _is_of(line: str, change: dict[str, tuple[str, ...]]) -> bool:
    """Whether a line is one of the fields that were to change."""
    key = line.strip(" -").partition(":")[0]
    return key in {name.partition(".")[0] for name in change}


# --- what reforms need ---------------------------------------------------------------------------

UNITS = "units:\r\n  - slug: a  # 甲\r\n    name: 甲局\r\n  # 乙\r\n  - {slug: b, name: 乙局}\r\n# 完\r\n"
ORDER = ["slug", "name", "valid_to", "successors"]


def test_a_field_is_put_where_the_model_has_it():
    text = put(UNITS, ("units", 0), "valid_to", date(2026, 6, 30), ORDER)
    text = put(text, ("units", 1), "successors", ["a", "c"], ORDER)

    assert text == UNITS.replace("甲局\r\n", "甲局\r\n    valid_to: 2026-06-30\r\n").replace("乙局}", "乙局, successors: [a, c]}")


def test_a_record_comes_to_the_end_of_its_list():
    text = appended(UNITS, ("units",), {"slug": "c", "name": "丙局"})

    assert text == UNITS.replace("乙局}\r\n", "乙局}\r\n  - slug: c\r\n    name: 丙局\r\n")
    assert appended("a: [{b: 1}]\n", ("a",), {"b": 2}) == "a: [{b: 1}, {b: 2}]\n"


@pytest.mark.parametrize("text", ["units: []\n", "units:\n", "a: b: c\n", "- 1\n", ""])
def test_what_has_no_such_place_is_not_changed(text):
    with pytest.raises(UnfitError):
        appended(text, ("units",), {"slug": "c"})

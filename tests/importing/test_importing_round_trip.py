"""A plan written as the official table and read again is the same plan, cell for cell."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from gongkai.exports import official_table
from gongkai.exports.official_rows import official_table as table_of
from gongkai.importing import layout, readers
from gongkai.importing.meaning.understanding import understand
from gongkai.importing.writing import difference
from helpers import official_files
from helpers.portals import shipped
from helpers.sites import each

ROOT = Path(__file__).parents[2]
PLANS = ("tongliang/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "conghua/2021")
FORMATS = ("docx", "html", "xlsx")
# Proposed from the words alone, whatever the file; see test_importing_seeds.py.
PROPOSED = ("任务类型", "其他渠道")


@cache
def portal():
    return shipped()


@cache
def assessed(name):
    return official_table.plan_of(portal(), name, date(2026, 11, 20))


def content(name, suffix):
    if suffix == "docx":
        return official_table.docx(assessed(name), with_ledger=False)
    table = table_of(assessed(name), with_ledger=False)
    return official_files.xlsx(table) if suffix == "xlsx" else official_files.html(table).encode()


@pytest.mark.sweep
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", each(PLANS, "tongliang/2021", "laiwu/2021"))
def test_a_plan_comes_back_as_it_went(tmp_path, name, suffix):
    file = tmp_path / f"notice.{suffix}"
    file.write_bytes(content(name, suffix))
    place = assessed(name).jurisdiction
    draft = understand(layout.read(readers.read(file)), place.register, year=assessed(name).plan.year, places=(place.record.name,))

    lines = difference.lines(draft, assessed(name).plan)
    assert [line for line in lines if not any(f"　{field}：" in line for field in PROPOSED)] == []

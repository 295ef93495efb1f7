"""What an edit and a day change of a site: what shows or indexes it, and nothing else."""

from collections.abc import Mapping

import pytest
from helpers.builders import LEDGER, PLAN
from helpers.projects import Project

Site = Mapping[str, bytes]
# Where a title of evidence for task 1.1.1 stands: with the task and its section, with the unit, with the column that it was found in and
# those above it, among what is new, and in the data.
SHOWING = {
    "build.json",
    "feeds/index.xml",
    "feeds/shili.xml",
    "feeds/shili/2025.xml",
    "feeds/shili/units/fagaiju.xml",
    "index.html",
    "shili/2025/plan.json",
    "shili/2025/ledger.xlsx",
    "shili/2025/report.docx",
    "shili/2025/report.html",
    "shili/2025/reports/fagaiju.docx",
    "shili/2025/reports/fagaiju.html",
    "shili/2025/section-1.html",
    "shili/2025/tasks/1.1.1.html",
    "shili/changes/2025-07.html",
    "shili/index.html",
    "shili/paths/guihua-xinxi.html",
    "shili/paths/xinxi-gongkai.html",
    "shili/paths/zhengfu-wangzhan.html",
    "shili/units/fagaiju.html",
}


@pytest.fixture
def real(project: Project) -> Project:
    """The project of a county that is not made up: made-up plans are not searched."""
    project.data.replace(PLAN, "demonstration: true", "demonstration: false")
    return project


def changed(before: Site, after: Site) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.sweep
def test_word_in_a_title_of_evidence_changes_only_what_shows_or_indexes_it(real: Project) -> None:
    before = real.build()
    real.data.replace(LEDGER, "title: 示例县发展规划", "title: 示例县发展章程")
    names = changed(before, real.build())

    of_index = {name for name in names if name.startswith("search/")}
    assert names - of_index == SHOWING
    # Where a file of terms begins elsewhere, the manifest tells so.
    assert {name.split("/")[-2] for name in of_index - {"search/m.js"}} == {"s", "x"}


@pytest.mark.sweep
def test_another_day_changes_the_lines_of_the_date_alone_where_nothing_is_judged_otherwise(real: Project) -> None:
    before, after = real.build("2025-11-20"), real.build("2025-11-21")
    names = changed(before, after)
    pages = {name: zip(before[name].splitlines(), after[name].splitlines(), strict=True) for name in names if name.endswith(".html")}
    others = {
        name: [line.decode() for line, other in lines if line != other and "判定日期".encode() not in line] for name, lines in pages.items()
    }
    assert {name: lines for name, lines in others.items() if lines} == {}
    # Word files of reports say of which day they are.
    reports = {"report", *(f"reports/{unit}" for unit in ("fagaiju", "caizhengju", "zhengfuban", "chengguan"))}
    assert names - pages.keys() == {"build.json", "shili/2025/plan.json", *(f"shili/2025/{name}.docx" for name in reports)}

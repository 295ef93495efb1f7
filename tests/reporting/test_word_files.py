"""The Word file of a report: opened by a second reader, it has the form of an official paper, and whatever stands in the data is text in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from gongkai.judging.judgement import assess
from gongkai.pages import addresses
from gongkai.pages.plans import shown_places
from gongkai.reporting import papers
from gongkai.reporting.pages import Reports, ReportView, pages_of
from gongkai.reporting.report import BLANK, Report
from helpers import portals
from helpers.portals import AS_OF, plan, portal, task
from lxml import etree


def reports(one_plan: object, units: Sequence[object] = portals.UNITS, as_of: date = AS_OF) -> Reports:
    (place,) = shown_places(assess(portal(one_plan, units), as_of))
    return Reports.of(place.plans[0])


def opened(report: Report) -> Document:
    return docx.Document(io.BytesIO(papers.docx(report)))


def words(document: Document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def document() -> Document:
    return opened(reports(plan(task(), entries=[portals.evidence(), portals.note()])).of_plan)


def test_paper_is_a4_upright_with_the_margins_of_official_papers(document: Document) -> None:
    section = document.sections[0]
    assert [round(length / Mm(1)) for length in (section.page_width, section.page_height)] == [210, 297]
    # GB/T 9704: 37 above, 35 below, 28 left, 26 right.
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length / Mm(1)) for length in margins] == [37, 35, 28, 26]


def test_headings_can_be_stepped_through(document: Document) -> None:
    headed = [(line.style.name, line.text) for line in document.paragraphs if line.style.name != "Normal"]
    assert headed == [
        ("Title", "示例县2026年政务公开要点落实情况"),
        ("Heading 1", "一、总体情况"),
        ("Heading 1", "二、各项任务"),
        ("Heading 2", "一、做好规划公开"),
        ("Heading 1", "三、需要填报人补充的"),
    ]


def test_head_of_every_table_is_marked_and_stands_on_every_sheet(document: Document) -> None:
    heads = [table.rows[0]._tr.trPr for table in document.tables]
    assert [head.find(qn("w:tblHeader")) is not None for head in heads] == [True] * len(document.tables)
    looks = [table._tbl.tblPr.find(qn("w:tblLook")) for table in document.tables]
    assert {look.get(qn("w:firstRow")) for look in looks} == {"1"}
    assert all(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in document.tables)


def test_only_short_rows_are_kept_whole_so_that_no_sheet_is_half_empty() -> None:
    """A row of three lines stays on one sheet, a longer one goes on over the next."""
    said = [portals.note(text=f"说明{number}。", on=f"2026-05-0{number}") for number in range(1, 5)]
    kept = {}
    for count in (2, 4):
        rows = opened(reports(plan(task(), entries=said[:count])).of_plan).tables[1].rows
        kept[count] = rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert kept == {2: True, 4: False}


def test_sheets_are_numbered_and_the_language_is_chinese(document: Document) -> None:
    footer = document.sections[0].footer._element
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert [field.get(qn("w:instr")).strip() for field in footer.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert {language.get(qn(f"w:{name}")) for name in ("val", "eastAsia")} == {"zh-CN"}
    assert document.core_properties.language == "zh-CN"


def test_fonts_are_those_of_official_papers_with_others_to_take_instead(document: Document) -> None:
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia")) for style in document.styles if style.name in ("Title", "Heading 1")
    }
    body = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}").get(qn("w:eastAsia"))
    assert (fonts, body) == ({"Title": "方正小标宋简体", "Heading 1": "黑体"}, "仿宋")


def test_file_tells_neither_author_nor_clock_and_is_the_same_each_time() -> None:
    report = reports(plan(task())).of_plan
    content = papers.docx(report)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.created.isoformat()[:10], properties.title) == ("", "2000-01-01", report.title)
    assert papers.docx(reports(plan(task())).of_plan) == content


@pytest.mark.parametrize(
    "text",
    ["<w:p>&amp;</w:p>", "]]><!--", "\" onclick='x'", "=cmd|' /C calc'!A0", "{{ 7*7 }}", "\x00\x0b\ufffe坏", "长" * 3000],
    ids=lambda text: ascii(text[:12]),
)
def test_whatever_is_entered_is_text(text: str) -> None:
    """Characters that no XML may hold are left out; all others stand as they are."""
    one = reports(plan(task(title="规划"), entries=[portals.evidence(), portals.note()])).of_plan
    (group,) = one.parts[0].groups
    row = group.rows[0]._replace(answering=text, known=(row_known(group)._replace(words=text, mark=text),))
    report = replace(
        one, title=text, parts=(one.parts[0]._replace(title=text, said=text, groups=(group._replace(title=text, rows=(row,)),)),)
    )
    content = papers.docx(report)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            etree.fromstring(archive.read(part))
    assert words(docx.Document(io.BytesIO(content))).count(text.lstrip("\x00\x0b\ufffe")) >= 5


def row_known(group: object) -> object:
    return group.rows[0].known[0]


# --- what is told -------------------------------------------------------------------------------


def test_what_was_found_is_told_with_title_day_and_address_and_marked_until_somebody_opens_it() -> None:
    page = portals.evidence(title="规划全文", published_on="2026-05-20", opened=None)
    told = words(opened(reports(plan(task(), entries=[page])).of_plan))
    assert "【待核对】规划全文（2026年5月20日发布） https://www.example.org/guihua.html" in told
    assert "待核对的 1 项，打开网页核对后的结果：〔由填报人补充〕" in told


def test_what_is_not_known_is_said_of_the_portal_and_left_to_fill_in() -> None:
    one = reports(plan(task())).of_plan
    (group,) = one.parts[0].groups
    assert (group.title, group.rows[0].known[0].words) == ("本站没有查到或者还没有人去查的", "本站暂无记录。文件没有写完成日期。")
    assert words(opened(one)).count(BLANK) == len(one.to_fill) + 1 + 2


def test_a_readers_objection_is_no_part_of_the_offices_report() -> None:
    said = portals.reply(author="citizen", text="我没有找到。")
    assert "我没有找到。" not in words(opened(reports(plan(task(), entries=[said])).of_plan))


def test_a_plan_without_tasks_has_a_report_that_says_so() -> None:
    bare = replace(plan(), tasks=())
    one = reports(bare)
    assert (one.of_plan.tally.total, one.of_units) == (0, ())
    assert "没有任务" in "".join(one.of_plan.said)
    assert len(opened(one.of_plan).tables) == 0


def test_a_concluded_plan_says_since_when_nobody_follows_it() -> None:
    one = plan(task())
    ended = replace(one, record=one.record.model_copy(update={"concluded_on": date(2026, 10, 1)}))
    assert "本站自2026年10月1日起不再跟踪。" in "".join(reports(ended).of_plan.said)


UNITS = (
    *portals.UNITS,
    portals.group("ge-bumen", portals.member("fagaiju"), portals.member("jiaoyuju")),
    portals.unit("youguan", kind="group", open=True),
)


def test_members_of_a_phrase_report_and_the_phrase_does_not() -> None:
    one = reports(plan(task(responsible_units=["ge-bumen", "youguan"])), UNITS)
    assert [unit.slug for unit, _ in one.of_units] == ["fagaiju", "jiaoyuju"]
    assert [row.answering for _, report in one.of_units for part in report.parts for group in part.groups for row in group.rows] == [
        "作为成员单位负责（ge-bumen）"
    ] * 2


def test_a_unit_is_told_its_own_entries_and_not_those_of_others() -> None:
    entries = [portals.note(text="发改的话。"), portals.note(text="教育的话。", units=("jiaoyuju",))]
    one = reports(plan(task(responsible_units=["fagaiju", "jiaoyuju"]), entries=entries))
    told = {unit.slug: words(opened(report)) for unit, report in one.of_units}
    assert {slug: ("发改的话。" in text, "教育的话。" in text) for slug, text in told.items()} == {
        "fagaiju": (True, False),
        "jiaoyuju": (False, True),
    }


# --- cut in pages -------------------------------------------------------------------------------


def numbered(count: int) -> list[object]:
    return [task(portals.measure(text=f"公开第{number}项规划。" * 4), id=f"1.1.{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize(("tasks", "pages"), [(1, 1), (60, 1), (61, 3), (130, 4)])
def test_a_long_plan_is_cut_where_its_addresses_say(tasks: int, pages: int) -> None:
    """Sixty tasks stand on one page; of more the first page has the sums, and each further one sixty tasks at most."""
    made = plan(*numbered(tasks))
    one = reports(made)
    of_plan = [page for page in pages_of([one]) if "/reports/" not in page.save_as]
    assert [page.save_as for page in of_plan] == [addresses.report(made, number) for number in range(1, pages + 1)]
    rows = [row.task.title for page in of_plan for part in view(page).parts for group in part.groups for row in group.rows]
    assert (len(rows), len(set(rows))) == (tasks, tasks)
    assert sum(len(table.rows) - 1 for table in opened(one.of_plan).tables[1:]) == tasks


def view(page: object) -> ReportView:
    assert isinstance(page.view, ReportView)
    return page.view


def test_of_a_unit_with_very_many_tasks_the_page_says_how_many_are_only_in_the_word_file() -> None:
    one = reports(plan(*numbered(130)))
    (page,) = (page for page in pages_of([one]) if "/reports/" in page.save_as)
    shown = sum(len(group.rows) for part in view(page).parts for group in part.groups)
    assert (shown, view(page).cut) == (60, 70)

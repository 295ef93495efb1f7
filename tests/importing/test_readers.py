"""Files in every format notices come in, read as paragraphs and tables; what cannot be read is refused in Chinese."""

from __future__ import annotations

import datetime
import io
import multiprocessing
import os
import socket
import subprocess
import time
import zipfile

import openpyxl
import pytest
from gongkai.importing import readers
from gongkai.importing.readers import containment, old_word
from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import Notice, Paragraph, RefusedError, Table
from gongkai.importing.readers.pdf import glyphs as pdf_glyphs
from helpers.pdf_files import Sheet, pdf_file
from helpers.word_files import STRICT, cell, lists, numbered, paragraph, row, table, word_file
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = ("工作任务", "贯彻举措", "牵头单位", "责任单位")


def paragraphs(notice: Notice) -> list[str]:
    return [block.text for block in notice.blocks if isinstance(block, Paragraph)]


def tables(notice: Notice) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in notice.blocks if isinstance(block, Table)]


def spans(notice: Notice) -> list[list[tuple[str, int, int, int]]]:
    """(text, column, columns, rows) of the cells of the only table."""
    (only,) = (block for block in notice.blocks if isinstance(block, Table))
    return [[(cell.text, cell.column, cell.columns, cell.rows) for cell in row] for row in only.rows]


def refusal(path) -> str:
    with pytest.raises(RefusedError) as refused:
        readers.read(path)
    return str(refused.value)


def written(path, content: str | bytes):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def word(tmp_path, body: str, **parts: str) -> Notice:
    return readers.read(word_file(tmp_path / "notice.docx", body, **parts))


def page(tmp_path, body: str, head: str = "") -> Notice:
    content = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return readers.read(written(tmp_path / "notice.html", content))


class TestText:
    def test_every_line_keeps_its_number_its_tabs_and_its_bars(self, tmp_path):
        notice = readers.read(written(tmp_path / "a.txt", "标题\r\n\r\n\t工作任务\t牵头单位\r\n| 甲 | 乙 |\r"))

        assert notice.blocks == (Paragraph("标题", 1), Paragraph("", 2), Paragraph("\t工作任务\t牵头单位", 3), Paragraph("| 甲 | 乙 |", 4))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
    def test_simplified_text_is_read_in_any_encoding(self, tmp_path, encoding):
        text = "关于印发某区2021年政务公开工作要点任务分工的通知\n一、围绕“十四五”做好各类规划主动公开"

        assert paragraphs(readers.read(written(tmp_path / "a.txt", text.encode(encoding)))) == text.split("\n")

    def test_traditional_text_in_big5_is_not_taken_for_gbk(self, tmp_path):
        text = "關於印發某區政務公開工作要點任務分工的通知，請認真貫徹落實。\n一、做好各類規劃主動公開"

        assert paragraphs(readers.read(written(tmp_path / "a.txt", text.encode("big5")))) == text.split("\n")

    def test_a_text_cut_off_in_the_middle_of_a_letter_is_read_with_a_remark(self, tmp_path):
        notice = readers.read(written(tmp_path / "a.txt", "做好各类规划主动公开，认真贯彻落实要求。".encode("gbk")[:-1]))

        assert paragraphs(notice)[0].startswith("做好各类规划主动公开")
        assert "1 处字节无法识别" in notice.remarks[0].why

    def test_a_spreadsheet_saved_as_csv_is_a_table(self, tmp_path):
        notice = readers.read(written(tmp_path / "a.csv", '工作任务,牵头单位\n"一、\n规划",区发改委\n'))

        assert tables(notice) == [[["工作任务", "牵头单位"], ["一、\n规划", "区发改委"]]]
        assert [row[0].line for row in notice.blocks[0].rows] == [1, 2]

    @pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\0" * 5000], ids=["empty", "blank", "zeros"])
    def test_an_empty_file_is_refused(self, tmp_path, content):
        assert "文件是空的" in refusal(written(tmp_path / "a.txt", content))

    def test_a_program_called_txt_is_refused(self, tmp_path):
        assert "不是文字" in refusal(written(tmp_path / "a.txt", b"\x7fELF" + bytes(range(256)) * 40))

    def test_a_missing_file_is_refused(self, tmp_path):
        assert "找不到这个文件" in refusal(tmp_path / "none.txt")


class TestWord:
    def test_cells_merged_over_rows_and_columns_stand_once_where_they_begin(self, tmp_path):
        notice = word(
            tmp_path,
            table(
                row(*map(cell, HEAD)),
                row(cell("一、规划", '<w:gridSpan w:val="4"/>')),
                row(cell("（一）做好", '<w:vMerge w:val="restart"/>'), cell("1．公开"), cell("甲"), cell("乙")),
                row(cell("", "<w:vMerge/>"), cell("2．更新"), cell("丙", '<w:gridSpan w:val="2"/>')),
            ),
        )

        assert spans(notice) == [
            [(words, column, 1, 1) for column, words in enumerate(HEAD)],
            [("一、规划", 0, 4, 1)],
            [("（一）做好", 0, 1, 2), ("1．公开", 1, 1, 1), ("甲", 2, 1, 1), ("乙", 3, 1, 1)],
            [("2．更新", 1, 1, 1), ("丙", 2, 2, 1)],
        ]

    def test_a_merge_that_goes_on_from_nothing_is_a_cell_of_its_own(self, tmp_path):
        notice = word(tmp_path, table(row(cell("甲", "<w:vMerge/>"), cell("乙")), row(cell("", "<w:vMerge/>"), cell("丙"))))

        assert spans(notice) == [[("甲", 0, 1, 2), ("乙", 1, 1, 1)], [("丙", 1, 1, 1)]]

    def test_words_hidden_in_a_merged_cell_are_remarked(self, tmp_path):
        merged = '<w:vMerge w:val="restart"/>'
        notice = word(tmp_path, table(row(cell("甲", merged), cell("乙")), row(cell("看不见", "<w:vMerge/>"), cell("丙"))))

        assert [(left.text, left.line) for left in notice.remarks] == [("看不见", 3)]

    def test_rows_that_begin_late_keep_their_columns(self, tmp_path):
        late = '<w:gridBefore w:val="2"/>'
        notice = word(tmp_path, table(row(cell("甲"), cell("乙"), cell("丙")), row(cell("丁"), properties=late)))

        assert spans(notice)[1] == [("丁", 2, 1, 1)]

    def test_numbers_that_word_counts_are_written_out(self, tmp_path):
        numbering = lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4"))
        depths = [0, 1, 2, 2, 3, 1, 2, 0, 1]
        notice = word(tmp_path, "".join(paragraph("甲", numbered(1, depth)) for depth in depths), numbering=numbering)

        assert paragraphs(notice) == ["一、甲", "（一）甲", "1.甲", "2.甲", "①甲", "（二）甲", "1.甲", "二、甲", "（一）甲"]

    def test_a_number_of_several_depths_and_one_that_starts_late(self, tmp_path):
        starts = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/></w:lvlOverride>'
        numbering = lists(("chineseCounting", "第%1部分"), ("decimal", "%1.%2"), starts=starts)
        notice = word(tmp_path, paragraph("甲", numbered(1)) + paragraph("乙", numbered(1, 1)), numbering=numbering)

        assert paragraphs(notice) == ["第十部分甲", "十.1 乙"]

    def test_a_number_may_come_from_the_style_of_a_paragraph(self, tmp_path):
        style = f'<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>{numbered(1)}</w:pPr></w:style>'
        based = '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h"/></w:style>'
        notice = word(tmp_path, paragraph("甲", '<w:pStyle w:val="h2"/>'), styles=style + based, numbering=lists(("decimal", "%1．")))

        assert notice.blocks == (Paragraph("1．甲", 1, 1),)

    def test_a_list_may_say_itself_which_style_stands_at_which_depth(self, tmp_path):
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="h{n}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' for n in (0, 1)
        )
        numbering = lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
        for depth in (0, 1):
            numbering = numbering.replace(f'w:ilvl="{depth}">', f'w:ilvl="{depth}"><w:pStyle w:val="h{depth}"/>')
        body = "".join(paragraph("甲", f'<w:pStyle w:val="h{depth}"/>') for depth in (0, 1, 1))

        assert paragraphs(word(tmp_path, body, styles=styles, numbering=numbering)) == ["一、甲", "（一）甲", "（二）甲"]

    def test_a_table_of_contents_is_left_out_with_a_remark(self, tmp_path):
        styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
        notice = word(tmp_path, paragraph("一、规划……1", '<w:pStyle w:val="t"/>') + paragraph("一、规划"), styles=styles)

        assert (paragraphs(notice), "目录" in notice.remarks[0].why) == (["一、规划"], True)

    def test_a_column_of_counted_numbers_is_not_empty(self, tmp_path):
        rows = [row(cell(paragraph("", numbered(1))), cell(name)) for name in "甲乙"]

        assert tables(word(tmp_path, table(*rows), numbering=lists(("decimal", "%1")))) == [[["1 ", "甲"], ["2 ", "乙"]]]

    def test_deleted_words_are_out_and_inserted_ones_in(self, tmp_path):
        run = "<w:r><w:t>{}</w:t></w:r>"
        gone = '<w:del w:id="1"><w:r><w:delText>六月</w:delText></w:r></w:del>'
        body = f"<w:p>{run.format('于')}{gone}<w:ins w:id='2'>{run.format('七月')}</w:ins>{run.format('底前')}</w:p>"
        deleted_row = row(cell("不要"), cell("不要"), properties="<w:del w:id='3'/>")
        notice = word(tmp_path, body + table(row(cell("甲"), cell("乙")), deleted_row, row(cell("丙"), cell("丁"))))

        assert paragraphs(notice) == ["于七月底前"]
        assert tables(notice) == [[["甲", "乙"], ["丙", "丁"]]]

    def test_a_deleted_paragraph_end_joins_two_paragraphs(self, tmp_path):
        body = paragraph("做好规划", "<w:rPr><w:del w:id='1'/></w:rPr>") + paragraph("公开")

        assert paragraphs(word(tmp_path, body)) == ["做好规划公开"]

    def test_links_fields_symbols_breaks_and_controls_give_their_words(self, tmp_path):
        link = "<w:hyperlink><w:r><w:t>政府网站</w:t></w:r></w:hyperlink>"
        field = '<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>2021年</w:t></w:r></w:fldSimple>'
        symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:tab/><w:br/><w:noBreakHyphen/></w:r>'
        control = f"<w:sdt><w:sdtPr><w:t>不要</w:t></w:sdtPr><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        notice = word(tmp_path, f"<w:p>{link}{field}{symbol}</w:p>{control}")

        assert paragraphs(notice) == ["政府网站2021年√\t\n-", "控件"]

    def test_a_text_box_is_read_once_after_its_paragraph(self, tmp_path):
        box = f"<w:txbxContent>{paragraph('盒中')}</w:txbxContent>"
        both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        notice = word(tmp_path, f"<w:p><w:r><w:t>盒外</w:t></w:r><w:r>{both}</w:r></w:p>")

        assert paragraphs(notice) == ["盒外", "盒中"]

    def test_hidden_words_are_left_out_with_a_remark(self, tmp_path):
        notice = word(tmp_path, "<w:p><w:r><w:t>看见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起</w:t></w:r></w:p>")

        assert paragraphs(notice) == ["看见"]
        assert [(left.text, left.line) for left in notice.remarks] == [("藏起", 1)]

    def test_header_footer_and_notes_stand_around_the_body(self, tmp_path):
        notes = f'<w:footnote w:type="separator">{paragraph("线")}</w:footnote><w:footnote>{paragraph("注：以下简称其他渠道")}</w:footnote>'
        notice = word(tmp_path, paragraph("正文"), header=paragraph("某区政府文件"), footer=paragraph("第1页"), footnotes=notes)

        assert paragraphs(notice) == ["某区政府文件", "正文", "注：以下简称其他渠道"]

    def test_a_table_in_a_cell_is_words_of_that_cell(self, tmp_path):
        inner = table(row(cell("栏目"), cell("规划")), row(cell("时限"), cell("六月")))
        notice = word(tmp_path, table(row(cell("一、任务很长很长很长很长"), cell(inner + paragraph("后")), cell("乙"))))

        assert tables(notice) == [[["一、任务很长很长很长很长", "栏目 规划\n时限 六月\n后", "乙"]]]

    def test_a_table_around_the_whole_page_is_opened(self, tmp_path):
        inner = table(row(cell("甲"), cell("乙")), row(cell("丙"), cell("丁")))
        notice = word(tmp_path, table(row(cell(paragraph("标题") + inner))))

        assert paragraphs(notice) == ["标题"]
        assert tables(notice) == [[["甲", "乙"], ["丙", "丁"]]]

    def test_the_strict_form_of_the_format_is_read(self, tmp_path):
        notice = word(tmp_path, table(row(cell("甲"), cell("乙", '<w:gridSpan w:val="2"/>'))), word=STRICT)

        assert spans(notice) == [[("甲", 0, 1, 1), ("乙", 1, 2, 1)]]

    def test_lines_count_paragraphs_in_cells_too(self, tmp_path):
        notice = word(tmp_path, paragraph("甲") + paragraph("") + table(row(cell("乙"), cell("丙"))) + paragraph("丁"))

        assert notice.counts == "段"
        assert (notice.blocks[1].rows[0][1].line, notice.blocks[2].line) == (4, 5)


class TestWebPage:
    def test_spans_are_laid_out_as_a_browser_does(self, tmp_path):
        body = (
            "<table><tr><th rowspan=2>工作任务<th colspan=2>单位<tr><td>牵头<td>责任"
            "<tr><td rowspan=0>做好<td>甲局<br>乙局<td>丙局<tr><td colspan=9>丁局</table>"
        )

        assert spans(page(tmp_path, body)) == [
            [("工作任务", 0, 1, 2), ("单位", 1, 2, 1)],
            [("牵头", 1, 1, 1), ("责任", 2, 1, 1)],
            [("做好", 0, 1, 2), ("甲局\n乙局", 1, 1, 1), ("丙局", 2, 1, 1)],
            [("丁局", 1, 9, 1)],
        ]

    @pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "x-nonsense", ""])
    def test_a_gbk_page_is_read_whatever_it_says_of_itself(self, tmp_path, declared):
        content = f"<html><head><meta charset='{declared}'></head><body><p>关于印发镕政务公开工作要点的通知</p></body></html>".encode("gbk")

        assert paragraphs(readers.read(written(tmp_path / "a.htm", content))) == ["关于印发镕政务公开工作要点的通知"]

    def test_menu_breadcrumb_and_footer_are_left_out_with_a_remark(self, tmp_path):
        links = "".join(f"<li><a href=#>栏目{name}</a></li>" for name in "甲乙丙丁")
        body = (
            f"<div class=header><ul>{links}</ul></div><div class='wrap'><div class=dqwz>您现在的位置：首页 > 政务公开</div>"
            f"<h1>政务公开工作要点</h1><div class=TRS_Editor><p>{'各镇街：做好规划公开。' * 30}</p></div></div>"
            "<div id=foot>主办：某区政府办公室 渝ICP备0001号</div>"
        )
        notice = page(tmp_path, body)

        assert paragraphs(notice) == ["政务公开工作要点", "各镇街：做好规划公开。" * 30]
        assert notice.blocks[0].level == 1
        assert [left.text for left in notice.remarks] == [
            "栏目甲 栏目乙 栏目丙 栏目丁",
            "您现在的位置：首页 > 政务公开",
            "主办：某区政府办公室 渝ICP备0001号",
        ]

    def test_what_a_page_hides_or_strikes_out_is_left_out_and_told_with_its_line(self, tmp_path):
        body = "<p>公开预算</p>\n<p style='display: none'>暂缓</p>\n<p>于<del>六月</del>七月</p><table><tr><td>甲<td style='display:none'>乙<td>丙<tr><td>丁<td>戊</table>"
        notice = page(tmp_path, body)

        assert (paragraphs(notice), tables(notice)) == (["公开预算", "于七月"], [[["甲", "丙"], ["丁", "戊"]]])
        assert [(left.text, left.line, left.is_furniture) for left in notice.remarks] == [
            ("暂缓", 2, True),
            ("乙", 3, True),
            ("六月", 3, False),
        ]

    def test_a_table_is_never_taken_for_furniture(self, tmp_path):
        rows = "".join(f"<tr><td>（{n}）做好各类规划信息主动公开工作</td><td>区发展改革委</td></tr>" for n in "一二三")
        notice = page(tmp_path, f"<div class='footer nav'><table>{rows}</table></div><p>{'无关的话。' * 500}</p>")

        assert len(tables(notice)[0]) == 3

    def test_tables_that_arrange_the_page_are_opened(self, tmp_path):
        inner = "<table><tr><td>甲<td>乙</tr><tr><td>丙<td>丁</tr></table>"
        notice = page(tmp_path, f"<table><tr><td><table><tr><td><p>标题</p>{inner}</td></tr></table></td></tr></table>")

        assert (paragraphs(notice), tables(notice)) == (["标题"], [[["甲", "乙"], ["丙", "丁"]]])

    def test_wrapped_source_lines_are_one_line_of_chinese(self, tmp_path):
        assert paragraphs(page(tmp_path, "<p>政务公开\n      工作要点 &nbsp;A\nB</p>甲<br>乙<script>丙</script>")) == [
            "政务公开工作要点  A B",
            "甲",
            "乙",
        ]

    def test_words_between_rows_and_cells_without_a_row_are_kept(self, tmp_path):
        notice = page(tmp_path, "<table><caption>附件</caption><td>甲<td>乙<tr><td>丙<td>丁</table>")

        assert (paragraphs(notice), tables(notice)) == (["附件"], [[["甲", "乙"], ["丙", "丁"]]])

    def test_the_title_in_the_head_is_used_when_the_body_has_none(self, tmp_path):
        notice = page(tmp_path, "<p>各镇街：</p>", "<meta name=ArticleTitle content=某区政务公开工作要点>")

        assert paragraphs(notice) == ["某区政务公开工作要点", "各镇街："]

    def test_numbered_items_show_the_numbers_a_browser_shows(self, tmp_path):
        assert paragraphs(page(tmp_path, "<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul><ol><li>（一）丁</ol>")) == [
            "3.甲",
            "4.乙",
            "丙",
            "（一）丁",
        ]

    def test_a_page_saved_as_one_file_is_read(self, tmp_path):
        content = (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html;"
            b" charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D5=FE=CE=F1=B9=AB=BF=AA</p>\r\n--B--\r\n"
        )

        assert paragraphs(readers.read(written(tmp_path / "a.mht", content))) == ["政务公开"]

    def test_a_page_whose_article_is_elsewhere_says_so(self, tmp_path):
        assert "框架" in refusal(written(tmp_path / "a.html", "<html><body><iframe src=b.html></iframe></body></html>"))

    def test_entities_do_not_open_files(self, tmp_path):
        secret = written(tmp_path / "secret.txt", "机密")
        content = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>甲&x;乙</p></body></html>'

        assert "机密" not in "".join(paragraphs(readers.read(written(tmp_path / "a.html", content))))


class TestSpreadsheet:
    def book(self, tmp_path, fill) -> Notice:
        book = openpyxl.Workbook()
        fill(book)
        book.save(tmp_path / "a.xlsx")
        return readers.read(tmp_path / "a.xlsx")

    def test_merged_cells_dates_and_numbers_are_read_as_shown(self, tmp_path):
        def fill(book):
            sheet = book.active
            sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = "（一）做好", datetime.date(2021, 6, 30), 12.0, 0.04
            sheet["E2"].number_format = "0%"
            sheet["C3"], sheet["D3"] = "甲\r\n乙", 1.5
            sheet.merge_cells("B2:B3")

        notice = self.book(tmp_path, fill)

        assert spans(notice) == [
            [("（一）做好", 0, 1, 2), ("2021-06-30", 1, 1, 1), ("12", 2, 1, 1), ("4%", 3, 1, 1)],
            [("甲\n乙", 1, 1, 1), ("1.5", 2, 1, 1)],
        ]
        assert notice.blocks[0].line == 2

    def test_hidden_rows_are_read_and_hidden_sheets_are_not_each_with_a_remark(self, tmp_path):
        def fill(book):
            book.active["A1"], book.active["A2"] = "甲", "乙"
            book.active.row_dimensions[2].hidden = True
            other = book.create_sheet("名单")
            other["A1"] = "区发改委"
            other.sheet_state = "hidden"

        notice = self.book(tmp_path, fill)

        assert tables(notice) == [[["甲"], ["乙"]]]
        assert [(left.text, left.line) for left in notice.remarks] == [("工作表“名单”", 0), ("工作表“Sheet”的第 2 行", 2)]

    def test_named_sheets_come_one_after_the_other(self, tmp_path):
        def fill(book):
            book.active.title = "第一部分"
            book.active["A1"] = "甲"
            book.create_sheet("第二部分")["A1"] = "乙"
            book.create_sheet("空")

        notice = self.book(tmp_path, fill)

        assert (paragraphs(notice), tables(notice)) == (["第一部分", "第二部分"], [[["甲"]], [["乙"]]])

    def test_a_formula_without_a_result_is_not_lost(self, tmp_path):
        notice = self.book(tmp_path, lambda book: book.active.append(["甲", "=A1&A1"]))

        assert tables(notice) == [[["甲", "=A1&A1"]]]
        assert "公式" in notice.remarks[0].why

    @pytest.mark.sweep
    def test_a_sheet_that_is_merged_all_over_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(limits, "SECONDS", 1.0)
        book = openpyxl.Workbook()
        book.active["A1"] = "甲"
        book.save(tmp_path / "a.xlsx")
        sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
        repacked(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", sheet.encode())

        assert "取消整列的合并" in refusal(tmp_path / "a.xlsx")


class TestPdf:
    COLUMNS = (50, 150, 450, 600, 750)
    LONG = "2．公开“十四五”重点专项规划，做好历史规划归集整理和主动公"

    def read(self, tmp_path, *sheets: Sheet) -> Notice:
        return readers.read(pdf_file(tmp_path / "a.pdf", *sheets))

    def test_a_table_over_two_pages_is_one_and_its_head_stands_once(self, tmp_path):
        first = (
            Sheet()
            .grid(self.COLUMNS, (100, 120, 300))
            .words(self.COLUMNS, 100, *HEAD)
            .words(self.COLUMNS, 120, "（一）", "1．公开。", "甲", "乙")
        )
        second = (
            Sheet()
            .grid(self.COLUMNS, (50, 70, 120))
            .words(self.COLUMNS, 50, *HEAD)
            .words(self.COLUMNS, 70, "（二）", "2．公开。", "丙", "丁")
        )

        assert tables(self.read(tmp_path, first, second)) == [
            [list(HEAD), ["（一）", "1．公开。", "甲", "乙"], ["（二）", "2．公开。", "丙", "丁"]]
        ]

    @pytest.mark.parametrize("is_ruled", [True, False], ids=["ruled", "unruled"])
    def test_a_row_cut_by_the_page_break_is_put_together(self, tmp_path, is_ruled):
        first = Sheet().grid(self.COLUMNS, (100, 120, 500), is_open_below=not is_ruled).words(self.COLUMNS, 100, *HEAD)
        first.words(self.COLUMNS, 120, "（一）", self.LONG, "甲", "乙")
        second = Sheet().grid(self.COLUMNS, (50, 70, 120), is_open_above=not is_ruled).words(self.COLUMNS, 50, "", "开工作。", "", "")
        second.words(self.COLUMNS, 70, "（二）", "3．公开。", "丙", "丁")

        assert spans(self.read(tmp_path, first, second))[1:] == [
            [(words, column, 1, 1) for column, words in enumerate(("（一）", self.LONG + "开工作。", "甲", "乙"))],
            [(words, column, 1, 1) for column, words in enumerate(("（二）", "3．公开。", "丙", "丁"))],
        ]

    def test_a_merged_cell_goes_on_under_the_page_break(self, tmp_path):
        def merged(sheet: Sheet, top: float) -> Sheet:
            sheet.grid(self.COLUMNS[1:], (top, top + 50, top + 100))
            return sheet.grid(self.COLUMNS[:2], (top, top + 100))

        first = (
            merged(Sheet(), 100)
            .words(self.COLUMNS, 100, "（一）做好", "1．公开。", "甲", "乙")
            .words(self.COLUMNS, 150, "", "2．公开。", "丙", "丁")
        )
        second = (
            merged(Sheet(), 50).words(self.COLUMNS, 50, "", "3．公开。", "甲", "乙").words(self.COLUMNS, 100, "", "4．公开。", "丙", "丁")
        )

        notice = spans(self.read(tmp_path, first, second))

        assert notice[0][0] == ("（一）做好", 0, 1, 4)
        assert [cells[-3][0] for cells in notice] == ["1．公开。", "2．公开。", "3．公开。", "4．公开。"]

    def test_lines_of_a_cell_are_joined_only_where_they_were_full(self, tmp_path):
        sheet = (
            Sheet()
            .grid(self.COLUMNS, (100, 200))
            .words(self.COLUMNS, 100, "（一）做好各类规\n划公开。", self.LONG + "\n开工作。", "区财政局\n区商务委", "乙")
        )

        assert tables(self.read(tmp_path, sheet)) == [[["（一）做好各类规划公开。", self.LONG + "开工作。", "区财政局\n区商务委", "乙"]]]

    def test_words_around_the_table_are_paragraphs_and_page_numbers_are_out(self, tmp_path):
        body = "各镇街、各部门：现将任务分工印发给你们，请各单位按照职责分工认真抓好贯彻执行，按时完成各项任务，按时报送任务完成的情"
        sheet = Sheet().write("政务公开工作要点", 300, 60, 18).write(body, 70, 90).write("况。", 50, 104).write("— 1 —", 400, 560)
        sheet.grid((50, 300, 630), (200, 220, 240)).words((50, 300), 200, "甲", "乙").words((50, 300), 220, "丙", "丁").write(
            "2021年5月25日", 500, 300
        )
        notice = self.read(tmp_path, sheet)

        assert paragraphs(notice) == ["政务公开工作要点", body + "况。", "2021年5月25日"]
        assert tables(notice) == [[["甲", "乙"], ["丙", "丁"]]]
        assert notice.remarks[0].text == "— 1 —"

    def test_a_table_without_rules_at_its_sides_has_all_its_columns(self, tmp_path):
        sheet = Sheet().write("各单位：", 50, 50)
        for top in (100, 120, 140, 160):
            sheet.rule(50, top, 750, top)
        for x in self.COLUMNS[1:-1]:
            sheet.rule(x, 100, x, 160)
        rows = [list(HEAD), ["（一）", "1．公开。", "甲", "乙"], ["（二）", "2．公开。", "丙", "丁"]]
        for top, texts in zip((100, 120, 140), rows, strict=True):
            sheet.words(self.COLUMNS, top, *texts)

        assert tables(self.read(tmp_path, sheet)) == [rows]

    def test_a_running_head_does_not_cut_the_table(self, tmp_path):
        sheets = []
        for number in (1, 2, 3):
            sheet = Sheet().write("某区政务公开文件汇编", 300, 20).grid(self.COLUMNS, (100, 120, 140)).words(self.COLUMNS, 100, *HEAD)
            sheets.append(sheet.words(self.COLUMNS, 120, f"（{number}）", "公开。", "甲", "乙").write(f"第 {number} 页 共 3 页", 400, 570))

        assert [len(table) for table in tables(self.read(tmp_path, *sheets))] == [4]

    def test_columns_without_rules_are_kept_apart_by_tabs(self, tmp_path):
        sheet = (
            Sheet()
            .words(self.COLUMNS, 100, *HEAD)
            .words(self.COLUMNS, 120, "（一）做好规划", "1．公开。", "区发改委", "各镇街")
            .write("共两项工作任务", 50, 200)
        )

        assert paragraphs(self.read(tmp_path, sheet))[:2] == ["\t".join(HEAD), "（一）做好规划\t1．公开。\t区发改委\t各镇街"]

    def test_radicals_that_look_like_characters_are_the_characters(self):
        assert pdf_glyphs.meant("⼯作⻔⼾ﬁ") == "工作门户fi"

    def test_a_scan_without_text_is_refused_with_advice(self, tmp_path):
        assert "OCR" in refusal(pdf_file(tmp_path / "a.pdf", Sheet().rule(0, 0, 9, 9)))

    def test_a_file_with_a_password_is_refused(self, tmp_path):
        path = pdf_file(tmp_path / "a.pdf", Sheet().write("政务公开", 50, 50))
        locked = b"trailer << /ID [(a) (a)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >>" % (b"o" * 32, b"u" * 32)

        assert "密码" in refusal(written(path, path.read_bytes().replace(b"trailer <<", locked)))

    def test_a_damaged_file_is_refused(self, tmp_path):
        path = pdf_file(tmp_path / "a.pdf", Sheet().write("政务公开", 50, 50))

        assert "PDF" in refusal(written(path, path.read_bytes()[:200]))


def repacked(path, name: str, content: bytes) -> None:
    """Replace one part of a zipped file."""
    with zipfile.ZipFile(path) as archive:
        parts = {part_name: archive.read(part_name) for part_name in archive.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part_name, part_content in parts.items():
            archive.writestr(part_name, part_content)


class TestKinds:
    def test_what_a_file_is_its_content_says(self, tmp_path):
        word_file(tmp_path / "a.docx", paragraph("甲"))
        (tmp_path / "a.docx").rename(tmp_path / "a.txt")
        written(tmp_path / "b.xls", "<html><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table></html>")

        assert paragraphs(readers.read(tmp_path / "a.txt")) == ["甲"]
        assert tables(readers.read(tmp_path / "b.xls")) == [[["甲", "乙"], ["丙", "丁"]]]

    @pytest.mark.parametrize(
        ("content", "advice"),
        [
            (b"\x89PNG\r\n", "图片"),
            (b"Rar!\x1a\x07", "压缩包"),
            (b"PK\x03\x04 broken", "损坏"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "另存为"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ],
        ids=["picture", "rar", "broken-zip", "xls", "encrypted"],
    )
    def test_other_files_are_refused_with_advice(self, tmp_path, content, advice):
        assert advice in refusal(written(tmp_path / "a.docx", content))

    def test_an_ordinary_archive_is_refused(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("通知.docx", "x")

        assert "先解压" in refusal(tmp_path / "a.zip")

    def test_an_old_word_file_tells_how_to_save_it_where_nothing_converts_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(old_word.shutil, "which", lambda _: None)

        assert "另存为" in refusal(written(tmp_path / "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")))

    def test_an_old_word_file_is_converted_where_something_does(self, tmp_path, monkeypatch):
        converted = word_file(tmp_path / "converted.docx", paragraph("甲"))
        program = written(
            tmp_path / "soffice", f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\ncp "{converted}" "$2/notice.docx"\n'
        )
        program.chmod(0o755)
        monkeypatch.setattr(old_word.shutil, "which", lambda _: str(program))

        assert paragraphs(readers.read(written(tmp_path / "a.doc", b"{\\rtf1 x}"))) == ["甲"]


class TestHostileFiles:
    def test_a_zip_bomb_is_refused_before_it_is_opened(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * (limits.XML_PART_BYTES + 1))

        assert "压缩炸弹" in refusal(tmp_path / "a.docx")

    def test_a_zip_that_lies_about_its_size_is_refused(self, tmp_path):
        path = word_file(tmp_path / "a.docx", paragraph("甲" * 10_000))
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo("word/document.xml").file_size
        written(path, path.read_bytes().replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little")))

        assert "损坏" in refusal(path)

    def test_tables_inside_tables_without_end_are_refused(self, tmp_path):
        body = paragraph("甲")
        for _ in range(limits.NESTED_TABLES + 2):
            body = table(row(cell(body), cell("乙")))

        assert "套得太深" in refusal(word_file(tmp_path / "a.docx", body))

    def test_a_page_of_boxes_inside_boxes_is_refused(self, tmp_path):
        assert "套得太深" in refusal(written(tmp_path / "a.html", "<html>" + "<div>" * 5000 + "甲"))

    def test_entities_that_multiply_are_refused(self, tmp_path):
        path = word_file(tmp_path / "a.docx", paragraph("甲"))
        repacked(path, "word/document.xml", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document xmlns:w="urn:w"><w:body/></w:document>')

        assert "实体" in refusal(path)

    def test_a_cell_as_long_as_a_book_is_refused(self, tmp_path):
        assert "超过" in refusal(word_file(tmp_path / "a.docx", table(row(cell("甲" * (limits.CELL_CHARACTERS + 1)), cell("乙")))))

    def test_more_paragraphs_than_any_notice_has_are_refused(self, tmp_path):
        assert "段落超过" in refusal(written(tmp_path / "a.txt", "甲\n" * (limits.PARAGRAPHS + 1)))

    @pytest.mark.sweep
    def test_a_million_empty_paragraphs_are_refused_in_time(self, tmp_path):
        assert "没有文字" in refusal(word_file(tmp_path / "a.docx", "".join(f"<w:p w:n='{number}'/>" for number in range(1_000_000))))

    def test_a_reader_that_never_ends_is_stopped(self, monkeypatch):
        monkeypatch.setattr(limits, "SECONDS", 0.2)

        with pytest.raises(RefusedError, match="太久"):
            containment.contained(_endless)

    def test_only_computing_time_counts(self, monkeypatch):
        """A busy machine makes a reader wait, as sleep does."""
        monkeypatch.setattr(limits, "SECONDS", 0.2)

        assert containment.contained(lambda: time.sleep(1.5) or "读完") == "读完"

    def test_a_reader_that_waits_for_ever_is_stopped(self, monkeypatch):
        monkeypatch.setattr(limits, "WAITING_SECONDS", 0.3)

        with pytest.raises(RefusedError, match="机器太忙"):
            containment.contained(lambda: time.sleep(60))

    @pytest.mark.sweep
    def test_an_honest_table_of_95000_cells_is_read_on_a_busy_machine(self, tmp_path):
        texts = ("（一）公开规划信息", "1.公开国民经济和社会发展规划。", "县发展改革委", "各乡镇", "6月底前")
        rows = f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>" * 19_000
        path = written(tmp_path / "a.html", f"<html><meta charset=utf-8><table>{rows}</table></html>")
        busy = [multiprocessing.get_context("fork").Process(target=_endless, daemon=True) for _ in range(2 * (os.cpu_count() or 1))]
        for process in busy:
            process.start()

        try:
            assert len(tables(readers.read(path))[0]) == 19_000
        finally:
            for process in busy:
                process.kill()

    @pytest.mark.parametrize(
        "work",
        [
            pytest.param(lambda _: socket.socket(), id="a socket"),
            pytest.param(lambda _: socket.getaddrinfo("localhost", 80), id="a name looked up"),
            pytest.param(lambda _: subprocess.run(["true"], check=False), id="a program"),
            pytest.param(lambda _: os.system("true"), id="a shell"),
            pytest.param(lambda _: os.fork(), id="a process"),
            pytest.param(lambda folder: (folder / "new").write_text("甲"), id="a new file"),
            pytest.param(lambda folder: (folder / "kept").open("a"), id="a file gone on with"),
            pytest.param(lambda folder: os.open(folder / "kept", os.O_RDWR), id="a file opened for both"),
            pytest.param(lambda folder: (folder / "kept").unlink(), id="a file removed"),
            pytest.param(lambda folder: (folder / "kept").rename(folder / "new"), id="a file renamed"),
            pytest.param(lambda folder: (folder / "new").mkdir(), id="a folder"),
        ],
    )
    def test_a_reader_reaches_neither_network_nor_disk_nor_programs(self, tmp_path, work):
        written(tmp_path / "kept", "原文")

        with pytest.raises(RefusedError, match="已经拒绝"):
            containment.contained(lambda: work(tmp_path))
        assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"kept": "原文"}

    def test_a_reader_writes_nothing_into_what_was_open_before(self, tmp_path):
        """No hook sees this; the kernel refuses it."""
        with (tmp_path / "open").open("wb", buffering=0) as opened, pytest.raises(RefusedError, match="读不下去"):
            containment.contained(lambda: opened.write(b"1"))

        assert (tmp_path / "open").read_bytes() == b""

    def test_what_is_refused_in_a_reader_is_allowed_outside(self, tmp_path):
        containment.contained(lambda: None)

        with socket.socket():
            assert (tmp_path / "new").write_text("甲", encoding="utf-8") == 1

    def test_a_reader_that_fills_the_memory_is_stopped(self):
        with pytest.raises(RefusedError, match="内存"):
            containment.contained(lambda: Notice("x" * limits.MEMORY_BYTES * 2, ()))

    def test_a_reader_that_stumbles_refuses(self):
        with pytest.raises(RefusedError, match="读不下去"):
            containment.contained(lambda: 1 // 0)


def _endless() -> Notice:
    while True:
        pass


WORDS = st.text("一二三四五（）、，。；公开规划 \n12．Ab", min_size=1, max_size=12).map(str.strip).filter(bool)
GRIDS = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=2, max_size=6))


def squeezed(grid: list[list[str]]) -> list[list[str]]:
    return [["".join(text.split()) for text in row] for row in grid]


@pytest.mark.sweep
# Three files are written and read for each.
@settings(max_examples=min(25, settings().max_examples // 2))
@given(GRIDS)
def test_any_table_comes_back_from_any_format(tmp_path_factory, grid):
    folder = tmp_path_factory.mktemp("grid")
    word_file(folder / "a.docx", table(*(row(*(cell("".join(map(paragraph, text.split("\n")))) for text in texts)) for texts in grid)))
    rows = "".join(f"<tr>{''.join('<td>' + text.replace(chr(10), '<br>') + '</td>' for text in texts)}</tr>" for texts in grid)
    written(folder / "a.html", f"<html><meta charset=utf-8><table>{rows}</table></html>")
    book = openpyxl.Workbook()
    for texts in grid:
        book.active.append(texts)
    book.save(folder / "a.xlsx")

    for name in ("a.docx", "a.html", "a.xlsx"):
        assert squeezed(tables(readers.read(folder / name))[0]) == squeezed(grid)


def outcome(path) -> str:
    try:
        return f"读到 {len(readers.read(path).blocks)} 块"
    except RefusedError as error:
        return str(error)


@pytest.mark.sweep
@settings(max_examples=min(40, settings().max_examples))
@given(
    st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a.xlsx"]),
    st.binary(min_size=1, max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>"]),
)
def test_any_bytes_are_a_notice_or_a_refusal(tmp_path_factory, name, content, beginning):
    path = written(tmp_path_factory.mktemp("bytes") / name, beginning + content)

    assert any("\u4e00" <= character <= "\u9fff" for character in outcome(path))


@pytest.mark.sweep
def test_a_printed_page_of_a_browser_comes_back_cell_for_cell(browser, tmp_path):
    """Real fonts, real page breaks: a table of three pages with merged cells that go over them."""
    texts = [
        [f"{number}．公开第{number}项规划，{'做好归集整理和主动公开工作，' * (number % 7 * 4)}完。", f"区第{number}局"]
        for number in range(1, 25)
    ]
    rows = "".join(
        f"<tr>{'<td rowspan=8>（一）做好各类规划公开' if number % 8 == 0 else ''}<td>{text}<td>{unit}"
        for number, (text, unit) in enumerate(texts)
    )
    printed = browser.new_page()
    printed.set_content(
        f"<meta charset=utf-8><style>table{{border-collapse:collapse}}td,th{{border:1px solid}}</style><table><thead><tr><th>任务<th>举措<th>单位</thead>{rows}</table>"
    )
    written(tmp_path / "a.pdf", printed.pdf(format="A4"))
    printed.close()

    notice = readers.read(tmp_path / "a.pdf")

    assert [row[-2:] for row in tables(notice)[0][1:]] == texts
    assert [cell.rows for row in notice.blocks[0].rows for cell in row if cell.column == 0] == [1, 8, 8, 8]


def test_reading_needs_no_disk_but_the_file(tmp_path):
    word_file(tmp_path / "a.docx", paragraph("甲"))
    readers.read(tmp_path / "a.docx")

    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_an_in_memory_copy_of_a_sheet_is_read_like_the_file(tmp_path):
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "甲"
    book.save(saved)

    assert tables(readers.read(written(tmp_path / "a.bin", saved.getvalue()))) == [[["甲"]]]

"""Paragraphs, brackets and names of documents in the words of a notice."""

import pytest
from gongkai.importing.layout.brackets import depths, paragraphs, without_titles


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("公开预算\n信息。", "公开预算信息。"),
        ("公开预算。\n公开决算。", "公开预算。\n公开决算。"),
        ("公开\n1.预算\n（二）决算\n③规划", "公开\n1.预算\n（二）决算\n③规划"),
        ("公开 预算\n\n 信息", "公开预算信息"),
        ("Open\nData", "Open Data"),
    ],
)
def test_lines_that_a_narrow_cell_broke_are_joined(printed, kept):
    assert paragraphs(printed) == kept


@pytest.mark.parametrize(
    ("text", "open_at_each"),
    [
        ("甲(乙)丙", "01110"),
        ("《甲(乙)》丙", "1122210"),
        ("甲(乙", "000"),
        ("甲)乙", "000"),
        ("(甲“乙)丙”", "1111100"),
    ],
)
def test_depth_of_brackets(text, open_at_each):
    assert depths(text) == tuple(map(int, open_at_each))


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("按《2021年要点》于6月公开", "按" + "□" * 9 + "于6月公开"),
        ("《关于《条例》的解释》外", "□" * 11 + "外"),
        ("国办发〔2021〕12号文", "国办发" + "□" * 9 + "文"),
        ("《没有结束2021年", "《没有结束2021年"),
    ],
)
def test_names_of_documents_are_blanked_out(text, blanked):
    assert without_titles(text) == blanked

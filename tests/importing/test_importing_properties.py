"""Whatever a notice says, its cells are read without a crash, no letter is lost, and the draft is valid data."""

import json
import tempfile
from collections import Counter
from pathlib import Path

from gongkai.files import writer
from gongkai.importing.layout import region
from gongkai.importing.layout.reading import Heading, Piece, Reading, Row, Section
from gongkai.importing.meaning import measures, outlets, publication_paths, times, units
from gongkai.importing.meaning.understanding import understand
from gongkai.importing.writing import as_json, as_yaml, report
from gongkai.importing.writing.files import register_files
from gongkai.importing.writing.target import Target
from gongkai.importing.writing.titles import titled
from gongkai.records import loading as ledger
from hypothesis import given
from hypothesis import strategies as st

WORDS = (
    *(
        "区财政局",
        "县委宣传部",
        "各镇街",
        "等有关部门",
        "牵头",
        "配合",
        "负责",
        "和",
        "及",
        "（",
        "）",
        "(",
        "〔",
        "〕",
        "《",
        "》",
        "“",
        "”",
    ),
    *(
        "1．",
        "2.",
        "（1）",
        "①",
        "公开路径：",
        "政府网站",
        "县财政局网页：",
        ">",
        "/",
        "—",
        "-",
        "→",
        "其他渠道",
        "专栏",
        "在",
        "设置",
        "发布",
    ),
    *(
        "2021年",
        "6月",
        "30日",
        "底",
        "前",
        "内",
        "5个工作日",
        "3个月",
        "每季度",
        "每年",
        "不少于",
        "4次",
        "其中",
        "年底前",
        "第二季度",
        "上半年",
        "至",
    ),
    *(
        "公开",
        "信息",
        "及时",
        "。",
        "，",
        "、",
        "；",
        "：",
        "\n",
        " ",
        "\t",
        "\u3000",
        "同上",
        "无",
        "請公開財政資訊",
        "\u200b",
        "\x0b",
        "\ud83d\ude00",
        "A",
        "'",
        '"',
        "#",
        "{",
        "]",
        "-",
        ": ",
    ),
)
wording = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=24).map("".join)
pieces = st.builds(Piece, text=wording, line=st.integers(0, 99), inherited=st.booleans())
rows = st.builds(
    lambda number, *cells: Row(1, 1, number, *cells),
    st.just(1),
    pieces,
    *([pieces] * 6),
)


def letters(text):
    return Counter(character for character in text if character.isalnum())


@given(wording)
def test_taking_a_cell_apart_loses_no_letter(text):
    printed = measures.split(text)
    put_together = "".join(
        [
            printed.opening,
            printed.publication,
            *(f"{measure.number or ''}{measure.text}{measure.publication}" for measure in printed.measures),
        ]
    )

    # Digits of a number may be printed in another width or as ①.
    assert {letter: count for letter, count in letters(text).items() if letter.isalpha()} == {
        letter: count for letter, count in letters(put_together).items() if letter.isalpha()
    }


@given(wording, wording, wording)
def test_units_are_words_of_their_cells(lead, responsible, everybody):
    parties = units.read(lead, responsible, everybody)
    printed = letters(lead + responsible + everybody + "等单位各区县市州旗委政府")

    for name in parties.names:
        assert name.strip()
        assert set(letters(name)) <= set(printed)


@given(wording)
def test_places_are_words_of_their_cells(text):
    for told in (outlets.in_cell(text), publication_paths.in_text(text)):
        for path in told.publication_paths:
            assert set(letters("".join((path.site, *path.columns)))) <= set(letters(text + "政府网站网页门户官方主页"))


@given(wording, st.none() | st.integers(2000, 2100))
def test_a_date_is_never_made_of_words_without_a_number(text, year):
    for time in (times.in_text(text, year), times.in_cell(text, year)):
        if time.due_on:
            assert any(sign.isdigit() or sign in "一二三四五六七八九十年上下" for sign in text)


@given(st.lists(rows, min_size=1, max_size=4), wording.map("要点".__add__), wording)
def test_any_reading_becomes_valid_data_and_a_report(drawn, title, preamble):
    numbered = tuple(
        Row(1, 1, number, row.text, row.matter, row.lead, row.responsible, row.units, row.publication, row.due)
        for number, row in enumerate(drawn, start=1)
    )
    reading = Reading(title, numbered, (Section(Heading(1, title, 1), (Heading(1, title, 1),)),), preamble=preamble)
    draft = titled(understand(reading, year=2021))

    json.loads(as_json.text(draft, jurisdiction="jia", name="甲县", source="x").encode())
    report.html(draft, file="x.txt", counts="行").encode()
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "data", draft)
        assert len(ledger.load(Path(folder) / "data").plans[0].tasks) == len(numbered)


def _write(data, draft):
    target = Target(data, "jia", 2021)
    texts = {target.folder / name: text.encode() for name, text in as_yaml.files(draft, source="某文件").items()}
    writer.write_new({**texts, **register_files(target, draft, region.Region("甲县"))})

"""Whatever a notice holds, over all of Unicode, what `import` writes of it `check` accepts, and reads as it was written."""

import unicodedata
from pathlib import Path

import pytest
from gongkai.files import writer
from gongkai.importing import layout
from gongkai.importing.layout import region
from gongkai.importing.meaning.understanding import understand
from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph, Table
from gongkai.importing.writing import as_yaml, yaml_text
from gongkai.importing.writing.files import register_files
from gongkai.importing.writing.target import Target
from gongkai.importing.writing.titles import titled
from gongkai.records import loading
from gongkai.words import source
from gongkai.words.text import visible
from helpers.sites import each
from hypothesis import given
from hypothesis import strategies as st

EVERY_CHARACTER = "".join(map(chr, range(0x110000)))
BATCH = 2048
# What YAML, the data's own slips of the keyboard and converters make of words.
AWKWARD = (
    *("app：", "units：", "text: ", "甲", "，", " ", "-", "- ", "? ", "?", ": ", ":", " #", "#", "'", '"', "\\"),
    *("{", "}", "[", "]", ",", ", ", "|", "|-", ">", "!", "&", "*", "%", "@", "`", "~", "=", "<<", "---", "..."),
    *("null", "yes", "1", "\n", "\t", "\r", "\u0085", "\u2028", "\u200b", "\u3000", "\u00a0", "\ufeff", "\ud800", "："),
)
awkward = st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=2)), max_size=8).map("".join)


def batches(text, size=BATCH):
    return [text[start : start + size] for start in range(0, len(text), size)]


def one_line(text):
    return " ".join(visible(text).split())


def paragraphs(text):
    return "\n".join(filter(None, (" ".join(line.split()) for line in visible(text).split("\n"))))


def filled(fields):
    return {name: value for name, value in fields.items() if value}


def read(*lines):
    """What `check` reads in a file of these lines, and what it has to say."""
    written = source.parse("\n".join((*lines, "")).encode().decode(), Path("plan.yaml"))
    return written.value, [slip.fault for slip in written.slips]


def record(text, items):
    """A file in which a text stands wherever import writes words, and what it should be read as."""
    after = one_line(text) or "甲"
    written = {
        "year": 2021,
        "title": text,
        "preamble": text,
        "basis": (*items,),
        "tasks": ({"id": "1.1.1", "matter": f"甲{text}", "channels": (*items,), "opening": text, "due": {"within": 5, "after": after}},),
    }
    lines = [yaml_text.comment(text), *yaml_text.lines(written)]
    listed = list(filter(None, map(one_line, items)))
    task = {"id": "1.1.1", "matter": one_line(f"甲{text}"), "channels": listed, "opening": paragraphs(text)}
    plan = {"year": "2021", "title": one_line(text), "preamble": paragraphs(text), "basis": listed}
    return lines, filled({**plan, "tasks": [filled({**task, "due": {"within": "5", "after": after}})]})


# Planes 4 to 13 hold no characters, and the last two those of nobody: one of each, and the others by hand.
ALIKE = {*range(5, 14), 16}


@pytest.mark.parametrize(
    "plane", [*each([0, 1, 2, 3, 4, 14, 15], 0, 1, 14), *(pytest.param(plane, marks=pytest.mark.long) for plane in sorted(ALIKE))]
)
def test_every_character_of_unicode_is_written_so_that_check_reads_it(plane):
    for batch in batches(EVERY_CHARACTER[plane << 16 : (plane + 1) << 16]):
        lines, meant = record(batch, [batch])

        assert read(*lines) == (meant, []), f"U+{ord(batch[0]):04X}"


@pytest.mark.sweep
@given(awkward, st.lists(awkward, max_size=12))
def test_words_that_look_like_yaml_are_written_so_that_check_reads_them(text, items):
    lines, meant = record(text, items)

    assert read(*lines) == (meant, [])


# --- the whole way ------------------------------------------------------------------------------

HEADER = ("序号", "工作事项", "工作任务", "牵头单位", "责任单位", "公开路径", "完成时限")
# What is not seen, separates, or begins something in YAML, and the ends of every stretch of another kind.
_KINDS = [*map(unicodedata.category, EVERY_CHARACTER)]
ODD = "".join(
    character
    for before, kind, character in zip(["Cc", *_KINDS], _KINDS, EVERY_CHARACTER, strict=False)
    if (kind != before and ((kind in ("Cn", "Co", "Cs")) != (before in ("Cn", "Co", "Cs"))))
    or character < "\x80" or kind in ("Cc", "Cf", "Zs", "Zl", "Zp")
)  # fmt: skip


def notice(characters):
    """A small notice with a task for each character, which stands in every name, text and path; all stand in the titles."""
    cells = [
        (str(number), f"{odd}甲{odd}", f"{odd}公开甲{odd}信息。{odd}", f"{odd}县{odd}局", f"乙{odd}局", f"政府网站>{odd}栏{odd}目", f"{odd}6月底前{odd}")
        for number, odd in enumerate(characters, 1)
    ]  # fmt: skip
    rows = tuple(tuple(Cell(text, line, column) for column, text in enumerate(row)) for line, row in enumerate((HEADER, *cells), 4))
    titles = (f"甲县{characters}2021年政务公开工作要点", f"各单位：{characters}", f"一、{characters}公开{characters}")
    return Notice("甲.txt", (*(Paragraph(title, line) for line, title in enumerate(titles, 1)), Table(rows, 4)))


def written(draft, data):
    target = Target(data, "jia", 2021)
    texts = {target.folder / name: text.encode() for name, text in as_yaml.files(draft, source="某文件").items()}
    writer.write_new({**texts, **register_files(target, draft, region.Region("甲县"))})


@pytest.mark.sweep
@pytest.mark.parametrize("characters", each(batches(ODD, 64), *batches(ODD, 64)[::5]), ids=lambda characters: f"U+{ord(characters[0]):04X}")
def test_notice_with_odd_characters_everywhere_becomes_data_that_check_accepts(tmp_path, characters):
    draft = titled(understand(layout.read(notice(characters)), year=2021))
    written(draft, tmp_path)
    # Raises with every fault that check would tell.
    plan = loading.load(tmp_path).plans[0]

    assert [len(plan.tasks), len(draft.tasks)] == [len(characters)] * 2

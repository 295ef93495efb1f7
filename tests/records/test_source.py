"""YAML becomes plain text values with the line of every field, and nothing a clerk types makes the reader fall over."""

import random
import re
from pathlib import Path

import pytest
from gongkai.words.source import parse
from helpers.builders import COLUMNS, FILES, LEDGER, PLAN, TASKS, UNITS, DataFolder
from helpers.sites import each

ROOT = Path(__file__).parents[2]
FILE = Path("data/shili/2025/plan.yaml")
MUTATED = sorted(ROOT.glob("data/*/*/tasks/01-*.yaml"))
TIMES = pytest.mark.parametrize("times", each([20, 60], 20))
TYPED = [*"\t:：\"'[]{}&*!|>-#%@,，。\\\n\r\x00\u202e\u200b\ufeff", "  ", ": ", "- ", "---\n", "\n\n", "|-\n", "\ud7ff", "\U0001f600"]


def value_of(text):
    source = parse(text, FILE)
    assert source.slips == ()
    return source.value


def faults(text):
    """(line, what is wrong) of every problem, in the order of the file."""
    return [(slip.line, slip.fault) for slip in sorted(parse(text, FILE).slips)]


@pytest.mark.parametrize(
    "scalar",
    ["no", "Yes", "true", "007", "1.10", "12:30", "2021-06-30", "1_000", "0x1F", "1e3", ".inf", "null", "~", "-5", "1.2.3", "＝", "十四五"],
)
def test_scalar_stays_the_text_that_was_typed(scalar):
    assert value_of(f"field: {scalar}\n") == {"field": scalar}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'2021年: 1'", "2021年: 1"),
        ("'it''s'", "it's"),
        ('"say \\"yes\\""', 'say "yes"'),
        ('"乙" # 旁注', "乙"),
        ("'' ", ""),
        ('"甲：乙"', "甲：乙"),
    ],
)
def test_closed_quotes_are_no_slip(written, text):
    assert value_of(f"field: {written}\n") == {"field": text}


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("[甲, 乙]", ["甲", "乙"]),
        ("['甲, 乙', \"丙\"]", ["甲, 乙", "丙"]),
        ("[\"甲'乙\", '丙\"丁']", ["甲'乙", '丙"丁']),
        ('[甲, 乙] # 见 "附件', ["甲", "乙"]),
        ("[规划：甲, PPP：乙]", ["规划：甲", "PPP：乙"]),
        ("['甲, app：乙']", ["甲, app：乙"]),
    ],
)
def test_quotes_and_colons_in_brackets_are_no_slip(written, texts):
    assert value_of(f"field: {written}\n") == {"field": texts}


def test_lines_of_nested_fields_are_those_of_the_file():
    text = """\
# 第一行是说明
year: 2025

sections:
  - number: 1
    title: |-
      甲
      乙
    subsections: [{number: 1, title: 丙},
                  {number: 2,
                   title: 丁}]
  - number: 2
"""

    assert parse(text, FILE).lines == {
        (): 2,
        ("year",): 2,
        ("sections",): 4,
        ("sections", 0): 5,
        ("sections", 0, "number"): 5,
        ("sections", 0, "title"): 6,
        ("sections", 0, "subsections"): 9,
        ("sections", 0, "subsections", 0): 9,
        ("sections", 0, "subsections", 0, "number"): 9,
        ("sections", 0, "subsections", 0, "title"): 9,
        ("sections", 0, "subsections", 1): 10,
        ("sections", 0, "subsections", 1, "number"): 10,
        ("sections", 0, "subsections", 1, "title"): 11,
        ("sections", 1): 12,
        ("sections", 1, "number"): 12,
    }


def test_line_of_an_absent_field_is_that_of_the_record_around_it():
    source = parse("sections:\n  - number: 1\n  - number: 2\n", FILE)

    assert source.line_of(("sections", 1, "title")) == 3


def test_what_is_left_out_takes_its_lines_along():
    source = parse("units:\n  - slug: a\n  - slug: b\n    name: 乙\n  - slug: c\n", FILE).without([("units", 1)])

    assert (source.value, source.lines) == (
        {"units": [{"slug": "a"}, {"slug": "c"}]},
        {("units",): 1, (): 1, ("units", 0): 2, ("units", 0, "slug"): 2, ("units", 1): 5, ("units", 1, "slug"): 5},
    )


def test_what_is_left_out_is_remembered_as_written():
    source = parse("units:\n  - slug: a\n  - slug: b\n", FILE)

    assert source.without([("units", 0)]).without([("units", 0, "slug")]).as_written == source


WORDING = """\
kind：standing
"没有闭合的引号，'这里也是
- 像列表：不是列表
key: value: more
# 像注释
&甲 *乙 !丙 @丁 %戊 `己
{花括号 [方括号
---
PPP：政府和社会资本合作

    缩进的一行
最后一行：完。"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("text: |-\n", "kind: one_off\n", id="field"),
        pytest.param("text: |\n", "kind: one_off\n", id="field_that_keeps_its_last_line_end"),
        pytest.param("text: |- # 官方措辞\n", "kind: one_off\n", id="comment_beside_the_sign"),
        pytest.param("text：|-\n", "kind: one_off\n", id="behind_a_full-width_colon"),
        pytest.param("text: |-\n", "", id="end_of_the_file"),
    ],
)
def test_wording_in_a_literal_block_is_taken_as_it_is(before, after):
    indented = "".join(f"  {line}\n" if line else "\n" for line in WORDING.split("\n"))

    assert parse(before + indented + after, FILE).value["text"].rstrip("\n") == WORDING


@pytest.mark.parametrize("opening", ["- text: |-\n", "- |-\n", "- number: 1\n  text: |-\n"], ids=["first_key", "bare_item", "second_key"])
def test_wording_in_a_block_of_a_list_item_is_no_slip(opening):
    indented = "".join(f"    {line}\n" if line else "\n" for line in WORDING.split("\n"))

    assert faults(opening + indented) == []


@pytest.mark.parametrize("opening", ["- text: |-\n    甲\n", "- number: 1\n  text: |-\n    甲\n"], ids=["first_key", "second_key"])
def test_slip_behind_a_literal_block_is_found(opening):
    line = opening.count("\n") + 1

    assert faults(f"{opening}  kind：one_off\n") == [(line, "“kind”后面是全角冒号“：”。")]


def test_quotes_over_several_lines_are_read():
    assert value_of("title: \"甲\n  乙\"\nissuer: '丙\n\n  note: 丁' # 旁注\n") == {"title": "甲 乙", "issuer": "丙\nnote: 丁"}


def test_a_quote_that_does_not_close_before_the_next_field_is_a_slip():
    assert faults('title: "甲\n  乙\nissuer: "丙"\n')[0] == (1, "引号没有闭合。")


def test_a_field_that_begins_at_the_very_end_of_a_file_is_read():
    assert value_of("units:\n  - ?") == {"units": [{"": ""}]}


def test_lines_of_an_overwritten_field_are_forgotten():
    assert parse("tasks: [{id: 1.1.1}]\ntasks: []\n", FILE).lines == {(): 1, ("tasks",): 2}


def test_fields_behind_a_slip_are_read():
    text = 'year：2025\ntitle: "甲\n\tissuer: 乙\nsource: 丙\n'

    assert parse(text, FILE).value == {"year": "2025", "title": "甲", "issuer": "乙", "source": "丙"}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("width", [2, 4, 8])
def test_file_indented_with_tabs_is_read_as_it_was_meant(tmp_path, file, width):
    text = DataFolder(tmp_path).read(file)
    tabbed = [re.sub(f"^(?: {{{width}}})+", lambda match: "\t" * (len(match[0]) // width), line) for line in text.split("\n")]

    assert parse("\n".join(tabbed), FILE).value == value_of(text)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("tabs", ["\t", "\t\t", "  \t"], ids=["one", "two", "after_blanks"])
def test_line_indented_with_tabs_is_read_as_it_was_meant(tmp_path, file, tabs):
    """Whichever line it is, and whatever the width of the clerk's tab."""
    text = DataFolder(tmp_path).read(file)
    lines = text.split("\n")
    indented = [number for number, line in enumerate(lines) if line.startswith("  ")]
    tabbed = ["\n".join([*lines[:number], tabs + lines[number].lstrip(), *lines[number + 1 :]]) for number in indented]

    assert [one for one in tabbed if parse(one, FILE).value != value_of(text)] == []


def test_of_two_equal_keys_the_earlier_is_remembered():
    source = parse("tasks: [{id: 1.1.1}]\ntasks: []\n", FILE)

    assert (source.value, source.overwritten) == ({"tasks": []}, ((("tasks",), [{"id": "1.1.1"}]),))


def test_reference_to_itself_is_not_followed():
    assert faults("a: &x [甲, *x]\n") == [(1, "用了“&”“*”引用。")]


def test_references_that_multiply_are_not_followed():
    levels = "".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 10)}]\n" for level in range(1, 12))

    assert len(parse(f"l0: &l0 [甲]\n{levels}", FILE).slips) == 12


# --- whatever is typed ---------------------------------------------------------------------------


def mutated(text, chance):
    """The text with up to four slips of the keyboard."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        until = min(len(text), at + chance.choice([1, 1, 1, 2, 5, 30]))
        line_start, line_end = text.rfind("\n", 0, at) + 1, (text.find("\n", at) + 1) or len(text)
        text = chance.choice(
            [
                text[:at] + text[until:],
                text[:at] + text[at:until] * 2 + text[until:],
                text[:at] + chance.choice(TYPED) + text[until:],
                text[:at] + chance.choice(TYPED) + text[at:],
                text[:line_start] + text[line_end:],
                text[:line_start] + text[line_start:line_end] * 2 + text[line_end:],
                text[:line_start] + chance.choice(["", " ", "\t", "    "]) + text[line_start:].lstrip(" "),
                text[:at],
            ]
        )
    return text


def lines_in(text):
    lines = re.split("\r\n|\r|\n", text)
    return max(1, len(lines) - (not lines[-1]))


@pytest.mark.sweep
@TIMES
@pytest.mark.parametrize("path", MUTATED, ids=lambda path: path.parts[-4])
def test_any_slip_in_a_tasks_file_is_read_or_reported_within_the_file(path, times):
    chance = random.Random(path.name)
    text = path.read_text(encoding="utf-8")
    texts = [mutated(text, chance) for _ in range(times)]

    sources = [(one, parse(one, FILE)) for one in texts]

    assert [one for one, source in sources if source.value is None and not source.slips] == []
    assert [one for one, source in sources if not all(1 <= slip.line <= lines_in(one) for slip in source.slips)] == []


@pytest.mark.sweep
@TIMES
@pytest.mark.parametrize("file", [UNITS, COLUMNS, PLAN, TASKS, LEDGER])
def test_any_slip_in_a_data_folder_is_loaded_or_reported(tmp_path, file, times):
    """Whatever is typed, the checks behind the reader report problems too instead of falling over."""
    folder, chance = DataFolder(tmp_path), random.Random(file)
    text = folder.read(file)
    messages = []
    for _ in range(times):
        folder.write(file, mutated(text, chance))
        messages += folder.problems()

    assert [message for message in messages if not message.startswith("data/shili/")] == []


@TIMES
def test_random_text_is_read_or_reported(times):
    chance = random.Random(1)
    texts = ["".join(chance.choices([*TYPED, *"abc甲乙丙 \n"], k=200)) for _ in range(times)]

    assert [text for text in texts if parse(text, FILE).value is None and not parse(text, FILE).slips] == []

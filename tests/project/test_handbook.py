"""The clerk's handbook and what explains the fields are followed to the last line: commands run, examples pasted, what is printed compared."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from gongkai import program
from gongkai.command_line import Call, understood
from gongkai.desk.choices import KINDS, word_of
from gongkai.publishing import preview
from gongkai.records import loading
from helpers import next_year
from helpers.documents import DATA, ROOT

HANDBOOK = "\n".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("editing.zh-CN.md", "fields.zh-CN.md"))
# The county to practise on, and the one whose plan is carried into another year.
PLACES = ("shilixian", "tongliang")
# What its examples were printed on: 2026-11-29 in China.
DAY = "1795910400"
COMMAND = re.compile(r"(?:GONGKAI_SITE_URL=\S+ )?python3 tasks\.py (.+)")
# It does not end.
SERVE = "tasks.py serve"
ANYTHING, REFUSED = "……", "网站没有更新"


@dataclass(frozen=True)
class Example:
    """What stands in a fence, of which kind, in which chapter, and the paragraph before it."""

    kind: str
    text: str
    chapter: str
    before: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def file(self) -> str:
        """Where the handbook says that it is to be pasted."""
        return re.findall(r"`(data/[\w/.-]+\.yaml)`", self.before)[-1]


def examples() -> Iterator[Example]:
    chapter = before = ""
    for piece in re.split(r"^(```\w*\n.*?^```)$", HANDBOOK, flags=re.MULTILINE | re.DOTALL):
        if fenced := re.fullmatch(r"```(\w*)\n(.*)```", piece, re.DOTALL):
            yield Example(fenced[1], fenced[2], chapter, before)
            before = ""
        else:
            chapter = (re.findall(r"^## (.+)$", piece, re.MULTILINE) or [chapter])[-1]
            before = piece


EXAMPLES = tuple(examples())
PUBLISHING = "发布"


def steps(is_chapter: Callable[[str], bool]) -> Iterator[tuple[Example, str]]:
    """What is to be done in some chapters, each with what it prints, as far as the handbook says."""
    for example, following in zip(EXAMPLES, (*EXAMPLES[1:], None), strict=True):
        is_done = example.kind == "yaml" or (commands(example.text) and SERVE not in example.text)
        if is_done and is_chapter(example.chapter):
            is_told = following and following.kind == "text" and "\n#" not in following.before
            yield example, following.text if following and is_told else ""


def commands(text: str) -> list[str]:
    return [found[1] for line in text.splitlines() if (found := COMMAND.fullmatch(line))]


# --- following it --------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as a clerk has it, with two places, at a time when the examples were printed."""
    for name in ("pelicanconf.py", "publishconf.py", "plugins", "theme", "content", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    others = [path.name for path in DATA.iterdir() if path.is_dir() and path.name not in (*PLACES, ".schemas")]
    shutil.copytree(DATA, tmp_path / "data", ignore=lambda _, names: [name for name in names if name in others])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def documents(folder: Path) -> None:
    """The notices of the examples: 铜梁's plan a year on, with a row less and a bureau renamed."""
    rows = next_year.plan_on(
        loading.load(DATA),
        "tongliang",
        lambda tasks: [task for task in tasks if task.id != "5.2.1"],
        {"区文化旅游委": "区文化和旅游发展委"},
    )
    written = next_year.written(rows, folder, "docx")
    shutil.copy(written, folder / "通知.docx")
    written.rename(folder / "新通知.docx")


def is_printed(stated: str, printed: str) -> bool:
    """Whether this is what was printed, whatever stands for the dots."""
    return re.search(".*".join(map(re.escape, stated.strip().split(ANYTHING))), printed, re.DOTALL) is not None


def as_if_real(project: Path) -> None:
    """What the handbook supposes of the county when it publishes it."""
    for place in (project / "data").iterdir():
        if place.is_dir() and place.name not in ("shilixian", "words"):
            shutil.rmtree(place)
    for file in (project / "data/shilixian").rglob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("example.org", "www.shilixian.gov.cn")
        file.write_text(text.replace("demonstration: true\n", ""), encoding="utf-8")


# What the unit fills into the first row of its sheet, as the handbook says, and what it may do wrong there.
GOOD = {"做了什么": "网页公开", "标题": "补贴资金发放结果", "网址": "https://example.org/2026/butie.html", "发布日期": "2026-11-25"}
BAD = {**GOOD, "标题": None, "发布日期": "上月底"}


def fill(sheet: Path, texts: Mapping[str, str | None]) -> None:
    book = openpyxl.load_workbook(sheet)
    rows = book["填报表"]
    columns = {cell.value: cell.column for cell in rows[2]}
    for heading, text in texts.items():
        rows.cell(3, columns[heading]).value = text
    book.save(sheet)


def followed(project: Path, steps: Iterable[tuple[Example, str]], heard: Callable[[], str]) -> str:
    """What is not as the handbook says, when somebody follows it example by example."""
    return "\n".join(fault for example, printed in steps for fault in done(project, example, printed, heard))


def done(project: Path, example: Example, printed: str, heard: Callable[[], str]) -> Iterator[str]:
    told, status = "", 0
    for words in map(shlex.split, commands(example.text)):
        status = max(status, program.main(words))
        told += heard()
        if words[0] == "sheet" and "--to" in words:
            fill(project / words[-1], GOOD)
    if example.kind == "yaml":
        file = project / example.file
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{file.read_text(encoding='utf-8') if file.exists() else ''}{example.text}", encoding="utf-8")
        status, told = program.main(["check"]), heard()
        if example.file in told:
            yield f"{example.text}--- pasted into {example.file}:\n{told}"
    # What an import asks for in the end.
    for waiting in project.glob("data/*/*.new.yaml"):
        waiting.replace(waiting.with_name(waiting.name.replace(".new", "")))
    if (status != 0) != (REFUSED in printed) or not is_printed(printed, told):
        yield f"{example.text}--- should print:\n{printed}--- and prints:\n{told}"


@pytest.mark.sweep
def test_what_the_handbook_does_is_done_and_prints_what_it_says(project, capsys):
    documents(project)

    assert followed(project, steps(lambda chapter: chapter != PUBLISHING), lambda: "".join(capsys.readouterr())) == ""


@pytest.mark.sweep
def test_what_it_says_of_publishing_is_so_too(project, capsys, monkeypatch):
    monkeypatch.setenv("GONGKAI_SITE_URL", "https://www.example.org/portal")
    as_if_real(project)

    assert followed(project, steps(lambda chapter: chapter == PUBLISHING), lambda: "".join(capsys.readouterr())) == ""


# --- what is not run -----------------------------------------------------------------------------


@pytest.mark.parametrize("words", [words for example in EXAMPLES for words in commands(example.text)])
def test_commands_of_the_handbook_may_be_typed(words):
    assert isinstance(understood(shlex.split(words), program.VERBS), Call)


def test_commands_within_its_sentences_may_be_typed():
    named = re.findall(r"`python3 tasks\.py ([^`]+)`", HANDBOOK)

    assert [words for words in named if understood(shlex.split(words), program.VERBS) is None] == []


def test_address_of_the_preview_is_that_which_is_printed():
    assert f"请在浏览器打开：http://{preview.LOOPBACK}:{preview.PORT}/index.html （按 Ctrl+C 停止）" in HANDBOOK


# --- messages ------------------------------------------------------------------------------------

# A good entry, and what a clerk makes of it by mistake.
ENTRY = """\
evidence:
  - task: 1.3.3
    measures: [1]
    units: [shangwuju]
    on: 2026-11-29
    title: 招商政策汇编
    url: https://example.org/2026/huibian.html
    published_on: 2026-11-28
"""
MISTAKES = {
    "day": ("2026-11-28", "2026-11-31"),
    "unit": ("shangwuju]", "shangwuj]"),
    "colon": ("title: ", "title："),
    "blank": ("    url", "     url"),
}


@pytest.mark.sweep
def test_messages_of_the_handbook_are_those_of_the_program(project, capsys):
    stated = [line for example in EXAMPLES if example.chapter == "出了错" and example.kind == "text" for line in example.lines]
    file = project / stated[0].partition(":")[0]
    file.write_text(ENTRY, encoding="utf-8")
    sound = program.main(["check"])
    capsys.readouterr()
    told = []
    for right, mistaken in MISTAKES.values():
        file.write_text(ENTRY.replace(right, mistaken), encoding="utf-8")
        program.main(["check"])
        told += [line for line in "".join(capsys.readouterr()).splitlines() if line in stated]

    assert (sound, sorted(told)) == (0, sorted(stated))


def test_mistakes_in_a_sheet_are_told_as_the_handbook_says(project, capsys):
    stated = next(example.text for example in EXAMPLES if "一行也没有写入" in example.text)
    program.main(["sheet", "shilixian/2026", "县商务局", "--to", "填报表.xlsx"])
    fill(project / "填报表.xlsx", BAD)
    capsys.readouterr()

    assert (program.main(["sheet", "--read", "填报表.xlsx", "--yes"]), capsys.readouterr().err) == (1, stated)


# --- the desk ------------------------------------------------------------------------------------


def test_what_is_clicked_in_the_handbook_is_there_to_click():
    """Its very words stand in the desk or in its templates."""
    files = [*(ROOT / "plugins/gongkai/desk").rglob("*.py"), *(ROOT / "theme/templates").glob("*/*.html")]
    shown = "".join(file.read_text(encoding="utf-8") for file in files)
    clicked = {words for names in re.findall(r"点(?:最上面的)?((?:“[^”]+”)+)", HANDBOOK) for words in re.findall("“([^”]+)”", names)}

    assert clicked
    assert {words for words in clicked if words not in shown} == set()


def test_kinds_of_entries_are_those_to_choose_from():
    table = HANDBOOK.partition("| 登记什么 | 什么时候用 |")[2].partition("\n\n")[0]

    assert sorted(re.findall(r"^\| (\S+) \|", table, re.MULTILINE)) == sorted(map(word_of, KINDS))

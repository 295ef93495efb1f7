"""Whatever stands in a data folder ends in a portal or in problems, soon and without following what is not known to be good."""

import gc
import random
import resource
import time
import weakref
from datetime import date
from pathlib import Path

import pytest
from gongkai.judging.doubts import sense
from gongkai.records import loading
from gongkai.records.problems import MOST_TOLD, DataError, Effect, told
from gongkai.words.source import parse
from helpers.builders import COLUMNS, FILES, JURISDICTION, LEDGER, PLAN, TASKS, UNITS, DataFolder
from helpers.projects import Project
from helpers.sites import each

TODAY = date(2025, 12, 1)


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def problems(folder):
    """All that is told, as `check` comes by it."""
    try:
        reading = loading.look(folder.root)
    except DataError as error:
        return list(error.problems)
    return [*reading.problems, *sense.remarks(reading, TODAY)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("evidence: " + "[" * 30_000, 1),
        ("evidence: " + "{a: " * 30_000, 1),
        ("evidence:\n" + "- " * 30_000 + "x", 2),
        ("? " * 30_000 + "x", 1),
        ("[\n" * 30_000, 101),
        ("".join(f"{' ' * depth}a:\n" for depth in range(300)), 101),
        ("'" + "[" * 200 + "': " + "[" * 30_000, 1),
    ],
    ids=["brackets", "braces", "dashes", "questions", "brackets on lines", "blocks", "behind quotes"],
)
def test_what_goes_too_deep_is_refused_before_it_is_followed(text, line):
    (slip,) = parse(text, Path("x.yaml")).slips

    assert (slip.line, slip.fault) == (line, "层次太深，超过 100 层，读不下去。")


@pytest.mark.parametrize(
    "text",
    [
        'a: "' + "[{" * 3000 + '"',
        "a: '" + "[{" * 3000 + "'",
        "a: b" + "[{" * 3000,
        "a: b # " + "[{" * 3000,
        "# " + "[{" * 3000 + "\na: b",
        "a: |\n  " + "[{" * 3000,
        "a: |\n" + " " * 3000 + "b",
        "a: [" + "{b: c}, " * 3000 + "]",
        "a: " + "[" * 99 + "]" * 99,
    ],
    ids=["double quotes", "single quotes", "plain", "comment", "line of comment", "block", "margin of a block", "side by side", "just so"],
)
def test_brackets_that_open_nothing_are_not_counted(text):
    source = parse(text, Path("x.yaml"))

    assert source.slips == ()
    assert source.value is not None


WRONG = {
    "unknown task": "task: 1.1.{n}, measures: [1], on: 2025-07-10, title: 规划",
    "unknown unit": "task: 1.1.1, measures: [1], units: [minzhengju{n}], on: 2025-07-10, title: 规划",
    "impossible day": "task: 1.1.1, measures: [1], on: 2025-02-30, title: 规划",
    "no title": "task: 1.1.1, measures: [1], on: 2025-07-10",
    "misspelt field": "task: 1.1.1, measures: [1], on: 2025-07-10, titel{n}: 规划",
    "field twice": "task: 1.1.1, measures: [1], on: 2025-07-10, title: 规划, title: 规划",
    "unit that does not owe it": "task: 1.2.1, on: 2025-07-10, title: 规划",
    "day of the future": "task: 1.1.1, measures: [1], on: 2035-07-10, title: 规划",
}


def write_wrong(folder, wrong, count):
    entries = (f"  - {{{wrong.replace('{n}', str(n % 9000 + 9))}, url: 'https://www.example.org/{n}'}}\n" for n in range(count))
    folder.write(LEDGER, "".join(["evidence:\n", *entries]))


def seconds(folder, wrong, count):
    write_wrong(folder, wrong, count)
    # What other tests have left is not gone through again and again.
    gc.collect()
    gc.freeze()
    try:
        begun = time.process_time()
        assert len(problems(folder)) >= count
        return time.process_time() - begun
    finally:
        gc.unfreeze()


@pytest.mark.sweep
@pytest.mark.parametrize("wrong", each(WRONG.values(), WRONG["unknown task"], WRONG["no title"]), ids=WRONG)
def test_eight_times_as_many_wrong_entries_do_not_take_sixty_four_times_as_long(folder, wrong):
    """The exact measure needs a quiet machine; the long trial below has it."""
    assert seconds(folder, wrong, 3200) <= 24 * seconds(folder, wrong, 400)


@pytest.mark.long
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_twenty_thousand_wrong_entries_take_at_most_twelve_times_as_long_as_two_thousand(tmp_path, wrong):
    """By the verb itself, start and all."""
    project = Project(tmp_path)

    def of_check(count):
        write_wrong(project.data, wrong, count)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        finished = project.run("check")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert len((finished.stdout + finished.stderr).splitlines()) > 200
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert of_check(20_000) <= 12 * of_check(2000)


@pytest.mark.sweep
def test_no_more_is_listed_than_anybody_reads_and_the_rest_is_counted(folder):
    seconds(folder, WRONG["impossible day"], 300)

    lines = told(problems(folder))

    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == "另有 100 处没有列出，改正上面的以后再看。"


@pytest.mark.parametrize(("file", "old"), [(TASKS, "- id: 1.1.1"), (LEDGER, "task: 1.1.1\n    measures: [1]"), (JURISDICTION, "order: 1")])
@pytest.mark.parametrize("number", ["9" * 5000, "1" + "0" * 30])
def test_a_number_of_thousands_of_digits_is_told(folder, file, old, number):
    folder.replace(file, old, old[: old.index("1")] + number + old[old.index("1") + 1 :] if file != JURISDICTION else f"order: {number}")

    assert problems(folder)


@pytest.mark.parametrize("slug", ["con", "prn", "aux", "nul", "com1", "lpt9", "index"])
@pytest.mark.parametrize(("file", "old"), [(UNITS, "slug: chengguan"), (COLUMNS, "slug: zhengce-jiedu")])
def test_names_that_windows_keeps_are_no_slugs(folder, file, old, slug):
    folder.replace(file, old, f"slug: {slug}")

    assert [str(problem.field) for problem in problems(folder)][:1] == ["地址代码（slug）"]


SLUGS = ["fagaiju", "caizhengju", "zhengfuban", "chengguan", "ge-bumen", "youguan-bumen"]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("file", [UNITS, TASKS, LEDGER])
def test_a_reference_to_nothing_is_told_and_not_followed(folder, file, slug):
    """With heirs, rosters and changes that lead through it."""
    folder.replace(UNITS, "slug: chengguan", "slug: chengguan\n    valid_to: 2025-06-30\n    successors: [fagaiju, caizhengju]")
    folder.append(LEDGER, "changes:\n  - {task: 1.1.1, measures: [1], on: 2025-07-10, document: 通知。, new_units: [chengguan]}\n")
    text = folder.read(file)
    folder.write(file, text.replace(slug, "buzai"))

    assert text == folder.read(file) or problems(folder)


PIECES = [
    b"[",
    b"{",
    b"- ",
    b": ",
    b"\n",
    b'"',
    b"'",
    b"#",
    b"&a",
    b"*a",
    b"!",
    b"|",
    b"\t",
    b"\0",
    b"\xff",
    b"\xe2\x80\xae",
    "：".encode(),
    b"9" * 5000,
]


def spoilt(chance, content):
    """Real bytes with some changed, moved, doubled or put in."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice([0, 1, 3, 40]))
        put = chance.choice([chance.choice(PIECES), b"", content[start:end] * 2, chance.randbytes(3)])
        content = content[:start] + put + content[end:]
    return content


def try_to_break(folder, seeds):
    for seed in seeds:
        chance = random.Random(seed)
        name = chance.choice(FILES)
        whole = (folder.root / name).read_bytes()
        folder.write(name, spoilt(chance, whole))
        begun = time.process_time()
        for problem in problems(folder):
            assert problem.fault
            assert problem.remedy
        assert time.process_time() - begun < 5
        folder.write(name, whole)


@pytest.mark.sweep
def test_any_bytes_end_in_a_portal_or_in_problems(folder):
    try_to_break(folder, range(150))


@pytest.mark.long
def test_many_more_bytes_end_in_a_portal_or_in_problems(folder):
    try_to_break(folder, range(150, 20_000))


def test_a_plan_of_a_place_with_faults_is_not_in_the_portal(folder):
    folder.replace(PLAN, "year: 2025", "year: 2024")

    reading = loading.look(folder.root)

    assert [(place.slug, place.name) for place in reading.left_out] == [("shili", "示例省示例县")]
    assert reading.portal.jurisdictions == ()


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store", "~$通知.docx", "plan.yaml~", "plan.yaml.bak", ".plan.yaml.swp"])
def test_what_editors_leave_behind_is_passed_over_and_told(folder, name):
    folder.write(f"shili/2025/{name}", b"\x00\xff")

    (problem,) = problems(folder)

    assert (problem.effect, problem.file.name) == (Effect.WARNING, name)
    assert "略过" in problem.fault


def test_what_was_read_of_a_place_is_gone_once_it_is_forgotten(folder):
    """Places are read one after another in processes that look for no circles."""
    common = loading.look_at_common(folder.root)
    gc.disable()
    try:
        reading = loading.look_at(folder.root / "shili", common)
        assert reading.place
        list(sense.of_place(reading.slug, reading.files, reading.place, TODAY))
        held = [weakref.ref(it) for it in (reading.place, *(file.source for file in reading.files))]
        del reading
        assert [it() for it in held] == [None] * len(held)
    finally:
        gc.enable()


def test_a_place_that_is_a_link_out_of_the_tree_is_refused(folder, tmp_path):
    (folder.root / "shili").rename(tmp_path / "elsewhere")
    (folder.root / "shili").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert [(problem.file.as_posix(), problem.effect) for problem in problems(folder)] == [("data/shili", Effect.FAULT)]

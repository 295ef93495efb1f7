"""Every sentence is held against the table written by hand; what the table cannot hold, against what is true of all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest
import yaml
from gongkai.judging.assessment import AssessedMeasure, AssessedTask, Cell
from gongkai.judging.changes import Standing
from gongkai.judging.verdicts import BADGES, Verdict, verdict_of
from gongkai.pages.sentences import Documents, Pages, Sentence, nothing_seen, of_task, of_tasks
from gongkai.records.ledger_records import Evidence
from helpers.portals import evidence, group, measure, plan, task, unit

CASES = yaml.load((Path(__file__).parents[1] / "cases/sentences.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def written(sentence: Sentence) -> dict[str, str]:
    said = "".join(f"**{span.words}**" if span.is_strong else span.words for span in sentence.said)
    return {"said": said, "quiet": "".join(sentence.quiet)}


def expected(case: dict[str, object]) -> dict[str, object]:
    return {"said": case["said"], "quiet": case.get("quiet", "")}


def documents_of(case: dict) -> Documents:
    return Documents(tuple(case.get("years", ())), case.get("ended", 0))


@pytest.mark.parametrize("case", CASES["sums"])
def test_sentence_of_some_tasks_is_the_one_written_by_hand(case: dict) -> None:
    badges = [badge for badge, number in case["tasks"].items() for _ in range(number)]
    pages = Pages(case.get("pages", 0), case.get("pages", 0) - case.get("opened", 0))
    words = {"none": case["none"]} if "none" in case else {}
    assert written(of_tasks(badges, pages, documents_of(case), case.get("of", ""), **words)) == expected(case)


def measured(fields: dict) -> AssessedMeasure:
    """A measure of the table, with the verdicts that it has there."""
    times = {"recurrence": {"times": fields["times"], "per": "year"}} if "times" in fields else {}
    due = {"due": {"within": fields["within"], "unit": "working_days", "after": "文件印发"}} if "within" in fields else {}
    window = {"window": {"within": fields["months"], "unit": "months"}} if "months" in fields else {}
    paths = {"publication_paths": ["guihua", "caizheng", "jiedu"][: fields["total"]]} if "total" in fields else {}
    own = {name: fields[name] for name in ("title", "due_on", "kind") if name in fields}
    of_measure = measure(**own, **times, **due, **window, **paths)
    total = fields.get("total", fields.get("times"))
    units = fields.get("units", [fields.get("badge")])
    cells = [
        Cell(unit(f"ju-{number}"), (), Verdict(BADGES[badge], fields.get("done") if total else None, total, **_timing(fields)))
        for number, badge in enumerate(units)
    ]
    unnamed = [Cell(group("ge-bumen", open=True), (), verdict_of("no_record"))] if fields.get("open") else []
    return AssessedMeasure(of_measure, (*cells, *unnamed))


def _timing(fields: dict) -> dict:
    return {name: fields[name] for name in ("timing", "days_late", "newest_on") if name in fields}


def seen(case: dict) -> list[Evidence]:
    """So many pages, of which some have been opened."""
    opened = case.get("opened", 0)
    addresses = [f"https://www.example.org/{number}.html" for number in range(case.get("pages", 0))]
    return [evidence(url=url, **({} if at < opened else {"opened": None})) for at, url in enumerate(addresses)]


@pytest.mark.parametrize("case", CASES["tasks"])
def test_sentence_of_a_task_is_the_one_written_by_hand(case: dict) -> None:
    measures = tuple(measured(fields) for fields in case["measures"])
    of_plan = plan(task(*(assessed.measure for assessed in measures)))
    assessed = AssessedTask(of_plan, Standing(of_plan.tasks[0], (), {}, {}), measures)
    assert written(of_task(assessed, seen(case), documents_of(case))) == expected(case)


# --- what is true of all of them ----------------------------------------------------------------

# One badge for each saying.
STATES = tuple(badge for badge in BADGES if badge != "current")
NEVER = re.compile("至少|至多|(?<![0-9])0 |没有公开|未公开|拖|[，。、：；]{2}|  ")


def faults(counts: dict[str, int]) -> list[str]:
    """What is wrong with the sentence of so many tasks of each state."""
    words = of_tasks(Counter(counts).elements()).said_words
    total, *parts = map(int, re.findall("([0-9]+) 项", words))
    states = sum(bool(number) for number in counts.values())
    wrong = {
        "does not add up": sum(parts) != (total if states > 1 else 0) or total != sum(counts.values()),
        "leaves one out": len(parts) != (states if states > 1 else 0),
        "says 都 of some": ("都" in words) != (states == 1 and total > 1),
        "says what is never said": bool(NEVER.search(words)),
        "counts something else": bool(re.search("[0-9] (?!项)", words)),
        "does not end": not words.endswith("。") or words.count("。") != 1,
    }
    return [fault for fault, is_so in wrong.items() if is_so]


def combined(number: int, most: int = 2) -> Iterator[dict[str, int]]:
    """Up to two tasks of each of so many states, in every combination that has any."""
    for states in combinations(STATES, number):
        for counts in product(range(most + 1), repeat=number):
            if any(counts):
                yield dict(zip(states, counts, strict=True))


def test_sentences_of_up_to_three_states_are_right() -> None:
    assert [(counts, wrong) for counts in combined(3) if (wrong := faults(counts))] == []


@pytest.mark.sweep
def test_sentences_of_any_states_together_are_right() -> None:
    assert [(counts, wrong) for counts in combined(len(STATES), most=1) if (wrong := faults(counts))] == []


@pytest.mark.long
def test_sentences_of_all_small_counts_are_right() -> None:
    assert [(counts, wrong) for counts in combined(len(STATES)) if (wrong := faults(counts))] == []


ALL = of_tasks(STATES * 30, Pages(31, 31), Documents((2020, 2021, 2024), 3), "5 个地方的")


@pytest.mark.parametrize("length", range(39, 300, 7))
def test_sentence_is_cut_at_a_clause(length: int) -> None:
    text = ALL.within(length)
    clauses = text.removesuffix("等。")
    assert len(text) <= length
    assert text == ALL.words[: len(text)] or (text.endswith("等。") and re.match(f"{clauses}，[0-9]+ 项", ALL.words) and "，" in clauses)


def test_short_sentence_is_not_cut() -> None:
    sentence = of_tasks(["no_record"], Pages(1, 1), Documents((2021,), 1))
    assert sentence.within(len(sentence.words)) == sentence.words


def test_more_quiet_words_are_left_out_first() -> None:
    sentence = of_tasks(["no_record"], Pages(1, 1), Documents((2021,), 1))
    assert sentence.within(len(sentence.words) - 1) == "1 项任务，本站还没有记录。另外登记了 1 个有关的网页，还没有人打开核对。"


@pytest.mark.parametrize("pages", [(number, unopened) for number in range(3) for unopened in range(number + 1)])
@pytest.mark.parametrize("badge", ["published", "no_record"])
def test_how_surely_says_the_pages_that_nobody_has_opened(pages: tuple[int, int], badge: str) -> None:
    quiet = "".join(of_tasks([badge], Pages(*pages)).quiet)
    number, unopened = pages
    assert ("网页" in quiet, "还没有人打开核对" in quiet) == (number > 0, unopened > 0)
    assert NEVER.search(quiet) is None


# --- where nothing was seen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("badge", "words"),
    [
        ("no_record", "没查到网页，不表示单位没有公开。"),
        ("overdue", "没查到网页，不表示单位没有公开。"),
        ("not_judged", "没有登记网页。"),
        ("changed", "没有登记网页。"),
        ("waived", "没有登记网页。单位的说明写在下面的“经过”里。"),
    ],
)
def test_nothing_seen_is_said_once_and_not_against_the_sentence(badge: str, words: str) -> None:
    measures = (measured({"badge": badge}),)
    of_plan = plan(task(measures[0].measure))
    assert nothing_seen(AssessedTask(of_plan, Standing(of_plan.tasks[0], (), {}, {}), measures)) == words


# --- one word for one thing ---------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
SAID = [
    *(ROOT / "theme/templates").rglob("*.html"),
    *(ROOT / "content/pages").glob("*.md"),
    *(path for room in ("pages", "search", "exports") for path in (ROOT / "plugins/gongkai" / room).glob("*.py")),
    ROOT / "pelicanconf.py",
]


@pytest.mark.parametrize("word", ["承诺", "尚无到期"])
def test_pages_do_not_use_the_word(word: str) -> None:
    """The documents assign tasks, they promise nothing; where nothing is due it is said why."""
    assert [path.name for path in SAID if word in path.read_text(encoding="utf-8")] == []

"""Every sentence is held against the table written by hand; what the table cannot hold, against what is true of all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from gongkai.judging.assessment import AssessedMeasure, AssessedTask, Cell
from gongkai.judging.changes import Standing
from gongkai.judging.verdicts import BADGES, Verdict, verdict_of
from gongkai.pages.descriptions import Documents, Pages, Sentence, of_task, of_tasks
from gongkai.records.ledger_records import Evidence
from helpers.portals import evidence, group, measure, plan, task, unit

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/sentences.yaml").read_text(encoding="utf-8"))


def written(sentence: Sentence) -> dict[str, str]:
    said = "".join(f"**{span.words}**" if span.is_strong else span.words for span in sentence.said)
    return {"said": said, "quiet": "".join(sentence.quiet)}


def expected(case: dict[str, object]) -> dict[str, object]:
    return {"said": case["said"], "quiet": case.get("quiet", "")}


@pytest.mark.parametrize("case", CASES["sums"])
def test_sentence_of_some_tasks_is_the_one_written_by_hand(case: dict) -> None:
    badges = [badge for badge, number in case["tasks"].items() for _ in range(number)]
    pages = Pages(case.get("pages", 0), case.get("pages", 0) - case.get("opened", 0))
    documents = Documents(tuple(case.get("years", ())), case.get("ended", 0))
    words = {"none": case["none"]} if "none" in case else {}
    assert written(of_tasks(badges, pages, documents, case.get("of", ""), **words)) == expected(case)


def measured(fields: dict) -> AssessedMeasure:
    """A measure of the table, with the verdicts that it has there."""
    times = {"recurrence": {"times": fields["times"], "per": "year"}} if "times" in fields else {}
    due = {"due": {"within": fields["within"], "unit": "working_days", "after": "文件印发"}} if "within" in fields else {}
    paths = {"publication_paths": ["guihua", "caizheng", "jiedu"][: fields["total"]]} if "total" in fields else {}
    own = {name: fields[name] for name in ("title", "due_on", "kind") if name in fields}
    of_measure = measure(**own, **times, **due, **paths)
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
    assert written(of_task(assessed, seen(case))) == expected(case)

"""Entries of every kind on the five real places: what was chosen is what is read back, whichever mouth it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from gongkai.desk import dialogue
from gongkai.desk.choices import AtTask, model_of, questions
from gongkai.desk.dialogue import Given
from gongkai.desk.entering import Mistake, typed_of
from gongkai.desk.proposals import outcome_of
from gongkai.desk.recording import Draft, recorded
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.problems import Effect
from gongkai.records.validation import validate
from gongkai.words.source import parse
from helpers.clerks import PLACES, REAL, Clerk, Typing, by_number, state, typings
from hypothesis import given, settings


def drafted(typing: Typing) -> Draft:
    return recorded(REAL, state(typing.place), typing.at, typing.kind, typing.typed)


def text_of(draft: Draft) -> str:
    assert draft.mistakes == ()
    assert draft.proposal
    (text,) = draft.proposal.texts.values()
    return text or ""


def meant(typing: Typing) -> dict[str, tuple[str, ...]]:
    """What was chosen, as the entry holds it: without what holds anyway, lists in the order of the documents."""
    defaults = {"covers": ("full",), "strength": ("primary",), "withdrawn": ("false",)}
    orders = {
        "measures": [str(number) for number in range(1, 100)],
        "units": [unit.slug for unit in typing.at.task.units],
    }
    said = {key: texts for key, texts in typing.typed.items() if defaults.get(key) != texts}
    ordered = {
        key: tuple(sorted(said[key], key=order.index)) for key, order in orders.items() if key in said and set(said[key]) <= set(order)
    }
    held = {question.key: question.default for question in typing.asked if question.default and question.key not in defaults}
    return {**held, **said, **ordered, "task": (typing.task,)}


@pytest.mark.sweep
@given(typings())
def test_what_is_read_back_is_what_was_chosen(typing: Typing) -> None:
    draft = drafted(typing)
    source = parse(text_of(draft), Path("data") / (draft.file or ""))
    read = validate(source, LedgerFile)

    assert (source.slips, read.problems) == ((), ())
    assert read.record
    (entry,) = getattr(read.record, typing.kind)
    assert {key: set(texts) for key, texts in typed_of(entry).items()} == {key: set(texts) for key, texts in meant(typing).items()}
    written = [line.strip(" -").partition(":")[0] for line in text_of(draft).splitlines()[2:] if re.match("  [- ] [a-z_]+:", line)]
    assert written == [key for key in model_of(typing.kind).model_fields if key in written]


# Each judges a place anew.
@settings(max_examples=min(60, settings.default.max_examples))
@given(typings())
def test_check_finds_no_fault_in_what_was_recorded(typing: Typing) -> None:
    """But for a strike-off that has nothing to rest on: nobody can strike off what nobody has shown."""
    draft = drafted(typing)
    text_of(draft)
    assert draft.proposal
    told = [problem.fault for problem in outcome_of(REAL, draft.proposal, state(typing.place)).problems if problem.effect is Effect.FAULT]

    assert [fault for fault in told if fault != "销号之前没有完整的证据，也没有查到的核查记录。"] == []
    assert not told or typing.kind == "closures"


def _shuffled(key: str, texts: Sequence[str]) -> list[str]:
    """In another order, where the order says nothing."""
    return list(reversed(texts)) if key in ("measures", "units") else list(texts)


@pytest.mark.sweep
@given(typings(is_multiline=False))
def test_a_form_and_a_terminal_write_the_same(typing: Typing) -> None:
    """By the values of choices in any order, by their words, and by numbers at a terminal."""
    words = {
        question.key: [question.words_of(text) for text in _shuffled(question.key, typing.typed[question.key])]
        for question in typing.asked
        if question.key in typing.typed and not question.is_open
    }
    asked = Given(task=typing.task, kind=typing.kind)
    at_terminal, _ = dialogue.drafted(REAL, state(typing.place), PLACES[typing.place], asked, Clerk(by_number(typing)).terminal)

    by_form = drafted(typing).proposal
    assert by_form
    assert at_terminal.proposal == by_form
    assert drafted(replace(typing, typed={**typing.typed, **{key: tuple(texts) for key, texts in words.items()}})).proposal == by_form


def test_no_two_entries_share_a_file(tmp_path: Path) -> None:
    """And the same entry has the same."""
    typed = {"title": ("规划",), "units": ("fagaiwei",), "measures": ("1",)}
    addresses = [f"https://www.example.gov.cn/{number}.html" for number in range(50)]

    def file(address: str, **more: Sequence[str]) -> Path | None:
        at = Typing("tongliang", "1.1.1", "evidence", {}).at
        return recorded(REAL, state("tongliang"), at, "evidence", {**typed, "url": (address,), **more}).file

    files = [file(address) for address in addresses]
    assert len(set(files)) == len(addresses)
    assert file(addresses[0], remark=("另一句话。",)) == files[0]


def test_several_may_stand_in_one_cell() -> None:
    """As in a sheet, or behind one option."""
    at = Typing("tongliang", "1.1.1", "checks", {}).at
    apart = {"units": ("fagaiwei", "youguan-bumen"), "measures": ("1", "2"), "result": ("found",)}
    together = {"units": ("区政府有关部门、发改委",), "measures": ("2，1",), "result": ("查到",)}

    assert text_of(recorded(REAL, state("tongliang"), at, "checks", together)) == text_of(
        recorded(REAL, state("tongliang"), at, "checks", apart)
    )


@pytest.mark.parametrize(("task", "measures"), [("1.1.1", ["1"]), ("2.2.3", ["1"]), ("2.2.3", ["1", "3"])])
def test_what_is_counted_of_nothing_is_told_by_its_field(task: str, measures: list[str]) -> None:
    """Of another measure it would be counted; a fault of the whole file would keep it from being written anyway."""
    here = Typing("tongliang", task, "evidence", {}).at
    typed = {"title": ["甲"], "url": ["https://www.example.gov.cn/1.html"], "units": [here.task.units[0].slug], "counts_as": ["1"]}

    assert recorded(REAL, state("tongliang"), here, "evidence", {**typed, "measures": measures}).mistakes == (
        Mistake("counts_as", "所选举措的“其中”没有这一项。请不要填这一项，或改选有“其中”的举措。"),
    )


# --- what stands in a form at first, and what is asked ---------------------------------------------


def test_title_that_would_be_cut_is_left_to_the_clerk() -> None:
    at = AtTask(*state("tongliang").tasks[2021, "1.1.1"], on=REAL.as_of)
    untitled = at.task.task.model_copy(update={"title": None, "matter": None, "opening": "长" * 100})
    cut = replace(at, task=replace(at.task, standing=replace(at.task.standing, task=untitled)))

    assert [it.prefilled for it in questions(cut, "evidence") if it.key == "title"] == [()]
    assert [it.prefilled for it in questions(at, "evidence") if it.key == "title"] == [(at.task.task.title,)]


def test_check_that_did_not_find_anything_says_in_which_column_where_the_plan_names_one() -> None:
    at = AtTask(*state("tongliang").tasks[2021, "1.1.1"], on=REAL.as_of)
    (column,) = [it for it in questions(at, "checks") if it.key == "column"]
    named = {slug for it in at.task.measures for slug in it.measure.publication_paths}
    typed = {"on": ("2026-11-29",), "measures": ("1",), "units": (at.task.units[0].slug,)}
    mistakes = {
        result: [it.key for it in recorded(REAL, state("tongliang"), at, "checks", {**typed, "result": (result,)}).mistakes]
        for result in ("not_found", "could_not_open")
    }

    assert (column.is_required, {*column.prefilled}) == (True, named if len(named) == 1 else set())
    assert mistakes == {"not_found": ["column"], "could_not_open": []}

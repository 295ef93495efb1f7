"""Reforms of units: what each writes, what is refused, and that old addresses and judged facts are what they were."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from gongkai import program
from gongkai.desk import dialogue
from gongkai.desk.acts import ACTS, questions
from gongkai.desk.asking import Terminal
from gongkai.desk.entering import Typed
from gongkai.desk.proposals import Desk, RefusedError, State, outcome_of, state_of, write
from gongkai.desk.recording import Draft
from gongkai.desk.reforms import reformed
from gongkai.exports.tables import plan_json
from gongkai.files import leftovers, writer
from gongkai.judging.judgement import assess
from gongkai.judging.verdicts import Verdict
from gongkai.pages.plans import shown_places
from gongkai.records.problems import Effect
from helpers.builders import LEDGER, NEXT_PLAN, TASKS, UNITS, DataFolder
from helpers.desk_server import Counter, fields_in, soup
from helpers.documents import ROOT, all_places
from helpers.sites import Site, build

AS_OF = date(2026, 11, 20)
SAID: Typed = {"on": ("2026-07-01",), "document": ("示例县机构改革方案",)}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def desk_of(data: DataFolder) -> Desk:
    return Desk(data.root, AS_OF, AS_OF)


def drafted(data: DataFolder, act: str, **typed: str | tuple[str, ...]) -> Draft:
    desk = desk_of(data)
    told = {key: (text,) if isinstance(text, str) else text for key, text in typed.items()}
    return reformed(desk, state_of(desk, "shili"), act, {**SAID, **told})


def done(data: DataFolder, act: str, **typed: str | tuple[str, ...]) -> Draft:
    draft = drafted(data, act, **typed)
    assert draft.proposal, draft.mistakes
    desk = desk_of(data)
    write(desk, outcome_of(desk, draft.proposal))
    return draft


def moved_badges(data: DataFolder, draft: Draft) -> list[tuple[str, str]]:
    """The tasks of which something else would be told."""
    assert draft.proposal
    return [(turn.task.id, turn.words) for turn in outcome_of(desk_of(data), draft.proposal).tasks]


def mistakes(draft: Draft) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.words) for mistake in draft.mistakes]


# --- what each writes ----------------------------------------------------------------------------


def test_renamed_unit_keeps_its_slug_and_its_old_name_with_the_last_day(data):
    before = data.read(UNITS)
    done(data, "rename", unit="县发展改革局", to="县发展局")

    assert data.read(UNITS) == before.replace(
        "    name: 县发展改革局\n"
        "    full_name: 示例县发展和改革局\n"
        "    kind: department\n"
        "    aliases: [发改局, 县发改局]\n"
        "    telephone: 000-0000\n",
        "    name: 县发展局\n"
        "    kind: department\n"
        "    former_names: [{name: 县发展改革局, valid_to: 2026-06-30}]\n"
        "    aliases: [发改局, 县发改局, 示例县发展和改革局]\n"
        "    telephone: 000-0000\n"
        "    note: 2026年7月1日县发展改革局更名为县发展局（依据：示例县机构改革方案）。\n",
    )
    unit = data.load().jurisdictions[0].register.units["fagaiju"]
    assert [unit.name_on(day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == ["县发展改革局", "县发展局"]


def test_merged_units_end_and_the_new_unit_takes_their_place_on_rosters(data):
    done(data, "merge", unit=("县发展改革局", "caizhengju"), to="县发展财政局", source="https://www.example.org/gaige.html")
    register = data.load().jurisdictions[0].register

    assert [(slug, register.units[slug].valid_to, register.units[slug].successors) for slug in ("fagaiju", "caizhengju")] == [
        (slug, date(2026, 6, 30), ("fazhan-caizhengju",)) for slug in ("fagaiju", "caizhengju")
    ]
    assert [unit.slug for unit in register.predecessors_of("fazhan-caizhengju")] == ["fagaiju", "caizhengju"]
    assert [register.units["ge-bumen"].members_on(day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [
        ("fagaiju", "caizhengju"),
        ("fazhan-caizhengju",),
    ]
    assert data.read(UNITS).partition("  - slug: fazhan-caizhengju\n")[2].partition("  - slug: zhengfuban\n")[0] == (
        "    name: 县发展财政局\n"
        "    kind: department\n"
        "    valid_from: 2026-07-01\n"
        "    note: 2026年7月1日县发展改革局、县财政局合并为县发展财政局（依据：示例县机构改革方案，https://www.example.org/gaige.html）。\n"
        "    source: https://www.example.org/gaige.html\n"
        "    seen_on: 2026-11-20\n"
    )


def test_a_unit_may_take_over_another_and_stays_as_it_is(data):
    done(data, "merge", unit="县财政局", to="县发展改革局")
    units = data.load().jurisdictions[0].register.units

    assert (units["caizhengju"].successors, units["fagaiju"].valid_to, units["fagaiju"].note) == (("fagaiju",), None, None)
    assert [(it.unit, it.valid_from, it.valid_to) for it in units["ge-bumen"].members] == [
        ("fagaiju", None, None),
        ("caizhengju", None, date(2026, 6, 30)),
    ]


def test_split_unit_is_taken_over_by_new_units_and_by_those_that_are_there(data):
    done(data, "split", unit="县发展改革局", to=("县发展局", "县财政局", "县改革局"), slug="fazhan")
    register = data.load().jurisdictions[0].register

    assert register.units["fagaiju"].successors == ("fazhan", "caizhengju", "gaigeju")
    assert [slug for slug in register.units if register.units[slug].valid_from] == ["fazhan", "gaigeju"]
    assert register.units["ge-bumen"].members_on(date(2026, 7, 1)) == ("fazhan", "gaigeju", "caizhengju")


def test_abolished_unit_leaves_what_it_owed_to_nobody_and_that_is_told(data):
    draft = done(data, "abolish", unit="县财政局")
    register = data.load().jurisdictions[0].register

    assert (register.units["caizhengju"].valid_to, register.units["caizhengju"].successors) == (date(2026, 6, 30), ())
    assert register.members_on(register.units["ge-bumen"], date(2026, 7, 1)) == ("fagaiju",)
    assert draft.proposal
    assert draft.proposal.remarks == (
        "“县财政局”还有 2 项任务没有做完，撤销以后没有单位接手：2025 年 1.1.1、2025 年 1.1.2。"
        "有单位接手的，请改用合并或拆分；改由别的单位承担的，请逐项登记调整。",
    )


def test_another_slug_goes_wherever_the_unit_is_named_and_the_old_address_leads_on(data):
    entries = data.read(LEDGER)
    assert moved_badges(data, drafted(data, "rename", unit="县发展改革局", to="县发展局", slug="fazhanju")) == []
    done(data, "rename", unit="县发展改革局", to="县发展局", slug="fazhanju")

    assert "fagaiju" not in data.read(TASKS) + data.read(UNITS)
    assert not (data.root / LEDGER).exists()
    assert data.read("shili/2025/ledger/fazhanju.yaml") == entries.replace("fagaiju", "fazhanju")
    assert data.read("shili/moved.yaml").partition("\n")[2] == (
        "moved:\n"
        "  - from: units/fagaiju.html\n"
        "    to: units/fazhanju.html\n"
        "    on: 2026-11-20\n"
        "    why: 2026年7月1日县发展改革局更名为县发展局（依据：示例县机构改革方案）。\n"
    )
    done(data, "rename", unit="县财政局", to="县财税局", slug="caishuiju")
    assert data.read("shili/moved.yaml").count("  - from: ") == 2
    assert mistakes(drafted(data, "rename", unit="县发展局", to="县改革局", slug="fagaiju", on="2026-08-01")) == [
        ("slug", "“fagaiju”以前用过，它的网址现在指到别的页面。请换一个。")
    ]


def test_plans_of_before_and_after_show_the_name_of_their_day(data):
    data.add_next_year()
    data.replace(NEXT_PLAN, "issued_on: 2025-03-01", "issued_on: 2026-03-01")
    done(data, "rename", unit="县财政局", to="县财税局", on="2025-10-01")
    assessment = assess(data.load(), AS_OF)
    (place,) = shown_places(assessment)
    said = {
        plan.assessed.plan.year: (
            plan.place.unit_link("caizhengju").title,
            [unit["name"] for unit in json.loads(plan_json(plan.assessed))["units"] if unit["slug"] == "caizhengju"],
        )
        for plan in place.plans
    }

    assert said == {2026: ("县财税局", ["县财税局"]), 2025: ("县财政局", ["县财政局"])}
    assert place.place.unit_link("caizhengju").title == "县财税局"
    assert place.place.register.names_of(place.place.register.units["caizhengju"]) == ("县财税局", "财政局", "县财政局")


# --- what is refused -----------------------------------------------------------------------------

RENAME = {"unit": "县财政局", "to": "县财税局"}
MISTAKES = {
    "unknown": ("rename", {**RENAME, "unit": "县财政厅"}, "unit", "没有“县财政厅”这个单位。是不是“县财政局”"),
    "a group": ("abolish", {"unit": "ge-bumen"}, "unit", "“县政府各部门”是集合单位，"),
    "no day": ("rename", {**RENAME, "on": "2026-7-1"}, "on", "“2026-7-1”不是日期。请写成 2026-07-01。"),
    "no document": ("rename", {**RENAME, "document": ""}, "document", "没有填写。"),
    "not yet": ("rename", {**RENAME, "on": "2026-12-01"}, "on", "2026-12-01 还没有到。"),
    "name in use": ("rename", {**RENAME, "to": "发改局"}, "to", "“发改局”已是“县发展改革局”的名称。"),
    "same name": ("rename", {**RENAME, "to": "县财政局"}, "to", "“县财政局”就是现在的名称，没有变化。"),
    "slug in use": ("rename", {**RENAME, "slug": "fagaiju"}, "slug", "“fagaiju”已是“县发展改革局”的地址代码。"),
    "no slug": ("rename", {**RENAME, "slug": "财税"}, "slug", "“财税”不能用作地址代码。"),
    "alias in use": ("rename", {**RENAME, "aliases": "发改局"}, "aliases", "“发改局”已是“县发展改革局”的名称。"),
    "into itself": ("merge", {"unit": "县财政局", "to": "财政局"}, "unit", "“财政局”自己不能并入自己。"),
    "one into a new": ("merge", {"unit": "县财政局", "to": "县财税局"}, "unit", "合并成新单位，至少要有两个单位。"),
    "into a group": ("merge", {"unit": "县财政局", "to": "县政府各部门"}, "to", "“县政府各部门”是集合单位，不能接手。"),
    "into one": ("split", {"unit": "县财政局", "to": "县财税局"}, "to", "拆分至少要有两个单位。"),
    "into itself and another": ("split", {"unit": "县财政局", "to": ("县财政局", "县税务局")}, "to", "拆分以后，原来的单位就没有了，"),
    "more slugs": (
        "split",
        {"unit": "县财政局", "to": ("甲局", "发改局"), "slug": ("a", "b")},
        "slug",
        "新的单位有 1 个，地址代码写了 2 个。",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_told_with_their_field_and_nothing_is_written(data, mistake):
    act, typed, key, words = MISTAKES[mistake]
    before = data.read(UNITS)
    told = mistakes(drafted(data, act, **typed))

    assert [(field, text[: len(words)]) for field, text in told] == [(key, words)]
    assert data.read(UNITS) == before


def test_days_and_ends_of_units_are_held_against_one_another(data):
    done(data, "merge", unit=("县财政局", "县政府办公室"), to="县财办")

    assert mistakes(drafted(data, "abolish", unit="县财政局")) == [("unit", "“县财政局”到 2026-06-30 已经终止，由县财办接手。请核对单位。")]
    assert mistakes(drafted(data, "rename", unit="县财办", to="县办")) == [
        ("on", "“县财办”从 2026-07-01 才设立，不能从 2026-07-01 起。请核对日期。")
    ]
    assert mistakes(drafted(data, "merge", unit="县发展改革局", to="县财政局")) == [
        ("to", "“县财政局”到 2026-06-30 已经终止，不能从 2026-07-01 起接手。请写那天还在的单位。")
    ]
    assert mistakes(drafted(data, "merge", unit="县发展改革局", to="县财办", on="2026-06-01")) == [
        ("to", "“县财办”从 2026-07-01 才设立，不能从 2026-06-01 起接手。请核对日期。")
    ]
    done(data, "rename", unit="县发展改革局", to="县发展局")
    assert mistakes(drafted(data, "rename", unit="县发展局", to="县改革局", on="2026-06-30")) == [
        ("on", "“县发展局”到 2026-06-30 还叫“县发展改革局”，不能从 2026-06-30 起。请核对日期。")
    ]


def test_a_place_with_faults_is_mended_first(data):
    data.replace(LEDGER, "2025-06-20", "2025-06-31")
    with pytest.raises(RefusedError, match="这个辖区的数据有错误"):
        drafted(data, "abolish", unit="县财政局")


def test_what_must_be_there_is_asked_first(data):
    state = state_of(desk_of(data), "shili")

    assert {choice.words: [question.key for question in questions(state, choice.value) if question.is_required] for choice in ACTS} == {
        "更名": ["unit", "to", "on", "document"],
        "合并": ["unit", "to", "on", "document"],
        "拆分": ["unit", "to", "on", "document"],
        "撤销": ["unit", "on", "document"],
    }


# --- killed at any step --------------------------------------------------------------------------


def test_killed_at_any_step_everything_is_old_or_new(data):
    desk = desk_of(data)
    draft = drafted(data, "rename", unit="县发展改革局", to="县发展局", slug="fazhanju")
    assert draft.proposal
    told = outcome_of(desk, draft.proposal)
    texts = draft.proposal.texts
    old, new = ({file: text for file, text in held.items() if text is not None} for held in (draft.proposal.held, texts))

    def standing() -> dict[Path, str]:
        return {file: (data.root / file).read_text() for file in texts if (data.root / file).is_file()}

    for step in range(len(texts)):
        if not (child := os.fork()):
            _killed_at(step, lambda: write(desk, told))
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        leftovers.recover_all(data.root)
        assert standing() in (old, new)
        if standing() == new:
            return
    write(desk, told)
    assert standing() == new


def _killed_at(step: int, act: Callable[[], None]) -> None:
    real, calls = writer._put, []

    def put(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > step:
            os.kill(os.getpid(), signal.SIGKILL)
        real(*arguments)

    writer._put = put  # type: ignore[assignment]
    act()
    os._exit(0)


# --- the verb ------------------------------------------------------------------------------------


def test_verb_shows_what_changes_and_writes_once_that_is_agreed(data, monkeypatch, capsys):
    for name in ("pelicanconf.py", "plugins", "theme", "content", "pyproject.toml"):
        (data.root.parent / name).symlink_to(ROOT / name)
    monkeypatch.chdir(data.root.parent)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    words = ["reform", "shili", "更名", "县财政局", "--to", "县财税局", "--on", "2026-07-01", "--as-of", "2026-11-20"]

    assert program.main([*words, "--yes"]) == 2
    assert capsys.readouterr().err.startswith("还缺：--document 依据。")
    assert program.main([*words, "--document", "方案"]) == 2
    shown = capsys.readouterr()
    assert "  -     name: 县财政局\n  +     name: 县财税局\n" in shown.out
    assert (shown.err.partition("\n")[0], "县财税局" in data.read(UNITS)) == ("没有写入任何文件。不在终端里的，确认要写请加 --yes。", False)
    assert program.main([*words, "--document", "方案", "--yes"]) == 0
    assert capsys.readouterr().out.endswith("已写入 data/shili/units.yaml。\n")
    assert data.load().jurisdictions[0].register.units["caizhengju"].name == "县财税局"


def test_at_a_terminal_what_is_missing_or_wrong_is_asked(data):
    typed = iter(["shili", "更名", "财政", "发改局", "2026-7-1", "方案", "", "", "2026-07-01", "县财税局"])
    said: list[str] = []

    def answer(prompt: str) -> str:
        said.append(prompt)
        return next(typed)

    outcome = dialogue.reform(desk_of(data), dialogue.Given(), Terminal(said.append, answer))

    assert "新名称：“发改局”已是“县发展改革局”的名称。请核对；并进那个单位的，请用合并。" in said
    assert dialogue.told_of(desk_of(data), outcome).startswith(
        "要改 data/shili/units.yaml：\n  -     name: 县财政局\n  +     name: 县财税局\n"
    )


# --- in a browser --------------------------------------------------------------------------------


@pytest.mark.sweep
def test_form_leads_from_a_unit_to_what_would_come_of_it_and_is_written(tmp_path):
    counter = Counter.of(tmp_path, "tongliang")
    start = "/desk/tongliang/reform"
    unit = {choice["value"] for choice in soup(counter.get(f"{start}?act=rename&unit=shangwuwei")).select("[name=unit] [selected]")}
    acts = [link["href"].rpartition("/")[2] for link in soup(counter.get(f"{start}?unit=shangwuwei")).select(".gk-desk__kinds a")]
    backs = [
        [link["href"] for link in soup(counter.get(asked)).main.select("a") if link.get_text() == words]
        for asked, words in ((f"{start}?unit=shangwuwei", "看这个单位的网页"), (start, "看全部单位"))
    ]
    typed = {"unit": "shangwuwei", "to": "区商务局", "on": "2026-07-01", "document": "机构改革方案"}
    wrong = counter.send(f"{start}?act=rename", counter.form(**{**typed, "to": "区财政局"}))
    shown = counter.send(f"{start}?act=rename", counter.form(**typed))
    written = counter.send(f"{start}?act=rename", {**fields_in(shown), "-step": "write"})

    assert (unit, acts) == ({"shangwuwei"}, [f"reform?act={choice.value}&unit=shangwuwei" for choice in ACTS])
    assert [[address.partition("tongliang/")[2] for address in links] for links in backs] == [
        ["units/shangwuwei.html"],
        ["units/index.html"],
    ]
    assert (wrong.status_code, "“区财政局”已是“区财政局”的名称。" in soup(wrong).get_text()) == (422, True)
    assert "+     name: 区商务局" in soup(shown).select_one("pre").get_text()
    assert (written.status_code, soup(counter.get(written.headers["Location"])).h1.get_text()) == (303, "已写入")
    assert "name: 区商务局" in counter.files["tongliang/units.yaml"].decode()


# --- thirty at random ----------------------------------------------------------------------------

PLACES = [place.slug for place in all_places()]


def facts(state: State, slugs: dict[str, str]) -> dict[tuple[int, str, int | None, str], Verdict]:
    """The badge of each cell of each plan, units under their slugs of now."""
    return {
        (year, task_id, measure.measure.number, slugs.get(cell.unit.slug, cell.unit.slug)): cell.verdict
        for (year, task_id), (_, task) in state.tasks.items()
        for measure in task.measures
        for cell in measure.cells
    }


def drawn(random: Random, state: State) -> tuple[str, Typed]:
    """A reform after all plans of the place."""
    assert state.place
    first = max(plan.roster_on for plan in state.place.plans) + timedelta(days=2)
    on = first + timedelta(days=random.randrange((AS_OF - first).days))
    there = [unit for unit in state.place.register.units.values() if not unit.is_group and unit.is_valid_on(on) and not unit.valid_to]
    units = random.sample([unit.slug for unit in there if not unit.valid_from or unit.valid_from < on], 4)
    said = {**SAID, "on": (on.isoformat(),)}
    if random.random() < 0.5:
        said["source"] = ("https://www.example.org/gaige.html",)
    match random.choice(["rename", "moved", "merge", "join", "split", "abolish"]):
        case "rename":
            return "rename", {**said, "unit": units[:1], "to": ["新一局"]}
        case "moved":
            return "rename", {**said, "unit": units[:1], "to": ["新一局"], "slug": ["xinyiju"]}
        case "merge":
            return "merge", {**said, "unit": units[: random.randint(2, 3)], "to": ["新一局"]}
        case "join":
            return "merge", {**said, "unit": units[1 : random.randint(2, 3)], "to": units[:1]}
        case "split":
            return "split", {**said, "unit": units[:1], "to": ["新一局", random.choice(["新二局", units[1]])]}
        case _:
            return "abolish", {**said, "unit": units[:1]}


# The first in every run, and three in the sweep, each of another act.
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.sweep if seed < 3 else pytest.mark.long) for seed in range(1, 30))]


@pytest.mark.sweep
@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_random_reform_old_addresses_lead_to_pages_and_facts_are_what_they_were(site: Site, tmp_path: Path, seed: int) -> None:
    random, slug = Random(seed), PLACES[seed % len(PLACES)]
    others = {place for place in PLACES if place != slug}
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=lambda _, names: [name for name in names if name in others])
    desk = Desk(tmp_path / "data", AS_OF, AS_OF)
    before = state_of(desk, slug)
    act, typed = drawn(random, before)
    draft = reformed(desk, before, act, typed)
    assert draft.proposal, (act, typed, draft.mistakes)
    write(desk, outcome_of(desk, draft.proposal, before))
    after = state_of(desk, slug)

    assert [str(problem) for problem in after.problems if problem.effect is Effect.FAULT] == []
    assert facts(after, {}) == facts(before, {typed["unit"][0]: typed["slug"][0]} if "slug" in typed else {})

    build(tmp_path / "site", "pelicanconf.py", f'GONGKAI_DATA="{tmp_path / "data"}"')
    pages = Site(tmp_path / "site")
    assert {address for address in site.sources if address.startswith(f"{slug}/")} - set(pages.sources) == set()
    for address in {address for address in site.sources if address.startswith(f"{slug}/units/")}:
        if pages.pages[address].body["data-page"] == "moved":
            (link,) = pages.pages[address].main.select("a")
            assert (tmp_path / "site" / address).parent.joinpath(link["href"]).resolve().is_file()

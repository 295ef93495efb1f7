"""The desk's list of dead, changed and closed addresses: a person enters what she has seen, or says that the ledger is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from gongkai.desk.proposals import state_of
from gongkai.records import loading
from gongkai.records.ledger_records import Evidence
from gongkai.scout import rechecked, rechecking
from helpers.clerks import copied
from helpers.desk_server import Counter, fields_in, soup
from helpers.seen_titles import BY, FOLDER, PLACE, YEAR, outcome, recheck
from werkzeug.test import TestResponse

LIST = f"/desk/{PLACE}/{YEAR}/rechecked"
TODAY = date(2026, 11, 29)


def evidence(data: Path) -> tuple[Evidence, ...]:
    return loading.load(data).jurisdictions[0].plans[0].ledger.evidence


def known(data: Path) -> tuple[rechecking.Known, ...]:
    return rechecking.known(evidence(data))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with one address in each state."""
    data = copied(tmp_path_factory.mktemp("rechecked"), PLACE).root
    recheck(data)
    return data


@pytest.fixture(scope="module")
def counter(folder: Path) -> Counter:
    """The tests that write undo it."""
    return Counter.over(folder)


def headings(page: TestResponse) -> list[str]:
    return [it.get_text() for it in soup(page).select("main form section > h2")]


def rows(page: TestResponse) -> Mapping[str, str]:
    """By name, the titles that are listed."""
    return {str(row.input["value"]): row.h3.get_text() for row in soup(page).select("main .gk-review__row")}


def test_what_is_alike_stands_together_with_reasons_and_what_is_as_it_was_stays_away(counter: Counter) -> None:
    page = counter.get(LIST)
    text = soup(page).main.get_text(" ", strip=True)

    assert headings(page) == ["链接失效（1 个）", "与留存的不一样（1 个）", "打不开（1 个）", "没有去看（1 个）", "勾好了"]
    assert [*rows(page).values()] == [it.evidence[0].title for it in known(counter.data)[:4]]
    for words in ("2026年11月1日看的。有原因。", "原来有 有 12 项。", "打不开不等于没有公开"):
        assert words in text


def test_each_leads_to_the_form_of_what_a_person_has_seen(counter: Counter) -> None:
    """A dead link, what is to be corrected, and a check that did not succeed, with what is known filled in."""
    ways = [str(way["href"]) for way in soup(counter.get(LIST)).select("main .gk-review__row .gk-desk__actions a:not([target])")]
    here = urlsplit(LIST).path.rpartition("/")[0]
    addresses = [f"{here}/{way.partition(f'/{YEAR}/')[2]}" for way in ways]

    assert {address.rpartition("/")[2].partition("?")[0] for address in addresses} == {"dead", "", "record"}
    assert [counter.get(address).status_code for address in addresses] == [200] * len(addresses)
    # Of the third, which did not open; the fourth was not asked for.
    fields = fields_in(counter.get(next(address for address in addresses if "record" in address)))
    assert fields["result"] == ["could_not_open"]
    assert fields["units"] == [*known(counter.data)[2].evidence[0].units]


def test_nothing_of_it_is_a_badge_or_a_problem(counter: Counter) -> None:
    file = rechecked.file(counter.data / FOLDER)
    text, desk = file.read_text(encoding="utf-8"), counter.office.desk
    here = state_of(desk, PLACE)
    file.unlink()
    without = state_of(desk, PLACE)
    file.write_text(text, encoding="utf-8")

    assert (here.plans, here.problems) == (without.plans, without.problems)


def test_what_somebody_has_looked_at_stays_away_until_it_changes(counter: Counter) -> None:
    before, page = counter.files, counter.get(LIST)
    name = next(iter(rows(page)))
    shown = counter.send(LIST, {**fields_in(page), "seen": name, "by": BY, "-step": "show"})
    assert counter.files == before
    assert counter.send(LIST, {**fields_in(shown), "-step": "write"}).status_code == 303
    assert list(rows(counter.get(LIST))) == list(rows(page))[1:]
    assert {key for key, content in counter.files.items() if content != before[key]} == {f"{FOLDER}/snapshots/rechecked.yaml"}

    known_page = known(counter.data)[0]
    changed = rechecking.Rechecked(known_page, replace(outcome("changed"), on=TODAY, sha256="b" * 64))
    rechecked.keep(counter.data / FOLDER, rechecked.kept(counter.data / FOLDER).joined([changed]))
    assert name in rows(counter.get(LIST))
    (counter.data / FOLDER / "snapshots/rechecked.yaml").write_bytes(before[f"{FOLDER}/snapshots/rechecked.yaml"])


def test_mistakes_are_told(counter: Counter) -> None:
    answer = counter.send(LIST, {**fields_in(counter.get(LIST)), "-step": "show"})
    assert answer.status_code == 422
    alert = soup(answer).select_one("[role=alert]").get_text()
    assert "一个也没有勾" in alert
    assert "谁核对的：没有填写" in alert


def test_to_do_says_how_many_and_leads_there(counter: Counter) -> None:
    line = next(it for it in soup(counter.get(f"/desk/{PLACE}/index.html")).select("li") if "程序再打开台账里的网址" in it.get_text())
    assert "有 4 个失效、变了或打不开。" in line.get_text()
    assert line.a["href"].endswith(f"{PLACE}/{YEAR}/rechecked")


def test_file_that_cannot_be_read_is_told(counter: Counter) -> None:
    file = counter.data / FOLDER / "snapshots/rechecked.yaml"
    held = file.read_bytes()
    file.write_text("pages: [", encoding="utf-8")
    answer = counter.get(LIST)
    file.write_bytes(held)
    assert (answer.status_code, f"data/{FOLDER}/snapshots/rechecked.yaml:1  这个文件读不懂" in soup(answer).get_text()) == (409, True)

"""The desk as a browser asks it: who may, what a form says, what is written, and that nothing else ever is."""

from __future__ import annotations

import errno
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.desk.choices import KINDS, AtTask, questions
from gongkai.desk.recording import recorded
from gongkai.desk.web.base.visits import Office
from gongkai.desk.web.recording import WHEN
from gongkai.desk.web.server import ROUTES, DeskServer
from gongkai.publishing.places.groups import built
from gongkai.records import loading
from helpers.clerks import AS_OF, REAL, Typing, typings
from helpers.clerks import state as real_state
from helpers.desk_server import OURS, Counter, fields_in, kept, soup
from helpers.sites import each
from hypothesis import given, settings
from werkzeug.test import Client

TASK = "/desk/tongliang/2021/1.1.1/"
RECORD = f"{TASK}record?kind=evidence"
URL = "https://www.cqstl.gov.cn/a/b.html"
EVIDENCE = {"measures": "1", "units": "fagaiwei", "title": "规划纲要", "url": URL}
FORM = {"Origin": OURS}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One that nothing is written at."""
    counter = Counter.of(tmp_path_factory.mktemp("desk"), "tongliang")
    before = counter.files
    yield counter
    assert counter.files == before


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter.of(tmp_path, "tongliang")


def written(counter: Counter, address: str, form: dict[str, object]) -> str:
    """Send a form, then what it leads to, as it stands; returns where that leads."""
    shown = counter.send(address, counter.form(**form))
    assert shown.status_code == 200, shown.text
    answer = counter.send(address, {**fields_in(shown), "-step": "write"})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


# --- who may --------------------------------------------------------------------------------------

STRANGERS = {
    "nothing": {},
    "another site": {"Origin": "https://evil.example"},
    "another port": {"Origin": "http://127.0.0.1:8001"},
    "another name of this machine": {"Origin": "http://localhost:8000"},
    "another scheme": {"Origin": "https://127.0.0.1:8000"},
    "no origin": {"Origin": "null"},
    "two origins": {"Origin": f"{OURS},https://evil.example"},
    "another site by fetch metadata": {"Sec-Fetch-Site": "cross-site"},
    "another port by fetch metadata": {"Sec-Fetch-Site": "same-site"},
    "an address that was typed": {"Sec-Fetch-Site": "none"},
    "our origin and another site": {"Origin": OURS, "Sec-Fetch-Site": "cross-site"},
    "another site by referrer": {"Referer": "https://evil.example/a"},
    "a referrer that begins like ours": {"Referer": f"{OURS}.evil.example/"},
    "a referrer that is no address": {"Referer": "http://[x"},
}


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_form_of_another_page_writes_nothing_even_with_the_token(reading: Counter, headers: dict[str, str]) -> None:
    form = {**reading.form(**EVIDENCE), "-step": "write"}

    assert reading.send(RECORD, form, headers).status_code == 403


@pytest.mark.sweep
@pytest.mark.parametrize("headers", [FORM, {"Sec-Fetch-Site": "same-origin"}, {"Referer": f"{OURS}/index.html"}], ids=str)
def test_form_of_our_own_page_is_answered(reading: Counter, headers: dict[str, str]) -> None:
    assert reading.send(RECORD, reading.form(**EVIDENCE), headers).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "LOCALHOST:8000", "[::1]:8000", "localhost:", "", "a b", "evil.example"])
@pytest.mark.parametrize("address", ["/desk/tongliang/2021/1.1.1", "/desk//tongliang/2021/1.1.1/"])
def test_way_on_is_on_this_machine_whatever_it_is_called(reading: Counter, address: str, host: str) -> None:
    answer = reading.client.get(f"{address}?x=//evil.example", headers={"Host": host})
    way, _, query = answer.headers["Location"].partition("?")

    assert (answer.status_code, way, query) == (308, TASK, "x=//evil.example")


@pytest.mark.parametrize(("address", "status", "way"), [("/desk", 308, "/desk/"), ("/desk/", 303, "/desk/index.html")])
def test_name_of_the_folder_leads_to_the_first_page(reading: Counter, address: str, status: int, way: str) -> None:
    answer = reading.client.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (status, way)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("call", "fault", "told"),
    [("fsync", errno.ENOSPC, "磁盘满了"), ("mkdir", errno.EROFS, "只读的磁盘"), ("chmod", errno.EACCES, "没有写的权限")],
)
def test_what_the_disk_does_not_take_is_told_and_nothing_is_written(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, call: str, fault: int, told: str
) -> None:
    shown = counter.send(RECORD, counter.form(**EVIDENCE))
    before = counter.files

    def refuse(path: object, *_: object, **__: object) -> None:
        raise OSError(fault, "refused", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        answer = counter.send(RECORD, {**fields_in(shown), "-step": "write"})

    assert (answer.status_code, told in answer.text, counter.files) == (409, True, before)
    assert counter.send(RECORD, {**fields_in(shown), "-step": "write"}).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "否"])
def test_form_without_the_token_of_this_run_writes_nothing_and_loses_nothing(reading: Counter, token: str) -> None:
    answer = reading.send(RECORD, {**reading.form(**EVIDENCE), "-token": token, "-step": "write"})
    again = reading.send(RECORD, fields_in(answer))

    assert answer.status_code == 403
    assert {key: fields_in(again)[key] for key in EVIDENCE} == {key: [text] for key, text in EVIDENCE.items()}


@pytest.mark.sweep
@pytest.mark.parametrize("address", [address for address, _ in ROUTES])
def test_nothing_is_written_by_a_link(reading: Counter, address: str) -> None:
    """Whatever an address says, and whether it is asked for or only asked about; the fixture looks at the files."""
    filled = re.sub("<(\\w+)>", lambda name: {"place": "tongliang", "year": "2021", "task": "1.1.1"}.get(name[1], "x"), address)
    query = {**reading.form(**EVIDENCE), "-step": "write", "kind": "evidence"}
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
        answer = reading.client.open(filled, method=method, base_url=OURS, query_string=query, headers=FORM)
        assert answer.status_code < 500


@pytest.mark.parametrize("address", [RECORD, "/desk/none", TASK])
def test_no_answer_may_be_framed_read_by_others_or_kept(reading: Counter, address: str) -> None:
    answer = reading.get(address, headers={"Origin": "https://evil.example"})
    policy = answer.headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (answer.headers["Cache-Control"], answer.headers["X-Frame-Options"]) == ("no-store", "DENY")
    assert [name for name in dict(answer.headers) if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize(
    "address",
    [
        "/desk/../tongliang/2021/1.1.1/record",
        "/desk/..%2f..%2fetc/2021/1.1.1/record",
        "/desk/.schemas/2021/1.1.1/record",
        "/desk/tongliang/2021/9.9.9/record",
        "/desk/tongliang/%D9%A2021/1.1.1/record",
        "/desk/tongliang/../1.1.1/record",
        "/desk/tongliang/x/1.1.1/mend?entry=x",
        "/desk/tongliang/%C2%B2/1.1.1/confirm?url=x",
        f"/desk/tongliang/{'9' * 5000}/1.1.1/dead?entry=x",
        f"/desk/tongliang/at?at=data/tongliang/2021/ledger/fagaiwei.yaml:{'9' * 5000}",
        "/desk/tongliang/2021/1.1.1/mend?entry=../../x",
        "/desk/tongliang/at?at=../../etc/passwd:1",
        "/desk/tongliang/at?at=data/tongliang/2021/ledger/fagaiwei.yaml:x",
        "/desk/tongliang/units/..",
    ],
)
def test_only_what_is_known_is_reached_by_a_name(reading: Counter, address: str) -> None:
    answer = reading.get(address)

    assert (answer.status_code, "root:" in answer.text) == (404, False)


def test_name_of_a_file_in_an_address_is_not_said_to_be_written(reading: Counter) -> None:
    assert "已写入" not in reading.get(f"{TASK}?written=data/tongliang/2021/ledger/none.yaml").text


def test_more_than_any_form_holds_is_refused(reading: Counter) -> None:
    form = {**reading.form(**EVIDENCE), "remark": "x" * (9 << 20)}

    assert reading.client.post(RECORD, base_url=OURS, data=form, headers=FORM).status_code == 413


def test_what_was_typed_is_text_wherever_it_is_shown(reading: Counter) -> None:
    answer = reading.send(RECORD, reading.form(**{**EVIDENCE, "title": '"><script>x</script>', "remark": "</textarea><b>x"}))

    assert (answer.status_code, "<script>x" in answer.text, "<b>x" in answer.text) == (200, False, False)


# --- recording ------------------------------------------------------------------------------------


def test_every_kind_says_when_it_is_the_right_one(reading: Counter) -> None:
    links = [link["href"].rpartition("=")[2] for link in soup(reading.get(f"{TASK}record")).select("main li a")]

    assert WHEN.keys() == set(KINDS)
    assert links == [kind for kind in KINDS if kind != "events"]


@pytest.mark.sweep
def test_evidence_takes_three_choices_an_address_and_a_click(counter: Counter) -> None:
    form = fields_in(counter.get(RECORD))
    before = counter.files

    location = written(counter, RECORD, {**form, "-step": "show", "measures": "1", "units": "fagaiwei", "url": URL})

    (name,) = counter.files.keys() - before.keys()
    assert re.fullmatch(rf"tongliang/2021/ledger/{AS_OF}-fagaiwei-1\.1\.1-evidence-[0-9a-f]{{8}}\.yaml", name)
    assert {key: text for key, text in counter.files.items() if key != name} == before
    assert f'已写入。</strong>文件：<span class="gk-url">data/{name}' in counter.get(location).text


def test_nothing_is_written_before_it_has_been_shown(counter: Counter) -> None:
    before = counter.files
    shown = counter.send(RECORD, {**counter.form(**EVIDENCE), "-step": "write"})

    assert (shown.status_code, counter.files) == (200, before)
    assert fields_in(shown)["-seen"][0]


@pytest.mark.sweep
def test_what_has_changed_since_it_was_shown_is_shown_again(counter: Counter) -> None:
    shown = counter.send(RECORD, counter.form(**EVIDENCE))
    written(counter, RECORD, {**EVIDENCE, "title": "另一条", "url": f"{URL}?other"})
    before = counter.files

    again = counter.send(RECORD, {**fields_in(shown), "-step": "write"})

    assert ("在您查看以后" in again.text, counter.files) == (True, before)


def test_outcome_shows_badges_before_and_after_with_the_text_and_the_file(reading: Counter) -> None:
    page = soup(reading.send(RECORD, reading.form(**EVIDENCE)))
    words = [" ".join(cell.stripped_strings) for cell in page.select("#turns ~ ul li")]

    assert len(words) == 1
    assert words[0].startswith("区发展改革委，第 1 项：")
    assert "已公开" in words[0]
    assert f"url: {URL}" in page.select_one("pre").get_text()


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(reading: Counter) -> None:
    typed = {**EVIDENCE, "url": "不是网址", "published_on": "2021-02-30", "remark": "一行\n\n另一行", "found_in": "guihua-xinxi"}
    answer = reading.send(RECORD, reading.form(**typed))
    page = soup(answer)
    summary = {link["href"]: link.get_text() for link in page.select("[role=alert] a")}

    assert answer.status_code == 422
    assert summary.keys() == {"#f-url", "#f-published_on"}
    for target in summary:
        field = page.select_one(target)
        assert field["aria-invalid"] == "true"
        assert all(page.find(id=name) for name in field["aria-describedby"].split())
    assert {key: fields_in(answer)[key] for key in typed} == {key: [text] for key, text in typed.items()}


def test_whole_form_goes_back_and_forth_unchanged(reading: Counter) -> None:
    typed = {**EVIDENCE, "remark": "一行\n\n另一行", "covers": "part", "opened.by": "政务公开科", "document_number": "铜府〔2021〕1号"}
    shown = reading.send(RECORD, reading.form(**typed))
    back = reading.send(RECORD, {**fields_in(shown), "-step": "form"})

    assert {key: fields_in(back)[key] for key in typed} == {key: [text] for key, text in typed.items()}


def test_unit_that_alone_owes_a_task_is_chosen_already(reading: Counter) -> None:
    alone = next(task for (_, task), (_, it) in real_state("tongliang").tasks.items() if len(it.units) == 1)
    page = soup(reading.get(f"/desk/tongliang/2021/{alone}/record?kind=evidence"))

    assert [box.has_attr("checked") for box in page.select("[name=units]")] == [True]


@settings(max_examples=15)
@given(typings(place="tongliang"))
def test_form_writes_the_same_as_any_other_mouth(reading: Counter, typing: Typing) -> None:
    draft = recorded(REAL, real_state("tongliang"), typing.at, typing.kind, typing.typed)
    address = f"/desk/tongliang/2021/{typing.task}/record?kind={typing.kind}"
    answer = reading.send(address, reading.form(**{key: list(texts) for key, texts in typing.typed.items()}))
    if not draft.proposal:
        assert answer.status_code == 422
        return
    shown = {
        heading.get_text().split()[-1]: text.get_text()
        for heading, text in zip(soup(answer).select("#files ~ h3"), soup(answer).select("pre"), strict=True)
    }
    assert shown == {f"data/{file.as_posix()}": text for file, text in draft.proposal.texts.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_of_every_kind_has_its_field(reading: Counter, kind: str) -> None:
    # Only a duty that waits for something has events.
    task = "3.3.1" if kind == "events" else "1.1.1"
    at = AtTask(*real_state("tongliang").tasks[2021, task], on=AS_OF)
    page = soup(reading.get(f"/desk/tongliang/2021/{task}/record?kind={kind}"))

    assert {field["name"] for field in page.select("main form [name]")} - {"-token", "-step"} == {it.key for it in questions(at, kind)}


# --- mending --------------------------------------------------------------------------------------


def actions(counter: Counter, title: str) -> list[str]:
    page = soup(counter.get(TASK))
    return [re.sub(r"^(\.\./)+", "/", link["href"]) for link in page.select("li a") if link.get_text().startswith(title)]


@pytest.mark.sweep
def test_entry_is_confirmed_by_who_opened_it_and_everything_else_stays(counter: Counter) -> None:
    address = actions(counter, "我已打开核对")[0]
    before = counter.files

    written(counter, address, {"opened.by": "政务公开科", "opened.on": "2026-11-28"})

    changed = {name for name, text in counter.files.items() if text != before.get(name)}
    (name,) = changed
    assert sorted({*counter.files[name].decode().split("\n")} - {*before[name].decode().split("\n")}) == [
        "    opened: {by: 政务公开科, on: 2026-11-28}",
    ]
    assert len(actions(counter, "我已打开核对")) == before[name].count(b"task: 1.1.1") - 1


@pytest.mark.sweep
def test_address_that_opens_no_more_is_marked(counter: Counter) -> None:
    location = written(counter, actions(counter, "链接打不开了")[0], {"dead_on": "2026-11-28"})

    assert "2026-11-28 链接打不开" in counter.get(location).text


@pytest.mark.sweep
def test_entry_is_corrected_in_the_field_that_was_changed_and_in_no_other(counter: Counter) -> None:
    address = actions(counter, "改正")[0]
    before, form = counter.files, fields_in(counter.get(address))

    written(counter, address, {**form, "-step": "show", "title": "改过的标题"})

    (name,) = {name for name, text in counter.files.items() if text != before.get(name)}
    lines = {*counter.files[name].decode().split("\n")} - {*before[name].decode().split("\n")}
    assert lines == {"    title: 改过的标题"}


@pytest.mark.sweep
def test_mistake_in_an_entry_is_mended_from_the_line_that_check_names(counter: Counter) -> None:
    """The place has a fault then, and is not judged; what else stands in the entry is not touched."""
    file = counter.data / "tongliang/2021/ledger/fagaiwei.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("published_on: 2021-04-09", "published_on: 2021-04-39"), encoding="utf-8")
    line = 1 + good[: good.index("published_on: 2021-04-09")].count("\n")
    address = counter.get(f"/desk/tongliang/at?at=data/tongliang/2021/ledger/fagaiwei.yaml:{line}").headers["Location"]

    written(counter, address, {**fields_in(counter.get(address)), "-step": "show", "published_on": "2021-04-09"})

    assert file.read_text(encoding="utf-8") == good


@pytest.mark.sweep
def test_form_for_an_entry_that_has_changed_meanwhile_is_refused(counter: Counter) -> None:
    address = actions(counter, "改正")[0]
    form = fields_in(counter.get(address))
    written(counter, address, {**form, "-step": "show", "title": "改过的标题"})
    before = counter.files

    answer = counter.send(address, {**form, "-step": "write", "title": "再改"})

    assert (answer.status_code, counter.files) == (404, before)


@pytest.mark.parametrize("typed", [{"opened.by": ""}, {"opened.by": "科", "opened.on": "昨天"}, {}], ids=str)
def test_confirmation_without_who_or_when_is_refused_at_its_field(reading: Counter, typed: dict[str, str]) -> None:
    answer = reading.send(actions(reading, "我已打开核对")[0], reading.form(**typed))

    assert (answer.status_code, bool(soup(answer).select("[role=alert] a"))) == (422, True)


UNFIT = ["title: []", "on: []", "url: []", "opened: {by: []}", "dead_on: []", "url: javascript:alert(1)"]


@pytest.mark.sweep
@pytest.mark.parametrize("field", UNFIT)
def test_entry_of_unfit_fields_is_listed_and_leads_nowhere(counter: Counter, field: str) -> None:
    fields = {"task": "1.1.1", "on": "2026-11-01", "title": "某件", "url": URL}
    fields.pop(field.partition(":")[0], None)
    lines = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    (counter.data / "tongliang/2021/ledger/xin.yaml").write_text(f"evidence:\n- {field}\n{lines}", encoding="utf-8")

    answer = counter.get(TASK)

    assert (answer.status_code, "ledger/xin.yaml:2" in answer.text, soup(answer).select("[href^='javascript']")) == (200, True, [])


def test_line_that_check_names_leads_to_its_entry(reading: Counter) -> None:
    answer = reading.get("/desk/tongliang/at?at=data/tongliang/2021/ledger/fagaiwei.yaml:6")
    form = fields_in(reading.get(answer.headers["Location"]))

    assert (answer.status_code, form["title"]) == (303, ["重庆市铜梁区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"])


# --- where it is come to from ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("index.html", ["desk/index.html"]),
        ("tongliang/2021/tasks/1.1.1.html", ["desk/tongliang/2021/1.1.1/record", "desk/tongliang/2021/1.1.1/", "desk/index.html"]),
        ("tongliang/units/fagaiwei.html", ["desk/tongliang/units/fagaiwei", "desk/tongliang/reform?unit=fagaiwei", "desk/index.html"]),
        ("tongliang/paths/guihua-xinxi.html", ["desk/tongliang/paths/guihua-xinxi", "desk/index.html"]),
        ("tongliang/units/index.html", ["desk/index.html"]),
    ],
)
def test_pages_of_the_site_lead_to_the_desk(reading: Counter, address: str, links: list[str]) -> None:
    bar = reading.client.application.bar(address).decode()

    assert re.findall(r'<a href="(?:\.\./)*([^"]*)"', bar) == links


@pytest.mark.parametrize("address", ["units/fagaiwei", "paths/guihua-xinxi"])
def test_unit_and_publication_path_lead_to_their_tasks(reading: Counter, address: str) -> None:
    links = [link["href"] for link in soup(reading.get(f"/desk/tongliang/{address}")).select("main li a")]

    assert links
    assert all(reading.get(f"/desk/{link.partition('desk/')[2]}").status_code == 200 for link in links)


# --- two desks, and the site behind them ---------------------------------------------------------


def beside(counter: Counter) -> Counter:
    """Another desk over the same data, as of another program."""
    office = Office(counter.office.project, {})
    office.show(kept(counter.data), counter.office.settings)
    return replace(counter, office=office, client=Client(DeskServer(office)))


@pytest.mark.sweep
@pytest.mark.parametrize("addresses", [(URL, URL), (URL, f"{URL}?2")], ids=["the same", "another"])
def test_two_desks_that_write_at_once_lose_and_double_nothing(counter: Counter, addresses: tuple[str, str]) -> None:
    desks = (counter, beside(counter))
    shown = [desk.send(RECORD, desk.form(**{**EVIDENCE, "url": url})) for desk, url in zip(desks, addresses, strict=True)]
    before, both = counter.files, threading.Barrier(2)

    def write(desk: Counter, form: dict[str, list[str]]) -> int:
        both.wait()
        return desk.send(RECORD, {**form, "-step": "write"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(write, desks, map(fields_in, shown)))
    texts = [content.decode() for name, content in counter.files.items() if name not in before]

    assert statuses == [303, 303 if len(set(addresses)) == 2 else 409]
    assert sorted(re.findall("url: (.*)", "".join(texts))) == sorted(set(addresses))
    assert {name: counter.files[name] for name in before} == before


FORMS: dict[str, dict[str, object]] = {
    "evidence": EVIDENCE,
    "part": {**EVIDENCE, "covers": "part"},
    "opened": {**EVIDENCE, "opened.by": "办公室", "published_on": "2021-03-05"},
    "waivers": {"measures": "1", "units": "fagaiwei", "reason": "已并入", "valid_until": "2027-12-31"},
    "checks": {"measures": "1", "units": "fagaiwei", "result": "not_found", "column": "guihua-xinxi", "by": "办公室"},
    "changes": {"measures": ["1", "2"], "document": "某通知", "withdrawn": "true"},
}


@pytest.mark.sweep
@pytest.mark.parametrize("form", each(FORMS, "evidence", "checks"))
def test_the_page_of_the_site_shows_what_the_desk_said_that_it_would(counter: Counter, form: str) -> None:
    """The badge of the task, and that of each unit whose own it changes."""
    address = f"{TASK}record?kind={form if form in KINDS else 'evidence'}"
    shown = counter.send(address, counter.form(**FORMS[form]))
    assert shown.status_code == 200, shown.text
    promised = [badge["data-badge"] for badge in soup(shown).select(".gk-desk__turn [data-badge]")][-1]
    assert counter.send(address, {**fields_in(shown), "-step": "write"}).status_code == 303

    portal = loading.load(counter.data)
    pages = built(portal.jurisdictions[0], portal, AS_OF).pages
    page = next(page for page in pages if page.save_as == "tongliang/2021/tasks/1.1.1.html")
    badge = BeautifulSoup(counter.office.rendered(page.head, page.view), "lxml").select_one("main [data-badge]")

    assert badge
    assert badge["data-badge"] == promised

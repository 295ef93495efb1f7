"""Hostile text in every text and address field: it stands in every file as text, or `check` refuses it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from gongkai.exports import official_table
from gongkai.importing import command
from gongkai.publishing.settings import DEFAULTS, LABELS, completed
from gongkai.publishing.site.settings_checks import check_settings
from gongkai.records import loading
from gongkai.search.bundle import CODE
from helpers import hostile
from helpers.browsers import context_options
from helpers.builders import PLAN, DataFolder
from helpers.desk import Desk
from helpers.followed import atom_faults, calendar_faults, read_calendar, read_feed
from helpers.hosts import publish, server
from helpers.sites import each
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import Browser, expect

AS_OF = "2025-11-20"
HOME = "https://www.portal.test/"
# Each but the last short enough for a short title with its number.
PAYLOADS = [
    "<svg onload=alert()>",
    "</script><script>alert()",
    "\" onclick=alert() x='",
    "'><img src=x onerror=a()>",
    "javascript:alert()",
    "data:text/html,<b>",
    "{{ 7*7 }}{% x %}${7*7}",
    "{n}{q}$&$'#{7}",
    "=HYPERLINK(1)",
    "+1+cmd|' /C'!A0",
    "-1+1",
    "@SUM(1)",
    "＝1",
    "([*\\",
    "]]><!--&lt;&amp;",
    "长" * 1990,
]
ADDRESS = "https://www.example.org/?a={{{{7*7}}}}&b=${{7*7}}&c=javascript:alert()&lt;%22%3E%3Cscript%3E#{0}"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def filler(turn: int) -> hostile.Fill:
    """In every field another text, beginning with the next payload; the number keeps names apart."""
    numbers = iter(range(turn, 10**6))

    def fill(kind: str) -> str:
        number = next(numbers)
        payload = PAYLOADS[number % len(PAYLOADS)]
        if kind == "address":
            return ADDRESS.format(number)
        if kind == "word":
            return f"词{number}"
        if kind == "short":
            return f"{payload[:20]}{number}"
        return f"./{number}" if kind == "file" else f"{payload}{number}"

    return fill


def _all_from(turn: int) -> str:
    """All payloads in one text, which begins with the payload of the turn."""
    at = turn % len(PAYLOADS)
    return " ".join(PAYLOADS[at:] + PAYLOADS[:at])


class Hostile:
    """The portal of a turn, and the site that was made of it."""

    def __init__(self, folder: Path, turn: int) -> None:
        # The first turn asks for every payload, the others for one each.
        self.asked = PAYLOADS[turn : turn + 1] if turn else PAYLOADS
        self.portal = hostile.portal(folder, filler(turn)).load()
        settings = {"SITENAME": _all_from(turn), "GONGKAI_CONTACT": _all_from(turn + 1), "GONGKAI_CONTACT_URL": ADDRESS.format(turn)}
        self.folder = publish(self.portal, folder / "site", HOME, AS_OF, **settings)

    def files(self, ending: str) -> dict[str, bytes]:
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in sorted(self.folder.rglob(f"*{ending}"))}


@pytest.fixture(scope="module", params=each(range(len(PAYLOADS)), 0))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"), request.param)


def intruders(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.find_all(True):
        if tag.name in ("img", "iframe", "object", "embed", "base", "style") or (tag.name == "script" and not _is_own(tag)):
            yield str(tag)[:200]
        for name, value in tag.attrs.items():
            scheme = urlsplit(str(value)).scheme if name in ("href", "src", "action") else ""
            if name.startswith("on") or name == "style" or scheme not in ("", "http", "https"):
                yield f"{tag.name} {name}={str(value)[:100]}"


def _is_own(tag: object) -> bool:
    if tag.get("type") == "application/ld+json":
        return isinstance(json.loads(tag.string), dict)
    return tag["src"].endswith(("theme/gongkai.js", "search/m.js", "search/code.js")) and not tag.string


# --- what is built -------------------------------------------------------------------------------


@pytest.mark.sweep
def test_no_page_has_an_element_or_a_handler_out_of_the_data(site: Hostile) -> None:
    pages = {name: BeautifulSoup(content, "html.parser") for name, content in site.files(".html").items()}
    assert (len(pages) > 20, {name: found for name, page in pages.items() if (found := list(intruders(page)))}) == (True, {})
    assert any("{{ 7*7 }}" in page.get_text() for page in pages.values())


def test_data_and_shards_are_read_as_what_they_are(site: Hostile) -> None:
    plan = json.loads(site.files("plan.json")["shili/2025/plan.json"])
    assert plan["schema"] == "gongkai/plan/1"
    folder = [name for name in site.files(".js") if name.startswith("search/") and name.removeprefix("search/") not in CODE]
    for name in folder:
        text = (site.folder / name).read_text(encoding="utf-8")
        called = re.fullmatch(r"gongkai(?:Part\(\"[a-z/0-9-]+\",|Names\()(.*)\);\n", text, re.DOTALL)
        json.loads(called[1])
    assert len(folder) > 5


def test_no_cell_of_a_sheet_is_a_formula(site: Hostile) -> None:
    rows = list(csv.reader(io.StringIO(site.files("tasks.csv")["shili/2025/tasks.csv"].decode("utf-8-sig"), newline="")))
    book = openpyxl.load_workbook(io.BytesIO(site.files("tasks.xlsx")["shili/2025/tasks.xlsx"]))
    formulas = [cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    assert (len(rows) > 5, [cell for row in rows for cell in row if cell.startswith(FORMULA)], formulas) == (True, [], [])


def test_no_cell_of_a_ledger_is_a_formula_and_every_report_can_be_opened(site: Hostile) -> None:
    book = openpyxl.load_workbook(io.BytesIO(site.files("ledger.xlsx")["shili/2025/ledger.xlsx"]))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None}
    reports = {name: docx.Document(io.BytesIO(content)) for name, content in site.files(".docx").items()}
    told = [cell.text for cell in (cell for table in reports["shili/2025/report.docx"].tables for row in table.rows for cell in row.cells)]
    (evidence,) = site.portal.plans[0].ledger.evidence
    assert (kinds <= {"s", "d"}, len(reports) > 3) == (True, True)
    assert any(evidence.title in text and evidence.url in text for text in told)


@pytest.mark.parametrize("with_ledger", [False, True])
def test_word_file_has_the_texts_as_texts(site: Hostile, with_ledger: bool) -> None:
    assessed = official_table.plan_of(site.portal, "shili/2025", date.fromisoformat(AS_OF))
    saved = docx.Document(io.BytesIO(official_table.docx(assessed, with_ledger=with_ledger)))
    words = "\n".join([*(line.text for line in saved.paragraphs), *(cell.text for row in saved.tables[0].rows for cell in row.cells)])
    (evidence,) = assessed.plan.ledger.evidence
    wanted = [assessed.plan.record.title, assessed.plan.record.issuer, assessed.plan.tasks[1].measures[0].text]
    wanted += [evidence.title, evidence.url] if with_ledger else []
    assert [text for text in wanted if text not in words] == []


def test_feeds_and_calendars_are_well_formed(site: Hostile) -> None:
    for name, content in site.files(".xml").items():
        if name.startswith("feeds/"):
            assert (list(atom_faults(content)), read_feed(content).bozo) == ([], False)
        else:
            etree.fromstring(content)
    for content in site.files(".ics").values():
        assert list(calendar_faults(content)) == []
        read_calendar(content)
        events = list(Calendar.from_ical(content).walk("VEVENT"))
        assert all(
            set(event) <= {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP", "STATUS", "URL"} for event in events
        )
    feeds = [etree.fromstring(content) for name, content in site.files(".xml").items() if name.startswith("feeds/")]
    summaries = [BeautifulSoup(text, "html.parser") for feed in feeds for text in feed.xpath("//*[local-name()='summary']/text()")]
    assert (len(summaries) > 5, {tag.name for page in summaries for tag in page.find_all(True)}) == (True, {"br"})


def test_no_payload_runs_in_a_browser(site: Hostile, browser: Browser) -> None:
    """On the pages, searched for, and in the address."""
    context, complaints = browser.new_context(**context_options()), []
    context.route("**/*", server(site.folder, "/"))
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    for address in ("index.html", "shili/index.html", "shili/2025/index.html", "shili/2025/tasks/1.1.1.html", "shili/units/fagaiju.html"):
        page.goto(HOME + address)
    for payload in site.asked:
        text = quote(payload[:150], safe="")
        page.goto(f"{HOME}search.html?q={text}&kind={text}&year={text}&unit={text}#{text}")
        expect(page.locator("html")).to_have_attribute("data-answered", payload.strip()[:150])
    page.goto(f"{HOME}shili/2025/index.html?unit={text}#{text}")
    desk = Desk(page, HOME)
    desk.open()
    answers = desk.ask_all(site.asked)
    assert [answer for answer in answers.values() if answer.intruders or not re.search("[一-鿿]{2}", answer.status)] == []
    assert (complaints, page.locator("main img, main script, [onload], [onclick]").count()) == ([], 0)
    context.close()


# --- what is refused -----------------------------------------------------------------------------

REFUSED_TEXTS = {
    "direction": "\u202e甲",
    "isolate": "\u2067甲",
    "zero width": "甲\u200b乙",
    "tab": "\t=1",
    "return": "甲\r=1",
    "nul": "甲\x01乙",
}
REFUSED_ADDRESSES = [
    "javascript:alert()",
    "data:text/html,<b>",
    "https://a.cn/\"onclick='",
    "https://a.cn/<b>",
    "//a.cn/",
    "https://a@b.cn/",
]


def _places_told(county: DataFolder) -> set[tuple[str, int]]:
    """File and line of each problem."""
    told = [re.match(r"(\S+):(\d+)  (.*)", line, re.DOTALL).groups() for line in county.problems()]
    return {(file, int(line)) for file, line, sentence in told if re.search("[一-鿿]", sentence)}


@pytest.mark.sweep
@pytest.mark.parametrize("name", REFUSED_TEXTS)
def test_signs_that_no_eye_sees_are_refused_in_every_text(tmp_path: Path, name: str) -> None:
    counted, text = [], REFUSED_TEXTS[name]
    county = hostile.portal(tmp_path, lambda kind: "https://a.cn/" if kind == "address" else counted.append(kind) or text, escaped=True)
    planted = hostile.planted(county, text, escaped=True)
    assert (len(counted) > 90, len(planted), planted - _places_told(county)) == (True, len(counted), set())


LIMITS = {"short": 24, "line": 2000, "text": 100_000, "file": 2000, "word": 30}


@pytest.mark.sweep
@pytest.mark.parametrize("kind", LIMITS)
def test_text_longer_than_its_kind_may_be_is_refused_where_it_stands(tmp_path: Path, kind: str) -> None:
    counted, numbers, long = [], iter(range(10**6)), "长" * (LIMITS[kind] + 1)
    harmless = {"address": "https://a.cn/{}", "file": "./{}", "word": "词{}"}
    county = hostile.portal(
        tmp_path, lambda asked: counted.append(asked) or long if asked == kind else harmless.get(asked, "载{}").format(next(numbers))
    )
    planted = hostile.planted(county, long, escaped=False)
    assert (planted != set(), len(planted), planted - _places_told(county)) == (True, len(counted), set())


@pytest.mark.parametrize("payload", each([*PAYLOADS[:13], *REFUSED_TEXTS.values()], PAYLOADS[1], PAYLOADS[7], REFUSED_TEXTS["direction"]))
def test_words_of_the_vocabulary_are_nothing_but_words(tmp_path: Path, payload: str) -> None:
    """What bodies are called becomes patterns."""
    numbers, counted = iter(range(10**6)), []
    harmless = {"address": "https://a.cn/{}", "file": "./{}"}
    county = hostile.portal(
        tmp_path,
        lambda kind: counted.append(kind) or payload if kind == "word" else harmless.get(kind, "载{}").format(next(numbers)),
        escaped=True,
    )
    planted = hostile.planted(county, payload, escaped=True)
    assert (len(counted) > 20, len(planted), planted - _places_told(county)) == (True, len(counted), set())


@pytest.mark.sweep
@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
def test_addresses_that_lead_elsewhere_are_refused_in_every_field(tmp_path: Path, address: str) -> None:
    counted, numbers = [], iter(range(10**6))
    harmless = {"file": "./{}", "word": "词{}"}
    county = hostile.portal(
        tmp_path, lambda kind: counted.append(kind) or address if kind == "address" else harmless.get(kind, "载{}").format(next(numbers))
    )
    planted = hostile.planted(county, address, escaped=False)
    assert (len(counted) > 12, len(planted), planted - _places_told(county)) == (True, len(counted), set())


# --- settings -------------------------------------------------------------------------------------

REGISTERED = {
    **{name: _all_from(turn) for turn, name in enumerate(("icp_number", "police_number", "host", "contact", "co_host"))},
    "identification_code": "1234567890",
    "police_code": "1",
    "report_url": ADDRESS.format(1),
    "mark_url": ADDRESS.format(2),
}
OFFICIAL = {"SITENAME": _all_from(3), "GONGKAI_OFFICIAL": True, "GONGKAI_OFFICIAL_SITE": REGISTERED}


@pytest.mark.sweep
def test_registration_of_an_official_site_stands_there_as_text(tmp_path: Path) -> None:
    county = DataFolder(tmp_path)
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    folder = publish(county.load(), tmp_path / "site", "https://www.portal.gov.cn/", AS_OF, **OFFICIAL)
    pages = {file.name: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in folder.rglob("*.html")}
    words = pages["index.html"].get_text()
    lacking = [name for name in ("icp_number", "police_number", "host", "contact", "co_host") if REGISTERED[name] not in words]
    intruding = {name: told for name, page in pages.items() if (told := list(intruders(page)))}
    assert (set(REGISTERED), check_settings(completed(OFFICIAL)), lacking, intruding) == (set(LABELS), [], [], {})


TEXT_SETTINGS = ["SITENAME", *(key for key, value in DEFAULTS.items() if isinstance(value, str)), *LABELS]


@pytest.mark.parametrize("key", TEXT_SETTINGS)
def test_signs_that_no_eye_sees_are_refused_in_the_settings(key: str) -> None:
    text = "https://a.cn/\u202e甲\u200b乙"
    told = check_settings(
        completed({**OFFICIAL, "GONGKAI_OFFICIAL_SITE": {**REGISTERED, key: text}} if key in LABELS else {"SITENAME": "示例", key: text})
    )
    assert [key in str(problem) for problem in told if "U+202E、U+200B" in str(problem)] == [True]


# --- a hostile notice -----------------------------------------------------------------------------


@pytest.mark.sweep
def test_hostile_notice_becomes_data_and_pages_as_text(tmp_path: Path) -> None:
    lines = [
        f"（{'一二三四五六七八九十'[number]}）公开{payload}。2025年6月底前公开{payload}。责任单位：县{payload}局、县财政局"
        for number, payload in enumerate(PAYLOADS[:10])
    ]
    notice = tmp_path / "notice.txt"
    title = f"示例县2025年政务公开工作要点{PAYLOADS[1]}"
    notice.write_text("\n".join([title, f"示府办发〔2025〕1号{PAYLOADS[0]}", f"一、做好{PAYLOADS[2]}规划公开", *lines]), encoding="utf-8")
    outcome = command.into_data(notice, tmp_path / "data/shili/2025")
    for file, content in outcome.files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    report = BeautifulSoup((tmp_path / "data/shili/2025/import-report.html").read_text(encoding="utf-8"), "html.parser")
    handlers = [name for tag in report.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert (report.find_all(["script", "svg", "img"]), handlers, PAYLOADS[0] in report.get_text()) == ([], [], True)
    site = publish(loading.load(tmp_path / "data"), tmp_path / "site", HOME, AS_OF)
    pages = {file.name: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in site.rglob("*.html")}
    assert {name: found for name, page in pages.items() if (found := list(intruders(page)))} == {}
    assert any(PAYLOADS[0] in page.get_text() for page in pages.values())

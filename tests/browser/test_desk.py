"""The desk in a real browser: with and without scripts, by keyboard alone, for everybody, and for nobody else."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from gongkai.desk.plans import sent as notices
from gongkai.desk.web.base.visits import Office
from gongkai.desk.web.server import ROUTES, DeskServer
from gongkai.files import writer
from gongkai.publishing import preview
from gongkai.records.yaml_edits import PROPOSED
from helpers import seen_titles
from helpers.browsers import ALL_RULES, AXE, AXE_RUN, DESKTOP, PHONE, STRUCTURE, OpenPage
from helpers.clerks import copied, desk_of
from helpers.desk_server import Counter
from helpers.documents import ROOT
from helpers.sites import Site, each, served
from playwright.sync_api import Browser, Page, expect
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SITE_TASK = "tongliang/2021/tasks/1.1.1.html"
TASK = "desk/tongliang/2021/1.1.1/"
URL = "https://www.cqstl.gov.cn/a/b.html"
NOTICE = ROOT / "tests/cases/notices/sichuan-dazhu/notice.docx"
WINDOWS = {"phone": PHONE, "desktop": DESKTOP}


class Watched(DeskServer):
    """Remembers what it was sent, and how it answered."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.sent: list[tuple[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def started(status: str, headers: list[tuple[str, str]]) -> Callable[[bytes], object]:
            self.sent += [(environ["REQUEST_METHOD"], status[:3])]
            return start_response(status, headers)

        return super().__call__(environ, started)


@dataclass(frozen=True)
class ServedDesk:
    """A desk over a copy of the data, in front of the site of this run; nothing makes that anew."""

    counter: Counter
    base: str
    sent: list[tuple[str, str]]


def proposed_in(file: Path) -> None:
    """As `import` leaves a file of tasks that go on last year's."""
    text = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub("^(?:  - id|    (?:title|article_20|continues)): .*$", rf"\g<0>  {PROPOSED}", text, flags=re.MULTILINE), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def desk(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    data = copied(tmp_path_factory.mktemp("desk"), "tongliang", "shilixian", "jiangjin").root
    proposed_in(data / "shilixian/2026/tasks/01-zhongdian.yaml")
    seen_titles.keep(
        data, seen_titles.COLUMN, seen_titles.entry("铜梁区规范性文件库", seen_titles.ADDRESS, seen_titles.LIBRARY, seen_titles.ISSUED)
    )
    seen_titles.recheck(data)
    notices.write(desk_of(data), notices.Sent(NOTICE.name, NOTICE.read_bytes()).read(desk_of(data), Path("dazhu/2016"), ()))
    counter = Counter.over(data)
    watched = Watched(counter.office)
    with preview.server(site.folder, 0, watched) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield ServedDesk(counter, f"http://{preview.LOOPBACK}:{server.server_port}/", watched.sent)
        server.shutdown()
        thread.join()


# --- recording ------------------------------------------------------------------------------------


_FOCUSED = """() => {
    const at = document.activeElement || document.body;
    return at.labels && at.labels.length ? at.labels[0].textContent : at.textContent;
}"""


def followed(page: Page) -> None:
    """Press what has the focus, and wait for what it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """On with the key alone until something of this name is reached."""
    for _ in range(120):
        page.keyboard.press("Tab")
        words = page.evaluate(_FOCUSED)
        if words.strip().startswith(name):
            return
    pytest.fail(f"{name} cannot be reached")


@pytest.mark.parametrize("scripts", each([True, False], True), ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("window", each(WINDOWS, "phone"))
def test_evidence_is_recorded_by_keyboard_from_the_page_of_its_task(browser: Browser, desk: ServedDesk, window: str, scripts: bool) -> None:
    """Choices: the kind, a measure, a unit; one address; two buttons."""
    context = browser.new_context(viewport=WINDOWS[window], java_script_enabled=scripts)
    page, url = context.new_page(), f"{URL}?{window}{scripts}"
    before = desk.counter.files
    page.goto(desk.base + SITE_TASK)
    for link in ("登记一条", "证据"):
        tab_to(page, link)
        followed(page)
    for choice in ("第 1 项", "区发展改革委"):
        tab_to(page, choice)
        page.keyboard.press("Space")
    tab_to(page, "网址")
    page.keyboard.type(url)
    tab_to(page, "下一步")
    followed(page)
    expect(page.get_by_role("heading", name="状态会怎样变")).to_be_visible()
    assert desk.counter.files == before
    tab_to(page, "写入")
    followed(page)
    expect(page.get_by_text("已写入")).to_be_visible()
    context.close()

    (name,) = desk.counter.files.keys() - before.keys()
    assert f"url: {url}" in desk.counter.files[name].decode()
    assert {key: desk.counter.files[key] for key in before} == before


@pytest.mark.sweep
def test_row_of_a_notice_is_mended_by_keyboard_without_scripts(browser: Browser, desk: ServedDesk) -> None:
    """Source beside reading: tick a row, go to the one that is wrong, mend a field, come back."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}desk/dazhu/2016/review#row-1-1-11")
    page.locator("#row-1-1-11-seen").focus()
    page.keyboard.press("Space")
    tab_to(page, "改这一行")
    followed(page)
    tab_to(page, "短标题")
    page.keyboard.press("Control+a")
    page.keyboard.type("改建农贸市场")
    tab_to(page, "存好，这一行看过了")
    followed(page)
    expect(page.get_by_text("看过的有 1 行")).to_be_visible()
    context.close()

    text = (desk.counter.data / "dazhu/2016/tasks/01-nianmin-shengshi.yaml").read_text(encoding="utf-8")
    assert "  - id: 1.1.11\n    title: 改建农贸市场\n" in text


def test_titles_are_answered_by_keyboard_without_scripts(browser: Browser, desk: ServedDesk) -> None:
    """On the narrowest of windows: open it elsewhere, say that it is none, see what is written, and it waits no more."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}desk/tongliang/2021/scouted")
    title = "一则会议消息"
    seen_titles.keep(desk.counter.data, seen_titles.OTHER, seen_titles.entry(title, f"{URL}?message"))
    page.reload()
    row = page.locator(".gk-review__row", has=page.get_by_role("heading", name=title))
    assert row.get_by_role("link", name="打开网址").get_attribute("target") == "_blank"
    row.get_by_role("radio", name="先不答").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    tab_to(page, "谁核对的")
    page.keyboard.type("政务公开科")
    tab_to(page, "下一步")
    followed(page)
    expect(page.get_by_text(f"不是：《{title}》。")).to_be_visible()
    tab_to(page, "写入")
    followed(page)
    expect(page.get_by_role("heading", name="程序找到的标题")).to_be_visible()
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()

    assert ([it.said for it in seen_titles.decisions(desk.counter.data, seen_titles.OTHER)], wide) == (["no"], 0)


def test_mistakes_are_come_to_first_and_lead_to_their_fields(browser: Browser, desk: ServedDesk) -> None:
    """Without any script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.base}{TASK}record?kind=evidence")
    page.get_by_label("网址").first.fill("不是网址")
    page.get_by_role("checkbox", name="第 1 项").check()
    page.get_by_role("checkbox", name="区发展改革委").check()
    page.get_by_role("button", name="下一步").click()

    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f-url:target")).to_have_value("不是网址")
    expect(page.get_by_role("checkbox", name="第 1 项")).to_be_checked()
    context.close()


# --- for everybody --------------------------------------------------------------------------------


def shown(page: Page) -> None:
    """Send the form, and wait for the whole of the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name="下一步").click()


def followed_first(page: Page, name: str) -> None:
    """To the first of the links of this name, folded or not."""
    page.evaluate("() => document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def chosen(page: Page) -> None:
    """A notice for a new place, as far as what was read of it."""
    page.get_by_label("要点的文件").set_input_files(NOTICE)
    page.get_by_label("新的辖区").check()
    page.get_by_label("新辖区的地址代码").fill("xinxian")
    shown(page)


def pressed(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


PAGES: dict[str, Callable[[Page], None]] = {
    "desk/index.html": lambda _: None,
    "desk/tongliang/index.html": lambda _: None,
    "desk/shilixian/index.html": lambda _: None,
    "desk/tongliang/index.html#doubt": lambda page: followed_first(page, "答复疑点"),
    "desk/jiangjin/index.html#field": lambda page: (
        followed_first(page, "改正这个字段"),
        page.get_by_label("完成时限").fill("2020-09-30"),
        shown(page),
    ),
    "desk/shilixian/2026/turn": lambda _: None,
    "desk/shilixian/2026/turn#row": lambda page: (followed_first(page, "决定"), shown(page)),
    "desk/tongliang/2021/scouted": shown,
    "desk/tongliang/2021/scouted#said": lambda page: (
        page.get_by_role("checkbox", name="我打开这个网址看过了").check(),
        page.get_by_role("radio", name="是", exact=True).check(),
        page.get_by_label("谁核对的").fill("政务公开科"),
        shown(page),
    ),
    "desk/tongliang/2021/scouted#task": lambda page: followed_first(page, "换一项任务"),
    "desk/tongliang/2021/scouted#form": lambda page: (followed_first(page, "换一项任务"), followed_first(page, "3.1.3")),
    "desk/tongliang/2021/rechecked": shown,
    "desk/tongliang/2021/rechecked#said": lambda page: (
        page.get_by_role("checkbox").first.check(),
        page.get_by_label("谁核对的").fill("政务公开科"),
        shown(page),
    ),
    "desk/import": shown,
    "desk/import#read": chosen,
    "desk/import#columns": lambda page: (chosen(page), pressed(page, "各栏看错了")),
    "desk/tongliang/2021/relate": shown,
    "desk/tongliang/2021/1.1.1/relate": shown,
    "desk/dazhu/2016/review": lambda _: None,
    "desk/dazhu/2016/document": lambda page: (page.get_by_label("发布机构").fill("某县人民政府"), shown(page)),
    "desk/dazhu/2016/review#row": lambda page: pressed(page, "改这一行"),
    "desk/tongliang/units/fagaiwei": lambda _: None,
    "desk/tongliang/sheet": shown,
    "desk/tongliang/paths/guihua-xinxi": lambda _: None,
    "desk/tongliang/reform": lambda _: None,
    "desk/tongliang/reform?act=merge": lambda _: None,
    "desk/tongliang/reform?act=split": lambda _: None,
    "desk/tongliang/reform?act=abolish": shown,
    "desk/shilixian/reform?act=rename&unit=fagaiju": lambda page: (
        page.get_by_label("新名称").fill("县发展局"),
        page.get_by_label("依据").first.fill("机构改革方案"),
        page.get_by_label("从哪天起").fill("2026-07-01"),
        shown(page),
    ),
    "desk/none": lambda _: None,
    TASK: lambda _: None,
    f"{TASK}record": lambda _: None,
    f"{TASK}#mend": lambda page: followed_first(page, "改正"),
    f"{TASK}#confirm": lambda page: (
        followed_first(page, "我已打开核对"),
        page.get_by_label("谁打开核对的").fill("办公室"),
        shown(page),
    ),
    f"{TASK}record?kind=evidence": shown,
    f"{TASK}record?kind=changes": lambda _: None,
    f"{TASK}?": lambda page: (
        page.get_by_role("link", name="链接打不开了").last.click(),
        page.wait_for_url("**/dead?*"),
        shown(page),
    ),
    f"{TASK}record?kind=notes&measures=1&units=fagaiwei": lambda page: (
        page.get_by_label("内容").fill("正在办理"),
        shown(page),
    ),
    SITE_TASK: lambda _: None,
}


# One of each sort that has a template of its own.
PAGES_IN_EVERY_RUN = (
    "desk/index.html",
    "desk/shilixian/index.html",
    "desk/tongliang/sheet",
    "desk/import#columns",
    "desk/tongliang/2021/scouted",
    "desk/tongliang/2021/rechecked",
    "desk/dazhu/2016/review",
    "desk/dazhu/2016/review#row",
    "desk/tongliang/reform?act=merge",
    f"{TASK}record?kind=evidence",
    f"{TASK}?",
)


@pytest.mark.parametrize("address", each(PAGES, *PAGES_IN_EVERY_RUN))
def test_no_page_of_the_desk_breaks_a_rule_or_is_wider_than_its_window(browser: Browser, desk: ServedDesk, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(AXE)
    page.goto(desk.base + address)
    PAGES[address](page)
    seen = {}
    for name, window in WINDOWS.items():
        page.set_viewport_size(window)
        page.evaluate("() => document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        # Colours are the same in every window, and take two thirds of the time.
        seen[name] = (page.evaluate(AXE_RUN, ALL_RULES if window == DESKTOP else STRUCTURE), wide)
    context.close()

    assert seen == dict.fromkeys(WINDOWS, ([], 0))


@pytest.mark.sweep
def test_no_page_of_the_desk_is_complained_of_by_the_browser(open_page: OpenPage, desk: ServedDesk) -> None:
    """Its policy, its script, what it fetches: watched to the end. None lacks among them but what leads on, what is no page, and what waits for nothing here."""
    # No row of the made-up plan differs from last year's in years alone; the form is that of a row.
    page = open_page(viewport=DESKTOP)
    seen = {"/desk/", "/desk/style.css", "/desk/<place>/at", "/desk/<place>/sheet.xlsx", "/desk/<place>/<year>/continues"}
    addresses = Map([Rule(address, endpoint=address) for address, _ in ROUTES]).bind("")
    for address, go_on in PAGES.items():
        if address != "desk/none":
            # With its name alone another one on the same page would load nothing anew.
            page.goto(desk.base + address.partition("#")[0])
            # What is answered with mistakes says so in its status.
            if go_on is not shown:
                go_on(page)
            with suppress(NotFound):
                seen.add(addresses.match(urlsplit(page.url).path)[0])

    # Of a plan and of a task the same page answers.
    assert {dict(ROUTES)[address] for address in seen} == {answers for _, answers in ROUTES}


# --- for nobody else ------------------------------------------------------------------------------

_FOREIGN = """<!DOCTYPE html><meta charset="utf-8"><title>x</title>
<form method="post" action="{target}" enctype="{kind}">{fields}<button>go</button></form>"""
_FETCH = """async ([target, fields, mode]) => {
    const body = new URLSearchParams(fields);
    return fetch(target, { method: "POST", mode, body, credentials: "include" }).then((answer) => answer.type, (error) => "refused");
}"""
_READ = """(target) => fetch(target, { credentials: "include" }).then((answer) => answer.text(), (error) => "refused")"""
_SOCKET = """(target) => new Promise((told) => {
    const socket = new WebSocket(target);
    socket.onopen = () => told("open");
    socket.onerror = () => told("refused");
})"""
_FRAME = """(target) => new Promise((told) => {
    const frame = document.createElement("iframe");
    frame.onload = () => { try { told(frame.contentDocument ? "own" : "foreign"); } catch (error) { told("foreign"); } };
    frame.src = target;
    document.body.append(frame);
})"""


@pytest.fixture
def foreign(desk: ServedDesk, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, dict[str, str]]]:
    """A page from another port, which knows everything that a page of ours knows, the secret of this run too."""
    counter = desk.counter
    fields = {key: str(value) for key, value in counter.form(measures="1", units="fagaiwei", title="外来", url=f"{URL}?foreign").items()}
    shown = counter.send(f"/{TASK}record?kind=evidence", fields)
    seen = shown.text.partition('name="-seen" value="')[2].partition('"')[0]
    fields = {**fields, "-step": "write", "-seen": seen}
    inputs = "".join(f'<input type="hidden" name="{key}" value="{value}">' for key, value in fields.items())
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        text = _FOREIGN.format(target=f"{desk.base}{TASK}record?kind=evidence", kind=kind, fields=inputs)
        writer.put(tmp_path / f"{kind.partition('/')[0]}.html", text.encode())
    before = counter.files
    context = browser.new_context()
    with served(tmp_path, preview.Handler) as address:
        page = context.new_page()
        page.goto(f"{address}/application.html")
        yield page, fields
    context.close()
    assert counter.files == before


@pytest.mark.sweep
@pytest.mark.parametrize("kind", ["application", "multipart"])
def test_form_of_another_page_writes_nothing(foreign: tuple[Page, dict[str, str]], kind: str) -> None:
    page, _ = foreign
    page.goto(f"{page.url.rpartition('/')[0]}/{kind}.html")
    with page.expect_response("**/record?kind=evidence") as answer:
        page.get_by_role("button").click()

    assert answer.value.status == 403


@pytest.mark.sweep
@pytest.mark.parametrize("mode", ["no-cors", "cors"])
def test_fetch_of_another_page_writes_and_reads_nothing(foreign: tuple[Page, dict[str, str]], desk: ServedDesk, mode: str) -> None:
    page, fields = foreign
    desk.sent.clear()

    assert page.evaluate(_FETCH, [f"{desk.base}{TASK}record?kind=evidence", fields, mode]) == "refused"
    assert page.evaluate(_READ, f"{desk.base}{TASK}record?kind=evidence") == "refused"
    assert desk.sent == [("POST", "403"), ("GET", "200")]


def test_socket_of_another_page_is_refused(foreign: tuple[Page, dict[str, str]], desk: ServedDesk) -> None:
    page, _ = foreign
    assert page.evaluate(_SOCKET, f"{desk.base.replace('http', 'ws')}{TASK}record") == "refused"


def test_no_page_of_the_desk_stands_in_a_frame_of_another(foreign: tuple[Page, dict[str, str]], desk: ServedDesk) -> None:
    page, _ = foreign
    page.evaluate(_FRAME, f"{desk.base}{TASK}record")

    assert [frame.locator("h1").count() for frame in page.frames[1:]] == [0]


def test_the_same_from_our_own_page_would_have_been_written(desk: ServedDesk) -> None:
    """What keeps the others out is where they are, not what they say."""
    form = desk.counter.form(measures="1", units="fagaiwei", title="自己的", url=f"{URL}?own")
    shown = desk.counter.send(f"/{TASK}record?kind=evidence", form)
    seen = shown.text.partition('name="-seen" value="')[2].partition('"')[0]

    assert desk.counter.send(f"/{TASK}record?kind=evidence", {**form, "-step": "write", "-seen": seen}).status_code == 303

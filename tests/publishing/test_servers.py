"""The published site under real servers, with the configurations of docs/servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from gongkai.publishing import packed
from helpers.projects import Project
from helpers.servers import EXAMPLES, Answer, Server, started
from helpers.sites import made_once

UTF_8 = "; charset=utf-8"
TYPES = {
    ".html": f"text/html{UTF_8}",
    ".css": f"text/css{UTF_8}",
    ".js": f"text/javascript{UTF_8}",
    ".json": f"application/json{UTF_8}",
    ".csv": f"text/csv{UTF_8}",
    ".ics": f"text/calendar{UTF_8}",
    ".xml": f"application/xml{UTF_8}",
    ".txt": f"text/plain{UTF_8}",
    ".svg": f"image/svg+xml{UTF_8}",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PROTECTION = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}
ASK_FIRST, FOR_A_YEAR = "no-cache", "public, max-age=31536000, immutable"


@pytest.fixture(scope="module", params=[(name, place) for name in ("nginx", "apache") for place in ("/", "/portal/")], ids="".join)
def server(request: pytest.FixtureRequest, shared: Path) -> Iterator[Server]:
    name, place = request.param
    site = made_once(shared / f"small-site{place.replace('/', '-')}", lambda folder: publish(folder, place))
    with started(name, place, site) as running:
        yield running


def publish(folder: Path, place: str) -> None:
    root = folder.with_name(f"{folder.name}.project")
    root.mkdir()
    project = Project(root)
    # What is made up is not published, nor are addresses of hosts for examples.
    project.replace("data/shili/2025/plan.yaml", "demonstration: true\n", "")
    for file in (root / "data").rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("www.example.org", "www.example.gov.cn"), encoding="utf-8")
    finished = project.run("publish", "--as-of", "2025-11-20", "-e", f"GONGKAI_SITE_URL=https://www.example.org{place}")
    assert finished.returncode == 0, finished.stderr
    project.output.rename(folder)


def names(server: Server) -> list[str]:
    """The addresses: what lies packed beside them has none of its own."""
    files = (path for path in server.folder.rglob("*") if path.suffix not in ("", packed.ENDING))
    return sorted(path.relative_to(server.folder).as_posix() for path in files)


def one_of_each(server: Server) -> dict[str, str]:
    """The first file of each kind, by suffix; feeds are of a kind of their own."""
    return {Path(name).suffix: name for name in reversed(names(server)) if not name.startswith("feeds/")}


def in_search(server: Server) -> str:
    return next(name for name in names(server) if name.startswith("search/"))


def protection(answer: Answer) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in PROTECTION}


@pytest.mark.sweep
def test_each_file_has_its_type(server):
    kinds = {suffix: name for suffix, name in one_of_each(server).items() if suffix in TYPES}
    assert kinds.keys() >= {".html", ".css", ".js", ".json", ".csv", ".ics", ".xml", ".txt", ".svg", ".xlsx"}

    assert {suffix: server.get(name).headers["content-type"] for suffix, name in kinds.items()} == {
        suffix: TYPES[suffix] for suffix in kinds
    }


def test_no_file_is_of_a_kind_that_servers_are_not_told(server):
    assert {Path(name).suffix for name in names(server)} <= TYPES.keys()


def test_feeds_say_that_they_are_feeds(server):
    assert server.get("feeds/index.xml").headers["content-type"] == f"application/atom+xml{UTF_8}"


def test_every_text_comes_packed_and_whole(server):
    texts = {name for suffix, name in one_of_each(server).items() if UTF_8 in TYPES.get(suffix, "")} | {"feeds/index.xml"}
    texts = {name for name in texts if (server.folder / name).stat().st_size > 1000}
    answers = {name: server.get(name) for name in texts}

    assert {name: answer.headers.get("content-encoding") for name, answer in answers.items()} == dict.fromkeys(texts, "gzip")
    assert {name: answer.body for name, answer in answers.items()} == {name: (server.folder / name).read_bytes() for name in texts}
    assert all("Accept-Encoding" in answer.headers["vary"] for answer in answers.values())


@pytest.mark.parametrize("server", [("nginx", "/")], ids="".join, indirect=True)
def test_nginx_sends_what_was_packed_and_to_others_the_text(server):
    addresses = ("index.html", "theme/gongkai.css", "feeds/index.xml")
    small, plain = ([server.get(address, **{"Accept-Encoding": coding}) for address in addresses] for coding in ("gzip", "identity"))

    assert [lengths(answer) for answer in small] == [("gzip", (server.folder / f"{address}.gz").stat().st_size) for address in addresses]
    assert [lengths(answer) for answer in plain] == [(None, (server.folder / address).stat().st_size) for address in addresses]


def lengths(answer: Answer) -> tuple[str | None, int]:
    """How it was packed, and how much was sent."""
    return answer.headers.get("content-encoding"), int(answer.headers["content-length"])


@pytest.mark.parametrize("address", ["index.html", "", "feeds/index.xml", "theme/gongkai.css", "none/at/all.html"])
def test_every_answer_is_protected(server, address):
    assert protection(server.get(address)) == PROTECTION


def test_only_what_is_named_for_its_content_is_kept(server):
    addresses = ("index.html", "", "theme/gongkai.css", in_search(server), f"{in_search(server)}-gone.js")

    assert [server.get(address).headers["cache-control"] for address in addresses] == [
        *(ASK_FIRST, ASK_FIRST, ASK_FIRST, FOR_A_YEAR, ASK_FIRST)
    ]


def test_what_has_not_changed_is_not_sent_again(server):
    first = server.get("index.html")
    second = server.get("index.html", **{"If-None-Match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert (second.status, second.body) == (304, b"")


@pytest.mark.parametrize("address", ["none.html", "none/at/all/of/this.html", "index.html/", "theme/", ".git/", ".git/config"])
def test_what_is_not_there_is_answered_by_the_page_with_its_styles(server, address):
    (server.folder / ".git").mkdir(exist_ok=True)
    (server.folder / ".git/config").touch()
    answer = server.get(address)
    styles = BeautifulSoup(answer.body, "lxml").select_one("link[rel=stylesheet]")["href"]
    shown = server.get(urljoin(f"{server.place}{address}", styles))

    # Apache says of a folder without a page that it may not be seen.
    assert answer.status in ({403, 404} if address == "theme/" else {404})
    assert answer.body == (server.folder / "404.html").read_bytes()
    assert (shown.status, shown.headers["content-type"], shown.body) == (
        *(200, TYPES[".css"]),
        (server.folder / "theme/gongkai.css").read_bytes(),
    )


@pytest.mark.parametrize("folder", ["", "shili"])
def test_a_folder_leads_to_its_page(server, folder):
    address = f"{server.place}{folder}".rstrip("/")
    answer = server.get(address or "/")

    if address:
        assert answer.status == 301
        answer = server.get(urljoin(f"http://127.0.0.1:{server.port}{address}", answer.headers["location"]).split(str(server.port))[1])
    assert (answer.status, answer.body) == (200, (server.folder / folder / "index.html").read_bytes())


def test_a_long_query_is_answered(server):
    """1,700 Chinese characters as browsers send them."""
    assert server.get("search.html?q=" + "%E5%8F%91" * 1_700).status == 200


def test_what_is_far_too_long_is_refused(server):
    assert server.get("search.html?q=" + "%E5%8F%91" * 20_000).status in {400, 414}


def test_the_example_for_iis_is_well_formed_and_says_that_it_is_untried():
    text = (EXAMPLES / "iis/web.config").read_text(encoding="utf-8")
    headers = {add.get("name", "").lower(): add.get("value") for add in ElementTree.fromstring(text).iter("add")}

    assert PROTECTION.items() <= headers.items()
    assert "没有在 IIS 上试过" in text

"""The desk of a copy of some places, asked in this process: as its server hands requests on, and as browsers send them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from gongkai.desk.web.base.visits import Office
from gongkai.desk.web.server import DeskServer
from gongkai.pages.addresses import Site
from gongkai.pages.shell import Frame
from gongkai.publishing.places import reading
from gongkai.publishing.places.aside import Aside
from gongkai.publishing.places.reading import ReadingJob
from gongkai.publishing.site.keeping import Kept, KeptPlace
from gongkai.records import loading
from gongkai.search.index import Index
from gongkai.search.names import REMEMBERED
from helpers.clerks import AS_OF, copied
from helpers.documents import ROOT
from werkzeug.test import Client, TestResponse

HOST = "127.0.0.1:8000"
OURS = f"http://{HOST}"
_FRAME = Frame(Site("某站", "http://localhost", False), AS_OF, (), (), None, "", "", 10)


def kept(data: Path) -> Kept:
    """A site of the places of a data folder, as far as the desk asks."""
    aside, common = Aside(None, "", is_held=True), reading.state_of_common(data)
    checked = {path.name: reading.read(ReadingJob(path, common, AS_OF, aside=aside)) for path in loading.places(data)}
    sound = {outline.slug: checked[outline.slug] for outline in reading.in_order(checked)}
    places = {slug: KeptPlace(place, None) for slug, place in sound.items()}
    apart = {slug: it for slug, it in checked.items() if slug not in places}
    return Kept("", _FRAME, (), {}, places, {}, apart, {}, Index(), REMEMBERED, {}, {}, {}, {})


@dataclass(frozen=True)
class Counter:
    """What stands between a clerk and the desk."""

    office: Office
    client: Client

    @classmethod
    def of(cls, folder: Path, *places: str) -> Counter:
        return cls.over(copied(folder, *places).root)

    @classmethod
    def over(cls, data: Path) -> Counter:
        """Of a data folder as it is."""
        office = Office(data.parent, {})
        office.show(
            kept(data), {"GONGKAI_DATA": "data", "GONGKAI_AS_OF": f"{AS_OF}", "GONGKAI_OFFICIAL_SITE": None, "THEME": str(ROOT / "theme")}
        )
        return cls(office, Client(DeskServer(office)))

    @property
    def data(self) -> Path:
        return self.office.project / "data"

    @property
    def files(self) -> dict[str, bytes]:
        """All files of the data, to see whether any is another."""
        return {path.relative_to(self.data).as_posix(): path.read_bytes() for path in self.data.rglob("*") if path.is_file()}

    def get(self, address: str, **options: object) -> TestResponse:
        return self.client.get(address, base_url=OURS, **options)

    def send(self, address: str, form: Mapping[str, object], headers: Mapping[str, str] | None = None) -> TestResponse:
        """As a form of our own is sent by a browser, unless other headers are given."""
        return self.client.post(address, base_url=OURS, data=dict(form), headers={"Origin": OURS} if headers is None else headers)

    def form(self, **fields: object) -> dict[str, object]:
        return {"-token": self.office.token, "-step": "show", **fields}


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "lxml")


def fields_in(answer: TestResponse) -> dict[str, list[str]]:
    """What the form of a page would send without its button."""
    fields: dict[str, list[str]] = {}
    for element in soup(answer).select("main form [name]:not(button)"):
        for value in _values(element):
            fields.setdefault(str(element["name"]), []).append(value)
    return fields


def _values(element: Tag) -> list[str]:
    if element.get("type") == "file":
        return []
    if element.name == "select":
        return [str(option["value"]) for option in element.select("option[selected]")]
    if element.get("type") in ("checkbox", "radio"):
        return [str(element["value"])] if element.has_attr("checked") else []
    return [re.sub(r"^\n", "", element.get_text())] if element.name == "textarea" else [str(element["value"])]

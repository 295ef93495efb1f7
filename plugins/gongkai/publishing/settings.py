"""The settings of a site and what they mean; what is not set has its default here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from gongkai.files import equipment
from gongkai.files.equipment import COMMAND
from gongkai.pages.addresses import Site
from gongkai.pages.shell import OfficialSite

if TYPE_CHECKING:
    from gongkai.publishing.page_tags import RegisteredSite

Settings = Mapping[str, object]

DEFAULTS: dict[str, str | bool | int | dict[str, str]] = {
    # The folder of plans, registers and ledgers.
    "GONGKAI_DATA": "data",
    # The date that badges are judged on, as 2026-11-20; empty: SOURCE_DATE_EPOCH, else today.
    "GONGKAI_AS_OF": "",
    # The full address of the published site, for sitemap.xml and canonical links.
    "GONGKAI_SITE_URL": "http://localhost:8000",
    "GONGKAI_PUBLISH": False,
    # Made-up places are shown too, as `serve` does.
    "GONGKAI_DEMONSTRATIONS": False,
    # Whom readers may write to about mistakes on this site; empty: the line is left out.
    "GONGKAI_CONTACT": "",
    "GONGKAI_CONTACT_URL": "",
    # Only for the registered site of a government body: docs/settings.md lists what it must then state.
    "GONGKAI_OFFICIAL": False,
    "GONGKAI_OFFICIAL_SITE": {},
    # Sites of one's own network that `scout` may look at, as host:port, with blanks between them; any other that points inside is refused.
    "GONGKAI_SCOUT_INTRANET": "",
    # How many processes make a site; 0: as many as this machine has processors, where there is enough to do.
    "GONGKAI_PROCESSES": 0,
    # Who makes it instead, other machines for example: module:function, which gives a concurrent.futures.Executor.
    "GONGKAI_EXECUTOR": "",
}


LABELS: dict[str, str] = {entry.name: entry.metadata["label"] for entry in fields(OfficialSite)}
OPTIONAL = {entry.name for entry in fields(OfficialSite) if entry.default == ""}


def official_site(settings: Settings) -> OfficialSite | None:
    """The registration of an official site, None for any other; the settings have been checked."""
    if not settings["GONGKAI_OFFICIAL"]:
        return None
    return OfficialSite(**{name: str(value).strip() for name, value in registration(settings).items()})


def registration(settings: Settings) -> Mapping[str, object]:
    """What the settings say of a registration, whether they may or not."""
    registered = settings["GONGKAI_OFFICIAL_SITE"]
    return registered if isinstance(registered, Mapping) else {}


def located(settings: Settings, folder: Path) -> dict[str, object]:
    """The settings of a file of this folder, with the engine's own theme where they name none and with paths that hold wherever one stands."""
    theme, data = settings.get("THEME", equipment.path("theme")), settings["GONGKAI_DATA"]
    # What is no text is told where settings are checked.
    data = str(folder.absolute() / data) if isinstance(data, str) else data
    # Named, they let others have a say, and nothing of the site is kept for the next time.
    own = settings.get("THEME_TEMPLATES_OVERRIDES")
    folders = [str(folder.absolute() / str(templates)) for templates in own] if isinstance(own, list | tuple) else own
    overrides = {"THEME_TEMPLATES_OVERRIDES": folders} if own else {}
    return {**settings, **overrides, "THEME": str(folder.absolute() / str(theme)), "GONGKAI_DATA": data}


def completed(settings: Settings) -> dict[str, object]:
    """The settings with the defaults of what they do not say."""
    return {**DEFAULTS, **settings}


def lack_of_blog(settings: Settings, data: Path) -> str:
    """Why a blog that names the plugin gets no portal; empty for what is no blog."""
    if "index" not in cast(Sequence[str], settings["DIRECT_TEMPLATES"]):
        return ""
    effect = f"这次不生成政务公开的门户，其余照旧。门户请另放一个文件夹：{COMMAND} new 文件夹。"
    if not data.is_dir():
        return f"没有数据文件夹 {data}，{effect}"
    content, pages = Path(str(settings["PATH"])), cast(Sequence[str], settings["PAGE_PATHS"])
    articles = (path for path in content.rglob("*") if path.suffix in (".md", ".rst") and path.relative_to(content).parts[0] not in pages)
    return f"{content.name}/ 里有博客的文章，博客的首页和门户的重名，{effect}" if any(articles) else ""


def site(settings: Settings) -> Site:
    """The site by its name and address."""
    return Site(str(settings["SITENAME"]).strip(), str(settings["GONGKAI_SITE_URL"]).rstrip("/"), bool(settings["GONGKAI_PUBLISH"]))


def registered_site(settings: Settings) -> RegisteredSite | None:
    """What the page tags say of a registered government site; None for any other site."""
    # Only such a site has need of the pages while its settings are read.
    from gongkai.publishing.page_tags import RegisteredSite  # noqa: PLC0415

    official = official_site(settings)
    return RegisteredSite(site(settings), official.identification_code) if official else None


def as_of(settings: Settings, environment: Mapping[str, str]) -> date:
    """The date the badges are judged on: the setting, else SOURCE_DATE_EPOCH, else today. All have been checked."""
    zone = ZoneInfo(str(settings.get("TIMEZONE", "Asia/Shanghai")))
    if day := str(settings["GONGKAI_AS_OF"]):
        return date.fromisoformat(day)
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return datetime.now(zone).date()


def latest_day(settings: Settings) -> date:
    """The latest day that anything can have happened on, whatever day is judged."""
    return max(as_of(settings, os.environ), as_of({**settings, "GONGKAI_AS_OF": ""}, {}))

"""Who goes to a place's sites, in whose name and where to; one at a time, as a site was promised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.desk.proposals import RefusedError
from gongkai.files import locks
from gongkai.files.equipment import version
from gongkai.publishing.settings import Settings, registration
from gongkai.scout.grounds import Grounds, wrong_intranet

if TYPE_CHECKING:
    from gongkai.scout.fetching.limits import Limits
    from gongkai.scout.fetching.visitor import Visitor


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Two at once would ask a site twice as often as it was promised; raises RefusedError."""
    record = place / "jurisdiction.yaml"
    if locks.is_held(record):
        raise RefusedError(f"另一个 scout 正在看 {place.name}，等它看完再运行。")
    with locks.lock(record):
        yield


def visitor(settings: Settings, grounds: Grounds, limits: Limits) -> Visitor:
    """Whoever may go there; raises RefusedError, which says what is missing."""
    try:
        # What goes over the network is an extra of its own.
        from gongkai.scout.fetching.visitor import Visitor  # noqa: PLC0415
    except ImportError:
        raise RefusedError("没有安装看网站用的软件包。请安装 gongkai[scout]。") from None
    intranet = str(settings.get("GONGKAI_SCOUT_INTRANET", ""))
    if wrong := wrong_intranet(intranet):
        raise RefusedError(f"GONGKAI_SCOUT_INTRANET 里的“{wrong}”不是“域名:端口”。请写成 10.1.2.3:80 的样子，几个之间用空格隔开。")
    name = name_of(settings)
    allowed = grounds.allowed(intranet)
    if not allowed.hosts and not allowed.intranet:
        why = "它是编写的示例，网址不是真的" if grounds.place.is_demonstration else "它没有写官方网站域名（jurisdiction.yaml 的 hosts）"
        raise RefusedError(f"{grounds.place.record.short_name}没有可以看的网站：{why}。")
    return Visitor(allowed, name, limits)


def name_of(settings: Settings) -> str:
    """What servers are told of who asks: without anybody to write to nobody is asked anything; raises RefusedError."""
    from gongkai.scout.fetching.visitor import agent  # noqa: PLC0415

    stated = (settings.get("GONGKAI_CONTACT", ""), settings.get("GONGKAI_CONTACT_URL", ""), registration(settings).get("contact", ""))
    if contact := "; ".join(str(it).strip() for it in stated if str(it).strip()):
        return agent(version(), contact)
    remedy = "请在 pelicanconf.py 里写 GONGKAI_CONTACT，或这一次加 -e GONGKAI_CONTACT=电话或邮箱"
    raise RefusedError(f"还没有写联系方式。网站的人要知道是谁在看、有事找谁。{remedy}。")

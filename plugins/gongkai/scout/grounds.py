"""Where in a place may be looked: the columns that have an address, and the hosts that are the government's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from gongkai.judging.doubts.addresses import official_hosts
from gongkai.records.portal import Jurisdiction, Node, Plan, Portal

from .fetching.targets import Allowed, spelt


@dataclass(frozen=True)
class Grounds:
    """The columns of a place, as far as the plan of a year can be looked for there."""

    portal: Portal
    place: Jurisdiction
    plan: Plan

    @property
    def columns(self) -> tuple[Node, ...]:
        """All of them; the outermost nodes are sites, whose own pages list nothing."""
        return tuple(node for node in self.place.register.nodes.values() if node.parent)

    @property
    def with_address(self) -> tuple[Node, ...]:
        return tuple(node for node in self.columns if node.column.url)

    def allowed(self, intranet: str) -> Allowed:
        """The official hosts, and those of a network of one's own; a made-up place has no others."""
        hosts = () if self.place.is_demonstration else official_hosts(self.place.record)
        return Allowed(tuple(_spelt(hosts)), frozenset(intranet.lower().split()))

    def told(self, data: str) -> Iterator[str]:
        """How much of it can be looked at; `data` is the name of the data folder."""
        name, count, reachable = self.place.record.short_name, len(self.columns), len(self.with_address)
        yield f"{name}有 {count} 个栏目，其中 {reachable} 个写了网址。"
        if reachable < count:
            file = f"{data}/{self.place.slug}/columns.yaml"
            yield f"没有写网址的 {count - reachable} 个没有看；要看的，请打开网站找到栏目的列表，把网址写进 {file} 那个栏目的 url。"


def _spelt(hosts: Iterable[str]) -> Iterator[str]:
    for host in hosts:
        # What is no host, `check` tells.
        with suppress(ValueError):
            yield spelt(host)


def wrong_intranet(stated: str) -> str:
    """What in the setting is no host with its port."""
    return next((word for word in stated.split() if not re.fullmatch(r"[\w.-]+:[1-9]\d{0,4}", word)), "")

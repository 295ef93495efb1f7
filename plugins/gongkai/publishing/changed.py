"""What a publication holds, and what of it differs from the one before, in words for who publishes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses
from gongkai.pages.shell import FILTERS
from gongkai.records.fields import SITE_FOLDERS
from gongkai.records.problems import Effect, Problem
from gongkai.records.register import MOVED_PLACES
from gongkai.records.register_records import PlaceMove

from . import contents

# As many addresses as anybody reads; the rest is counted.
_MOST = 10
_MOVED = b'<body data-page="moved"'
# By unit and measure of a task, the badge; "" is that of the whole task. Behind the badge a mark where nobody has opened the evidence.
Badges = Mapping[str, str]
_UNOPENED = "?"


@dataclass(frozen=True)
class Publication:
    """What is known of a site that was published: where it was put, from the project's folder, and what lay in it."""

    to: str
    address: str
    as_of: str
    # By address, the content of every file.
    files: Mapping[str, str]
    # By address, what pages show but for the day of judgement.
    pages: Mapping[str, str]
    moved: tuple[str, ...]
    # What the search of this very site asks for, without what was carried over from the one before.
    index: tuple[str, ...]
    # By the name of a plan, by the name of a task.
    badges: Mapping[str, Mapping[str, Badges]]
    # What all of it is known by, packed.
    archive: str = ""

    @classmethod
    def of(cls, site: Path, to: str, index: Iterable[str]) -> Publication:
        """That of a site whose sums have been told."""
        stated = contents.read(site)
        texts = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*.html"))}
        days = [form.encode() for form in (stated["as_of"], _printed(stated["as_of"]))]
        return cls(
            to,
            stated["address"],
            stated["as_of"],
            contents.sums(site),
            {address: _digest(text, days) for address, text in texts.items()},
            tuple(address for address, text in texts.items() if _MOVED in text),
            tuple(index),
            dict(_badges(json.loads(path.read_bytes())) for path in sorted(site.rglob("plan.json"))),
        )

    @classmethod
    def read(cls, content: bytes) -> Publication:
        """One that was written."""
        stated = json.loads(content)
        return cls(**{**stated, "moved": tuple(stated["moved"]), "index": tuple(stated["index"])})

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @property
    def day(self) -> str:
        return _printed(self.as_of)


def _printed(day: str) -> str:
    """A day as pages print it."""
    return FILTERS["chinese_date"](date.fromisoformat(day))


def _digest(text: bytes, without: Iterable[bytes]) -> str:
    for words in without:
        text = text.replace(words, b"")
    return hashlib.sha256(text).hexdigest()


def _badges(plan: Any) -> tuple[str, dict[str, dict[str, str]]]:
    """Of a plan.json: the name of the plan, and the badges of its tasks by their names."""
    units = {unit["slug"]: unit["name"] for unit in plan["units"]}
    tasks = {}
    for task in plan["tasks"]:
        badges = {"": _badge(task)}
        for measure in task["measures"]:
            number = f" 第 {measure['number']} 条举措" if measure["number"] else ""
            badges |= {f"{units[cell['unit']]}{number}": _badge(cell) for cell in measure["cells"]}
        tasks[f"{task['id']} {task['short_title'] or task['matter'] or ''}".strip()] = badges
    return f"{plan['plan']['jurisdiction_name']} {plan['plan']['year']} 年", tasks


def _badge(shown: Mapping[str, object]) -> str:
    return f"{shown['badge']}{_UNOPENED if shown['unopened'] else ''}"


def vanished(before: Publication, after: Publication) -> tuple[str, ...]:
    """The pages that would be gone without a word."""
    return tuple(sorted(before.pages.keys() - after.pages.keys()))


def vanishing(standing: Mapping[str, Container[str]], known: Container[str], data: Path, published: Iterable[str]) -> Iterator[Problem]:
    """Pages of places that were published and are not among those that stand now, by place; what is told of a place that is not `known` is told once."""
    lost = Counter[str]()
    for address in sorted(published):
        slug, is_below, below = address.partition("/")
        if slug in standing and address not in standing[slug]:
            fault = f"“{below}”这个页面上次发布过，现在没有了。"
            remedy = "请在 moved.yaml 里写明它现在在哪里（from、to、on、why），旧网址上就会有一页指过去；是误删、误改的，请恢复。"
            yield Problem(data / slug / "moved.yaml", 1, "原来的网址（from）", fault, remedy, Effect.GATE)
        lost[slug] += bool(is_below) and slug not in known and slug not in SITE_FOLDERS
    for slug, count in (+lost).items():
        fault = f"“{slug}”这个辖区上次发布过 {count} 个页面，现在没有它的文件夹了。"
        remedy = "是误删的，请恢复；改了名、并进了别处、不再收录的，请在 moved-places.yaml 里写明（from、to、on、why），旧网址上就都会有一页说明。"
        yield Problem(data / MOVED_PLACES, 1, "原来的辖区（from）", fault, remedy, Effect.GATE)


def gone(moves: Mapping[str, PlaceMove], published: Iterable[str]) -> tuple[tuple[str, PlaceMove], ...]:
    """What was published of places whose folders are gone, the page of the place itself whether it is known or not, with where these are now."""
    known = {address for address in published if address.partition("/")[0] in moves} | {f"{slug}/{addresses.HOME}" for slug in moves}
    return tuple((address, _in_the_end(moves, address.partition("/")[0])) for address in sorted(known))


def _in_the_end(moves: Mapping[str, PlaceMove], slug: str) -> PlaceMove:
    last = moves[slug]
    while last.to and last.to in moves:
        last = moves[last.to]
    return moves[slug].model_copy(update={"to": last.to})


def told(before: Publication | None, after: Publication, when: str = "上一次发布") -> Iterator[str]:
    """Line by line, what differs."""
    if before is None:
        yield "这里没有上一次发布的记录，没有可以相比的。"
        return
    moved = set(after.moved) - set(before.moved)
    kept = (before.pages.keys() & after.pages.keys()) - moved
    groups = {
        "新页面": after.pages.keys() - before.pages.keys() - moved,
        "内容变了的页面": {address for address in kept if before.pages[address] != after.pages[address]},
        "换了地方的页面": moved,
        "没有了的页面": before.pages.keys() - after.pages.keys(),
        "没有了的其他文件": {
            address for address in before.files.keys() - after.files.keys() - before.pages.keys() if _is_for_people(address)
        },
    }
    yield f"与{when}（判定日期 {before.day}）相比："
    for name, changed in groups.items():
        if changed:
            yield f"  {name} {len(changed)} 个：{_some(sorted(changed))}"
    if not any(groups.values()):
        yield "  页面没有变化" + ("。" if before.as_of == after.as_of else "，只有判定日期不同。")
    yield from _moved_badges(before, after)


def _is_for_people(address: str) -> bool:
    return not address.startswith(("search/", "theme/")) and not address.endswith(".gz")


def _some(addresses: list[str]) -> str:
    return "、".join(addresses[:_MOST]) + (" 等" if len(addresses) > _MOST else "")


def _moved_badges(before: Publication, after: Publication) -> Iterator[str]:
    lines = [
        f"  {plan} {task}：{_told_of(was, badges)}"
        for plan, tasks in after.badges.items()
        for task, badges in tasks.items()
        if (was := before.badges.get(plan, {}).get(task)) and _differing(was, badges)
    ]
    yield f"状态变了的任务 {len(lines)} 项{'：' if lines else '。'}"
    yield from lines


def _differing(was: Badges, now: Badges) -> list[str]:
    return [cell for cell in now if cell in was and was[cell] != now[cell]]


def _told_of(was: Badges, now: Badges) -> str:
    cells = [cell for cell in _differing(was, now) if cell]
    whole = f"仍是{_word(now[''])}" if was[""] == now[""] else _step(was, now, "")
    each = "；".join(f"{cell} {_step(was, now, cell)}" for cell in cells[:_MOST])
    rest = f"等 {len(cells)} 处" if len(cells) > _MOST else ""
    return f"{whole}（{each}{rest}）" if cells else whole


def _step(was: Badges, now: Badges, cell: str) -> str:
    return f"{_word(was[cell])} → {_word(now[cell])}"


def _word(badge: str) -> str:
    known = BADGES.get(badge.removesuffix(_UNOPENED))
    return f"{known.word if known else badge}{'·待核对' if badge.endswith(_UNOPENED) else ''}"

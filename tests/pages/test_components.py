"""components.html shows every component of the theme, in every state that there is, where made-up plans are built."""

from __future__ import annotations

import pytest
from bs4 import Tag
from helpers.documents import BADGE_WORDS, ROOT
from helpers.sites import PublishedSite, Site

MACROS = ROOT / "theme/templates/macros"


@pytest.fixture(scope="module")
def shown(site: Site) -> dict[str, Tag]:
    """Each component's part of the page, by name."""
    return {one["data-component"]: one for one in site.pages["components.html"].select("[data-component]")}


def test_every_file_of_macros_is_shown(shown: dict[str, Tag]) -> None:
    """`tools` are small pieces that others use; no page of a site has anything of the desk."""
    assert set(shown) == {file.stem for file in MACROS.glob("*.html")} - {"tools", "desk", "to_do", "relating", "scouted"}


def test_every_component_shows_something(shown: dict[str, Tag]) -> None:
    """Its name and headings do not count, nor what is said about it: only what has a class of the theme."""
    assert [name for name, one in shown.items() if not any(part.get_text(strip=True) for part in one.select("[class*=gk-]"))] == []


def test_every_badge_is_shown(shown: dict[str, Tag]) -> None:
    assert {badge["data-badge"]: badge.get_text() for badge in shown["badge"].select("[data-badge]")} == BADGE_WORDS


def test_badges_are_shown_with_every_kind_of_detail(shown: dict[str, Tag]) -> None:
    details = " ".join(one.get_text() for one in shown["badge"].select(".gk-badge__detail"))
    assert [kind for kind in ("按期", "逾期", "日期不详", "/", "最近一次") if kind not in details] == []


def test_evidence_is_shown_with_every_flag(shown: dict[str, Tag]) -> None:
    flags = {flag.get_text().split("（")[0] for flag in shown["evidence"].select(".gk-flag")}
    assert flags == {
        "内容完整",
        "只有部分内容",
        "单位自述，不作为公开的证明",
        "待核对：还没有人打开过这个网址",
        "公开位置与文件不一致",
        "链接失效",
        *(flag for flag in flags if flag.startswith("登记为")),
    }


def test_scorecards_are_shown_with_and_without_percentages_and_with_nothing_due(shown: dict[str, Tag]) -> None:
    sums = {one.get_text() for one in shown["scorecard"].select(".gk-scorecard__sum")}
    due = {one for one in sums if one.startswith("到期的")}
    assert {"%" in one for one in due} == {True, False}
    assert sums - due == {"文件没有写日期。", "没有要看日期的。"}


def test_bars_of_every_family_are_shown(shown: dict[str, Tag]) -> None:
    families = {name for bar in shown["tally"].select("rect") for name in bar["class"]}
    assert {f"gk-fill--{family}" for family in ("done", "in_hand", "neutral", "attention", "overdue")} <= families


def test_neighbours_are_shown_at_both_ends_and_between(shown: dict[str, Tag]) -> None:
    assert [[link["rel"] for link in nav.select("a")] for nav in shown["neighbours"].select("nav")] == [
        [["next"]],
        [["prev"], ["next"]],
        [["prev"]],
    ]


def test_cards_of_where_to_look_differ(shown: dict[str, Tag]) -> None:
    cards = [one.get_text() for one in shown["look"].select(".gk-look")]
    assert (len(cards) >= 3, any("没有写在哪个栏目" in card for card in cards), any("电话未查到" in card for card in cards)) == (
        True,
        True,
        True,
    )


def test_published_site_has_no_such_page(published: PublishedSite) -> None:
    assert [address for address, source in published.site.sources.items() if "components" in source] == []

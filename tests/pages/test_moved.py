"""A published address never goes away: what `moved.yaml` says of it, the page that stands there, and what is told of one that would."""

import pytest
from gongkai.pages import addresses
from gongkai.pages.place_pages import pages_of_gone_places
from gongkai.pages.views import Head
from gongkai.publishing.settings import completed
from gongkai.publishing.site.checking import checked
from gongkai.records import loading
from gongkai.records.problems import DataError, Effect
from gongkai.records.register_records import MovedFile, endings
from helpers.builders import MOVED, PLAN, DataFolder
from helpers.documents import ROOT, all_places, chinese_date

GONE = "shili/units/gone.html"


@pytest.fixture
def data(tmp_path):
    return DataFolder(tmp_path)


def told_of(data, *moves, published=(), **settings):
    """What is said where these pages have moved, by effect; all that was left is the small county."""
    if moves:
        data.write(MOVED, "moved:\n" + "".join(f"  - {{{move}, on: 2025-07-01, why: 为测试编写}}\n" for move in moves))
    stated = {"SITENAME": "测试", "THEME": ROOT / "theme", "GONGKAI_DEMONSTRATIONS": True, "GONGKAI_AS_OF": "2025-11-20", **settings}
    try:
        problems = checked(completed(stated), data.root.parent, published=published).remarks
    except DataError as error:
        problems = error.problems
    return [
        (problem.effect, problem.line, f"{problem.field}：{problem.fault}") for problem in problems if problem.file.name.startswith("moved")
    ]


# --- the page that stands there -----------------------------------------------------------------


def test_page_says_where_its_content_is_since_when_and_why(site):
    for place in all_places():
        for address, move in place.moved.items():
            main = site.pages[address].main
            names = [f"{place.slug}/{to}" for to in ([move["to"]] if isinstance(move["to"], str) else move["to"])]

            assert [link["href"] for link in main.select("a")] == [f"../../{name}" for name in names]
            assert [link.get_text() for link in main.select("a")] == [
                site.pages[name].title.get_text().rpartition(" - ")[0] for name in names
            ]
            assert (move["why"] in main.get_text(), chinese_date(str(move["on"])) in main.get_text()) == (True, True)


def test_page_that_moved_twice_is_followed_to_where_it_is():
    moves = {
        "a.html": ["b.html"],
        "b.html": ["c.html", "d.html"],
        # Split, and put together again.
        "c.html": ["e.html"],
        "d.html": ["e.html"],
    }
    file = MovedFile.model_validate({"moved": [{"from": old, "to": new, "on": "2025-07-01", "why": "改"} for old, new in moves.items()]})

    assert endings({move.gone: move for move in file.moved}) == dict.fromkeys(
        ("a.html", "b.html", "c.html", "d.html", "e.html"), ("e.html",)
    )


def test_very_many_pages_that_moved_one_after_the_other_are_followed():
    """In one go over all of them; that of each alone would take for ever."""
    chain = [{"from": f"{number}.html", "to": f"{number + 1}.html", "on": "2025-07-01", "why": "改"} for number in range(10_000)]
    moves = {move.gone: move for move in MovedFile.model_validate({"moved": chain}).moved}

    assert set(endings(moves).values()) == {("10000.html",)}


def test_addresses_are_told_without_making_the_pages(site):
    """Otherwise `check` would cry, or be silent, where the site does the contrary."""
    for place in loading.load(ROOT / "data").jurisdictions:
        shown = {address for address, page in site.pages.items() if address.startswith(f"{place.slug}/")}
        moved = {address for address in shown if site.pages[address].body["data-page"] == "moved"}

        assert (set(addresses.pages_of(place)), set(addresses.moved_of(place))) == (shown - moved, moved)


# --- what is told -------------------------------------------------------------------------------


def test_nothing_is_told_of_pages_that_lead_on_to_others(data):
    moves = ("from: units/gone.html, to: units/older.html", "from: units/older.html, to: [units/fagaiju.html, 2025/tasks/1.1.1.html]")
    assert told_of(data, *moves, published=["index.html", "shili/index.html", GONE, "shili/units/fagaiju.html"]) == []


FAULTS = {
    "leads nowhere": (["from: units/gone.html, to: units/none.html"], 2, "现在的网址（to）：没有“units/none.html”这个页面。"),
    "twice": (
        ["from: units/gone.html, to: units/fagaiju.html", "from: units/gone.html, to: units/index.html"],
        *(3, "原来的网址（from）：“units/gone.html”写了两次。"),
    ),
    "round and round": (
        ["from: units/a.html, to: units/b.html", "from: units/b.html, to: units/a.html"],
        *(2, "现在的网址（to）：这几个网址一个接一个，又回到了原处：units/a.html、units/b.html、units/a.html。"),
    ),
    "no page": (["from: /units/gone.html, to: index.html"], 2, "原来的网址（from）：“/units/gone.html”不是页面的网址。"),
    "itself": (
        ["from: units/gone.html, to: units/gone.html"],
        *(2, "现在的网址（to）：这几个网址一个接一个，又回到了原处：units/gone.html、units/gone.html。"),
    ),
    "out of the place by other signs": (
        ["from: units/gone.html, to: '%2e%2e/index.html'"],
        2,
        "现在的网址（to）：“%2e%2e/index.html”不是页面的网址。",
    ),
    "another host": (["from: units/gone.html, to: //evil.example/a.html"], 2, "现在的网址（to）：“//evil.example/a.html”不是页面的网址。"),
    "another host in full": (
        ["from: units/gone.html, to: 'https://evil.example/a.html'"],
        *(2, "现在的网址（to）：“https://evil.example/a.html”不是页面的网址。"),
    ),
    "a page of the site": (["from: ../about.html, to: index.html"], 2, "原来的网址（from）：“../about.html”不是页面的网址。"),
    "out of the place": (["from: units/gone.html, to: ../index.html"], 2, "现在的网址（to）：“../index.html”不是页面的网址。"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_meant_is_a_fault(data, fault):
    moves, line, words = FAULTS[fault]
    assert told_of(data, *moves) == [(Effect.FAULT, line, words)]


def test_page_that_is_still_there_is_told(data):
    words = "原来的网址（from）：“units/fagaiju.html”这个页面现在还在，这一条不起作用。"
    assert told_of(data, "from: units/fagaiju.html, to: units/index.html") == [(Effect.WARNING, 2, words)]


WOULD_BE_GONE = [(Effect.GATE, 1, "原来的网址（from）：“units/gone.html”这个页面上次发布过，现在没有了。")]


def test_page_that_was_published_and_would_be_gone_is_a_gate(data):
    assert told_of(data, published=["shili/index.html", GONE]) == WOULD_BE_GONE
    assert told_of(data, "from: units/gone.html, to: units/index.html", published=[GONE]) == []


def test_publishing_is_refused_until_it_is_said_where_the_page_went(data):
    data.replace(PLAN, "demonstration: true", "demonstration: false")
    for file in data.root.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("www.example.org", "www.example.gov.cn"), encoding="utf-8")
    public = {"GONGKAI_PUBLISH": True, "GONGKAI_SITE_URL": "https://www.example.org"}

    assert told_of(data, published=[GONE], **public) == WOULD_BE_GONE
    with pytest.raises(DataError):
        checked(completed({"SITENAME": "测试", "THEME": ROOT / "theme", **public}), data.root.parent, published=[GONE])


# --- whole places -------------------------------------------------------------------------------

PUBLISHED = ["about.html", "old/index.html", "old/units/fagaiju.html", "old/2019/tasks/1.1.1.html", "shili/index.html"]
PLACE_FAULTS = {
    "leads nowhere": (["from: old, to: none"], 2, "现在的辖区（to）：没有“none”这个辖区。"),
    "twice": (["from: old, to: shili", "from: old"], 3, "原来的辖区（from）：“old”写了两次。"),
    "itself": (["from: old, to: old"], 2, "现在的辖区（to）：这几个网址一个接一个，又回到了原处：old、old。"),
    "round and round": (
        ["from: old, to: older", "from: older, to: old"],
        *(2, "现在的辖区（to）：这几个网址一个接一个，又回到了原处：old、older、old。"),
    ),
}


def moved_places(data, *moves):
    data.write("moved-places.yaml", "moved:\n" + "".join(f"  - {{{move}, on: 2025-07-01, why: 为测试编写}}\n" for move in moves))


@pytest.mark.parametrize("fault", PLACE_FAULTS)
def test_place_that_cannot_have_gone_there_is_a_fault(data, fault):
    moves, line, words = PLACE_FAULTS[fault]
    moved_places(data, *moves)

    assert told_of(data) == [(Effect.FAULT, line, words)]


@pytest.mark.parametrize("name", ["../shili", "shili/2025", "Old", "index", "%2e%2e", "http://a.example"])
@pytest.mark.parametrize("key", ["from", "to"])
def test_only_the_name_of_a_folder_is_a_place(data, key, name):
    moved_places(data, ", ".join(f"{other}: '{name if other == key else 'old'}'" for other in ("from", "to")))

    (told,) = told_of(data)
    assert told[:2] == (Effect.FAULT, 2)


def test_place_that_is_still_there_is_told(data):
    moved_places(data, "from: shili")
    assert told_of(data) == [(Effect.WARNING, 2, "原来的辖区（from）：“shili”这个辖区现在还在，这一条不起作用。")]


def test_place_that_was_published_and_is_gone_is_a_gate_once(data):
    words = "原来的辖区（from）：“old”这个辖区上次发布过 3 个页面，现在没有它的文件夹了。"
    assert told_of(data, published=PUBLISHED) == [(Effect.GATE, 1, words)]


def leading(data, *moves):
    """Where the addresses of the last publication lead where these places have moved."""
    moved_places(data, *moves)
    stated = {"SITENAME": "测试", "THEME": ROOT / "theme", "GONGKAI_DEMONSTRATIONS": True, "GONGKAI_AS_OF": "2025-11-20"}
    all_of_it = checked(completed(stated), data.root.parent, published=PUBLISHED)
    known = (addresses.HOME, *(address for outline in all_of_it.outlines for address in outline.pages))
    heads = {address: Head(address, "", address, "") for address in known}
    return {page.save_as: [link.address for link in page.view.targets] for page in pages_of_gone_places(all_of_it.gone, heads)}


def test_pages_of_a_place_lead_to_the_same_of_the_one_that_it_went_on_in(data):
    assert leading(data, "from: old, to: newer", "from: newer, to: shili") == {
        "newer/index.html": ["shili/index.html"],
        "old/index.html": ["shili/index.html"],
        "old/units/fagaiju.html": ["shili/units/fagaiju.html"],
        # That year is in no plan of the other.
        "old/2019/tasks/1.1.1.html": ["shili/index.html"],
    }


def test_pages_of_a_place_that_is_no_longer_kept_lead_home(data):
    assert leading(data, "from: old") == {address: ["index.html"] for address in PUBLISHED[1:4]}

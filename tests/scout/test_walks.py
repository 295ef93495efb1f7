"""Walks through the pages of a column: how far, what is remembered, and that a killed one goes on."""

import os
import signal
import subprocess
import sys
from datetime import date

import pytest
from gongkai.scout import memory
from gongkai.scout.fetching.answers import Fetched, Refused, Validators
from gongkai.scout.lists.entries import Listed
from gongkai.scout.memory import Notebook
from gongkai.scout.walking import Extent, Step, Walker
from helpers import walking_child
from helpers.unruly_server import Told, unruly
from helpers.verbs import PROGRAM
from helpers.walking_child import TODAY

HOST = "http://www.example.gov.cn"
FIRST = f"{HOST}/1"


def page(*entries, further=()):
    """A page of a list; each entry a day, or none, and the number that is its address and title."""
    lines = [f"{day} {HOST}/entry{number} 第{number}条" for day, number in entries]
    return "\n".join([*lines, *(f"further {HOST}/{name}" for name in further)])


class Site:
    """Pages by their addresses, and what was asked for."""

    def __init__(self, pages, has_validators=True):
        self.pages = {f"{HOST}/{name}": text for name, text in pages.items()}
        self.asked = []
        self.has_validators = has_validators

    def visit(self, address, validators):
        self.asked.append(address.removeprefix(f"{HOST}/"))
        text = self.pages.get(address, Refused("not_found", address, "状态 404"))
        if isinstance(text, Refused):
            return text
        etag = f'"{hash(text)}"' if self.has_validators else ""
        if validators and validators.etag == etag:
            return Fetched(address, b"", "", True, Validators(address))
        return Fetched(address, text.encode(), "text/html", False, Validators(address, etag))


def walked(site, folder, today=TODAY, tell=lambda _: None, **extent):
    return Walker(site.visit, walking_child.read, Notebook(folder), 2021, today, Extent(**extent), tell).walk("guihua", FIRST)


def titles(walk):
    return [entry.title for entry in walk.entries]


THREE = {
    "1": page(("2022-03-01", 1), ("2021-12-31", 2), further="2"),
    "2": page(("2021-06-01", 3), ("2021-01-01", 4), further="3"),
    "3": page(("2020-12-31", 5), ("2020-12-01", 6), further="4"),
    "4": page(("2020-11-01", 7)),
}


def test_pages_are_read_until_the_year_of_the_plan_is_passed(tmp_path):
    site = Site(THREE)
    walk = walked(site, tmp_path)

    assert site.asked == ["1", "2", "3"]
    assert (titles(walk), walk.pages, walk.ending) == ([f"第{n}条" for n in range(1, 7)], 3, "year_passed")
    assert walk.entries[0] == Listed("第1条", f"{HOST}/entry1", date(2022, 3, 1))
    assert walk.extent == "列表前 3 页，6 条，最早的是 2020-12-01；再往后都是前几年的"


def test_a_page_without_days_ends_nothing(tmp_path):
    site = Site({"1": page(("-", 1), further="2"), "2": page(("-", 2))})

    assert (titles(walked(site, tmp_path)), site.asked) == (["第1条", "第2条"], ["1", "2"])


def test_old_entries_that_are_kept_on_top_end_nothing(tmp_path):
    site = Site({"1": page(("2019-01-01", 1), ("2021-05-01", 2), further="2"), "2": page(("2021-04-01", 3))})

    assert walked(site, tmp_path).ending == "no_further"
    assert site.asked == ["1", "2"]


@pytest.mark.parametrize(
    ("pages", "ending", "asked"),
    [
        pytest.param({"1": page(("2021-01-01", 1))}, "no_further", ["1"], id="a single page"),
        pytest.param({"1": ""}, "no_further", ["1"], id="nothing at all"),
        pytest.param({"1": page(("2021-01-01", 1), further="1")}, "no_further", ["1"], id="it leads to itself"),
        pytest.param(
            {str(n): page(("2021-01-01", 1), further=str(n + 1)) for n in range(1, 9)}, "repeats", ["1", "2"], id="the same again and again"
        ),
        pytest.param(
            {
                "1": page(("2021-01-01", 1), further="23"),
                "2": page(("2021-01-01", 2), further="1"),
                "3": page(("2021-01-01", 3), further="12"),
            },
            "no_further",
            ["1", "2", "3"],
            id="in a circle",
        ),
        pytest.param({"1": page(("2021-01-01", 1), further="2"), "2": ""}, "no_further", ["1", "2"], id="an empty page"),
    ],
)
def test_a_walk_ends_where_there_is_nothing_new(tmp_path, pages, ending, asked):
    site = Site(pages)

    assert (walked(site, tmp_path).ending, site.asked) == (ending, asked)


class Endless(Site):
    """Always something new."""

    def __init__(self):
        super().__init__({})

    def visit(self, address, validators):
        number = int(address.rpartition("/")[2])
        self.pages[address] = page(*(("2021-05-01", 10 * number + it) for it in range(10))) + f"\nfurther {HOST}/{number + 1}"
        return super().visit(address, validators)


def test_endless_pages_end_with_their_number(tmp_path):
    site = Endless()
    walk = walked(site, tmp_path, pages=7)

    assert (len(site.asked), walk.pages, walk.ending, len(walk.entries)) == (7, 7, "page_limit", 70)
    assert walk.extent.endswith("后面还有，到规定的页数为止")


def test_endless_entries_end_with_theirs(tmp_path):
    walk = walked(Endless(), tmp_path, entries=35)

    assert (walk.pages, walk.ending) == (4, "entry_limit")


def test_what_is_no_title_is_left_out(tmp_path):
    site = Site({"1": f"2021-01-01 {HOST}/a {'长' * 501}\n2021-01-01 {HOST}/{'b' * 2000} 短\n2021-01-01 {HOST}/c 好"})

    assert titles(walked(site, tmp_path)) == ["好"]


def test_a_refused_page_ends_the_walk_with_what_was_seen(tmp_path):
    site = Site({"1": THREE["1"]})
    walk = walked(site, tmp_path)

    assert (walk.pages, walk.ending, walk.refused.kind, titles(walk)) == (1, "refused", "not_found", ["第1条", "第2条"])
    assert walk.extent == "列表前 1 页，2 条，最早的是 2021-12-31；后面的没有看成"


def test_a_column_that_cannot_be_opened_was_not_looked_at(tmp_path):
    walk = walked(Site({}), tmp_path)

    assert (walk.pages, walk.entries, walk.extent) == (0, (), "没有看成")


def test_an_entry_that_moves_to_the_next_page_meanwhile_is_listed_once(tmp_path):
    site = Site({"1": page(("2021-03-01", 1), ("2021-02-01", 2), further="2"), "2": page(("2021-02-01", 2), ("2021-01-01", 3))})

    assert titles(walked(site, tmp_path)) == ["第1条", "第2条", "第3条"]


def test_two_columns_of_one_address_are_one_walk(tmp_path):
    site = Site(THREE)
    walker = Walker(site.visit, walking_child.read, Notebook(tmp_path), 2021, TODAY)
    first, second = walker.walk("guihua", FIRST), walker.walk("jihua", FIRST)

    assert (first.column, second.column, second.entries) == ("guihua", "jihua", first.entries)
    assert site.asked == ["1", "2", "3"]


def test_every_page_is_told(tmp_path):
    steps = []
    walked(Site(THREE), tmp_path, tell=steps.append)
    walked(Site(THREE), tmp_path, tell=steps.append)

    assert steps[:3] == [Step("guihua", 1, 2, False), Step("guihua", 2, 2, False), Step("guihua", 3, 2, False)]
    assert steps[3:] == [Step("guihua", number, 2, True) for number in (1, 2, 3)]


# --- what is remembered ---------------------------------------------------------------------------


def test_within_the_same_day_nothing_is_asked_again(tmp_path):
    first = walked(Site(THREE), tmp_path)
    site = Site(THREE)

    assert (walked(site, tmp_path), site.asked) == (first, [])


def test_a_refused_page_is_tried_again_and_the_others_are_not(tmp_path):
    walked(Site({name: THREE[name] for name in "1"}), tmp_path)
    site = Site(THREE)

    assert (walked(site, tmp_path).ending, site.asked) == ("year_passed", ["2", "3"])


def test_the_next_day_unchanged_pages_are_taken_from_memory(tmp_path):
    first = walked(Site(THREE), tmp_path)
    site = Site({**THREE, "1": page(("2022-04-01", 0), ("2022-03-01", 1), further="2")})
    walk = walked(site, tmp_path, today=date(2026, 12, 1))

    assert site.asked == ["1", "2", "3"]
    assert titles(walk) == ["第0条", "第1条", *titles(first)[2:]]


def test_the_memory_of_another_address_counts_for_nothing(tmp_path):
    walked(Site(THREE), tmp_path)

    assert Notebook(tmp_path).column("guihua", f"{HOST}/elsewhere").pages == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"address": 1}', b"\xff\xfe", b'{"address": "x", "pages": [{}]}'])
def test_a_spoilt_memory_is_as_good_as_none(tmp_path, content):
    walked(Site(THREE), tmp_path)
    (tmp_path / "guihua.json").write_bytes(content)
    site = Site(THREE)

    assert walked(site, tmp_path).ending == "year_passed"
    assert site.asked == ["1", "2", "3"]


def test_halves_of_characters_spoil_nothing(tmp_path):
    kept = memory.ColumnMemory(FIRST, (memory.PageRead(FIRST, TODAY, Validators(FIRST), memory.ListPage((Listed("\ud83d", FIRST),))),))
    Notebook(tmp_path).keep("guihua", kept)

    assert walked(Site(THREE), tmp_path).ending


def test_what_is_remembered_does_not_grow_with_every_visit(tmp_path):
    """Lists whose pages get new addresses again and again."""
    for number in range(1, 90, 3):
        site = Site({"1": page(("2021-05-01", number), further=[str(number + 1)]), str(number + 1): THREE["3"]})
        walked(site, tmp_path, today=date.fromordinal(TODAY.toordinal() + number))

    assert len(Notebook(tmp_path).column("guihua", FIRST).pages) == 2


# --- killed ---------------------------------------------------------------------------------------


def run(server, folder, dies_at=0):
    command = [sys.executable, walking_child.__file__, server.host, str(folder), str(dies_at)]
    environment = {**os.environ, "PYTHONPATH": f"{PROGRAM}{os.pathsep}{PROGRAM.parent / 'tests'}"}
    return subprocess.Popen(command, env=environment)


WHOLE = [3, "year_passed", ["第1条", "第2条", "第3条", "第4条", "第5条", "第6条"]]


def local(server):
    """The three pages as this server has them, without conditions: what it is asked for is what the program did not have."""
    return {
        f"/{name}": Told(body=text.replace(HOST, server.address("")).encode(), headers={"Content-Type": "text/html"})
        for name, text in THREE.items()
    }


@pytest.mark.sweep
@pytest.mark.parametrize("moment", [2, 3, 4])
def test_a_program_killed_while_it_waits_for_a_page_goes_on_with_that_page(tmp_path, moment):
    """The first request is for robots.txt, then come the pages."""
    with unruly({}) as server:
        pages = local(server)
        children = []

        def answer(asked):
            # It asks only once it has been started.
            if len(server.asked) == moment:
                os.kill(children[0].pid, signal.SIGKILL)
            return pages.get(asked.path, Told(404))

        server.answers = {"*": answer}
        with run(server, tmp_path) as killed:
            children.append(killed)
            assert killed.wait() == -signal.SIGKILL
        result = walking_child.walked(server.host, tmp_path)

    assert result == WHOLE
    before, again = server.paths[:moment], server.paths[moment:]
    assert before == ["/robots.txt", "/1", "/2", "/3"][:moment]
    assert again == ["/robots.txt", *["/1", "/2", "/3"][moment - 2 :]]


@pytest.mark.sweep
@pytest.mark.parametrize(("step", "left"), [(1, ["/1", "/2", "/3"]), (2, ["/2", "/3"]), (5, ["/3"]), (7, [])])
def test_a_program_killed_while_it_remembers_a_page_has_it_whole_or_not(tmp_path, step, left):
    """Each page is put in its place by one step: before it (odd) the page is as good as unread, after it (even) it is there; 7 is the end of the walk."""
    with unruly({}) as server:
        server.answers = local(server)
        with run(server, tmp_path, step) as killed:
            assert killed.wait() == -signal.SIGKILL
        before = len(server.asked)
        result = walking_child.walked(server.host, tmp_path)

    assert result == WHOLE
    assert server.paths[before:] == (["/robots.txt", *left] if left else [])

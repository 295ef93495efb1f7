"""What publishing tells, refuses, keeps and takes back."""

import errno
import json
import shutil
import subprocess
import zipfile

import pytest
from gongkai.files import writer
from gongkai.publishing import packed
from gongkai.publishing.building import PlaceError
from gongkai.publishing.published import ForeignError, Published, Publishing, VanishedError
from helpers.builders import MOVED, PLAN, TASKS
from helpers.projects import AS_OF, LAST_GOOD, Project, files

KEPT = ".build/published"
ADDRESS = "https://www.example.org"
NEXT_DAY = "2025-11-21"
# What stands in files that no site has.
UNSEEN = "没有人核对过"


# --- the whole program --------------------------------------------------------------------------


def publish(project, *words, as_of=AS_OF):
    return project.run("publish", "--as-of", as_of, "-e", f"GONGKAI_SITE_URL={ADDRESS}", *words)


def index_of(site):
    """What a search asks for, of which the packed copies are left aside."""
    return {name: content for name, content in site.items() if name.startswith("search/") and name.count("/") > 1 and name.endswith(".js")}


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A project that was published three times and taken back once: what was said, what lay there, step by step."""
    project = Project(tmp_path_factory.mktemp("story"))
    # What is made up is not published, nor are addresses of hosts for examples.
    project.data.replace(PLAN, "demonstration: true", "demonstration: false")
    for file in project.data.root.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("www.example.org", "www.example.gov.cn"), encoding="utf-8")
    for file in ("proposals/guihua-xinxi.yaml", "snapshots/rechecked.yaml", "snapshots/0123456789abcdef.txt"):
        project.data.write(f"shili/2025/{file}", f"# {UNSEEN}\n")
    told = {}

    def step(name, finished, returncode=0):
        assert finished.returncode == returncode, finished.stderr
        told[name] = (finished.stdout + finished.stderr, project.site(), files(project.root / KEPT))

    step("first", publish(project))
    # Another document is another number for those behind it, so nothing of the new index has a name of the old one.
    project.data.add_next_year()
    project.data.replace(TASKS, "due_on: 2025-06-30", "due_on: 2025-12-31")
    step("trial", publish(project, "--dry-run", as_of=NEXT_DAY))
    step("second", publish(project, as_of=NEXT_DAY))
    shutil.rmtree(project.data.root / "shili/2026")
    step("refused", publish(project, as_of=NEXT_DAY), returncode=1)
    step("checked", project.run("check"))
    gone = [name for name in told["second"][1] if name.startswith("shili/2026/") and name.endswith(".html")]
    moves = (f"  - {{from: {name.removeprefix('shili/')}, to: index.html, on: 2025-11-21, why: 撤回}}\n" for name in gone)
    project.data.write(MOVED, "moved:\n" + "".join(moves))
    step("third", publish(project, as_of=NEXT_DAY))
    step("back", project.run("publish", "--back"))
    step("zip", publish(project, "--zip", "one.zip", as_of=NEXT_DAY))
    about = project.root / "content/pages/about.md"
    prose = about.read_bytes()
    about.unlink()
    step("refused again", publish(project, as_of=NEXT_DAY), returncode=1)
    told["archive"] = (project.root / "one.zip").read_bytes()
    about.write_bytes(prose)
    (project.data.root / "shili").rename(project.data.root / "xinxian")
    step("place gone", publish(project, as_of=NEXT_DAY), returncode=1)
    project.data.write("moved-places.yaml", "moved:\n  - {from: shili, to: xinxian, on: 2025-11-21, why: 改名}\n")
    # What is kept is lost, and what lies in the place still tells.
    shutil.rmtree(project.root / KEPT)
    step("place moved", publish(project, as_of=NEXT_DAY))
    step("cleaned", project.run("clean"))
    return told


@pytest.mark.sweep
def test_first_publication_says_that_there_is_nothing_to_compare_with(story):
    assert story["first"][0].splitlines()[-1] == "这里没有上一次发布的记录，没有可以相比的。"


@pytest.mark.sweep
def test_publication_carries_the_index_of_the_one_before(story):
    first, second, third = (index_of(story[name][1]) for name in ("first", "second", "third"))
    own = {name: content for name, content in second.items() if name not in first}

    assert (len(second), second) == (len(first) + len(own), own | first)
    # Of the one before alone: otherwise they would become ever more.
    assert own.items() <= third.items()


@pytest.mark.sweep
def test_publication_tells_which_pages_are_new_and_what_became_of_badges(story):
    lines = story["second"][0].splitlines()
    begun = lines.index("与上一次发布（判定日期 2025年11月20日）相比：")

    assert lines[begun + 1].startswith("  新页面 15 个：shili/2026/changes.html、shili/2026/deadlines.html、")
    assert lines[begun + 2].startswith("  内容变了的页面 ")
    assert lines[begun + 3 :][0] == "状态变了的任务 1 项："
    assert lines[begun + 4 :] == [
        "  示例省示例县 2025 年 1.1.1：仍是部分公开·待核对（县财政局 第 1 条举措 到期待核查 → 未到期；县政府各部门 第 1 条举措 到期待核查 → 未到期）"
    ]


@pytest.mark.sweep
def test_what_a_program_saw_and_the_copies_of_pages_are_in_no_publication(story):
    site = story["first"][1]

    assert [name for name, content in site.items() if "proposals" in name or "snapshots" in name or UNSEEN.encode() in content] == []


def test_trial_tells_the_same_and_writes_nothing(story):
    (told, site, kept), (second, _, _) = story["trial"], story["second"]
    begun = "与上一次发布"

    assert (site, kept) == story["first"][1:]
    assert told.partition(begun)[2] == second.partition(begun)[2]
    assert "这是试做，什么也没有写。照这样发布，output/ 里有 60 个页面" in told


@pytest.mark.sweep
def test_publication_without_a_page_that_was_published_is_refused_and_check_tells_it_before(story):
    told, site, kept = story["refused"]
    line = "data/shili/moved.yaml:1  【发布前必须处理】原来的网址（from）：“2026/tasks/1.1.1.html”这个页面上次发布过，现在没有了。"

    assert (site, kept) == story["second"][1:]
    assert (line in told, line in story["checked"][0]) == (True, True)


@pytest.mark.sweep
def test_page_of_no_place_does_not_go_away_either(story):
    told, site, _ = story["refused again"]

    assert site == story["zip"][1]
    assert "这些页面上次发布过，这次没有了：\n  about.html\n没有发布，原来的没有改动。" in told


@pytest.mark.sweep
def test_page_that_moved_leads_on_from_its_address(story):
    assert "  换了地方的页面 15 个：shili/2026/changes.html、" in story["third"][0]
    assert b'href="../../../shili/index.html"' in story["third"][1]["shili/2026/tasks/1.1.1.html"]


@pytest.mark.sweep
def test_place_whose_folder_is_gone_is_refused_until_it_is_said_where_it_went(story):
    told, site, _ = story["place gone"]
    before = {name for name in site if name.startswith("shili/") and name.endswith(".html")}
    line = f"data/moved-places.yaml:1  【发布前必须处理】原来的辖区（from）：“shili”这个辖区上次发布过 {len(before)} 个页面，"

    assert (site, line in told) == (story["back"][1], True)


@pytest.mark.sweep
def test_each_page_of_a_place_that_moved_leads_to_the_same_of_the_other(story):
    site = story["place moved"][1]
    old = [name for name in story["back"][1] if name.startswith("shili/") and name.endswith(".html")]
    ways = {name: name.replace("shili/", "xinxian/") for name in old}

    assert {name: f'href="{"../" * name.count("/")}{way}"'.encode() in site[name] for name, way in ways.items()} == dict.fromkeys(old, True)
    assert "/shili/" not in site["sitemap.xml"].decode()


@pytest.mark.sweep
def test_step_back_puts_the_one_before_there_byte_by_byte_and_says_so(story):
    told, site, _ = story["back"]

    assert site == story["second"][1]
    assert told.splitlines()[0] == (
        f"已退回前一次发布：output/ 里现在是 {ADDRESS}（判定日期 2025年11月21日）的网站，共 {len(site)} 个文件，与当时一字不差。"
    )
    assert told.splitlines()[1] == "与退回以前（判定日期 2025年11月21日）相比："


@pytest.mark.sweep
def test_archive_holds_what_would_have_been_put_into_the_folder(story, tmp_path):
    (tmp_path / "one.zip").write_bytes(story["archive"])
    subprocess.run(["unzip", "-q", "one.zip", "-d", "site"], cwd=tmp_path, check=True)
    names = zipfile.ZipFile(tmp_path / "one.zip").namelist()

    # It carries the index of the second as the third did; nothing else has changed since.
    assert (names, files(tmp_path / "site")) == (sorted(names), story["third"][1])


@pytest.mark.sweep
def test_sums_verify_every_file(story, tmp_path):
    site = story["second"][1]
    for name, content in site.items():
        writer.put(tmp_path / name, content)
    finished = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert finished.stdout.splitlines() == [f"{name}: OK" for name in sorted(site) if name != "SHA256SUMS"]


def test_nothing_of_this_lies_in_a_build(reference):
    assert {*LAST_GOOD, "SHA256SUMS"} & reference.keys() == {".gitkeep", "index.html", "shili/index.html"}


@pytest.mark.sweep
def test_clean_leaves_what_was_published(story):
    assert story["cleaned"][1:] == ({}, story["place moved"][2])


# --- what is kept -------------------------------------------------------------------------------

SHARD = "search/0123456789ab/s/6c34-89c4.js"
PLAN_JSON = "shili/2025/plan.json"


def page(words, day="2025年11月20日"):
    return f'<body data-page="unit"><time datetime="2025-11-20">{day}</time>{words}'


def plan_of(badge, cells):
    """A plan.json of one task that two units owe."""
    shown = [{"unit": unit, "badge": cell, "unopened": False} for unit, cell in cells.items()]
    return json.dumps(
        {
            "plan": {"jurisdiction_name": "示例县", "year": 2025},
            "units": [{"slug": "jia", "name": "甲局"}, {"slug": "yi", "name": "乙局"}],
            "tasks": [
                {
                    "id": "1.1.1",
                    "short_title": "专项规划",
                    "matter": None,
                    "badge": badge,
                    "unopened": False,
                    "measures": [{"number": None, "cells": shown}],
                }
            ],
        }
    )


@pytest.fixture
def put(tmp_path):
    """Publishes files and tells of it."""

    def put_files(texts, to="site", as_of="2025-11-20", *, is_trial=False):
        publishing = Publishing(Published(tmp_path / KEPT, tmp_path), to, is_trial=is_trial)

        def make(fresh):
            stated = {"schema": "gongkai/build/1", "kind": "publication", "address": ADDRESS, "as_of": as_of}
            for name, text in {"build.json": json.dumps(stated), **texts}.items():
                writer.put(fresh / name, text.encode())

        publishing.put(make, is_archive=to.endswith(".zip"))
        return publishing

    return put_files


@pytest.fixture
def kept(tmp_path):
    return Published(tmp_path / KEPT, tmp_path)


def shown(tmp_path, name="a.html"):
    return (tmp_path / "site" / name).read_text()


def test_the_last_three_are_kept_and_each_step_back_goes_one_further(put, kept, tmp_path):
    for words in "一二三四":
        put({"a.html": page(words)})
    seen = []
    while kept.before:
        kept.put_back()
        seen.append(shown(tmp_path))

    assert seen == [page("三"), page("二")]
    assert sorted(path.name for path in (tmp_path / KEPT).iterdir()) == ["2.json", "2.zip"]


def test_after_a_step_back_publishing_goes_on_from_there(put, kept, tmp_path):
    for words in "一二":
        put({"a.html": page(words)})
    kept.put_back()
    told = put({"a.html": page("三")}).told
    kept.put_back()

    assert (told[1], shown(tmp_path)) == ("  内容变了的页面 1 个：a.html", page("一"))


def test_the_same_again_is_no_other_to_go_back_to(put, kept):
    for _ in range(2):
        put({"a.html": page("一")})
    assert kept.before is None


def test_what_was_put_back_goes_back_from_where_it_lies(put, kept, tmp_path):
    """Not to where it had been put first."""
    put({"a.html": page("一")}, "first")
    put({"a.html": page("二")}, "other.zip")
    put({"a.html": page("三")})
    kept.put_back()
    kept.put_back()

    assert (shown(tmp_path), (tmp_path / "first/a.html").read_text()) == (page("一"), page("一"))
    assert packed.unpacked((tmp_path / "other.zip").read_bytes())["a.html"].decode() == page("二")


def test_archive_in_the_place_of_another_is_taken_back(put, kept, tmp_path):
    for words in "一二":
        put({"a.html": page(words)}, "site.zip")
    kept.put_back()
    assert packed.unpacked((tmp_path / "site.zip").read_bytes())["a.html"].decode() == page("一")


def test_bytes_of_an_archive_follow_from_the_files_alone(put, tmp_path, monkeypatch):
    put({"a.html": page("一"), "b/c.html": page("二")}, "one.zip")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000)
    put({"b/c.html": page("二"), "a.html": page("一")}, "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_newer_file_of_the_same_name_is_not_replaced_by_the_one_before(put, tmp_path):
    put({SHARD: "old", "search/0123456789ab/f.js": "old", "search/code.js": "old"})
    put({SHARD: "new"})
    assert files(tmp_path / "site/search") == {"0123456789ab/s/6c34-89c4.js": b"new", "0123456789ab/f.js": b"old"}


HARMS = {
    "cut short": lambda folder: (folder / "2.json").write_bytes((folder / "2.json").read_bytes()[:-9]),
    "of another format": lambda folder: (folder / "2.json").write_text("{}"),
    "its files gone": lambda folder: (folder / "2.zip").unlink(),
    "its files cut short": lambda folder: (folder / "2.zip").write_bytes((folder / "2.zip").read_bytes()[:-9]),
    "written by anybody": lambda folder: (folder / "2.json").chmod(0o666),
    "in a folder for anybody": lambda folder: folder.chmod(0o777),
    "a folder in the place of a file": lambda folder: ((folder / "2.json").unlink(), (folder / "2.json").mkdir()),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_not_as_it_was_kept_is_said_and_not_used(put, tmp_path, harm):
    put({"a.html": page("一"), SHARD: "old"})
    put({"a.html": page("二"), SHARD: "old"})
    HARMS[harm](tmp_path / KEPT)
    publishing = put({"a.html": page("三")})

    assert (publishing.is_sound, shown(tmp_path)) == (False, page("三"))
    assert (tmp_path / "site" / SHARD).exists() == (harm not in ("its files cut short", "in a folder for anybody"))


def one_other_byte(content):
    return content[:99] + bytes([content[99] ^ 1]) + content[100:]


# By an attacker who may write there as we do.
ALTERED = {
    "another file": lambda _: b"another",
    "one other byte": lambda folder: one_other_byte((folder / "1.zip").read_bytes()),
    "a byte more": lambda folder: (folder / "1.zip").read_bytes() + b"\0",
    "another publication": lambda folder: (folder / "2.zip").read_bytes(),
}


@pytest.mark.parametrize("alter", ALTERED)
def test_files_that_are_no_longer_as_they_were_published_are_not_put_back(put, kept, tmp_path, alter):
    for words in "一二":
        put({"a.html": page(words)})
    (tmp_path / KEPT / "1.zip").write_bytes(ALTERED[alter](tmp_path / KEPT))
    before = files(tmp_path / "site")

    with pytest.raises(ForeignError):
        kept.put_back()
    assert files(tmp_path / "site") == before


def test_what_is_known_of_a_publication_and_has_one_other_byte_is_not_believed(put, kept, tmp_path):
    for words in "一二":
        put({"a.html": page(words)})
    known = tmp_path / KEPT / "1.json"
    known.write_bytes(one_other_byte(known.read_bytes()))

    assert (kept.before, kept.is_damaged) == (None, True)


@pytest.fixture
def full(monkeypatch):
    """A disk that takes no more files of some ending."""

    def fill(ending):
        write = writer.write

        def refuse(path, content):
            if path.suffix == ending:
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            write(path, content)

        monkeypatch.setattr(writer, "write", refuse)

    yield fill
    monkeypatch.undo()


def test_step_back_on_a_full_disk_is_refused_and_nothing_is_changed(put, kept, tmp_path, full):
    for words in "一二":
        put({"a.html": page(words)})
    before = files(tmp_path)
    full(".pending")

    with pytest.raises(PlaceError, match="写不了 published/：磁盘满了"):
        kept.put_back()
    assert files(tmp_path) == before


def test_what_is_in_its_place_when_the_disk_is_full_is_kept_by_the_next_run(put, kept, tmp_path, full, monkeypatch):
    put({"a.html": page("一")})
    full(".json")
    put({"a.html": page("二")})
    assert shown(tmp_path) == page("二")

    monkeypatch.undo()
    kept.recover()
    kept.put_back()
    assert shown(tmp_path) == page("一")


# --- what is told -------------------------------------------------------------------------------


def test_page_is_refused_to_vanish_and_nothing_is_written(put, tmp_path):
    put({"a.html": page("一"), "b.html": page("一")})
    before = files(tmp_path)
    with pytest.raises(VanishedError) as refused:
        put({"a.html": page("二")})

    assert (refused.value.args, files(tmp_path)) == (("b.html",), before)


def test_where_nothing_is_kept_what_lies_in_the_place_still_tells_what_was_published(put, tmp_path):
    put({"a.html": page("一"), "b.html": page("一")})
    shutil.rmtree(tmp_path / KEPT)

    assert put({"a.html": page("二"), "b.html": page("一")}, is_trial=True).told[1] == "  内容变了的页面 1 个：a.html"
    with pytest.raises(VanishedError):
        put({"a.html": page("二")})


def test_what_lies_in_the_place_and_cannot_be_understood_is_as_if_it_were_not_there(put, tmp_path):
    put({"a.html": page("一"), PLAN_JSON: plan_of("published", {"jia": "published", "yi": "published"})})
    shutil.rmtree(tmp_path / KEPT)
    (tmp_path / "site" / PLAN_JSON).write_text('{"plan": 1}')

    assert put({"b.html": page("二")}).told == ("这里没有上一次发布的记录，没有可以相比的。",)


def test_pages_are_told_by_what_became_of_them(put):
    put({"same.html": page("一"), "other.html": page("一"), "moved.html": page("一"), "gone.csv": "一", "search/gone.js": ""})
    moved = '<body data-page="moved">'
    assert put({"same.html": page("一"), "other.html": page("二"), "moved.html": moved, "new.html": page("一")}).told == (
        "与上一次发布（判定日期 2025年11月20日）相比：",
        "  新页面 1 个：new.html",
        "  内容变了的页面 1 个：other.html",
        "  换了地方的页面 1 个：moved.html",
        "  没有了的其他文件 1 个：gone.csv",
        "状态变了的任务 0 项。",
    )


def test_day_of_judgement_alone_is_no_change_of_a_page(put):
    put({"a.html": page("一")})
    on_another = page("一", "2025年11月21日").replace("2025-11-20", "2025-11-21")
    assert put({"a.html": on_another}, as_of="2025-11-21").told[1] == "  页面没有变化，只有判定日期不同。"


def test_badges_that_moved_are_told_by_task_in_words(put):
    put({PLAN_JSON: plan_of("partial", {"jia": "published", "yi": "not_due"})})
    further = put({PLAN_JSON: plan_of("partial", {"jia": "published", "yi": "unchecked"})}).told
    done = put({PLAN_JSON: plan_of("published", {"jia": "published", "yi": "published"})}).told

    assert further[2:] == ("状态变了的任务 1 项：", "  示例县 2025 年 1.1.1 专项规划：仍是部分公开（乙局 未到期 → 到期待核查）")
    assert done[2:] == ("状态变了的任务 1 项：", "  示例县 2025 年 1.1.1 专项规划：部分公开 → 已公开（乙局 到期待核查 → 已公开）")

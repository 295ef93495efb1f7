"""Files and folders appear whole, with their modes, or not at all."""

import os
import stat
from pathlib import Path

import pytest
from gongkai.files import exchange, flushing, locks, writer


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def tree(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()}


class Interrupted(BaseException):
    pass


# --- a file --------------------------------------------------------------------------------------


def test_file_is_written_with_its_mode_whatever_the_umask(tmp_path, umask):
    writer.write(tmp_path / "a.txt", b"new")

    assert (tree(tmp_path), mode(tmp_path / "a.txt")) == ({"a.txt": "new"}, 0o644)


def test_file_takes_the_place_of_another_in_one_step(tmp_path):
    """Who has the old file open goes on reading it whole."""
    (tmp_path / "a.txt").write_text("old")

    with (tmp_path / "a.txt").open() as opened:
        writer.write(tmp_path / "a.txt", b"new")
        assert (opened.read(), tree(tmp_path)) == ("old", {"a.txt": "new"})


def test_file_behind_a_link_is_written_where_it_is(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("a.txt")

    writer.write(tmp_path / "link.txt", b"new")

    assert (tree(tmp_path), (tmp_path / "link.txt").is_symlink()) == ({"a.txt": "new", "link.txt": "new"}, True)


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_failing_to_flush_leaves_the_file_as_it_was(tmp_path, monkeypatch, error):
    def fail(_):
        raise error

    (tmp_path / "a.txt").write_text("old")
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(error):
        writer.write(tmp_path / "a.txt", b"new")

    assert tree(tmp_path) == {"a.txt": "old"}


def test_files_are_put_in_their_places_once_all_are_on_the_disk(tmp_path, monkeypatch):
    def second_fails(made, content):
        if content == b"new b":
            raise PermissionError
        put(made, content)

    for name in "ab":
        (tmp_path / name).write_text(f"old {name}")
    put = writer.put
    monkeypatch.setattr(writer, "put", second_fails)

    with pytest.raises(PermissionError):
        writer.write_all({tmp_path / "a": b"new a", tmp_path / "b": b"new b"})
    assert tree(tmp_path) == {"a": "old a", "b": "old b"}

    monkeypatch.undo()
    writer.write_all({tmp_path / "a": b"new a", tmp_path / "b": b"new b"})
    assert tree(tmp_path) == {"a": "new a", "b": "new b"}


# --- new files -----------------------------------------------------------------------------------


def test_new_files_come_with_the_folders_they_need(tmp_path, umask):
    writer.write_new({tmp_path / "yixian/2022/plan.yaml": b"plan", tmp_path / "yixian/units.yaml": b"units"})

    assert tree(tmp_path) == {"yixian/2022/plan.yaml": "plan", "yixian/units.yaml": "units"}
    assert [mode(tmp_path / name) for name in ("yixian", "yixian/2022", "yixian/units.yaml")] == [0o755, 0o755, 0o644]


@pytest.mark.parametrize("existing", ["yixian/2022/plan.yaml", "yixian/units.yaml", "yixian"])
def test_new_files_are_all_written_or_none(tmp_path, existing):
    """Not even the folders stay, and what was there is untouched; the last is a file where a folder is needed."""
    (tmp_path / existing).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / existing).write_text("mine")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(FileExistsError) as error:
        writer.write_new({tmp_path / "yixian/2022/plan.yaml": b"plan", tmp_path / "yixian/units.yaml": b"units"})

    assert (error.value.filename, tree(tmp_path), sorted(tmp_path.rglob("*"))) == (str(tmp_path / existing), {existing: "mine"}, before)


def test_new_files_where_the_file_system_has_no_links(tmp_path, monkeypatch):
    def fail(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", fail)
    writer.write_new({tmp_path / "a.txt": b"a"})

    assert tree(tmp_path) == {"a.txt": "a"}
    with pytest.raises(FileExistsError):
        writer.write_new({tmp_path / "b.txt": b"b", tmp_path / "a.txt": b"other"})
    assert tree(tmp_path) == {"a.txt": "a"}


# --- a folder ------------------------------------------------------------------------------------


def fill(site: Path, text: str = "new") -> None:
    with writer.folder(site) as fresh:
        writer.put(fresh / "sub/page.html", text.encode())


@pytest.mark.parametrize("two_steps", [False, True], ids=["exchange", "two_renames"])
def test_folder_takes_the_place_of_another(tmp_path, monkeypatch, two_steps):
    if two_steps:
        monkeypatch.setattr(exchange, "_exchanged", lambda *_: False)
    fill(tmp_path / "site", "old")
    (tmp_path / "site/left.html").write_text("old")

    fill(tmp_path / "site")

    assert (tree(tmp_path), [path.name for path in tmp_path.iterdir()]) == ({"site/sub/page.html": "new"}, ["site"])


def test_this_system_exchanges_in_one_step(tmp_path):
    """Else the test above shows the same thing twice."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert exchange._exchanged(tmp_path / "a", tmp_path / "b")


def test_failing_second_step_undoes_the_first(tmp_path, monkeypatch):
    fill(tmp_path / "site", "old")
    monkeypatch.setattr(exchange, "_exchanged", lambda *_: False)
    rename, calls = Path.rename, []

    def second_fails(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(PermissionError):
        fill(tmp_path / "site")

    assert tree(tmp_path) == {"site/sub/page.html": "old"}


def test_folder_and_what_is_in_it_have_their_modes_whatever_the_umask(tmp_path, umask):
    fill(tmp_path / "site")

    assert [mode(tmp_path / name) for name in ("site", "site/sub", "site/sub/page.html")] == [0o755, 0o755, 0o644]


@pytest.mark.parametrize("at_once", [True, False])
def test_folder_is_on_the_disk_before_it_is_in_its_place(tmp_path, monkeypatch, at_once):
    flushed = []
    if at_once:
        monkeypatch.setattr(flushing, "_flushed_at_once", lambda folder: flushed.extend(sorted(folder.rglob("*"))) or True)
    else:
        monkeypatch.setattr(flushing, "_flushed_at_once", lambda _: False)
        monkeypatch.setattr(flushing, "flush", flushed.append)
    monkeypatch.setattr(writer, "exchange", lambda *_: flushed.append("exchanged"))

    fill(tmp_path / "site")

    assert [getattr(path, "name", path) for path in flushed if path == "exchanged" or path.suffix == ".html"] == ["page.html", "exchanged"]


def test_this_system_flushes_at_once(tmp_path):
    assert flushing._flushed_at_once(tmp_path)


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, Interrupted])
def test_folder_that_is_not_finished_is_gone_and_the_last_one_stands(tmp_path, error):
    fill(tmp_path / "site", "old")

    def fail() -> None:
        with writer.folder(tmp_path / "site") as fresh:
            writer.put(fresh / "half.html", b"half")
            raise error

    with pytest.raises(error):
        fail()

    assert (tree(tmp_path), [path.name for path in tmp_path.iterdir()]) == ({"site/sub/page.html": "old"}, ["site"])


def test_folder_behind_a_link_is_put_where_it_is(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere")

    fill(tmp_path / "site")

    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "elsewhere/sub/page.html").read_text() == "new"


def test_what_a_killed_program_left_is_removed_and_what_a_living_one_makes_is_not(tmp_path):
    dead, alive, other = (tmp_path / f".site.gongkai-{name:_<8}" for name in ("dead", "alive", "other"))
    for left in (dead, alive):
        writer.put(left / "half.html", b"half")
    other.with_name(".site.backup").mkdir()

    with locks.lock(alive):
        fill(tmp_path / "site")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.backup", ".site.gongkai-alive___", "site"]


def test_emptied_folder_keeps_what_it_is_told_to(tmp_path):
    fill(tmp_path / "site")
    (tmp_path / "site/.gitkeep").touch()
    (tmp_path / "site/link").symlink_to(tmp_path)

    writer.empty(tmp_path / "site", keep={".gitkeep"})
    writer.empty(tmp_path / "none")

    assert [path.name for path in (tmp_path / "site").iterdir()] == [".gitkeep"]

"""Only real files are read, and never more than fits."""

import os

import pytest
from gongkai.files import reader
from gongkai.words import source


def test_file_is_read_to_its_end(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbf" + "一\r\n".encode())

    assert (reader.read(tmp_path / "a"), reader.read_text(tmp_path / "a")) == (b"\xef\xbb\xbf\xe4\xb8\x80\r\n", "一\r\n")


def test_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")

    assert reader.read(tmp_path / "a", 5) == b"12345"
    with pytest.raises(reader.UnreadableError) as error:
        reader.read(tmp_path / "a", 4)
    assert str(error.value) == "文件太大，超过 4 字节。请拆成几个文件，或检查是否放错了文件。"


def none(path):
    pass


def folder(path):
    path.mkdir()


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def circle(path):
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (none, "文件打不开。"),
        (circle, "文件打不开。"),
        (folder, "这不是一个普通文件。"),
        (pipe, "这不是一个普通文件。"),
        (device, "这不是一个普通文件。"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.timeout(10)
def test_what_is_no_file_is_refused_at_once(tmp_path, make, fault):
    make(tmp_path / "a")

    with pytest.raises(reader.UnreadableError) as error:
        reader.read(tmp_path / "a")
    assert error.value.fault == fault


def test_data_that_is_too_large_is_a_problem_of_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(reader.read, "__defaults__", (10,))
    (tmp_path / "plan.yaml").write_text("title: 一份很长的要点\n", encoding="utf-8")

    (slip,) = source.read(tmp_path / "plan.yaml", tmp_path / "plan.yaml").slips
    assert slip.fault == "文件太大，超过 10 字节。"

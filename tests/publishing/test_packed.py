"""Beside the texts of a publication lie packed copies, for servers to send."""

import gzip
import os
import random

import pytest
from gongkai.publishing import packed

TEXT = "政务公开工作要点任务分工\n".encode() * 100
# Neither file nor time nor system, as RFC 1952 writes it: packed as small as can be, on a system not told.
HEAD = bytes.fromhex("1f8b 08 00 00000000 02 ff")


@pytest.fixture
def site(tmp_path):
    def lay_out(files, name="site"):
        for address, content in files.items():
            (tmp_path / name / address).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / address).write_bytes(content)
        packed.pack(tmp_path / name)
        return {file.relative_to(tmp_path / name).as_posix(): file.read_bytes() for file in (tmp_path / name).rglob("*.gz")}

    return lay_out


@pytest.mark.parametrize("ending", ["html", "css", "js", "json", "csv", "ics", "xml", "txt", "svg"])
def test_text_lies_there_packed_too(site, ending):
    copies = site({f"shili/2025/a.{ending}": TEXT})

    assert {name: gzip.decompress(copy) for name, copy in copies.items()} == {f"shili/2025/a.{ending}.gz": TEXT}


def test_what_would_not_become_smaller_lies_there_alone(site):
    noise = random.Random(1).randbytes(5000)

    assert site({"a.html": TEXT[:990], "b.svg": noise, "c.xlsx": TEXT, "d.png": TEXT, "e": TEXT}) == {}


def test_bytes_follow_from_the_content_alone(site, monkeypatch, tmp_path):
    first = site({"a.html": TEXT}, "first")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000)
    second = site({"b.html": TEXT}, "second")
    os.utime(tmp_path / "second/b.html", (0, 0))
    packed.pack(tmp_path / "second")

    assert (first["a.html.gz"], first["a.html.gz"][:10]) == (second["b.html.gz"], HEAD)
    assert (tmp_path / "second/b.html.gz").read_bytes() == second["b.html.gz"]

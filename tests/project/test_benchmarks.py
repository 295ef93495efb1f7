"""The benchmarks measure what they say they measure."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from gongkai.records import loading

from benchmarks import invented
from benchmarks.build import written as data
from benchmarks.build.measuring import Tree
from benchmarks.search import corpus
from benchmarks.search.engines import GONGKAI
from benchmarks.search.server import Link, Sent, serving
from benchmarks.search.table import percentile


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(folder, tasks=150, years=2)
    return folder


def fetched(address: str) -> bytes:
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"})) as answer:
        content: bytes = answer.read()
        return gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content


@pytest.mark.sweep
def test_corpus_has_as_many_tasks_as_asked_for_kind_by_kind_and_newest_first(written: Path) -> None:
    documents = list(corpus.read(written))
    kinds = [document.card.kind for document in documents]
    assert Counter(kinds)["task"] == 150
    assert list(dict.fromkeys(kinds)) == ["unit", "path", "plan", "section", "task", "kind", "place"]
    years = [document.year for document in documents if document.card.kind == "task"]
    assert years == sorted(years, reverse=True)


def test_corpus_has_invented_places_only_and_no_address_twice(written: Path) -> None:
    documents = list(corpus.read(written))
    texts = "".join(text for document in documents for text in document.fields.values())
    assert not [name for name in ("铜梁", "垫江", "江津", "莱芜", "从化", "重庆市") if name in texts]
    addresses = [document.card.address for document in documents]
    assert len(addresses) == len(set(addresses))


@pytest.mark.sweep
def test_same_corpus_is_made_again(written: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path, tasks=150, years=2)
    assert list(corpus.read(tmp_path)) == list(corpus.read(written))


def test_places_have_as_many_years_as_wanted_and_all_tasks_are_in_their_plans() -> None:
    sizes = invented.plan_sizes(10_000, years=5)
    assert sum(map(sum, sizes)) == 10_000
    assert max(map(len, sizes)) == 5


@pytest.mark.sweep
def test_an_invented_portal_is_loaded_and_says_that_it_is_invented(tmp_path: Path) -> None:
    data.write(90, {"here": tmp_path})
    portal = loading.load(tmp_path)
    assert sum(len(plan.tasks) for plan in portal.plans) == 90
    assert all("编造" in plan.record.source for plan in portal.plans)
    assert any(plan.ledger.evidence for plan in portal.plans)


@pytest.mark.sweep
def test_as_many_tasks_are_written_for_the_first_release_and_for_hugo(tmp_path: Path) -> None:
    data.write(90, {kind: tmp_path / kind for kind in ("first", "hugo")})
    first = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("first/*/*/tasks/*.yaml"))
    hugo = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in tmp_path.glob("hugo/plans/*.yaml")]
    assert first.count("\n- id: ") == sum(len(plan["tasks"]) for plan in hugo) == 90


def test_files_that_changed_are_counted_by_content(tmp_path: Path) -> None:
    for name in ("same", "other", "gone"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = Tree.of(tmp_path)
    (tmp_path / "other").write_text("changed", encoding="utf-8")
    (tmp_path / "gone").rename(tmp_path / "new")
    assert before.changed(Tree.of(tmp_path)) == ["gone", "new", "other"]


@pytest.mark.sweep
def test_our_index_of_the_corpus_is_written_with_the_code_that_reads_it(written: Path, tmp_path: Path) -> None:
    GONGKAI.prepare(written, tmp_path)
    GONGKAI.build(written, tmp_path)
    parts = Counter(GONGKAI.part(path.relative_to(tmp_path).as_posix()) for path in tmp_path.rglob("*.js"))
    assert set(parts) == {"code", "index", "cards", "extracts", "filters"}
    assert parts["cards"] == -(-len(list(corpus.read(written))) // 8)


def test_server_counts_the_bytes_it_sends(tmp_path: Path) -> None:
    (tmp_path / "long.js").write_text("x" * 10_000, encoding="utf-8")
    (tmp_path / "packed.wasm").write_bytes(b"x" * 1_000)
    with serving(tmp_path) as server:
        contents = [fetched(server.address + name) for name in ("long.js", "packed.wasm")]
        sent = server.taken()
    assert [len(content) for content in contents] == [10_000, 1_000]
    assert sent == [Sent("long.js", len(gzip.compress(b"x" * 10_000, 6))), Sent("packed.wasm", 1_000)]


def test_next_server_sends_what_the_file_has_become(tmp_path: Path) -> None:
    """One size after another is measured in the same folder."""
    found = []
    for content in ("first", "second"):
        (tmp_path / "m.js").write_text(content, encoding="utf-8")
        with serving(tmp_path) as server:
            found.append(fetched(f"{server.address}m.js"))
    assert found == [b"first", b"second"]


def test_slow_link_takes_its_time(tmp_path: Path) -> None:
    (tmp_path / "some.wasm").write_bytes(b"x" * 10_000)
    with serving(tmp_path, Link(delay=0.05, bits_per_second=800_000)) as server:
        start = time.monotonic()
        fetched(f"{server.address}some.wasm")
    assert time.monotonic() - start >= 0.15


def test_percentile_is_one_of_the_values() -> None:
    assert [percentile(range(1, 21), share) for share in (0.5, 0.95, 1)] == [10, 19, 20]

"""`new`: the folder of a portal of one's own, whole or not at all, and all that its words name."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
import tomllib
import zipfile
from collections.abc import Iterable, Set
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
import yaml
from gongkai import program
from gongkai.command_line import understood
from gongkai.founding.engine import Engine
from gongkai.publishing.settings import LABELS
from helpers.documents import ROOT
from helpers.projects import files
from packaging.requirements import Requirement


def test_it_is_made_and_what_is_printed_next_is_what_its_readme_says(engine_file, tmp_path, capsys):
    assert program.main(["new", str(tmp_path / "门户"), "--engine", str(engine_file)]) == 0

    printed = re.findall(r"^  (.+)$", capsys.readouterr().out, re.MULTILINE)
    readme = (tmp_path / "门户/README.zh-CN.md").read_text(encoding="utf-8").splitlines()
    assert printed[0] == f"cd {shlex.quote(str(tmp_path / '门户'))}"
    assert [line for line in printed[1:] if line not in readme] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine", "门户"]


def test_of_a_checkout_the_engine_is_made_on_the_way(tmp_path, engine: Engine, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert program.main(["new", str(tmp_path / "p")]) == 0
    assert (tmp_path / "p" / engine.name).read_bytes() == engine.content


def test_it_needs_no_folder_or_one_that_is_empty(engine_file, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/笔记.txt").write_text("留着", encoding="utf-8")

    statuses = [program.main(["new", str(tmp_path / name), "--engine", str(engine_file)]) for name in ("empty", "full", "full/笔记.txt")]

    assert statuses == [0, 1, 1]
    assert files(tmp_path / "full") == {"笔记.txt": "留着".encode()}
    assert capsys.readouterr().err.count("已经有东西，什么也没有写。请写一个还没有的文件夹，或空的文件夹。") == 2


def spoilt(engine: bytes) -> bytes:
    """With the packed bytes of what a portal is pinned by turned round."""
    with zipfile.ZipFile(io.BytesIO(engine)) as files:
        (entry,) = (entry for entry in files.infolist() if entry.filename.endswith("equipment/requirements.txt"))
    middle = entry.header_offset + len(entry.filename) + entry.compress_size // 2
    return engine[:middle] + bytes(255 - byte for byte in engine[middle : middle + 40]) + engine[middle + 40 :]


def leading_out(engine: bytes) -> bytes:
    into = io.BytesIO(engine)
    with zipfile.ZipFile(into, "a") as files:
        files.writestr("gongkai/equipment/data/../../../out.txt", "x")
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gongkai-0.2.0-py3-none-any.whl", b"PK", "gongkai-0.2.0-py3-none-any.whl 不完整，或不是安装文件。请重新取得，或核对文件名。"),
        ("gongkai-0.2.0-py3-none-any.whl", "spoilt", "gongkai-0.2.0-py3-none-any.whl 不完整，或不是安装文件。请重新取得，或核对文件名。"),
        (
            "gongkai-0.2.0-py3-none-any.whl",
            "leading out",
            "gongkai-0.2.0-py3-none-any.whl 不是引擎的安装文件。请写名为 gongkai-版本号-py3-none-any.whl 的文件，名字不要改。",
        ),
        ("没有.whl", None, "没有.whl：文件打不开。请检查文件名和权限。"),
        ("引擎.whl", ..., "引擎.whl 不是引擎的安装文件。请写名为 gongkai-版本号-py3-none-any.whl 的文件，名字不要改。"),
    ],
    ids=["half", "spoilt", "leading_out", "none", "renamed"],
)
def test_what_is_no_engine_is_told_and_nothing_is_made(engine: Engine, tmp_path, capsys, name, content, told):
    made = {"spoilt": spoilt, "leading out": leading_out, ...: lambda whole: whole}
    if content:
        (tmp_path / name).write_bytes(made[content](engine.content) if content in made else content)

    assert program.main(["new", str(tmp_path / "p"), "--engine", str(tmp_path / name)]) == 1
    assert (capsys.readouterr().err, (tmp_path / "p").exists()) == (f"{told}\n", False)


# --- what is in it -------------------------------------------------------------------------------


def test_it_has_what_the_engine_brings_and_its_own(founded: Path, engine: Engine):
    tracked = {path.relative_to(ROOT).as_posix() for folder in ("data/.schemas", "data/shilixian") for path in (ROOT / folder).rglob("*.*")}
    own = {path.relative_to(ROOT / "portal").as_posix() for path in (ROOT / "portal").rglob("*") if path.is_file()}
    others = {"data/format.yaml", "data/holidays.yaml", "content/pages/help.md", "output/.gitkeep", "requirements.txt", engine.name}

    assert {name for name in files(founded) if not name.startswith("docs/")} == tracked | own | others


def test_it_is_checked_and_only_its_blanks_are_told(founded: Path, capsys):
    about = (founded / "content/pages/about.md").read_text(encoding="utf-8").splitlines()
    blanks = [number for number, line in enumerate(about, 1) if line.startswith("【待填")]

    assert program.main(["check"]) == 0
    told = re.findall(r"^(\S+?):(\d+)  【发布前必须处理】还空着：\S+请填上，或删去。$", capsys.readouterr().out, re.MULTILINE)
    assert told == [("content/pages/about.md", str(number)) for number in blanks]
    assert len(blanks) == 2


def test_with_a_blank_it_is_not_published(founded: Path, monkeypatch, capsys):
    monkeypatch.setenv("GONGKAI_SITE_URL", "https://www.example.org/portal")

    assert program.main(["publish"]) == 1
    assert "content/pages/about.md" in capsys.readouterr().err
    assert files(founded / "output") == {".gitkeep": b""}


def test_what_its_texts_say_to_type_can_be_typed(founded: Path):
    texts = [path.read_text(encoding="utf-8") for path in (founded / "README.zh-CN.md", *founded.glob("docs/*.md"))]
    typed = {words.replace("`", "") for text in texts for words in re.findall(r"\.venv/bin/gongkai ([^`\n。]+)", text)}

    assert not any("tasks.py" in text for text in texts)
    assert typed
    assert [words for words in sorted(typed) if understood(shlex.split(words), program.VERBS) is None] == []


def test_links_between_its_texts_lead_somewhere(founded: Path):
    links = [
        (text.parent / target.partition("#")[0])
        for text in (founded / "README.zh-CN.md", *founded.glob("docs/*.md"))
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text.read_text(encoding="utf-8"))
    ]

    assert links
    assert [link for link in links if not link.is_file()] == []


def test_flow_for_a_host_says_first_that_nobody_tried_it_and_is_yaml(founded: Path):
    text = (founded / ".github/workflows/publish.yml").read_text(encoding="utf-8")

    assert text.startswith("# 没有试过")
    assert [step["run"] for step in yaml.safe_load(text)["jobs"]["publish"]["steps"] if "run" in step] == [
        "python3 -m venv .venv",
        ".venv/bin/pip install --require-hashes -r requirements.txt",
        ".venv/bin/gongkai publish",
    ]


def test_what_a_registered_site_must_state_is_in_its_readme(founded: Path):
    example = (founded / "README.zh-CN.md").read_text(encoding="utf-8").partition("GONGKAI_OFFICIAL_SITE = {")[2].partition("}")[0]

    told = re.findall(r'^    "(\w+)": "",  # ([^：，\n]+)', example, re.MULTILINE)
    assert sorted(told) == sorted(LABELS.items())


# --- what it installs ----------------------------------------------------------------------------

PINNED = re.compile(r"(?:[a-z0-9-]+==\S+|\./gongkai-\S+\.whl)(?: ; [^\\\n]+?)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")


def test_nothing_it_installs_is_left_to_an_index(founded: Path, engine: Engine):
    text = (founded / "requirements.txt").read_text(encoding="utf-8")

    assert PINNED.sub("", re.sub(r"(?m)^#.*\n", "", text)).strip() == ""
    assert f"./{engine.name} \\\n    --hash=sha256:{hashlib.sha256(engine.content).hexdigest()}\n" in text


def needed(requirements: Iterable[str], extras: Set[str] = frozenset()) -> set[str]:
    """What these packages need here, by their own metadata."""
    names: set[str] = set()
    for requirement in map(Requirement, requirements):
        if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            name = re.sub("[-_.]+", "-", requirement.name).lower()
            names |= {name, *needed(metadata.requires(name) or (), requirement.extras)}
    return names


def test_it_installs_what_the_engine_needs_and_not_what_only_a_checkout_does(founded: Path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    engines = needed([*project["project"]["dependencies"], *chain(*project["project"]["optional-dependencies"].values())])
    pinned = re.findall(r"^([a-z0-9-]+)==\S+( ;)?", (founded / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)

    assert engines - {name for name, _ in pinned} == set()
    assert {name for name, only_somewhere in pinned if not only_somewhere} - engines == set()
    assert needed(project["dependency-groups"]["checkout"]) - engines

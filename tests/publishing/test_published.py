"""What is published carries the index of the publication before, so that a page opened earlier goes on answering."""

import pytest
from gongkai.publishing import packed
from gongkai.publishing.published import ForeignError, Published
from helpers.builders import PLAN
from helpers.projects import AS_OF, files

KEPT = ".build/published"
TOLD = "published.json"
SHARD = "search/0123456789ab/s/6c34-89c4.js"
INDEX = {
    SHARD: 'gongkaiPart("s/6c34-89c4",[["水","#"]]);\n',
    "search/0123456789ab/c/0.js": 'gongkaiPart("c/0",[]);\n',
    "search/0123456789ab/f.js": 'gongkaiPart("f",{});\n',
}
FIXED = {"search/code.js": "alert(1);\n", "search/m.js": 'gongkaiPart("m",{});\n'}


def publish(project):
    """Its index, of which the packed copies are left aside, and what was said."""
    finished = project.run("publish", "--as-of", AS_OF, "-e", "GONGKAI_SITE_URL=https://www.example.org")
    assert finished.returncode == 0, finished.stderr
    index = {name: content for name, content in project.site().items() if name.startswith("search/") and name.count("/") > 1}
    return {name: content for name, content in index.items() if not name.endswith(packed.ENDING)}, finished.stderr


def test_publication_has_the_index_of_the_one_before_unless_that_is_damaged(project):
    """Another document is another number for those behind it, so nothing of the new index has a name of the old one."""
    # What is made up is not published, nor are addresses of hosts for examples.
    project.data.replace(PLAN, "demonstration: true", "demonstration: false")
    for file in project.data.root.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("www.example.org", "www.example.gov.cn"), encoding="utf-8")
    first, _ = publish(project)
    project.data.add_next_year()
    second, _ = publish(project)
    kept = files(project.root / KEPT)
    (project.root / KEPT / TOLD).write_text("{}", encoding="utf-8")
    third, said = publish(project)

    own = {name: content for name, content in second.items() if name not in first}
    assert (len(second), second) == (len(first) + len(own), own | first)
    assert {name: content for name, content in kept.items() if name != TOLD} == own
    assert (third, KEPT in said) == (own, True)


# --- what is kept -------------------------------------------------------------------------------


def laid_out(folder, texts):
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def kept(tmp_path):
    """What a publication of this index has left."""
    laid_out(tmp_path / "site", INDEX | FIXED)
    index = Published(tmp_path / "kept")
    index.carry_over({}, tmp_path / "site")
    index.keep()
    return tmp_path / "kept"


def test_index_is_kept_without_what_has_a_name_that_stays(kept):
    assert Published(kept).read() == {name: text.encode() for name, text in INDEX.items()}


def test_before_the_first_publication_nothing_is_kept(tmp_path):
    assert Published(tmp_path / "kept").read() == {}


def test_newer_file_of_the_same_name_is_not_replaced_by_the_one_before(kept, tmp_path):
    newer = {SHARD: INDEX[SHARD].replace("水", "氵")}
    laid_out(tmp_path / "next", newer)
    Published(kept).carry_over(Published(kept).read(), tmp_path / "next")

    assert files(tmp_path / "next") == {name: text.encode() for name, text in (INDEX | newer).items()}


HARMS = {
    "cut short": lambda folder: (folder / SHARD).write_bytes((folder / SHARD).read_bytes()[:-9]),
    "gone": lambda folder: (folder / SHARD).unlink(),
    "one too many": lambda folder: laid_out(folder, {"search/0123456789ab/u.js": 'gongkaiPart("u",{});\n'}),
    "of another format": lambda folder: (folder / TOLD).write_text('{"schema":"gongkai/published/2"}'),
    "no statement": lambda folder: (folder / TOLD).unlink(),
    "no JSON": lambda folder: (folder / TOLD).write_text("[" * 100_000),
    "a folder in the place of a file": lambda folder: ((folder / TOLD).unlink(), (folder / TOLD).mkdir()),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_not_as_it_was_kept_is_refused(kept, harm):
    HARMS[harm](kept)
    with pytest.raises(ForeignError):
        Published(kept).read()


SCRIPTS = {
    "another script": {SHARD: "alert(1);\n"},
    "a script after the data": {SHARD: f"{INDEX[SHARD].strip()}alert(1);\n"},
    "a script in the data": {SHARD: 'gongkaiPart("s/6c34-89c4",[alert(1)]);\n'},
    "data of another name": {SHARD: 'gongkaiPart("m",[]);\n'},
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_but_data_is_carried(tmp_path, script):
    """Whoever can write there could otherwise publish a script, whatever the statement says."""
    laid_out(tmp_path / "site", SCRIPTS[script])
    index = Published(tmp_path / "kept")
    index.carry_over({}, tmp_path / "site")
    index.keep()
    with pytest.raises(ForeignError):
        index.read()

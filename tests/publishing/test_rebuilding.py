"""A site made again out of the last one is the same, byte for byte, as one made as a whole; whatever is doubtful about what was kept is dropped."""

import gc
import os
import random
import shutil
import sys

import pytest
import yaml
from gongkai import program
from gongkai.publishing.site import keeping
from gongkai.records import folder, loading
from gongkai.verbs import making, portal_folder, telling
from gongkai.verbs.terminal import StoppedError
from helpers.builders import LEDGER, PLAN, TASKS
from helpers.projects import AS_OF, CONF, Project, files
from helpers.sites import each

OTHER = "linxian"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Two places, and the program in this process."""
    project = Project(tmp_path)
    shutil.copytree(project.data.root / "shili", project.data.root / OTHER)
    project.data.replace(
        f"{OTHER}/jurisdiction.yaml", "name: 示例省示例县\nshort_name: 示例县\norder: 1", "name: 示例省邻县\nshort_name: 邻县\norder: 2"
    )
    monkeypatch.chdir(tmp_path)
    yield project
    gc.enable()


def built(project, *words):
    return program.main(["build", "--as-of", AS_OF, *words]) == 0


def written(capsys):
    return capsys.readouterr().out.splitlines()[-1]


def whole(project, *words):
    """The same site made without what was kept."""
    assert built(project, "--full", "--to", str(project.root / "whole"), *words)
    return files(project.root / "whole")


def site(project):
    return {name: content for name, content in project.site().items() if name != ".gitkeep"}


class Served:
    """A preview that one process makes again and again."""

    def __init__(self, project):
        self.project, self.folder, self.kept = project, project.root / portal_folder.PREVIEW, None

    def built(self):
        try:
            asked = program.answered(["build", "--preview", "--as-of", AS_OF])
            self.kept = making.made(asked, self.kept).as_seen(self.folder)
        except StoppedError:
            return False
        return True

    def is_whole(self):
        return files(self.folder) == whole(self.project, "--preview")


# --- what an edit touches -------------------------------------------------------------------------


@pytest.mark.sweep
def test_an_edit_makes_only_what_shows_it_and_leaves_the_rest_as_it_lies(project, capsys):
    assert built(project)
    before = {path: path.stat().st_ino for path in project.output.rglob("*.html")}
    project.data.replace(LEDGER, "title: ", "title: 改过的")

    assert built(project)

    said = written(capsys)
    anew = {path.relative_to(project.output).parts[0] for path, inode in before.items() if path.stat().st_ino != inode}
    assert (site(project) == whole(project), anew, "个没有变" in said) == (
        True,
        {"shili", "components.html"},
        True,
    )


@pytest.mark.sweep
def test_a_place_that_names_another_is_made_anew_where_that_one_takes_up_or_leaves_a_duty(project):
    duty, carried = "  - id: 1.1.1\n", "  - id: 1.1.1\n    duties: [guihua]\n"
    others = TASKS.replace("shili", OTHER)
    for place in ("shili", OTHER):
        project.data.replace(PLAN.replace("shili", place), "demonstration: true", "demonstration: false")
    project.data.write("duties.yaml", "duties:\n  - {id: guihua, title: 公开发展规划, year: 2025}\n")
    project.data.replace(TASKS, duty, carried)
    assert built(project)

    project.data.replace(others, duty, carried)
    assert built(project)
    with_both = site(project)
    assert with_both == whole(project)
    assert "compare/guihua.html#linxian-2025" in with_both["shili/2025/tasks/1.1.1.html"].decode()

    project.data.replace(others, carried, duty)
    assert built(project)
    assert site(project) == whole(project)
    assert "#linxian-2025" not in site(project)["shili/2025/tasks/1.1.1.html"].decode()


@pytest.mark.sweep
def test_an_unchanged_place_is_not_read_again(project, monkeypatch):
    assert built(project)
    read, look_at = [], loading.look_at
    monkeypatch.setattr(loading, "look_at", lambda path, *others: read.append(path.name) or look_at(path, *others))
    project.data.replace(LEDGER, "title: ", "title: 改过的")

    assert built(project)

    assert read == ["shili"]


@pytest.mark.sweep
def test_of_a_changed_place_only_the_file_that_holds_something_else_is_understood_anew(project, monkeypatch):
    assert built(project)
    anew, understood = [], folder.understood
    monkeypatch.setattr(folder, "understood", lambda content, shown: anew.append(shown.as_posix()) or understood(content, shown))
    project.data.replace(LEDGER, "title: ", "title: 改过的")

    assert built(project)

    assert [file for file in anew if file.count("/") > 1] == [f"data/{LEDGER}"]


@pytest.mark.sweep
def test_who_serves_puts_only_what_is_new_in_its_place(project):
    preview = Served(project)
    assert preview.built()
    before = {path: path.stat().st_ino for path in preview.folder.rglob("*") if path.is_file()}
    project.data.replace(LEDGER, "title: ", "title: 改过的")

    assert preview.built()

    anew = {path.relative_to(preview.folder).parts[0] for path, inode in before.items() if path.stat().st_ino != inode}
    assert (preview.is_whole(), anew) == (True, {"shili", "feeds", "build.json", "components.html"})


@pytest.mark.sweep
def test_who_serves_sees_what_somebody_else_did_to_a_file(project):
    preview = Served(project)
    assert preview.built()
    page = preview.folder / "shili/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().replace("示例".encode(), "别的".encode()))
    # As if nobody had been there.
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert preview.built()

    assert preview.is_whole()


def test_progress_is_told_at_a_terminal_every_two_seconds_and_nowhere_else(monkeypatch, capsys):
    seconds = iter([0, 1, 2, 3, 4, 0, 9])
    monkeypatch.setattr(telling, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    tell = telling.progress()

    for task in (25, 51, 75, 101):
        tell(task, 200)

    assert capsys.readouterr().err.splitlines() == ["已做好 50 / 200 项任务，大约还要 6 秒……", "已做好 100 / 200 项任务，大约还要 4 秒……"]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    telling.progress()(1, 2)
    assert capsys.readouterr().err == ""


# --- any edit -------------------------------------------------------------------------------------


class Editor:
    """Somebody who edits anything, and once in a while makes a mistake."""

    def __init__(self, project, seed, output="output"):
        self.project, self.chance, self.site = project, random.Random(seed), output
        self.first = {
            path: path.read_bytes()
            for folder in ("data", "theme", "content")
            for path in (project.root / folder).rglob("*.*")
            if path.is_file()
        }
        self.first[project.root / CONF] = (project.root / CONF).read_bytes()

    def edit(self):
        kinds = (
            [self.word] * 6
            + [self.entries] * 4
            + [self.rename, self.task, self.theme, self.style, self.setting, self.prose, self.touch, self.output]
            + [self.restore] * 3
        )
        kind = self.chance.choice(kinds)
        kind()
        return kind.__name__

    def _any(self, pattern, folder="data"):
        return self.chance.choice(sorted((self.project.root / folder).rglob(pattern)))

    def word(self):
        file = self._any("*.yaml")
        lines = file.read_text(encoding="utf-8").splitlines()
        texts = [
            number
            for number, line in enumerate(lines)
            if any(f"{name}: " in line for name in ("title", "text", "matter", "remark", "name"))
        ]
        if texts:
            number = self.chance.choice(texts)
            lines[number] += self.chance.choice("甲乙丙丁")
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _change(self, file, change):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        lists = [values for values in content.values() if isinstance(values, list) and values] if isinstance(content, dict) else []
        if lists:
            change(self.chance.choice(lists))
            file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def entries(self):
        self._change(self._any("ledger/*.yaml"), self.chance.choice((self.chance.shuffle, lambda entries: entries.pop())))

    def task(self):
        self._change(self._any("tasks/*.yaml"), self.chance.choice((self.chance.shuffle, lambda tasks: tasks.pop())))

    def rename(self):
        file = self._any("ledger/*.yaml")
        file.rename(file.with_name(f"{self.chance.choice(('caizhengju', 'zhengfuban', 'nobody'))}.yaml"))

    def theme(self):
        self._append(self._any("*.html", "theme/templates"), "{# 改 #}")

    def style(self):
        self._append(self._any("*.css", "theme/styles"), f"\n.gk-{self.chance.randrange(99)} {{ margin: 0; }}\n")

    def prose(self):
        self._append(self._any("*.md", "content"), "\n又一句。\n")

    def setting(self):
        self._append(self.project.root / CONF, f"\nSITENAME = '网站{self.chance.randrange(9)}'\n")

    def _append(self, file, text):
        with file.open("a", encoding="utf-8") as opened:
            opened.write(text)

    def touch(self):
        os.utime(self._any("*.yaml"), (0, 0))

    def output(self):
        file = self._any("*.*", self.site)
        if file.is_file():
            self.chance.choice((file.unlink, lambda: file.write_bytes(b"?"), lambda: file.with_name("more.html").write_bytes(b"?")))()

    def restore(self):
        for path in (self.project.root / "data").rglob("*.yaml"):
            if path not in self.first:
                path.unlink()
        for path, content in self.first.items():
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


STEPS = pytest.mark.parametrize("steps", [12, pytest.param(30, marks=pytest.mark.long)])


def edited(project, seed, steps, period):
    """The edits after which the site was another than one made as a whole, and how many sites there were."""
    editor, wrong, kinds, made = Editor(project, seed), [], [], 0
    for _ in range(steps):
        kinds.append(editor.edit())
        if not built(project):
            # Whoever makes a mistake keeps the site as it is, and mends it sooner or later.
            editor.chance.choice((editor.restore, editor.touch))()
        elif made % period == 0:
            wrong += [] if site(project) == whole(project) else [kinds[-period:]]
            made += 1
        else:
            made += 1
    return wrong, made


@STEPS
def test_site_after_any_edit_is_that_of_a_whole_build(project, steps):
    assert built(project)

    wrong, made = edited(project, 1, steps, period=3)

    assert (wrong, made >= steps // 3) == ([], True)


@STEPS
@pytest.mark.sweep
def test_site_after_any_edit_is_that_of_a_whole_build_under_serve_too(project, steps):
    preview, wrong, made = Served(project), [], 0
    assert preview.built()
    editor = Editor(project, 2, portal_folder.PREVIEW)

    for step in range(steps):
        kind = editor.edit()
        if not preview.built():
            editor.restore()
        elif step % 3 == 0:
            made += 1
            wrong += [] if preview.is_whole() else [kind]

    assert (wrong, made >= steps // 6) == ([], True)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_site_after_many_edits_is_that_of_a_whole_build(project, seed):
    assert built(project)

    wrong, made = edited(project, seed, steps=30, period=1)

    assert (wrong, made >= 10) == ([], True)


# --- what is doubtful -----------------------------------------------------------------------------


def kept_files(project):
    return sorted((project.root / ".build/cache").glob("*/*"))


def truncate(project):
    for file in kept_files(project):
        file.write_bytes(file.read_bytes()[:-1])


def damage(project, name="site"):
    for file in (file for file in kept_files(project) if (file.name == "site") == (name == "site")):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)


def lose_a_place(project):
    next(file for file in kept_files(project) if file.name != "site").unlink()


def let_the_group_write_a_file(project):
    kept_files(project)[0].chmod(0o664)


def let_all_write_into_the_folder(project):
    kept_files(project)[0].parent.chmod(0o777)


def lead_elsewhere(project):
    folder = kept_files(project)[0].parent
    folder.rename(project.root / "elsewhere")
    folder.symlink_to(project.root / "elsewhere")


DOUBTFUL = (truncate, damage, lose_a_place, let_the_group_write_a_file, let_all_write_into_the_folder, lead_elsewhere)


@pytest.mark.sweep
@pytest.mark.parametrize("spoil", each(DOUBTFUL, damage, let_all_write_into_the_folder, lead_elsewhere), ids=lambda spoil: spoil.__name__)
def test_what_is_damaged_or_could_be_foreign_is_dropped_and_never_read(project, capsys, spoil):
    assert built(project)
    kept = site(project)
    spoil(project)

    assert built(project)

    folder = kept_files(project)[0].parent
    assert (site(project) == kept, "共写了" in written(capsys)) == (True, True)
    assert (folder.is_symlink(), folder.stat().st_mode & 0o777) == (False, 0o700)
    # The next one goes on from what was kept now.
    assert built(project)
    assert "个没有变" in written(capsys)


@pytest.mark.sweep
def test_damaged_places_are_made_anew_where_anybody_asks_for_them(project):
    assert built(project)
    damage(project, "places")
    project.data.replace(PLAN, "title: 示例县", "title: 新的示例县")

    assert built(project)

    assert site(project) == whole(project)


@pytest.mark.sweep
def test_what_another_user_owns_is_not_read(project, monkeypatch, capsys):
    assert built(project)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    assert keeping.load(kept_files(project)[0].parent, "any") is None


def test_another_version_of_a_package_or_of_python_is_another_foundation(project, monkeypatch):
    settings = portal_folder.settings_of(program.answered(["build"]), CONF)
    here = keeping.foundation(settings, project.root)
    monkeypatch.setattr("sys.version", "4.0")

    assert here != keeping.foundation(settings, project.root) != ""


@pytest.mark.sweep
def test_settings_that_let_others_have_a_say_keep_nothing(project):
    with (project.root / CONF).open("a", encoding="utf-8") as file:
        file.write("\nJINJA_FILTERS = {}\n")

    assert built(project)

    assert kept_files(project) == []


@pytest.mark.sweep
def test_what_fails_on_the_short_way_is_made_as_a_whole(project, monkeypatch, capsys):
    assert built(project)
    monkeypatch.setattr(keeping.Kept, "is_intact", lambda *_: 1 / 0)
    project.data.replace(PLAN, "title: 示例县", "title: 新的示例县")

    assert built(project)

    assert site(project) == whole(project)


def test_publish_keeps_nothing(project):
    project.replace(CONF, "GONGKAI_DEMONSTRATIONS = True", "GONGKAI_DEMONSTRATIONS = False")

    assert program.main(["publish", "--as-of", AS_OF, "-e", "GONGKAI_SITE_URL=https://www.example.org"]) == 0

    assert kept_files(project) == []

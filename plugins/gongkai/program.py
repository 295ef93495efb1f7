"""The verbs. `tasks.py` installs what they need and comes in here; this module alone prints and decides on exit statuses.

Everything a verb needs is imported where it is used: what may be typed is answered before anything is installed,
and `check` does not wait for what only `build` needs.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from . import workshop
from .command_line import (
    COMMAND,
    Call,
    Help,
    Option,
    Verb,
    WrongUseError,
    no_archive,
    no_day,
    no_field,
    no_port,
    no_setting,
    no_sheet,
    no_word_file,
    understood,
    visible,
    visible_json,
)

if TYPE_CHECKING:
    from .desk.asking import Terminal
    from .desk.proposals import Desk, Outcome
    from .publishing.checking import Checked, CheckedPlace
    from .publishing.keeping import Kept
    from .publishing.preview import News
    from .publishing.published import Published
    from .publishing.settings import Settings
    from .records.portal import LeftOut, Portal

ROOT = Path.cwd()
LOCAL, PUBLIC = "pelicanconf.py", "publishconf.py"
OUTPUT, PREVIEW, PUBLISHED = "output", ".build/preview", ".build/published"
# Seconds without a word.
PATIENCE = 2
DEVELOPERS = "requirements-dev.txt"
WRONG_USE, INTERRUPTED = 2, 130


class StoppedError(Exception):
    """A verb cannot go on; the message says why, unless it has been said."""

    def __init__(self, message: str = "", status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def main(words: Sequence[str]) -> int:
    """Do what was typed; returns the exit status."""
    asked = answered(words)
    if isinstance(asked, int):
        return asked
    # Pydantic would look through all that is installed for plugins of its own, which takes a fifth of a check.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        return asked.verb.run(asked)
    except StoppedError as error:
        if str(error):
            _say(str(error), file=sys.stderr)
        return error.status
    except (ImportError, SyntaxError) as error:
        _say(f"程序或它要用的软件包读不全（{error}）。请检查 plugins/，或删去 .venv 后重新运行。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(text: str, *, file: TextIO | None = None, end: str = "\n") -> None:
    """The one way to the terminal, which no text of data, of files or of other programs can turn or hide."""
    print(visible(text), file=file or sys.stdout, end=end, flush=True)


def answered(words: Sequence[str]) -> Call | int:
    """What is to be done, or the exit status where the words themselves got the answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese gets codes rather than nothing.
            stream.reconfigure(errors="backslashreplace")
    try:
        asked = understood(words, VERBS)
    except WrongUseError as error:
        _say(str(error), file=sys.stderr)
        return WRONG_USE
    if isinstance(asked, Help):
        _say(asked.text)
        return 0
    return asked


# --- building -----------------------------------------------------------------------------------


def check(call: Call) -> int:
    """Load and check everything, and say how much there is."""
    from .records.problems import counted, told

    portal = _load(_settings(call, LOCAL)).portal
    for plan in portal.plans:
        _say(f"{plan.jurisdiction} {plan.year}：{len(plan.tasks)} 项任务，{len(plan.ledger.evidence)} 条证据。")
    if not portal.remarks:
        _say("没有发现问题。")
        return 0
    _say("\n".join(told(portal.remarks)))
    _say(f"共 {len(portal.remarks)} 处（{counted(portal.remarks)}）。")
    return 0


def upgrade(call: Call) -> int:
    """Rewrite data of an older format, and say what was changed."""
    from .files import faults, writer
    from .records.upgrade import upgraded

    done = upgraded(ROOT / str(_settings(call, LOCAL)["GONGKAI_DATA"]))
    if done.problems:
        raise StoppedError("\n".join([*map(str, done.problems), "数据读不全，没有改动任何文件。请改正后再运行 upgrade。"]))
    try:
        writer.write_all(done.files)
    except OSError as error:
        raise StoppedError(f"写不了 {error.filename}：{faults.told(error)}") from None
    _say("\n".join(done.told))
    return 0


def build(call: Call) -> int:
    """The site for one's own machine."""
    kept = _made(call)
    _keep(call, kept)
    # The process ends: nothing is to be looked through once more.
    gc.freeze()
    return 0


def publish(call: Call) -> int:
    """The site for its public address, or the publication before in the place of the last."""
    from .files import leftovers, locks

    # Of two that were begun at the same time the second waits.
    with locks.lock(ROOT / PUBLIC):
        for folder in (ROOT, ROOT / ".build", ROOT / OUTPUT):
            leftovers.recover(folder)
        return _put_back() if call.has("--back") else _publish(call)


def _publish(call: Call) -> int:
    from .publishing.published import Publishing, VanishedError

    address = str(_overrides(call).get("GONGKAI_SITE_URL", os.environ.get("GONGKAI_SITE_URL", "")))
    if not address.startswith(("http://", "https://")):
        raise StoppedError(f"请先写明网站的公开地址，例如：GONGKAI_SITE_URL=https://www.example.org/portal {COMMAND} publish")
    archive = _from_caller(call.text("--zip")) if call.has("--zip") else None
    if archive and not archive.parent.is_dir():
        raise StoppedError(f"--zip 请写已有文件夹里的一个 .zip 文件名；现在写的是：{call.text('--zip')}", WRONG_USE)
    place, is_trial = ROOT / (archive or _output(call)), call.has("--dry-run")
    publishing = Publishing(_published(), os.path.relpath(place, ROOT), is_trial=is_trial)
    if not publishing.is_sound:
        lost = "不能与上一次比较，也不能核对有没有网址消失；在这之前打开的搜索页要刷新后再用。"
        _say(f"{PUBLISHED}/ 里有的不是以前的发布留下的，或已损坏，这次不用它。{lost}", file=sys.stderr)
    checked = _load(_settings(call, PUBLIC))

    def make(fresh: Path) -> tuple[str, ...]:
        from . import generator

        return generator.make(ROOT / PUBLIC, _overrides(call), checked.portal, fresh, _progress()).said

    with _refusals():
        if not archive:
            _refuse_publishing_to(place)
        _say(_told_before(checked.portal))
        try:
            said = publishing.put(make, is_archive=bool(archive))
        except VanishedError as error:
            raise StoppedError(_told_of_vanished(error.args)) from None
    _tell_said(said)
    begun = "这是试做，什么也没有写。照这样发布，" if is_trial else "网站已生成："
    _say(
        f"{begun}{_shown(place)} 里有 {len(publishing.made.pages)} 个页面，共 {len(publishing.made.files) + 1} 个文件。{_told_after(checked.portal)}"
    )
    _say("\n".join(publishing.told))
    # The process ends: nothing is to be looked through once more.
    gc.freeze()
    return 0


def _put_back() -> int:
    from .publishing import changed
    from .publishing.published import ForeignError

    published = _published()
    published.recover()
    last, before = published.last, published.before
    if not last or not before:
        raise StoppedError("没有更早的发布可以退回：只留最近三次，退回一次少一次。网站没有改动。")
    place = ROOT / last.to
    with _refusals():
        if not published.is_archive(last):
            _refuse_publishing_to(place)
        try:
            published.put_back()
        except ForeignError:
            raise StoppedError(f"{PUBLISHED}/ 里留下的前一次发布已损坏，不能退回。网站没有改动。") from None
    count = len(before.files) + 1
    _say(f"已退回前一次发布：{_shown(place)} 里现在是 {before.address}（判定日期 {before.day}）的网站，共 {count} 个文件，与当时一字不差。")
    _say("\n".join(changed.told(last, before, "退回以前")))
    return 0


def _refuse_publishing_to(place: Path) -> None:
    from .publishing import building, contents

    building.refuse_place(place, contents.PUBLICATION, is_own=place.resolve() == (ROOT / OUTPUT).resolve())


def _told_of_vanished(addresses: Sequence[str]) -> str:
    lines = "\n".join(f"  {address}" for address in addresses)
    return (
        f"这些页面上次发布过，这次没有了：\n{lines}\n没有发布，原来的没有改动。发布过的网址不能没有了：辖区里的，请在 data/<辖区>/moved.yaml 里"
        "写明现在在哪里（from、to、on、why）；辖区不见了的，请恢复它的文件夹；文章不见了的，请恢复 content/pages/ 里的文件。"
    )


def _published() -> Published:
    from .publishing.published import Published

    return Published(ROOT / PUBLISHED, ROOT)


def _shown(place: Path) -> str:
    """As it is named to who typed the verb."""
    return f"{place.relative_to(ROOT) if place.is_relative_to(ROOT) else place}" + (
        "" if place.is_file() or place.suffix == ".zip" else "/"
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """What keeps a site from being made or put into its place is told."""
    from .publishing import building

    try:
        yield
    except building.BuildError as error:
        raise StoppedError(f"Pelican 没有生成完整的网站，它说：\n{error}\n生成失败，上一次生成的网站没有改动。") from None
    except building.PlaceError as error:
        raise StoppedError(f"{error}\n没有生成网站，原来的没有改动。") from None


def _tell_said(lines: Iterable[str]) -> None:
    for line in lines:
        _say(f"Pelican 提醒：{line}", file=sys.stderr)


def _keep(call: Call, kept: Kept) -> None:
    """For the next time, in another process."""
    from .publishing import keeping

    keeping.save(keeping.folder_of(_output(call), ROOT), kept)


def _output(call: Call) -> Path:
    return ROOT / _from_caller(call.text("--to")) if call.has("--to") else _usual(call)


def _usual(call: Call) -> Path:
    return ROOT / (PREVIEW if call.has("--preview") else OUTPUT)


def _made(call: Call, shown: Kept | None = None) -> Kept:
    """Check and make the site in this one process, what has been checked being what is shown; out of the last one where only data has changed.

    Of a site that is `shown` meanwhile no place is left out.
    """
    from .files import leftovers, writer
    from .publishing import building, contents, keeping, rebuilding
    from .records.problems import told

    is_preview, output = call.has("--preview"), _output(call)
    gc.disable()
    settings = _settings(call, LOCAL)
    foundation, folder = keeping.foundation(settings, ROOT), keeping.folder_of(output, ROOT)
    if call.has("--full"):
        leftovers.remove(folder)
    last = shown if shown and foundation and shown.foundation == foundation else keeping.load(folder, foundation)
    checked = _load(settings, last.checked if last else {}, without_faulty_places=is_preview)
    if shown and (faults := [problem for place in checked.portal.left_out if place.slug in shown.places for problem in place.problems]):
        raise StoppedError("\n".join(told(faults)))

    def changes(fresh: Path) -> Kept | None:
        return rebuilding.rebuilt(last, checked, settings, ROOT, output, fresh) if last else None

    def make(fresh: Path) -> tuple[Kept, tuple[str, ...]]:
        if last and not last.seen and (kept := changes(fresh)):
            rebuilding.fill(last, kept, output, fresh)
            return kept, ()
        from . import generator

        writer.empty(fresh)
        made = generator.make(ROOT / LOCAL, _overrides(call), checked.portal, fresh, _progress())
        return rebuilding.kept_whole(foundation, checked, made.whole, made.of_site, made.of_places, keeping.digests(fresh)), made.said

    with _refusals():
        kind = contents.PREVIEW if is_preview else contents.BUILD
        building.refuse_place(output, kind, is_own=output.resolve() == _usual(call).resolve())
        _say(_told_before(checked.portal))
        mended = building.mend(output, changes, lambda kept: last.files.keys() - kept.files.keys()) if last and last.seen else None
        kept, said = (mended, ()) if mended else building.build(output, make, building.KEEPER if output == ROOT / OUTPUT else "")
    _tell_said(said)
    pages = sum(address.endswith(".html") for address in kept.files)
    _say(f"网站已生成：{_shown(output)} 里有 {pages} 个页面，{rebuilding.told(last, kept)}。{_told_after(checked.portal)}")
    return kept


def _progress() -> Callable[[int, int], None]:
    """Tells at a terminal, every two seconds, how many tasks are done and how long the others will take; quiet anywhere else."""
    begun = told = monotonic()

    def tell(task: int, total: int) -> None:
        nonlocal told
        now = monotonic()
        if sys.stderr.isatty() and now - told >= PATIENCE:
            told = now
            _say(f"已做好 {task - 1} / {total} 项任务，大约还要 {(now - begun) / task * (total - task + 1):.0f} 秒……", file=sys.stderr)

    return tell


def _told_before(portal: Portal) -> str:
    from .records.problems import told

    much = f"{len(portal.plans)} 份要点，{sum(len(plan.tasks) for plan in portal.plans)} 项任务。正在生成网站……"
    lines = [*told(portal.problems), *(f"{_named(place)}有错误，这次先不放进去。" for place in portal.left_out)]
    return "\n".join([*lines, much]) if lines else f"数据没有问题：{much}"


def _told_after(portal: Portal) -> str:
    from .records.problems import counted

    without = "".join(f"里面没有{_named(place)}，它有 {len(place.problems)} 处错误。" for place in portal.left_out)
    return f"{without}数据里共有 {len(portal.problems)} 处要看（{counted(portal.problems)}）。" if portal.problems else ""


def _named(place: LeftOut) -> str:
    return f"{place.name}（{place.slug}）" if place.name != place.slug else place.name


def serve(call: Call) -> int:
    """Build, serve on loopback, and build again whenever something changes; open pages show what has come of it."""
    from threading import Thread

    from watchfiles import watch

    from .desk.web.server import DeskServer
    from .desk.web.visits import Office
    from .publishing import preview

    asked = replace(call, given={**call.given, "--preview": ("",)})
    try:
        office = Office(ROOT, os.environ)
        server = preview.server(ROOT / PREVIEW, int(call.text("--port") or preview.PORT), DeskServer(office))
    except OSError as error:
        raise StoppedError(str(error.strerror)) from None
    kept = _made(asked).as_seen(ROOT / PREVIEW)
    _keep(asked, kept)
    settings = _settings(asked, LOCAL)
    office.show(kept, settings, server.news)
    data_folder = str(settings["GONGKAI_DATA"])
    Thread(target=server.serve_forever, daemon=True).start()
    _say(f"请在浏览器打开：http://{preview.LOOPBACK}:{server.server_port}/index.html （按 Ctrl+C 停止）")
    is_old = False
    for changes in watch(*(ROOT / name for name in (data_folder, "theme", "content", "plugins", LOCAL))):
        # Code that has been imported is never read again: a program that starts well with the new one takes over.
        is_old = is_old or any(name.endswith(".py") for _, name in changes)
        if is_old:
            _start_anew(call, server.news)
            continue
        try:
            last, kept = kept, _made(asked, kept).as_seen(ROOT / PREVIEW)
            office.show(kept, _settings(asked, LOCAL), server.news)
            server.news.tell(is_new=kept.files != last.files)
            _keep(asked, kept)
        except StoppedError as error:
            _say(str(error), file=sys.stderr)
            server.news.tell(str(error))
        # What is kept has no circles: of it nothing need be looked through again.
        gc.collect()
        gc.freeze()
    return 0


def _start_anew(call: Call, news: News) -> None:
    """Go on as another process, whose site is made already; what keeps it from being made is told in open pages."""
    words = _repeated(call, "--as-of", "-e")
    made = workshop.output_of(ROOT, sys.executable, "-m", "gongkai", "build", "--preview", *words)
    if made.returncode:
        _say(made.stderr, file=sys.stderr)
        news.tell(made.stderr)
        return
    os.execv(sys.executable, [sys.executable, "-m", "gongkai", "serve", *_repeated(call, "--port", "--as-of", "-e")])


def _repeated(call: Call, *names: str) -> list[str]:
    return [word for name in names for value in call.texts(name) for word in (name, value)]


def _overrides(call: Call) -> dict[str, object]:
    from .publishing import settings_file

    as_of = {"GONGKAI_AS_OF": call.text("--as-of")} if call.has("--as-of") else {}
    demonstrations = {"GONGKAI_DEMONSTRATIONS": True} if call.has("--preview") else {}
    return {**settings_file.overrides(call.texts("-e")), **as_of, **demonstrations}


def _settings(call: Call, file: str) -> Settings:
    from .files import leftovers
    from .publishing import settings_file
    from .records.problems import DataError

    try:
        settings = settings_file.read(ROOT / file, _overrides(call))
    except DataError as error:
        raise StoppedError(str(error)) from None
    for folder in (ROOT, ROOT / ".build", ROOT / OUTPUT):
        leftovers.recover(folder)
    leftovers.recover_all(ROOT / str(settings["GONGKAI_DATA"]))
    return settings


def _load(settings: Settings, known: Mapping[str, CheckedPlace] | None = None, *, without_faulty_places: bool = False) -> Checked:
    from .publishing.checking import checked
    from .records.problems import DataError

    # What is loaded stays, and looking through it again and again for what does not would take ever longer.
    gc.disable()
    last = _published().last
    try:
        return checked(settings, ROOT, without_faulty_places=without_faulty_places, known=known or {}, published=last.pages if last else ())
    except DataError as error:
        raise StoppedError(str(error)) from None


# --- documents in and out -----------------------------------------------------------------------


def import_(call: Call) -> int:
    """Read a notice into the draft of a plan, or only print what was read."""
    from .files import faults, leftovers, writer
    from .importing import command

    source, into = _from_caller(call.text("文件")), call.text("--into")
    for folder in (ROOT / into, *(ROOT / into).parents[:2]) if into else ():
        leftovers.recover(folder)
    try:
        if call.has("--json"):
            outcome = command.as_plan_json(source, ROOT / into if into else None)
        else:
            outcome = command.into_data(source, ROOT / into)
        writer.write_new(outcome.files)
    except command.RefusedError as error:
        raise StoppedError(str(error), command.REFUSED) from None
    except FileExistsError as error:
        fault = f"{error.filename} 刚刚有了，import 不覆盖任何文件，所以什么也没有写。请核对后再试。"
        raise StoppedError(fault, command.REFUSED) from None
    except OSError as error:
        raise StoppedError(f"写不了 {error.filename or into}，所以什么也没有写：{faults.told(error)}") from None
    # Whatever the terminal's own encoding is.
    sys.stdout.buffer.write((visible_json(outcome.text) if call.has("--json") else visible(outcome.text)).encode())
    return outcome.status


def export_notice(call: Call) -> int:
    """Write a plan as the official table in a Word file."""
    from .exports import official_table
    from .publishing.settings import as_of

    _target(call.text("--to"))
    settings = _settings(call, LOCAL)
    try:
        assessed = official_table.plan_of(_load(settings).portal, call.text("要点"), as_of(settings, os.environ))
    except LookupError as error:
        raise StoppedError(str(error.args[0]), WRONG_USE) from None
    _write_file(call.text("--to"), official_table.docx(assessed, with_ledger=call.has("--with-ledger")), "Word")
    _say(f"已写好：{call.text('--to')}，{len(assessed.tasks)} 项任务。")
    return 0


def _target(to: str) -> Path:
    """A file that can be written, as far as its folder tells."""
    target = _from_caller(to)
    if not target.parent.is_dir():
        raise StoppedError(f"--to 请写已有文件夹里的一个 {target.suffix} 文件名；现在写的是：{to}", WRONG_USE)
    return target


def _write_file(to: str, content: bytes, program: str) -> None:
    from .files import faults, writer

    try:
        writer.write(_target(to), content)
    except OSError as error:
        # Only Windows keeps a file that is open from being replaced.
        is_open = f"它可能正在 {program} 里打开，请关闭后再试。" if os.name == "nt" else ""
        raise StoppedError(f"写不了 {to}：{faults.told(error)}{is_open}") from None


def _from_caller(file: str) -> Path:
    """A file as it is named from where the verb was typed."""
    return Path(os.environ.get("GONGKAI_CALLED_FROM", "")) / Path(file).expanduser()


# --- the ledger ---------------------------------------------------------------------------------


def record(call: Call) -> int:
    """Write one entry of the ledger, by options or by questions."""
    from .desk import dialogue

    def proposed(desk: Desk, terminal: Terminal | None) -> tuple[Outcome, str]:
        fields = {key: call.texts(option) for option, key in dialogue.OPTIONS.items() if call.has(option)}
        given = dialogue.Given(call.text("要点"), call.text("任务"), call.text("--kind"), fields, call.texts("-f"), call.has("--yes"))
        outcome = dialogue.outcome(desk, given, terminal)
        return outcome, dialogue.told_of(desk, outcome)

    return _written(call, proposed)


def reform(call: Call) -> int:
    """Rename, merge, split or abolish units of a place, by options or by questions."""
    from .desk import dialogue

    def proposed(desk: Desk, terminal: Terminal | None) -> tuple[Outcome, str]:
        fields = {key: call.texts(option) for option, key in dialogue.REFORM_OPTIONS.items() if call.has(option)}
        given = dialogue.Given(call.text("辖区"), "", call.text("做什么"), fields, call.texts("-f"), call.has("--yes"))
        outcome = dialogue.reform(desk, given, terminal)
        return outcome, dialogue.told_of(desk, outcome)

    return _written(call, proposed)


def sheet(call: Call) -> int:
    """Write the sheet that a unit fills in, or read one that it has filled in."""
    from .desk import dialogue, sheet_reading, sheets

    def read(desk: Desk, _: Terminal | None) -> tuple[Outcome | None, str]:
        return sheet_reading.outcome(desk, _from_caller(call.text("--read")), call.text("要点"), call.text("单位"))

    def written(desk: Desk, _: Terminal | None) -> tuple[Outcome | None, str]:
        state, year = dialogue.place_of(desk, dialogue.Given(call.text("要点")), None)
        _write_file(call.text("--to"), sheets.written(desk, state, year, call.text("单位")), "Excel 或 WPS")
        return None, f"已写好：{call.text('--to')}。"

    return _written(call, read if call.has("--read") else written)


def _written(call: Call, propose: Callable[[Desk, Terminal | None], tuple[Outcome | None, str]]) -> int:
    """Tell what would come of something, and write it if that is wanted; nothing where nothing is to be written."""
    from .desk import dialogue, proposals
    from .desk.asking import BackError, Terminal
    from .records.problems import DataError

    desk = proposals.Desk.of(_settings(call, LOCAL), ROOT, os.environ)
    terminal = Terminal(_say, _heard) if sys.stdin.isatty() else None
    try:
        outcome, told = propose(desk, terminal)
        _say(told)
        if not outcome:
            return 0
        if not terminal and not call.has("--yes"):
            raise dialogue.WantedError("没有写入任何文件。不在终端里的，确认要写请加 --yes。")
        if terminal and not call.has("--yes") and not outcome.faults and not dialogue.is_agreed(terminal):
            raise BackError
        proposals.write(desk, outcome)
    except dialogue.WantedError as error:
        raise StoppedError(str(error), WRONG_USE) from None
    except (DataError, proposals.RefusedError) as error:
        raise StoppedError(str(error)) from None
    except (BackError, EOFError, KeyboardInterrupt) as error:
        # The keys stand on a line of their own.
        line = "" if isinstance(error, BackError) else "\n"
        raise StoppedError(f"{line}没有写入任何文件。", INTERRUPTED) from None
    _say(f"已写入 {'、'.join(desk.shown(file) for file in outcome.proposal.texts)}。")
    return 0


def _heard(prompt: str) -> str:
    """A line that somebody types at the terminal."""
    _say(prompt, end="")
    if not (line := sys.stdin.readline()):
        raise EOFError
    return line


# --- developers ---------------------------------------------------------------------------------


def lint(_: Call) -> int:
    """Lint and type-check the code."""
    for command in ("ruff check .", "ruff format --check .", "mypy"):
        _say(f"$ {command}")
        if status := _run(sys.executable, "-m", *command.split()):
            return status
    return 0


def test(call: Call) -> int:
    """Lint, then the tests that were asked for."""
    _need_browsers()
    only = call.text("--only")
    if not only and (status := lint(call)):
        return status
    marks = "long" if call.has("--long") else "not long" if call.has("--all") or only else "not sweep and not long"
    return _run(sys.executable, "-m", "pytest", "-m", marks, *(["-k", only] if only else []))


def _need_browsers() -> None:
    if not workshop.has_browsers() and workshop.may_install_browsers():
        _say("正在安装测试要用的浏览器、中文字体和网站服务器（只在第一次需要）……")
        workshop.install_browsers(ROOT)
    if not workshop.has_chinese_browser():
        raise StoppedError(
            f"测试需要浏览器和中文字体。请先运行：sudo {workshop.INSTALLING}\n"
            "（浏览器装在别处时，用环境变量 CHROMIUM 和 FIREFOX 写明它们的路径。）"
        )


def lock(_: Call) -> int:
    """Pin the requirements anew."""
    compile_ = [
        sys.executable,
        *[
            "-m",
            "uv",
            "pip",
            "compile",
            "--upgrade",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-header",
        ],
    ]
    return _run(*compile_, *["requirements.in", "-o", "requirements.txt"]) or _run(
        *compile_, *["-c", "requirements.txt", "requirements-dev.in", "-o", "requirements-dev.txt"]
    )


def clean(_: Call) -> int:
    """Remove what was built."""
    from .files import writer

    # What was published is promised, and no build brings it back.
    writer.empty(ROOT / ".build", keep={Path(PUBLISHED).name})
    writer.empty(ROOT / "output", keep={".gitkeep"})
    return 0


def _run(*command: str) -> int:
    return workshop.run(ROOT, *command)


# --- what may be typed --------------------------------------------------------------------------


def _not_together(call: Call) -> str:
    if call.has("--back") and len(call.given) > 1:
        return "--back 把上一次发布的地方换回前一次的网站，不和别的选项一起用。"
    return "--to 和 --zip 只能写一个。" if call.has("--to") and call.has("--zip") else ""


def _no_target(call: Call) -> str:
    is_told = call.has("--into") or call.has("--json")
    return "" if is_told else "请写明草稿写到哪里，如 --into data/tongliang/2021；只看读出的内容用 --json。"


def _no_sheet_task(call: Call) -> str:
    if call.has("--to") == call.has("--read"):
        return "请写 --to 或 --read，只写一个：--to 写出填报表，--read 读入填好的。"
    lacks_unit = call.has("--to") and not call.has("单位")
    return "请写明要点和单位，如 tongliang/2021 区发展改革委。" if lacks_unit else ""


SETTING = Option("-e", "只在这一次改变的设置，如 GONGKAI_CONTACT=张三；可以写几个 -e", "名称=内容", is_repeatable=True, fault_of=no_setting)
AS_OF = Option("--as-of", "判定日期，如 2026-11-20；不写则为今天", "日期", fault_of=no_day)
TO = Option("--to", "生成到哪个文件夹，不写则为 output/；只换掉空文件夹或原来的网站", "文件夹")
FULL = Option("--full", "全部重新生成，不用上一次留下的")
MADE_UP = Option("--preview", "生成预览：编写的示例也在内，有错误的辖区先不放；不写 --to 则到 .build/preview/")
PORT = Option("--port", "端口，不写则为 8000", "端口", fault_of=no_port)
VERBS = (
    Verb("check", "检查设置和数据", check, (SETTING,)),
    Verb("upgrade", "把旧格式的数据改成现在的格式，注释和顺序不动", upgrade, (SETTING,)),
    Verb("build", "检查数据并生成网站到 output/", build, (TO, AS_OF, SETTING, MADE_UP, FULL)),
    Verb("serve", "生成预览，在本机打开，数据改动后自动重新生成", serve, (PORT, AS_OF, SETTING, FULL)),
    Verb(
        "import",
        "把官方文件读成要点草稿",
        import_,
        (
            Option("文件", "要读的文件：.docx .html .xlsx .pdf .txt", is_needed=True),
            Option("--into", "写到哪里，如 data/tongliang/2021", "文件夹"),
            Option("--json", "只把读出的内容打印成 JSON"),
        ),
        fault_of=_no_target,
    ),
    Verb(
        "record",
        "登记一条台账：证据、核查、说明……；没有写全的，在终端里一项一项问",
        record,
        (
            Option("要点", "哪一份要点，如 tongliang/2021"),
            Option("任务", "任务编号，如 1.2.3"),
            Option("--kind", "登记什么：证据、核查、查找、说明、无需公开、情形、回应、调整、销号", "种类"),
            Option("--unit", "单位的名称或地址代码；可以写几个 --unit", "单位", is_repeatable=True),
            Option("--measure", "举措的序号；可以写几个 --measure", "序号", is_repeatable=True),
            Option("--title", "证据的标题", "标题"),
            Option("--url", "网址", "网址"),
            Option("-f", "其余的项，如 -f 发布日期=2021-03-08；可以写几个 -f", "名称=内容", is_repeatable=True, fault_of=no_field),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
    ),
    Verb(
        "sheet",
        "写出一个单位的填报表（.xlsx）；填好交回后，读入台账",
        sheet,
        (
            Option("要点", "哪一份要点，如 tongliang/2021；读入时可以不写"),
            Option("单位", "单位的名称或地址代码；读入时可以不写"),
            Option("--to", "把填报表写到哪个 .xlsx 文件", "文件", fault_of=no_sheet),
            Option("--read", "读入填好的填报表", "文件"),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
        fault_of=_no_sheet_task,
    ),
    Verb(
        "reform",
        "登记单位的改革：更名、合并、拆分、撤销；单位、名册、网址一次改好；没有写全的，在终端里一项一项问",
        reform,
        (
            Option("辖区", "哪个辖区，如 tongliang"),
            Option("做什么", "更名、合并、拆分或撤销；也可写 rename、merge、split、abolish"),
            Option("单位", "原来的单位，名称或地址代码；合并的写几个，用顿号隔开"),
            Option("--to", "新的名称，或接手单位的名称；可以写几个 --to", "名称", is_repeatable=True),
            Option("--on", "从哪天起，如 2026-07-01", "日期", fault_of=no_day),
            Option("--document", "依据：哪个文件、哪次公告定的", "名称"),
            Option("--source", "依据的网址", "网址"),
            Option("--slug", "新单位的地址代码，不写就用拼音；可以写几个 --slug", "代码", is_repeatable=True),
            Option("-f", "其余的项，如 -f 新单位的类别=政府部门；可以写几个 -f", "名称=内容", is_repeatable=True, fault_of=no_field),
            Option("--yes", "不再问，直接写入"),
            AS_OF,
            SETTING,
        ),
    ),
    Verb(
        "publish",
        "生成对外发布的网站；先设环境变量 GONGKAI_SITE_URL",
        publish,
        (
            TO,
            Option("--zip", "不写到文件夹，打成一个压缩包", "文件", fault_of=no_archive),
            Option("--dry-run", "试做一遍，说出与上一次发布有什么不同，什么也不写"),
            Option("--back", "退回前一次发布的网站；留着最近三次"),
            AS_OF,
            SETTING,
        ),
        fault_of=_not_together,
    ),
    Verb(
        "test",
        "检查代码并运行测试，浏览器测试也在内",
        test,
        (
            Option("--only", "只运行名字里含这些字的测试", "文字"),
            Option("--all", "也运行逐页检查"),
            Option("--long", "只运行很久的试验"),
        ),
        DEVELOPERS,
    ),
    Verb(
        "export-notice",
        "把要点写成官方表格（Word 文件）",
        export_notice,
        (
            Option("要点", "哪一份要点，如 tongliang/2021", is_needed=True),
            Option("--to", "写到哪个 .docx 文件", "文件", is_needed=True, fault_of=no_word_file),
            Option("--with-ledger", "加上“完成情况”和“证据”两栏"),
            AS_OF,
            SETTING,
        ),
    ),
    Verb("lint", "检查代码：ruff 和 mypy", lint, needs=DEVELOPERS),
    Verb("lock", "按 requirements*.in 重新选定版本", lock, needs=DEVELOPERS),
    Verb("clean", "删去生成的文件", clean, needs=""),
)

"""The project's verbs. From anywhere: `python3 tasks.py VERB`. Inside the environment: `invoke VERB`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
DEVELOPER_VERBS = {"test", "lint", "lock"}
DEBIAN_PACKAGES = "chromium firefox-esr fonts-noto-cjk"


def _enter_environment(arguments: list[str]) -> int:
    """Make .venv, install what the verb needs into it, and run the verb there."""
    if sys.version_info < (3, 11):
        print("需要 Python 3.11 或更新的版本。Python 3.11 or later is needed.", file=sys.stderr)
        return 1
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print("正在建立 Python 环境 .venv ……", file=sys.stderr, flush=True)
        if subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=False).returncode:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            print("建立失败。Debian 请先运行：apt-get install -y python3-venv", file=sys.stderr)
            return 1
    verb = next((argument for argument in arguments if not argument.startswith("-")), "")
    if not _install(python, ROOT / ("requirements-dev.txt" if verb in DEVELOPER_VERBS else "requirements.txt")):
        return 1
    # Files that a verb is given are named from where its caller stands.
    environment = {**os.environ, "GONGKAI_CALLED_FROM": str(Path.cwd())}
    command = [str(python), "-m", "invoke", *(arguments or ["--list"])]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _install(python: Path, requirements: Path) -> bool:
    stamp = ENVIRONMENT / f"{requirements.stem}.installed"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return True
    # Standard output is for what a verb prints: `import --json` prints only JSON.
    print(f"正在安装 {requirements.name} 里的软件包（只在第一次和更新后需要）……", file=sys.stderr, flush=True)
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "on", "-r", str(requirements)]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        print("安装失败。请检查网络，然后重新运行同一个命令。", file=sys.stderr)
        return False
    stamp.write_text(wanted)
    return True


if __name__ == "__main__":
    try:
        sys.exit(_enter_environment(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

sys.path.insert(0, str(ROOT / "plugins"))

# Importable only inside the environment.
from gongkai import generator
from gongkai.exports import official_table
from gongkai.importing import command as importing
from gongkai.importing.readers.base.notice import RefusedError
from gongkai.publishing import building, preview
from gongkai.records.portal import Portal
from gongkai.records.problems import DataError
from invoke import Context, Exit, task
from pelican.settings import read_settings

LOCAL, PUBLIC = "pelicanconf.py", "publishconf.py"
Settings = Mapping[str, object]


def _settings(file: str, as_of: str = "") -> Settings:
    settings: Settings = read_settings(str(ROOT / file), override={"GONGKAI_AS_OF": as_of} if as_of else None)
    return settings


def _load(settings: Settings) -> Portal:
    try:
        return generator.checked(settings, ROOT)
    except DataError as error:
        raise Exit(str(error), code=1) from None


def _build(settings: str, as_of: str) -> None:
    portal = _load(_settings(settings, as_of))
    print(f"数据没有问题：{len(portal.plans)} 份要点，{sum(len(plan.tasks) for plan in portal.plans)} 项任务。正在生成网站……", flush=True)
    try:
        output = building.build(ROOT, settings, as_of=as_of)
    except building.BuildError as error:
        raise Exit(f"{error}\n生成失败，上一次生成的网站没有改动。", code=1) from None
    print(f"网站已生成：{output.relative_to(ROOT)}/ 里有 {sum(1 for _ in output.rglob('*.html'))} 个页面。", flush=True)


@task
def check(_: Context) -> None:
    """检查设置和数据 (check settings and data)."""
    portal = _load(_settings(LOCAL))
    for plan in portal.plans:
        print(f"{plan.jurisdiction} {plan.year}：{len(plan.tasks)} 项任务，{len(plan.ledger.evidence)} 条证据。")
    print("没有发现问题。")


@task(help={"as_of": "判定日期，如 2026-11-20；不写则为今天"})
def build(_: Context, as_of: str = "") -> None:
    """检查数据并生成网站到 output/ (check and build)."""
    _build(LOCAL, as_of)


@task(help={"port": "端口，默认 8000", "as_of": "判定日期，如 2026-11-20；不写则为今天"})
def serve(_: Context, port: int = 8000, as_of: str = "") -> None:
    """生成网站，在本机打开，数据改动后自动重新生成 (build, serve on loopback, rebuild on change)."""
    from watchfiles import watch  # noqa: PLC0415  # Only this verb needs it.

    _build(LOCAL, as_of)
    data = str(_settings(LOCAL)["GONGKAI_DATA"])
    server = preview.server(ROOT / "output", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"请在浏览器打开：http://{preview.LOOPBACK}:{server.server_port}/index.html （按 Ctrl+C 停止）", flush=True)
    try:
        for _changes in watch(*(ROOT / name for name in (data, "theme", "content", "plugins", LOCAL))):
            # A fresh process, because plugin code that has been imported is never read again.
            subprocess.run([sys.executable, "-m", "invoke", "build", *(["--as-of", as_of] if as_of else [])], cwd=ROOT, check=False)
    except KeyboardInterrupt:
        server.shutdown()


@task
def publish(_: Context, as_of: str = "") -> None:
    """生成对外发布的网站；先设环境变量 GONGKAI_SITE_URL (build for the public address)."""
    address = os.environ.get("GONGKAI_SITE_URL", "")
    if not address.startswith(("http://", "https://")):
        raise Exit("请先写明网站的公开地址，例如：GONGKAI_SITE_URL=https://www.example.org/portal python3 tasks.py publish", code=1)
    _build(PUBLIC, as_of)


@task(
    name="import",
    help={
        "file": "要读的文件：.docx .html .xlsx .pdf .txt",
        "into": "写到哪里，如 data/tongliang/2021",
        "json": "只把读出的内容打印成 JSON",
    },
)
def import_(_: Context, file: str, into: str = "", json: bool = False) -> None:
    """把官方文件读成要点草稿 (read a notice into the draft of a plan)."""
    if not into and not json:
        raise Exit("请写明草稿写到哪里，如 --into data/tongliang/2021；只看读出的内容用 --json。", code=2)
    source, target = _from_caller(file), ROOT / into if into else None
    try:
        outcome = importing.into_data(source, target) if target and not json else importing.as_plan_json(source, target)
        importing.write(outcome.files)
    except RefusedError as error:
        raise Exit(str(error), code=importing.REFUSED) from None
    # Whatever the terminal's own encoding is.
    sys.stdout.buffer.write(outcome.text.encode())
    if outcome.status:
        raise Exit(code=outcome.status)


@task(
    name="export-notice",
    help={
        "plan": "哪一份要点，如 tongliang/2021",
        "to": "写到哪个 .docx 文件",
        "with_ledger": "加上“完成情况”和“证据”两栏",
        "as_of": "判定日期，如 2026-11-20；不写则为今天",
    },
)
def export_notice(_: Context, plan: str, to: str, with_ledger: bool = False, as_of: str = "") -> None:
    """把要点写成官方表格 (write a plan as the official table in a Word file)."""
    target = _from_caller(to)
    if target.suffix.lower() != ".docx" or not target.parent.is_dir():
        raise Exit(f"--to 请写已有文件夹里的一个 .docx 文件名；现在写的是：{to}", code=2)
    settings = _settings(LOCAL, as_of)
    try:
        assessed = official_table.plan_of(_load(settings), plan, generator.as_of(settings, os.environ))
    except LookupError as error:
        raise Exit(str(error.args[0]), code=2) from None
    try:
        target.write_bytes(official_table.docx(assessed, with_ledger=with_ledger))
    except OSError as error:
        raise Exit(f"写不了 {to}（{error.strerror}）。它可能正在 Word 里打开，请关闭后再试。", code=1) from None
    print(f"已写好：{to}，{len(assessed.tasks)} 项任务。")


def _from_caller(file: str) -> Path:
    return Path(os.environ.get("GONGKAI_CALLED_FROM", "")) / Path(file).expanduser()


@task
def lint(context: Context) -> None:
    """检查代码：ruff 和 mypy (lint and type-check the code)."""
    for command in ("ruff check .", "ruff format --check .", "mypy"):
        print(f"$ {command}", flush=True)
        context.run(f"{sys.executable} -m {command}")


@task(help={"only": "只运行名字里含这些字的测试"})
def test(context: Context, only: str = "") -> None:
    """运行全部检查和测试，浏览器测试也在内 (lint and every test, in a real browser too)."""
    _need_browsers()
    if not only:
        lint(context)
    arguments = ["-k", only] if only else []
    if code := subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode:
        raise Exit(code=code)


def _need_browsers() -> None:
    """Tests open the site in Debian's chromium with a Chinese font, and in firefox-esr where there is one; install them where we may."""
    if _has_chinese_browser() and _program("firefox", "firefox-esr"):
        return
    command = f"apt-get install -y {DEBIAN_PACKAGES}"
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("正在安装浏览器和中文字体（只在第一次需要）……", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in ("apt-get update -q", f"{command} -q"):
            subprocess.run(step.split(), env=environment, check=False)
    if not _has_chinese_browser():
        raise Exit(
            f"测试需要浏览器和中文字体。请先运行：sudo {command}\n（浏览器装在别处时，用环境变量 CHROMIUM 和 FIREFOX 写明它们的路径。）",
            code=1,
        )


def _program(name: str, default: str) -> str | None:
    found = os.environ.get(name.upper()) or shutil.which(default)
    return found if found and Path(found).exists() else None


def _has_chinese_browser() -> bool:
    if not _program("chromium", "chromium") or not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


@task
def lock(context: Context) -> None:
    """按 requirements*.in 重新选定版本 (pin the requirements anew)."""
    options = "--upgrade --universal --python-version 3.11 --no-emit-index-url --no-header"
    context.run(f"{sys.executable} -m uv pip compile {options} requirements.in -o requirements.txt")
    context.run(f"{sys.executable} -m uv pip compile {options} -c requirements.txt requirements-dev.in -o requirements-dev.txt")


@task
def clean(_: Context) -> None:
    """删去生成的文件 (remove what was built)."""
    shutil.rmtree(ROOT / ".build", ignore_errors=True)
    for path in (ROOT / "output").iterdir():
        if path.name != ".gitkeep":
            shutil.rmtree(path) if path.is_dir() else path.unlink()

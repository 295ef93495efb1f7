"""What those who work on the program need: lint, tests, pinned versions."""

from __future__ import annotations

import sys

from gongkai import workshop
from gongkai.command_line import Call

from .callers_files import from_caller
from .portal_folder import WHEELS, root
from .terminal import StoppedError, say


def lint(_: Call) -> int:
    """Lint and type-check the code."""
    for command in ("ruff check .", "ruff format --check .", "mypy"):
        say(f"$ {command}")
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
        say("正在安装测试要用的浏览器、中文字体和网站服务器（只在第一次需要）……")
        workshop.install_browsers(root())
    if not workshop.has_chinese_browser():
        raise StoppedError(
            f"测试需要浏览器和中文字体。请先运行：sudo {workshop.INSTALLING}\n"
            "（浏览器装在别处时，用环境变量 CHROMIUM 和 FIREFOX 写明它们的路径。）"
        )


def wheel(call: Call) -> int:
    """Make the file that the engine is installed from, the same out of the same, byte for byte."""
    folder = from_caller(call.text("--to")) if call.has("--to") else root() / WHEELS
    return _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder.absolute()))


def lock(_: Call) -> int:
    """Pin the requirements anew."""
    compile_ = "-m uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
    engine = "pyproject.toml --all-extras --group checkout"
    steps = (f"{compile_} {engine} -o requirements.txt", f"{compile_} -c requirements.txt {engine} --group dev -o requirements-dev.txt")
    return next((status for step in steps if (status := _run(sys.executable, *step.split()))), 0)


def _run(*command: str) -> int:
    return workshop.run(root(), *command)

"""The door to the project's verbs: makes .venv, installs what a verb needs, and runs it there. `python3 tasks.py --help`."""

import sys


def main(words):
    """Answer what was typed, or do it; nothing is installed for a verb that needs nothing. Returns the exit status."""
    if sys.version_info < (3, 11):
        print("需要 Python 3.11 或更新的版本。Python 3.11 or later is needed.", file=sys.stderr)
        return 1
    import os
    from pathlib import Path

    root = Path(__file__).resolve().parent
    # Files that a verb is given are named from where its caller stands.
    os.environ["GONGKAI_CALLED_FROM"] = str(Path.cwd())
    os.chdir(root)
    sys.path.insert(0, str(root / "plugins"))
    from gongkai import program

    asked = program.answered(words)
    if isinstance(asked, int):
        return asked
    if not asked.verb.needs:
        return program.main(words)
    python = root / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
    if not _is_installed(python, root / asked.verb.needs) and not _install(python, root / asked.verb.needs):
        return 1
    return _go_on(python, words)


def _stamp(python, requirements):
    """What is installed there, and what should be."""
    import hashlib

    return python.parents[1] / f"{requirements.stem}.installed", hashlib.sha256(requirements.read_bytes()).hexdigest()


def _is_installed(python, requirements):
    stamp, wanted = _stamp(python, requirements)
    return python.exists() and stamp.is_file() and stamp.read_text() == wanted


def _install(python, requirements):
    is_made = (python.parents[1] / "pyvenv.cfg").is_file() and _runs(python, "-m", "pip", "--version")
    if not is_made and not _make(python):
        return False
    # Standard output is for what a verb prints: `import --json` prints only JSON.
    print(f"正在安装 {requirements.name} 里的软件包（只在第一次和更新后需要）……", file=sys.stderr, flush=True)
    for command in _commands(python, requirements):
        if (failure := _failure(python, "-m", "pip", *command)) is not None:
            print(f"安装失败。{failure}", file=sys.stderr)
            return False
    stamp, wanted = _stamp(python, requirements)
    stamp.write_text(wanted)
    return True


def _commands(python, requirements):
    """What pip does for it: for tests it also fetches what they install the engine from, without a network."""
    quietly = ("--disable-pip-version-check", "--progress-bar", "on", "--require-hashes")
    yield "install", *quietly, "-r", str(requirements)
    if requirements.stem.endswith("-dev"):
        wheels, needed = python.parents[1] / "wheels", requirements.with_name("requirements.txt")
        yield "download", *quietly, "--quiet", "--only-binary", ":all:", "--dest", str(wheels), "-r", str(needed)


# What pip says, and what helps then.
_REMEDIES = {
    "DO NOT MATCH THE HASHES": "下载到的软件包和 requirements 文件里记的校验值不同：可能没有下载完整，也可能被人换过。"
    "请删去 pip 的缓存（.venv/bin/pip cache purge），换一个镜像再试；仍然不同的，不要安装，请告诉维护者。",
    "No space left on device": "磁盘满了。请腾出空间，然后重新运行同一个命令。",
    "Permission denied": "没有写的权限。请检查 .venv 文件夹属于谁、谁能写。",
}


def _failure(python, *arguments):
    """What helps when Python does not do this; nothing when it does."""
    import subprocess

    finished = subprocess.run([str(python), *arguments], check=False, stdout=sys.stderr, stderr=subprocess.PIPE)
    said = finished.stderr.decode(errors="replace")
    print(said, end="", file=sys.stderr, flush=True)
    if not finished.returncode:
        return None
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in said), "请检查网络，然后重新运行同一个命令。")


def _make(python):
    """Make the environment anew: there is none, or only half of one."""
    print("正在建立 Python 环境 .venv ……", file=sys.stderr, flush=True)
    if not _runs(sys.executable, "-m", "venv", "--clear", str(python.parents[1]), output=sys.stderr):
        print("建立失败。Debian 请先运行：apt-get install -y python3-venv", file=sys.stderr)
        return False
    return True


def _runs(python, *arguments, output=None):
    """Whether Python does this; without `output` nobody sees what it prints."""
    import subprocess

    quietly = {"stdout": output} if output else {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run([str(python), *arguments], check=False, **quietly).returncode == 0
    except OSError:
        return False


def _go_on(python, words):
    """Let the environment's Python take over, with Ctrl-C held back until it can answer it."""
    import os
    import signal
    import subprocess

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [sys.path[0], os.environ.get("PYTHONPATH")]))}
    command = [str(python), "-m", "gongkai", *words]
    if os.name == "nt":
        return subprocess.run(command, env=environment, check=False).returncode
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.execve(python, command, environment)
    return None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

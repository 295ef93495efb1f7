"""An old .doc (also .wps, .rtf, .odt): LibreOffice turns it into a .docx, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import RefusedError

PROGRAMS = ("soffice", "libreoffice")
SUFFIXES = {".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xml"}
HOW_TO_SAVE = "请用 Word 或 WPS 打开这个文件，选“文件→另存为”，类型选“Word 文档（.docx）”，再导入另存的文件"
SECONDS = 60


def as_docx(content: bytes, name: str) -> bytes:
    """The same file as a .docx, made in a folder that is thrown away."""
    program = next((installed for installed in map(shutil.which, PROGRAMS) if installed), None)
    if program is None:
        raise RefusedError(f"{name} 是旧格式的文件，本机没有装 LibreOffice，不能直接读。{HOW_TO_SAVE}；或者装好 LibreOffice 后再导入。")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        suffix = Path(name).suffix.lower()
        source = Path(folder) / f"notice{suffix if suffix in SUFFIXES else '.doc'}"
        source.write_bytes(content)
        _convert(program, source, Path(folder))
        converted = source.with_suffix(".docx")
        if not converted.is_file():
            raise RefusedError(f"{name}：LibreOffice 没能转换这个文件，它可能已损坏或设有密码。{HOW_TO_SAVE}。")
        limits.within(converted.stat().st_size, limits.FILE_BYTES)
        return converted.read_bytes()


def _convert(program: str, source: Path, folder: Path) -> None:
    # A profile of its own: one that is open on the desk would take the file over and convert nothing.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder), str(source)]
    nothing = subprocess.DEVNULL
    try:
        office = subprocess.Popen(command, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing)
    except OSError:
        raise RefusedError(f"LibreOffice 打不开，不能转换这个文件。{HOW_TO_SAVE}。") from None
    try:
        office.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise RefusedError(f"LibreOffice 转换这个文件花了太久，已经停下。{HOW_TO_SAVE}。") from None
    finally:
        _stop(office)


def _stop(office: subprocess.Popen[bytes]) -> None:
    """The program and those it started: the first one only starts the others."""
    try:
        if sys.platform == "win32":
            office.kill()
        else:
            os.killpg(office.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        office.kill()
    office.wait()

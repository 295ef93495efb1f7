"""Which program has a port of this machine, where the system tells."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_LISTENING, _STATE, _INODE = "0A", 3, 9
_PROCESSES = Path("/proc")


def holder(port: int) -> str:
    """The program that listens at a port, with its number; empty where the system does not say."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in sorted(_PROCESSES.glob("[0-9]*")) if sockets else ():
        # Others' processes may not be looked into, and any may have ended.
        with suppress(OSError):
            if any(str(link.readlink()) in sockets for link in (process / "fd").iterdir()):
                name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
                return f"{name}，进程 {process.name}"
    return ""


def _inodes(port: int) -> set[str]:
    inodes = set()
    for table in (_PROCESSES / "net/tcp", _PROCESSES / "net/tcp6"):
        with suppress(OSError):
            for line in table.read_text(encoding="ascii").splitlines()[1:]:
                columns = line.split()
                if columns[_STATE] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                    inodes.add(columns[_INODE])
    return inodes

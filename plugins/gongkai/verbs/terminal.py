"""The one way to who typed a verb, and back."""

from __future__ import annotations

import sys
from typing import TextIO

from gongkai.command_line import visible

WRONG_USE, INTERRUPTED = 2, 130


class StoppedError(Exception):
    """A verb cannot go on; the message says why, unless it has been said."""

    def __init__(self, message: str = "", status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def say(text: str, *, file: TextIO | None = None, end: str = "\n") -> None:
    """The one way to the terminal, which no text of data, of files or of other programs can turn or hide."""
    print(visible(text), file=file or sys.stdout, end=end, flush=True)


def heard(prompt: str) -> str:
    """A line that somebody types at the terminal."""
    say(prompt, end="")
    if not (line := sys.stdin.readline()):
        raise EOFError
    return line

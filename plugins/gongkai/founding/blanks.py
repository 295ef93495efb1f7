"""What a founder has not yet said on the pages that only they can write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.files import reader
from gongkai.files.reader import UnreadableError
from gongkai.records.problems import Effect, Problem

_BLANK = re.compile("【待填[：:]?([^】]*)】")


def blanks(prose: Path) -> Iterator[Problem]:
    """Each blank in the pages of a folder of prose; nobody publishes one."""
    for file in sorted(prose.rglob("*.md")):
        try:
            lines = reader.read_text(file).splitlines()
        # What cannot be read is told by who makes pages of it.
        except (UnreadableError, UnicodeDecodeError):
            continue
        for number, line in enumerate(lines, 1):
            for blank in _BLANK.finditer(line):
                fault = f"还空着{f'：{blank[1]}' if blank[1] else ''}。"
                yield Problem(prose.name / file.relative_to(prose), number, "", fault, "请填上，或删去。", Effect.GATE)

"""What is wrong with the data, said so that the clerk who typed it can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands, which field, what is wrong, what to do."""

    file: Path
    line: int
    field: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        field = f"{self.field}：" if self.field else ""
        return f"{self.file.as_posix()}:{self.line}  {field}{self.fault}{self.remedy}"


class DataError(Exception):
    """Raised once, after everything has been checked, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"共 {len(lines)} 处问题。网站没有更新，请改正后重新生成。"])

"""What is wrong with the data, said so that the clerk who typed it can mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

# More than anybody mends at a time; the rest is counted.
MOST_TOLD = 200


class Effect(IntEnum):
    """What a problem stops (design §5), the gravest first."""

    FAULT = 0
    GATE = 1
    WARNING = 2


NAMES = {Effect.FAULT: "错误", Effect.GATE: "发布前必须处理", Effect.WARNING: "提醒"}


@dataclass(frozen=True)
class Problem:
    """One fault, gate or warning: where it stands, which field, what is wrong, what to do."""

    file: Path
    line: int
    field: str
    fault: str
    remedy: str
    effect: Effect = Effect.FAULT

    def __str__(self) -> str:
        field = f"{self.field}：" if self.field else ""
        mark = f"【{NAMES[self.effect]}】" if self.effect else ""
        return f"{self.file.as_posix()}:{self.line}  {mark}{field}{self.fault}{self.remedy}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each once, file by file and line by line."""
    # Plain values compare many times as fast as the problems themselves.
    return sorted(set(problems), key=lambda problem: (problem.file.parts, problem.line, problem.field, problem.fault, problem.remedy))


def told(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem, the gravest first, as many as anybody reads."""
    ordered = sorted(in_order(problems), key=lambda problem: problem.effect)
    lines = [str(problem) for problem in ordered[:MOST_TOLD]]
    rest = len(ordered) - len(lines)
    return [*lines, f"另有 {rest} 处没有列出，改正上面的以后再看。"] if rest else lines


def counted(problems: Iterable[Problem]) -> str:
    """How many there are of each effect."""
    counts = Counter(problem.effect for problem in set(problems))
    return "，".join(f"{name} {counts[effect]} 处" for effect, name in NAMES.items())


class DataError(Exception):
    """Raised once, after everything has been checked, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__()

    def __str__(self) -> str:
        closing = f"共 {len(self.problems)} 处问题（{counted(self.problems)}）。网站没有更新，请改正后重新生成。"
        return "\n".join([*told(self.problems), closing])

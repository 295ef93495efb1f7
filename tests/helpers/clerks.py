"""Clerks of the real places: what they may type for an entry of any kind, and a terminal that they answer at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.desk.asking import Terminal
from gongkai.desk.choices import KINDS, AtTask, Question, kinds_of, questions
from gongkai.desk.proposals import Desk, State, state_of
from helpers.documents import DATA
from hypothesis import strategies as st

AS_OF = date(2026, 11, 29)
PLACES = {"conghua": 2021, "dianjiang": 2021, "jiangjin": 2020, "laiwu": 2021, "tongliang": 2021}
Typed = dict[str, tuple[str, ...]]


def desk_of(root: Path) -> Desk:
    return Desk(root, AS_OF, AS_OF)


REAL = desk_of(DATA)


@cache
def state(place: str) -> State:
    return state_of(REAL, place)


def copied(folder: Path, *places: str) -> Desk:
    """The data of some places, to write in."""
    others = set(PLACES) | {"shilixian"}
    shutil.copytree(DATA, folder / "data", ignore=lambda _, names: [name for name in names if name in others - set(places)])
    return desk_of(folder / "data")


# --- what may be typed ---------------------------------------------------------------------------

# What people write, and what YAML could take for something else.
_SIGNS = "公开规划2021年第3季度、：；，。（）《》“”—·… :#'\"[]{},&*!|>%@`-?=~\\/<aZ0𠮷"
_LINES = st.text(_SIGNS, min_size=1, max_size=30).map(str.strip).filter(lambda text: text not in ("", "0"))
_ODD = st.sampled_from(
    ["no", "null", "~", "1.5", "2021", "1e3", "0x1F", "- 甲", "甲: 乙", "甲 #乙", "'甲", '"甲"', "<<", "=", "是", "2021-02-30"]
)
_WORDS = st.one_of(_LINES, _ODD)
_DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 29)).map(date.isoformat)
_ADDRESSES = st.builds(
    "https://www.{}.gov.cn/{}".format,
    st.sampled_from(["cqstl", "example", "cqdj"]),
    st.text("abc/0123?&=,#[]~%-_.:", max_size=20),
)


@dataclass(frozen=True)
class Typing:
    """An entry as somebody means to type it: where, of which kind, and what."""

    place: str
    task: str
    kind: str
    typed: Typed

    @property
    def at(self) -> AtTask:
        return at(self.place, self.task)

    @property
    def asked(self) -> tuple[Question, ...]:
        return questions(self.at, self.kind)


def at(place: str, task: str) -> AtTask:
    return AtTask(*state(place).tasks[PLACES[place], task], on=AS_OF)


@st.composite
def typings(draw: st.DrawFn, kinds: Sequence[str] = KINDS, *, place: str = "", is_multiline: bool = True) -> Typing:
    """Any entry that is good by itself."""
    place = place or draw(st.sampled_from(sorted(PLACES)))
    task = draw(st.sampled_from([task for _, task in state(place).tasks]))
    kind = draw(st.sampled_from([choice.value for choice in kinds_of(at(place, task)) if choice.value in kinds]))
    typed = {
        question.key: draw(answers_to(question, is_multiline=is_multiline))
        for question in questions(at(place, task), kind)
        if question.is_required or draw(st.booleans())
    }
    return Typing(place, task, kind, _counted(at(place, task), _sound(draw, kind, typed)))


def _counted(here: AtTask, typed: Typed) -> Typed:
    """The same, counted only for what is counted of the measures that it speaks of."""
    spoken = (it.measure for it in here.task.measures if str(it.measure.number) in typed.get("measures", (str(it.measure.number),)))
    most = max((len(measure.recurrence.including) for measure in spoken if measure.recurrence), default=0)
    counters = tuple(text for text in typed.get("counts_as", ()) if int(text) <= most)
    return {key: counters if key == "counts_as" else texts for key, texts in typed.items() if key != "counts_as" or counters}


def answers_to(question: Question, *, is_multiline: bool) -> st.SearchStrategy[tuple[str, ...]]:
    """Whatever may be typed there."""
    if question.choices:
        values = st.sampled_from([choice.value for choice in question.choices])
        most = 3 if question.is_several else 1
        return st.lists(values, min_size=1, max_size=most, unique=True).map(tuple)
    lines = st.lists(_WORDS, min_size=1, max_size=3).map("\n".join) if is_multiline else _WORDS
    of_shape = {
        "line": _WORDS,
        "text": lines,
        "day": _DAYS,
        "number": st.integers(1, 99).map(str),
        "address": _ADDRESSES,
        "yes_no": st.sampled_from(["true", "false"]),
        "rows": st.builds("{} {}".format, st.integers(1, 9), _LINES),
    }
    return of_shape[question.shape].map(lambda text: (text,))


def _sound(draw: st.DrawFn, kind: str, typed: Typed) -> Typed:
    """The same, with what fields of one entry ask of each other."""
    typed.pop("snapshot.file", None)
    for record, keys in {"opened": ("by", "on"), "snapshot": ("hash", "on"), "recurrence": ("times", "per")}.items():
        if not all(f"{record}.{key}" in typed for key in keys):
            typed = {key: texts for key, texts in typed.items() if not key.startswith(f"{record}.")}
    if "snapshot.hash" in typed:
        typed["snapshot.hash"] = (draw(st.text("0123456789abcdef", min_size=64, max_size=64)),)
    if {"recurrence.starts_on", "recurrence.ends_on"} <= typed.keys():
        typed["recurrence.starts_on"], typed["recurrence.ends_on"] = sorted((typed["recurrence.starts_on"], typed["recurrence.ends_on"]))
    if "period" in typed:
        typed["period"] = (draw(st.sampled_from(["2021", "2021-03", "2021-01..2021-06"])),)
        typed.pop("period_on", None)
    if kind == "evidence":
        typed.setdefault("url" if draw(st.booleans()) else "description", ("https://www.example.gov.cn/甲",))
        if "url" not in typed:
            typed = {key: texts for key, texts in typed.items() if not key.startswith("opened.")}
        typed.pop("explains" if typed.get("explains", ("",))[0] == typed.get("url", ("",))[0] else "", None)
    if kind == "changes":
        typed.setdefault("withdrawn", ("true",))
        typed["withdrawn"] = ("true",)
    return typed


# --- the terminal --------------------------------------------------------------------------------


@dataclass
class Clerk:
    """Answers the questions of a terminal by what they ask for, first as it was told to."""

    answers: Callable[[str], str]
    said: list[str] = field(default_factory=list)

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.said.append, self._ask)

    def _ask(self, prompt: str) -> str:
        self.said.append(prompt)
        assert self.said.count(prompt) < 50, f"asked again and again: {self.said[-9:]}"
        # What is asked stands in the last line that is no choice and no hint.
        title = next(line for line in reversed(self.said[:-1]) if not line.startswith("  "))
        return self.answers(title.partition("（")[0])


def by_number(typing: Typing) -> Callable[[str], str]:
    """Answers with the numbers of choices, and with texts."""
    by_title: Mapping[str, Question] = {question.title: question for question in typing.asked}
    folded = [question.key for question in typing.asked if question.is_folded]
    wanted = [str(folded.index(key) + 1) for key in typing.typed if key in folded]

    def answer(title: str) -> str:
        if title.startswith("还有不常填的项"):
            return ",".join(wanted)
        question = by_title[title]
        texts = typing.typed.get(question.key, ())
        if question.shape == "yes_no":
            return {"true": "1", "false": "2"}.get("".join(texts), "")
        values = [choice.value for choice in question.choices]
        return ",".join(str(values.index(text) + 1) if values else text for text in texts)

    return answer

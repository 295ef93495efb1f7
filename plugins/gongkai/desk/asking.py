"""The questions of an entry one after the other, for whoever sits at a terminal; what is said and heard goes through what is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .choices import Choice, Question
from .entering import Mistake, Typed

BACK = "0"
# So many choices are shown at once; of more, those that have some words in them.
_SHOWN = 15
_YES_NO = (Choice("true", "是"), Choice("false", "否"))


class BackError(Exception):
    """Somebody wants the question before."""


@dataclass(frozen=True)
class Terminal:
    """How something is said, and how a line is asked for."""

    say: Callable[[str], None]
    ask: Callable[[str], str]


def answers(terminal: Terminal, asked: Sequence[Question], given: Typed) -> dict[str, Sequence[str]]:
    """What was answered, with what was given before; raises BackError from the first question."""
    told = dict(given)
    waiting = [question for question in asked if question.key not in given and not question.is_folded]
    at = 0
    while at < len(waiting):
        try:
            told[waiting[at].key] = answer(terminal, waiting[at])
            at += 1
        except BackError:
            if not at:
                raise
            at -= 1
    return told


def again(terminal: Terminal, asked: Sequence[Question], told: Typed, mistakes: Sequence[Mistake]) -> dict[str, Sequence[str]]:
    """The same with other answers to what was wrong; where nothing can be asked by itself, all that is not folded."""
    wrong = {mistake.key for mistake in mistakes}
    chosen = [it for it in asked if it.key in wrong or it.key.partition(".")[0] in wrong] or [it for it in asked if not it.is_folded]
    anew = {question.key for question in chosen}
    kept = {key: texts for key, texts in told.items() if key not in anew}
    return answers(terminal, [replace(question, is_folded=False) for question in chosen], kept)


def more(terminal: Terminal, asked: Sequence[Question], told: Typed) -> dict[str, Sequence[str]]:
    """The same with answers to what is seldom asked, as far as somebody wants to give some."""
    folded = [question for question in asked if question.is_folded and question.key not in told]
    if not folded:
        return dict(told)
    chosen = Question(
        key="",
        title="还有不常填的项，要填的写序号，不填就按回车",
        shape="choice",
        choices=tuple(Choice(question.key, question.title) for question in folded),
        is_several=True,
    )
    wanted = set(answer(terminal, chosen))
    return answers(terminal, [replace(question, is_folded=False) for question in folded if question.key in wanted], told)


def answer(terminal: Terminal, question: Question) -> tuple[str, ...]:
    """What somebody answers to one question, as it is written in data; nothing where it may be left out."""
    choices = _YES_NO if question.shape == "yes_no" else question.choices
    _head(terminal, question, choices)
    default = question.prefilled or question.default
    while True:
        line = terminal.ask(_prompt(choices, default)).strip()
        if line == BACK:
            raise BackError
        if not line and (default or not question.is_required):
            return tuple(default)
        picked = _picked(terminal, question, choices, line) if choices else (line,) if line else ()
        if picked:
            return picked
        if not line:
            terminal.say("这一项要填。")


def _head(terminal: Terminal, question: Question, choices: Sequence[Choice]) -> None:
    told = [] if choices else [question.hint, f"如 {question.example}" if question.example else ""]
    told += ["可以写几个，用逗号隔开"] if question.is_several else []
    told += [] if question.is_required else ["可以不填"]
    words = "；".join(filter(None, told))
    terminal.say(f"{question.title}{f'（{words}）' if words else ''}")
    _list(terminal, choices[:_SHOWN], choices)
    if len(choices) > _SHOWN:
        terminal.say(f"  共 {len(choices)} 个，先列 {_SHOWN} 个；写名称里的几个字，可以找到别的。")


def _list(terminal: Terminal, listed: Sequence[Choice], choices: Sequence[Choice]) -> None:
    for choice in listed:
        terminal.say(f"  {choices.index(choice) + 1}  {choice.words}")


def _prompt(choices: Sequence[Choice], default: Sequence[str]) -> str:
    numbers = [str(number) for number, choice in enumerate(choices, 1) if choice.value in default]
    shown = "、".join(numbers if choices else default)
    return f"{'请写序号' if choices else '请填写'}{f'，回车就是 [{shown}]' if shown else ''}，{BACK} 回上一题："


def _picked(terminal: Terminal, question: Question, choices: Sequence[Choice], line: str) -> tuple[str, ...]:
    """The values of what was chosen; nothing where it must be asked again, which has been said."""
    pieces = re.split(r"[\s,，、;；]+", line) if question.is_several else [line]
    picked: dict[str, None] = {}
    for piece in filter(None, pieces):
        near = _meant(choices, piece)
        if len(near) != 1:
            terminal.say(f"“{piece}”可以指 {len(near)} 个，请写序号：" if near else f"没有“{piece}”，请写上面的序号。")
            _list(terminal, near[:_SHOWN], choices)
            return ()
        picked[near[0].value] = None
    return tuple(picked)


def _meant(choices: Sequence[Choice], piece: str) -> list[Choice]:
    if re.fullmatch("[0-9]+", piece):
        return list(choices[int(piece) - 1 : int(piece)])
    exact = [choice for choice in choices if piece in (choice.value, choice.words, *choice.names)]
    return exact or [choice for choice in choices if any(piece in words for words in (choice.words, *choice.names))]

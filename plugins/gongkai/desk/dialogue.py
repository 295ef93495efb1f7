"""An entry by words of a command, and by questions for what they leave out: up to what would come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.pages.wording import headline
from gongkai.records import loading
from gongkai.records.problems import Effect, told

from . import asking, choices
from .asking import BackError, Terminal
from .choices import AtTask, Choice, Question
from .entering import Mistake, Typed
from .proposals import Desk, Outcome, RefusedError, State, outcome_of, state_of
from .recording import Draft, recorded


class WantedError(Exception):
    """Something is lacking or is not there to choose, and there is nobody to ask; the message says what."""


@dataclass(frozen=True)
class Given:
    """What was said at once: plan, task and kind by their words, fields by their keys, and others as 名称=内容."""

    plan: str = ""
    task: str = ""
    kind: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    others: Sequence[str] = ()
    # Nothing is asked that need not be.
    is_brief: bool = False


# The fields that have an option of their own.
OPTIONS = {"--unit": "units", "--measure": "measures", "--title": "title", "--url": "url"}


def outcome(desk: Desk, given: Given, terminal: Terminal | None) -> Outcome:
    """What would come of the entry; raises WantedError, RefusedError for what is wrong with it, BackError where somebody gives up."""
    state, year = place_of(desk, given, terminal)
    draft, questions = drafted(desk, state, year, given, terminal)
    if not draft.proposal:
        raise RefusedError("\n".join([*_told_mistakes(questions, draft.mistakes), "没有写入任何文件。"]))
    return outcome_of(desk, draft.proposal, state)


def drafted(desk: Desk, state: State, year: int, given: Given, terminal: Terminal | None) -> tuple[Draft, Sequence[Question]]:
    """The entry in a plan of a place, and what was asked for it."""
    at = _task(desk, state, year, given, terminal)
    while True:
        kind = _kind(at, given, terminal)
        questions = choices.questions(at, kind)
        try:
            return _drafted(desk, state, at, kind, questions, given, terminal), questions
        except BackError:
            if given.kind:
                raise


def place_of(desk: Desk, given: Given, terminal: Terminal | None) -> tuple[State, int]:
    """The place and the year of a plan; raises WantedError, RefusedError."""
    plans = [f"{place.name}/{year.name}" for place in loading.places(desk.root) for year in sorted(place.glob("20??"), reverse=True)]
    named = given.plan or _chosen(terminal, "要点", "哪一份要点", [Choice(name, name) for name in plans])
    if named not in plans:
        raise WantedError(f"没有“{named}”这份要点。现有的要点：{'、'.join(plans)}。")
    slug, _, year = named.partition("/")
    return sound_state(desk, slug), int(year)


def sound_state(desk: Desk, slug: str) -> State:
    """A place as it stands; raises RefusedError while it has faults."""
    state = state_of(desk, slug)
    if not state.is_sound:
        faults = told(problem for problem in state.problems if problem.effect is Effect.FAULT)
        raise RefusedError("\n".join([*faults, "这个辖区的数据有错误，请先改正，再登记。"]))
    return state


def _task(desk: Desk, state: State, year: int, given: Given, terminal: Terminal | None) -> AtTask:
    tasks = {name: at for (of_year, name), at in state.tasks.items() if of_year == year}
    offered = [Choice(name, f"{name} {headline(task.task)}") for name, (_, task) in tasks.items()]
    named = given.task or _chosen(terminal, "任务", "哪一项任务", offered)
    if named not in tasks:
        raise WantedError(f"没有编号“{named}”的任务。现有的编号：{'、'.join(tasks)}。")
    return AtTask(*tasks[named], on=desk.as_of)


def _kind(at: AtTask, given: Given, terminal: Terminal | None) -> str:
    kinds = choices.kinds_of(at)
    named = given.kind or _chosen(terminal, "--kind", "登记什么", kinds)
    kind = next((choice.value for choice in kinds if named in (choice.value, choice.words)), "")
    if not kind:
        raise WantedError(f"这项任务不能登记“{named}”。--kind 可写：{'、'.join(choice.words for choice in kinds)}。")
    return kind


def _chosen(terminal: Terminal | None, name: str, title: str, offered: Sequence[Choice]) -> str:
    if not terminal:
        raise WantedError(f"还缺 {name}：{title}。")
    return asking.answer(terminal, Question(name, title, "choice", choices=tuple(offered), is_required=True))[0]


def _drafted(
    desk: Desk, state: State, at: AtTask, kind: str, questions: Sequence[Question], given: Given, terminal: Terminal | None
) -> Draft:
    typed: Typed = {**given.fields, **_others(given.others, questions)}
    lacking = [question for question in questions if question.is_required and not (question.key in typed or question.default)]
    if lacking and not terminal:
        raise WantedError(f"还缺：{'；'.join(map(_option_of, lacking))}。")
    if terminal and (lacking or not given.is_brief):
        typed = asking.more(terminal, questions, asking.answers(terminal, questions, typed))
    draft = recorded(desk, state, at, kind, typed)
    while terminal and draft.mistakes:
        for line in _told_mistakes(questions, draft.mistakes):
            terminal.say(line)
        typed = asking.again(terminal, questions, typed, draft.mistakes)
        draft = recorded(desk, state, at, kind, typed)
    return draft


def _others(others: Sequence[str], questions: Sequence[Question]) -> dict[str, Sequence[str]]:
    """Fields by their titles, or by their keys."""
    keys = {name: question.key for question in questions for name in (question.key, question.title)}
    typed: dict[str, Sequence[str]] = {}
    for other in others:
        name, _, content = other.partition("=")
        if name.strip() not in keys:
            raise WantedError(f"没有“{name}”这一项。可用的：{'、'.join(question.title for question in questions)}。")
        key = keys[name.strip()]
        typed[key] = (*typed.get(key, ()), content)
    return typed


def _option_of(question: Question) -> str:
    option = next((option for option, key in OPTIONS.items() if key == question.key), "")
    words = "、".join(choice.words for choice in question.choices)
    return f"{f'{option} {question.title}' if option else f'-f {question.title}=内容'}{f'（{words}）' if words else ''}"


def _told_mistakes(questions: Sequence[Question], mistakes: Iterable[Mistake]) -> list[str]:
    titles = {question.key: f"{question.title}：" for question in questions}
    return [f"{titles.get(mistake.key, '')}{mistake.words}" for mistake in mistakes]


def told_of(desk: Desk, outcome: Outcome) -> str:
    """What would be written, and what would come of it."""
    lines = [line for file, text in outcome.proposal.texts.items() for line in (f"要写入 {desk.shown(file)}：", text or "（删去）")]
    return "\n".join([*lines, *told_turns(outcome), *told(outcome.problems)])


def told_turns(outcome: Outcome) -> list[str]:
    """Which badges would change, and why."""
    lines: list[str] = []
    for turn in outcome.tasks:
        lines += [f"任务 {turn.task.id} {turn.title}：{turn.words}", f"  {turn.reason}"]
        lines += [f"  {cell.unit.name}：{cell.words}。{cell.reason}" for cell in turn.cells]
    return lines


def is_agreed(terminal: Terminal) -> bool:
    """Whether somebody wants it written."""
    return asking.answer(terminal, Question("", "写入吗？", "yes_no", is_required=True, default=("true",))) == ("true",)

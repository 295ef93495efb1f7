"""An entry by words of a command, and by questions for what they leave out: up to what would come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff

from gongkai.pages.wording import headline
from gongkai.records import loading
from gongkai.records.problems import Effect, told

from . import acts, asking, choices
from .acts import ACTS
from .asking import BackError, Terminal
from .choices import AtTask, Choice, Question
from .entering import Mistake, Typed
from .proposals import Desk, Outcome, RefusedError, State, outcome_of, state_of
from .recording import Draft, recorded
from .reforms import reformed


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
REFORM_OPTIONS = {"单位": "unit", "--to": "to", "--on": "on", "--document": "document", "--source": "source", "--slug": "slug"}


def outcome(desk: Desk, given: Given, terminal: Terminal | None) -> Outcome:
    """What would come of the entry; raises WantedError, RefusedError for what is wrong with it, BackError where somebody gives up."""
    state, year = place_of(desk, given, terminal)
    draft, questions = drafted(desk, state, year, given, terminal)
    return _outcome_of(desk, state, draft, questions)


def _outcome_of(desk: Desk, state: State, draft: Draft, questions: Sequence[Question]) -> Outcome:
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
    return _filled(questions, given, terminal, lambda typed: recorded(desk, state, at, kind, typed), OPTIONS)


def _filled(
    questions: Sequence[Question], given: Given, terminal: Terminal | None, make: Callable[[Typed], Draft], options: Mapping[str, str]
) -> Draft:
    """What comes of what was given and of the answers to the rest, until there is nothing wrong or nobody to ask."""
    typed: Typed = {**given.fields, **_others(given.others, questions)}
    lacking = [question for question in questions if question.is_required and not (question.key in typed or question.default)]
    if lacking and not terminal:
        raise WantedError(f"还缺：{'；'.join(_option_of(question, options) for question in lacking)}。")
    if terminal and (lacking or not given.is_brief):
        typed = asking.more(terminal, questions, asking.answers(terminal, questions, typed))
    draft = make(typed)
    while terminal and draft.mistakes:
        for line in _told_mistakes(questions, draft.mistakes):
            terminal.say(line)
        typed = asking.again(terminal, questions, typed, draft.mistakes)
        draft = make(typed)
    return draft


def reform(desk: Desk, given: Given, terminal: Terminal | None) -> Outcome:
    """What would come of a reform, whose kind is an act and whose plan is a place; raises what `outcome` raises."""
    places = [path.name for path in loading.places(desk.root)]
    slug = given.plan or _chosen(terminal, "辖区", "哪个辖区", [Choice(place, place) for place in places])
    if slug not in places:
        raise WantedError(f"没有“{slug}”这个辖区。现有的辖区：{'、'.join(places)}。")
    state = sound_state(desk, slug)
    named = given.kind or _chosen(terminal, "做什么", "是哪一种改革", ACTS)
    act = next((choice.value for choice in ACTS if named in (choice.value, choice.words)), "")
    if not act:
        raise WantedError(f"没有“{named}”这种改革。可写：{'、'.join(f'{choice.words}（{choice.value}）' for choice in ACTS)}。")
    asked = acts.questions(state, act)
    draft = _filled(asked, given, terminal, lambda typed: reformed(desk, state, act, typed), REFORM_OPTIONS)
    return _outcome_of(desk, state, draft, asked)


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


def _option_of(question: Question, options: Mapping[str, str]) -> str:
    option = next((option for option, key in options.items() if key == question.key), "")
    words = "、".join(choice.words for choice in question.choices)
    return f"{f'{option} {question.title}' if option else f'-f {question.title}=内容'}{f'（{words}）' if words else ''}"


def _told_mistakes(questions: Sequence[Question], mistakes: Iterable[Mistake]) -> list[str]:
    titles = {question.key: f"{question.title}：" for question in questions}
    return [f"{titles.get(mistake.key, '')}{mistake.words}" for mistake in mistakes]


def told_of(desk: Desk, outcome: Outcome) -> str:
    """What would be written, and what would come of it."""
    proposal = outcome.proposal
    lines = [line for file, text in proposal.texts.items() for line in _told_file(desk.shown(file), proposal.held[file], text)]
    return "\n".join([*lines, *told_turns(outcome), *proposal.remarks, *told(outcome.problems)])


def _told_file(name: str, held: str | None, text: str | None) -> Iterator[str]:
    """A new file as it will be, of one that is there the lines that go and come."""
    if held is None or text is None:
        yield from (f"要写入 {name}：", text) if text else (f"要删去 {name}。",)
    else:
        yield from (f"要改 {name}：", *(f"  {line}" for line in changed_lines(held, text)))


def changed_lines(held: str, text: str) -> list[str]:
    """The lines that go, behind a minus, and those that come, behind a plus."""
    lines = list(unified_diff(held.splitlines(), text.splitlines(), n=0, lineterm=""))
    # Behind the names of two files.
    return [f"{line[:1]} {line[1:]}" for line in lines[2:] if line[:1] in "+-"]


def told_turns(outcome: Outcome) -> list[str]:
    """Which badges would change, and why."""
    lines: list[str] = []
    for turn in outcome.tasks:
        lines += [f"任务 {turn.task.id} {turn.title}：{turn.words}", f"  {turn.reason}"]
        lines += [f"  没有变，因为：{turn.unmoved}"] if turn.unmoved else []
        lines += [f"  {cell.unit.name}：{cell.words}。{cell.reason}" for cell in turn.cells]
    return lines


def is_agreed(terminal: Terminal) -> bool:
    """Whether somebody wants it written."""
    return asking.answer(terminal, Question("", "写入吗？", "yes_no", is_required=True, default=("true",))) == ("true",)

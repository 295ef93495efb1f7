"""Duties in common of a plan's tasks at a terminal: what wordings of other places speak for, and what somebody says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gongkai.comparing.twins import Twin
from gongkai.desk import asking
from gongkai.desk.asking import BackError, Terminal
from gongkai.desk.choices import Choice, Question
from gongkai.desk.dialogue import Given, place_of
from gongkai.desk.entering import Typed
from gongkai.desk.plans.answers import OF, SAME, YES, Answers, answers_of, of_person, person_of, questions_of
from gongkai.desk.plans.beside import CandidateView, candidate_view, reading_view
from gongkai.desk.plans.candidates import Candidate, Relating, TaskReading, waiting
from gongkai.desk.plans.readings import Decision, confirmed, new_duty, proposal
from gongkai.desk.proposals import Desk, Outcome, RefusedError, outcome_of
from gongkai.records import loading
from gongkai.records.duties import Duty
from gongkai.records.fields import Related

# So many tasks of other places are told of each duty.
_MOST = 3
_AS_IT_IS, _ONE_BY_ONE, _NONE, _LATER = "as-it-is", "one-by-one", "none", "later"


class AtTerminal:
    """The tasks of a plan with their twins in the other places of a portal."""

    def __init__(self, desk: Desk, given: Given, terminal: Terminal | None) -> None:
        self.desk = desk
        self.state, year = place_of(desk, given, terminal)
        relating = Relating.of(self.state, year, loading.look(desk.root).portal.jurisdictions)
        if not relating:
            raise RefusedError("没有这一年的要点。")
        self.relating = relating

    # --- what is told ----------------------------------------------------------------------------

    def told(self) -> str:
        """Task by task."""
        return "\n".join(line for reading in self.relating.readings() for line in (*_about(reading), ""))

    def as_json(self) -> str:
        """All twins of the plan, for other programs."""
        twins = [self._twin_as_json(twin) for of_task in self.relating.twins.values() for twin in of_task]
        return json.dumps(twins, ensure_ascii=False, indent=1) + "\n"

    def _twin_as_json(self, twin: Twin) -> Mapping[str, object]:
        plan = self.relating.plan
        return {
            "a": f"{plan.jurisdiction}/{plan.year}/{twin.here.id}",
            "a_measures": twin.measures,
            "b": f"{twin.plan.jurisdiction}/{twin.plan.year}/{twin.there.id}",
            "b_measures": twin.measures_there,
            "sureness": round(twin.sureness, 3),
            "reasons": twin.reasons,
            "duties": twin.duties,
        }

    # --- what is asked ---------------------------------------------------------------------------

    def asked(self, terminal: Terminal) -> Outcome | None:
        """What comes of the answers, task by task until somebody gives up; nothing where nothing was decided."""
        related = _person(self.desk, terminal)
        decisions: list[Decision] = []
        made: list[Duty] = []
        for reading in waiting(self.relating.readings()):
            try:
                decision, new = self._decided(terminal, reading, related)
            except BackError:
                break
            decisions += [decision] if decision else []
            made += [new] if new else []
            # Offered from now on.
            self.relating = replace(self.relating, duties={**self.relating.duties, **{duty.id: duty for duty in made}})
        if not decisions:
            return None
        return outcome_of(self.desk, proposal(self.desk, self.state, self.relating.plan.year, decisions, made), self.state)

    def _decided(self, terminal: Terminal, reading: TaskReading, related: Related) -> tuple[Decision | None, Duty | None]:
        """What is decided of a task and the duty that is new with it; nothing where that is left for later."""
        for line in (*_about(reading), "  这里的原文：", *(f"    {line}" for line in reading_view(reading).lines)):
            terminal.say(line)
        (way,) = asking.answer(terminal, _way(reading))
        if way == _LATER:
            return None, None
        if way == _AS_IT_IS:
            return confirmed(reading, related), None
        questions = questions_of(self.relating, reading, self.desk.today)
        answers = answers_of(reading, _typed(terminal, reading, questions, is_none=way == _NONE))
        while mistakes := self._mistakes(answers, related):
            terminal.say("\n".join(mistakes))
            answers = answers_of(reading, _typed(terminal, reading, questions, is_none=way == _NONE))
        new = answers.new(self.relating, related)
        terminal.say("\n".join(answers.told(new)))
        return answers.decision(reading.task, related, new), new

    def _mistakes(self, answers: Answers, related: Related) -> list[str]:
        new = answers.new(self.relating, related) if not answers.mistakes else None
        return [it.words for it in (answers.mistakes or (new_duty(self.desk, new, self.relating.duties) if new else ()))]


def _about(reading: TaskReading) -> Iterator[str]:
    """What is known and proposed of a task."""
    view = reading_view(reading)
    named = "、".join(it.title for it in view.named)
    yield f"{view.link.title}：{f'{named}。' if named else ''}{view.standing}"
    yield from (f"  拿不准：{doubt}" for doubt in view.doubts)
    for candidate in reading.candidates:
        yield from _told(candidate, candidate_view(candidate))
    if not reading.candidates:
        yield "  没有查到说法相近的任务。"


def _told(candidate: Candidate, view: CandidateView) -> Iterator[str]:
    said = "判断为同一件事" if candidate.is_named else "判断为不是" if candidate.is_refused else "提议"
    yield f"  {said}：{candidate.title}"
    for other in view.others[:_MOST]:
        yield f"    {f'{other.sureness}：' if other.sureness else ''}{other.link.title}。{'；'.join(other.reasons)}。"


def _person(desk: Desk, terminal: Terminal) -> Related:
    while True:
        by = asking.answer(terminal, of_person(desk.today)[0])
        related, mistakes = person_of({"by": by, "on": (desk.today.isoformat(),)})
        if related:
            return related
        terminal.say("\n".join(mistake.words for mistake in mistakes))


def _way(reading: TaskReading) -> Question:
    as_it_is = (Choice(_AS_IT_IS, "判断得对，照现在的"),) if reading.task.related else ()
    others = (Choice(_ONE_BY_ONE, "逐件回答是不是同一件事"), Choice(_NONE, "没有同样的"), Choice(_LATER, "以后再说"))
    default = (_AS_IT_IS,) if as_it_is else ()
    return Question("way", "这一项", "choice", choices=(*as_it_is, *others), is_required=True, default=default)


def _typed(terminal: Terminal, reading: TaskReading, questions: Sequence[Question], *, is_none: bool) -> Typed:
    """What somebody answers of each that is proposed, and what follows from that."""
    by_key = {question.key: question for question in questions}
    if is_none:
        return {"none": (YES,), "why": asking.answer(terminal, replace(by_key["why"], is_required=True))}
    typed: dict[str, Sequence[str]] = {}
    for candidate in reading.candidates:
        for other in candidate_view(candidate).others[:1]:
            terminal.say("\n".join((f"  {other.link.title}", *(f"    {line}" for line in other.lines))))
        same, of = f"{SAME}{candidate.key}", f"{OF}{candidate.key}"
        typed[same] = asking.answer(terminal, replace(by_key[same], title=f"“{candidate.title}”是不是同一件事"))
        if typed[same] == (YES,) and of in by_key:
            typed[of] = asking.answer(terminal, by_key[of])
    if "other" in by_key:
        typed["other"] = asking.answer(terminal, by_key["other"])
    answers = answers_of(reading, typed)
    rest = ["new_title", "new_id"] if answers.joined else [] if answers.is_some else ["why"]
    return {**typed, **{key: asking.answer(terminal, by_key[key]) for key in rest}}

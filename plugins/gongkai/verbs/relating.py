"""Duties in common of a plan's tasks: what wordings of other places speak for, and what somebody at a terminal says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gongkai.comparing.likeness import Library
from gongkai.comparing.twins import Twin, twins
from gongkai.desk import asking
from gongkai.desk.asking import BackError, Terminal
from gongkai.desk.canonical import fields_of
from gongkai.desk.choices import Choice, Question
from gongkai.desk.dialogue import Given, place_of
from gongkai.desk.edits import put
from gongkai.desk.proposals import Desk, Outcome, Proposal, outcome_of, text_of
from gongkai.pages.wording import headline
from gongkai.records import loading
from gongkai.records.plan_records import Measure, Related, Task, TasksFile

_MOST = 5
_NONE = "none"
_TASK, _MEASURE = tuple(Task.model_fields), tuple(Measure.model_fields)


class Relating:
    """The tasks of a plan with their twins in the other places of a portal."""

    def __init__(self, desk: Desk, given: Given, terminal: Terminal | None) -> None:
        self.desk = desk
        self.state, year = place_of(desk, given, terminal)
        portal = loading.look(desk.root).portal
        # What is made up has no twins among what is real, and the other way round.
        is_made_up = next(place.is_demonstration for place in portal.jurisdictions if place.slug == self.state.slug)
        self.places = {place.slug: place for place in portal.jurisdictions if place.is_demonstration == is_made_up}
        self.plan = next(plan for plan in self.places[self.state.slug].plans if plan.year == year)
        self.duties = {duty.id: duty for duty in portal.duties}
        self.twins = twins(Library(self.places.values(), portal.vocabulary), self.places.values(), self.plan)

    def told(self) -> str:
        """Task by task."""
        return "\n".join(line for task in self.plan.tasks for line in (*self.about(task), ""))

    def about(self, task: Task) -> Iterator[str]:
        """What is known and proposed of one."""
        yield f"{task.id} {headline(task)}（{self._standing(task)}）"
        for twin in self.twins[task.id][:_MOST]:
            name = self.places[twin.plan.jurisdiction].record.short_name
            numbers = f"第 {'、'.join(map(str, twin.measures))} 项 " if twin.measures and len(task.measures) > 1 else ""
            yield f"  {numbers}{twin.sureness_in_words}：{name}{twin.plan.year}年 {twin.there.id} {headline(twin.there)}。{'；'.join(twin.reasons)}。"
        if not self.twins[task.id]:
            yield "  没有查到说法相近的任务。"

    def _standing(self, task: Task) -> str:
        if not task.related:
            return "还没有判断"
        known = "、".join(self._title(slug) for slug in task.all_duties) or f"没有共同任务：{task.related.why or '没有写理由'}"
        return f"{known}；{task.related.by}判断{'' if task.related.is_confirmed else '，还没有人核对'}"

    def _title(self, slug: str) -> str:
        return self.duties[slug].title if slug in self.duties else slug

    def as_json(self) -> str:
        """All twins of the plan, for other programs."""
        return (
            json.dumps([self._twin_as_json(twin) for of_task in self.twins.values() for twin in of_task], ensure_ascii=False, indent=1)
            + "\n"
        )

    def _twin_as_json(self, twin: Twin) -> Mapping[str, object]:
        return {
            "a": f"{self.plan.jurisdiction}/{self.plan.year}/{twin.here.id}",
            "a_measures": twin.measures,
            "b": f"{twin.plan.jurisdiction}/{twin.plan.year}/{twin.there.id}",
            "b_measures": twin.measures_there,
            "sureness": round(twin.sureness, 3),
            "reasons": twin.reasons,
            "duties": twin.duties,
        }

    def asked(self, terminal: Terminal) -> Outcome | None:
        """What comes of the answers, task by task until somebody gives up; nothing where nothing was answered."""
        by = asking.answer(terminal, Question("by", "由谁核对", "text", hint="写岗位或单位", is_required=True))[0]
        texts: dict[Path, str] = {}
        for file, index, task in self._waiting():
            for line in self.about(task):
                terminal.say(line)
            try:
                chosen = asking.answer(terminal, self._question(task))
                why = "" if chosen != (_NONE,) else (asking.answer(terminal, Question("why", "为什么没有", "text")) or ("",))[0]
            except BackError:
                break
            text = texts.get(file) or text_of(self.desk.root, file) or ""
            texts[file] = self._decided(
                text, index, task, [slug for slug in chosen if slug != _NONE], Related(by=by, on=self.desk.today, why=why or None)
            )
        return outcome_of(self.desk, Proposal.of(self.desk.root, self.state.slug, {**texts}), self.state) if texts else None

    def _waiting(self) -> Iterator[tuple[Path, int, Task]]:
        """The tasks that no person has decided on, each with where it stands."""
        for file in self.state.files:
            if isinstance(file.record, TasksFile) and file.path.parts[1] == str(self.plan.year):
                for index, task in enumerate(file.record.tasks):
                    if not (task.related and task.related.is_confirmed):
                        yield file.path, index, task

    def _question(self, task: Task) -> Question:
        offered = dict.fromkeys((*task.all_duties, *(slug for twin in self.twins[task.id] for slug in twin.duties)))
        choices = (*(Choice(slug, self._title(slug)) for slug in offered), Choice(_NONE, "没有共同任务"))
        others = (Choice(slug, duty.title) for slug, duty in self.duties.items() if slug not in offered)
        standing = task.all_duties or ((_NONE,) if task.related else ())
        title = "做的是哪几件共同任务"
        return Question("duties", title, "choice", choices=(*choices, *others), is_several=True, is_required=True, prefilled=standing)

    def _decided(self, text: str, index: int, task: Task, chosen: Iterable[str], related: Related) -> str:
        """The text of a file with what was chosen of a task: with the measures of which it is said, else with the whole."""
        of_measures = {slug: tuple(position for position, it in enumerate(task.measures) if slug in it.duties) for slug in task.all_duties}
        for twin in self.twins[task.id] if len(task.measures) > 1 else ():
            for slug in twin.duties if twin.measures else ():
                positions = (position for position, it in enumerate(task.measures) if it.number in twin.measures)
                of_measures.setdefault(slug, tuple(positions))
        wanted = list(chosen)
        whole = [slug for slug in wanted if not of_measures.get(slug)]
        for position, measure in enumerate(task.measures):
            own = [slug for slug in wanted if position in of_measures.get(slug, ())]
            if own != list(measure.duties):
                text = put(text, ("tasks", index, "measures", position), "duties", own or None, _MEASURE)
        if whole != list(task.duties):
            text = put(text, ("tasks", index), "duties", whole or None, _TASK)
        return put(text, ("tasks", index), "related", fields_of(related), _TASK)

"""What a person says of the duties in common of tasks, written into their files, and a new duty into the file of all places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from gongkai.desk.canonical import fields_of, file_text
from gongkai.desk.edits import UnfitError, appended, put
from gongkai.desk.entering import Mistake
from gongkai.desk.proposals import Desk, Proposal, State, text_of
from gongkai.importing.meaning import slugs
from gongkai.records.duties import DUTIES_FILE, DutiesFile, Duty
from gongkai.records.fields import Related
from gongkai.records.plan_records import Measure, Task, TasksFile
from gongkai.words.left_out import Location
from gongkai.words.source import parse

from .candidates import Candidate, TaskReading
from .spots import Held, mistakes_in, proposed, unfit

_HEAD = "# yaml-language-server: $schema=.schemas/duties.json\n"
_TASK, _MEASURE = tuple(Task.model_fields), tuple(Measure.model_fields)


@dataclass(frozen=True)
class Decision:
    """The duties of a task, each with the numbers of the measures that carry it out, none where the whole does."""

    task: Task
    duties: Mapping[str, tuple[int, ...]]
    related: Related

    @classmethod
    def confirming(cls, task: Task, related: Related) -> Decision:
        """That it is as it stands, by whoever says so now."""
        named = {slug: tuple(it.number for it in task.measures if slug in it.duties and it.number) for slug in task.all_duties}
        return cls(task, named, related)

    def edits(self) -> Iterator[tuple[Location, str, list[str], tuple[str, ...]]]:
        """Where another list of duties is to stand: in a record within the task, under its key, in the order of its model."""
        of_measures = {slug for slug, numbers in self.duties.items() if numbers and len(self.task.measures) > 1}
        for position, measure in enumerate(self.task.measures):
            own = [slug for slug in self.duties if slug in of_measures and measure.number in self.duties[slug]]
            if set(own) != set(measure.duties):
                yield ("measures", position), "duties", _in_order(measure.duties, own), _MEASURE
        whole = [slug for slug in self.duties if slug not in of_measures]
        if set(whole) != set(self.task.duties):
            yield (), "duties", _in_order(self.task.duties, whole), _TASK

    def on(self, text: str, record: Location) -> tuple[str, list[Location]]:
        """The text of the task's file with it, and what is another in that; raises UnfitError."""
        changed: list[Location] = [(*record, "related")]
        for within, key, duties, order in self.edits():
            text = put(text, (*record, *within), key, duties or None, order)
            changed.append((*record, *within, key))
        return put(text, record, "related", fields_of(self.related), _TASK), changed


def _in_order(before: Iterable[str], now: list[str]) -> list[str]:
    """What stays keeps its order."""
    kept = [slug for slug in before if slug in now]
    return [*kept, *(slug for slug in now if slug not in kept)]


def proposal(desk: Desk, state: State, year: int, decisions: Iterable[Decision], new: Iterable[Duty] = ()) -> Proposal:
    """All that is decided of tasks of a plan; raises RefusedError where a file does not let itself be changed."""
    by_task, proposals = {decision.task.id: decision for decision in decisions}, []
    for read in state.files:
        if not isinstance(read.record, TasksFile) or read.path.parts[1] != str(year):
            continue
        held, text, changed = Held.of(read), text_of(desk.root, read.path) or "", list[Location]()
        for index, task in enumerate(read.record.tasks):
            if task.id in by_task:
                try:
                    text, places = by_task[task.id].on(text, ("tasks", index))
                except UnfitError:
                    raise unfit(held.source.file.as_posix()) from None
                changed += places
        if changed:
            proposals.append(proposed(desk, state, held, text, changed))
    if made := tuple(new):
        held_text = text_of(desk.root, Path(DUTIES_FILE))
        proposals.append(Proposal(state.slug, {Path(DUTIES_FILE): reduce(with_duty, made, held_text)}, {Path(DUTIES_FILE): held_text}))
    return reduce(Proposal.joined, proposals)


def with_duty(text: str | None, new: Duty) -> str:
    """The file of all duties with one more."""
    if not text or not text.strip():
        return file_text("duties", fields_of(new), _HEAD)
    try:
        return appended(text, ("duties",), fields_of(new))
    except UnfitError:
        raise unfit(DUTIES_FILE) from None


def proposed_id(title: str, taken: Iterable[str]) -> str:
    """The pinyin of a title, in a form that nobody has."""
    return slugs.free(slugs.section(title.removeprefix("公开")), {*taken})


def decided_by(related: Related, unlike: Iterable[Candidate]) -> Related:
    """Who decided and when, with what is not the same."""
    known = [*unlike]
    return related.model_copy(
        update={"unlike": tuple(it.key for it in known if it.duty), "unlike_tasks": tuple(it.key for it in known if not it.duty)}
    )


def confirmed(reading: TaskReading, related: Related) -> Decision:
    """As it stands, and that what was shown as alike is not."""
    unlike = [it for it in reading.candidates if it.is_refused or it.is_alike]
    why = reading.task.related.why if reading.task.related else None
    return Decision.confirming(reading.task, decided_by(related, unlike).model_copy(update={"why": why}))


def new_duty(desk: Desk, duty: Duty, known: Mapping[str, Duty]) -> list[Mistake]:
    """What is wrong with a duty that no place has yet."""
    if duty.id in known:
        return [Mistake("new_id", f"“{duty.id}”已经是“{known[duty.id].title}”。请换一个；就是那一件的，请直接选它。")]
    if same := next((it for it in known.values() if it.title == duty.title), None):
        return [Mistake("new_title", f"已经有“{duty.title}”（{same.id}）。请直接选它，或换一个标题。")]
    file = Path(DUTIES_FILE)
    text = text_of(desk.root, file) or ""
    held = Held(file, parse(text.removeprefix("\ufeff"), Path(desk.shown(file))), DutiesFile)
    return mistakes_in(held, text, with_duty(text, duty), {"title": "new_title", "id": "new_id"})

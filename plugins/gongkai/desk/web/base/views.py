"""One frozen class for each template of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.desk.proposals import TaskTurn
from gongkai.pages.views import Link, View


@dataclass(frozen=True)
class ChoiceView:
    """A choice of a field, chosen or not."""

    id: str
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class FieldView:
    """A field of a form with what was typed into it; `widget` is input, area, checks, radios or select, `type` that of an input."""

    key: str
    title: str
    widget: str
    type: str
    hint: str
    value: str
    choices: tuple[ChoiceView, ...]
    is_required: bool
    mistakes: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"f-{self.key.replace('.', '-')}"

    @property
    def first_id(self) -> str:
        """What somebody who follows a link to its mistake comes to."""
        return self.choices[0].id if self.widget in ("checks", "radios") else self.id

    @property
    def described_by(self) -> str:
        """The ids of what is to be read with it."""
        return " ".join([*([f"{self.id}-hint"] if self.hint else []), *([f"{self.id}-mistake"] if self.mistakes else [])])


@dataclass(frozen=True)
class MistakeView:
    """What is wrong, with the field that it stands at; an empty id where that is none."""

    id: str
    words: str


@dataclass(frozen=True)
class Hidden:
    """What goes along with a form unseen."""

    key: str
    value: str


@dataclass(frozen=True)
class FormView(View):
    """What is asked for an entry: at once, and folded."""

    template = "desk/form"
    title: str
    action: str
    caption: str
    lead: str
    facts: tuple[str, ...]
    source: str
    source_name: str
    asked: tuple[FieldView, ...]
    folded: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    back: Link

    @property
    def is_open(self) -> bool:
        """Whether something is to be mended among what is folded."""
        return any(field.mistakes for field in self.folded)


@dataclass(frozen=True)
class KindView:
    """A kind of entry, when it is the right one, and where it is recorded."""

    link: Link
    words: str


@dataclass(frozen=True)
class KindsView(View):
    """The kinds of entries to choose from."""

    template = "desk/kinds"
    caption: str
    kinds: tuple[KindView, ...]
    back: Link


@dataclass(frozen=True)
class FileView:
    """A file that would be written, or that would go."""

    name: str
    text: str
    is_new: bool
    is_gone: bool


@dataclass(frozen=True)
class ProblemView:
    """A line of `check`, with the form that mends it, or where to look for what none mends."""

    words: str
    mend: Link | None = None
    where: str = ""


@dataclass(frozen=True)
class OutcomeView(View):
    """What would come of it, before anything is written."""

    template = "desk/outcome"
    action: str
    caption: str
    told: tuple[str, ...]
    turns: tuple[TaskTurn, ...]
    is_judged: bool
    problems: tuple[ProblemView, ...]
    mended: int
    files: tuple[FileView, ...]
    hidden: tuple[Hidden, ...]
    can_be_written: bool
    has_changed: bool


@dataclass(frozen=True)
class EntryView:
    """An entry of a task as it stands, with what can be done to it."""

    kind: str
    title: str
    detail: str
    url: str
    where: str
    actions: tuple[Link, ...]


@dataclass(frozen=True)
class TaskView(View):
    """The entries of a task; `written` names the file that has just been written."""

    template = "desk/task"
    caption: str
    entries: tuple[EntryView, ...]
    written: str
    is_current: bool
    problems: str
    task: Link
    record: Link


@dataclass(frozen=True)
class TasksView(View):
    """The tasks of a unit or of a publication path, to choose one to record something of."""

    template = "desk/tasks"
    caption: str
    tasks: tuple[Link, ...]
    back: Link


@dataclass(frozen=True)
class CountView:
    """How much there is to do of a kind."""

    words: str
    number: int


@dataclass(frozen=True)
class LineView:
    """One thing to do: about what, what is to be done, the page to open where there is one, and the form for it."""

    name: str
    words: str
    url: str
    action: Link


@dataclass(frozen=True)
class UnitToDoView:
    """What is to do for a unit, each with its kind in words."""

    name: str
    lines: tuple[tuple[str, LineView], ...]


@dataclass(frozen=True)
class PlaceLineView:
    """How much there is to do in a place; of concluded plans apart. Of very many places nobody has counted."""

    link: Link
    counts: tuple[CountView, ...] | None
    concluded: tuple[CountView, ...]


@dataclass(frozen=True)
class ToDoView(View):
    """要做的事 place by place, and what is wrong with files of all places; `standstill` says what keeps the site from being made anew."""

    template = "desk/to_do"
    places: tuple[PlaceLineView, ...]
    common: tuple[ProblemView, ...]
    standstill: tuple[str, ...]


@dataclass(frozen=True)
class PlaceToDoView(View):
    """要做的事 of a place: counts, lines of `check`, units, and concluded plans folded."""

    template = "desk/place"
    counts: tuple[CountView, ...]
    problems: tuple[ProblemView, ...]
    units: tuple[UnitToDoView, ...]
    concluded_counts: tuple[CountView, ...]
    concluded: tuple[UnitToDoView, ...]
    standstill: tuple[str, ...]
    written: str
    is_current: bool
    ways: tuple[Link, ...]


@dataclass(frozen=True)
class TurnRowView:
    """A row of a new plan that waits for a person: how it differs, both wordings where that matters, what else, and where it is decided."""

    name: str
    words: str
    before: str
    now: str
    differences: tuple[str, ...]
    action: Link


@dataclass(frozen=True)
class TurnView(View):
    """What of a plan differs from last year's and waits, `alike` in years alone; `report` is the file in which `import` told the rest."""

    template = "desk/turn"
    rows: tuple[TurnRowView, ...]
    alike: tuple[TurnRowView, ...]
    confirm: Link
    settled: int
    gone: tuple[Link, ...]
    report: str
    written: str
    is_current: bool
    back: Link


@dataclass(frozen=True)
class SheetView(View):
    """A sheet to take along for a unit, and one that was filled in to read."""

    template = "desk/sheet"
    action: str
    file: str
    years: tuple[str, ...]
    units: tuple[ChoiceView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True)
class MessageView(View):
    """Why it cannot be, and what to do; what was sent is sent again with `hidden`, where there is an action."""

    template = "desk/message"
    lines: tuple[str, ...]
    back: Link
    action: str = ""
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True)
class BarView(View):
    """What stands above a page of the preview."""

    template = "desk/bar"
    links: tuple[Link, ...]
    style: str

"""What all visits at the desk share, and one visit: what was asked for, of which place and task, and the page that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from gongkai.desk.choices import AtTask
from gongkai.desk.plans.candidates import Remembered
from gongkai.desk.plans.sent import Sent
from gongkai.desk.proposals import Desk, RefusedError, State, state_of, text_of
from gongkai.desk.scouting.taking import Copies
from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.judging.doubts import sense
from gongkai.judging.judgement import assess
from gongkai.pages import wording
from gongkai.pages.shell import Shell
from gongkai.pages.views import HOME_LINK, Head, Link, View
from gongkai.publishing import contents, templating
from gongkai.publishing.places import reading
from gongkai.publishing.places.reading import CheckedPlace
from gongkai.publishing.preview import News
from gongkai.publishing.settings import Settings
from gongkai.publishing.site.keeping import Kept
from gongkai.records import loading
from gongkai.records.portal import Ledger, Node, Register
from gongkai.records.problems import DataError, Problem, in_order
from gongkai.records.register_records import Column, Unit
from gongkai.words.source import parse

from .views import MessageView

# Seconds that a page waits at most for the site behind it.
LONGEST_WAIT = 20
TO_DO = Link("要做的事", "desk/index.html")
# Places that are kept as they were read.
_MOST_STATES = 8
# Places that are kept as they were judged.
MOST_JUDGED = 12
# Notices that are kept while they are read.
_MOST_SENT = 4


@dataclass
class Office:
    """The project, its site as it was made last, and places as they were read."""

    project: Path
    environment: Mapping[str, str]
    token: str = field(default_factory=token_urlsafe)
    # Notices that were sent and are not written yet, by what they are asked for.
    sent: dict[str, Sent] = field(default_factory=dict)
    # Twins as they were told last.
    twins: Remembered = field(default_factory=Remembered)
    # Pages of what was confirmed.
    copies: Copies = field(default_factory=Copies)
    _states: dict[str, tuple[object, State]] = field(default_factory=dict)
    _judged: dict[str, tuple[CheckedPlace, tuple[AssessedPlan, ...]]] = field(default_factory=dict)

    def show(self, kept: Kept, settings: Settings, news: News | None = None) -> None:
        """From now on this is the site behind the desk; `news` tells of the next."""
        self.kept, self.settings, self.news = kept, settings, news

    @property
    def desk(self) -> Desk:
        """As of today, however long this has been open."""
        return Desk.of(self.settings, self.project, self.environment)

    @property
    def theme(self) -> Path:
        return self.project / str(self.settings["THEME"])

    def rendered(self, head: Head, view: View) -> str:
        template = templating.templates(self.theme, self.kept.foundation).get_template(f"{view.template}.html")
        return template.render(view=view, shell=Shell(self.kept.frame, head))

    def keep(self, sent: Sent) -> Sent:
        """A notice for the pages that follow, with the few before it."""
        self.sent.pop(sent.digest, None)
        for oldest in list(self.sent)[: 1 - _MOST_SENT]:
            self.sent.pop(oldest, None)
        self.sent[sent.digest] = sent
        return sent

    def name_of(self, slug: str) -> str:
        """What a place is called on the site, or its folder's name where that does without it."""
        shown = self.kept.places.get(slug)
        return shown.checked.name if shown else slug

    def judged(self, slug: str) -> tuple[AssessedPlan, ...]:
        """The plans of a place as the site shows it; none of one that it does without."""
        shown = self.kept.places.get(slug)
        if not shown or not (place := shown.checked.place):
            return ()
        known = self._judged.get(slug)
        if not known or known[0] is not shown.checked:
            root = self.desk.root
            portal = reading.common(root, reading.state_of_common(root)).portal([place])
            self._judged.pop(slug, None)
            for oldest in list(self._judged)[: 1 - MOST_JUDGED]:
                self._judged.pop(oldest, None)
            known = self._judged[slug] = (shown.checked, assess(portal, self.kept.frame.as_of).plans)
        return known[1]

    def places(self) -> list[str]:
        return [path.name for path in loading.places(self.desk.root)]

    def state(self, slug: str) -> State:
        """A place as it stands, read again only when one of its files, or of those of all places, is another."""
        desk = self.desk
        common = [contents.state_of(path) for path in sorted(desk.root.iterdir()) if path.is_file()]
        signature = (desk, contents.state(desk.root / slug), common)
        known = self._states.get(slug)
        if not known or known[0] != signature:
            self._states.pop(slug, None)
            for oldest in list(self._states)[: 1 - _MOST_STATES]:
                self._states.pop(oldest, None)
            known = self._states[slug] = (signature, state_of(desk, slug))
        return known[1]

    def readable(self, slug: str) -> State | None:
        """The same where it can be read at all."""
        try:
            return self.state(slug)
        except DataError:
            return None

    def common_problems(self) -> tuple[Problem, ...]:
        """What is to be said of the files that all places share, as they stand."""
        desk = self.desk
        try:
            folder = loading.look_at_common(desk.root).folder
        except DataError as error:
            return error.problems
        return tuple(in_order([*folder.problems, *sense.of_place("", folder.files, None, desk.today)]))

    def is_current(self, slug: str) -> bool:
        """Whether the site shows a place as it stands in its files."""
        shown = self.kept.checked.get(slug)
        return shown is not None and shown.state == contents.state(self.desk.root / slug)

    def wait(self, slug: str, turn: str) -> None:
        """Until the site shows what was written after this turn of the news, or cannot."""
        end = monotonic() + LONGEST_WAIT
        while self.news and not self.is_current(slug) and monotonic() < end:
            self.news.after(turn)
            if turn != self.news.turn and self.news.problems:
                return
            turn = self.news.turn


def name_of(desk: Desk, state: State) -> str:
    """What a place is called, whatever else is wrong with it; its folder's name where that cannot be read."""
    if state.place:
        return state.place.record.name
    file = Path(state.slug, "jurisdiction.yaml")
    try:
        written = parse((text_of(desk.root, file) or "").removeprefix("\ufeff"), file).value
    except RefusedError:
        return state.slug
    name = written.get("name") if isinstance(written, dict) else None
    return name.strip() if isinstance(name, str) and name.strip() else state.slug


def by_year(*plans: AssessedPlan) -> dict[tuple[int, str], tuple[AssessedPlan, AssessedTask]]:
    """Tasks by year and id."""
    return {(plan.plan.year, task.task.id): (plan, task) for plan in plans for task in plan.tasks}


def _readable(state: State, as_of: date) -> tuple[AssessedPlan, ...]:
    """The plans of a place with faults, as far as a form needs them: what cannot be read of the register goes by its slug, and no badge counts."""
    place = state.place
    if not place:
        return ()
    units, nodes = place.register.units, place.register.nodes
    tasks = [task for plan in place.plans for task in plan.tasks]
    slugs = {*(slug for task in tasks for slug in task.named_units), *(it.unit for unit in units.values() for it in unit.members)}
    paths = {slug for task in tasks for measure in task.measures for slug in measure.publication_paths}
    register = Register(
        {
            **units,
            **{slug: Unit.model_validate({"slug": slug, "name": slug, "kind": "department"}) for slug in sorted(slugs - units.keys())},
        },
        {**nodes, **{slug: Node(Column.model_validate({"slug": slug, "name": slug})) for slug in sorted(paths - nodes.keys())}},
    )
    plans = tuple(replace(plan, ledger=Ledger()) for plan in place.plans)
    whole = replace(state.portal, jurisdictions=(replace(place, register=register, plans=plans),))
    held = {plan.year: plan for plan in place.plans}
    return tuple(replace(it, plan=replace(it.plan, ledger=held[it.plan.year].ledger)) for it in assess(whole, as_of).plans)


@dataclass(frozen=True)
class Visit:
    """A request, and the names in its address; what they name is looked for among what is known, else NotFound is raised."""

    office: Office
    request: Request
    named: Mapping[str, str]

    @cached_property
    def desk(self) -> Desk:
        return self.office.desk

    @property
    def form(self) -> dict[str, tuple[str, ...]]:
        """Everything that was sent in a form."""
        return {key: tuple(texts) for key, texts in self.request.form.lists()}

    @cached_property
    def state(self) -> State:
        if self.named["place"] not in self.office.places():
            raise NotFound("没有这个辖区。")
        return self.office.state(self.named["place"])

    @cached_property
    def tasks(self) -> Mapping[tuple[int, str], tuple[AssessedPlan, AssessedTask]]:
        """Those of the place; while it has faults as it was shown last, and what can be read of it now."""
        return self.state.tasks or by_year(*_readable(self.state, self.desk.as_of), *self.office.judged(self.state.slug))

    @cached_property
    def at(self) -> AtTask:
        named = (self.named["year"], self.named["task"])
        known = next((known for (year, task), known in self.tasks.items() if (str(year), task) == named), None)
        if not known:
            raise NotFound("没有这项任务。")
        return AtTask(*known, on=self.desk.as_of)

    @property
    def address(self) -> str:
        """The way to the desk's pages of this task, or to that of reforms where no task is named."""
        if "task" not in self.named:
            return f"desk/{self.state.slug}/reform"
        return f"desk/{self.state.slug}/{self.named['year']}/{self.named['task']}/"

    @property
    def crumbs(self) -> tuple[Link, ...]:
        """The same as a step of the way to a page."""
        return (Link("这项任务的登记" if "task" in self.named else "单位改革", self.address),)

    @property
    def of_place(self) -> str:
        """The way to what there is to do in the place."""
        return f"desk/{self.state.slug}/index.html"

    @property
    def written(self) -> str:
        """The file that has just been written, as far as the address names one that is there."""
        named = self.request.args.get("written", "")
        return named if named and named in {self.desk.shown(file.path) for file in self.state.files} else ""

    @property
    def caption(self) -> str:
        """The task in words, or the place."""
        if "task" not in self.named:
            return self.caption_of_place
        plan, task = self.at.plan, self.at.task.task
        return f"{plan.jurisdiction.record.short_name} {plan.plan.year} 年 {task.id} {wording.headline(task)}"

    @property
    def caption_of_place(self) -> str:
        return name_of(self.desk, self.state)

    def to_mend_first(self, what: str) -> Response:
        """Why something cannot be done while the place has faults, and which."""
        lines = (str(problem) for problem in self.state.problems if not problem.effect)
        return self.page("先改正数据", MessageView((f"这个辖区的数据有错误，请先改正，再{what}。", *lines), TO_DO), status=409)

    def page(self, title: str, view: View, crumbs: tuple[Link, ...] = (), status: int = 200, *, is_first: bool = False) -> Response:
        """A page of ours at the address that was asked for."""
        address = self.request.path.removeprefix("/")
        head = Head(address, "desk", title, title, crumbs=(HOME_LINK,) if is_first else (HOME_LINK, TO_DO, *crumbs))
        return Response(self.office.rendered(head, view), status, mimetype="text/html")

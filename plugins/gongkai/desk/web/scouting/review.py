"""The proposals of a plan at a visit: which wait, and what the pages of confirmed ones say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from gongkai.desk.proposals import Proposal, RefusedError
from gongkai.desk.scouting.confirming import proposal
from gongkai.desk.scouting.taking import Visiting
from gongkai.desk.scouting.waiting import Waiting, refused, waiting
from gongkai.desk.web.base.deciding import WRITE, step_of
from gongkai.desk.web.base.views import LineView
from gongkai.desk.web.base.visits import Visit
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages.views import Link
from gongkai.records.fields import web_address
from gongkai.scout.grounds import Grounds
from gongkai.scout.proposed import Decision, UnreadableProposalsError
from gongkai.scout.snapshots import Page


@dataclass(frozen=True)
class Review:
    """The proposals of a plan."""

    visit: Visit
    plan: AssessedPlan

    @classmethod
    def of(cls, visit: Visit) -> Review:
        year = visit.named["year"]
        plan = visit.state.plan_of(int(year)) if year.isascii() and year.isdecimal() else None
        if not plan:
            raise NotFound("没有这一年的要点。")
        return cls(visit, plan)

    @property
    def year(self) -> int:
        return self.plan.plan.year

    @property
    def is_noted(self) -> bool:
        """Whether something was kept just now that no entry of the ledger tells."""
        return bool(self.visit.request.args.get("written")) and not self.visit.written

    @property
    def here(self) -> str:
        return way_of(self.plan)

    def waiting(self) -> tuple[Waiting, ...]:
        try:
            return waiting(self.visit.desk.root, self.plan)
        except UnreadableProposalsError as error:
            raise RefusedError(shown(self.visit, error)) from None

    def refused(self) -> tuple[Waiting, ...]:
        return refused(self.visit.desk.root, self.plan)

    def way(self, it: Waiting) -> str:
        return f"{self.here}/{it.name}"

    def copies(self, urls: Sequence[str]) -> Mapping[str, Page | str]:
        """Pages of what was confirmed, opened when the outcome is shown; what is written is what was shown."""
        office, desk = self.visit.office, self.visit.desk
        place = self.plan.jurisdiction
        visiting = Visiting.of(office.settings, desk.root, Grounds(self.visit.state.portal, place, self.plan.plan))
        return office.copies.of(urls, desk.today, again=step_of(self.visit) != WRITE, visiting=visiting)

    def proposal(self, entries: Sequence[Proposal], decisions: Mapping[str, Decision], copies: Mapping[str, Page | str]) -> Proposal:
        pages = [page for page in copies.values() if isinstance(page, Page)]
        return proposal(self.visit.desk, self.plan, entries, decisions, pages)


def way_of(plan: AssessedPlan) -> str:
    """To the list of a plan's proposals."""
    return f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/scouted"


def shown(visit: Visit, error: Exception) -> str:
    """What is wrong with a file, named as clerks know it."""
    return str(error).replace(f"{visit.desk.root.parent.as_posix()}/", "")


def waiting_proposals(visit: Visit, plan: AssessedPlan) -> Iterator[tuple[LineView, int]]:
    """One line for all proposals of a plan that wait for a person, and how many they are."""
    name, way = f"{plan.plan.year} 年要点", Link("逐条核对", way_of(plan))
    try:
        count = len(waiting(visit.desk.root, plan))
    except UnreadableProposalsError as error:
        yield LineView(name, shown(visit, error), "", way), 1
        return
    if count:
        yield LineView(name, f"程序找到 {count} 条可能有关的标题，等人核对。", "", way), count


def crumbs(review: Review) -> tuple[Link, ...]:
    """The list as a step of the way to a page."""
    return (Link("线索", review.here),)


def address_of(url: str) -> str:
    """What is no web address leads nowhere."""
    try:
        return web_address(url)
    except ValueError:
        return ""


def page_in(copy: Page | str) -> Page | None:
    """The page, unless there is only a reason why there is none."""
    return copy if isinstance(copy, Page) else None


def told_of(title: str, copy: Page | str) -> str:
    """Whether a copy is kept, and what to do where none could be made."""
    if isinstance(copy, Page):
        return f"《{title}》：{'已取来网页的内容，一起留存' if copy.text else '打开的不是文字网页，只留存校验值'}。"
    return f"《{title}》没有留存网页：{copy}登记照写；想留存的，先不要写入，等打得开了，点“返回修改”，再点“下一步”。"

"""The pages on which something is recorded: the task, the kind, the form; and the entries that a task has."""

from __future__ import annotations

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.choices import kinds_of, questions, word_of
from gongkai.desk.entering import Mistake
from gongkai.desk.recording import recorded
from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.pages import addresses, wording
from gongkai.pages.views import Link

from . import mending
from .base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .base.fields import typed_in
from .base.views import KindsView, KindView, TasksView, TaskView
from .base.visits import Visit

# When a kind of entry is the right one.
WHEN = {
    "evidence": "看到了公开的网页、文件，或者线下的公开。",
    "checks": "到栏目里看过了：查到、没有查到，或者打不开。",
    "searches": "在网上找过一遍，没有合适的，或者有了线索。这不算核查，不改变状态。",
    "notes": "承担单位自己的说明，例如正在办理。",
    "waivers": "这一期没有要公开的内容，或者不适用；要写理由。",
    "events": "开始计算时限的事情发生了，例如文件印发。",
    "replies": "单位或读者对本站记录的回应、异议，和处理结果。",
    "changes": "文件调整了任务：改了措辞、期限、单位，或者撤销了。",
    "closures": "牵头单位核查以后销号。",
}


def task(visit: Visit) -> Response:
    """What has been recorded of a task, and what can be done with each entry."""
    at = visit.at
    shown = addresses.task(at.plan.plan, at.task.task)
    news = visit.office.news
    view = TaskView(
        caption=visit.caption,
        entries=tuple(mending.shown(visit, standing) for standing in mending.entries(visit)),
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        problems=news.problems if news else "",
        task=Link("看这项任务的网页", shown),
        record=Link("再登记一条" if visit.written else "登记一条", f"{visit.address}record"),
    )
    return visit.page("这项任务的登记", view)


def record(visit: Visit) -> Response:
    """The kind, then the form, then what would come of it, then it is written."""
    kind = visit.request.args.get("kind", "")
    if kind not in {choice.value for choice in kinds_of(visit.at)}:
        return _kinds(visit)
    if not visit.state.is_sound:
        return visit.to_mend_first("登记")
    if step_of(visit) in ("", BACK):
        return _form(visit, kind)
    typed = typed_in(visit.request.form, questions(visit.at, kind))
    draft = recorded(visit.desk, visit.state, visit.at, kind, typed)
    if not draft.proposal:
        return _form(visit, kind, draft.mistakes)
    asked = Asked(f"登记{word_of(kind)}：请核对", visit.caption, visit.address, visit.crumbs)
    return decided(visit, asked, draft.proposal, typed)


def _kinds(visit: Visit) -> Response:
    here = f"{visit.address}record"
    kinds = (KindView(Link(choice.words, f"{here}?kind={choice.value}"), WHEN[choice.value]) for choice in kinds_of(visit.at))
    back = Link("回到任务的网页", addresses.task(visit.at.plan.plan, visit.at.task.task))
    return visit.page("登记什么", KindsView(visit.caption, tuple(kinds), back), visit.crumbs)


def _form(visit: Visit, kind: str, mistakes: tuple[Mistake, ...] = ()) -> Response:
    asked, here = questions(visit.at, kind), f"{visit.address}record"
    about = Asked(f"登记{word_of(kind)}", visit.caption, visit.address, visit.crumbs)
    back = Link("换一种登记", here)
    typed = standing_in(visit, asked)
    return asked_for(visit, about, asked, typed, mistakes, lead=WHEN[kind], back=back, action=f"{here}?kind={kind}")


# --- on pages of a unit or a publication path -----------------------------------------------------


def of_unit(visit: Visit) -> Response:
    """The tasks that a unit owes something of."""
    place, slug = visit.state.place, visit.named["unit"]
    if not place or slug not in place.register.units:
        raise NotFound("没有这个单位。")
    unit = place.register.units[slug]
    owed = [known for known in visit.tasks.values() if slug in {it.slug for it in known[1].units}]
    return _tasks(visit, unit.name, owed, Link("回到单位的网页", addresses.unit(place, unit)))


def of_publication_path(visit: Visit) -> Response:
    """The tasks that name a publication path, or one below it."""
    place, slug = visit.state.place, visit.named["path"]
    if not place or slug not in place.register.nodes:
        raise NotFound("没有这条公开路径。")
    node = place.register.nodes[slug]
    below = {it.slug for it in place.register.nodes.values() if slug in {step.slug for step in it.trail}}
    owed = [known for known in visit.tasks.values() if any(below & {*it.measure.publication_paths} for it in known[1].measures)]
    return _tasks(visit, node.name, owed, Link("回到公开路径的网页", addresses.publication_path(place, node)))


def _tasks(visit: Visit, caption: str, known: list[tuple[AssessedPlan, AssessedTask]], back: Link) -> Response:
    place = visit.state.slug
    links = (
        Link(f"{plan.plan.year} 年 {it.task.id} {wording.headline(it.task)}", f"desk/{place}/{plan.plan.year}/{it.task.id}/record")
        for plan, it in known
    )
    return visit.page("登记到哪项任务", TasksView(caption, tuple(links), back))

"""The page on which what a program saw is entered for any task, with all the fields of the desk's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.choices import Question
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.scouting.confirming import Confirmed, Form, form_of
from gongkai.desk.scouting.saying import YES
from gongkai.desk.scouting.waiting import Waiting
from gongkai.desk.web.base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from gongkai.desk.web.base.fields import typed_in
from gongkai.desk.web.base.views import TasksView
from gongkai.desk.web.base.visits import Visit
from gongkai.pages import wording
from gongkai.pages.views import Link
from gongkai.scout.proposed import Decision
from gongkai.scout.snapshots import Page

from .review import Review, address_of, crumbs, page_in, told_of

_SNAPSHOT = "snapshot."


def entry(visit: Visit) -> Response:
    """Any task, then the desk's own form with all that is known; who answers no to that goes back to the list."""
    if not visit.state.is_sound:
        return visit.to_mend_first("核对线索")
    review = Review.of(visit)
    it = next((it for it in (*review.waiting(), *review.refused()) if it.name == visit.named["proposal"]), None)
    if not it:
        raise NotFound("这一条已经核对过，或者没有了。")
    task = visit.request.args.get("task", "")
    if (review.year, task) not in visit.state.tasks:
        return _tasks(review, it)
    today = visit.desk.today
    form = form_of(visit.state, review.year, Confirmed(it, it.entry.cells, "full", "", today, today), task)
    asked = tuple(_of_who_opened(question) for question in form.asked if not question.key.startswith((_SNAPSHOT, "dead_on")))
    typed = standing_in(visit, asked) if visit.request.method == "POST" else {**form.typed, **typed_in(visit.request.args, asked)}
    if step_of(visit) in ("", BACK):
        return _form(review, it, task, asked, typed)
    draft = form.draft(visit.desk, visit.state, typed)
    told = (*lacking((question for question in asked if question.key.startswith("opened.")), typed), *draft.mistakes)
    if told or not draft.proposal:
        return _form(review, it, task, asked, typed, told)
    return _written(review, it, form, typed)


def _of_who_opened(question: Question) -> Question:
    return replace(question, is_folded=False, is_required=True) if question.key.startswith("opened.") else question


def _written(review: Review, it: Waiting, form: Form, typed: Typed) -> Response:
    visit, url = review.visit, "".join(typed.get("url", ())).strip()
    copies = review.copies([url] if url else [])
    page = page_in(copies[url]) if url else None
    kept = {f"{_SNAPSHOT}{key}": (text,) for key, text in _record(page).items()}
    draft = form.draft(visit.desk, visit.state, {**typed, **kept})
    decision = Decision(said=YES, by="".join(typed["opened.by"]).strip(), on=visit.desk.today)
    asked = Asked(
        "核对线索：请核对",
        visit.caption_of_place,
        review.here,
        crumbs(review),
        told=tuple(told_of(it.entry.title, copy) for copy in copies.values()),
    )
    entries = [draft.proposal] if draft.proposal else []
    return decided(visit, asked, review.proposal(entries, {it.entry.key: decision}, copies), typed)


def _record(page: Page | None) -> dict[str, str]:
    fields = {"hash": page.record.hash, "on": page.record.on.isoformat(), "file": page.record.file or ""} if page else {}
    return {key: text for key, text in fields.items() if text}


def _form(review: Review, it: Waiting, task: str, asked: tuple[Question, ...], typed: Typed, mistakes: Sequence[Mistake] = ()) -> Response:
    here = review.way(it)
    about = Asked(
        f"登记证据：{task} {wording.headline(review.plan.by_id[task].task)}",
        review.visit.caption_of_place,
        review.here,
        crumbs(review),
        source=address_of(it.entry.url),
        source_name="网址",
    )
    lead = f"程序看到的标题：{it.entry.title}。请先打开网址看过，再填是谁、哪天打开核对的。"
    return asked_for(review.visit, about, asked, typed, mistakes, lead=lead, back=Link("换一项任务", here), action=f"{here}?task={task}")


def _tasks(review: Review, it: Waiting) -> Response:
    """Those that it was proposed for first."""
    proposed = dict.fromkeys(cell.task for cell in it.entry.cells if cell.task in review.plan.by_id)
    tasks = (*proposed, *(task for task in review.plan.by_id if task not in proposed))
    links = (Link(f"{task} {wording.headline(review.plan.by_id[task].task)}", f"{review.way(it)}?task={task}") for task in tasks)
    view = TasksView(it.entry.title, tuple(links), Link("回到清单", review.here))
    return review.visit.page("登记到哪项任务", view, crumbs(review))

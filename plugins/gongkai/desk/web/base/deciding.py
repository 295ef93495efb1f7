"""From what was typed to what is written: first shown, with what would come of it, then written as it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from werkzeug import Response
from werkzeug.utils import redirect

from gongkai.desk.choices import Question
from gongkai.desk.dialogue import changed_lines
from gongkai.desk.entering import Mistake, Typed
from gongkai.desk.proposals import Outcome, Proposal, outcome_of, write
from gongkai.pages.views import Link

from .fields import SEEN, STEP, fields_of, hidden, mistakes_of, prefilled, typed_in
from .views import FileView, FormView, OutcomeView, ProblemView
from .visits import Visit

SHOW, WRITE, BACK = "show", "write", "form"
# Of the copy of a long page nobody reads more before it is written.
_MOST_SHOWN = 30_000


def step_of(visit: Visit) -> str:
    """What a form that was sent is to do; nothing is written unless it says so."""
    return visit.request.form.get(STEP, SHOW) if visit.request.method == "POST" else ""


@dataclass(frozen=True)
class Asked:
    """What is about to be decided: how the page is called and for what, where it leads to afterwards, and the way to it."""

    title: str
    caption: str
    leads_to: str
    crumbs: tuple[Link, ...] = ()
    # What is told besides.
    told: tuple[str, ...] = ()
    # Whether what need not be asked is shown where something stands in it.
    unfolds: bool = False
    # The address of the document that is to be looked at.
    source: str = ""
    source_name: str = "官方文件"
    # Whether what is shown afterwards rests on the site being made anew.
    waits: bool = True

    @property
    def to_be_checked(self) -> Asked:
        """The same once it is answered."""
        return replace(self, title=f"{self.title}：请核对")


def asked_for(
    visit: Visit,
    asked: Asked,
    questions: Sequence[Question],
    typed: Typed,
    mistakes: Sequence[Mistake] = (),
    facts: tuple[str, ...] = (),
    lead: str = "",
    back: Link | None = None,
    action: str = "",
) -> Response:
    """The form with what was typed, and what is wrong with that; what need not be asked is folded while nothing stands in it."""
    fields = fields_of(questions, typed, mistakes)
    folded = {question.key for question in questions if question.is_folded and not (asked.unfolds and typed.get(question.key))}
    view = FormView(
        title=asked.title,
        action=action or visit.request.full_path.removeprefix("/").removesuffix("?"),
        caption=asked.caption,
        lead=lead,
        facts=facts,
        source=asked.source,
        source_name=asked.source_name,
        asked=tuple(field for field in fields if field.key not in folded),
        folded=tuple(field for field in fields if field.key in folded),
        mistakes=mistakes_of(fields, mistakes),
        hidden=hidden({}, token=visit.office.token),
        back=back or Link("不改了", asked.leads_to),
    )
    return visit.page(f"有错：{asked.title}" if mistakes else asked.title, view, asked.crumbs, 422 if mistakes else 200)


def standing_in(visit: Visit, questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """What stands in a form: what was sent, or what is there before anybody types."""
    is_sent = visit.request.method == "POST"
    return typed_in(visit.request.form, questions) if is_sent else prefilled(questions, visit.request.args)


def decided(visit: Visit, asked: Asked, proposal: Proposal, typed: Typed) -> Response:
    """Write what was shown, or show what would be written."""
    outcome = outcome_of(visit.desk, proposal, visit.state)
    seen, was_seen = _mark(outcome), visit.request.form.get(SEEN, "")
    if step_of(visit) == WRITE and was_seen == seen:
        return _written(visit, outcome, asked)
    files = proposal.texts.items()
    view = OutcomeView(
        action=visit.request.full_path.removeprefix("/").removesuffix("?"),
        caption=asked.caption,
        told=asked.told,
        turns=outcome.tasks,
        is_judged=outcome.is_judged,
        problems=tuple(map(ProblemView, _said(outcome))),
        mended=len(outcome.mended),
        files=tuple(FileView(visit.desk.shown(file), *_shown(proposal.held[file], text)) for file, text in files),
        hidden=hidden(typed, token=visit.office.token, seen=seen),
        can_be_written=not outcome.faults,
        has_changed=step_of(visit) == WRITE,
    )
    return visit.page(asked.title, view, asked.crumbs)


def _written(visit: Visit, outcome: Outcome, asked: Asked) -> Response:
    turn = visit.office.news.turn if visit.office.news else ""
    write(visit.desk, outcome)
    if asked.waits:
        visit.office.wait(visit.state.slug, turn)
    file = next((file for file, text in outcome.proposal.texts.items() if text is not None), None)
    return redirect(f"/{asked.leads_to}?written={quote(visit.desk.shown(file)) if file else ''}", 303)


def _shown(held: str | None, text: str | None) -> tuple[str, bool, bool]:
    """A new file as it will be, of one that is there the lines that go and come; whether it is new, and whether it goes."""
    is_changed = held is not None and text is not None
    shown = "\n".join(changed_lines(held or "", text or "")) if is_changed else text or ""
    rest = len(shown) - _MOST_SHOWN
    return f"{shown[:_MOST_SHOWN]}\n……（后面还有 {rest} 个字，照样写入）" if rest > 0 else shown, held is None, text is None


def _said(outcome: Outcome) -> list[str]:
    return [*outcome.proposal.remarks, *map(str, outcome.problems)]


def _mark(outcome: Outcome) -> str:
    """What tells an outcome that was shown from any other: what is written, over what, and all that was said of it."""
    proposal = outcome.proposal
    told = (
        sorted(proposal.texts.items()),
        sorted(proposal.held.items()),
        [(turn.task.id, turn.words, turn.reason, [cell.words for cell in turn.cells]) for turn in outcome.tasks],
        _said(outcome),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()

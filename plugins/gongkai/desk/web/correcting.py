"""A single field of a file that is no ledger, mended by a form that knows it from its model: what a line of `check` leads to."""

from __future__ import annotations

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.edits import UnfitError
from gongkai.desk.entering import Mistake, lacking
from gongkai.desk.plans.spots import VALUE, Held, Spot, key_of, mistakes_in, official, proposed, spot_of, unfit, value_of, with_values
from gongkai.desk.proposals import text_of
from gongkai.records.plan_records import PlanRecord

from .base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .base.fields import typed_in
from .base.visits import Visit


def field(visit: Visit) -> Response:
    """The field that a line of `check` names: what is wrong with it, what stands there, and what is to stand there."""
    at, key = visit.request.args.get("at", ""), visit.request.args.get("field", "")
    told = [
        problem for problem in visit.state.problems if f"{problem.file.as_posix()}:{problem.line}" == at and key_of(problem.field) == key
    ]
    spot = spot_of(visit.desk, visit.state, told[0]) if told else None
    if not spot:
        raise NotFound("那里没有要改的字段，或者已经改过了。")
    question = spot.question()
    asked = Asked(f"改正：{question.title}", visit.caption, visit.of_place)
    told_of = [f"{problem.fault}{problem.remedy}" for problem in told]
    facts = (
        f"文件：{spot.shown}",
        f"字段：{question.title}（{spot.key}）",
        f"现在写的：{spot.value or '没有写'}",
        *(f"问题：{words}" for words in told_of),
        *official(spot.held, spot.location),
    )
    if step_of(visit) in ("", BACK):
        return asked_for(visit, asked, (question,), standing_in(visit, (question,)), facts=facts)
    typed = typed_in(visit.request.form, (question,))
    text = text_of(visit.desk.root, spot.held.path) or ""
    try:
        new = with_values(text, {spot: value_of(question.shape, (*typed.get(VALUE, ()), "")[0])})
    except UnfitError:
        raise unfit(spot.shown) from None
    value = value_of("text", (*typed.get(VALUE, ()), "")[0]) or ""
    told_now = "没有填写。" if question.is_required and not value else "和现在写的一样，没有改动。" if value == spot.value else ""
    lacking = [Mistake(VALUE, told_now)] if told_now else []
    if mistakes := lacking or mistakes_in(spot.held, text, new, {spot.key: VALUE}):
        return asked_for(visit, asked, (question,), typed, mistakes, facts)
    proposal = proposed(visit.desk, visit.state, spot.held, new, [spot.location])
    return decided(visit, asked.to_be_checked, proposal, typed)


# What a notice says of itself, as far as `import` reads it.
_OF_DOCUMENT = ("title", "document_number", "issuer", "issued_on", "source", "source_url")


def document(visit: Visit) -> Response:
    """What a plan says of its document, all of it in one form."""
    read = next((it for it in visit.state.files if isinstance(it.record, PlanRecord) and it.path.parts[1] == visit.named["year"]), None)
    if not read:
        raise NotFound("没有这一年的要点。")
    held = Held.of(read)
    spots = {key: Spot(held, (key,)) for key in _OF_DOCUMENT}
    questions = tuple(spot.question(key) for key, spot in spots.items())
    asked = Asked("改要点的文件信息", visit.caption, f"desk/{visit.state.slug}/{visit.named['year']}/review")
    if step_of(visit) in ("", BACK):
        return asked_for(visit, asked, questions, standing_in(visit, questions))
    typed = typed_in(visit.request.form, questions)
    said = {key: (*typed.get(key, ()), "")[0].strip() for key in spots}
    values = {spots[it.key]: value_of(it.shape, said[it.key]) for it in questions if said[it.key] != spots[it.key].value}
    told = lacking(questions, typed) if values else [Mistake("title", "和现在写的一样，没有改动。")]
    text = text_of(visit.desk.root, held.path) or ""
    try:
        new = with_values(text, values)
    except UnfitError:
        raise unfit(spots["title"].shown) from None
    if mistakes := told or mistakes_in(held, text, new, {key: key for key in spots}):
        return asked_for(visit, asked, questions, typed, mistakes)
    return decided(visit, asked.to_be_checked, proposed(visit.desk, visit.state, held, new, [spot.location for spot in values]), typed)

"""The pages on which an entry that stands is corrected, confirmed by who opened it, or marked as opening no more."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from werkzeug import Response
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

from gongkai.desk.choices import Question, questions, word_of
from gongkai.desk.entering import Mistake, lacking
from gongkai.desk.mending import Standing, confirmed, entries_of, entry_at, marked_dead, mended
from gongkai.desk.proposals import State
from gongkai.desk.recording import Draft
from gongkai.pages.views import Link
from gongkai.words.dates import chinese_date

from .base.deciding import BACK, Asked, asked_for, decided, step_of
from .base.fields import prefilled, typed_in, with_emptied
from .base.views import EntryView
from .base.visits import Visit

_DIGITS = 16
# What an entry is called by where it has no title.
_CALLED = ("title", "text", "reason", "remark", "wording", "extent", "result")


def name_of(standing: Standing) -> str:
    """What an entry is asked for by: another once anything of it, or what stands before it, is another."""
    told = repr((standing.file.as_posix(), standing.kind, standing.index, standing.typed))
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]


def entries(visit: Visit) -> Iterator[Standing]:
    """The entries of a task, the newest first."""
    year, task = visit.at.plan.plan.year, visit.at.task.task.id
    own = (it for it in entries_of(visit.state) if it.year == year and it.typed.get("task") == (task,))
    yield from sorted(own, key=lambda it: it.typed.get("on", ("",)), reverse=True)


def shown(visit: Visit, standing: Standing) -> EntryView:
    """An entry with what can be done with it."""
    typed, here = standing.typed, f"{visit.address}{{}}?entry={name_of(standing)}"
    actions = [Link("改正", here.format("mend"))]
    # What is no web address leads nowhere.
    url = str(getattr(standing.entry, "url", None) or "")
    if url and standing.kind == "evidence":
        actions += [] if "opened.by" in typed else [Link("我已打开核对", here.format("confirm"))]
        actions += [] if "dead_on" in typed else [Link("链接打不开了", here.format("dead"))]
    return EntryView(
        kind=word_of(standing.kind),
        title=_title(visit, standing),
        detail="；".join(_details(standing)),
        url=url,
        where=standing.shown,
        actions=tuple(actions),
    )


def _title(visit: Visit, standing: Standing) -> str:
    """What it says, by its first field that says anything, chosen values by their words."""
    asked = {question.key: question for question in questions(visit.at, standing.kind)}
    texts = ((asked.get(key), standing.typed[key][0]) for key in _CALLED if key in standing.typed)
    return next((question.words_of(text) if question else text for question, text in texts), standing.shown)


def _details(standing: Standing) -> Iterator[str]:
    typed, entry = standing.typed, standing.entry
    yield f"{chinese_date(entry.on) if entry else typed.get('on', ('日期不详',))[0]}登记"
    if standing.kind == "evidence" and "url" in typed:
        yield f"{typed['opened.by'][0]}已打开核对" if "opened.by" in typed else "还没有人打开核对"
    if "dead_on" in typed:
        yield f"{typed['dead_on'][0]} 链接打不开"


def _asked_for(visit: Visit) -> Standing:
    name, url = visit.request.args.get("entry", ""), visit.request.args.get("url", "-")
    standing = next((it for it in entries(visit) if name_of(it) == name or it.typed.get("url") == (url,)), None)
    if not standing:
        raise NotFound("这一条已经改过，或者没有了。")
    return standing


def mend(visit: Visit) -> Response:
    """All its fields, as they stand."""
    standing = _asked_for(visit)
    asked = questions(visit.at, standing.kind)
    return _asking(visit, standing, "mend", f"改正{word_of(standing.kind)}", asked)


def confirm(visit: Visit) -> Response:
    """Who opened its address, and when."""
    by = Question("opened.by", "谁打开核对的", "line", hint="写岗位或来源，例如：政务公开科", is_required=True)
    on = Question("opened.on", "哪天打开的", "day", is_required=True, prefilled=(visit.desk.as_of.isoformat(),))
    return _asking(visit, _asked_for(visit), "confirm", "我已打开核对", (by, on))


def dead(visit: Visit) -> Response:
    """When its address was seen to open no more."""
    on = Question("dead_on", "哪天打不开的", "day", is_required=True, prefilled=(visit.desk.as_of.isoformat(),))
    return _asking(visit, _asked_for(visit), "dead", "链接打不开了", (on,))


def _asking(visit: Visit, standing: Standing, verb: str, title: str, asked: tuple[Question, ...]) -> Response:
    if step_of(visit) in ("", BACK):
        return _form(visit, standing, verb, title, asked)
    typed = with_emptied(typed_in(visit.request.form, asked), asked)
    draft = _drafted(visit, standing, verb, asked, typed)
    if not draft.proposal:
        return _form(visit, standing, verb, title, asked, draft.mistakes)
    return decided(visit, Asked(f"{title}：请核对", visit.caption, visit.address, visit.crumbs), draft.proposal, typed)


def _drafted(visit: Visit, standing: Standing, verb: str, asked: tuple[Question, ...], typed: dict[str, tuple[str, ...]]) -> Draft:
    if verb == "mend":
        # What nobody changed is not touched, however it is written.
        changed = {key: texts for key, texts in typed.items() if _said(texts) != _said(standing.typed.get(key, ()))}
        return mended(visit.desk, visit.state, standing, changed)
    if told := lacking(asked, typed):
        return Draft(mistakes=tuple(told))
    if verb == "confirm":
        return confirmed(visit.desk, visit.state, standing, typed["opened.by"][0], typed["opened.on"][0])
    return marked_dead(visit.desk, visit.state, standing, typed["dead_on"][0])


def _said(texts: Iterable[str]) -> list[str]:
    """What a field says: browsers have line ends of their own."""
    return [text.replace("\r\n", "\n").strip() for text in texts if text.strip()]


def _form(
    visit: Visit, standing: Standing, verb: str, title: str, asked: tuple[Question, ...], mistakes: tuple[Mistake, ...] = ()
) -> Response:
    # What stands there, on whatever is asked that stands there.
    standing_now = standing.typed if verb == "mend" else prefilled(asked, MultiDict())
    typed = typed_in(visit.request.form, asked) if visit.request.method == "POST" else standing_now
    about = Asked(title, visit.caption, visit.address, visit.crumbs, unfolds=True)
    lead = f"{word_of(standing.kind)}：{_title(visit, standing)}（{standing.shown}）"
    return asked_for(visit, about, asked, typed, mistakes, lead=lead, action=f"{visit.address}{verb}?entry={name_of(standing)}")


def entry_on(visit: Visit, state: State, file: str, line: str) -> Standing | None:
    """The entry on a line that `check` names, where there is a form for it."""
    known = {visit.desk.shown(read.path): read.path for read in state.files}
    standing = entry_at(state, known.get(file, Path()), int(line)) if re.fullmatch("[0-9]{1,9}", line) else None
    task = standing.typed.get("task", ("",))[0] if standing else ""
    return standing if standing and (standing.year, task) in visit.tasks else None


def at_line(visit: Visit) -> Response:
    """From a file and a line that `check` names to the entry that stands there."""
    file, _, line = visit.request.args.get("at", "").rpartition(":")
    standing = entry_on(visit, visit.state, file, line)
    if not standing:
        raise NotFound("那里没有登记。")
    return redirect(f"/desk/{visit.state.slug}/{standing.year}/{standing.typed['task'][0]}/mend?entry={name_of(standing)}", 303)

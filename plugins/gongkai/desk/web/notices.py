"""The page on which a notice comes in: a file, a place and a year; how it was read, its columns named by hand where that is wrong; then its draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from werkzeug import Response
from werkzeug.utils import redirect

from gongkai.desk.choices import Choice, Question
from gongkai.desk.entering import Mistake, lacking
from gongkai.desk.plans.rows import Fact
from gongkai.desk.plans.sent import ROLES, Draft, Sent, named, nameless, write
from gongkai.desk.proposals import RefusedError
from gongkai.pages.views import Link, View
from gongkai.records.fields import SITE_FOLDERS, SLUG
from gongkai.words.text import tidy

from .base.deciding import BACK, WRITE, step_of
from .base.fields import fields_of, hidden, mistakes_of, typed_in
from .base.views import ChoiceView, FieldView, Hidden, MistakeView
from .base.visits import Visit

NAME_COLUMNS = "columns"
FILE, KEPT, COLUMN = "notice", "kept", "column"
_ADDRESS, _TITLE = "desk/import", "录入要点"
# No place is called so.
_NEW = "-"
_SAMPLES, _LONGEST, _MOST_NAMES = 3, 80, 12


@dataclass(frozen=True)
class ImportView(View):
    """Which file is read, for which place and year."""

    template = "desk/import"
    action: str
    asked: tuple[FieldView, ...]
    kept: str
    file_mistakes: tuple[str, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True)
class SampleView:
    """A task as it was read."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class SightView(View):
    """What was read of a file, before anything is written."""

    template = "desk/sighted"
    action: str
    caption: str
    facts: tuple[Fact, ...]
    samples: tuple[SampleView, ...]
    hidden: tuple[Hidden, ...]
    has_columns: bool


@dataclass(frozen=True)
class ColumnView:
    """A column of the table: its head, its first cells, and what it is to be read as."""

    id: str
    number: int
    head: str
    samples: tuple[str, ...]
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class ColumnsView(View):
    """What each column of a table was taken for, for somebody who knows better."""

    template = "desk/columns"
    action: str
    caption: str
    reason: str
    columns: tuple[ColumnView, ...]
    hidden: tuple[Hidden, ...]


def bring(visit: Visit) -> Response:
    """The form, then what was read, or the columns; then the draft is written and looked through."""
    sent, step = _sent(visit), step_of(visit)
    if step in ("", BACK):
        return _form(visit, sent)
    if not sent:
        return _form(visit, file="没有选文件。请选要录入的文件。")
    return _columns(visit, sent, "") if step == NAME_COLUMNS else _read(visit, sent)


def _read(visit: Visit, sent: Sent) -> Response:
    """What was read, or the columns where nothing could be; the draft is written where that is wanted."""
    columns = tuple(visit.request.form.getlist(COLUMN))
    try:
        draft = sent.sighted(visit.desk, columns)
    except RefusedError as error:
        return _columns(visit, sent, str(error).split("\n")[0])
    into, told = _into(visit, draft.year if draft else None)
    if told:
        return _form(visit, sent, told)
    try:
        outcome = sent.read(visit.desk, into, columns)
        if not (drafted := outcome.draft):
            raise RefusedError(outcome.text)
        if nameless(visit.desk, into.parts[0], outcome):
            if not (name := visit.request.form.get("name", "").strip()):
                return _form(visit, sent, [Mistake("name", "文件里没有写是哪个辖区的。请填全称。")])
            outcome = named(visit.desk, into.parts[0], outcome, name)
        if step_of(visit) != WRITE:
            return _sight(visit, sent, drafted, into)
        write(visit.desk, outcome)
    except RefusedError as error:
        return _form(visit, sent, [Mistake("", line) for line in str(error).split("\n") if line])
    return redirect(f"/desk/{into.as_posix()}/review", 303)


def _into(visit: Visit, of_file: int | None) -> tuple[Path, list[Mistake]]:
    """The folder of the place and the year, and what is wrong with what was typed for these."""
    told = lacking(asked := _questions(visit), typed_in(visit.request.form, asked))
    place, slug, year = (visit.request.form.get(key, "").strip() for key in ("place", "slug", "year"))
    slug, year = slug if place == _NEW else place, year or str(of_file or "")
    if not slug:
        told.append(Mistake("slug", "没有填写。新的辖区请写地址代码；已有的请在上面选。"))
    elif not re.fullmatch(SLUG, slug) or slug in SITE_FOLDERS:
        told.append(Mistake("slug", f"“{slug}”不能用。请只用小写字母、数字和连字符，也不能和网站自己的文件夹同名。"))
    if not re.fullmatch("20[0-9]{2}", year):
        told.append(Mistake("year", "请填四位数字的年份。" if year else "文件里没有写是哪一年的。请填年份。"))
    elif of_file and year != str(of_file):
        told.append(Mistake("year", f"文件写的是 {of_file} 年，这里填的是 {year} 年。请核对；不填就照文件。"))
    return Path(slug, year), told


def _questions(visit: Visit) -> tuple[Question, ...]:
    places = tuple(Choice(slug, visit.office.name_of(slug)) for slug in visit.office.places())
    asked = visit.request.args.get("place", _NEW)
    return (
        Question("place", "哪个辖区", "choice", choices=(*places, Choice(_NEW, "新的辖区")), is_required=True, prefilled=(asked,)),
        Question("slug", "新辖区的地址代码", "line", "新的辖区才填；会成为网址，定了不改。只用小写字母、数字和连字符", "tongliang"),
        Question("name", "新辖区的全称", "line", "文件里没有写的才填", "重庆市铜梁区"),
        Question("year", "哪一年的要点", "line", "不填就照文件"),
    )


def _sent(visit: Visit) -> Sent | None:
    """The file as it was chosen, or as it was kept since."""
    if (file := visit.request.files.get(FILE)) and file.filename:
        return visit.office.keep(Sent(file.filename, file.read()))
    return visit.office.sent.get(visit.request.form.get(KEPT, ""))


def _along(visit: Visit, sent: Sent | None, *keys: str) -> tuple[Hidden, ...]:
    """What goes along: the file, and what was typed."""
    typed = {key: tuple(visit.request.form.getlist(key)) for key in keys}
    return hidden({**typed, **({KEPT: (sent.digest,)} if sent else {})}, token=visit.office.token)


def _form(visit: Visit, sent: Sent | None = None, mistakes: Sequence[Mistake] = (), file: str = "") -> Response:
    questions = _questions(visit)
    typed = typed_in(visit.request.form, questions) if visit.request.method == "POST" else {it.key: it.prefilled for it in questions}
    fields = fields_of(questions, typed, mistakes)
    told = (*((MistakeView(f"f-{FILE}", file),) if file else ()), *mistakes_of(fields, mistakes))
    view = ImportView(_ADDRESS, fields, sent.name if sent else "", (file,) if file else (), told, _along(visit, sent, COLUMN))
    return visit.page(f"有错：{_TITLE}" if told else _TITLE, view, status=422 if told else 200)


def _sight(visit: Visit, sent: Sent, draft: Draft, into: Path) -> Response:
    new = [draft.units[slug].name for slug in draft.new_units]
    left = sum(not it.is_furniture for it in draft.reading.left_over)
    measures = sum(len(task.measures) for task in draft.tasks)
    facts = (
        Fact("标题", tidy(draft.reading.title)),
        Fact("发文字号", draft.reading.document_number),
        Fact("读出", f"{len(draft.sections)} 个部分、{len(draft.tasks)} 项任务、{measures} 条举措"),
        Fact("存疑", f"{len(draft.doubts)} 处；另有 {left} 处原文没有归到任何一项"),
        Fact("名册里没有的单位", f"{len(new)} 个：{'、'.join(new[:_MOST_NAMES])}{'等' if len(new) > _MOST_NAMES else ''}" if new else ""),
        Fact("名册里没有的栏目", f"{len(draft.new_columns)} 个" if draft.new_columns else ""),
        Fact("写到", f"{visit.desk.shown(into)}/"),
    )
    view = SightView(
        action=_ADDRESS,
        caption=sent.name,
        facts=tuple(fact for fact in facts if fact.text),
        samples=tuple(SampleView(task.id, tuple(_sample(draft, index))) for index, task in enumerate(draft.tasks[:_SAMPLES])),
        hidden=_along(visit, sent, "place", "slug", "name", "year", COLUMN),
        has_columns=sent.guess(visit.desk) is not None,
    )
    return visit.page("读出来的", view, (Link(_TITLE, _ADDRESS),))


def _sample(draft: Draft, index: int) -> Iterator[Fact]:
    task = draft.tasks[index]
    text = "\n".join((task.opening, *(it.text for it in task.measures))).strip()
    told = (
        ("任务", f"{text[:_LONGEST]}{'……' if len(text) > _LONGEST else ''}"),
        ("牵头单位", "、".join(draft.units[slug].name for slug in task.lead_units)),
        ("责任单位", "、".join(draft.units[slug].name for slug in task.responsible_units)),
        ("时限", "；".join(it.due_text for it in task.measures if it.due_text)),
    )
    yield from (Fact(label, text) for label, text in told if text)


def _columns(visit: Visit, sent: Sent, reason: str) -> Response:
    try:
        guess = sent.guess(visit.desk)
    except RefusedError as error:
        return _form(visit, file=str(error))
    if not guess:
        return _form(visit, file=reason or "文件里没有表格，没有可以指定的栏。")
    named = visit.request.form.getlist(COLUMN)
    roles = named if len(named) == len(guess.roles) else guess.roles
    # Of a row with merged cells nobody knows which column a cell stands in.
    cells = [*zip(*(row for row in guess.samples if len(row) == len(guess.heads)), strict=True)]
    columns = tuple(
        ColumnView(
            f"f-{COLUMN}-{number}",
            number,
            head,
            tuple(filter(None, cells[number - 1])) if cells else (),
            tuple(ChoiceView("", role, words, role == taken) for role, words in ROLES.items()),
        )
        for number, (head, taken) in enumerate(zip(guess.heads, roles, strict=True), 1)
    )
    view = ColumnsView(_ADDRESS, sent.name, reason, columns, _along(visit, sent, "place", "slug", "name", "year"))
    return visit.page("各栏是什么", view, (Link(_TITLE, _ADDRESS),), 422 if reason else 200)

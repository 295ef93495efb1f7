"""import-report.html: the source beside what was read from it, row by row, every doubt, and what was left over.

One file that opens from a disk: its only style stands in it, allowed by its hash, and nothing else is allowed at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from gongkai.importing.layout.reading import Doubt, Piece
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.pages.wording import DUTY_KINDS, UNIT_KINDS
from gongkai.words.text import tidy, visible

_STYLE = """
body { font: 16px/1.7 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 80rem; padding: 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; } th, td { border: 1px solid #8a8a8a; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f0; } th.name { width: 7rem; } th.sure { width: 6rem; } .printed { white-space: pre-line; }
.doubtful { background: #fff4d6; } .doubtful .mark { font-weight: bold; } .left { white-space: pre-line; } .quiet { color: #555; }
li { margin: 0.2rem 0; } a { color: #005a9c; }
@media print { a { color: inherit; text-decoration: none; } tr { break-inside: avoid; } }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_SURE, _INHERITED, _DOUBTFUL = "清楚", "承接上文", "存疑"
_UNITS = {"working_days": "个工作日", "days": "天", "months": "个月"}
_PERIODS = {"year": "每年", "half_year": "每半年", "quarter": "每季度", "month": "每月", "week": "每周"}


def html(draft: Draft, *, file: str, counts: str) -> str:
    """The whole page. `file` is the source's name, `counts` what its line numbers count."""
    title = tidy(draft.reading.title) or file
    parts = [
        _head(title),
        f"<h1>导入报告：{escape(title)}</h1>",
        _summary(draft, file),
        *_doubts(draft, counts),
        "<h2>文件</h2>",
        *_facts(draft),
        *_new(draft),
        *(line for task in draft.tasks for line in _task(draft, task, counts)),
        *_left_over(draft, counts),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode(errors="replace").decode()


def _head(title: str) -> str:
    policy = f"default-src 'none'; style-src 'sha256-{_HASH}'"
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>导入报告：{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    )


def _summary(draft: Draft, file: str) -> str:
    measures = sum(len(task.measures) for task in draft.tasks)
    doubts = len(draft.doubts)
    unread = sum(1 for left in draft.reading.left_over if not left.is_furniture)
    return (
        f"<p>由 {escape(file)} 读出 {len(draft.sections)} 个部分、{len(draft.tasks)} 项任务、{measures} 条举措。"
        f"有 {doubts} 处存疑，{unread} 处文字没有归到任何一项。请先看“存疑”，再逐项对照。</p>"
    )


def _facts(draft: Draft) -> Iterator[str]:
    rows = (
        ("标题", draft.reading.title),
        ("年份", str(draft.year or "")),
        ("发文字号", draft.reading.document_number),
        ("发布机构", draft.reading.issuer),
        ("成文日期", draft.issued_on.isoformat() if draft.issued_on else ""),
        ("依据文件", "\n".join(draft.reading.basis)),
        ("正文", draft.reading.preamble),
    )
    yield "<table>"
    for name, text in rows:
        shown = f'<span class="printed">{escape(visible(text))}</span>' if text else '<span class="quiet">原文没有读到</span>'
        yield f'<tr><th class="name" scope="row">{name}</th><td>{shown}</td></tr>'
    yield "</table>"


def _doubts(draft: Draft, counts: str) -> Iterator[str]:
    yield f"<h2>存疑（{len(draft.doubts)}）</h2>"
    yield "<ul>" if draft.doubts else "<p>没有。</p>"
    for doubt in draft.doubts:
        where = f'<a href="#task-{escape(doubt.task)}">{escape(doubt.task)}</a>　' if doubt.task else ""
        yield f"<li>{where}{escape(doubt.why)}{_place(doubt.line, counts)}</li>"
    if draft.doubts:
        yield "</ul>"


def _place(line: int, counts: str) -> str:
    return f'<span class="quiet">（原文第 {line} {escape(counts)}）</span>' if line > 0 else ""


def _new(draft: Draft) -> Iterator[str]:
    if not (draft.new_units or draft.new_columns):
        return
    yield "<h2>名册里没有的单位和栏目</h2>"
    yield "<p>名称照原文，地址代码是按拼音拟的，定了就不能再改，请先看一遍。</p>"
    yield '<table><tr><th scope="col">名称</th><th scope="col">地址代码</th><th scope="col">类别或上级</th></tr>'
    for slug in draft.new_units:
        unit = draft.units[slug]
        also = f"（又作 {'、'.join(unit.aliases)}）" if unit.aliases else ""
        yield f"<tr><td>{escape(unit.name + also)}</td><td>{slug}</td><td>{UNIT_KINDS[unit.kind]}{'，文件未列名' if unit.open else ''}</td></tr>"
    for column in draft.new_columns:
        trail = " &gt; ".join(escape(node.name) for node in draft.nodes[column.slug].trail[:-1])
        yield f"<tr><td>{escape(column.name)}</td><td>{column.slug}</td><td>{trail or '网站'}</td></tr>"
    yield "</table>"


# --- rows ---------------------------------------------------------------------------------------


def _task(draft: Draft, task: DraftTask, counts: str) -> Iterator[str]:
    doubts = draft.doubts_of(task.id)
    yield f'<h3 id="task-{task.id}">{task.id}{_place(task.row.text.line, counts)}</h3>'
    yield '<table><tr><th class="name" scope="col">栏</th><th scope="col">原文</th><th scope="col">读作</th><th class="sure" scope="col">把握</th></tr>'
    for name, piece, read, keys in _cells(draft, task):
        if piece.text.strip() or read:
            yield _row(name, piece, read, [doubt for doubt in doubts if doubt.field.split(".")[-1] in keys])
    yield "</table>"


def _cells(draft: Draft, task: DraftTask) -> Iterator[tuple[str, Piece, str, tuple[str, ...]]]:
    row = task.row
    lead, responsible = _names(draft, task.lead_units), _names(draft, task.responsible_units)
    everyone = "\n".join(f"{role}：{names}" for role, names in (("牵头", lead), ("责任", responsible)) if names)
    yield "具体事项", row.matter, task.matter, ("matter",)
    yield "内容", row.text, _wording(draft, task), ("text", "measures", "kind", "number", "opening")
    if row.units.text.strip():
        yield "单位", row.units, everyone, ("lead_units", "responsible_units", "units")
    else:
        yield "牵头单位", row.lead, lead, ("lead_units",)
        yield "责任单位", row.responsible, responsible, ("responsible_units",)
    yield "公开路径", row.publication, _places(draft, task), ("publication_paths", "channels", "publication_text")
    yield "完成时限", row.due, _times(task), ("due_on", "due", "due_text", "recurrence")


def _row(name: str, piece: Piece, read: str, doubts: list[Doubt]) -> str:
    sure = _DOUBTFUL if doubts else _INHERITED if piece.inherited else _SURE
    notes = "".join(f"<br>{escape(doubt.why)}" for doubt in doubts)
    printed = escape(visible(piece.text)) or '<span class="quiet">（见内容）</span>'
    style = ' class="doubtful"' if doubts else ""
    return (
        f'<tr{style}><th class="name" scope="row">{name}</th><td class="printed">{printed}</td>'
        f'<td class="printed">{escape(read) or "—"}</td><td><span class="mark">{sure}</span>{notes}</td></tr>'
    )


def _names(draft: Draft, slugs: Iterable[str]) -> str:
    return "、".join(draft.units[slug].name for slug in slugs)


def _numbered(measure: DraftMeasure) -> str:
    return f"{measure.number}．" if measure.number is not None else ""


def _wording(draft: Draft, task: DraftTask) -> str:
    opening = f"{task.opening}\n" if task.opening else ""
    return opening + "\n".join(
        f"{_numbered(measure)}{measure.text}〔{DUTY_KINDS[measure.kind]}{_only(draft, measure)}〕" for measure in task.measures
    )


def _only(draft: Draft, measure: DraftMeasure) -> str:
    return f"；由{_names(draft, measure.units)}承担" if measure.units else ""


def _places(draft: Draft, task: DraftTask) -> str:
    lines = []
    for measure in task.measures:
        trails = [">".join(node.name for node in draft.nodes[slug].trail) for slug in measure.publication_paths]
        lines += [f"{_numbered(measure)}{place}" for place in (*trails, *measure.channels)]
    return "\n".join(lines)


def _times(task: DraftTask) -> str:
    return "\n".join(f"{_numbered(measure)}{'；'.join(said)}" for measure in task.measures if (said := _time(measure)))


def _time(measure: DraftMeasure) -> list[str]:
    said = [str(measure.due_on)] if measure.due_on else []
    if measure.due:
        said.append(f"{measure.due.after}起 {measure.due.within} {_UNITS[measure.due.unit]}内")
    if measure.recurrence:
        parts = "".join(f"，其中{one.what}不少于 {one.times} 次" for one in measure.recurrence.including)
        said.append(f"{_PERIODS[measure.recurrence.per]} {measure.recurrence.times} 次{parts}")
    if measure.window:
        said.append(f"最多隔 {measure.window.within} {_UNITS[measure.window.unit]}更新")
    return [*said, f"“{measure.due_text}”"] if measure.due_text else said


# --- the rest -----------------------------------------------------------------------------------


def _left_over(draft: Draft, counts: str) -> Iterator[str]:
    loose = [left for left in draft.reading.left_over if not left.is_furniture]
    furniture = [left for left in draft.reading.left_over if left.is_furniture]
    yield f"<h2>没有归到任何一项的文字（{len(loose)}）</h2>"
    yield "<ul>" if loose else "<p>没有。</p>"
    yield from (
        f'<li><span class="left">{escape(visible(left.text))}</span>（{escape(left.why)}）{_place(left.line, counts)}</li>'
        for left in loose
    )
    if loose:
        yield "</ul>"
    if furniture:
        yield f"<details><summary>表头、页码等 {len(furniture)} 处</summary><ul>"
        yield from (f"<li>{escape(visible(left.text))}（{escape(left.why)}）{_place(left.line, counts)}</li>" for left in furniture)
        yield "</ul></details>"

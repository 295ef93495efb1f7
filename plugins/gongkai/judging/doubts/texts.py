"""Texts that are not whole: cut where YAML takes the rest for a comment; and duties that lack what they are counted by or called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.records.folder import ReadFile
from gongkai.records.plan_records import Task, TasksFile
from gongkai.records.problems import Effect, Problem
from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.labels import START_UNSAID, UNIT_UNSAID
from gongkai.words.left_out import Location

from .values import Kind, Stated, remark

# How a comment behind a text is typed by those who know: well apart, with a blank behind its mark.
_COMMENT = re.compile(r"[ \t]{2,}#+[ \t]")


def doubtful_texts(stated: Stated) -> Iterator[Problem]:
    """What is doubtful of the texts in one file."""
    file = stated.file
    for standing in stated.values:
        trailing = file.source.trailing.get(standing.location, "")
        if standing.kind is Kind.TEXT and trailing and not _COMMENT.match(trailing):
            shown = trailing.strip()[:20]
            fault = f"空格后面的“#”在 YAML 里是注释的开头，“{shown}”以后都没有读进来。"
            yield remark(file, standing.location, fault, "请给整段内容加上英文引号；真是注释的，请另起一行写。")
    if isinstance(file.record, TasksFile):
        yield from _triggered(file, file.record)


def unread(file: ReadFile) -> Iterator[tuple[str, str, Problem]]:
    """What a draft has where it read nothing, and what nobody has confirmed in it: of what kind, for whom, and the gate that it is."""
    for index, unit in enumerate(getattr(file.record, "units", ())):
        if unit.name == UNIT_UNSAID:
            fault = f"有的任务没有读到单位，暂记在“{UNIT_UNSAID}”名下，网站上会当作一个单位。"
            remedy = f"请照原文给每项任务补上单位（tasks/ 里写着 {unit.slug} 的地方），再删去这个单位。"
            yield "没有读到单位", unit.slug, remark(file, ("units", index, "name"), fault, remedy, Effect.GATE)
    for index, task in enumerate(getattr(file.record, "tasks", ())):
        for position, measure in enumerate(task.measures):
            if measure.due and measure.due.after == START_UNSAID:
                told = remark(
                    file, ("tasks", index, "measures", position, "due", "after"), "没有读到从什么时候起算。", "请照原文补上。", Effect.GATE
                )
                yield "没有读到起算事件", f"{file.path.as_posix()} {task.id} {position}", told
    if drafted := [location for location, comment in file.source.trailing.items() if comment.strip() == PROPOSED]:
        fault = f"这个文件里有 {len(drafted)} 处是程序草拟的，还没有人核对过。"
        yield (
            "没有核对的草拟",
            file.path.as_posix(),
            remark(file, drafted[0], fault, f"请逐处核对，再删去后面的“{PROPOSED}”。", Effect.GATE),
        )


def untitled(files: Iterable[ReadFile]) -> Iterator[Problem]:
    """Of the tasks of one plan those without a title, told once, at the first of them."""
    tasks = ((file, index, task) for file in files for index, task in enumerate(getattr(file.record, "tasks", ())))
    bare = [(file, ("tasks", index, *spot)) for file, index, task in tasks for spot in _without_title(task)[:1]]
    for file, spot in bare[:1]:
        fault = f"这份要点有 {len(bare)} 项任务没有写短标题（title），或者有几条举措而举措没有写，列表里只能显示原文的开头。"
        yield remark(file, spot, fault, "请读原文后补上：说清公开什么，不超过 24 个字。")


def unclassified(files: Iterable[ReadFile]) -> Iterator[Problem]:
    """That nobody has said of any task of one plan which kind of article 20 it serves, told once, at the first of them."""
    tasks = [(file, index, task) for file in files for index, task in enumerate(getattr(file.record, "tasks", ()))]
    if all(task.article_20 is None for _, _, task in tasks):
        for file, index, _ in tasks[:1]:
            fault = f"这份要点的 {len(tasks)} 项任务都还没有归类（article_20），“十五类信息”的网页上只能说还没有归类。"
            remedy = "请读原文后逐项补上《政府信息公开条例》第二十条的序号，如 [3]；都不属于的写 []。"
            yield remark(file, ("tasks", index, "article_20"), fault, remedy)


def _without_title(task: Task) -> list[Location]:
    """Where titles are wanted in a task: its own, and of several measures each one's."""
    measures = [("measures", index, "title") for index, measure in enumerate(task.measures) if len(task.measures) > 1 and not measure.title]
    return [*([] if task.title else [("title",)]), *measures]


def _triggered(file: ReadFile, record: TasksFile) -> Iterator[Problem]:
    for index, task in enumerate(record.tasks):
        for position, measure in enumerate(task.measures):
            if measure.kind == "triggered" and measure.due is None:
                fault = "任务类型是依情形公开（triggered），没有写相对时限（due），什么时候到期算不出来。"
                remedy = "请补上，如 due: {within: 5, unit: working_days, after: 起算的情形}；文件没有写的，不用改。"
                yield remark(file, ("tasks", index, "measures", position, "due"), fault, remedy)

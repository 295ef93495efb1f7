"""Short titles for the tasks of a draft, taken from the wording itself; each is for a person to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from gongkai.importing.layout.brackets import depths
from gongkai.importing.layout.reading import Doubt
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.words.folding import fold
from gongkai.words.text import tidy, visible

_LONGEST, _SHORTEST = 24, 5
_ENDS = ",;:。!?\n"
# The clause that says what is made public, not the one before it that says by whose order.
_NAMES = re.compile("公开|公布|公示|发布|展示|解读")
# It says when, how or for whom, or goes on from another clause or into one.
_HANGS = re.compile(
    "^(?:并|及(?!时)|以及|同时|其中|应|纳入|(?:严格|认真|紧紧|善于)?(?:按(?!时|期)|根据|依据|围绕|对照|结合|通过|对(?!外)|为|在))|凡是|(?:前|后|时|下|中|上|要求|机关|为龙头)$"
)
_ASIDE = re.compile(r"[(〔【\[][^()]*[)〕】\]]$")
_CUT = re.compile(r"…|\.{3}|等[0-9一二两三四五六七八九十百]+(?:个|项|类|条)")
_PAIRS = tuple(zip("([〔【《“", ")]〕】》”", strict=True))


def titled(draft: Draft) -> Draft:
    """The draft with a title for each task whose wording gives a short one that no other task would get, and a doubt that says so."""
    proposed = {task.id: _title(task) for task in draft.tasks}
    times = Counter(proposed.values())
    titles = {task: title for task, title in proposed.items() if title and times[title] == 1}
    if not titles:
        return draft
    why = f"{len(titles)} 项任务的短标题是照原文截取的草稿，请逐条核对，改成说清公开什么的名称。"
    if lacking := len(draft.tasks) - len(titles):
        why += f"另有 {lacking} 项拟不出短标题，请补写。"
    tasks = tuple(
        replace(task, title=titles[task.id], proposed=task.proposed | {"title"}) if task.id in titles else task for task in draft.tasks
    )
    return replace(draft, tasks=tasks, doubts=(*draft.doubts, Doubt("", "short_title", 0, why)))


def _title(task: DraftTask) -> str:
    """The matter, or the clause that names what is to be done; of several measures none speaks for the others."""
    if _is_short(task.matter):
        return task.matter
    text = task.opening or (task.measures[0].text if len(task.measures) == 1 else "")
    clauses = [clause for clause in _clauses(text) if clause]
    title = next((clause for clause in clauses if _NAMES.search(clause)), clauses[0] if clauses else "")
    return title if _is_short(title) and not _HANGS.search(title) else ""


def _is_short(title: str) -> bool:
    folded = fold(title)
    is_whole = all(folded.count(opening) == folded.count(closing) for opening, closing in _PAIRS) and not _CUT.search(folded)
    return is_whole and _SHORTEST <= len(title) <= _LONGEST


def _clauses(text: str) -> Iterator[str]:
    """A text parted where no bracket or quotation is open, each clause without a remark in brackets at its end."""
    text = visible(text)
    folded, start = fold(text), 0
    depth = depths(folded)
    for end in (*(index for index, sign in enumerate(folded) if sign in _ENDS and not depth[index]), len(text)):
        aside = _ASIDE.search(folded[start:end])
        yield tidy(text[start : start + aside.start() if aside else end])
        start = end + 1

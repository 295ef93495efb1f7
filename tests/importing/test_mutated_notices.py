"""A notice with anything wrong in it ends in a refusal that says why, or in a draft that holds or doubts each of its letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from random import Random

import pytest
from gongkai.importing import layout, readers
from gongkai.importing.layout import region
from gongkai.importing.layout.account import held, printed
from gongkai.importing.layout.cells.wording import letters
from gongkai.importing.layout.reading import Piece, Row
from gongkai.importing.layout.rules import year_of
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.importing.meaning.understanding import understand
from gongkai.importing.readers.base.notice import Notice, RefusedError
from gongkai.importing.writing import as_json
from gongkai.importing.writing.titles import titled
from gongkai.words.folding import fold
from helpers import made_up_notices, mutations
from helpers.sites import each

from benchmarks.notices import NOTICES

FEW, MANY, SHARES = 300, 10_000, 4
# Letters of the words that say what a body does, that there is none, or count names, which no field keeps.
ROLES = frozenset("牵头主办责任负配合协承落实单位部门科处室公开体无暂0123456789")


@cache
def notices() -> tuple[Notice, ...]:
    real = (readers.read(next(folder.glob("notice.*"))) for folder in sorted(NOTICES.iterdir()) if folder.is_dir())
    return (*(made_up_notices.case(name).notice for name in made_up_notices.names()), *real)


def faults(seed: int) -> list[str]:
    """What is wrong with the answer to the notice that a seed makes."""
    random = Random(seed)
    notice = mutations.mutated(random.choice(notices()), random)
    try:
        reading = layout.read(notice)
        draft = titled(understand(reading, year=year_of(reading), places=region.of(reading).names))
        as_json.text(draft, jurisdiction="jia", name="甲县", source=notice.name)
    except RefusedError as refusal:
        return [] if re.search("[一-鿿]", str(refusal)) else [f"refused without a reason: {refusal}"]
    lost = Counter(letters("".join(text for text, _ in printed(notice)))) - Counter(letters("".join(held(reading))))
    return [f"lost in the layout: {lost}"] * bool(lost) + [
        f"{task.id} lost: {rest}" for task in draft.tasks if (rest := silent(draft, task))
    ]


def silent(draft: Draft, task: DraftTask) -> set[str]:
    """The letters of a row's cells that neither a field of its task nor a doubt holds."""
    row: Row = task.row
    measures = [f"{measure.number or ''}{measure.text}{measure.due_text}{''.join(measure.channels)}" for measure in task.measures]
    paths = [node.name for measure in task.measures for slug in measure.publication_paths for node in draft.nodes[slug].trail]
    doubts = [doubt.why for doubt in draft.doubts_of(task.id)]
    units = [word for slug in (*task.lead_units, *task.responsible_units) for word in (draft.units[slug].name, *draft.units[slug].aliases)]
    said = {
        *letters(fold("".join((*measures, *paths, *doubts, *units, task.opening, task.publication_text, task.matter, task.units_text))))
    }
    cells, of_units = (row.text, row.matter, row.publication, row.due), (row.units, row.lead, row.responsible)
    return (_letters(cells) - said) | (_letters(of_units) - said - ROLES)


def _letters(cells: tuple[Piece, ...]) -> set[str]:
    return {*letters(fold("".join(cell.text for cell in cells)))}


def wrong(seeds: range) -> dict[int, list[str]]:
    told = {}
    for seed in seeds:
        try:
            told[seed] = faults(seed)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
    return {seed: several for seed, several in told.items() if several}


@pytest.mark.sweep
@pytest.mark.parametrize("seeds", each([range(FEW // 3), range(FEW // 3, FEW)], range(FEW // 3)), ids=str)
def test_a_mutated_notice_is_refused_with_a_reason_or_read_without_a_loss(seeds):
    assert wrong(seeds) == {}


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("share", range(SHARES))
def test_ten_thousand_mutated_notices_are_refused_or_read(share):
    """By hand, some minutes."""
    assert wrong(range(FEW + share * MANY // SHARES, FEW + (share + 1) * MANY // SHARES)) == {}

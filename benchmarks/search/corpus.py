"""Corpora of any size on disk: what `gongkai.search` makes of each place of an invented portal, so a change there is measured here."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from gongkai.judging.judgement import assess
from gongkai.records.portal import Portal
from gongkai.search.cards import Document
from gongkai.search.findable import Findable, PlaceOfIndex, findable_of
from gongkai.search.placing import placed

from ..invented import places

AS_OF = date(2026, 12, 31)


def write(folder: Path, tasks: int, years: int) -> float:
    """Lay aside what the index needs of each place, one after the other: never all in memory.

    Gives back the seconds that `gongkai.search` took for its part.
    """
    seconds = 0.0
    for number, place in enumerate(places(tasks, years)):
        assessment = assess(Portal((place,)), AS_OF)
        start = time.perf_counter()
        findable = findable_of(place, assessment.plans, assessment.portal, AS_OF)
        seconds += time.perf_counter() - start
        (folder / f"{number:05}.place").write_bytes(pickle.dumps(findable))
    return seconds


def read(folder: Path, kind: str = "") -> Iterator[Document]:
    """Every document of the corpus, or those of one kind, in the order of the index."""
    groups = [group for place in places_of(folder) for group in place.load().groups if group.kind == (kind or group.kind)]
    numbered = (pair for group, numbers in placed(groups) for pair in zip(numbers, group.documents.value, strict=True))
    return (document for _, document in sorted(numbered))


def places_of(folder: Path) -> list[PlaceOfIndex]:
    """The places as the index is made of them."""
    return [PlaceOfIndex(path.stem, "", partial(_laid_aside, path)) for path in sorted(folder.glob("*.place"))]


def _laid_aside(path: Path) -> Findable:
    findable: Findable = pickle.loads(path.read_bytes())
    return findable

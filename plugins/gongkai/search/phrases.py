"""Which phrases become terms of their own: names that stand in several places, and wordings whose pairs are in nearly every text.

A query for 信息公开工作年度报告 has nine pairs, each in most of the texts: at a hundred thousand tasks their lists are 300 kB.
As one term it is a list as short as its answer. A phrase costs its own length in what every query fetches first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from gongkai.words.tokens import SHORTEST_PHRASE, han_runs

from .findable import Findable, Group

# So many texts tell which wordings are common.
SAMPLE = 1500
# More would cost more in the manifest than they save in the shards.
MOST_NAMES = 2000
# In an index of fewer texts no list is long.
MANY = 10_000
# Postings that a wording saves the query that asks for it, about half a byte each.
WORTH = 32_768
_LONGEST = 12
# A wording in fewer of the texts than this has a pair that is nearly as rare.
_LEAST_SHARE = 0.02

# What is nearly always part of one longer wording (息公开工 of 信息公开工作) is no wording.
_SELDOM_LONGER = 0.95

# The share of the texts that hold a piece.
_Shares = Mapping[str, float]


class Sampled(NamedTuple):
    """Texts of tasks of one place: one of each so many, the first after so many of them."""

    start: int
    step: int
    texts: Sequence[str]


def phrases_in_text(findables: Iterable[Findable], sampled: Iterable[Sampled], total: int) -> tuple[str, ...]:
    """What becomes a term wherever it stands, because people ask for it and its pairs would cost too much; `total` is how many tasks there are."""
    names = tuple(common_names(chain.from_iterable(findable.names_in_text.value for findable in findables)))
    return (*names, *common_wordings([*chain.from_iterable(place.texts for place in sampled)], total, names))


def sample(findables: Iterable[Findable], known: Mapping[str, Sampled] = MappingProxyType({})) -> tuple[dict[str, Sampled], int]:
    """Texts of tasks from everywhere in the portal, by place, and how many tasks there are; of few nothing is asked for. Some are `known`.

    What was found for them is left out: no new evidence shall change what is a term.
    """
    tasks = {findable.slug: [group for group in findable.groups if group.kind == "task"] for findable in findables}
    total = sum(map(len, chain.from_iterable(tasks.values())))
    step, before = total // SAMPLE + 1, 0
    sampled: dict[str, Sampled] = {}
    for slug, groups in tasks.items() if total >= MANY else ():
        start = -before % step
        kept = known.get(slug)
        is_kept = kept and (kept.start, kept.step) == (start, step)
        sampled[slug] = kept if kept and is_kept else Sampled(start, step, tuple(_every(step, groups, start)))
        before += sum(map(len, groups))
    return sampled, total


def _every(step: int, tasks: Iterable[Group], start: int) -> Iterator[str]:
    for group in tasks:
        if start < len(group):
            yield from islice(group.wordings, start, None, step)
        start = (start - len(group)) % step


def common_names(names: Iterable[str]) -> Iterator[str]:
    """The names that stand in more than one place, the commonest, as far as they pay."""
    return (name for name, count in Counter(names).most_common(MOST_NAMES) if count > 1)


def common_wordings(texts: Sequence[str], total: int, names: Iterable[str]) -> Iterator[str]:
    """Wordings that save a query `WORTH` postings in an index of `total` texts, of which `texts` are a sample; shortest first.

    `names` are phrases already, which may have made them cheap.
    """
    if total < MANY:
        return
    least = WORTH / total
    pairs, longer = _frequent([han_runs(text) for text in texts])
    named = {run for name in names for run in han_runs(name)}
    known = {name: share for name, share in longer.items() if name in named}
    continued = _continued(longer)
    for wording, share in longer.items():
        is_part = continued.get(wording, 0.0) >= _SELDOM_LONGER * share
        if not is_part and wording not in known and _cost(wording, pairs, known) - share >= least:
            known[wording] = share
            yield wording


def _frequent(texts: Sequence[Sequence[str]]) -> tuple[_Shares, _Shares]:
    """Pairs, and what is long enough to be a phrase, shortest first: all that stand in many of the texts."""
    shares: dict[int, dict[str, float]] = {}
    for size in range(2, _LONGEST + 1):
        shorter = shares.get(size - 1)
        counts = Counter(chain.from_iterable({piece for run in runs for piece in _pieces(run, size, shorter)} for runs in texts))
        shares[size] = {piece: count / len(texts) for piece, count in sorted(counts.items()) if count >= _LEAST_SHARE * len(texts)}
    longer = {piece: share for size in range(SHORTEST_PHRASE, _LONGEST + 1) for piece, share in shares[size].items()}
    return shares[2], longer


def _pieces(run: str, size: int, shorter: _Shares | None) -> Iterator[str]:
    """Those of this length; only what consists of frequent pieces can be frequent."""
    for start in range(len(run) - size + 1):
        if shorter is None or (run[start : start + size - 1] in shorter and run[start + 1 : start + size] in shorter):
            yield run[start : start + size]


def _continued(longer: _Shares) -> dict[str, float]:
    """The share of the commonest wording that is one character longer."""
    commonest: dict[str, float] = {}
    for wording, share in longer.items():
        for shorter in (wording[1:], wording[:-1]):
            commonest[shorter] = max(commonest.get(shorter, 0.0), share)
    return commonest


def _cost(wording: str, pairs: _Shares, known: _Shares) -> float:
    """The share of all texts that a query for the wording fetches the postings of: the cover that engine/clauses.js asks for."""
    cost, start, end = 0.0, 0, 0
    while end < len(wording):
        last = max(end - 1, 0)
        pieces = ((at, wording[at : at + size]) for at in range(start, last + 1) for size in range(SHORTEST_PHRASE, _LONGEST + 1))
        phrases = [(at + len(piece), at, known[piece]) for at, piece in pieces if piece in known]
        end, at, share = max([(last + 2, last, pairs[wording[last : last + 2]]), *phrases], key=itemgetter(0))
        cost += share
        start = at + 1
    return cost

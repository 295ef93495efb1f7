"""What one of several wordings of a duty says that the others do not, and what most of the others say and it does not, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .likeness import Terms, clauses, terms, without_where

# Of a clause that is in another so much stands there.
_SAME = 0.5
# Of a clause that hardly anybody else has.
_OWN = 0.25
# As many as anybody reads aloud.
_MOST = 4
# So many clauses that are usual are held against each wording.
_LOOKED_AT = 8


@dataclass(frozen=True)
class Difference:
    """Of one wording: the clauses that only it has, and those that most of the others have and it has not; how many more there are of each."""

    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    more_added: int = 0
    more_left_out: int = 0


@lru_cache(1024)
def differences(texts: tuple[str, ...]) -> tuple[Difference, ...]:
    """Of each of these wordings; nothing where there is no other."""
    if len(texts) < 2:  # noqa: PLR2004  # A difference is between two.
        return (Difference(),) * len(texts)
    bare = [without_where(text) for text in texts]
    said = [terms(text) for text in bare]
    held = Counter(term for of_text in said for term in of_text)
    cut = [[(clause, terms(clause)) for clause in clauses(text)] for text in bare]
    usual = _usual([both for of_text in cut for both in of_text], held, said)
    return tuple(_difference(of_text, cut_text, usual, held, len(texts)) for of_text, cut_text in zip(said, cut, strict=True))


def _difference(
    said: Terms, cut: Sequence[tuple[str, Terms]], usual: Sequence[tuple[str, Terms]], held: Counter[str], total: int
) -> Difference:
    added = [clause for clause, told in cut if told and sum((held[term] - 1) / (total - 1) for term in told) < _OWN * len(told)]
    left_out = [clause for clause, told in usual if _in(told, said) < _SAME]
    return Difference(tuple(added[:_MOST]), tuple(left_out[:_MOST]), max(len(added) - _MOST, 0), max(len(left_out) - _MOST, 0))


def _usual(cut: Sequence[tuple[str, Terms]], held: Counter[str], said: Sequence[Terms]) -> Sequence[tuple[str, Terms]]:
    """The clauses that more than half have, each once, the most usual first."""
    common = [(sum(held[term] for term in told) / len(said) / len(told), clause, told) for clause, told in dict(cut).items() if told]
    usual: list[tuple[str, Terms]] = []
    for share, clause, told in sorted(common, key=lambda it: (-it[0], it[1])):
        if share < _SAME / 2 or len(usual) == _LOOKED_AT:
            break
        if all(_in(told, other) < _SAME for _, other in usual) and 2 * sum(_in(told, of_text) >= _SAME for of_text in said) > len(said):
            usual.append((clause, told))
    return usual


def _in(told: Terms, other: Terms) -> float:
    return sum(term in other for term in told) / len(told)

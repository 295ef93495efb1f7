"""What one of several wordings of a duty says that the others do not, and what most of the others say and it does not, clause by clause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .likeness import clauses, terms_in, without_where

# No term reaches across these signs.
_BETWEEN = re.compile("[，。；;：:\n]")
# Of a clause that is in another so much stands there: one in so many of its terms.
_SAME = 2
# Of a clause that hardly anybody else has.
_OWN = 4
# As many as anybody reads aloud.
_MOST = 4
# So many clauses that are usual are held against each wording.
_LOOKED_AT = 8

Told = frozenset[str]


@dataclass(frozen=True)
class Difference:
    """Of one wording: the clauses that only it has, and those that most of the others have and it has not; how many more there are of each."""

    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    more_added: int = 0
    more_left_out: int = 0


def differences(texts: Sequence[str]) -> tuple[Difference, ...]:
    """Of each of these wordings; nothing where there is no other."""
    if len(texts) < 2:  # noqa: PLR2004  # A difference is between two.
        return (Difference(),) * len(texts)
    wordings = _Wordings(texts)
    # Places copy each other, and their province.
    of_texts = {text: wordings.difference(text) for text in wordings.counts}
    return tuple(of_texts[text] for text in texts)


class _Wordings:
    """All wordings of a duty, cut once: what stands in several of them is looked at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.counts = Counter(texts)
        self.total = len(texts)
        bare = {text: without_where(text) for text in self.counts}
        told = _Told()
        self.said = {text: told.all_of(_BETWEEN.split(words)) for text, words in bare.items()}
        self.clauses = {text: tuple(clause for clause in clauses(words) if told[clause]) for text, words in bare.items()}
        self.told = {clause: told[clause] for of_text in self.clauses.values() for clause in of_text}

    def difference(self, text: str) -> Difference:
        said = self.said[text]
        added = [clause for clause in self.clauses[text] if clause in self._own]
        left_out = [clause for clause, told in self._usual.items() if not _is_in(told, said)]
        return Difference(tuple(added[:_MOST]), tuple(left_out[:_MOST]), max(len(added) - _MOST, 0), max(len(left_out) - _MOST, 0))

    @cached_property
    def _sums(self) -> Mapping[str, int]:
        """By clause, in how many wordings its terms are, added up."""
        having: Counter[str] = Counter()
        for text, count in self.counts.items():
            for term in self.said[text]:
                having[term] += count
        return {clause: sum(map(having.__getitem__, told)) for clause, told in self.told.items()}

    @cached_property
    def _own(self) -> frozenset[str]:
        """The clauses of which hardly anything is in the other wordings."""
        others = self.total - 1
        return frozenset(clause for clause, told in self.told.items() if _OWN * (self._sums[clause] - len(told)) < others * len(told))

    @cached_property
    def _usual(self) -> Mapping[str, Told]:
        """The clauses that more than half have, each once, the most usual first."""
        shares = {clause: self._sums[clause] / self.total / len(told) for clause, told in self.told.items()}
        usual: dict[str, Told] = {}
        for clause in sorted((it for it in shares if 2 * _SAME * shares[it] >= 1), key=lambda it: (-shares[it], it)):
            told = self.told[clause]
            if not any(_is_in(told, other) for other in usual.values()) and self._is_in_most(told):
                usual[clause] = told
            if len(usual) == _LOOKED_AT:
                break
        return usual

    def _is_in_most(self, told: Told) -> bool:
        return 2 * sum(count for text, count in self.counts.items() if _is_in(told, self.said[text])) > self.total


class _Told(dict[str, Told]):
    """What pieces of text are told by, each cut once."""

    def __missing__(self, piece: str) -> Told:
        self[piece] = told = frozenset(terms_in(piece))
        return told

    def all_of(self, pieces: Iterable[str]) -> Told:
        """By all of these together."""
        return frozenset().union(*(self[piece] for piece in pieces))


def _is_in(told: Told, other: Told) -> bool:
    return _SAME * len(told & other) >= len(told)

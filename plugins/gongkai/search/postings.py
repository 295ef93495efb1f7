"""How numbers and terms are written small: postings of a term, and terms in their order. theme/scripts/engine/encoded.js reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, takewhile
from operator import sub

# Printable, and nothing that JSON would escape.
FIRST_DIGIT, NO_DIGIT = ord("#"), ord("\\")
DIGITS = "".join(chr(code) for code in range(FIRST_DIGIT, 127) if code != NO_DIGIT)
# The last digit of a number is one of these, those before it are of the others.
LAST_DIGITS, MORE_DIGITS = 46, 45


def encoded(numbers: Sequence[int]) -> str:
    """Growing numbers as their differences, each in one or more characters."""
    # Most terms stand in one document or none.
    if not numbers[1:]:
        return "".join(_characters(number + 1) for number in numbers)
    gaps = list(map(sub, numbers, chain((-1,), numbers)))
    return "".join(map(written.__getitem__, gaps))


def decoded(text: str) -> list[int]:
    """The numbers that were written so."""
    numbers, last, gap, worth = [], -1, 0, 1
    for digit in map(DIGITS.index, text):
        gap += digit * worth
        worth *= MORE_DIGITS
        if digit < LAST_DIGITS:
            last += gap
            numbers.append(last)
            gap, worth = 0, 1
    return numbers


def _characters(number: int) -> str:
    """The last character of a number is one of the first 46, those before it are of the other 45."""
    text = ""
    while number >= LAST_DIGITS:
        number -= LAST_DIGITS
        text += DIGITS[LAST_DIGITS + number % MORE_DIGITS]
        number //= MORE_DIGITS
    return text + DIGITS[number]


class _Written(dict[int, str]):
    """The same gaps come again and again."""

    def __missing__(self, number: int) -> str:
        text = self[number] = _characters(number)
        return text


written = _Written()


def in_order(term: str) -> bytes:
    """Sorts terms as JavaScript compares strings."""
    return term.encode("utf-16-be")


def parting(before: str, after: str) -> str:
    """The shortest beginning of a term that the term before does not share."""
    return after[: _shared(before, after) + 1]


def _shared(before: str, after: str) -> int:
    """With how many of the same characters both begin."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))


def folded(terms: Sequence[str]) -> str:
    """Terms without blanks, each as how many characters it shares with the one before, and the others."""
    return " ".join(DIGITS[count] + term[count:] for count, term in zip(map(_foldable, ("", *terms), terms), terms, strict=True))


def _foldable(before: str, after: str) -> int:
    # JavaScript would count rare characters twice.
    common = takewhile(lambda character: character < "\U00010000", after[: _shared(before, after)])
    return min(sum(1 for _ in common), len(DIGITS) - 1)

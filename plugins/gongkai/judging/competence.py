"""Which units of a place answer for what people ask, out of the place's own register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.records.portal import Register
from gongkai.records.register_records import Unit
from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import Meaning


@dataclass(frozen=True)
class Competence:
    """The single units of a register by all that they may be called on one day, made once for many meanings."""

    vocabulary: Vocabulary
    called: Mapping[str, tuple[Unit, ...]]

    @classmethod
    def of(cls, register: Register, vocabulary: Vocabulary, on: date) -> Competence:
        """What a unit itself is or was called goes before what such bodies are usually called."""
        units = [unit for unit in register.units.values() if not unit.is_group and unit.is_valid_on(on)]
        names = {unit.slug: register.names_of(unit) for unit in units}
        own = [(form, unit) for unit in units for form in _spelled(names[unit.slug], vocabulary)]
        usual = [(form, unit) for unit in units for form in _spelled(vocabulary.other_names(names[unit.slug]), vocabulary)]
        return cls(vocabulary, _by_form(usual) | _by_form(own))

    def units(self, meaning: Meaning) -> tuple[Unit, ...]:
        """The units that fit the bodies of a meaning, in their order; where townships are meant, none of them in particular.

        A body is the same whether it ends in 局, 委 or 办, unless the place has the very body.
        """
        fitting = (unit for body in meaning.bodies for unit in self._units_called(body))
        return tuple({unit.slug: unit for unit in fitting}.values())

    def missed(self, meaning: Meaning) -> str:
        """The body that most likely answers, where only others do: the register has neither it nor one whose name is like its own."""
        likeliest = next(iter(meaning.offices), "")
        answering = next((body for body in meaning.offices if self._units_called(body)), likeliest)
        return "" if set(_stem(likeliest)) & set(_stem(answering)) else likeliest

    def _units_called(self, body: str) -> tuple[Unit, ...]:
        return next((self.called[form] for form in self.vocabulary.spellings(body) if form in self.called), ())


def _stem(body: str) -> str:
    """教 of 教委, 教育 of 教育局."""
    return body[:-1]


def _spelled(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    return (form for name in names for form in vocabulary.spellings(name))


def _by_form(forms: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    bearers: dict[str, dict[str, Unit]] = {}
    for form, unit in forms:
        bearers.setdefault(form, {})[unit.slug] = unit
    return {form: tuple(units.values()) for form, units in bearers.items()}

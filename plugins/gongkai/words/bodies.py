"""What government bodies are called: one vocabulary for the importer, the search, its suggestions and the addresses of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from . import vocabulary
from .text import normal
from .vocabulary import Authority, Level, Sphere

_SHORTEST = 2
# Counties call their bodies alike; full names, which begin with the place, need not be remembered for ever.
_REMEMBERED = 16_384


# Compared as the thing it is: there are one or two in a run, and their answers are remembered.
@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Answers from the tables; asked the same twice, it answers the same."""

    tables: vocabulary.Bodies

    # --- levels ---------------------------------------------------------------------------------

    def level(self, name: str) -> str:
        """The sign of the level that a name begins with: 区 of 区财政局 and of 区委宣传部, 自治县 of 自治县财政局; nothing of 市场."""
        return _beginning(self._any_level, self.level_and_authority(name))

    def level_and_authority(self, name: str) -> str:
        """区委 of 区委宣传部, 区政府 of 区政府各部门, 区直 of 区直机关, else the sign alone."""
        return _beginning(self._level_and_authority, name)

    def without_level(self, name: str) -> str:
        """财政局 for 区财政局 and 自治县财政局, 宣传部 for 区委宣传部."""
        return name.removeprefix(self.level_and_authority(name))

    @cached_property
    def level_signs(self) -> tuple[str, ...]:
        """What places from the county upwards are, the longest first: 自治县, 区, 州 …."""
        return _longest_first(level.name for level in self.tables.levels if not level.township)

    @cached_property
    def level_pattern(self) -> str:
        """The same as a pattern."""
        return _any(self.level_signs)

    @cached_property
    def townships(self) -> str:
        """What places below the county are, as a pattern: 镇, 街道 …."""
        return _any(level.name for level in self.tables.levels if level.township)

    def stem(self, place: str) -> str:
        """A place without what it is: 铜梁 for 铜梁区, 高新 for 高新区, 开 for 开县."""
        named = re.fullmatch(f"(.{{{_SHORTEST},}}?|.)(?:{self.level_pattern})", place)
        return named.group(1) if named else place

    @cached_property
    def _any_level(self) -> re.Pattern[str]:
        return re.compile(self._levels)

    @cached_property
    def _level_and_authority(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._levels})(?:{'|'.join(map(_unless_word, self.tables.authorities))})|{self._sign}")

    @cached_property
    def _left_out(self) -> re.Pattern[str]:
        left_out = "|".join(_unless_word(authority) for authority in self.tables.authorities if authority.left_out)
        return re.compile(f"(?:{self._levels})(?:{left_out})|{self._sign}")

    @cached_property
    def _levels(self) -> str:
        return _any(level.name for level in self.tables.levels)

    @cached_property
    def _sign(self) -> str:
        return "|".join(map(_unless_word, sorted(self.tables.levels, key=lambda level: -len(level.name))))

    # --- endings --------------------------------------------------------------------------------

    @cached_property
    def body_endings(self) -> str:
        """What names of single bodies end with, as a pattern."""
        endings = self.tables.endings
        return _any(
            (*endings.offices, *endings.institutions, *endings.others, *(level.name for level in self.tables.levels if level.township))
        )

    @cached_property
    def institution_endings(self) -> str:
        return _any(self.tables.endings.institutions)

    @cached_property
    def cell_endings(self) -> str:
        """What a cell of a table ends with that holds units and nothing else, as a pattern."""
        endings = self.tables.endings
        sure = {*endings.offices, *endings.institutions, *endings.others} - {*endings.ambiguous}
        return _any((*sure, *endings.in_tables, *(level.name for level in self.tables.levels if level.township)))

    def with_short_ending(self, name: str) -> str:
        """商务委 for 商务委员会."""
        return self._long_ending.sub(lambda ending: self._short_endings[ending.group()], name)

    @cached_property
    def _short_endings(self) -> dict[str, str]:
        return {ending.name: ending.short for ending in self.tables.short_endings}

    @cached_property
    def _long_ending(self) -> re.Pattern[str]:
        return re.compile(f"(?:{_any(self._short_endings)})$")

    @cached_property
    def _droppable(self) -> re.Pattern[str]:
        endings = self.tables.endings
        return re.compile(f"(?:{_any((*endings.offices, *endings.left_out, *endings.columns))})$")

    @cached_property
    def _second_name(self) -> re.Pattern[str]:
        # 县委宣传部（县政府新闻办）: the second name of the same body; 镇（街道） is none.
        endings = self.tables.endings
        sure = {*endings.offices, *endings.institutions, *endings.others} - {*endings.ambiguous}
        return re.compile(rf"([^()]+)\(([^()]+(?:{_any(sure)}))\)")

    # --- spellings ------------------------------------------------------------------------------

    def spellings(self, name: str, place_names: Iterable[str] = ()) -> tuple[str, ...]:
        """The normal forms by which a person may call a unit or column, the name itself first, each once.

        Left out in turn: the name of the place before it, the level (区, 自治县) with its committee (区委), and what bodies
        (委, 局, 办公室 …) and columns (信息, 公开) end with. At least two characters remain.
        """
        written = normal(name)
        second = self._second_name.fullmatch(written)
        whole = (written, *(second.groups() if second else ()))
        local = [form for own in whole for form in (own, *self._without_place(own, place_names))]
        return tuple(dict.fromkeys(form for own in local for form in _shortened(self, own)))

    def _without_place(self, written: str, place_names: Iterable[str]) -> Iterator[str]:
        rest = written.removeprefix(_beginning(self._before_place, written))
        for place in map(normal, place_names):
            if place and rest.startswith(place) and len(rest) - len(place) >= _SHORTEST:
                # 铜梁区委网信办 begins with 铜梁区, but what remains is not 委网信办.
                yield self._after_place.sub("", rest.removeprefix(place))

    @cached_property
    def _before_place(self) -> re.Pattern[str]:
        return re.compile(_any(self.tables.before_place))

    @cached_property
    def _after_place(self) -> re.Pattern[str]:
        return re.compile(f"^(?:{'|'.join(_unless_word(authority) for authority in self.tables.authorities if authority.left_out)})")

    def without_ending(self, written: str) -> Iterator[str]:
        """商务委 and 商务 for 商务委员会; 政府办 for 政府办公室, whose office is not called 政府."""
        ending = self._droppable.search(written)
        if not ending:
            return
        rest = written[: ending.start()]
        if ending.group() in self._short_endings:
            yield rest + self._short_endings[ending.group()]
        if not rest.endswith(self._wider_than_their_offices):
            yield rest

    @cached_property
    def _wider_than_their_offices(self) -> tuple[str, ...]:
        return tuple(authority.name for authority in self.tables.authorities if not authority.left_out)

    # --- spheres --------------------------------------------------------------------------------

    def canonical(self, name: str) -> str:
        """Equal for two ways to write one body: 发展改革委 for 发改委 and for 发展和改革委员会."""
        return self.with_short_ending(self._standard(name))

    def spoken(self, name: str) -> str:
        """发改委 for 发展改革委: as people shorten it when they speak, for an address."""
        return self._spoken(name)

    def other_names(self, names: Iterable[str]) -> tuple[str, ...]:
        """What a body of these names is called as well, and what it was called, each once; some may belong to another body of the place."""
        known = dict.fromkeys(names)
        called = (other for name in known for other in _other_names(self, name))
        return tuple(other for other in dict.fromkeys(called) if other not in known)

    @cached_property
    def usual_bodies(self) -> tuple[str, ...]:
        """Bodies that a county may have or had: who asks for one that is not here does not mean another."""
        former = (name for sphere in self.tables.spheres for former in sphere.former for name in former.names)
        return tuple(sorted({*self.tables.usual, *former}))

    @cached_property
    def bodies_of_spheres(self) -> tuple[tuple[re.Pattern[str], Sphere], ...]:
        """What the name of a body of each sphere looks like, its ending apart."""
        offices = _any(self.tables.endings.offices)
        return tuple((re.compile(f"(?:{_any(sphere.forms)})({offices})"), sphere) for sphere in self.tables.spheres)

    @cached_property
    def _standard(self) -> Callable[[str], str]:
        return _substituting({form: sphere.name for sphere in self.tables.spheres for form in sphere.forms})

    @cached_property
    def _spoken(self) -> Callable[[str], str]:
        spoken = (sphere for sphere in self.tables.spheres if sphere.spoken)
        return _substituting({form: sphere.spoken for sphere in spoken for form in (sphere.name, *sphere.also)})

    # --- questions ------------------------------------------------------------------------------

    @cached_property
    def contacts(self) -> dict[str, tuple[str, ...]]:
        """How a question for a telephone number or an address ends: words of each kind, the longest first."""
        words = self.tables.contacts
        kinds = {"before": words.before, "purposes": words.purposes, "asked": words.asked}
        return {name: _longest_first(kind) for name, kind in kinds.items()}


@cache
def engine() -> Vocabulary:
    """The vocabulary that comes with the engine."""
    return Vocabulary(vocabulary.engine())


@lru_cache(_REMEMBERED)
def _shortened(words: Vocabulary, written: str) -> tuple[str, ...]:
    level = words._left_out.match(written)
    head = level.end() if level else 0
    heads = (written[:head], "") if head else ("",)
    forms = (start + form for start in heads for form in (written[head:], *words.without_ending(written[head:])) if len(form) >= _SHORTEST)
    return (written, *forms)


@lru_cache(_REMEMBERED)
def _other_names(words: Vocabulary, name: str) -> tuple[str, ...]:
    body = words.without_level(normal(name))
    return tuple(
        other
        for pattern, sphere in words.bodies_of_spheres
        if (named := pattern.fullmatch(body))
        for other in _names_of(sphere, words.with_short_ending(named.group(1)))
        if other != body
    )


def _names_of(sphere: Sphere, ending: str) -> Iterator[str]:
    """A single character is no name that people use: 农业农村局 is not called 农局."""
    yield from (form + ending for form in sphere.written if len(form) >= _SHORTEST)
    yield from sphere.called
    for former in sphere.former:
        yield from (word + ending for word in former.words)
        yield from former.names


def _beginning(pattern: re.Pattern[str], name: str) -> str:
    begins = pattern.match(name)
    return begins.group() if begins else ""


def _unless_word(sign: Level | Authority) -> str:
    """The sign, unless it begins one of its words that does not itself begin a body's name."""
    if not sign.words:
        return re.escape(sign.name)
    words, again = ([word.removeprefix(sign.name) for word in table] for table in (sign.words, sign.look_again))
    unless = f"(?!{_any(again)})" if again else ""
    return f"{re.escape(sign.name)}(?!{unless}(?:{_any(words)}))"


def _substituting(forms: Mapping[str, str]) -> Callable[[str], str]:
    pattern = re.compile(_any(forms))
    return lambda name: pattern.sub(lambda form: forms[form.group()], name)


def _any(words: Iterable[str]) -> str:
    """A pattern of these words, the longest first."""
    return "|".join(map(re.escape, _longest_first(words)))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))

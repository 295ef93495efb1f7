"""What people call units and columns: short forms, pinyin, traditional characters, and the file that suggests them as one types."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import lazy_pinyin

from gongkai.judging.assessment import Assessment
from gongkai.pages import addresses
from gongkai.records.portal import Jurisdiction, Register
from gongkai.records.register_records import Column, Unit
from gongkai.words.reforms import former_names
from gongkai.words.text import HAN, normal, squeezed

_UNIT, _PATH = 0, 1
_RUN = re.compile(f"([{HAN}]+)|[a-z0-9]+")
_IS_HAN = re.compile(f"[{HAN}]").match
_LAST_IN_USE = 0xFFFF
# 区委网信办 is the 网信办 of the 区委; but 市民, 市场, 区域, 县域 and 区块链 are words.
_LEVEL = re.compile("[区县市旗]委(?!员)|市(?![场民容域值级直]|政(?!府))|[区县旗](?![域划块级直])")
_BODY = "委员会|办公室|委|局|办|中心"
_ENDING = re.compile(f"(?:{_BODY}|信息|公开)$")
_SHORT_ENDINGS = {"委员会": "委", "办公室": "办"}
# 县委宣传部（县政府新闻办）: the second name of the same body.
_SECOND_NAME = re.compile(rf"([^()]+)\(([^()]+(?:{_BODY}|部|馆|站|所))\)")
# 重庆市长寿区 has no 市长 (mayor) in it, whose 长 is read otherwise.
_PLACE_NOT_MAYOR = re.compile("(?<=[市县区])(?=长.{1,2}[市县区镇乡街])")
_OWN_PAGE = re.compile("(.+)(网页|网站|门户网站)")
# The office of a government is not called 政府.
_WIDER_THAN_ITS_OFFICE = ("政府",)
_SHORTEST = 2
# Counties call their bodies alike; full names, which begin with the place, need not be remembered for ever.
_REMEMBERED = 16_384
# The first that knows a character decides: Hong Kong writes 衞, Taiwan 著 for 着.
_CONVERTERS = ("t2s", "hk2s", "tw2s")


# --- spellings ----------------------------------------------------------------------------------


def spellings(name: str, place_names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The normal forms by which a person may call a unit or column, the name itself first, each once.

    Left out in turn: the name of the place before it, 区/县/市 or 区委/县委/市委, and what bodies (委, 局, 办公室 …) and columns
    (信息, 公开) end with. At least two characters remain.
    """
    written = normal(name)
    local = [form for one in (written, *_second_names(written)) for form in (one, *_without_place(one, place_names))]
    return tuple(dict.fromkeys(form for one in local for form in _shortened(one)))


def _second_names(written: str) -> tuple[str, ...]:
    found = _SECOND_NAME.fullmatch(written)
    return found.groups() if found else ()


def _without_place(written: str, place_names: tuple[str, ...]) -> Iterator[str]:
    rest = re.sub("^(?:中共|国家税务总局)", "", written)
    for place in map(normal, place_names):
        if place and rest.startswith(place) and len(rest) - len(place) >= _SHORTEST:
            # 铜梁区委网信办 begins with 铜梁区, but what remains is not 委网信办.
            yield re.sub("^委(?!员)", "", rest.removeprefix(place))


@lru_cache(_REMEMBERED)
def _shortened(written: str) -> tuple[str, ...]:
    level = _LEVEL.match(written)
    head = level.end() if level else 0
    heads = (written[:head], "") if head else ("",)
    every = (start + form for start in heads for form in (written[head:], *_without_ending(written[head:])) if len(form) >= _SHORTEST)
    return (written, *every)


def _without_ending(written: str) -> Iterator[str]:
    ending = _ENDING.search(written)
    if not ending:
        return
    rest = written[: ending.start()]
    if ending.group() in _SHORT_ENDINGS:
        yield rest + _SHORT_ENDINGS[ending.group()]
    if not rest.endswith(_WIDER_THAN_ITS_OFFICE):
        yield rest


def all_names(register: Register, unit: Unit) -> tuple[str, ...]:
    """A unit's name, full name and aliases, and those of the units it took over: who looks for these means it."""
    former = (one for one in register.units.values() if one.successor and one != unit and unit.slug in register.heirs_of(one.slug))
    return tuple(dict.fromkeys(name for one in (unit, *former) for name in _own_names(one)))


def names_before_reform(register: Register) -> dict[str, tuple[str, ...]]:
    """What such bodies were called before the reform, by unit, unless another unit of the place is called so."""
    called = {slug: all_names(register, unit) for slug, unit in register.units.items()}
    borne = {name for unit in register.units.values() for name in _own_names(unit)}
    return {slug: tuple(dict.fromkeys(name for name in former_names(names) if name not in borne)) for slug, names in called.items()}


def _own_names(unit: Unit) -> Iterator[str]:
    return (name for name in (unit.name, unit.full_name, *unit.aliases) if name)


def columns_as_called(register: Register, column: Column) -> tuple[str, ...]:
    """A column's names; one that is a unit's own page (县卫健委网页) also by the unit's other names."""
    page = _OWN_PAGE.fullmatch(column.name)
    owners = (one for one in register.units.values() if page and page.group(1) in (one.name, one.full_name))
    called = (name + page.group(2) for one in owners for name in one.aliases if page)
    return tuple(dict.fromkeys((*column_names(column), *called)))


def column_names(column: Column) -> tuple[str, ...]:
    """A column's name and those it had before."""
    return (column.name, *column.former_names)


# --- pinyin -------------------------------------------------------------------------------------


def pinyin(name: str) -> tuple[str, ...]:
    """A name as typed on a Latin keyboard: whole syllables without tones, and first letters (fagaiwei, fgw); nothing without Chinese.

    Characters that are read in several ways are read as the words around them ask for: chongqing but zhongdian, yinhang but xingzheng.
    ü is typed v; letters and digits are kept whole, other signs vanish.
    """
    sounds = _sounds(name)
    if not any(is_han for _, _, is_han in sounds):
        return ()
    full = "".join(sound for _, sound, _ in sounds)
    initials = "".join(sound[:1] for _, sound, _ in sounds)
    return tuple(dict.fromkeys(typed for typed in (full, initials) if typed))


@lru_cache(_REMEMBERED)
def _sounds(name: str) -> tuple[tuple[str, str, bool], ...]:
    """Each Chinese character, letter or digit of a name, how it is typed, and whether it is Chinese."""
    return tuple(sound for run in _RUN.finditer(normal(name)) for sound in _sounds_of_run(run.group(), bool(run.group(1))))


def _sounds_of_run(run: str, is_han: bool) -> Iterator[tuple[str, str, bool]]:
    sounds = [sound for part in _PLACE_NOT_MAYOR.split(run) for sound in _typed(part)] if is_han else list(run)
    for character, sound in zip(run, sounds, strict=True):
        yield character, re.sub("[^a-z0-9]", "", sound), is_han


def _typed(run: str) -> list[str]:
    """The syllable of each character; one that pypinyin does not know is silent."""
    # Its type hints forget that a list may be answered, one sound for each character.
    return lazy_pinyin(run, errors=lambda unknown: [""] * len(unknown))  # type: ignore[arg-type,return-value]


# --- traditional characters ---------------------------------------------------------------------


def simplified(characters: Iterable[str]) -> dict[str, str]:
    """Every traditional or variant character that stands for one of these, in code point order: {發: 发, 衞: 卫}.

    A character that simplified Chinese uses too (乾, 著) and that is one of these is meant as it is typed.
    """
    known = frozenset(characters)
    return {
        traditional: simple
        for traditional, simple in _conversions().items()
        if simple in known and not (traditional in known and _is_of_the_mainland(traditional))
    }


def _is_of_the_mainland(character: str) -> bool:
    return bool(character.encode("gb2312", errors="ignore"))


@cache
def _conversions() -> Mapping[str, str]:
    # What stands beyond is found only in dictionaries.
    every = [character for character in map(chr, range(_LAST_IN_USE)) if _IS_HAN(character)]
    found: dict[str, str] = {}
    for name in _CONVERTERS:
        # One to a line: words of several characters would be converted as words.
        converted = OpenCC(name).convert("\n".join(every)).split("\n")
        for character, simple in zip(every, converted, strict=True):
            if character != simple and len(simple) == 1:
                found.setdefault(character, simple)
    return dict(sorted(found.items()))


# --- names.js -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bearer:
    """A unit or column of one place, and what it may be called there."""

    kind: int
    name: str
    spellings: tuple[str, ...]
    jurisdiction: Jurisdiction
    address: str


class _Row(NamedTuple):
    """A name that may be suggested: `place` when it is borne in one place only, `address` when by one unit or column only."""

    kind: int
    name: str
    places: int
    spellings: tuple[str, ...]
    place: str
    address: str


def names_script(assessment: Assessment, characters: Iterable[str]) -> str:
    """`names.js`: one call of `gongkaiNames` with every name that may be suggested, what it is called, and how that is read.

    `places` are the short names of the jurisdictions;
    `names` are rows of [0 for a unit or 1 for a column, name, places, other spellings, place, address];
    `readings` are syllables and the characters typed so (fa发法gai改该), `exceptions` are spellings that are read otherwise, each with its syllables;
    `simplified` is pairs of characters (發发衛卫) for those that occur in the index.
    """
    rows = _rows(_bearers(assessment))
    places = tuple(dict.fromkeys(place.record.short_name for place in assessment.portal.jurisdictions))
    forms = (form for row in rows for form in (squeezed(row.name), *row.spellings))
    content = {"names": rows, "places": places, **_readings((*forms, *map(squeezed, places)))}
    pairs = "".join(traditional + simple for traditional, simple in simplified(characters).items())
    text = json.dumps({**content, "simplified": pairs}, ensure_ascii=False, separators=(",", ":"))
    return "gongkaiNames(" + text.replace("\u2028", "").replace("\u2029", "") + ");\n"


def _bearers(assessment: Assessment) -> Iterator[_Bearer]:
    for jurisdiction in assessment.portal.jurisdictions:
        register = jurisdiction.register
        places = tuple(name for name in map(normal, jurisdiction.names) if len(name) >= _SHORTEST)
        before = names_before_reform(register)
        for unit in register.units.values():
            called = _called((*all_names(register, unit), *before[unit.slug]), places)
            yield _Bearer(_UNIT, unit.name, called, jurisdiction, addresses.unit(jurisdiction, unit))
        for node in register.nodes.values():
            called = _called(columns_as_called(register, node.column), places)
            yield _Bearer(_PATH, node.name, called, jurisdiction, addresses.path(jurisdiction, node))


def _called(names: Iterable[str], places: tuple[str, ...]) -> tuple[str, ...]:
    """All spellings of the names, but those that begin with the place: every county has its own."""
    every = dict.fromkeys(squeezed(form) for name in names for form in spellings(name, places))
    return tuple(form for form in every if form and not form.startswith(places))


def _rows(bearers: Iterable[_Bearer]) -> list[_Row]:
    borne: dict[tuple[int, str], list[_Bearer]] = defaultdict(list)
    for bearer in bearers:
        borne[bearer.kind, bearer.name].append(bearer)
    return [_row(kind, name, every) for (kind, name), every in sorted(borne.items())]


def _row(kind: int, name: str, bearers: Sequence[_Bearer]) -> _Row:
    called = {form: None for bearer in bearers for form in bearer.spellings if form != squeezed(name)}
    # By slug: several cities have a 鼓楼区.
    places = {bearer.jurisdiction.slug for bearer in bearers}
    place = bearers[0].jurisdiction.record.short_name if len(places) == 1 else ""
    return _Row(kind, name, len(places), tuple(called), place, bearers[0].address if len(bearers) == 1 else "")


def _readings(forms: Iterable[str]) -> dict[str, object]:
    """The characters of each syllable, and the syllables of the spellings that are read otherwise.

    Common characters that stand in no name too, where they sound like one that does: that is how names are mistyped.
    """
    sounds = {form: _sounds(form) for form in forms}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for character, sound in (pair[:2] for one in sounds.values() for pair in one if pair[2] and pair[1]):
        counted[character][sound] += 1
    usual = {character: min(counts, key=lambda sound: (-counts[sound], sound)) for character, counts in sorted(counted.items())}
    others = {
        form: one for form, one in sounds.items() if any(is_han and sound != usual.get(character, "") for character, sound, is_han in one)
    }
    return {
        "readings": _by_syllable(_alike(set(usual.values())) | usual),
        "exceptions": [(form, " ".join(sound for _, sound, _ in one)) for form, one in sorted(others.items())],
    }


def _alike(wanted: set[str]) -> dict[str, str]:
    """The common characters of the mainland set (level 1 of GB 2312) that have one of these sounds."""
    rows = (bytes([row, column]) for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF))
    common = (row.decode("gb2312", errors="ignore") for row in rows)
    return {character: sound for one in map(_sounds, common) for character, sound, _ in one if sound in wanted}


def _by_syllable(sounds: Mapping[str, str]) -> str:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character, sound in sorted(sounds.items()):
        by_sound[sound].append(character)
    return "".join(sound + "".join(characters) for sound, characters in sorted(by_sound.items()))

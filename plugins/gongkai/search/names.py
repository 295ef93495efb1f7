"""What people call units and columns: short forms, pinyin, traditional characters, and the file that suggests them as one types."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import NamedTuple

from gongkai.pages import addresses
from gongkai.records.portal import Jurisdiction, Register
from gongkai.records.register_records import Column
from gongkai.words.bodies import Vocabulary
from gongkai.words.text import HAN, normal, squeezed

UNIT, COLUMN, PLACE = 0, 1, 2
_RUN = re.compile(f"([{HAN}]+)|[a-z0-9]+")
_IS_HAN = re.compile(f"[{HAN}]").match
_LAST_IN_USE = 0xFFFF
# 重庆市长寿区 has no 市长 (mayor) in it, whose 长 is read otherwise.
_PLACE_NOT_MAYOR = re.compile("(?<=[市县区])(?=长.{1,2}[市县区镇乡街])")
_OWN_PAGE = re.compile("(.+)(网页|网站|门户网站)")
_SHORTEST = 2
# The first that knows a character decides: Hong Kong writes 衞, Taiwan 著 for 着.
_CONVERTERS = ("t2s", "hk2s", "tw2s")


# --- names ----------------------------------------------------------------------------------------


def usual_names(register: Register, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """What such bodies are and were usually called, by unit, unless a unit of the place bears that name already."""
    called = {slug: register.names_of(unit) for slug, unit in register.units.items()}
    borne = {form for unit in register.units.values() for name in unit.names for form in vocabulary.spellings(name)}
    usual = {slug: vocabulary.other_names(names) for slug, names in called.items()}
    return {slug: tuple(name for name in names if name not in borne) for slug, names in usual.items()}


def columns_as_called(register: Register, column: Column) -> tuple[str, ...]:
    """A column's names; one that is a unit's own page (县卫健委网页) also by the unit's other names."""
    page = _OWN_PAGE.fullmatch(column.name)
    bearers = ((unit, (unit.name, unit.full_name, *(former.name for former in unit.former_names))) for unit in register.units.values())
    owners = (unit for unit, names in bearers if page and page.group(1) in names)
    called = (name + page.group(2) for unit in owners for name in unit.aliases if page)
    return tuple(dict.fromkeys((*column_names(column), *called)))


def column_names(column: Column) -> tuple[str, ...]:
    """A column's name and those it had before."""
    return (column.name, *(former.name for former in column.former_names))


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


@dataclass
class Remembered:
    """What was asked about characters, which no data changes: with it nobody need load what knows the answers."""

    sounds: dict[str, tuple[tuple[str, str, bool], ...]] = field(default_factory=dict)
    simplified: dict[str, str] = field(default_factory=dict)

    def update(self, other: Remembered) -> None:
        """Know what another knows."""
        self.sounds.update(other.sounds)
        self.simplified.update(other.simplified)


REMEMBERED = Remembered()


def _sounds(name: str) -> tuple[tuple[str, str, bool], ...]:
    """Each Chinese character, letter or digit of a name, how it is typed, and whether it is Chinese."""
    if name not in REMEMBERED.sounds:
        runs = _RUN.finditer(normal(name))
        REMEMBERED.sounds[name] = tuple(sound for run in runs for sound in _sounds_of_run(run.group(), bool(run.group(1))))
    return REMEMBERED.sounds[name]


def _sounds_of_run(run: str, is_han: bool) -> Iterator[tuple[str, str, bool]]:
    sounds = [sound for piece in _PLACE_NOT_MAYOR.split(run) for sound in _typed(piece)] if is_han else list(run)
    for character, sound in zip(run, sounds, strict=True):
        yield character, sound, is_han


def _typed(run: str) -> list[str]:
    """The syllable of each character; one that pypinyin does not know is silent."""
    # It takes longer to load than an edit takes otherwise.
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415

    return [sound for word in seg(run) for sound in _typed_word(word)]


@cache
def _typed_word(word: str) -> list[str]:
    """Names are made of the same words again and again."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    # Its type hints forget that a list may be answered, one sound for each character.
    sounds = lazy_pinyin([word], errors=lambda unknown: [""] * len(unknown))  # type: ignore[arg-type,return-value]
    return [re.sub("[^a-z0-9]", "", sound) for sound in sounds]


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


def _conversions() -> Mapping[str, str]:
    if not REMEMBERED.simplified:
        REMEMBERED.simplified.update(_converted())
    return REMEMBERED.simplified


def _converted() -> Mapping[str, str]:
    # Loaded where nobody has asked before.
    from opencc import OpenCC  # noqa: PLC0415

    # What stands beyond is found only in dictionaries.
    characters = [character for character in map(chr, range(_LAST_IN_USE)) if _IS_HAN(character)]
    conversions: dict[str, str] = {}
    for name in _CONVERTERS:
        # One to a line: words of several characters would be converted as words.
        converted = OpenCC(name).convert("\n".join(characters)).split("\n")
        for character, simple in zip(characters, converted, strict=True):
            if character != simple and len(simple) == 1:
                conversions.setdefault(character, simple)
    return dict(sorted(conversions.items()))


# --- names.js -----------------------------------------------------------------------------------


class Bearer(NamedTuple):
    """A unit or column of one place, or the place itself, what it may be called there, and how its place is told: in a folder, and in a row."""

    kind: int
    name: str
    spellings: tuple[str, ...]
    slug: str
    place: str
    address: str


class _Row(NamedTuple):
    """A name that may be suggested: `place` when it is borne in one place only, `address` when by one unit, column or place only."""

    kind: int
    name: str
    places: int
    spellings: tuple[str, ...]
    place: str
    address: str


def names_script(bearers: Iterable[Bearer], vocabulary: Vocabulary, characters: Iterable[str]) -> str:
    """`names.js`: one call of `gongkaiNames` with every name that may be suggested, what it is called, and how that is read.

    `places` are the short names of the jurisdictions;
    `names` are rows of [0 for a unit, 1 for a column, 2 for a place, name, places, other spellings, place, address];
    `readings` are syllables and the characters typed so (fa发法gai改该), `exceptions` are spellings that are read otherwise, each with its syllables;
    `simplified` is pairs of characters (發发衛卫) for those that occur in the index;
    `levels` is a pattern of what places are (自治县|区 …), `bodies` are those that a county may have.
    """
    borne = _borne(bearers)
    rows = [_row(borne[key]) for key in sorted(borne)]
    places = [name for kind, name in borne if kind == PLACE]
    forms = (form for row in rows for form in (squeezed(row.name), *row.spellings))
    content = {
        "names": rows,
        "places": places,
        **_readings((*forms, *map(squeezed, places))),
        "simplified": "".join(traditional + simple for traditional, simple in simplified(characters).items()),
        "levels": vocabulary.level_signs,
        "bodies": vocabulary.usual_bodies,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return "gongkaiNames(" + text.replace("\u2028", "").replace("\u2029", "") + ");\n"


def bearers(place: Jurisdiction, vocabulary: Vocabulary) -> Iterator[Bearer]:
    """The units and columns of a place, and the place itself."""
    register, where = place.register, place.record.short_name
    names = tuple(name for name in map(normal, place.names) if len(name) >= _SHORTEST)
    usual = usual_names(register, vocabulary)
    for unit in register.units.values():
        spellings = _spellings(vocabulary, (*register.names_of(unit), *usual[unit.slug]), names)
        yield Bearer(UNIT, unit.name, spellings, place.slug, where, addresses.unit(place, unit))
    for node in register.nodes.values():
        spellings = _spellings(vocabulary, columns_as_called(register, node.column), names)
        yield Bearer(COLUMN, node.name, spellings, place.slug, where, addresses.publication_path(place, node))
    spellings = tuple(map(squeezed, place.names))
    yield Bearer(PLACE, where, spellings, place.slug, place.record.name, addresses.jurisdiction(place))


def _spellings(vocabulary: Vocabulary, names: Iterable[str], places: tuple[str, ...]) -> tuple[str, ...]:
    """All spellings of the names, but those that begin with the place: every county has its own."""
    forms = dict.fromkeys(squeezed(form) for name in names for form in vocabulary.spellings(name, places))
    return tuple(form for form in forms if form and not form.startswith(places))


@dataclass
class _Borne:
    """A name with the first that bears it, how many do, in which places, and all that they are called."""

    first: Bearer
    bearers: int = 0
    # By slug: several cities have a 鼓楼区.
    places: set[str] = field(default_factory=set)
    forms: dict[str, None] = field(default_factory=dict)


def _borne(bearers: Iterable[Bearer]) -> dict[tuple[int, str], _Borne]:
    borne: dict[tuple[int, str], _Borne] = {}
    for bearer in bearers:
        name = borne.setdefault((bearer.kind, bearer.name), _Borne(bearer))
        name.bearers += 1
        name.places.add(bearer.slug)
        name.forms.update(dict.fromkeys(bearer.spellings))
    return borne


def _row(borne: _Borne) -> _Row:
    kind, name, _, _, place, address = borne.first
    others = tuple(form for form in borne.forms if form != squeezed(name))
    places = len(borne.places)
    return _Row(kind, name, places, others, place if places == 1 else "", address if borne.bearers == 1 else "")


def _readings(forms: Iterable[str]) -> dict[str, object]:
    """The characters of each syllable, and the syllables of the spellings that are read otherwise.

    Common characters that stand in no name too, where they sound like one that does: that is how names are mistyped.
    """
    sounds = {form: _sounds(form) for form in forms}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for character, sound, is_han in chain.from_iterable(sounds.values()):
        if is_han and sound:
            counted[character][sound] += 1
    usual = {character: min(counts, key=lambda sound: (-counts[sound], sound)) for character, counts in sorted(counted.items())}
    others = {
        form: read
        for form, read in sounds.items()
        if any(is_han and sound != usual.get(character, "") for character, sound, is_han in read)
    }
    return {
        "readings": _by_syllable(_alike(set(usual.values())) | usual),
        "exceptions": [(form, " ".join(sound for _, sound, _ in read)) for form, read in sorted(others.items())],
    }


def _alike(wanted: set[str]) -> dict[str, str]:
    """The common characters of the mainland set (level 1 of GB 2312) that have one of these sounds."""
    rows = (bytes([row, column]) for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF))
    common = (row.decode("gb2312", errors="ignore") for row in rows)
    return {character: sound for character, sound, _ in chain.from_iterable(map(_sounds, common)) if sound in wanted}


def _by_syllable(sounds: Mapping[str, str]) -> str:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character, sound in sorted(sounds.items()):
        by_sound[sound].append(character)
    return "".join(sound + "".join(characters) for sound, characters in sorted(by_sound.items()))

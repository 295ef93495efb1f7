"""Slugs proposed from Chinese names: pinyin a person would recognise, each taken once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from pypinyin import lazy_pinyin

from gongkai.records.fields import RESERVED_SLUGS, SITE_FOLDERS
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.folding import fold
from gongkai.words.text import HAN

from . import bodies
from .wordlists import pattern

_LONGEST = 60
_ONE_WORD = 3
_WORDS = engine()
_ALONE = "和与及或的各"
# Words of two characters each, three where an ending, the last one or that of a level would else stand alone, and long words whole.
_WORD = re.compile(
    rf"镇(?=街道)|(?:{pattern('long_words').pattern})(?:.$)?|[{_ALONE}]|..[性化局委]|..[^{_ALONE}]$|^(?!市[场民]|区域|县域)[市省县区全]..|..?"
)


def unit(name: str, taken: Container[str], places: tuple[str, ...] = (), words: Vocabulary = _WORDS) -> str:
    """Fagaiwei for 区发展改革委, ge-zhenjie for 各镇街."""
    # Of 各镇（街） all that is in the bracket counts, of 县府办（新闻办） only what stands before it.
    whole = re.sub("[()、]", "", fold(name)) if bodies.is_group(name) else _unbracketed(name)
    beginnings = (place for place in map(fold, places) if place and whole.startswith(place) and len(whole) > len(place) + 1)
    local = whole.removeprefix(next(beginnings, ""))
    bare = local[len(bodies.level(local)) :] or local
    return free(_spelt(words.spoken(bare)) or "danwei", taken)


def column(name: str, site: str, above: str, taken: Container[str]) -> str:
    """The pinyin of a column; where that is taken, behind the slug of its site or of the column above."""
    own = _spelt(_unbracketed(name)) or "lanmu"
    stem = re.sub("-(?:wangye|wangzhan|menhu|menhu-wangzhan)$", "", site)
    choices = [own, *(f"{before}-{own}" for before in (stem, above, f"{stem}-{above}") if before)]
    fitting = (choice for choice in choices if choice not in taken and choice not in RESERVED_SLUGS and len(choice) <= _LONGEST)
    return next(fitting, "") or free(own, taken)


def site(name: str, taken: Container[str]) -> str:
    """Zhengfu-wangzhan for 政府网站, fagaiwei-wangye for 县发展改革委网页."""
    whole = _unbracketed(name)
    page = re.search("网页$|网站$|门户$|官网$", whole)
    body = whole[: page.start()] if page else ""
    if page and bodies.names_body(body) and not body.endswith("政府"):
        return free(f"{unit(body, ())}-{_spelt(page.group())}", taken)
    return free(_spelt(whole[len(bodies.level_sign(whole)) :]) or "wangzhan", taken)


def _unbracketed(name: str) -> str:
    return re.sub(r"\([^()]*\)", "", fold(name)) or fold(name)


def section(title: str) -> str:
    """A short word for the name of a file."""
    bare = re.sub("^(?:紧扣|围绕|聚焦|突出|加强|做好|强化|推进|着力|深入|贯彻|落实|全面)+", "", fold(title))
    return "-".join(_spelt(re.sub(rf"[^{HAN}]", " ", bare)).split("-")[:2]) or "bufen"


def place(name: str) -> str:
    """Tongliang for 重庆市铜梁区."""
    levels = _WORDS.level_pattern
    short = re.sub(rf"^[{HAN}]{{2,}}(?:{levels})(?=[{HAN}]{{2,}}(?:{levels})$)", "", fold(name))
    slug = "".join(re.findall("[a-z0-9]+", "".join(lazy_pinyin(_WORDS.stem(short)))))
    return slug if slug and slug not in SITE_FOLDERS else ""


def free(slug: str, taken: Container[str]) -> str:
    """The slug, or with a number behind it."""
    slug = slug[:_LONGEST].strip("-")
    candidate, number = slug, 1
    while candidate in taken or candidate in RESERVED_SLUGS:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _spelt(name: str) -> str:
    """Pinyin in words of two characters: guihua-ziran-ziyuanju; a short name is one word."""
    runs = re.findall(rf"[{HAN}]+|[A-Za-z0-9]+", name)
    return "-".join(word for run in runs for word in (_words(run) if re.match(f"[{HAN}]", run) else [run.lower()]))


def _words(run: str) -> Iterator[str]:
    sounds = [re.sub("[^a-z0-9]", "", sound) for sound in lazy_pinyin(run, errors="ignore")]
    is_one = (len(run) <= _ONE_WORD and run[0] != "各") or len(sounds) != len(run)
    spans = [(0, len(sounds))] if is_one else [word.span() for word in _WORD.finditer(run)]
    yield from filter(None, ("".join(sounds[start:end]) for start, end in spans))

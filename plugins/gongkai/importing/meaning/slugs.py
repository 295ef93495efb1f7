"""Slugs proposed from Chinese names: pinyin a person would recognise, each taken once."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import pairwise

from pypinyin import lazy_pinyin

from gongkai.records.fields import RESERVED_SLUGS, SITE_FOLDERS
from gongkai.words.folding import fold
from gongkai.words.text import HAN

from . import bodies

_LONGEST = 60
_ONE_WORD = 3
# As people shorten them when they speak.
_SPOKEN = {
    "发展改革": "发改",
    "人力社保": "人社",
    "人力资源社会保障": "人社",
    "人力资源和社会保障": "人社",
    "卫生健康": "卫健",
    "住房城乡建设": "住建",
    "住房和城乡建设": "住建",
    "住房城乡建": "住建",
    "经济信息": "经信",
    "工业和信息化": "工信",
    "文化旅游": "文旅",
    "文化和旅游": "文旅",
    "农业农村": "农业农村",
    "政府办公室": "政府办",
    "人民政府办公室": "政府办",
}
_FORMS = re.compile("|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)))
_ALONE = "和与及或的各"
_ENDS_A_WORD = "性化局委"
_LONG_WORDS = re.compile("大数据|国务院|十四五|企事业|高标准|办公室|委员会|编辑部|行政机关|退役军人")


def unit(name: str, taken: Container[str], places: tuple[str, ...] = ()) -> str:
    """Fagaiwei for 区发展改革委, ge-zhenjie for 各镇街."""
    plain = _plain(name)
    plain = next(
        (plain.removeprefix(place) for place in map(fold, places) if place and plain.startswith(place) and len(plain) > len(place) + 1),
        plain,
    )
    bare = plain[len(bodies.level(plain)) :] or plain
    return free(_spelt(_FORMS.sub(lambda form: _SPOKEN[form.group()], bare)) or "danwei", taken)


def column(name: str, site: str, above: str, taken: Container[str]) -> str:
    """The pinyin of a column; where that is taken, behind the slug of its site or of the column above."""
    own = _spelt(_plain(name)) or "lanmu"
    stem = re.sub("-(?:wangye|wangzhan|menhu|menhu-wangzhan)$", "", site)
    choices = [own, *(f"{before}-{own}" for before in (stem, above, f"{stem}-{above}") if before)]
    fitting = (choice for choice in choices if choice not in taken and choice not in RESERVED_SLUGS and len(choice) <= _LONGEST)
    return next(fitting, "") or free(own, taken)


def site(name: str, taken: Container[str]) -> str:
    """Zhengfu-wangzhan for 政府网站, fagaiwei-wangye for 县发展改革委网页."""
    plain = _plain(name)
    page = re.search("网页$|网站$|门户$|官网$", plain)
    body = plain[: page.start()] if page else ""
    if page and bodies.names_body(body) and not body.endswith("政府"):
        return free(f"{unit(body, ())}-{_spelt(page.group())}", taken)
    return free(_spelt(plain[len(bodies.level_sign(plain)) :]) or "wangzhan", taken)


def _plain(name: str) -> str:
    return re.sub(r"\([^()]*\)", "", fold(name)) or fold(name)


def section(title: str) -> str:
    """A short word for the name of a file."""
    plain = re.sub("^(?:紧扣|围绕|聚焦|突出|加强|做好|强化|推进|着力|深入|贯彻|落实|全面)+", "", fold(title))
    return "-".join(_spelt(re.sub(rf"[^{HAN}]", " ", plain)).split("-")[:2]) or "bufen"


def place(name: str) -> str:
    """Tongliang for 重庆市铜梁区."""
    short = re.sub(rf"^[{HAN}]{{2,}}(?:省|自治区|市|州)(?=[{HAN}]{{2,}}[区县市旗]$)", "", fold(name))
    slug = "".join(re.findall("[a-z0-9]+", "".join(lazy_pinyin(re.sub("(?<=.{2})[区县市旗]$", "", short)))))
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
    words: list[str] = []
    for run in re.findall(rf"[{HAN}]+|[A-Za-z0-9]+", name):
        words += _words(run) if re.match(f"[{HAN}]", run) else [run.lower()]
    return "-".join(words)


def _words(run: str) -> list[str]:
    sounds = [re.sub("[^a-z0-9]", "", sound) for sound in lazy_pinyin(run, errors="ignore")]
    if len(sounds) != len(run):
        return ["".join(sounds)] if any(sounds) else []
    return ["".join(sounds[start:end]) for start, end in pairwise(_cuts(run))]


def _cuts(run: str) -> list[int]:
    """Where the words of a run begin: two characters each, three where an ending or the last one would else stand alone."""
    if len(run) <= _ONE_WORD and run[0] != "各":
        return [0, len(run)]
    cuts = [0]
    while cuts[-1] < len(run):
        cuts.append(min(cuts[-1] + _step(run, cuts[-1]), len(run)))
    return cuts


def _step(run: str, place: int) -> int:
    if long := _LONG_WORDS.match(run, place):
        return len(run) - place if len(run) == long.end() + 1 else len(long.group())
    if run[place] in _ALONE:
        return 1
    rest = run[place + 2 :]
    is_last = len(rest) == 1 and rest not in _ALONE
    of_a_level = place == 0 and run[0] in "市省县区全" and not re.match("市[场民]|区域|县域", run)
    return 3 if rest and (rest[0] in _ENDS_A_WORD or is_last or of_a_level) else 2

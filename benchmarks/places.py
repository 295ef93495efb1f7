"""Invented places: a name for each, its towns and projects, so that the vocabulary grows with the number of places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from unidecode import unidecode

_CHARACTERS = (
    "安白宝碧滨苍昌长常潮成赤川春慈翠大丹德登东洞鼎丰凤福富甘高谷固关光广桂海汉和河横衡红弘虎华怀淮黄惠吉佳嘉建江金锦晋景靖九巨康开"
    "坤兰蓝乐梨黎莲良林临灵陵龙隆芦鲁罗洛马茂梅孟绵明木南宁盘蓬平萍浦栖齐启千前钱桥青清庆曲泉仁荣如瑞润沙山尚邵深盛石寿舒双水顺思松"
    "遂塔太泰唐桃天铁亭通同桐铜屯万旺威维潍文吴武梧西息溪夏仙咸湘祥象孝辛新信兴星秀徐轩雅延盐阳叶沂宜益银英营永攸榆禹玉元源远岳云泽"
)
_TOWNS = ("镇", "镇", "乡", "街道")
_PROJECTS = ("工业园区", "水库", "大桥", "产业园", "文化广场", "中心小学", "供水厂", "客运站", "人民医院", "污水处理厂")


@dataclass(frozen=True)
class Place:
    """A place that does not exist; `real_names` says what each real name in a borrowed text becomes here."""

    slug: str
    real_names: Mapping[str, str]
    towns: tuple[str, ...]
    projects: tuple[str, ...]

    def here(self, text: str) -> str:
        """The text as if it had been written about this place."""
        return self._pattern.sub(lambda found: self.real_names[found[0]], text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(self.real_names, key=len, reverse=True)))


def invent(number: int, stems: tuple[str, ...], cities: tuple[str, ...], random: Random) -> Place:
    """A place in place of the real ones: 铜梁 of 重庆市 becomes 碧泉 of 宁川市."""
    stem, city = _name(random), _name(random)
    becomes = dict.fromkeys(stems, stem) | dict.fromkeys(cities, f"{city}市") | {real.removesuffix("市"): city for real in cities}
    towns = tuple(_name(random) + random.choice(_TOWNS) for _ in range(random.randint(8, 24)))
    projects = tuple(_name(random) + random.choice(_PROJECTS) for _ in range(random.randint(4, 12)))
    return Place(f"{unidecode(stem).replace(' ', '').lower()}-{number}", becomes, towns, projects)


def _name(random: Random) -> str:
    return "".join(random.sample(_CHARACTERS, 2))

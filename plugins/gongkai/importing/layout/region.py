"""Which place a notice is about, by its issuer, its title, or the name it repeats."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gongkai.words.bodies import engine
from gongkai.words.folding import fold
from gongkai.words.text import HAN

from .reading import Reading

# A year in words is Chinese all through: 二〇二一年沙县.
_NAME = rf"(?!二[〇零])(?:[{HAN}]{{2,5}}?(?:省|自治区))?(?:[{HAN}]{{2,6}}?(?:市|自治州|州|地区|盟))?[{HAN}]{{1,6}}?(?:自治县|自治旗|新区|区|县|市|旗)"
_ISSUER = re.compile(rf"^(?:中共)?(?P<name>{_NAME})(?:人民政府|政府|政务公开|大数据|行政审批|委)")
_TITLE = re.compile(rf"(?:^|印发|[年》“])(?P<name>{_NAME})(?:(?:人民)?政府)?(?:办公室)?(?:关于|贯彻|落实|20[0-9]{{2}}年?|二〇|政务公开)")
_MENTION = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,3}}(?:区|县))(?=人民政府|政府|委|政务|税务局|公安局)|(?<=公开)(?P<after>[{HAN}]{{2,3}}(?:区|县))(?=[{HAN}“])"
)
_NOT_A_PLACE = re.compile(
    "^(?:全|本|各|我|该|市|省|区|县|辖|社|园|地|示范|开发|高新|经济|专|窗|校|景|厂|老|小)[区县市]?$|政务|公开|工作|贯彻|要点|社区|园区|地区$|专区|片区"
)
_SHORT = re.compile(rf"(?:省|自治区|市|州|地区|盟)(?=[{HAN}]{{2,}}(?:区|县|市|旗)$)")


@dataclass(frozen=True)
class Region:
    """The place's name as the notice writes it, and without the city or province before it; empty when unknown."""

    name: str = ""

    @property
    def short_name(self) -> str:
        above = list(_SHORT.finditer(self.name))
        return self.name[above[-1].end() :] if above else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """What the names of its units may begin with."""
        short = self.short_name
        stem = engine().stem(short)
        # A single character begins too many other names.
        return tuple(dict.fromkeys(name for name in (self.name, short, stem if len(stem) > 1 else short) if name))


def of(reading: Reading) -> Region:
    """The place of a notice."""
    for pattern, text in ((_ISSUER, reading.issuer), (_TITLE, reading.title), (_ISSUER, reading.title)):
        match = pattern.search(re.sub(r"\s", "", fold(text)))
        if match and not _NOT_A_PLACE.search(match["name"]) and not _is_higher(match["name"], reading):
            return Region(match["name"])
    return Region(_most_mentioned(reading))


def _is_higher(name: str, reading: Reading) -> bool:
    """重庆市 in the title of a district's plan is whose work it carries out, when its units call themselves 区."""
    if not re.search("[^区县旗]$", name):
        return False
    units = " ".join(f"{row.lead.text} {row.responsible.text} {row.units.text}" for row in reading.rows)
    return len(re.findall(r"(?:^|[\s、，,；;])[区县]", units)) > len(re.findall(r"(?:^|[\s、，,；;])市", units))


def _most_mentioned(reading: Reading) -> str:
    texts = (reading.preamble, *(f"{row.text.text} {row.lead.text} {row.responsible.text} {row.units.text}" for row in reading.rows))
    names = (mention["name"] or mention["after"] for text in texts for mention in _MENTION.finditer(fold(text)))
    counted = Counter(name for name in names if not _NOT_A_PLACE.search(name))
    return max(counted, key=lambda name: (counted[name], name)) if counted else ""

"""What county bodies were called before the reform of 2018: citizens go on calling them so, and no register lists it evenly.

Only for searching; nowhere is it shown as a name of a unit. Long names are left out: a search for 食品 or 安全生产 means the subject.
Sources: the State Council's reform plan of 2018 (国务院机构改革方案) and the
usual names of the bodies whose duties each took over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LEVEL = "[区县市旗]?"
_REFORMS = (
    ("应急(?:管理)?局", "安监局"),
    ("卫生?健康?(?:委员会|委|局)", "卫计委 卫计局 卫生局 计生委 计生局"),
    (
        "市场?监督?(?:管理)?局",
        "工商局 质监局 食药监局 食药局",
    ),
    ("规划?和?自然资源局|自然资源和?规划局|规自局|自然资源局", "国土局 国土资源局 国土房管局 规划局"),
    ("司法局", "法制办"),
    ("城市?管理?局", "城管执法局 市政局 市政管理局 市政园林局"),
    ("人力?资?源?和?社会?保障?局|人力社保局", "劳动局 人事局"),
    ("商务委员会|商务委|商务局", "商委 商务局 商务委"),
    ("文化?和?旅游?(?:发展)?(?:委员会|委|局)", "文广新局 文化局 文化委 文委 旅游局"),
    ("农业农村(?:委员会|委|局)", "农委 农业局 农业委"),
    ("生态环境局", "环保局 环境保护局"),
    ("住房?和?城?乡?建设?(?:委员会|委|局)", "建委 建设局 建设委 城乡建委"),
    ("交通(?:运输)?(?:委员会|委|局)", "交委 交通委 交通局"),
    ("发展?和?改革?(?:委员会|委|局)", "计委 物价局"),
    ("经济?和?信息?化?(?:委员会|委|局)", "经委 工信委 工信局"),
    ("科学?技术?局", "科委 科技委"),
    ("民族?和?宗教?(?:事务)?(?:委员会|委|局)", "民宗局 民宗委 宗教局"),
    ("乡村振兴局", "扶贫办 扶贫局"),
)
_RULES = tuple((re.compile(_LEVEL + f"(?:{pattern})"), tuple(former.split())) for pattern, former in _REFORMS)


def former_names(names: Iterable[str]) -> Iterator[str]:
    """The former names of a body that is called so now, without the names given; some may come twice."""
    known = set(names)
    for pattern, former in _RULES:
        if any(pattern.fullmatch(name) for name in known):
            yield from (name for name in former if name not in known)

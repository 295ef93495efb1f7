"""The fifteen kinds of information that article 20 of the Regulations on open government information (国令第711号) names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import PydanticCustomError

from .numerals import chinese_number


@dataclass(frozen=True)
class Kind:
    """One item of the article: our short name for it, and its wording as enacted."""

    number: int
    name: str
    wording: str

    @property
    def title(self) -> str:
        """（三）规划, numbered as in the Regulations."""
        return f"（{chinese_number(self.number)}）{self.name}"


_ITEMS = (
    ("法规和规范性文件", "行政法规、规章和规范性文件"),
    ("机关职能和机构设置", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    ("规划", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    ("统计信息", "国民经济和社会发展统计信息"),
    ("行政许可和对外服务", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    ("行政处罚和行政强制", "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定"),
    ("财政预决算", "财政预算、决算信息"),
    ("行政事业性收费", "行政事业性收费项目及其依据、标准"),
    ("政府集中采购", "政府集中采购项目的目录、标准及实施情况"),
    ("重大建设项目", "重大建设项目的批准和实施情况"),
    ("扶贫教育医疗社保就业", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
    ("突发公共事件", "突发公共事件的应急预案、预警信息及应对情况"),
    ("监督检查", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
    ("公务员招考", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    ("其他法定公开信息", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
)
KINDS = {number: Kind(number, name, wording) for number, (name, wording) in enumerate(_ITEMS, start=1)}


def _each_once(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if twice := next((number for number in numbers if numbers.count(number) > 1), None):
        raise PydanticCustomError("number_twice", "{number} 写了两次", {"number": twice})
    return numbers


# What an editor offers for an item.
_OFFERED: dict[str, JsonValue] = {"enum": [*KINDS], "enumDescriptions": [kind.title for kind in KINDS.values()]}
# Items of the article as a record names them, each at most once.
Article20 = Annotated[tuple[Annotated[int, Field(ge=1, le=len(KINDS), json_schema_extra=_OFFERED)], ...], AfterValidator(_each_once)]

"""The words that head columns and label units in notices of this kind, and what each column is for."""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.words.folding import fold

from .wording import letters

NUMBER, HEADING, MATTER, TEXT = "number", "heading", "matter", "text"
LEAD, RESPONSIBLE, SUPPORT, UNITS = "lead", "responsible", "support", "units"
PUBLICATION, DUE, REMARK = "publication", "due", "remark"
SECTION, SUBSECTION = "section", "subsection"
HEADING_ROLES = frozenset({HEADING, SECTION, SUBSECTION})
UNIT_ROLES = frozenset({LEAD, RESPONSIBLE, SUPPORT, UNITS})
# What a person calls a column: in `--columns`, and where a guess is shown.
NAMED = {
    "序号": NUMBER,
    "部分": SECTION,
    "方面": SUBSECTION,
    "事项": MATTER,
    "任务": TEXT,
    "措施": TEXT,
    "内容": TEXT,
    "牵头": LEAD,
    "责任": RESPONSIBLE,
    "单位": RESPONSIBLE,
    "配合": SUPPORT,
    "时限": DUE,
    "路径": PUBLICATION,
    "略": REMARK,
}
SHORT_NAMES = {role: name for name, role in reversed(NAMED.items())} | {UNITS: "责任", HEADING: "部分"}

LONGEST_HEADER = 16
_LONGEST_HEADER_CELL = 90

_LEADS, _OWES = re.compile("牵头|主办"), re.compile("责任|配合|落实|协办")
# Tried in this order: 时限要求 is a time before it is a requirement, 公开时间 before it is about publication.
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (NUMBER, r"^(?:任务|项目|事项)?(?:序号|编号|序列|序|号)$|^(?:no|NO|No)$"),
        # What is to be reached by when inside the year; the goal of the year is a text.
        (REMARK, r"季度|[上下]半年|年中|^\d+月|月份"),
        (LEAD, r"(?:牵头|主办)(?:单位|部门).{0,3}责任人"),
        (RESPONSIBLE, r"(?:单位|部门|科室).{0,3}(?:责任人|负责人)"),
        (REMARK, r"责任人|联系|电话|领导|负责人|责任科长|经办"),
        (LEAD, r"牵头|主办|主责|主要责任"),
        (SUPPORT, r"配合|协办|协同|协助|参与|参加|协作|会办"),
        (REMARK, r"备注|附注|说明|依据|情况|成效|进展|状态|评分|分值|得分|考核|是否|对象|佐证|印证|签收|问题|困难|计划安排$"),
        (DUE, r"时限|时间|期限|节点|时效|频次|频率|周期|进度|日期"),
        (PUBLICATION, r"路径|渠道|载体|平台|栏目|网址|(?:公开|发布)(?:方式|形式|位置|媒介|途径|场所|媒体)"),
        (RESPONSIBLE, r"单位|部门|科室|处室|股室|机构|主体|镇街|分工|责任$|责任划分"),
        (TEXT, r"举措|措施|做法|要求|内容|目标|具体任务|任务分解|具体工作|成果|标准|细化|描述|分解"),
        (MATTER, r"事项|指标|名称|项目|子项|主题|要素"),
        (HEADING, r"任务|要点|类别|分类|类型|领域|方面|板块|部分|重点|模块|维度|工作"),
    )
)
_WORDS = """
序号 编号 序列 序 号 具体 主要 重点 工作 贯彻 落实 推进 公开 完成 责任 牵头 配合 协办 主办 承办 协同 协助 参与
参加 协作 主责 实施 执行 主管 负责 发布 信息 政府 任务 举措 措施 做法 要求 内容 目标 事项 指标 名称 项目 单位
部门 科室 处室 股室 机构 主体 分工 划分 时限 时间 期限 节点 时效 频次 频率 周期 进度 安排 日期 路径 渠道 载体
平台 栏目 网址 方式 形式 位置 媒介 途径 场所 媒体 备注 附注 说明 依据 情况 进展 成效 成果 状态 类别 分类 类型
领域 方面 板块 部分 要点 模块 维度 一级 二级 三级 细化 分解 描述 标准 考核 评分 分值 对象 联系 联系人 电话 领导
分管 责任人 负责人 计划 办结 年度 月 截止 起止 及 和 与 或 的 各 本 总体 子项 主题 要素 列 相关 有关 佐证
材料 是否 清单 台账 自查 存在 问题 更新 网站 新媒体 镇街 镇 街道 科长 经办 市级 县级 区级 省级 上级 对口
主要责任 题 大类 小类 行动 季度 第一 第二 第三 第四 上半年 下半年 质量 民生 实事 整改 重大 节点 名 级
"""
_VOCABULARY = re.compile(f"(?:{'|'.join(sorted(_WORDS.split(), key=len, reverse=True))})+")
# The words that label units and times inside running text.
LABEL = re.compile(
    r"(?P<label>(?:牵头|责任|配合|落实|主办|协办|承办|实施|参加|参与|协同|主管|负责|公开)(?:的|和|及|与|、|/)?(?:(?:牵头|责任|配合|落实|协办|参加|参与)?)"
    r"(?:单位|部门|科室|处室|股室|机构|主体|镇街)"
    r"|(?:完成|办结|公开|工作|落实|推进|时间)(?:时限|时间|期限|节点)(?:要求)?|时限要求|时限|完成日期"
    r"|(?:牵头|责任|分管|主管|协管|包保|联系)(?:校|市|县|区)?(?:领导|责任人|负责人|人)"
    r"|公开(?:渠道|方式|载体|平台|形式|位置)|责任分工|分工|责任(?=[：:])|牵头(?=[：:])|配合(?=[：:]))\s*[：:]"
)


@lru_cache(maxsize=65536)
def simplified(text: str) -> str:
    """The text in simplified characters and plain digits, character for character; 单 for 單, 2 for ２, but （ stays."""
    return "".join(folded if folded.isalnum() else character for character, folded in zip(text, fold(text), strict=True))


@lru_cache(maxsize=8192)
def header_words(text: str) -> str:
    """A header cell without spaces, brackets and notes: 贯    彻    举    措（含公开路径） → 贯彻举措."""
    text = text[:_LONGEST_HEADER_CELL]
    bare = re.sub(r"[（(〔\[].*?[）)〕\]]", "", simplified(text), flags=re.DOTALL)
    return letters(bare or simplified(text))


@lru_cache(maxsize=8192)
def is_header(text: str) -> bool:
    """Whether a cell consists of nothing but the words that head columns."""
    words = header_words(text) if len(text) < _LONGEST_HEADER_CELL else ""
    return 0 < len(words) <= LONGEST_HEADER and bool(_VOCABULARY.fullmatch(words)) and role_of(text) is not None


@lru_cache(maxsize=8192)
def could_head(text: str) -> bool:
    """Whether a short cell has a word of those that head columns, whatever else: 目标及质量要求."""
    words = header_words(text) if len(text) < _LONGEST_HEADER_CELL else ""
    return 1 < len(words) <= LONGEST_HEADER and not re.search(r"\d|^各", words) and role_of(text) is not None


@lru_cache(maxsize=8192)
def role_of(text: str) -> str | None:
    """What a column under this header holds, or None when the words do not tell."""
    if _LEADS.search(simplified(text)) and _OWES.search(simplified(text)):
        return UNITS
    words = header_words(text)
    return next((role for role, pattern in _ROLES if pattern.search(words)), None)


def label_role(label: str) -> str:
    """What stands after a label in running text: （牵头单位：…；完成时限：…）."""
    return role_of(label.rstrip("：: ")) or UNITS

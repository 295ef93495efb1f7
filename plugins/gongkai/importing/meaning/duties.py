"""A proposal of the duty kind (design §1), from the words of a measure; a person reads it afterwards."""

from __future__ import annotations

import re

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import DutyKind
from gongkai.words.folding import fold

from .publication_path_items import Outlets
from .times import Time

# What a citizen could look up afterwards. The names of the trade itself (政府信息公开条例, 信息公开申请) are not among it.
_PUBLIC = re.compile(
    r"(?<!政府)信息(?:主动)?公开(?!申请|条例)|主动公开工作|公开[。;]|公开相关信息|传播|信息公开力度|公开[“《]|(?:主动|依法|集中|统一|全面|及时|定期|实时|按要求|予以|向社会|对外|相关|积极|对外)公(?:开|布)(?!条例|申请)|^公开|[,。;]公开|情况公开|并公开|"
    r"发布(?!规范化|质量|活动|机制|程序|解读|会)|(?<!形式化)(?<!为)解读(?!政策|回应|工作|专员|责任|文件|渠道)|回应(?!机制|制度|处置|台账|工作|渠道|情况|解读)|公布|公示|展示|编制|编写|宣传推广|知识普及|开放日|开放活动|更新|解答说明|反馈|公开指南|对外发布"
)
_SERVICE = re.compile(
    "提供[^,。;]{0,12}(?:服务|咨询)|设置[^,。;]{0,20}(?:专区|栏目|子栏目|席位)|开通[^,。;]{0,8}功能|建设[^,。;]{0,10}(?:问答库|专栏|专区)|更新维护"
)
_INTERNAL = re.compile(
    "培训|考核|考评|督促|督查|督办|专项检查|通报批评|通报表扬|问责|责任追究(?!信息)|经费|配齐|队伍建设|备案|报送|报市|台账|依申请|申请人|公开申请|信息处理费|奖励|学法|初任|行政复议|"
    "工作机制|责任主体|主体责任|审查机制|审核制度|主管部门职责|工作机构|绩效|形式主义|集约化|监管机制|样板|“回头看”|保密|应急处置|安全防护|三审三校|亮点|典型案例|内部(?:协调|整合)|系统内部|统一步调|"
    "舆论引导|个人信息保护|办理流程|工作任务|工作制度|制度建设|加强指导|指导[^,。;]{0,30}工作|沟通协调|认识|试点建设|标准化成果|第三方评估|可以根据需要|解决问题|专题研究|政府公信力|综合服务|一线政策执行|政策咨询(?:渠道|问答体系)|积极解答|全面完成政府网站|安全稳定运行|颁奖|提供素材|主动向新闻媒体"
)
_KEEPS_ON = re.compile("及时|动态|持续|实时|定期|不断|等信息|发放|展示|日常|随时|长期|常态|更新维护")
_GROWS = re.compile("加强|加大|深化|做好|推进|稳步|扩大|强化|提高|完善|优化|全方位|综合|广泛|重点")
_ONCE = re.compile("编制|编写|印发|出台|制定|建成|设置|建立|汇编|规划|清单|目录|年度报告|年报|预算|决算|落实情况|完成情况|专区|问答库")
_SAYS_SO = re.compile("(?<!政府)信息公开(?!申请|条例)")
_PLANS = re.compile("公开[^,。;]{0,20}规划|规划[^,。;]{0,16}公开|(?:预算|决算)[^,。;]{0,8}公开|事项目录")
_ANNUAL_REPORT = re.compile("年度报告[^。;]{0,14}(?:予以)?公开|(?:公开|发布|编制)[^。;]{0,24}年度报告|公开工作报告予以公开")


def propose(text: str, time: Time, outlets: Outlets) -> DutyKind:
    """The likeliest kind; never `count` or `periodic` without a number of times."""
    folded = without_titles(fold(text))
    public = len(_PUBLIC.findall(folded)) + 2 * len(outlets.publication_paths) + len(_SERVICE.findall(folded))
    internal = len(_INTERNAL.findall(folded))
    if time.due:
        return "triggered"
    if time.recurrence:
        return _repeated(time, public, internal)
    if time.due_on:
        return "one_off" if public or not internal else "unobservable"
    if time.window:
        return "standing"
    if outlets.publication_paths:
        return "standing" if _KEEPS_ON.search(folded) else "one_off"
    return _by_words(folded, public, internal)


def _by_words(folded: str, public: int, internal: int) -> DutyKind:
    if _ANNUAL_REPORT.search(folded):
        return "one_off"
    if internal > public or (internal == public and not _SAYS_SO.search(folded)):
        return "unobservable"
    if _PLANS.search(folded) and not _KEEPS_ON.search(folded):
        return "one_off"
    return "standing" if _KEEPS_ON.search(folded) or _GROWS.search(folded) or not _ONCE.search(folded) else "one_off"


def has_output(text: str) -> bool:
    """False for guidance and wording without a public word: a 公开路径 printed for the whole row does not serve it."""
    folded = without_titles(fold(text))
    return bool(_PUBLIC.search(folded) or _SERVICE.search(folded)) and not re.match("(?:加强)?指导", folded)


def _repeated(time: Time, public: int, internal: int) -> DutyKind:
    if time.is_least or time.is_activity or (time.recurrence and time.recurrence.times > 1):
        return "count"
    if time.due_on and time.recurrence and time.recurrence.per == "year":
        # 每年6月底前: within the year of a plan once, by a day that is named.
        return "one_off" if public or not internal else "unobservable"
    return "periodic" if public or not internal else "unobservable"

"""Chinese words for what the data names in English or by a code, value by value."""

from __future__ import annotations

# None: nobody has decided yet.
DUTY_KINDS: dict[str | None, str] = {
    "one_off": "一次性公开",
    "count": "按次数完成",
    "periodic": "定期公开",
    "standing": "持续公开",
    "triggered": "情形出现后限时办理",
    "unobservable": "内部工作要求",
    None: "还没有确定",
}
UNIT_KINDS = {
    "department": "政府部门",
    "office": "政府办公机构",
    "party": "党委机构",
    "institution": "事业单位",
    "township": "镇街",
    "group": "集合单位",
}
CHECK_RESULTS = {"found": "查到", "not_found": "没有查到", "could_not_open": "打不开"}
SEARCHED = {"live": "现在的网站", "archive": "网页存档"}
SEARCH_RESULTS = {"nothing": "没有合适的", "proposed": "提出了线索"}
COVERAGES = {"full": "全部", "part": "一部分"}
STRENGTHS = {"primary": "公开的内容本身", "self_report": "单位自述"}
AUTHORS = {"unit": "单位", "citizen": "读者"}
FORMATS = {"text": "文字", "picture": "图片", "video": "视频"}
VALIDITIES = {"in_force": "现行有效", "lapsed": "失效", "repealed": "废止"}
PERIODS = {"year": "每年", "half_year": "每半年", "quarter": "每季度", "month": "每月", "week": "每周"}
LIMIT_UNITS = {"working_days": "个工作日", "days": "天", "months": "个月"}

# What a draft says where nothing was read: a person looks into the document before it is published.
UNIT_UNSAID = "文件未写明单位"
START_UNSAID = "（原文没有写从何时起算）"
# By the first two digits of a place's code (GB/T 2260).
_OF_CODES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
_UNCODED = "其他地方"
# Those that have no code are last.
PROVINCES = (*_OF_CODES.values(), _UNCODED)


def province(place_code: str | None) -> str:
    """The province whose code the place's begins with."""
    return _OF_CODES.get((place_code or "")[:2], _UNCODED)

"""How units of government are called: whether words name one, of which kind, and by which short forms it goes."""

from __future__ import annotations

import re

from gongkai.records.register_records import UnitKind
from gongkai.words.folding import fold
from gongkai.words.text import HAN

_ENDINGS = (
    "委员会|办公室|编辑部|管委会|服务区|开发区|示范区|高新区|经开区|产业园|园区|分局|支队|大队|总队|法院|检察院|研究院|医院|学院|学校|"
    "公司|企业|集团|银行|协会|联合会|总工会|红十字会|妇联|残联|科协|团委|工商联|街道办事处|办事处|街道|镇政府|乡政府|人民政府|"
    "委|局|办|部|厅|署|院|馆|中心|站|所|队|社|校|处|科|室|团|会|镇|乡|村|社区|网信办|编办|支行|分行|中支|平台"
)
_BODY = re.compile(rf"^[{HAN}A-Za-z0-9()“”、]+(?:{_ENDINGS})(?:\([^()]*\))?$")
_GROUP = re.compile(
    r"^(?:其他|其它|全[区县市州旗省]|[区县市州省旗]级?)?(?:各级?(?!自)|有关|相关|直属|所属|驻[区县市])|^[区县市州省旗](?:政府|直|属|级)?(?:直属|各|有关|相关|所属)|"
    r"(?:各|有关|相关|成员)(?:单位|部门|镇|街|乡)|^(?:区|县|市|州|省|旗)?(?:政府|级|直)?(?:部门|单位|机关)$|^(?:镇|乡镇|街道|镇街|镇\(街道?\)|乡镇\(街道?\)|街道办事处|(?:乡镇|镇|乡)(?:人民)?政府)$|"
    r"(?:行政机关|部门|单位|主管机关|各?(?:部、)?委、办、局|直属机构)$|^等"
)
_OPEN = re.compile("有关|相关|涉及|^等|其他|其它")
_PARTY = re.compile(
    r"^(?:中共)?[^()]{0,12}[区县市州旗省]?委(?!员|政府)(?:宣传|组织|统战|政法|网信|网络|党校|办|编办|机构编制|巡察|史志|老干|政研|改革办|社会工作|直属)|"
    r"(?:宣传部|组织部|统战部|政法委|党校|纪委|监委|网信办|编办|党史|党委|社会工作部)"
)
_OFFICE = re.compile(
    r"政府办(?:公室)?$|(?:区|县|市|州|政|人民政)府办(?:公室)?$|新闻办(?:公室)?$|信访办(?:公室)?$|公开办(?:公室)?$|府办$|外事办|法制办"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|街道办事处|镇政府|乡政府|镇人民政府|乡人民政府|街道办)$")
_INSTITUTION = re.compile(
    r"(?:中心|馆|院|编辑部|公司|集团|银行|学校|学院|台|站|社|所|协会|联合会|总工会|红十字会|妇联|残联|科协|团委|校|平台|园区|开发区|高新区|管委会)(?:\([^()]*\))?$"
)

# The level that a name begins with: 区 of 区财政局, 区委 of 区委宣传部; but 市场, 县域 and 区块 are words.
_SIGN = "(?:市(?![场民容值域])|[区县州旗](?![域块])|自治[县州旗])"
LEVEL = re.compile(rf"^{_SIGN}(?:委(?!员)|政府(?!办|信|部|网)|人民政府(?!办)|直)?")
_LEVEL_SIGN = re.compile(f"^{_SIGN}")

# Long and short forms of the same words; the left one stands for all in a key.
_SYNONYMS = (
    ("发展改革", "发展和改革", "发展与改革", "发改"),
    ("人力社保", "人力资源和社会保障", "人力资源社会保障", "人社"),
    ("卫生健康", "卫健", "卫生和计划生育", "卫计"),
    ("市场监管", "市场监督管理", "市监"),
    ("住房城乡建设", "住房和城乡建设", "住房城乡建", "住建"),
    ("规划自然资源", "规划和自然资源", "自然资源和规划", "自然资源规划", "规自", "规资", "自规"),
    ("文化旅游", "文化和旅游发展", "文化旅游发展", "文化和旅游", "文旅"),
    ("文化广电旅游", "文化广电和旅游", "文广旅"),
    ("经济信息", "经济和信息化", "经济信息化", "经信"),
    ("工业信息化", "工业和信息化", "工信"),
    ("农业农村", "农业和农村", "农"),
    ("应急", "应急管理"),
    ("退役军人", "退役军人事务", "退役"),
    ("医保", "医疗保障"),
    ("城市管理", "城管", "城市管理和综合执法", "城市管理综合执法"),
    ("网信", "网络安全和信息化委员会", "网络安全和信息化"),
    ("编", "机构编制委员会", "编委"),
    ("教育体育", "教育和体育", "教体"),
    ("交通运输", "交运"),
    ("生态环境", "环境保护", "环保"),
    ("政务服务数据管理", "政务服务和数据管理", "政数"),
    ("行政审批", "行政审批服务", "审批服务", "审批"),
    ("国资", "国有资产监督管理"),
    ("民族宗教", "民宗", "民族和宗教事务", "民族宗教事务"),
    ("政府", "人民政府"),
    ("大数据", "大数据发展", "大数据管理", "大数据应用发展"),
    ("机关事务", "机关事务管理", "机关事务服务"),
    ("金融发展", "金融发展服务"),
)
_CANONICAL = {form: forms[0] for forms in _SYNONYMS for form in forms}
_FORMS = re.compile("|".join(sorted(map(re.escape, _CANONICAL), key=lambda form: (-len(form), form))))
_SHORT_ENDINGS = {"委员会": "委", "办公室": "办", "街道办事处": "街道"}
_LONG_ENDING = re.compile("(?:街道办事处|委员会|办公室)$")


def names_body(words: str) -> bool:
    """True for words that may be the whole name of a unit or of a group of units."""
    plain = fold(words)
    return bool(_BODY.match(plain) or is_group(plain)) and not plain.startswith(("(", "的"))


def is_group(name: str) -> bool:
    """True for a phrase that means several units: 各镇街, 区政府有关部门."""
    plain = fold(name)
    return bool(_GROUP.search(plain)) and not re.search(r"(?:部门|单位|机关)[^()]{0,12}(?:局|委|办公室|中心)$", plain)


def is_open(name: str) -> bool:
    """True for a group whose members the words do not tell: 有关部门, 等部门."""
    return is_group(name) and bool(_OPEN.search(fold(name)))


def kind(name: str) -> UnitKind:
    """What sort of unit a name is; a local government's department when nothing speaks for another."""
    plain = fold(name)
    if is_group(plain):
        return "group"
    kinds: tuple[tuple[re.Pattern[str], UnitKind], ...] = (
        (_PARTY, "party"),
        (_OFFICE, "office"),
        (_TOWNSHIP, "township"),
        (_INSTITUTION, "institution"),
    )
    return next((one for pattern, one in kinds if pattern.search(plain)), "department")


def level(name: str) -> str:
    """区 for 区财政局, 区委 for 区委宣传部, 区政府 for 区政府各部门, nothing for 财政局."""
    found = LEVEL.match(fold(name))
    return name[: found.end()] if found else ""


def level_sign(name: str) -> str:
    """The one character that tells the level: 区 for all three."""
    found = _LEVEL_SIGN.match(fold(name))
    return name[: found.end()] if found else ""


def key(name: str, places: tuple[str, ...] = ()) -> str:
    """Equal for two names of the same unit: without place and level, long words short, brackets' shape forgotten."""
    plain = re.sub(r"[\s“”\"'‘’]", "", fold(name)).removeprefix("中共")
    for place in sorted(map(fold, places), key=len, reverse=True):
        if place and plain.startswith(place) and len(plain) - len(place) > 1:
            plain = plain.removeprefix(place)
            plain = re.sub("^委(?=.{2})(?!员)", "", plain)
            break
    if is_group(plain):
        return _group_key(plain)
    found = LEVEL.match(plain)
    if found and len(plain) - found.end() > 1:
        plain = plain[found.end() :]
    plain = _FORMS.sub(lambda form: _CANONICAL[form.group()], plain)
    return _LONG_ENDING.sub(lambda ending: _SHORT_ENDINGS[ending.group()], plain)


def _group_key(plain: str) -> str:
    # 区有关部门 and 有关部门 may be two rosters; only signs and 相关 for 有关 are forgotten.
    return re.sub("[()、]", "", plain).replace("相关", "有关")

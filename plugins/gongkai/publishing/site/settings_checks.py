"""What is wrong with the settings of a site: Pelican takes whatever it finds in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from gongkai.pages.addresses import domain
from gongkai.publishing.settings import DEFAULTS, LABELS, OPTIONAL, Settings, registration
from gongkai.records.problems import Effect, Problem

_TYPES = {
    str: ("这里应是一段文字。", "请写在引号里。"),
    bool: ("这里应是“是或否”。", "请写 True（是）或 False（否）。"),
    int: ("这里应是一个整数。", "请写 0、1、2 这样的数。"),
    dict: ("这里应是一组“名称: 内容”。", '请写成 {"host": "…"} 的样子，见 docs/settings.md。'),
}
# Only government bodies may register a domain under these; 政务 as browsers send it.
_GOVERNMENT_DOMAINS = (".gov.cn", f".{'政务'.encode('idna').decode()}")
_MOST_PROCESSES = 256
_SITE_CODES = (r"[a-z]{2}\d{8}", r"\d{10}")


def check_settings(settings: Settings) -> list[Problem]:
    """Everything wrong with our settings."""
    unknown = [_problem(key, "没有这个设置。", "请检查拼写。") for key in settings if key.startswith("GONGKAI_") and key not in DEFAULTS]
    # What has the wrong type cannot be asked anything else.
    if mistyped := list(_mistyped(settings)):
        return [*unknown, *mistyped]
    profile = _of_official if settings["GONGKAI_OFFICIAL"] else _of_unofficial
    return [*unknown, *_of_any_site(settings), *profile(settings)]


def check_theme(theme: Path) -> list[Problem]:
    """What is wrong with the folder of templates and scripts; another theme has none of what our pages need."""
    if (theme / "templates/plan.html").is_file():
        return []
    return [_problem("THEME", f"“{theme.name}”不是 gongkai 的主题。", "请设为 gongkai 的 theme 文件夹。")]


def check_environment(environment: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the variable that stands in for a date of judgement (https://reproducible-builds.org/specs/source-date-epoch/)."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    # Eleven digits reach into the fifty-second century; a date needs fewer than that.
    if not epoch or re.fullmatch(r"\d{1,11}", epoch, re.ASCII):
        return []
    fault = f"“{epoch}”不是从 1970 年算起的秒数。"
    return [_problem("环境变量 SOURCE_DATE_EPOCH", fault, "请改正或取消这个变量；判定日期可以写在 GONGKAI_AS_OF 里。")]


def _problem(setting: str, fault: str, remedy: str) -> Problem:
    return Problem(Path("pelicanconf.py"), 1, setting, fault, remedy)


def _mistyped(settings: Settings) -> Iterator[Problem]:
    for key, default in DEFAULTS.items():
        if not isinstance(settings[key], type(default)):
            yield _problem(key, *_TYPES[type(default)])


def _of_any_site(settings: Settings) -> Iterator[Problem]:
    name = settings.get("SITENAME")
    if not isinstance(name, str) or not name.strip():
        yield _problem("SITENAME", "没有填写网站名称。", "请写网站的名称；政府网站写登记的名称。")
    if not isinstance(settings.get("THEME_TEMPLATES_OVERRIDES", []), list | tuple):
        yield _problem("THEME_TEMPLATES_OVERRIDES", "不是文件夹的列表。", '请写成 ["templates"] 的样子，或不写。')
    day = str(settings["GONGKAI_AS_OF"])
    if day and not _is_date(day):
        yield _problem("判定日期（GONGKAI_AS_OF）", f"“{day}”不是有效日期。", "请写成 2026-11-20 的样子，或不写。")
    yield from _unseen(settings)
    yield from _of_executors(settings)
    yield from _of_addresses(settings)


def _of_executors(settings: Settings) -> Iterator[Problem]:
    if not 0 <= int(str(settings["GONGKAI_PROCESSES"])) <= _MOST_PROCESSES:
        yield _problem(
            "GONGKAI_PROCESSES", f"“{settings['GONGKAI_PROCESSES']}”不能用。", f"请写 0 到 {_MOST_PROCESSES} 的整数；0 是由程序决定。"
        )
    named = str(settings["GONGKAI_EXECUTOR"])
    if named and not re.fullmatch(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", named, re.ASCII):
        yield _problem("GONGKAI_EXECUTOR", f"“{named}”不是“模块:函数”。", "请写成 module:function 的样子，或不写，见 docs/settings.md。")


def _unseen(settings: Settings) -> Iterator[Problem]:
    """Signs of direction and others that no eye sees would make every page read otherwise than its settings."""
    texts = {
        **{key: settings.get(key) for key in ("SITENAME", *DEFAULTS)},
        # That an entry of a registration runs over lines is told with its form.
        **{_entry(name): str(value).replace("\n", "") for name, value in registration(settings).items()},
    }
    for key, text in texts.items():
        if signs := [sign for sign in str(text) if unicodedata.category(sign) in ("Cc", "Cf")]:
            names = "、".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(signs))
            yield _problem(key, f"里有看不见的字符（{names}）。", "请删去这些字符，或重新输入这一项。")


def _of_addresses(settings: Settings) -> Iterator[Problem]:
    if not _is_link(str(settings["GONGKAI_SITE_URL"])):
        yield Problem(Path("publishconf.py"), 1, "GONGKAI_SITE_URL", "没有写明网站的公开地址。", "请设为 https:// 开头的完整地址。")
    contact = str(settings["GONGKAI_CONTACT_URL"])
    if contact and not contact.startswith("mailto:") and not _is_link(contact):
        yield _problem("GONGKAI_CONTACT_URL", f"“{contact}”不是网址。", "请写 http://、https:// 或 mailto: 开头的网址。")


def _of_unofficial(settings: Settings) -> Iterator[Problem]:
    """A site that is not registered must not look as if it were: falsification is what a government site fails by at once."""
    for name, value in registration(settings).items():
        if value not in ("", None):
            yield _problem(_entry(name), "不是政府网站，不能写这一项。", "请删去；确实是政府网站的，另设 GONGKAI_OFFICIAL = True。")


def claims(settings: Settings) -> Iterator[Problem]:
    """That pages deny what the site's address says."""
    host = domain(str(settings["GONGKAI_SITE_URL"])) if settings["GONGKAI_PUBLISH"] else ""
    if host.endswith(_GOVERNMENT_DOMAINS) and not settings["GONGKAI_OFFICIAL"]:
        fault = f"“{host}”是政府网站的域名，而每一页都写着“本站不是政府网站”。"
        remedy = "是政府网站的，请设 GONGKAI_OFFICIAL = True，并照 docs/settings.md 写 GONGKAI_OFFICIAL_SITE；不是的，请换域名。"
        yield Problem(Path("publishconf.py"), 1, "GONGKAI_OFFICIAL", fault, remedy, Effect.WARNING)


def _of_official(settings: Settings) -> Iterator[Problem]:
    # Before it is published it may be looked at on any machine.
    host = domain(str(settings["GONGKAI_SITE_URL"])) if settings["GONGKAI_PUBLISH"] else ""
    if host and not host.endswith(_GOVERNMENT_DOMAINS):
        fault = "政府网站的域名应以 .gov.cn 或 .政务 结尾。"
        yield Problem(Path("publishconf.py"), 1, "GONGKAI_SITE_URL", fault, "请改为登记的域名；不是政府网站的，请关闭 GONGKAI_OFFICIAL。")
    for key in ("GONGKAI_CONTACT", "GONGKAI_CONTACT_URL"):
        if settings[key]:
            yield _problem(key, "政府网站的纠错入口是“政府网站找错”。", "请清空这一项，只写 GONGKAI_OFFICIAL_SITE 里的 report_url。")
    yield from _of_registration(registration(settings))


def _of_registration(registered: Mapping[str, object]) -> Iterator[Problem]:
    for name in registered:
        if name not in LABELS:
            yield _problem(_entry(name), "没有这一项。", f"可用的项：{'、'.join(LABELS)}。")
    for name, label in LABELS.items():
        value = registered.get(name, "")
        if not isinstance(value, str):
            yield _problem(_entry(name), *_TYPES[str])
        elif value.strip():
            yield from _of_entry(name, value.strip())
        elif name not in OPTIONAL:
            yield _problem(_entry(name), f"没有填写{label}。", "请照登记的内容填写；没有登记的，不能按政府网站生成。")


def _of_entry(name: str, value: str) -> Iterator[Problem]:
    is_right, remedy = _FORMS.get(name, (str.isprintable, "请写在一行里。"))
    if not is_right(value):
        yield _problem(_entry(name), f"“{value}”不能用作{LABELS[name]}。", remedy)


def _entry(name: object) -> str:
    label = LABELS.get(str(name), "")
    return f"{label}（GONGKAI_OFFICIAL_SITE 的 {name}）" if label else f"GONGKAI_OFFICIAL_SITE 的 {name}"


def _is_link(value: str) -> bool:
    return bool(domain(value)) and value.startswith(("http://", "https://")) and not re.search(r"[\s<>\"'`\\]", value)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_site_code(value: str) -> bool:
    return any(re.fullmatch(form, value, re.ASCII) for form in _SITE_CODES)


_LINK = (_is_link, "请写 http:// 或 https:// 开头的网址。")
_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "identification_code": (_is_site_code, "网站标识码是 10 位数字，或两个小写字母加 8 位数字。"),
    "police_code": (lambda value: bool(re.fullmatch(r"\d+", value, re.ASCII)), "请只写公安备案号里的数字。"),
    "report_url": _LINK,
    "mark_url": _LINK,
}

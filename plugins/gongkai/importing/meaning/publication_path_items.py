"""One item of a list of outlets: a site and its columns, several sites that share them, or a channel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product

from gongkai.importing.layout.brackets import depths
from gongkai.words.folding import fold
from gongkai.words.text import tidy

from . import bodies

UNNAMED_SITE = "政府网站"
SITE_WORDS = "门户网站|政府网站|官方网站|官网|网站|网页|门户网|政务网|服务网|信息网|公开网|主页|门户|政务公开平台|信息公开平台|一网通办平台|网络平台|APP|app|客户端"
_SITE = re.compile(rf"^[^>/《》]*(?:{SITE_WORDS})(?:\([^()]*\))?$|^信用[^>/]{{1,8}}$|^[^>/]{{2,20}}网$")
# A-B alone may be one name; A-B-C is a path.
_FEWEST_DASHED = 3
_START = re.compile(r"^(?:首页|主页|网站首页)$")
_CHANNEL = re.compile(
    "媒体|渠道|公告栏|公示栏|公开栏|宣传栏|公报|广播|电视|报刊|报纸|微信|微博|抖音|公众号|查阅|专区|窗口|大厅|发布会|电子屏|显示屏|海报|宣传|入户|听证|座谈|社区|村居|档案馆|图书馆|服务站|点$"
)
_ARROW = r"\s*(?:-{1,3}>|={1,2}>|>{1,2}|→|➔|➜|⇒|›|»|—{1,2}>)\s*"
_DASH = r"\s*(?:—{1,2}|-{1,2}|──?|\\|_)\s*"
_QUOTES = '“”"「」『』'
SENTENCE_SITE = r"(?:[^\s,。;、:()“”《》在于通过依托利用]{0,12}?(?:门户网站|政府网站|官方网站|网站|门户网)|[^\s,。;:“”《》]{2,40}?网页)"
IN_QUOTES = re.compile(
    rf"(?:在|于|通过|依托|利用|并在|到)?(?P<site>{SENTENCE_SITE})(?:要|应当?)?(?:在|的|上|中)?[“\"](?P<column>[^”\"]+)[”\"](?P<word>栏目|专栏|专区|板块|模块|中|里|下)*"
)


@dataclass(frozen=True)
class PublicationPath:
    """A site and the columns below it, outermost first; a bare site has none."""

    site: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlets:
    """Where some words say that something is published: publication paths on websites, and other channels as printed. `notes` are for a person."""

    publication_paths: tuple[PublicationPath, ...] = ()
    channels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __or__(self, other: Outlets) -> Outlets:
        return Outlets(
            tuple(dict.fromkeys((*self.publication_paths, *other.publication_paths))),
            tuple(dict.fromkeys((*self.channels, *other.channels))),
            tuple(dict.fromkeys((*self.notes, *other.notes))),
        )


def outlets_of(item: str, site: str) -> tuple[Outlets, str]:
    """The outlets of one item, and the site that following items without one belong to."""
    folded = fold(item)
    host, colon, rest = _at_colon(item)
    if colon and not rest and is_site(host):
        return Outlets(), host
    if address := re.match(r"https?://([\w.-]+)", item):
        return Outlets((PublicationPath(address[1]),), (), (f"“{item}”是网址，没有写栏目。",)), address[1]
    if not colon and not _separator(folded):
        return _bare(item, site)
    if colon and not is_site(host) and not re.search(_ARROW, fold(rest)):
        return Outlets(channels=(item,)), site
    sites = sites_of(host) if colon else []
    if colon and not _separator(fold(rest)):
        # Behind 网站： a dash parts columns even where there are only two.
        rest = re.sub(rf"(?<![0-9]){_DASH}(?![0-9])", ">", rest)
    trail = _opened(columns_of(rest if colon else item))
    if not sites and trail and is_site(trail[0][0]):
        sites, trail = sites_of(trail[0][0]), trail[1:]
    notes: tuple[str, ...] = ()
    if trail and _START.match(trail[0][0]):
        trail = trail[1:]
    if not sites:
        notes = () if site else (f"公开路径“{item}”没有写是哪个网站，暂记作“{UNNAMED_SITE}”。",)
        sites = sites_of(site) if site else [UNNAMED_SITE]
    publication_paths = tuple(PublicationPath(each_site, columns) for each_site in sites for columns in product(*trail))
    return Outlets(publication_paths, (), notes), host if colon and is_site(host) else site or (sites[0] if sites else "")


def _opened(trail: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """县政府网站“政务公开”专栏 at the head of a path is a site and a column."""
    match = IN_QUOTES.fullmatch(fold(trail[0][0])) if trail and len(trail[0]) == 1 else None
    return [(written_site(trail[0][0], match),), (match["column"],), *trail[1:]] if match else trail


def _at_colon(item: str) -> tuple[str, str, str]:
    folded = fold(item)
    depth = depths(folded)
    index = next(
        (index for index, sign in enumerate(folded) if sign == ":" and not depth[index] and not folded[index + 1 :].startswith("//")), -1
    )
    return (item[:index].strip(), ":", item[index + 1 :].strip()) if index >= 0 else (item, "", "")


def is_site(name: str) -> bool:
    """True for the name of a website or of pages: 县政府门户网站, 县商务委网页."""
    return bool(_SITE.match(fold(name).strip()))


def sites_of(host: str) -> list[str]:
    """县发展改革委、县商务委网页 are two sites, each called 网页."""
    folded = fold(host)
    ending = re.search(rf"(?:{SITE_WORDS})(?:\([^()]*\))?$", folded)
    depth = depths(folded)
    names, start = [], 0
    for index, sign in enumerate(folded):
        if sign in "、," and not depth[index]:
            names.append(host[start:index].strip())
            start = index + 1
    names.append(host[start:].strip())
    if not ending or len(names) == 1:
        return [host.strip()] if host.strip() else []
    word = host[ending.start() :]
    return [name if is_site(name) else name + word for name in names if name]


def _separator(folded: str) -> str:
    """The sign between the columns of a path: an arrow where there is one, else a dash or a stroke between names."""
    quoted = re.search(rf"[{_QUOTES}][^{_QUOTES}]*(?:{_ARROW})[^{_QUOTES}]*[{_QUOTES}]", folded)
    if quoted or re.search(_ARROW, folded):
        return _ARROW
    if re.search(r"[^《]*》[^《]*》", folded) and "《" not in folded:
        return "》"
    if re.search(rf"^[^\s,。;]+(?<![0-9])(?:{_DASH})(?![0-9])", folded) and (
        _SITE.match(re.split(_DASH, folded)[0])
        or _START.match(re.split(_DASH, folded)[0])
        or len(re.split(_DASH, folded)) >= _FEWEST_DASHED
    ):
        return rf"(?<![0-9]){_DASH}(?![0-9])"
    if "/" in folded and (
        _SITE.match(folded.split("/", 1)[0]) or _START.match(folded.split("/", 1)[0]) or re.match("[^/、]*公开/[^/]*/", folded)
    ):
        return r"\s*/\s*"
    return ""


def columns_of(text: str) -> list[tuple[str, ...]]:
    """The columns from the outside in, each with its alternatives (预算/决算)."""
    folded = fold(text)
    separator = _separator(folded)
    steps, start = [], 0
    for match in re.finditer(separator, folded) if separator else ():
        steps.append(text[start : match.start()])
        start = match.end()
    steps.append(text[start:])
    has_alternatives = separator != r"\s*/\s*"
    return [names for step in steps if (names := _alternatives(step, has_alternatives))]


def _alternatives(step: str, has_alternatives: bool) -> tuple[str, ...]:
    names = re.split('[/／]|或者?(?=[“"])', step) if has_alternatives else [step]
    return tuple(name for name in (_column(alternative) for alternative in names) if name)


def _column(name: str) -> str:
    """A column's name without the quotation marks around it, and without 栏目 behind them."""
    name = re.sub(r"^(?:在|于)", "", tidy(name).strip("，,；;。.、:： "))
    inner = re.fullmatch(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}](?:(?:子|二级|三级)?栏目?|专栏|专区|板块|模块|页面|中|下|里|内)*", name)
    if inner:
        return inner.group(1)
    dangling = name.strip(_QUOTES) if len(re.findall(f"[{_QUOTES}]", name)) == 1 else name
    return re.sub(r"(?<=.{2})(?:子|二级|三级)?栏目$", "", dangling)


def _bare(item: str, site: str) -> tuple[Outlets, str]:
    """An item without columns: a site alone, sites that share a word, or channels."""
    names = [item] if re.search("等|以下简称", fold(item)) else _listed(item)
    if is_nothing(item) or not names:
        return Outlets(), site
    if is_site(names[-1]) and all(bodies.names_body(name) and not _CHANNEL.search(fold(name)) for name in names[:-1]):
        names = sites_of(item)
    outlets = Outlets()
    for name in names:
        outlets |= _outlets(name)
    return outlets, outlets.publication_paths[0].site if outlets.publication_paths else site


def _outlets(name: str) -> Outlets:
    """One name of a list: a site, a site's column in quotation marks, a column, or a channel."""
    opened = _opened([(name,)])
    if len(opened) > 1:
        return Outlets((PublicationPath(opened[0][0], (opened[1][0],)),))
    if is_site(name):
        return Outlets((PublicationPath(name),))
    if re.search("(?:专栏|栏目)$", fold(name)) and not re.search("[村社镇街]", name):
        note = f"公开路径“{name}”没有写是哪个网站，暂记作“{UNNAMED_SITE}”。"
        return Outlets((PublicationPath(UNNAMED_SITE, (_column(name),)),), (), (note,))
    return Outlets(channels=(name,))


def is_nothing(text: str) -> bool:
    """True for a dash or 无."""
    return not re.search(r"[^\s\-—–―/\\无空.。、*]", fold(text))


def _listed(item: str) -> list[str]:
    """The names of a list, cut outside brackets."""
    folded = fold(item)
    depth = depths(folded)
    cuts = [index for index, sign in enumerate(folded) if sign in "、," and not depth[index]]
    names = [item[start + 1 : end].strip() for start, end in pairwise([-1, *cuts, len(item)])]
    return [name for name in names if name]


# --- running text -------------------------------------------------------------------------------


def written_site(sentence: str, match: re.Match[str]) -> str:
    """A site as the sentence prints it, where a pattern found it in the folded text."""
    return sentence[match.start("site") : match.end("site")]

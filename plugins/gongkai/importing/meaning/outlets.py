"""A cell, a bracket or a block that names outlets: websites with their columns, several that share them, or other channels.

The grammar: items are numbered, or stand between line ends and semicolons. An item is `site: trail`, `trail`, or a list of
names; a trail is `site > column > column/column`, with other signs for >; items without a site go on with the site above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from gongkai.importing.layout.brackets import signs, split, without
from gongkai.words.folding import fold
from gongkai.words.numerals import COUNTING
from gongkai.words.text import HAN, tidy, visible

from . import bodies, times, wordlists

UNNAMED_SITE = "政府网站"
LABEL = r"(?:主动)?(?:公开|发布)(?:路径|渠道|方式|位置|载体|平台|形式|途径|场所|栏目|地址)(?:和载体|及载体|[及和或、]?方式)?\s*[::]"
SITE_NAME = r"(?:[^\s,。;、:()“”《》在于通过依托利用]{0,12}?(?:门户网站|政府网站|官方网站|网站|门户网)|[^\s,。;:“”《》]{2,40}?网页)"
_SITE = rf"(?:{wordlists.pattern('sites').pattern})(?:\([^()]*\))?"
_IS_SITE = re.compile(rf"^[^>/《》]*{_SITE}$|^信用[^>/]{{1,8}}$|^[^>/]{{2,20}}网$")
_NUMBER = re.compile(rf"(?:(?<=^)|(?<=[\n,;。\s>]))\s*(?:\(?[0-9]{{1,2}}[).、](?![0-9])|\([{COUNTING}]\)|[①-⑳]|[■●◆▲√☑]+)\s*")
# …>收费项目县政府部门、乡镇（街道）网页：…: a line end lost between a column and the next site.
_HOST = (
    rf"(?:[区县市州]?(?:人民)?政府(?:各|有关)?(?:部门|门户)|各?(?:乡镇|镇|街道)(?:\([^()]*\))?|[区县市](?![>、])[{HAN}]{{2,10}}?[局委办])"
)
_NEXT = re.compile(rf"{_HOST}(?:、{_HOST})*网[站页]\s*:|(?<=[,、。])(?:[^>,、。]*{_SITE}\s*[>:]|其[他它]渠道|村)")
_ARROW = r"\s*(?:-{1,3}>|={1,2}>|>{1,2}|[→➔➜⇒›»]|—{1,2}>)\s*"
_DASH = r"(?<![0-9])\s*(?:—{1,2}|-{1,2}|─{1,2}|\\|_)\s*(?![0-9])"
_FEWEST_DASHED = 3  # A-B alone may be one name; A-B-C is a path.
_QUOTES = '“”"「」『』'
_COLUMN_WORD = "(?:(?:子|二级|三级)?栏目?|专栏|专区|板块|模块|页面|[中下里内])*"
_QUOTED_COLUMN = re.compile(rf"(.*{_SITE})(?:要|应当?)?[在的上中]?[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]{_COLUMN_WORD}")


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
    # Times that stand among the outlets (公开渠道：县政府网站；12月底前).
    times: tuple[str, ...] = ()

    def __or__(self, other: Outlets) -> Outlets:
        return Outlets(
            tuple(dict.fromkeys((*self.publication_paths, *other.publication_paths))),
            tuple(dict.fromkeys((*self.channels, *other.channels))),
            tuple(dict.fromkeys((*self.notes, *other.notes))),
            (*self.times, *other.times),
        )


def in_cell(text: str) -> Outlets:
    """What a cell, a bracket or a block says, whose every item names an outlet."""
    outlets = Outlets()
    for named in lines(text):
        outlets |= named
    return outlets


def lines(text: str) -> list[Outlets]:
    """The outlets of each item of a block, sites carried on from the item above."""
    told: list[Outlets] = []
    site = ""
    for words in _items(text):
        outlets, site = _read(words, site)
        heads = told and told[-1].publication_paths == (PublicationPath(UNNAMED_SITE),) and not told[-1].channels
        if heads and any(path.columns and path.site != UNNAMED_SITE for path in outlets.publication_paths):
            # 1.政府网站 (1)县政府门户网站：…: the first line only says what sort of places follow.
            told.pop()
        told.append(outlets)
    return told


def is_nothing(text: str) -> bool:
    """True for a dash or 无."""
    return not re.search(r"[^\s\-—–―/\\无空.。、*]", fold(text))


def _items(text: str) -> list[str]:
    """The numbered items, lines and clauses of a list of outlets; where boxes are ticked, only what is ticked."""
    text = visible(text)
    label = re.match(rf"\s*{LABEL}", fold(text))
    text = text[label.end() if label else 0 :]
    text = re.sub("[□○☐][^■●☑√□○☐]*", "\n", text) if re.search("[■●☑√]", text) else text
    folded = fold(text)
    # (1) is itself a bracket.
    numbers = [number.span() for number in _NUMBER.finditer(folded) if number.group().strip().startswith("(")]
    numbers += [number.span() for number in signs(folded, _NUMBER) if not number.group().strip().startswith("(")]
    inside = {index for start, end in numbers for index in range(start, end)}
    ends = [sign.span() for sign in signs(folded, "[\n;]") if sign.start() not in inside]
    items: list[str] = []
    for piece in without(text, (*numbers, *ends)):
        words = tidy(_with_arrows(piece)).strip("，,；;。.、 ")
        if items and (fold(items[-1]).endswith((">", "→", ":", "/")) or fold(words).startswith((">", "→", "/"))):
            # A narrow cell broke a path.
            items[-1] += words
        elif words:
            items.append(words)
    return [words.strip("，,；;。.、 ") for item in items for words in _several(item)]


def _with_arrows(piece: str) -> str:
    """区政府网站 政务公开 规划计划: blanks between columns behind a site, where there is no other sign."""
    words = piece.split()
    return ">".join(words) if len(words) > 1 and is_site(words[0]) and not re.search("[>:,、/;—→“-]", fold(piece)) else piece


def _several(words: str) -> list[str]:
    """An item with several publication paths in one run: a new one begins where a site is named again."""
    folded = fold(words)
    starts = [sign.start() for sign in signs(folded, _NEXT) if ">" in folded[: sign.start()]]
    return without(words, [(start, start) for start in starts])


def _read(words: str, site: str) -> tuple[Outlets, str]:
    """The outlets of one item, and the site that following items without one belong to."""
    if address := re.match(r"https?://([\w.-]+)", words):
        return Outlets((PublicationPath(address[1]),), (), (f"“{words}”是网址，没有写栏目。",)), address[1]
    colon = next(iter(signs(fold(words), ":(?!//)")), None)
    host, rest = (words[: colon.start()].strip(), words[colon.end() :].strip()) if colon else ("", words)
    if host and is_site(host) and not rest:
        return Outlets(), host
    if host and not is_site(host) and not re.search(_ARROW, fold(rest)):
        return Outlets(channels=(words,)), site
    trail = _trail(rest, is_below=bool(host))
    if not host and len(trail) == 1:
        return _bare(words, site)
    if not host and trail and is_site(trail[0][0]):
        host, trail = trail[0][0], trail[1:]
    trail = trail[1:] if trail and re.fullmatch("首页|主页|网站首页", trail[0][0]) else trail
    notes = () if host or site else (f"公开路径“{words}”没有写是哪个网站，暂记作“{UNNAMED_SITE}”。",)
    sites = sites_of(host or site or UNNAMED_SITE)
    return Outlets(
        tuple(PublicationPath(name, columns) for name in sites for columns in product(*trail)), (), notes
    ), host or site or sites[0]


def is_site(name: str) -> bool:
    """True for the name of a website or of pages: 县政府门户网站, 县商务委网页."""
    return bool(_IS_SITE.match(fold(name).strip()))


def sites_of(host: str) -> list[str]:
    """The sites that words name: 县发展改革委、县商务委网页 are two sites, each called 网页."""
    ending = re.search(f"{_SITE}$", fold(host))
    names = split(host, "[、,]") if ending else [host]
    return [name if len(names) == 1 or is_site(name) or not ending else name + host[ending.start() :] for name in names]


def columns_of(text: str) -> tuple[str, ...]:
    """The columns that a sentence quotes: “政务公开>目录”; the first of several alternatives."""
    return tuple(names[0] for names in _trail(text))


def _trail(text: str, *, is_below: bool = False) -> list[tuple[str, ...]]:
    """The steps of a path from the outside in, each with its alternatives (预算/决算); a single step where there is no path."""
    sign = _sign(fold(text), is_below)
    steps = without(text, [match.span() for match in re.finditer(sign, fold(text))] if sign else [])
    opened = _QUOTED_COLUMN.fullmatch(fold(steps[0])) if steps else None
    if opened:
        steps = [steps[0][: opened.end(1)], steps[0][opened.start(2) : opened.end(2)], *steps[1:]]
    alternatives = (re.split('[/／]|或者?(?=[“"])', step) if sign and sign != "/" else [step] for step in steps)
    trail = (tuple(filter(None, map(_column, names))) for names in alternatives)
    return [names for names in trail if names]


def _sign(folded: str, is_below: bool) -> str:
    """The sign between the columns of a path: an arrow where there is one, else a dash or a stroke between names."""
    if re.search(_ARROW, folded):
        return _ARROW
    if "》" in folded and "《" not in folded:
        return "》"
    for sign, fewest in ((_DASH, _FEWEST_DASHED), ("/", _FEWEST_DASHED)):
        steps = re.split(sign, folded)
        is_path = is_site(steps[0]) or re.fullmatch("首页|主页|网站首页", steps[0]) or (is_below and sign == _DASH)
        is_long = len(steps) >= fewest and not re.search(r"[\s,。;、]", steps[0]) and (sign == _DASH or steps[0].endswith("公开"))
        if len(steps) > 1 and (is_path or is_long):
            return sign
    return ""


def _column(name: str) -> str:
    """A column's name without the quotation marks around it, and without 栏目 behind them."""
    name = re.sub("^[在于]", "", tidy(name).strip("，,；;。.、:： "))
    if inner := re.fullmatch(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]{_COLUMN_WORD}", name):
        return inner.group(1)
    dangling = name.strip(_QUOTES) if len(re.findall(f"[{_QUOTES}]", name)) == 1 else name
    return re.sub(r"(?<=.{2})(?:子|二级|三级)?栏目$", "", dangling)


def _bare(words: str, site: str) -> tuple[Outlets, str]:
    """An item without columns: a site alone, sites that share a word, or channels."""
    if is_nothing(words):
        return Outlets(), site
    names = [words] if re.search("等|以下简称", words) else split(words, "[、,]")
    if is_site(names[-1]) and all(bodies.names_body(name) and not wordlists.pattern("channels").search(fold(name)) for name in names[:-1]):
        names = sites_of(words)
    outlets = Outlets()
    for name in names:
        trail = _trail(name)
        if is_site(trail[0][0]):
            outlets |= Outlets((PublicationPath(trail[0][0], tuple(column for column, *_ in trail[1:])),))
        elif re.search("(?:专栏|栏目)$", name) and not re.search("[村社镇街]", name):
            note = f"公开路径“{name}”没有写是哪个网站，暂记作“{UNNAMED_SITE}”。"
            outlets |= Outlets((PublicationPath(UNNAMED_SITE, (_column(name),)),), (), (note,))
        elif times.is_time(name):
            outlets |= Outlets(times=(name,))
        else:
            outlets |= Outlets(channels=(name,))
    return outlets, outlets.publication_paths[0].site if outlets.publication_paths else site

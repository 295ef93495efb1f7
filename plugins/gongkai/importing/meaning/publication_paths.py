"""Where the words of a row say that something is to be published: in a block, in brackets, or in their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.importing.layout.brackets import depths
from gongkai.words.folding import fold

from . import wordlists
from .cutting import signs
from .outlets import LABEL, SITE_NAME, Outlets, PublicationPath, columns_of, in_cell, is_site, sites_of

_BRACKET = re.compile(rf"[(〔【\[]\s*{LABEL}")
_BLOCK = re.compile(rf"(?:^|(?<=[\n。;!?)〕\]】\s])){LABEL}")
_PUBLISHES = "发布|公开|公布|公示|展示|展现|发表|刊登|刊载|登载"
_SETS_UP = "[中下里内]?(?:设置|开设|设立|增设|新增)"
_QUOTED = re.compile(
    rf"(?P<site>{SITE_NAME})(?:要|应当?)?[在的上中]?[“\"](?P<column>[^”\"]+)[”\"](?:栏目|专栏|专区|板块|模块|[中里下])*"
    rf"(?:{_SETS_UP}[“\"](?P<inner>[^”\"]+)[”\"](?:栏目|专栏|专区|板块))?(?!(?:等|栏目)*(?:建设|管理|检查|维护)|{_SETS_UP})(?=.*(?:{_PUBLISHES}))"
)
_UNQUOTED = re.compile(
    rf"(?:在|于|通过|依托|利用)(?P<site>{SITE_NAME})(?P<column>[^\s,。;、:()“”《》的上]{{2,14}}?(?:专栏|栏目|专区|板块|目录))(?=.{{0,17}}(?:{_PUBLISHES}))"
)
_THROUGH = re.compile(
    r"(?:通过|运用|利用|依托|借助)(?P<list>[^。;,]{2,60}?)(?:(?P<tail>等便于[^。;,]{0,14}的(?:途径|渠道))|等?(?:多种|各种|各类)?(?:信息)?(?:渠道|途径|媒介|载体)|(?=,|参与|转发|转载))(?P<after>.{0,30})"
)


def block(text: str) -> tuple[int, int] | None:
    """Where a 公开路径 block of its own (not in brackets) stands in a cell: to the end of the text."""
    label = next(iter(signs(fold(text), _BLOCK)), None)
    return (label.start(), len(text)) if label else None


def in_text(text: str) -> Outlets:
    """What brackets （公开路径：…） say, else the sentences themselves."""
    outlets = Outlets()
    for start, end in _brackets(fold(text)):
        outlets |= in_cell(text[start + 1 : end - 1])
    if outlets != Outlets():
        return outlets
    for sentence in re.split(r"(?<=[。;；\n])", text):
        folded = fold(sentence)
        outlets |= Outlets(tuple(_paths(folded, sentence)), tuple(_channels(folded, sentence)))
    return outlets


def _brackets(folded: str) -> Iterator[tuple[int, int]]:
    depth = depths(folded)
    for match in _BRACKET.finditer(folded):
        level = depth[match.start()]
        end = next(
            (
                index
                for index in range(match.start() + 1, len(folded))
                if depth[index] < level or (folded[index] in ")〕】]" and depth[index] == level)
            ),
            len(folded) - 1,
        )
        yield match.start(), end + 1


def _paths(folded: str, sentence: str) -> Iterator[PublicationPath]:
    """A site and a column of it, where the same sentence goes on to publish something there."""
    for match in _QUOTED.finditer(folded):
        columns = columns_of(sentence[slice(*match.span("column"))])
        inner = (sentence[slice(*match.span("inner"))],) if match["inner"] else ()
        yield from (PublicationPath(site, (*columns, *inner)) for site in sites_of(sentence[slice(*match.span("site"))]))
    for match in _UNQUOTED.finditer(folded):
        yield PublicationPath(sentence[slice(*match.span("site"))], (sentence[slice(*match.span("column"))],))


def _channels(folded: str, sentence: str) -> Iterator[str]:
    """Media through which a sentence says that something is published; through which opinions are gathered does not count."""
    for match in _THROUGH.finditer(folded):
        if not re.search(rf"{_PUBLISHES}|传播|宣传|报道|转发|解读", match["after"]) or re.search("收集|搜集|征求|听取", match["after"]):
            continue
        start, end = match.span("list")
        names = [name for name in re.split("、|以及|和|及", sentence[start:end]) if not is_site(name)]
        if match["tail"] and names:
            # 政务新媒体以及报刊、广播、电视等便于社会公众知晓的途径 is one phrase.
            yield sentence[sentence.index(names[0], start) : match.end("tail")]
        else:
            written = (re.sub("等[^等]{0,6}$", "", name.strip()) for name in names)
            yield from (
                name for name in written if wordlists.pattern("media").search(fold(name)) and not re.search("提供|[向对]|形式", name)
            )

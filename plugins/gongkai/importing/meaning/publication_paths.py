"""Where something is to be published: the 公开路径 of a cell, of a bracket in a sentence, or of the sentence itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.importing.layout.brackets import depths
from gongkai.words.folding import fold
from gongkai.words.numerals import COUNTING
from gongkai.words.text import HAN, tidy, visible

from .publication_path_items import (
    IN_QUOTES,
    SENTENCE_SITE,
    SITE_WORDS,
    UNNAMED_SITE,
    Outlets,
    PublicationPath,
    columns_of,
    is_site,
    outlets_of,
    sites_of,
    written_site,
)

_LABEL = r"(?:主动)?(?:公开|发布)(?:路径|渠道|方式|位置|载体|平台|形式|途径|场所|栏目|地址)(?:和载体|及载体|(?:及|和|或|、)方式)?"
_BRACKET = re.compile(rf"[(〔【\[][\s]*{_LABEL}\s*[::]")
_BLOCK = re.compile(rf"(?:^|(?<=[\n。;!?)〕\]】\s])){_LABEL}\s*[::]")
_NUMBER = re.compile(rf"(?:(?<=^)|(?<=[\n,，;；。\s>]))\s*(?:\(?[0-9]{{1,2}}[)).、](?![0-9])|\([{COUNTING}]\)|[①-⑳]|[■□●○◆▲√☑]+)\s*")
# …>收费项目县政府部门、乡镇（街道）网页：…: a line end lost between a column and the next site.
_ONE_HOST = rf"(?:[区县市州]?(?:人民)?政府(?:各|有关)?(?:部门|门户)|各?(?:乡镇|镇|街道)(?:\([^()]*\))?|[区县市](?![>、])[{HAN}]{{2,10}}?(?:局|委|办|中心))"
_GLUED_HOST = re.compile(rf"{_ONE_HOST}(?:、{_ONE_HOST})*(?:网站|网页)\s*:")
_PUBLISHES = "发布|公开|公布|公示|展示|展现|发表|刊登|刊载|登载"
_SET_UP = re.compile(r"(?:中|下|里|内)?(?:设置|开设|设立|增设|新增)[“\"](?P<column>[^”\"]+)[”\"](?P<word>栏目|专栏|专区|板块)")
_UNQUOTED = re.compile(
    rf"(?:在|于|通过|依托|利用)(?P<site>{SENTENCE_SITE})(?P<column>[^\s,。;、:()“”《》的上]{{2,14}}?(?:专栏|栏目|专区|板块|目录))"
)
_THROUGH = re.compile(
    r"(?:通过|运用|利用|依托|借助|协调)(?P<list>[^。;,]{2,60}?)(?:(?P<tail>等便于[^。;,]{0,14}的(?:途径|渠道))|等?(?:多种|各种|各类)?(?:信息)?(?:渠道|途径|媒介|载体)|(?=,)|(?=参与|转发|转载))"
)
_MEDIA = re.compile("媒体|公报|公开栏|宣传栏|公告栏|公示栏|微信|微博|广播|电视|报刊|发布会|公众号")


def block(text: str) -> tuple[int, int] | None:
    """Where a 公开路径 block of its own (not in brackets) stands in a cell: to the end of the text."""
    folded = fold(text)
    depth = depths(folded)
    match = next((match for match in _BLOCK.finditer(folded) if depth[match.start()] == 0), None)
    return (match.start(), len(text)) if match else None


def in_text(text: str) -> Outlets:
    """What brackets （公开路径：…） and the sentences themselves say."""
    folded = fold(text)
    outlets = Outlets()
    brackets = list(_brackets(folded))
    for start, end in brackets:
        outlets |= in_cell(text[start + 1 : end - 1])
    outside = "".join(" " if any(start <= index < end for start, end in brackets) else character for index, character in enumerate(text))
    return outlets | _in_sentences(outside) if not brackets else outlets


def _brackets(folded: str) -> Iterator[tuple[int, int]]:
    depth = depths(folded)
    for match in _BRACKET.finditer(folded):
        level, end = depth[match.start()], match.start() + 1
        while end < len(folded) and depth[end] >= level:
            end += 1
            if depth[end - 1] == level and folded[end - 1] in ")〕】]":
                break
        yield match.start(), end if level else len(folded)


def in_cell(text: str) -> Outlets:
    """What a cell, a bracket or a block says, whose every item names an outlet."""
    outlets = Outlets()
    for _, named in lines(text):
        outlets |= named
    return outlets


def lines(text: str) -> list[tuple[str, Outlets]]:
    """Each item of a block with its outlets, hosts carried on from the item above."""
    told: list[tuple[str, Outlets]] = []
    site = ""
    for item in _items(text):
        outlets, site = outlets_of(item, site)
        if (
            told
            and _is_heading(told[-1][1])
            and any(publication_path.columns for publication_path in outlets.publication_paths)
            and outlets.publication_paths[0].site != UNNAMED_SITE
        ):
            # 1.政府网站 (1)县政府门户网站：…: the first line only says what sort of places follow.
            told.pop()
        told.append((item, outlets))
    return told


def _is_heading(outlets: Outlets) -> bool:
    return outlets.publication_paths == (PublicationPath(UNNAMED_SITE),) and not outlets.channels


def _items(text: str) -> list[str]:
    """The numbered items, lines and clauses of a list of outlets."""
    text = visible(text)
    label = re.match(rf"\s*{_LABEL}\s*[::]", fold(text))
    text = _ticked(text[label.end() if label else 0 :])
    folded = fold(text)
    depth = depths(folded)
    # (1) is itself a bracket.
    numbers = [number.span() for number in _NUMBER.finditer(folded) if not depth[number.start()] or number.group().strip().startswith("(")]
    inside = {index for start, end in numbers for index in range(start, end)}
    cuts = {index + 1 for index, sign in enumerate(folded) if sign in "\n;" and not depth[index] and index not in inside}
    bounds = sorted({0, len(text), *cuts, *(bound for span in numbers for bound in span)})
    pieces = [text[start:end] for start, end in pairwise(bounds) if (start, end) not in numbers]
    return [piece for rough in _unbroken(pieces) for piece in _several(rough) if piece]


def _ticked(text: str) -> str:
    """Where boxes are ticked, only what is ticked."""
    return re.sub("[□○☐][^■●☑√□○☐]*", "\n", text) if re.search("[■●☑√]", text) else text


def _unbroken(pieces: list[str]) -> list[str]:
    """Pieces that a narrow cell broke inside a column's name joined again."""
    joined: list[str] = []
    for piece in pieces:
        words = tidy(_with_arrows(piece)).strip("，,；;。.、 ")
        if joined and (joined[-1].endswith((">", "＞", "→", "：", ":", "/")) or words.startswith((">", "＞", "→", "/"))):
            joined[-1] += words
        elif words:
            joined.append(words)
    return joined


def _with_arrows(piece: str) -> str:
    """区政府网站 政务公开 规划计划: blanks between columns behind a site, where there is no other sign."""
    words = piece.split()
    if len(words) > 1 and is_site(words[0]) and not re.search("[>:,、/;—→“-]", fold(piece)):
        return ">".join(words)
    return piece


def _several(item: str) -> list[str]:
    """An item with several publication paths in one run: a new one begins where a site is named again behind a sign or a blank."""
    folded = fold(item)
    depth = depths(folded)
    hosts = [match.span() for match in _GLUED_HOST.finditer(folded)]
    starts = [start for start, _ in hosts if ">" in folded[:start]]
    starts += [
        match.end()
        for match in re.finditer("[,、。]", folded)
        if not depth[match.start()]
        and not any(start <= match.start() < end for start, end in hosts)
        and ">" in folded[: match.start()]
        and re.match(rf"[^>,、。]*(?:{SITE_WORDS})\s*(?:>|:)|其他渠道|其它渠道|村", folded[match.end() :])
    ]
    bounds = [0, *sorted(starts), len(item)]
    return [item[start:end].strip("，,；;。.、 ") for start, end in pairwise(bounds)]


# --- sentences ----------------------------------------------------------------------------------


def _in_sentences(text: str) -> Outlets:
    """What the sentences of a text say, brackets left out."""
    outlets = Outlets()
    for sentence in re.split(r"(?<=[。;；\n])", text):
        folded = fold(sentence)
        outlets |= Outlets(tuple(_publication_paths_of(folded, sentence)), tuple(_channels_of(folded, sentence)))
    return outlets


def _publication_paths_of(folded: str, sentence: str) -> Iterator[PublicationPath]:
    """A site and a column of it, where the same sentence goes on to publish something there."""
    for match in IN_QUOTES.finditer(folded):
        start, end = match.span("column")
        columns = tuple(column_name for names in columns_of(sentence[start:end]) for column_name in names)
        rest = folded[match.end() :]
        inner = _SET_UP.match(rest)
        if inner:
            column = sentence[match.end() :][inner.start("column") : inner.end("column")]
            columns, rest = (*columns, column), rest[inner.end() :]
        elif re.match("(?:中|下|里|内)?(?:设置|开设|设立|增设|新增)", rest) or re.match("(?:等)?(?:栏目)?(?:建设|管理|检查|维护)", rest):
            continue
        if re.search(_PUBLISHES, rest) and columns:
            yield from (PublicationPath(site, columns) for site in sites_of(written_site(sentence, match)))
    for match in _UNQUOTED.finditer(folded):
        if re.search(_PUBLISHES, folded[match.end() :][:20]):
            yield PublicationPath(written_site(sentence, match), (sentence[match.start("column") : match.end("column")],))


def _channels_of(folded: str, sentence: str) -> Iterator[str]:
    """Media through which a sentence says that something is published; through which opinions are gathered does not count."""
    for match in _THROUGH.finditer(folded):
        after = folded[match.end() :][:30]
        if not re.search(rf"{_PUBLISHES}|传播|宣传|报道|转发|解读", after) or re.search("收集|搜集|征求|听取", after):
            continue
        start, end = match.span("list")
        names = [name for name in re.split("、|以及|和|及", sentence[start:end]) if not is_site(name)]
        if match["tail"] and names:
            # 政务新媒体以及报刊、广播、电视等便于社会公众知晓的途径 is one phrase.
            yield sentence[start + sentence[start:end].find(names[0]) : match.end()]
        else:
            written = (re.sub("等(?:[^等]{0,6})?$", "", name.strip()) for name in names)
            yield from (name for name in written if _MEDIA.search(fold(name)) and not re.search("提供|[向对]|形式", name))

"""Where a sentence says that something is published: a site and its column, or media."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.words.folding import fold

from .items import IN_QUOTES, SENTENCE_SITE, PublicationPath, Whereabouts, columns_of, is_site, sites_of, written_site

_PUBLISHES = "发布|公开|公布|公示|展示|展现|发表|刊登|刊载|登载"
_SET_UP = re.compile(r"(?:中|下|里|内)?(?:设置|开设|设立|增设|新增)[“\"](?P<column>[^”\"]+)[”\"](?P<word>栏目|专栏|专区|板块)")
_UNQUOTED = re.compile(
    rf"(?:在|于|通过|依托|利用)(?P<site>{SENTENCE_SITE})(?P<column>[^\s,。;、:()“”《》的上]{{2,14}}?(?:专栏|栏目|专区|板块|目录))"
)
_THROUGH = re.compile(
    r"(?:通过|运用|利用|依托|借助|协调)(?P<list>[^。;,]{2,60}?)(?:(?P<tail>等便于[^。;,]{0,14}的(?:途径|渠道))|等?(?:多种|各种|各类)?(?:信息)?(?:渠道|途径|媒介|载体)|(?=,)|(?=参与|转发|转载))"
)
_MEDIA = re.compile("媒体|公报|公开栏|宣传栏|公告栏|公示栏|微信|微博|广播|电视|报刊|发布会|公众号")


def read(text: str) -> Whereabouts:
    """What the sentences of a text say, brackets left out."""
    where = Whereabouts()
    for sentence in re.split(r"(?<=[。;；\n])", text):
        plain = fold(sentence)
        where |= Whereabouts(tuple(_paths_of(plain, sentence)), tuple(_channels_of(plain, sentence)))
    return where


def _paths_of(plain: str, sentence: str) -> Iterator[PublicationPath]:
    """A site and a column of it, where the same sentence goes on to publish something there."""
    for found in IN_QUOTES.finditer(plain):
        start, end = found.span("column")
        columns = tuple(part for names in columns_of(sentence[start:end]) for part in names)
        rest = plain[found.end() :]
        inner = _SET_UP.match(rest)
        if inner:
            column = sentence[found.end() :][inner.start("column") : inner.end("column")]
            columns, rest = (*columns, column), rest[inner.end() :]
        elif re.match("(?:中|下|里|内)?(?:设置|开设|设立|增设|新增)", rest) or re.match("(?:等)?(?:栏目)?(?:建设|管理|检查|维护)", rest):
            continue
        if re.search(_PUBLISHES, rest) and columns:
            yield from (PublicationPath(site, columns) for site in sites_of(written_site(sentence, found)))
    for found in _UNQUOTED.finditer(plain):
        if re.search(_PUBLISHES, plain[found.end() :][:20]):
            yield PublicationPath(written_site(sentence, found), (sentence[found.start("column") : found.end("column")],))


def _channels_of(plain: str, sentence: str) -> Iterator[str]:
    """Media through which a sentence says that something is published; through which opinions are gathered does not count."""
    for found in _THROUGH.finditer(plain):
        after = plain[found.end() :][:30]
        if not re.search(rf"{_PUBLISHES}|传播|宣传|报道|转发|解读", after) or re.search("收集|搜集|征求|听取", after):
            continue
        start, end = found.span("list")
        names = [name for name in re.split("、|以及|和|及", sentence[start:end]) if not is_site(name)]
        if found["tail"] and names:
            # 政务新媒体以及报刊、广播、电视等便于社会公众知晓的途径 is one phrase.
            yield sentence[start + sentence[start:end].find(names[0]) : found.end()]
        else:
            written = (re.sub("等(?:[^等]{0,6})?$", "", name.strip()) for name in names)
            yield from (name for name in written if _MEDIA.search(fold(name)) and not re.search("提供|[向对]|形式", name))

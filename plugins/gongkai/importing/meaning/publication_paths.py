"""Where the words of a row say that something is to be published (in a block, in brackets, in sentences), and which measures that serves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.importing.layout.brackets import depths, signs
from gongkai.words.folding import fold

from . import wordlists
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

_SHORTEST_SHARED = 2


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


@dataclass(frozen=True)
class Shares:
    """The outlets of each measure, in their order, and what a person should look at."""

    outlets: tuple[Outlets, ...]
    notes: tuple[str, ...] = ()


def share_out(block: list[Outlets], measures: list[tuple[str, bool]]) -> Shares:
    """All outlets serve every measure with a public output, of these those that speak of the columns where some do;
    but a measure that names its site has that site's, and lines with different columns go to the measures they speak of.

    `measures` are their texts, and whether they have no public output.
    """
    everything = Outlets()
    for outlets in block:
        everything |= outlets
    public = [index for index, (_, is_internal) in enumerate(measures) if not is_internal] or list(range(len(measures)))
    if len(measures) == 1:
        return Shares((everything,), everything.notes)
    chosen = _by_site(everything, measures) or _by_column(
        block, [measures[index][0] if index in public else "" for index in range(len(measures))]
    )
    if chosen:
        shares = tuple(Outlets(chosen[index], everything.channels if chosen[index] else ()) for index in range(len(measures)))
        return Shares(shares, (*everything.notes, "公开路径印在几项举措之后，按内容分给各项，请核对。"))
    alike = [index for index in public if _likeness(everything.publication_paths, measures[index][0])]
    shares = tuple(everything if index in (alike or public) else Outlets() for index in range(len(measures)))
    note = "公开路径印在几项举措之后，记在每一项有公开内容的举措上，请核对。"
    return Shares(shares, (*everything.notes, note))


def _by_site(everything: Outlets, measures: list[tuple[str, bool]]) -> dict[int, tuple[PublicationPath, ...]] | None:
    """Each measure with the sites it names itself, when every measure names one and every publication path is named."""
    heads = [fold(text)[:40] for text, _ in measures]
    chosen = {
        index: tuple(publication_path for publication_path in everything.publication_paths if _is_named(publication_path.site, head))
        for index, head in enumerate(heads)
    }
    covered = {publication_path for own in chosen.values() for publication_path in own}
    differ = len(set(chosen.values())) > 1
    return chosen if all(chosen.values()) and differ and covered == set(everything.publication_paths) else None


def _is_named(site: str, head: str) -> bool:
    folded = fold(site)
    stem = folded.removesuffix("网页")
    return folded in head or (stem != folded and stem in head and "网页" in head)


def _by_column(block: list[Outlets], texts: list[str]) -> dict[int, tuple[PublicationPath, ...]] | None:
    """Each line of publication paths with the measure whose words it shares most, where a site has several lines."""
    lines = [outlets.publication_paths for outlets in block if outlets.publication_paths]
    by_site: dict[str, list[tuple[PublicationPath, ...]]] = defaultdict(list)
    for own in lines:
        for site in dict.fromkeys(publication_path.site for publication_path in own):
            by_site[site].append(tuple(publication_path for publication_path in own if publication_path.site == site))
    if max(map(len, by_site.values()), default=0) == 1 or sum(map(bool, texts)) <= 1 or not by_site:
        return None
    chosen: dict[int, list[PublicationPath]] = {index: [] for index in range(len(texts))}
    for several in by_site.values():
        for own in several:
            scores = [_likeness(own, text) for text in texts]
            best = max(scores)
            if not best or (len(several) > 1 and scores.count(best) > 1):
                return None
            chosen[scores.index(best)].extend(own)
    return {index: tuple(shared) for index, shared in chosen.items()}


def _likeness(publication_paths: tuple[PublicationPath, ...], text: str) -> int:
    """How many characters of the last columns stand in a text as whole runs of at least two."""
    names = (name for publication_path in publication_paths for name in publication_path.columns[-1:])
    runs = (SequenceMatcher(None, fold(name), fold(text), autojunk=False).find_longest_match().size for name in names)
    return sum(run for run in runs if run >= _SHORTEST_SHARED)

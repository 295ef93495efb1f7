"""Which of a row's measures each outlet of its 公开路径 block serves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongkai.words.folding import fold

from .outlets import Outlets, PublicationPath

_SHORTEST_SHARED = 2


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
    return sum(_shared(fold(name), fold(text)) for publication_path in publication_paths for name in publication_path.columns[-1:])


def _shared(name: str, text: str) -> int:
    return max(
        (end - start for start in range(len(name)) for end in range(start + _SHORTEST_SHARED, len(name) + 1) if name[start:end] in text),
        default=0,
    )

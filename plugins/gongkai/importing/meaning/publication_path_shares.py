"""Which of a row's measures each place of its 公开路径 block serves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongkai.words.folding import fold

from .publication_path_items import PublicationPath, Whereabouts

_SHORTEST_SHARED = 2


@dataclass(frozen=True)
class Served:
    """The places of each measure, in their order, and what a person should look at."""

    places: tuple[Whereabouts, ...]
    notes: tuple[str, ...] = ()


def serve(block: list[tuple[str, Whereabouts]], measures: list[tuple[str, bool]]) -> Served:
    """All places serve every measure with a public output, of these those that speak of the columns where some do;
    but a measure that names its site has that site's, and lines with different columns go to the measures they speak of.

    `measures` are their texts, and whether they have no public output.
    """
    everything = Whereabouts()
    for _, where in block:
        everything |= where
    public = [index for index, (_, is_internal) in enumerate(measures) if not is_internal] or list(range(len(measures)))
    if len(measures) == 1:
        return Served((everything,), everything.notes)
    chosen = _by_site(everything, measures) or _by_column(
        block, [measures[index][0] if index in public else "" for index in range(len(measures))]
    )
    if chosen:
        places = tuple(Whereabouts(chosen[index], everything.channels if chosen[index] else ()) for index in range(len(measures)))
        return Served(places, (*everything.notes, "公开路径印在几项举措之后，按内容分给各项，请核对。"))
    alike = [index for index in public if _likeness(everything.paths, measures[index][0])]
    places = tuple(everything if index in (alike or public) else Whereabouts() for index in range(len(measures)))
    note = "公开路径印在几项举措之后，记在每一项有公开内容的举措上，请核对。"
    return Served(places, (*everything.notes, note))


def _by_site(everything: Whereabouts, measures: list[tuple[str, bool]]) -> dict[int, tuple[PublicationPath, ...]] | None:
    """Each measure with the sites it names itself, when every measure names one and every path is named."""
    heads = [fold(text)[:40] for text, _ in measures]
    chosen = {index: tuple(path for path in everything.paths if _is_named(path.site, head)) for index, head in enumerate(heads)}
    covered = {path for paths in chosen.values() for path in paths}
    differ = len(set(chosen.values())) > 1
    return chosen if all(chosen.values()) and differ and covered == set(everything.paths) else None


def _is_named(site: str, head: str) -> bool:
    plain = fold(site)
    stem = plain.removesuffix("网页")
    return plain in head or (stem != plain and stem in head and "网页" in head)


def _by_column(block: list[tuple[str, Whereabouts]], texts: list[str]) -> dict[int, tuple[PublicationPath, ...]] | None:
    """Each path line with the measure whose words it shares most, where a site has several lines."""
    lines = [where.paths for _, where in block if where.paths]
    by_site: dict[str, list[tuple[PublicationPath, ...]]] = defaultdict(list)
    for paths in lines:
        for site in dict.fromkeys(path.site for path in paths):
            by_site[site].append(tuple(path for path in paths if path.site == site))
    if max(map(len, by_site.values()), default=0) == 1 or sum(map(bool, texts)) <= 1 or not by_site:
        return None
    chosen: dict[int, list[PublicationPath]] = {index: [] for index in range(len(texts))}
    for several in by_site.values():
        for paths in several:
            scores = [_likeness(paths, text) for text in texts]
            best = max(scores)
            if not best or (len(several) > 1 and scores.count(best) > 1):
                return None
            chosen[scores.index(best)].extend(paths)
    return {index: tuple(own) for index, own in chosen.items()}


def _likeness(paths: tuple[PublicationPath, ...], text: str) -> int:
    """How many characters of the last columns stand in a text as whole runs of at least two."""
    return sum(_shared(fold(name), fold(text)) for path in paths for name in path.columns[-1:])


def _shared(name: str, text: str) -> int:
    return max(
        (end - start for start in range(len(name)) for end in range(start + _SHORTEST_SHARED, len(name) + 1) if name[start:end] in text),
        default=0,
    )

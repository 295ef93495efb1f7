"""The search index and what it is made of: of portals that are judged as a whole, or of any documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby

from gongkai.judging.assessment import Assessment
from gongkai.records.portal import Portal
from gongkai.search.cards import KINDS, Document
from gongkai.search.findable import Findable, Group, Packed, PlaceOfIndex, findable_of
from gongkai.search.guides import Explained
from gongkai.search.index import Index, index_files, pages_as_groups
from gongkai.search.meanings import Meant
from gongkai.search.names import bearers, names_script
from gongkai.search.placing import placed
from gongkai.words.daily import DailyWords

Written = dict[str, str]
NOTHING_MEANT = Meant((), (), {}, {}, {}, {})


@dataclass(frozen=True)
class Made:
    """An index, all its files, and the names of those that are not as they were the last time."""

    index: Index = field(default_factory=Index)
    written: Written = field(default_factory=dict)
    new: frozenset[str] = frozenset()


def made_of_places(places: Sequence[PlaceOfIndex], portal: Portal, explained: Iterable[Explained] = (), before: Made | None = None) -> Made:
    """The index after another, or the first."""
    last = before or Made()
    index, files = index_files(places, portal, explained, last.index)
    new = dict(files)
    return Made(index, {name: new[name] if name in new else last.written[name] for name in index.files}, frozenset(new))


def made_of(documents: Iterable[Document], known: Sequence[str] = (), before: Made | None = None) -> Made:
    """The index of any documents of one place without words of daily life, in which some names are terms."""
    by_kind = groupby(
        sorted(documents, key=lambda document: list(KINDS).index(document.card.kind)), key=lambda document: document.card.kind
    )
    groups = tuple(_group(kind, list(several)) for kind, several in by_kind)
    # A name that comes twice is one.
    findable = Findable("shili", groups, Packed((*known, *known)), Packed(NOTHING_MEANT), Packed(()), "")
    return made_of_places([PlaceOfIndex("shili", "", lambda: findable)], Portal((), daily_words=DailyWords()), (), before)


def _group(kind: str, documents: Sequence[Document]) -> Group:
    return Group.of(kind, documents, [len(document.fields.get("text", "")) for document in documents])


def places_of(assessment: Assessment) -> list[PlaceOfIndex]:
    """The places of a portal. What is made up is not to be found among what is real."""
    real = assessment.without_demonstrations()
    return [
        PlaceOfIndex(place.slug, "", partial(findable_of, place, real.plans_of(place), real.portal, real.as_of))
        for place in real.portal.jurisdictions
    ]


def written_of(assessment: Assessment, explained: Iterable[Explained] = ()) -> Written:
    """The files of the index of a portal."""
    return made_of_places(places_of(assessment), assessment.portal, explained).written


def documents_in(assessment: Assessment, explained: Iterable[Explained] = ()) -> list[Document]:
    """All of a portal, real or not, in the order of the index."""
    portal = assessment.portal
    findables = [findable_of(place, assessment.plans_of(place), portal, assessment.as_of) for place in portal.jurisdictions]
    numbered = placed([*chain.from_iterable(findable.groups for findable in findables), *pages_as_groups(explained)])
    return [
        document for _, document in sorted(pair for group, numbers in numbered for pair in zip(numbers, group.documents.value, strict=True))
    ]


def script_of(portal: Portal, characters: str = "") -> str:
    """The script of names of a portal."""
    borne = chain.from_iterable(bearers(place, portal.vocabulary) for place in portal.jurisdictions)
    return names_script(borne, portal.vocabulary, characters)

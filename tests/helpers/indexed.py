"""What the search index is made of, for portals that are judged as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from gongkai.judging.assessment import Assessment
from gongkai.records.portal import Portal
from gongkai.search.cards import Document
from gongkai.search.findable import Findable, findable_of
from gongkai.search.guides import Explained
from gongkai.search.names import bearers, names_script
from gongkai.search.whole import documents_of


def findables(assessment: Assessment) -> list[Findable]:
    """Of each place, real or not."""
    portal = assessment.portal
    return [findable_of(place, assessment.plans_of(place), portal, assessment.as_of) for place in portal.jurisdictions]


def documents_in(assessment: Assessment, explained: Iterable[Explained] = ()) -> list[Document]:
    """In the order of the index."""
    return list(documents_of(findables(assessment), explained))


def script_of(portal: Portal, characters: str = "") -> str:
    """The script of names of a portal."""
    borne = chain.from_iterable(bearers(place, portal.vocabulary) for place in portal.jurisdictions)
    return names_script(borne, portal.vocabulary, characters)

"""The index of the whole site, made of what each place has laid aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from types import MappingProxyType

from gongkai.judging.assessment import Assessment
from gongkai.records.portal import Portal
from gongkai.words.tokens import phrases

from . import meanings
from .cards import KINDS, Document, Spoken
from .findable import SIDE_BY_SIDE, Findable, Group, PlaceOfIndex, findable_of
from .guides import Explained, page_itself
from .index import files
from .names import names_script
from .phrases import common_names, common_wordings
from .rows import Rows

# So many texts tell which wordings are common.
SAMPLE = 1500


def index_files_of(
    assessment: Assessment, explained: Iterable[Explained] = (), rows: Rows | None = None, states: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """The same of places that are all judged already. What is made up is not to be found among what is real."""
    real = assessment.without_demonstrations()
    places = [
        PlaceOfIndex(place.slug, states.get(place.slug, ""), partial(findable_of, place, real.plans_of(place), real.portal, real.as_of))
        for place in real.portal.jurisdictions
    ]
    return index_files(places, real.portal, explained, Rows() if rows is None else rows)


def index_files(places: Sequence[PlaceOfIndex], portal: Portal, explained: Iterable[Explained], rows: Rows) -> Iterator[tuple[str, str]]:
    """The files of the index, by name, and that of the names: of real places in their order; of the portal only the words that hold for all.

    `rows` are those of an index that was made before, which may be nearly the same; they become those of this one. Of places that
    are in the same state nothing is loaded.
    """
    same = {place.slug for place in places if place.state and rows.states.get(place.slug) == place.state}
    findables = [rows.findables[place.slug] if place.slug in same else place.load() for place in places]
    rows.take(list(documents_of(findables, explained)), phrases(phrases_in_text(findables)))
    rows.findables = {findable.slug: findable for findable in findables}
    rows.states = {place.slug: place.state for place in places}
    meant = [findable.meant.value for findable in findables]

    def said(numbers: Mapping[str, int]) -> Spoken:
        return rows.once("said", [meant, portal.daily_words, numbers], partial(meanings.said, meant, portal.daily_words, numbers))

    yield from files(rows, portal.vocabulary.contacts, said)
    explaining = (text for page in explained_as_documents(explained) for text in page.fields.values())
    characters = set(chain(*(findable.characters for findable in findables), *explaining, *meanings.written(portal.daily_words)))
    bearers = list(chain.from_iterable(findable.bearers.value for findable in findables))
    yield (
        "names.js",
        rows.once("names", [bearers, portal.vocabulary.tables, characters], partial(names_script, bearers, portal.vocabulary, characters)),
    )


def phrases_in_text(findables: Sequence[Findable]) -> list[str]:
    """What becomes a term wherever it stands, because people ask for it and its pairs would cost too much."""
    names = list(common_names(chain.from_iterable(findable.names_in_text.value for findable in findables)))
    tasks = [group for findable in findables for group in findable.groups if group.kind == "task"]
    return [*names, *common_wordings(*sample(tasks), names)]


def sample(tasks: Sequence[Group]) -> tuple[list[str], int]:
    """Texts of tasks from everywhere in the portal, and how many tasks there are.

    What was found for them is left out: no new evidence shall change what is a term.
    """
    total = sum(len(group.addresses) for group in tasks)
    texts = (
        document.fields["text"][:length] for group in tasks for document, length in zip(group.documents.value, group.wordings, strict=True)
    )
    return list(islice(texts, 0, None, total // SAMPLE + 1)), total


def documents_of(findables: Sequence[Findable], explained: Iterable[Explained] = ()) -> Iterator[Document]:
    """Everything that can be found, kind by kind; tasks of the newest plans first."""
    for kind in KINDS:
        groups = [group for findable in findables for group in findable.groups if group.kind == kind]
        documents = chain.from_iterable(group.documents.value for group in sorted(groups, key=lambda group: -group.year))
        if kind in SIDE_BY_SIDE:
            yield from side_by_side(documents, chain.from_iterable(group.titles for group in groups))
        else:
            yield from documents
    yield from explained_as_documents(explained)


def side_by_side(documents: Iterable[Document], titles: Iterable[str]) -> Iterator[Document]:
    """What is called the same in several places, one after the other: who asks for it gets the cards in few files."""
    alike: dict[str, list[Document]] = {}
    for document, title in zip(documents, titles, strict=True):
        alike.setdefault(title, []).append(document)
    return chain.from_iterable(alike.values())


def explained_as_documents(explained: Iterable[Explained]) -> list[Document]:
    """Pages before duties."""
    return [page_itself(page) for page in sorted(explained, key=lambda page: page.kind != "page")]

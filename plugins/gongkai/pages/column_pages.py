"""The pages of a place's sites and columns: who is to publish what in them, and what was seen there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import Verdict
from gongkai.records.portal import Node

from . import addresses, descriptions, sentences, wording
from .lists import PublicationPathUse, narrowings
from .places import Place, folded_sites
from .plans import ShownPlace
from .sentences import Pages
from .templates import PublicationPathsView, PublicationPathView
from .views import Branch, Link, Page, Tally


def pages_of(shown: ShownPlace) -> Iterator[Page]:
    """The tree, then each column."""
    yield _index(shown)
    for node in shown.place.register.nodes.values():
        yield _column(shown, node)


def _index(shown: ShownPlace) -> Page:
    place = shown.place
    sites = tuple(node for node in place.register.nodes.values() if node.parent is None)
    description = descriptions.publication_paths(place.record, sites, len(place.register.nodes))
    title = f"{place.record.short_name}的公开路径"
    return Page(
        place.head(place.view.publication_paths_address, "paths", title, description, [place.link]),
        PublicationPathsView(place.view, _unseen(place), folded_sites(_branches(place, sites, _tallies(shown)))),
    )


def _unseen(place: Place) -> str:
    columns = [node.column for node in place.register.nodes.values()]
    return wording.unseen_addresses(len(columns), sum(not column.url for column in columns))


def _branches(place: Place, nodes: Iterable[Node], tallies: Mapping[str, Tally]) -> tuple[Branch, ...]:
    return tuple(
        Branch(place.column_link(node), _branches(place, place.register.children(node), tallies), tallies[node.slug]) for node in nodes
    )


def _tallies(shown: ShownPlace) -> dict[str, Tally]:
    """By the slug of a column: how the measures to be published in it or below it stand, each once."""
    by_node: dict[str, dict[tuple[str, int | None], Verdict]] = {slug: {} for slug in shown.place.register.nodes}
    for use in (use for plan in shown.plans for use in plan.uses):
        for node in use.node.trail:
            by_node[node.slug][use.key] = use.verdict
    return {slug: Tally.of(verdicts.values()) for slug, verdicts in by_node.items()}


def _column(shown: ShownPlace, node: Node) -> Page:
    place, trail = shown.place, shown.place.publication_path(node)
    uses = [*((plan, use) for plan in shown.plans for use in plan.uses_of[node.slug])]
    here = len(uses)
    uses += ((plan, use) for plan in shown.plans for use in plan.uses_below[node.slug])
    # A measure promised in two columns below is one duty here.
    by_measure = {use.key: use for _, use in uses}
    listed = tuple(_with_room(use for _, use in uses))
    evidence = tuple(view for plan in shown.plans for view in plan.evidence_in[node.slug])
    sentence = sentences.of_column(shown.assessed, node.slug, Pages.of(view.evidence for view in evidence))
    clicks = " > ".join(step.name for step in node.trail)
    return Page(
        place.head(
            addresses.publication_path(place.jurisdiction, node),
            "path",
            node.name,
            descriptions.described(f"{place.record.short_name}“{clicks}”", sentence),
            [place.link, Link("公开路径", place.view.publication_paths_address), *trail[:-1]],
            where=" > ".join([place.record.short_name, *(step.name for step in node.trail[:-1])]),
        ),
        PublicationPathView(
            place=place.view,
            node=node,
            trail=trail,
            children=tuple(place.column_link(child) for child in place.register.children(node)),
            sentence=sentence,
            here=listed[:here],
            below=listed[here:],
            unlisted=tuple(Counter(plan.link for plan, _ in uses[len(listed) :]).items()),
            narrowings=narrowings((use.facets for use in listed), place.register.units),
            tally=Tally.of(verdict for plan in shown.assessed for verdict in plan.asked_in.get(node.slug, {}).values()),
            scorecard=Scorecard.of(verdict for use in by_measure.values() for verdict in use.verdicts),
            evidence=evidence,
            searches=tuple(search for plan in shown.plans for search in plan.searches_in[node.slug]),
        ),
    )


def _with_room(uses: Iterable[PublicationPathUse]) -> Iterator[PublicationPathUse]:
    """As many as the page has room for, with the links to their units."""
    links = 0
    for use in islice(uses, addresses.MEASURES_OF_A_COLUMN):
        links += len(use.units)
        if links > addresses.UNITS_OF_A_COLUMN:
            return
        yield use

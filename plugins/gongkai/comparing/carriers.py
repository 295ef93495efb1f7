"""What a plan does of a duty in common: the tasks or measures that carry it out, who owes them, where and by when, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from gongkai.judging.assessment import AssessedMeasure
from gongkai.judging.verdicts import Verdict, summary
from gongkai.pages import addresses, wording
from gongkai.pages.details import EvidenceView
from gongkai.pages.places import AlikePaths, folded
from gongkai.pages.plans import ShownPlace, ShownPlan
from gongkai.pages.tasks import ShownTask
from gongkai.pages.views import Link
from gongkai.records.fields import Related
from gongkai.words.labels import province

# So many pages that were found stand beside a task; all stand on its own page.
_FIRST = 3
# So many tasks of one plan stand on a duty's page; all stand in its files.
_TASKS = 24
# A wording of so many characters stands open.
_SHORT = 240
UNDATED = "文件没有写期限"


@dataclass(frozen=True)
class Share:
    """A task, or some of its measures, that carries out a duty."""

    task: Link
    measures: tuple[int, ...]
    in_charge: str
    publication_paths: tuple[AlikePaths, ...]
    columns: tuple[str, ...]
    times: tuple[str, ...]
    is_dated: bool
    verdict: Verdict
    pages: tuple[EvidenceView, ...]
    # What all of them are known by: one page may show several things.
    found: frozenset[str]
    texts: tuple[str, ...]
    related: Related | None

    @property
    def page_count(self) -> int:
        return len(self.found)

    @property
    def is_short(self) -> bool:
        """Whether all its words are read at a glance."""
        return sum(map(len, self.texts)) <= _SHORT

    @property
    def part(self) -> str:
        """Which of its measures, where it is not the whole task."""
        return f"第 {'、'.join(map(str, self.measures))} 项" if self.measures else ""


@dataclass(frozen=True)
class Carried:
    """Which duty a plan has, and which plan that is."""

    duty: str
    slug: str
    place_name: str
    province: str
    year: int

    @property
    def anchor(self) -> str:
        return f"{self.slug}-{self.year}"

    @property
    def name(self) -> str:
        return f"{self.place_name}{self.year}年"


@dataclass(frozen=True)
class Carrier(Carried):
    """A plan that has a duty, with its shares of it."""

    plan: Link
    shares: tuple[Share, ...]
    verdict: Verdict

    @property
    def first_shares(self) -> tuple[Share, ...]:
        """Those that its duty's page has room for."""
        return self.shares[:_TASKS]

    @property
    def further_shares(self) -> int:
        return len(self.shares) - len(self.first_shares)

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has confirmed that it is the same duty."""
        return all(share.related and share.related.is_confirmed for share in self.shares)

    @property
    def is_dated(self) -> bool:
        return any(share.is_dated for share in self.shares)

    @property
    def in_charge(self) -> str:
        return "；".join(dict.fromkeys(share.in_charge for share in self.shares))

    @property
    def times(self) -> str:
        return "；".join(dict.fromkeys(time for share in self.shares for time in share.times))

    @property
    def stated_times(self) -> str:
        """The limits and numbers that it states."""
        return "；".join(dict.fromkeys(time for share in self.shares if share.is_dated for time in share.times if time != UNDATED))

    @property
    def page_count(self) -> int:
        return len(frozenset().union(*(share.found for share in self.shares)))

    @property
    def text(self) -> str:
        """All that its tasks say of it."""
        return "\n".join(text for share in self.shares for text in share.texts)


def carriers_of(shown: ShownPlace) -> tuple[Carrier, ...]:
    """What the plans of a place do of all duties, plan by plan; nothing of a place that is made up."""
    return () if shown.place.is_demonstration else tuple(chain.from_iterable(map(_of_plan, shown.plans)))


def _of_plan(plan: ShownPlan) -> Iterator[Carrier]:
    held: dict[str, list[tuple[ShownTask, tuple[AssessedMeasure, ...]]]] = {}
    for shown in plan.tasks.values():
        for slug in shown.task.all_duties:
            part = tuple(it for it in shown.assessed.measures if slug in it.measure.duties)
            held.setdefault(slug, []).append((shown, () if slug in shown.task.duties else part))
    for slug, shares in held.items():
        cells = (cell for shown, part in shares for it in part or shown.assessed.measures for cell in it.cells)
        yield Carrier(
            duty=slug,
            slug=plan.plan.jurisdiction,
            place_name=plan.place.record.short_name,
            province=province(plan.place.record.place_code),
            plan=plan.link,
            year=plan.plan.year,
            shares=tuple(_share(plan, shown, part) for shown, part in shares),
            verdict=summary(cell.verdict for cell in cells),
        )


def _share(plan: ShownPlan, shown: ShownTask, part: tuple[AssessedMeasure, ...]) -> Share:
    task, assessed = shown.task, part or shown.assessed.measures
    measures = [it.measure for it in assessed]
    numbers = tuple(measure.number for measure in measures if measure.number) if part else ()
    trails = tuple(
        dict.fromkeys(plan.place.publication_path(plan.place.register.nodes[slug]) for it in measures for slug in it.publication_paths)
    )
    proofs = [view for view in plan.evidence_of[task.id] if view.evidence.strength == "primary"]
    pages = [view for view in proofs if not (numbers and view.evidence.measures) or set(numbers) & set(view.evidence.measures)]
    numbered = shown.row.numbered
    return Share(
        task=Link(numbered.title, addresses.measure(plan.plan, task, measures[0])) if numbers else numbered,
        measures=numbers,
        in_charge=shown.in_charge,
        publication_paths=folded(trails),
        columns=tuple(" > ".join(step.title for step in trail) for trail in trails),
        times=tuple(dict.fromkeys(wording.time_limit(it) or it.due_text or UNDATED for it in measures)),
        is_dated=any(it.due_on or it.due or it.recurrence for it in measures),
        verdict=summary(cell.verdict for it in part for cell in it.cells) if part else shown.assessed.verdict,
        pages=tuple(pages[:_FIRST]),
        found=frozenset(view.evidence.url or view.evidence.description or view.evidence.title for view in pages),
        texts=tuple(_texts(shown, part)),
        related=task.related,
    )


def _texts(shown: ShownTask, part: Iterable[AssessedMeasure]) -> Iterator[str]:
    if not part and shown.task.opening:
        yield shown.task.opening
    yield from (it.measure.text for it in part or shown.assessed.measures)

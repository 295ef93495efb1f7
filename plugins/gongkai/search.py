"""The search index: what can be found, built with lunr.py and answered in the browser by lunr.js."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from lunr.builder import Builder

from . import addresses, wording
from .assessment import AssessedPlan, AssessedTask, Assessment
from .models import Section, Task, Unit
from .portal import Jurisdiction, Node
from .tokens import index_tokens, normal

# Boosts: a name says more than a title, a title more than the text.
_FIELDS = {"names": 5, "title": 3, "place": 2, "path": 2, "text": 1}


@dataclass(frozen=True)
class Card:
    """What a hit shows. `names` are the texts that, typed whole, put it first."""

    kind: str
    title: str
    address: str
    place: str
    detail: str
    names: tuple[str, ...] = ()
    badge: str | None = None
    badge_text: str | None = None


@dataclass(frozen=True)
class Document:
    """A thing that can be found: its card and the text of each field."""

    card: Card
    fields: dict[str, str]


def documents(assessment: Assessment) -> Iterator[Document]:
    """Units, publication paths, tasks and sections of every jurisdiction, in the order of the site."""
    # Made-up plans are not to be found among real ones.
    for jurisdiction in (one for one in assessment.portal.jurisdictions if not one.is_demonstration):
        plans = tuple(plan for plan in assessment.plans_of(jurisdiction) if not plan.plan.record.demonstration)
        for unit in jurisdiction.register.units.values():
            yield _unit(jurisdiction, unit, plans)
        for node in jurisdiction.register.nodes.values():
            yield _path(jurisdiction, node, plans)
        for plan in plans:
            yield from (_task(jurisdiction, plan, task) for task in plan.tasks)
            yield from (_section(jurisdiction, plan, section) for section in plan.plan.record.sections)


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(name for name in (unit.name, unit.full_name, *unit.aliases) if name)


def _place(jurisdiction: Jurisdiction, year: int | None = None) -> str:
    return f"{jurisdiction.record.name} {year}年" if year else jurisdiction.record.name


def _unit(jurisdiction: Jurisdiction, unit: Unit, plans: Iterable[AssessedPlan]) -> Document:
    counts = [_duties(unit, plan) for plan in plans]
    detail = "；".join(count for count in counts if count) or wording.UNIT_KINDS[unit.kind]
    names = _names(unit)
    card = Card("unit", unit.name, addresses.unit(jurisdiction, unit), jurisdiction.record.short_name, detail, tuple(map(normal, names)))
    return Document(card, {"names": " ".join(names), "place": _place(jurisdiction)})


def _duties(unit: Unit, plan: AssessedPlan) -> str:
    led = sum(unit.slug in one.task.lead_units for one in plan.tasks)
    responsible = sum(unit.slug in one.task.responsible_units for one in plan.tasks)
    parts = [f"{word} {count} 项" for word, count in (("牵头", led), ("负责", responsible)) if count]
    return f"{plan.plan.year}年{'、'.join(parts)}" if parts else ""


def _path(jurisdiction: Jurisdiction, node: Node, plans: Iterable[AssessedPlan]) -> Document:
    trail = " > ".join(step.name for step in node.trail)
    years = "、".join(f"{plan.plan.year}年" for plan in plans)
    card = Card(
        "path", node.name, addresses.path(jurisdiction, node), f"{jurisdiction.record.short_name} {years}", trail, (normal(node.name),)
    )
    return Document(card, {"title": node.name, "path": trail, "place": _place(jurisdiction)})


def _task(jurisdiction: Jurisdiction, plan: AssessedPlan, one: AssessedTask) -> Document:
    task, register = one.task, jurisdiction.register
    units = [register.units[slug] for slug in task.named_units]
    trails = (register.nodes[slug].trail for measure in task.measures for slug in measure.publication_paths)
    texts = [task.opening or "", *(measure.text for measure in task.measures), *(measure.due_text or "" for measure in task.measures)]
    return Document(
        Card(
            kind="task",
            title=wording.headline(task),
            address=addresses.task(plan.plan, task),
            place=f"{jurisdiction.record.short_name} {plan.plan.year}年 任务 {task.id}",
            detail="、".join(unit.name for unit in units),
            names=(task.id,),
            badge=one.verdict.badge.id,
            badge_text=one.verdict.words,
        ),
        {
            "title": f"{task.id} {wording.headline(task)}",
            "names": " ".join(name for unit in units for name in _names(unit)),
            "path": " ".join(" > ".join(node.name for node in trail) for trail in trails),
            "place": _place(jurisdiction, plan.plan.year),
            "text": "\n".join([*texts, *_proofs(plan, task)]),
        },
    )


def _proofs(plan: AssessedPlan, task: Task) -> Iterator[str]:
    """Titles and document numbers of what was found: people search for the document they have in hand."""
    for evidence in plan.plan.ledger.evidence:
        if evidence.task == task.id and evidence.strength == "primary" and evidence.on <= plan.as_of:
            yield f"{evidence.title} {evidence.document_number or ''}"


def _section(jurisdiction: Jurisdiction, plan: AssessedPlan, section: Section) -> Document:
    titles = "、".join(subsection.title for subsection in section.subsections)
    place = f"{jurisdiction.record.short_name} {plan.plan.year}年"
    card = Card("section", wording.section_title(section), addresses.section(plan.plan, section), place, titles)
    return Document(card, {"title": section.title, "text": titles, "place": _place(jurisdiction, plan.plan.year)})


def place_names(assessment: Assessment) -> list[str]:
    """Names of places as people put them before a unit without a blank, the longest first: 重庆市铜梁区, 铜梁区, 铜梁."""
    records = [jurisdiction.record for jurisdiction in assessment.portal.jurisdictions if not jurisdiction.is_demonstration]
    names = {normal(name) for record in records for name in (record.name, record.short_name, record.short_name[:-1])}
    return sorted(names, key=lambda name: (-len(name), name))


def index_script(assessment: Assessment) -> str:
    """The index as a classic script: a page opened from a disk may not fetch JSON."""
    found = list(documents(assessment))
    cards = [{key: value for key, value in asdict(document.card).items() if value} for document in found]
    content = {"index": _lunr_index(found), "cards": cards, "places": place_names(assessment)}
    return (
        "window.gongkaiSearch="
        + json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "").replace("\u2029", "")
        + ";\n"
    )


def _lunr_index(every: Sequence[Document]) -> object:
    builder = Builder()
    # The default pipelines cut Chinese away or stem it; the query is cut by tokens.js alone.
    builder.pipeline.reset()
    builder.search_pipeline.reset()
    builder.ref("ref")
    # Without documents lunr.py would divide by none of them to find the average length of a field.
    for name, boost in _FIELDS.items() if every else ():
        builder.field(name, boost=boost)
    for number, document in enumerate(every):
        fields = {name: index_tokens(document.fields.get(name, "")) for name in _FIELDS}
        builder.add({"ref": str(number), **fields})
    serialized: object = builder.build().serialize()
    return serialized

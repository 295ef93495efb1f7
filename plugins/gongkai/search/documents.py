"""What can be found, as documents of the search index: units, publication paths, plans, sections and tasks, and what leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.judging.verdicts import UNOPENED
from gongkai.pages import addresses, sentences, wording
from gongkai.records.plan_records import Measure, PlanRecord, Section, Task
from gongkai.records.portal import Jurisdiction, Node, Register
from gongkai.records.register_records import Unit
from gongkai.words.bodies import Vocabulary
from gongkai.words.dates import chinese_date
from gongkai.words.text import normal

from .cards import Card, Document
from .guides import kinds_of, place_itself
from .names import columns_as_called, pinyin, usual_names


def groups(place: Jurisdiction, plans: Sequence[AssessedPlan], vocabulary: Vocabulary) -> Iterator[list[Document]]:
    """Everything that can be found of a place: a list for each kind, and of plans, sections and tasks for each plan."""
    called = _called(place.register, vocabulary)
    yield list(_units(place, plans, vocabulary))
    yield list(_publication_paths(place, plans, vocabulary))
    for plan in plans:
        yield [_plan(place, plan)]
        yield [_section(place, plan, section) for section in plan.plan.record.sections]
        yield [_task(place, plan, assessed, called) for assessed in plan.tasks]
    yield list(kinds_of(place, plans))
    yield [place_itself(place, plans)]


def names_in_text(place: Jurisdiction) -> Iterator[str]:
    """Names of units and columns, which become terms wherever they stand in a text."""
    for unit in place.register.units.values():
        yield from (unit.name, *unit.aliases, *((unit.full_name,) if unit.full_name else ()))
    yield from (node.name for node in place.register.nodes.values())


def length_of_wordings(task: Task) -> int:
    """How long the document's own words are, which stand first in the text of the task."""
    return len("\n".join(_wordings(task)))


def _place(place: Jurisdiction, year: int | None = None) -> str:
    return f"{place.record.name} {year}年" if year else place.record.name


def _units(place: Jurisdiction, plans: Sequence[AssessedPlan], vocabulary: Vocabulary) -> Iterator[Document]:
    usual = usual_names(place.register, vocabulary)
    yield from (_unit(place, unit, usual[unit.slug], plans, vocabulary) for unit in place.register.units.values())


def _unit(place: Jurisdiction, unit: Unit, usual: tuple[str, ...], plans: Sequence[AssessedPlan], vocabulary: Vocabulary) -> Document:
    detail = sentences.of_unit(plans, unit.slug).words
    called = place.register.names_of(unit)
    proper, others = _proper(unit, called)
    spelled = _spelled(vocabulary, called, place.names)
    return Document(
        Card("unit", unit.name, addresses.unit(place, unit), place.record.short_name, detail),
        {"names": " ".join([*called, *usual, *_romanised(called)]), "place": _place(place)},
        proper,
        (*others, *usual, *spelled),
        place.record.short_name,
    )


def _proper(unit: Unit, called: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that fit the body, and those that do not: 发改委 is a 委, and a 局 that is also called so comes after it."""
    fitting = {name: name[-1] == unit.name[-1] or name in (unit.name, unit.full_name) for name in called}
    return tuple(name for name in fitting if fitting[name]), tuple(name for name in fitting if not fitting[name])


def _spelled(vocabulary: Vocabulary, called: Iterable[str], places: tuple[str, ...]) -> tuple[str, ...]:
    """Other spellings of these names, and all of them in pinyin."""
    known = dict.fromkeys(map(normal, called))
    spelled = dict.fromkeys(spelling for name in known for spelling in vocabulary.spellings(name, places))
    return (*(spelling for spelling in spelled if spelling not in known), *_romanised(spelled))


def _romanised(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(romanised for name in names for romanised in pinyin(name)))


def _publication_paths(place: Jurisdiction, plans: Sequence[AssessedPlan], vocabulary: Vocabulary) -> Iterator[Document]:
    yield from (_publication_path(place, node, plans, vocabulary) for node in place.register.nodes.values())


def _publication_path(place: Jurisdiction, node: Node, plans: Sequence[AssessedPlan], vocabulary: Vocabulary) -> Document:
    trail = " > ".join(step.name for step in node.trail)
    years = "、".join(f"{plan.plan.year}年" for plan in plans)
    detail = f"{trail}：{sentences.of_column(plans, node.slug).said_words}"
    called = columns_as_called(place.register, node.column)
    trails = tuple("".join(step.name for step in node.trail[start:]) for start in range(len(node.trail) - 1))
    return Document(
        Card("path", node.name, addresses.publication_path(place, node), f"{place.record.short_name} {years}", detail),
        {"title": " ".join(called), "path": trail, "place": _place(place)},
        called,
        (*trails, *_spelled(vocabulary, called, place.names)),
        place.record.short_name,
    )


def _plan(place: Jurisdiction, plan: AssessedPlan) -> Document:
    record = plan.plan.record
    return Document(
        Card(
            "plan", record.title, addresses.plan(plan.plan), f"{place.record.short_name} {record.year}年", sentences.of_plans([plan]).words
        ),
        {
            "names": " ".join(_romanised(place.names)),
            "title": f"{record.title} 政务公开工作要点",
            "text": "\n".join(_facts(record)),
            "place": _place(place, record.year),
        },
        tuple(name for name in (record.title, record.document_number) if name),
        (*place.names, *_romanised(place.names)),
        place.record.short_name,
        record.year,
    )


def _facts(record: PlanRecord) -> Iterator[str]:
    """What people know of a document before they have read it."""
    issued_on = chinese_date(record.issued_on) if record.issued_on else ""
    yield from (fact for fact in (record.document_number or "", record.issuer or "", issued_on, *record.basis, *record.doubts) if fact)


def _section(place: Jurisdiction, plan: AssessedPlan, section: Section) -> Document:
    titles = "、".join(subsection.title for subsection in section.subsections)
    where = f"{place.record.short_name} {plan.plan.year}年"
    return Document(
        Card(
            "section",
            wording.section_title(section),
            addresses.section(plan.plan, section),
            where,
            sentences.of_plans([plan], wanted=lambda task: task.section == section.number).words,
        ),
        {"title": section.title, "text": titles, "place": _place(place, plan.plan.year)},
        (section.title, *(subsection.title for subsection in section.subsections)),
        (),
        place.record.short_name,
        plan.plan.year,
    )


def _task(place: Jurisdiction, plan: AssessedPlan, assessed: AssessedTask, called: Mapping[str, str]) -> Document:
    task, register = assessed.task, place.register
    units = [register.units[slug] for slug in task.named_units]
    title = wording.headline(task)
    return Document(
        Card(
            kind="task",
            title=title,
            address=addresses.task(plan.plan, task),
            place=f"{place.record.short_name} {plan.plan.year}年 任务 {task.id}",
            detail="、".join(unit.name_on(plan.plan.roster_on) for unit in units),
            badge=assessed.verdict.badge.id,
            badge_text=assessed.verdict.bare_words,
            mark=UNOPENED if assessed.verdict.is_unopened else "",
        ),
        {
            "title": f"{task.id} {title}",
            "names": " ".join(called[unit.slug] for unit in units),
            "path": " ".join(_trails(register, task)),
            "place": _place(place, plan.plan.year),
            "text": "\n".join(_texts(plan, task)),
        },
        (task.id, *(name for name in (task.matter, task.units_text) if name)),
        (),
        place.record.short_name,
        plan.plan.year,
        tuple(addresses.unit(place, unit) for unit in assessed.units),
        _marked(plan, task),
    )


def _called(register: Register, vocabulary: Vocabulary) -> dict[str, str]:
    """All that each unit is called."""
    usual = usual_names(register, vocabulary)
    return {slug: " ".join((*register.names_of(unit), *usual[slug])) for slug, unit in register.units.items()}


def _trails(register: Register, task: Task) -> Iterator[str]:
    for measure in task.measures:
        for slug in measure.publication_paths:
            yield " > ".join(node.name for node in register.nodes[slug].trail)


def _texts(plan: AssessedPlan, task: Task) -> Iterator[str]:
    yield from _wordings(task)
    yield from _proofs(plan, task)


def _wordings(task: Task) -> Iterator[str]:
    if task.opening:
        yield task.opening
    for measure in task.measures:
        yield from _wording(measure)


def _wording(measure: Measure) -> Iterator[str]:
    due_on = chinese_date(measure.due_on) if measure.due_on else ""
    yield from (text for text in (measure.title, measure.text, measure.due_text, due_on) if text)


def _marked(plan: AssessedPlan, task: Task) -> str:
    """The same texts where a task has several measures, with the number of each before it, and 0 before what is of none."""
    if len(task.measures) == 1:
        return ""
    measures = (f"\f{measure.number}\f" + "\n".join(_wording(measure)) for measure in task.measures)
    return f"{task.opening or ''}{''.join(measures)}\f0\f" + "\n".join(_proofs(plan, task))


def _proofs(plan: AssessedPlan, task: Task) -> Iterator[str]:
    """Titles and document numbers of what was found: people search for the document they have in hand."""
    for evidence in plan.ledger.of_task(task.id).evidence:
        if evidence.strength == "primary":
            yield " ".join(text for text in (evidence.title, evidence.document_number, evidence.index_number) if text)

"""What holds for every plan, every ledger and every date: the promises that make the portal fair."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from gongkai.judging.assessment import AssessedMeasure, AssessedTask, Cell
from gongkai.judging.history import moments
from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import BADGES
from gongkai.records.fields import Opening
from gongkai.records.ledger_records import Change, Check, Evidence
from gongkai.records.portal import Portal
from gongkai.records.workdays import WorkCalendar, due_after, slots
from helpers.portals import (
    ISSUED_ON,
    TASK,
    WORK_CALENDAR,
    YEAR,
    assessed,
    change,
    check,
    entries_of,
    event,
    evidence,
    group,
    ledger,
    measure,
    member,
    note,
    plan,
    portal,
    task,
    unit,
    waiver,
)
from hypothesis import assume, given
from hypothesis import strategies as st

SLUGS = ("fagaiju", "caizhengju", "jiaoyuju", "wenlvju")
GROUPS = ("ge-bumen", "youguan-bumen")
NAMED = (*SLUGS, *GROUPS)
COLUMNS = ("guihua", "zhuanxiang", "caizheng", "wangzhan")


def dates(text):
    return tuple(date.fromisoformat(one) for one in text.split())


# Few days, many at the edges of periods and one beside another, so that entries, limits and dates meet.
DAYS = dates("2026-03-31 2026-04-01 2026-06-30 2026-07-01 2026-07-02 2026-09-30 2026-10-01 2027-01-01")
JUDGING_DAYS = dates("2026-11-20 2026-04-01 2026-07-01 2026-08-15 2026-10-01 2027-01-01 2027-01-15 2027-02-28")
EVENT_DAYS = dates("2026-06-24 2026-06-25 2026-12-28")
DAY = timedelta(days=1)
STRETCHES = ((None, None), (None, ISSUED_ON - DAY), (None, ISSUED_ON), (ISSUED_ON, None), (ISSUED_ON + DAY, None))


def fields(**strategies):
    return st.fixed_dictionaries(strategies)


def some_of(values, least=0, most=2):
    """A few of these values, each once, in the order given."""
    return st.sampled_from([few for size in range(least, most + 1) for few in combinations(values, size)])


def weighed(*strategies):
    """One of these, as often as it is written; `st.one_of` would take equal ones for one."""
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


def maybe(strategy):
    return st.none() | strategy


days = st.sampled_from(DAYS)
recurrences = fields(
    per=st.sampled_from(["year", "half_year", "quarter", "month", "week"]),
    times=st.integers(1, 3),
    including=st.lists(st.just({"times": 1, "what": "主要负责同志出席"}), max_size=2),
    starts_on=maybe(days),
    ends_on=maybe(days),
).filter(lambda read: not (read["starts_on"] and read["ends_on"]) or read["starts_on"] <= read["ends_on"])
limits = st.sampled_from([{"within": 5, "unit": "working_days", "after": "文件印发"}, {"within": 5, "unit": "days", "after": "文件印发"}])
windows = st.sampled_from([{"within": 3, "unit": "months"}, {"within": 60, "unit": "days"}])
# What each kind of duty may have: a date, a schedule, a window or a limit, or none where that is possible.
DUTIES = {
    "one_off": fields(kind=st.just("one_off"), due_on=st.sampled_from([*DAYS, None])),
    "count": fields(kind=st.just("count"), recurrence=recurrences),
    "periodic": fields(kind=st.just("periodic"), recurrence=recurrences),
    "standing": fields(kind=st.just("standing"), window=maybe(windows)),
    "triggered": fields(kind=st.just("triggered"), due=maybe(limits)),
    "unobservable": fields(kind=st.just("unobservable")),
}
KINDS = tuple(DUTIES)
duties = st.one_of(list(DUTIES.values()))
measures = st.tuples(duties, fields(units=st.just(()) | some_of(NAMED), publication_paths=some_of(COLUMNS[:3])))


@st.composite
def tasks(draw, identifier):
    drawn = draw(st.lists(measures, min_size=1, max_size=2))
    numbers = [None] if len(drawn) == 1 else [1, 2]
    every = [measure(number=number, **duty, **place) for number, (duty, place) in zip(numbers, drawn, strict=True)]
    return task(*every, id=identifier, lead_units=draw(some_of(NAMED)), responsible_units=draw(some_of(NAMED, least=1)))


@st.composite
def registers(draw):
    """Four units, of which later ones may have taken over an earlier one, and two groups."""
    successors = [draw(some_of(SLUGS[position:])) if SLUGS[position:] else () for position in (1, 2, 3, 4)]
    single = [unit(slug, successors=heirs) for slug, heirs in zip(SLUGS, successors, strict=True)]
    return (*single, *(draw(groups(slug)) for slug in GROUPS))


def groups(slug):
    """Open, or with a roster: dated, complete or not, perhaps empty."""
    members = st.tuples(st.sampled_from(SLUGS), st.sampled_from(STRETCHES)).map(lambda drawn: member(drawn[0], *drawn[1]))
    rostered = st.builds(
        lambda roster, is_complete: group(slug, *roster, members_complete=is_complete), st.lists(members, max_size=3), st.booleans()
    )
    return weighed(rostered, rostered, st.just(group(slug, open=True)))


# An entry speaks of all units as often as of few, so that it is about something.
spoken_of = fields(units=st.just(NAMED) | some_of(NAMED, least=1), on=days)


def entered(builder, about, **more):
    """Entries of one kind; what they share, and what they say besides."""
    return st.builds(lambda shared, own: builder(**{**shared, **about(shared, own)}), spoken_of, fields(**more))


def _as_drawn(shared, own):
    return own


def _page(shared, own):
    """Written before it was published, and entered after that."""
    published_on = own["published_on"]
    if not published_on:
        return own
    return {**own, "document_on": own["document_on"] and min(own["document_on"], published_on), "on": max(shared["on"], published_on)}


urls = st.sampled_from(["https://www.example.org/1.html", "https://www.example.org/2.html"])
pages = entered(
    evidence,
    _page,
    url=urls,
    published_on=maybe(days),
    document_on=maybe(days),
    address_on=maybe(days),
    seen_on=maybe(days),
    opened=st.none() | days.map(lambda day: {"by": "测试", "on": day}),
    found_in=maybe(st.sampled_from(COLUMNS)),
    covers=st.sampled_from(["full", "full", "full", "part"]),
    strength=st.sampled_from(["primary", "primary", "primary", "self_report"]),
    period_on=maybe(days),
    counts_as=some_of((1, 2)),
    event_on=maybe(st.sampled_from(EVENT_DAYS)),
)
looked_in = maybe(st.sampled_from(COLUMNS))
# People look late in the year, when dates have passed.
looked_on = st.sampled_from(DAYS[2:])
looks = entered(check, _as_drawn, result=st.sampled_from(["not_found", "not_found", "not_found", "found"]), column=looked_in, on=looked_on)
failed_looks = entered(check, _as_drawn, result=st.just("could_not_open"), column=looked_in, on=looked_on)
notes = entered(note, _as_drawn)
events = entered(event, lambda shared, own: {**own, "on": max(shared["on"], own["happened_on"])}, happened_on=st.sampled_from(EVENT_DAYS))
waivers = entered(
    waiver, lambda shared, own: {"valid_until": shared["on"] + own["length"]}, length=st.sampled_from([0 * DAY, DAY, 60 * DAY])
)
changes = st.one_of(
    entered(change, _as_drawn, due_on=days),
    entered(change, _as_drawn, recurrence=recurrences),
    entered(change, _as_drawn, new_units=some_of(NAMED, least=1)),
    entered(change, _as_drawn, withdrawn=st.just(True)),
    entered(change, _as_drawn, replaced_by=st.just("1.1.9")),
)
reports = weighed(pages, pages, pages, pages, looks, looks, looks, failed_looks, notes, events, events, waivers)
many_reports = weighed(st.lists(reports, max_size=4), st.lists(reports, min_size=8, max_size=16))
few_changes = weighed(st.just([]), st.just([]), st.lists(changes, max_size=2))
work_calendars = st.sampled_from([WORK_CALENDAR, WORK_CALENDAR, WorkCalendar()])
judging_days = st.sampled_from(JUDGING_DAYS)


@dataclass(frozen=True)
class Case:
    """A portal of one plan, and the date on which it is judged."""

    portal: Portal
    as_of: date
    known_on: date | None = None

    def _repr_pretty_(self, printer, _cycle):
        records = (*self.portal.jurisdictions[0].register.units.values(), *self.plan.tasks, *self.entries)
        printer.text(
            "\n".join([f"as of {self.as_of}", *(f"{type(one).__name__} {one.model_dump(exclude_defaults=True)}" for one in records)])
        )

    @property
    def plan(self):
        return self.portal.plans[0]

    @property
    def entries(self):
        return entries_of(self.plan.ledger)

    def with_only(self, *those):
        (place,) = self.portal.jurisdictions
        place = replace(place, plans=(replace(self.plan, ledger=ledger(*those)),))
        return replace(self, portal=replace(self.portal, jurisdictions=(place,)))

    def with_also(self, *those):
        return self.with_only(*self.entries, *those)

    def assessed(self):
        return assessed(self.portal, self.as_of, self.known_on)

    def duties(self):
        return [Duty(self, one_task, one, cell) for one_task in self.assessed().tasks for one in one_task.measures for cell in one.cells]

    def verdicts(self):
        return {duty.key: duty.cell.verdict for duty in self.duties()}

    def badges(self):
        return {key: verdict.badge.id for key, verdict in self.verdicts().items()}

    def sums(self):
        return [one for one_task in self.assessed().tasks for one in (one_task, *one_task.measures)]

    def heirs_of(self, slug):
        return set(self.portal.jurisdictions[0].register.heirs_of(slug))


@dataclass(frozen=True)
class Duty:
    """A cell with the measure and the task it belongs to: the rules once more, in other words than the program's."""

    case: Case
    task: AssessedTask
    assessed_measure: AssessedMeasure
    cell: Cell

    def _repr_pretty_(self, printer, _cycle):
        printer.text(f"{self.key} {self.cell.verdict.words} ")
        printer.pretty(self.case)

    @property
    def measure(self):
        return self.assessed_measure.measure

    @property
    def key(self):
        return self.task.task.id, self.measure.number, self.cell.unit.slug

    def known(self, those):
        """Entries that speak of this duty, made up to the date."""
        own = [one for one in those if one.task == self.task.task.id and (not one.measures or self.measure.number in one.measures)]
        with_cells = {one.unit.slug for one in self.assessed_measure.cells}
        speakers = {self.cell.unit.slug} | (self.case.heirs_of(self.cell.unit.slug) - with_cells)
        return [one for one in own if one.on <= self.case.as_of and speakers & set(one.units)]

    def periods(self):
        schedules = (*self.task.standing.earlier.get(self.measure.number, ()), self.measure.recurrence)
        return [slot for one in schedules if one for slot in slots(one, YEAR)]

    def events(self):
        """The day of every known event, and the last day of the limit that it started, where that can be computed."""
        known = self.known(self.case.plan.ledger.events)
        return [(one.happened_on, self._after(one.happened_on, self.measure.due)) for one in known]

    def limits(self):
        """Every explicit date that a duty of this kind has."""
        if self.measure.kind in ("count", "periodic"):
            return [slot.ends_on for slot in self.periods()]
        if self.measure.kind == "triggered":
            return [limit for _, limit in self.events() if limit]
        if self.measure.kind == "standing":
            newest = [one.dated for one in self.cell.exhibits if one.is_full and one.dated]
            return [self._after(max(newest), self.measure.window)] if newest and self.measure.window else []
        return [self.measure.due_on] if self.measure.kind == "one_off" and self.measure.due_on else []

    def _after(self, day, limit):
        try:
            return limit and due_after(day, limit.within, limit.unit, self.case.portal.work_calendar)
        except LookupError:
            return None

    def is_found_in(self, column):
        return column is not None and column in {exhibit.publication_path for exhibit in self.cell.exhibits if exhibit.is_full}

    def is_looked_for_by(self, one):
        """Whether a check was made where something is still owed, or does not say where it was made."""
        paths = self.measure.publication_paths
        if not paths or self.measure.kind != "one_off":
            return not paths or one.column is None or one.column in paths
        is_begun = any(exhibit.is_primary for exhibit in self.cell.exhibits)
        return not is_begun if one.column is None else one.column in paths and not self.is_found_in(one.column)

    def days_in_time(self):
        """First and last day of every stretch in which a page would be in time, and the event it would belong to."""
        as_of = self.case.as_of
        if self.measure.kind in ("count", "periodic"):
            return [(slot.starts_on, min(slot.ends_on, as_of), None) for slot in self.periods() if slot.starts_on <= as_of]
        if self.measure.kind == "triggered":
            return [(day, min(limit or as_of, as_of), day) for day, limit in self.events() if day <= as_of]
        if self.measure.window:
            # Sixty days are inside every window.
            return [(as_of - 60 * DAY, as_of, None)]
        if self.measure.kind == "standing":
            return [(date(YEAR, 1, 1), min(date(YEAR, 12, 31), as_of), None)] if as_of.year >= YEAR else []
        last = min(self.measure.due_on or as_of, as_of)
        return [(last - 30 * DAY, last, None)]


aims = st.integers(0, 5)


def _aimed(entry, written, aim):
    """The same entry about one of these tasks, or about some of its measures."""
    one_task = written[aim % len(written)]
    numbers = [one.number for one in one_task.measures if one.number]
    aimed_at = [numbers, numbers[:1], numbers[1:]][aim // 2]
    return entry.model_copy(update={"task": one_task.id, "measures": tuple(aimed_at)})


@st.composite
def wide_cases(draw):
    """Several duties of several units, and entries about any of them."""
    written = [draw(tasks(identifier)) for identifier in draw(st.sampled_from([[TASK], [TASK, "1.1.2"]]))]
    entries = [_aimed(one, written, draw(aims)) for one in (*draw(many_reports), *draw(few_changes))]
    return Case(portal(plan(*written, entries=entries), draw(registers()), draw(work_calendars)), draw(judging_days))


def _said_again(page, less):
    """The same page entered once more, with less said of it: as part of no count, or with no day but that of the document."""
    update = {"published_on": None, "document_on": page.published_on or page.document_on} if less == "day" else {"counts_as": ()}
    return page.model_copy(update=update)


@st.composite
def narrow_cases(draw, *kinds):
    """One duty of one unit, of one of these kinds, and everything about it."""
    entries = [one.model_copy(update={"units": SLUGS[:1]}) for one in (*draw(many_reports), *draw(few_changes))]
    less = draw(st.sampled_from([None, "day", "count"]))
    entries += [_said_again(one, less) for one in entries if less and isinstance(one, Evidence)]
    owed = measure(**draw(DUTIES[draw(st.sampled_from(kinds or KINDS))]), publication_paths=draw(some_of(COLUMNS[:3])))
    written = task(owed, responsible_units=SLUGS[:1])
    return Case(portal(plan(written, entries=entries), [unit(slug) for slug in NAMED], draw(work_calendars)), draw(judging_days))


def cases():
    return st.one_of(narrow_cases(), wide_cases())


@st.composite
def cases_and(draw, entries):
    """A case, and one more entry."""
    case = draw(cases())
    return case, _aimed(draw(entries), case.plan.tasks, draw(aims))


@st.composite
def pages_in_time(draw, duty):
    """Pages that show the duty done on every path that it requires, in time and known on the date."""
    in_time = duty.days_in_time()
    assume(in_time)
    starts_on, ends_on, event_on = draw(st.sampled_from(in_time))
    published_on = draw(st.sampled_from([starts_on, ends_on]))
    identifier, number, slug = duty.key
    shown = {
        "task": identifier,
        "measures": [number] if number else [],
        "units": [slug],
        "on": draw(st.sampled_from([published_on, duty.case.as_of])),
        "url": draw(urls),
        "published_on": published_on,
        "event_on": event_on,
        "counts_as": draw(some_of((1, 2))),
    }
    return [evidence(**shown, found_in=path) for path in duty.measure.publication_paths or (None,)]


@st.composite
def duties_and_pages(draw, *kinds):
    """A cell of one of these kinds of duty, and pages that show it done in time."""
    duty = draw(st.sampled_from(draw(narrow_cases(*kinds)).duties()))
    return duty, draw(pages_in_time(duty))


# From what accuses the unit, over what leaves a question and what says nothing of it, to what speaks for it.
GOODNESS = {"overdue": 0, "unchecked": 1, "stale": 1, "partial": 3, "published": 4, "current": 4}
SAYS_NOTHING = 2
TIMELINESS = {"late": 0, "undated": 1, "on_time": 2, None: 2}
SET_ASIDE = {"changed", "waived"}


def goodness(verdict):
    """How well a verdict speaks of the unit: first its badge, then whether it was in time, then how late it was."""
    return GOODNESS.get(verdict.badge.id, SAYS_NOTHING), TIMELINESS[verdict.timing], -verdict.days_late


def after(duty, added):
    return duty.case.with_also(*added).verdicts()[duty.key]


def is_rightly_overdue(duty):
    """Whether an explicit date has passed, and somebody looked in the right place afterwards and found nothing."""
    misses = [one for one in duty.known(duty.case.plan.ledger.checks) if one.result == "not_found" and duty.is_looked_for_by(one)]
    return any(limit < one.on for one in misses for limit in duty.limits() if limit < duty.case.as_of)


@pytest.mark.sweep
@pytest.mark.parametrize("kind", KINDS)
@given(chance=st.data())
def test_a_duty_is_overdue_only_by_its_date_its_passing_and_a_later_check_that_found_nothing(kind, chance):
    duties = chance.draw(narrow_cases(kind)).duties()
    assert all(is_rightly_overdue(duty) for duty in duties if duty.cell.verdict.badge.id == "overdue")


@pytest.mark.sweep
@given(wide_cases())
def test_a_cell_is_overdue_only_by_a_check_of_its_own_unit_and_measure(case):
    assert all(is_rightly_overdue(duty) for duty in case.duties() if duty.cell.verdict.badge.id == "overdue")


@pytest.mark.sweep
@given(cases())
def test_nothing_is_overdue_where_no_check_found_nothing(case):
    others = [one for one in case.entries if not (isinstance(one, Check) and one.result == "not_found")]
    assert "overdue" not in case.with_only(*others).badges().values()


@pytest.mark.sweep
@given(cases())
def test_a_sum_is_overdue_only_if_one_of_its_cells_is(case):
    accused = [one for one in case.sums() if one.verdict.badge.id == "overdue"]
    assert all("overdue" in [cell.verdict.badge.id for cell in one.cells] for one in accused)


@pytest.mark.sweep
@given(cases())
def test_a_sum_is_done_only_if_every_cell_is_done_or_nothing_is_owed_there(case):
    not_owed = {*SET_ASIDE, "not_triggered", "not_judged"}
    under_done = [cell.verdict.badge for one in case.sums() if one.verdict.badge.family == "done" for cell in one.cells]
    assert all(badge.family == "done" or badge.id in not_owed for badge in under_done)


@pytest.mark.sweep
@given(cases_and(notes))
def test_a_note_never_changes_a_cell_that_is_done(case_and_note):
    case, added = case_and_note
    noted = case.with_also(added).verdicts()
    done = {key: verdict for key, verdict in case.verdicts().items() if verdict.badge.family == "done"}
    # What it would be without unopened pages may well turn from 未到期 to 推进中.
    assert {key: noted[key].words for key in done} == {key: verdict.words for key, verdict in done.items()}


@pytest.mark.sweep
@given(cases_and(notes))
def test_a_note_makes_nothing_of_a_cell_but_under_way(case_and_note):
    case, added = case_and_note
    noted = case.with_also(added).badges()
    moves = {(badge, noted[key]) for key, badge in case.badges().items() if badge != noted[key]}
    assert moves <= {("not_due", "under_way"), ("no_record", "under_way")}


@pytest.mark.sweep
@pytest.mark.parametrize("kind", KINDS)
@given(chance=st.data())
def test_full_evidence_in_time_never_makes_a_cell_worse(kind, chance):
    duty, added = chance.draw(duties_and_pages(kind))
    assert goodness(after(duty, added)) >= goodness(duty.cell.verdict)


@pytest.mark.sweep
@given(duties_and_pages("count", "periodic"))
def test_one_more_act_never_lowers_a_count(duty_and_pages):
    duty, added = duty_and_pages
    before, now = duty.cell.verdict, after(duty, added)
    assert now.badge.id == "published" or (now.done or 0, now.sub_counts) >= (before.done or 0, before.sub_counts)


@pytest.mark.sweep
@given(duties_and_pages("one_off"))
def test_full_evidence_in_time_makes_a_one_off_duty_published_and_not_late(duty_and_pages):
    duty, added = duty_and_pages
    now = after(duty, added)
    assert now.badge.id in SET_ASIDE or (now.badge.id, now.timing) == ("published", "on_time" if duty.measure.due_on else None)


@pytest.mark.sweep
@given(duties_and_pages("standing"))
def test_full_evidence_inside_its_window_makes_a_standing_duty_current(duty_and_pages):
    duty, added = duty_and_pages
    assert after(duty, added).badge.id in {"current", *SET_ASIDE}


@pytest.mark.sweep
@given(cases())
def test_the_cells_of_a_unit_add_up(case):
    for slug in NAMED:
        own = [cell.verdict for cell in case.assessed().cells if cell.unit.slug == slug]
        card = Scorecard.of(own)
        assert card.neutral + card.undated + card.due == len(own)


@pytest.mark.sweep
@given(cases())
def test_the_scorecards_of_all_units_are_all_cells_of_the_plan(case):
    every = case.assessed().cells
    assert sum(Scorecard.of(cell.verdict for cell in every if cell.unit.slug == slug).all for slug in NAMED) == len(every)


@pytest.mark.sweep
@given(cases())
def test_at_least_is_never_above_at_most_nor_that_above_what_is_due(case):
    card = Scorecard.of(cell.verdict for cell in case.assessed().cells)
    assert 0 <= card.at_least <= card.at_most <= card.due


@pytest.mark.sweep
@given(cases())
def test_what_is_recorded_is_never_below_what_is_met_nor_above_what_is_due(case):
    card = Scorecard.of(cell.verdict for cell in case.assessed().cells)
    assert card.at_least <= card.recorded <= card.due


@pytest.mark.sweep
@given(cases())
def test_a_cell_is_due_only_when_its_date_has_passed_or_was_met(case):
    due = [duty for duty in case.duties() if duty.cell.verdict.is_due]
    assert all(duty.cell.verdict.badge.family == "done" or any(limit < case.as_of for limit in duty.limits()) for duty in due)


@pytest.mark.sweep
@given(cases())
def test_what_a_duty_still_lacks_was_checked_only_by_a_look_there_after_its_date(case):
    for duty in case.duties():
        if duty.cell.verdict.is_rest_checked:
            looks = [
                one for one in duty.known(case.plan.ledger.checks) if one.result != "could_not_open" and not duty.is_found_in(one.column)
            ]
            assert any(limit < one.on for one in looks for limit in duty.limits())


@pytest.mark.sweep
@given(cases())
def test_a_cell_that_says_nothing_is_recorded_counts_nothing_as_done(case):
    assert not [duty for duty in case.duties() if duty.cell.verdict.badge.id == "no_record" and duty.cell.verdict.done]


@pytest.mark.sweep
@given(cases())
def test_a_unit_has_one_cell_of_a_measure(case):
    assert set(Counter(duty.key for duty in case.duties()).values()) == {1}


@pytest.mark.sweep
@given(cases_and(reports))
def test_an_entry_changes_no_cell_but_those_of_its_units_and_of_units_they_took_over(case_and_entry):
    case, added = case_and_entry
    entered = case.with_also(added).verdicts()
    others = {duty.key: duty.cell.verdict for duty in case.duties() if not duty.known([added])}
    assert {key: entered[key] for key in others} == others


@pytest.mark.sweep
@pytest.mark.parametrize("kind", KINDS)
@given(chance=st.data())
def test_the_order_of_entries_changes_no_verdict(kind, chance):
    case = chance.draw(narrow_cases(kind))
    assert case.with_only(*chance.draw(st.permutations(case.entries))).verdicts() == case.verdicts()


@pytest.mark.sweep
@given(cases(), st.data())
def test_the_order_of_entries_changes_no_history(case, chance):
    shuffled = case.with_only(*chance.draw(st.permutations(case.entries)))
    assert moments(shuffled.plan, case.as_of) == moments(case.plan, case.as_of)


@pytest.mark.sweep
@given(cases())
def test_entries_made_after_the_date_change_nothing(case):
    earlier = [one for one in case.entries if one.on <= case.as_of]
    assert case.with_only(*earlier).assessed().cells == case.assessed().cells


@pytest.mark.sweep
@given(cases())
def test_entries_made_after_the_date_are_not_told(case):
    assert all(moment.entry.on <= case.as_of for moment in moments(case.plan, case.as_of))


@pytest.mark.sweep
@given(cases())
def test_judging_twice_gives_the_same(case):
    assert case.assessed() == case.assessed()


@pytest.mark.sweep
@given(cases())
def test_a_self_report_alone_makes_nothing_done(case):
    said = [one.model_copy(update={"strength": "self_report"}) if isinstance(one, Evidence) else one for one in case.entries]
    assert not {"published", "current", "partial"} & set(case.with_only(*said).badges().values())


@pytest.mark.sweep
@given(cases_and(failed_looks))
def test_a_page_that_could_not_be_opened_changes_nothing(case_and_check):
    case, added = case_and_check
    assert case.with_also(added).verdicts() == case.verdicts()


@pytest.mark.sweep
@given(cases())
def test_without_changes_every_task_stands_as_issued(case):
    others = [one for one in case.entries if not isinstance(one, Change)]
    assert tuple(one.task for one in case.with_only(*others).assessed().tasks) == case.plan.tasks


@pytest.mark.sweep
@given(cases())
def test_every_badge_is_one_of_the_design(case):
    assert set(case.badges().values()) <= set(BADGES)


# --- what nobody has opened, and the two clocks ----------------------------------------------------


def opened_only(case):
    """The case without pages that nobody had opened by its date."""
    return case.with_only(*(one for one in case.entries if not isinstance(one, Evidence) or not one.as_known_on(case.as_of).is_unopened))


def all_opened(case):
    opened = {"opened": Opening(by="测试", on=DAYS[0])}
    return case.with_only(*(one.model_copy(update=opened) if isinstance(one, Evidence) else one for one in case.entries))


def told(verdict):
    return verdict.badge.id, verdict.detail


@pytest.mark.sweep
@given(cases())
def test_a_cell_is_marked_exactly_when_it_would_say_something_else_without_what_nobody_has_opened(case):
    without = opened_only(case).verdicts()
    marked = {key for key, one in case.verdicts().items() if one.is_unopened}
    assert marked == {key for key, one in case.verdicts().items() if told(one) != told(without[key])}


@pytest.mark.sweep
@given(cases())
def test_a_sum_is_marked_exactly_when_it_would_say_something_else_without_what_nobody_has_opened(case):
    both = zip(case.sums(), opened_only(case).sums(), strict=True)
    assert [one.verdict.is_unopened for one in case.sums()] == [told(one.verdict) != told(without.verdict) for one, without in both]


@pytest.mark.sweep
@given(cases())
def test_opening_every_page_changes_no_word_and_takes_away_every_mark(case):
    before, opened = case.verdicts(), all_opened(case).verdicts()
    assert {key: told(one) for key, one in opened.items()} == {key: told(one) for key, one in before.items()}
    assert not any(one.is_marked for one in opened.values())


@pytest.mark.sweep
@given(cases())
def test_opening_every_page_leaves_as_many_due_and_nothing_to_open(case):
    before, opened = (Scorecard.of(cell.verdict for cell in one.assessed().cells) for one in (case, all_opened(case)))
    assert (opened.due, opened.undated, opened.neutral, opened.unopened) == (before.due, before.undated, before.neutral, 0)


@pytest.mark.sweep
@given(cases())
def test_due_is_the_sum_of_what_it_is_made_of(case):
    card = Scorecard.of(cell.verdict for cell in case.assessed().cells)
    parts = (card.on_time, card.late, card.date_unknown, card.partial, card.overdue, card.unopened, card.unchecked)
    assert card.due == sum(parts)


@pytest.mark.sweep
@given(cases(), judging_days)
def test_what_was_entered_after_the_day_of_knowing_changes_nothing(case, known_on):
    earlier = case.with_only(*(one for one in case.entries if one.on <= known_on))
    assert replace(earlier, known_on=known_on).assessed().cells == replace(case, known_on=known_on).assessed().cells


@pytest.mark.sweep
@given(cases(), judging_days)
def test_what_became_public_after_the_date_changes_nothing_however_early_it_is_known(case, known_on):
    earlier = case.with_only(*(one for one in case.entries if not isinstance(one, Evidence) or one.public_on <= case.as_of))
    assert replace(earlier, known_on=known_on).assessed().cells == replace(case, known_on=known_on).assessed().cells


@pytest.mark.sweep
@given(cases())
def test_a_check_changes_nothing_before_its_own_day_however_late_it_is_asked(case):
    late = replace(case, known_on=JUDGING_DAYS[-1])
    earlier = [one for one in case.entries if not (isinstance(one, Check) and one.on > case.as_of)]
    assert late.with_only(*earlier).verdicts() == late.verdicts()


@pytest.mark.sweep
@given(cases())
def test_a_single_date_is_both_clocks(case):
    assert replace(case, known_on=case.as_of).assessed().cells == case.assessed().cells

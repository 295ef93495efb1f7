"""The address of every page, from the site root (design §3). No other module writes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from gongkai.judging.judgement import reporting_units
from gongkai.records.ledger_records import KINDS
from gongkai.records.plan_records import Measure, Section, Task
from gongkai.records.portal import Jurisdiction, Node, Plan
from gongkai.records.register_records import Unit

HOME = "index.html"
SEARCH = "search.html"
DATA = "data.html"
METHOD, ABOUT, HELP = "method.html", "about.html", "help.html"
UNITS, PLACES = "units.html", "places.html"
CHANGES = "changes.html"
COMPONENTS = "components.html"
DISCLOSURE = "disclosure.html"
WORDS = "words.html"
SITE_MAP, NOT_FOUND = "sitemap.html", "404.html"
COMPARE = "compare/index.html"
STYLE, SCRIPT = "theme/gongkai.css", "theme/gongkai.js"
SEARCH_FILES = "search/"
ICON, SHARE_PICTURE = "theme/icon.svg", "theme/share.png"
FEED = "feeds/index.xml"
# No page grows without end. So much stands on it: tasks of a section, and of a unit, newest plans first; names in a line; public pages in a list,
# and of these with all that is known; years of curves; verdicts in a task's tables, entries of its chronicle and of a month. The rest goes on, or where the line says.
TASKS_ON_A_PAGE, TASKS_OF_A_UNIT, NAMES_IN_A_LINE, PAGES_IN_A_LIST, PAGES_IN_FULL, CURVES_OF_A_UNIT = 40, 60, 6, 40, 20, 5
CELLS_OF_A_TASK, ENTRIES_OF_A_TASK, TASKS_OF_A_REPORT, ENTRIES_OF_A_PAGE = 400, 60, 60, 100
# Measures of a column, and links to their units; places in the navigation; plans on the pages of the whole site, newest first. Where there are more, all places have a page.
MEASURES_OF_A_COLUMN, UNITS_OF_A_COLUMN, PLACES_IN_NAVIGATION, PLANS_OF_THE_SITE = 60, 600, 12, 12


@dataclass(frozen=True)
class Site:
    """The whole site as other programs name it: its full address is public only once it is published."""

    name: str
    url: str
    is_published: bool

    @property
    def host(self) -> str:
        return domain(self.url)

    @property
    def root(self) -> str:
        """Where the site begins on whatever host it is read from: / or /portal/."""
        path = urlsplit(self.url).path.strip("/")
        return f"/{path}/" if path else "/"

    def absolute(self, address: str) -> str:
        return f"{self.url}/{address}"

    def short(self, address: str) -> str:
        """The full address as it is printed: without the scheme."""
        return self.absolute(address).partition("://")[2]


def domain(site_url: str) -> str:
    """The domain of an address alone, in the small ASCII letters that a browser sends; empty when the address has none."""
    try:
        host = urlsplit(site_url).hostname or ""
        return host.encode("idna").decode() if host else ""
    except ValueError:
        return ""


def jurisdiction(place: Jurisdiction) -> str:
    return f"{place.slug}/index.html"


def units(place: Jurisdiction) -> str:
    return f"{place.slug}/units/index.html"


def unit(place: Jurisdiction, unit: Unit) -> str:
    return f"{place.slug}/units/{unit.slug}.html"


def publication_paths(place: Jurisdiction) -> str:
    return f"{place.slug}/paths/index.html"


def publication_path(place: Jurisdiction, node: Node) -> str:
    return f"{place.slug}/paths/{node.slug}.html"


def of_move(place: Jurisdiction, address: str) -> str:
    """From the site root, what `moved.yaml` says from the place's folder on."""
    return f"{place.slug}/{address}"


def moved_of(place: Jurisdiction) -> Iterator[str]:
    """Where pages lead on to others."""
    return (of_move(place, move.gone) for move in place.moves)


def search(question: str) -> str:
    return f"{SEARCH}?q={quote(question)}"


def kinds(place: Jurisdiction) -> str:
    return f"{place.slug}/kinds/index.html"


def words(place: Jurisdiction) -> str:
    return f"{place.slug}/words.html"


def kind(place: Jurisdiction, number: int) -> str:
    return f"{place.slug}/kinds/{number}.html"


def plan(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/index.html"


def section(plan: Plan, section: Section) -> str:
    return f"{plan.jurisdiction}/{plan.year}/section-{section.number}.html"


def section_pages(plan: Plan, titled: Section) -> tuple[str, ...]:
    """Where its tasks stand, so many on each."""
    tasks = sum(row.section == titled.number for row in plan.tasks)
    return tuple(further(section(plan, titled), number) for number in range(1, max(1, -(-tasks // TASKS_ON_A_PAGE)) + 1))


def further(address: str, page: int) -> str:
    """One of the pages of what begins at an address."""
    return address if page == 1 else f"{address.removesuffix('.html')}.{page}.html"


def subsection_anchor(number: int) -> str:
    return f"subsection-{number}"


def task(plan: Plan, task: Task) -> str:
    return f"{plan.jurisdiction}/{plan.year}/tasks/{task.id}.html"


def measure(plan: Plan, row: Task, measure: Measure) -> str:
    return task(plan, row) + (f"#measure-{measure.number}" if measure.number else "")


def deadlines(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/deadlines.html"


def month_anchor(month: date) -> str:
    return f"month-{month:%Y-%m}"


def plan_calendar(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/deadlines.ics"


def place_calendar(place: Jurisdiction) -> str:
    return f"calendars/{place.slug}.ics"


def place_feed(place: Jurisdiction) -> str:
    return f"feeds/{place.slug}.xml"


def unit_feed(place: Jurisdiction, unit: Unit) -> str:
    return f"feeds/{place.slug}/units/{unit.slug}.xml"


def plan_feed(plan: Plan) -> str:
    return f"feeds/{plan.jurisdiction}/{plan.year}.xml"


def unit_calendar(place: Jurisdiction, unit: Unit) -> str:
    return f"calendars/{place.slug}/units/{unit.slug}.ics"


def plan_changes(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/changes.html"


def place_changes(place: Jurisdiction) -> str:
    return f"{place.slug}/changes/index.html"


def month_of_changes(place: Jurisdiction, month: date, page: int = 1) -> str:
    """One of its pages where they are several."""
    return further(f"{place.slug}/changes/{month:%Y-%m}.html", page)


def months_of_changes(place: Jurisdiction) -> Iterator[str]:
    """All that were or will be: those of days to come stand as soon as these have."""
    entered = Counter(entry.on.replace(day=1) for plan in place.plans for kind in KINDS for entry in getattr(plan.ledger, kind))
    for month, count in entered.items():
        yield from (month_of_changes(place, month, page) for page in range(1, -(-count // ENTRIES_OF_A_PAGE) + 1))


def plan_json(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/plan.json"


def tasks_csv(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/tasks.csv"


def tasks_sheet(plan: Plan) -> str:
    return f"{plan.jurisdiction}/{plan.year}/tasks.xlsx"


class ReportFiles(NamedTuple):
    """要点落实情况: as a page and as a Word file; of a plan the ledger, too."""

    page: str
    word: str
    ledger: str = ""


def report(plan: Plan, page: int = 1) -> str:
    """That of a plan; one of its pages where they are several."""
    return further(f"{plan.jurisdiction}/{plan.year}/report.html", page)


def report_pages(plan: Plan) -> int:
    """How many they are: of many tasks each section has its own, and those of many tasks several."""
    further = sum(-(-tasks // TASKS_OF_A_REPORT) for tasks in Counter(task.section for task in plan.tasks).values())
    return 1 + further if len(plan.tasks) > TASKS_OF_A_REPORT else 1


def plan_report(plan: Plan) -> ReportFiles:
    return ReportFiles(report(plan), f"{plan.jurisdiction}/{plan.year}/report.docx", f"{plan.jurisdiction}/{plan.year}/ledger.xlsx")


def unit_report(plan: Plan, unit: Unit) -> ReportFiles:
    """That of a unit's share of a plan."""
    below = f"{plan.jurisdiction}/{plan.year}/reports/{unit.slug}"
    return ReportFiles(f"{below}.html", f"{below}.docx")


def pages_of(place: Jurisdiction) -> Iterator[str]:
    """Where all pages of a place stand that show something; those that only lead on are not among them."""
    yield from (jurisdiction(place), units(place), publication_paths(place), kinds(place), words(place), place_changes(place))
    yield from months_of_changes(place)
    yield from (unit(place, bearer) for bearer in place.register.units.values())
    yield from (publication_path(place, node) for node in place.register.nodes.values())
    tasks = [row for year in place.plans for row in year.tasks]
    yield from (kind(place, number) for number in sorted({number for row in tasks for number in row.article_20 or ()}))
    for year in place.plans:
        yield from (plan(year), plan_changes(year), deadlines(year))
        yield from (address for titled in year.record.sections for address in section_pages(year, titled))
        yield from (task(year, row) for row in year.tasks)
        yield from (report(year, page) for page in range(1, report_pages(year) + 1))
        yield from (unit_report(year, bearer).page for bearer in reporting_units(place, year))


def duty(slug: str, page: int = 1, anchor: str = "") -> str:
    """One of its pages where they are several, and what of it is meant."""
    return further(f"compare/{slug}.html", page) + anchor


def table_of_duties(page: int) -> str:
    """A part of the table of places and duties; an id has no full stop in it."""
    return f"compare/table.{page}.html"


def is_further(address: str) -> bool:
    """Whether it is a further page of what begins on another."""
    return address.startswith("compare/") and address.count(".") > 1


def duty_file(slug: str, ending: str) -> str:
    return f"compare/{slug}.{ending}"


def linked_from(page: str, site: Site) -> Callable[[str], str]:
    """Turns an address from the site root into a link on the given page.

    Servers answer any wrong address, however deep, with the page of wrong addresses: once published its links begin at the root
    of the host, whose name and scheme may be others than were settled. Until then nobody but the preview knows where it is read from.
    """
    if page == NOT_FOUND and site.is_published:
        return lambda address: site.root + address
    return relative_to(page)


def relative_to(page: str) -> Callable[[str], str]:
    """Turns an address from the site root into a link on the given page."""
    up = "../" * page.count("/")
    return lambda address: up + address


def for_machines(page: str, site: Site) -> Callable[[str], str]:
    """Turns an address from the site root into one that a machine may keep: whole once the site is published, else a link as on the page."""
    return site.absolute if site.is_published else relative_to(page)

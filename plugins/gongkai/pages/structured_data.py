"""What the pages tell machines in schema.org's words (JSON-LD): where a page stands, and what data a plan offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import addresses
from .addresses import Site
from .plans import PlanPages
from .views import Link

Json = str | int | bool | list["Json"] | dict[str, "Json"]
CONTEXT = "https://schema.org"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def breadcrumbs(trail: Sequence[Link], title: str, address: str, site: Site) -> Json:
    """The breadcrumb of a page, the page itself last."""
    located = addresses.for_machines(address, site)
    steps: list[Json] = [
        {"@type": "ListItem", "position": position, "name": step.title, "item": located(step.address)}
        for position, step in enumerate((*trail, Link(title, address)), start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps}


def dataset(plan: PlanPages, description: str, site: Site) -> Json:
    """The files of a real plan as a data set; who issued the plan only where the document says so."""
    located = addresses.for_machines(plan.address, site)
    files = {plan.csv_address: "text/csv", plan.sheet_address: _SHEET, plan.json_address: "application/json"}
    downloads: list[Json] = [
        {"@type": "DataDownload", "contentUrl": located(address), "encodingFormat": form} for address, form in files.items()
    ]
    found: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": plan.record.title,
        "description": description,
        "url": located(plan.address),
        "inLanguage": "zh-CN",
        "temporalCoverage": str(plan.plan.year),
        "isAccessibleForFree": True,
        "distribution": downloads,
    }
    if changed_on := _changed_on(plan):
        found["dateModified"] = changed_on.isoformat()
    if plan.record.issuer:
        found["creator"] = {"@type": "GovernmentOrganization", "name": plan.record.issuer}
    return found


def _changed_on(plan: PlanPages) -> date | None:
    """The day of the newest entry, else the document's own: never the day of the build."""
    entered = [view.moment.entered_on for view in plan.history]
    issued = [day for day in (plan.record.issued_on, plan.record.published_on) if day]
    return max([*entered, *issued], default=None)

"""The plans that are compared, and how the badges of cells are rolled up into one, reckoned apart from the program (design §2)."""

from dataclasses import replace

from gongkai.comparing import overview
from gongkai.comparing.comparison import Comparison
from gongkai.comparing.duty_pages import pages_of_duty
from gongkai.comparing.held import held_of
from gongkai.words.labels import PROVINCES
from gongkai.words.record import Grouped

PLANS = ("tongliang/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "conghua/2021")
DONE, ASIDE = {"published", "current"}, {"changed", "waived", "not_triggered", "not_judged"}
PRESSING = ("overdue", "unchecked", "stale", "under_way", "not_due", "no_record", "not_triggered", "waived", "changed", "not_judged")


def together(badges):
    """Design §2, roll-up, in lines of its own."""
    if len(set(badges)) == 1:
        return badges[0]
    owed = [badge for badge in badges if badge not in ASIDE]
    if owed and DONE.issuperset(owed):
        return "published" if "published" in owed else "current"
    if DONE.intersection(owed) or "partial" in owed:
        return "partial"
    return next(badge for badge in PRESSING if badge in (owed or badges))


def copies(carriers, places, years):
    """The carriers of real plans under the names of so many places, each with a plan of so many years, in the order of places."""
    by_plan = {}
    for carrier in carriers:
        by_plan.setdefault(carrier.anchor, []).append(carrier)
    plans = list(by_plan.values())
    for place in range(places):
        for age in range(years):
            for carrier in plans[(place + age) % len(plans)]:
                yield replace(carrier, slug=f"xian-{place}", place_name=f"第{place}县", province=PROVINCES[place % 5], year=2026 - age)


def pages_of_comparison(duties, carriers):
    """All its pages, made as a site makes them: those of all duties from what is held, those of a duty from its carriers."""
    carriers = list(carriers)
    by_duty = Grouped.of((carrier.duty, carrier) for carrier in carriers)
    comparison = Comparison.of(duties, map(held_of, carriers))
    yield from overview.pages_of(comparison)
    for duty in comparison.duties:
        yield from pages_of_duty(duty, comparison.neighbours_of(duty), by_duty[duty.id])

"""The plans that are compared, and how the badges of cells are rolled up into one, reckoned apart from the program (design §2)."""

from gongkai.comparing import overview
from gongkai.comparing.comparison import Comparison
from gongkai.comparing.duty_pages import pages_of_duty
from gongkai.comparing.held import held_of

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


def pages_of_comparison(duties, carriers):
    """All its pages, made as a site makes them: those of all duties from what is held, those of a duty from its carriers."""
    carriers = list(carriers)
    comparison = Comparison.of(duties, map(held_of, carriers))
    yield from overview.pages_of(comparison)
    for duty in comparison.duties:
        yield from pages_of_duty(duty, comparison.neighbours_of(duty), [carrier for carrier in carriers if carrier.duty == duty.id])

"""The plans that are compared, and how the badges of cells are rolled up into one, reckoned apart from the program (design §2)."""

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

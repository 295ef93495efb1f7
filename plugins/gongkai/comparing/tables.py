"""The comparison as files to take along: each duty with every place's share, and one table of places by duties."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from pydantic_core import to_json

from gongkai.exports.tables import neutral_cell
from gongkai.pages import addresses
from gongkai.records.duties import Duty

from .carriers import Carrier, Share
from .comparison import Comparison

SCHEMA = "gongkai/duty/1"
COLUMNS = (
    *("共同任务", "地址代码", "地方", "要点年份", "任务编号和标题", "举措序号", "谁负责", "公开路径", "时限", "状态"),
    *("公开页面数", "由谁判断", "本站网页"),
)
Fields = dict[str, object]
# Its address, what it is made of, None where that is not told, and how.
File = tuple[str, object, Callable[[], bytes]]


def files_of_duty(duty: Duty, carriers: Sequence[Carrier], as_of: date) -> Iterator[File]:
    """Those of one duty, of all its carriers."""
    made_of = (duty, carriers)
    yield addresses.duty_file(duty.id, "csv"), made_of, lambda: duty_csv(duty, carriers).encode()
    yield addresses.duty_file(duty.id, "json"), made_of, lambda: duty_json(duty, carriers, as_of).encode()


def files_of_all(comparison: Comparison, as_of: date) -> Iterator[File]:
    """Those of all duties together; none where there are none."""
    if comparison.duties:
        yield addresses.duty_file("index", "csv"), None, lambda: all_csv(comparison).encode()
        yield addresses.duty_file("index", "json"), None, lambda: all_json(comparison, as_of).encode()


def duty_csv(duty: Duty, carriers: Iterable[Carrier]) -> str:
    """A row for each task or part of one that carries it out."""
    return _csv(COLUMNS, (_row(duty, carrier, share) for carrier in carriers for share in carrier.shares))


def _row(duty: Duty, carrier: Carrier, share: Share) -> Sequence[str]:
    return (
        *(duty.title, duty.id, carrier.place_name, str(carrier.year), share.task.title, "、".join(map(str, share.measures))),
        *(share.in_charge, "；".join(share.columns), "；".join(share.times), share.verdict.word),
        *(str(share.page_count), share.related.by if share.related else "", share.task.address),
    )


def duty_json(duty: Duty, carriers: Iterable[Carrier], as_of: date) -> str:
    """The same with badges by their identifiers; every key present, absent values null."""
    document = duty.document.model_dump(mode="json") if duty.document else None
    content: Fields = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "duty": {"id": duty.id, "title": duty.title, "year": duty.year, "note": duty.note, "document": document},
        "places": [_place(carrier) for carrier in carriers],
    }
    return _json(content)


def _place(carrier: Carrier) -> Fields:
    return {
        "jurisdiction": carrier.slug,
        "name": carrier.place_name,
        "year": carrier.year,
        "badge": carrier.verdict.badge.id,
        "unopened": carrier.verdict.is_unopened,
        "shares": [_share(share) for share in carrier.shares],
    }


def _share(share: Share) -> Fields:
    return {
        "task": share.task.title.partition(" ")[0],
        "measures": list(share.measures),
        "url": share.task.address,
        "badge": share.verdict.badge.id,
        "unopened": share.verdict.is_unopened,
        "in_charge": share.in_charge,
        "publication_paths": list(share.columns),
        "times": list(share.times),
        "pages": share.page_count,
        "text": "\n".join(share.texts),
        "related": share.related.model_dump(mode="json") if share.related else None,
    }


def all_csv(comparison: Comparison) -> str:
    """A row for each duty, a column for each plan with the word of its state; empty where the plan does not have it."""
    return _csv(
        ("共同任务", "年份", "本站网页", *(plan.name for plan in comparison.plans)),
        ((duty.title, str(duty.year), addresses.duty(duty.id), *_words(comparison, duty)) for duty in comparison.duties),
    )


def _words(comparison: Comparison, duty: Duty) -> Iterator[str]:
    words = {held.anchor: held.word for held in comparison.held[duty.id]}
    yield from (words.get(plan.anchor, "") for plan in comparison.plans)


def all_json(comparison: Comparison, as_of: date) -> str:
    """The same with badges by their identifiers."""
    duties = [
        {
            "id": duty.id,
            "title": duty.title,
            "year": duty.year,
            "url": addresses.duty(duty.id),
            "badges": {held.anchor: held.badge_id for held in comparison.held[duty.id]},
        }
        for duty in comparison.duties
    ]
    return _json(
        {
            "schema": "gongkai/duties/1",
            "as_of": as_of.isoformat(),
            "plans": {plan.anchor: plan.name for plan in comparison.plans},
            "duties": duties,
        }
    )


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutral_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _json(content: Fields) -> str:
    # Says the same as json.dumps, which is slow where it indents.
    return to_json(content, indent=1).decode() + "\n"

"""The pages on which a unit's sheet is taken along, and one that was filled in is read."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote

from werkzeug import Response

from gongkai.desk.proposals import RefusedError
from gongkai.desk.sheet_reading import Filling, read
from gongkai.desk.sheet_rows import place_of, rows_of
from gongkai.desk.sheets import written

from .base.deciding import BACK, Asked, decided, step_of
from .base.fields import hidden
from .base.views import ChoiceView, MistakeView, SheetView
from .base.visits import Visit

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE, CONTENT, NAME = "sheet", "-content", "-name"


def download(visit: Visit) -> Response:
    """The sheet of a unit for a year."""
    year, unit = visit.request.args.get("year", ""), visit.request.args.get("unit", "")
    content = written(visit.desk, visit.state, int(year) if year.isascii() and year.isdecimal() else 0, unit)
    name = quote(f"{visit.state.slug}-{year}-{unit}.xlsx")
    return Response(content, mimetype=_SHEET, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


def sheet(visit: Visit) -> Response:
    """Which unit's sheet to take along, or the sheet to read; then what would come of it, then it is written."""
    if step_of(visit) in ("", BACK):
        return _page(visit)
    content, name = _sent(visit)
    if not content:
        return _page(visit, MistakeView("sheet-file", "没有选文件。请选填好的 .xlsx 文件。"))
    try:
        filling = _filling(visit, content, name)
    except RefusedError as error:
        return _page(visit, *(MistakeView("sheet-file", line) for line in str(error).split("\n")))
    if filling.mistakes:
        return _page(visit, *(MistakeView("sheet-file", words) for words in filling.faults))
    if not filling.proposal:
        return _page(visit, *(MistakeView("", line) for line in (*filling.remarks, "没有要写入的：没有填新的内容。")))
    told = (*filling.words(visit.desk), *filling.remarks)
    typed = {CONTENT: (base64.b64encode(content).decode(),), NAME: (name,)}
    return decided(
        visit, Asked("读入填报表：请核对", visit.caption, f"desk/{visit.state.slug}/index.html", told=told), filling.proposal, typed
    )


def _filling(visit: Visit, content: bytes, name: str) -> Filling:
    rows = rows_of(content, name)
    if place_of(rows, name) != visit.state.slug:
        raise RefusedError(f"{name} 不是这个辖区的填报表。请在它自己的辖区里读入。")
    return read(visit.desk, visit.state, rows)


def _sent(visit: Visit) -> tuple[bytes, str]:
    """The file as it was chosen, or as it goes along with what was shown."""
    if file := visit.request.files.get(FILE):
        return file.read(), file.filename or "填报表.xlsx"
    try:
        content = base64.b64decode(visit.request.form.get(CONTENT, ""), validate=True)
    except binascii.Error:
        content = b""
    return content, visit.request.form.get(NAME, "填报表.xlsx")


def _page(visit: Visit, *mistakes: MistakeView) -> Response:
    place = visit.state.place
    view = SheetView(
        action=f"desk/{visit.state.slug}/sheet",
        file=f"desk/{visit.state.slug}/sheet.xlsx",
        years=tuple(str(plan.plan.year) for plan in visit.state.plans),
        units=tuple(ChoiceView("", unit.slug, unit.name, is_chosen=False) for unit in (place.register.units.values() if place else ())),
        mistakes=mistakes,
        hidden=hidden({}, token=visit.office.token),
    )
    return visit.page("有错：填报表" if mistakes else "填报表", view, status=422 if mistakes else 200)

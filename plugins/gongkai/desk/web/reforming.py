"""The pages on which a reform of units is recorded: the act, the form; then what would come of it."""

from __future__ import annotations

from werkzeug import Response

from gongkai.desk.acts import ACTS, questions
from gongkai.desk.choices import Choice
from gongkai.desk.entering import Mistake
from gongkai.desk.reforms import reformed
from gongkai.pages.views import Link

from .base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .base.fields import typed_in
from .base.views import KindsView, KindView, MessageView
from .base.visits import Visit

# When an act is the right one.
WHEN = {
    "rename": "单位还是那个单位，只是改了名。网址一般不变。",
    "merge": "几个单位合成一个新的，或者并入一个已有的。",
    "split": "一个单位分成几个，原来的没有了。",
    "abolish": "单位撤销了，没有单位接手。有单位接手的，请用合并。",
}


def reform(visit: Visit) -> Response:
    """The act, then the form, then what would come of it, then it is written."""
    if visit.written:
        is_current = visit.office.is_current(visit.state.slug)
        told = "网站已照新的样子重新生成。" if is_current else "网站还没有更新：正在重新生成，或者数据里有错误，请看“要做的事”。"
        return visit.page("已写入", MessageView((f"已写入 {visit.written}。", told), _units(visit)))
    act = next((choice for choice in ACTS if choice.value == visit.request.args.get("act", "")), None)
    if not act:
        return _acts(visit)
    if not visit.state.is_sound:
        return visit.to_mend_first("登记改革")
    if step_of(visit) in ("", BACK):
        return _form(visit, act)
    typed = typed_in(visit.request.form, questions(visit.state, act.value))
    draft = reformed(visit.desk, visit.state, act.value, typed)
    if not draft.proposal:
        return _form(visit, act, draft.mistakes)
    return decided(visit, Asked(f"{act.words}：请核对", visit.caption, visit.address, visit.crumbs), draft.proposal, typed)


def _units(visit: Visit) -> Link:
    return Link("看全部单位", f"{visit.state.slug}/units/index.html")


def _acts(visit: Visit) -> Response:
    unit = visit.request.args.get("unit", "")
    is_known = visit.state.place is not None and unit in visit.state.place.register.units
    known = f"&unit={unit}" if is_known else ""
    back = Link("看这个单位的网页", f"{visit.state.slug}/units/{unit}.html") if is_known else _units(visit)
    acts = (KindView(Link(act.words, f"{visit.address}?act={act.value}{known}"), WHEN[act.value]) for act in ACTS)
    return visit.page("单位改革", KindsView(visit.caption, tuple(acts), back))


def _form(visit: Visit, act: Choice, mistakes: tuple[Mistake, ...] = ()) -> Response:
    asked = questions(visit.state, act.value)
    about = Asked(act.words, visit.caption, visit.address, visit.crumbs)
    back = Link("换一种改革", visit.address)
    action = f"{visit.address}?act={act.value}"
    return asked_for(visit, about, asked, standing_in(visit, asked), mistakes, lead=WHEN[act.value], back=back, action=action)

"""The desk as an application of WSGI: who may ask, which page answers, and what every answer says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.utils import redirect

from gongkai.desk.proposals import RefusedError
from gongkai.files import reader
from gongkai.pages import addresses
from gongkai.pages.views import Head, Link
from gongkai.publishing.preview import MOST_BYTES
from gongkai.records.problems import DataError

from . import correcting, doubts, mending, notices, recording, reforming, relating, reviewing, sheets, to_do, turning
from .base.fields import TOKEN, hidden
from .base.views import BarView, MessageView
from .base.visits import TO_DO, Office, Visit
from .scouting import confirming, rechecked, scouted

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STYLE = "desk/style.css"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class DeskRequest(Request):
    """Bodies within limits: a sheet comes as a file among the fields of a form."""

    max_content_length = MOST_BYTES
    max_form_memory_size = 1 << 20
    max_form_parts = 2000


def _style(visit: Visit) -> Response:
    return Response(reader.read(visit.office.theme / "styles/desk.css"), mimetype="text/css")


Page = Callable[[Visit], Response]
# What answers where. Addresses name places, years and tasks; a page looks each up among what is known (Visit).
ROUTES: tuple[tuple[str, Page], ...] = (
    ("/desk/style.css", _style),
    ("/desk/", to_do.door),
    ("/desk/index.html", to_do.portal),
    ("/desk/import", notices.bring),
    ("/desk/<place>/index.html", to_do.place),
    ("/desk/<place>/<year>/<task>/", recording.task),
    ("/desk/<place>/<year>/<task>/record", recording.record),
    ("/desk/<place>/<year>/<task>/mend", mending.mend),
    ("/desk/<place>/<year>/<task>/confirm", mending.confirm),
    ("/desk/<place>/<year>/<task>/dead", mending.dead),
    ("/desk/<place>/<year>/<task>/doubt", doubts.doubt),
    ("/desk/<place>/<year>/doubt", doubts.doubt),
    ("/desk/<place>/<year>/turn", turning.turn),
    ("/desk/<place>/<year>/continues", turning.confirm),
    ("/desk/<place>/<year>/<task>/turn", turning.decide),
    ("/desk/<place>/<year>/review", reviewing.review),
    ("/desk/<place>/<year>/document", correcting.document),
    ("/desk/<place>/<year>/<task>/review", reviewing.row),
    ("/desk/<place>/<year>/relate", relating.relate),
    ("/desk/<place>/<year>/<task>/relate", relating.decide),
    ("/desk/<place>/<year>/rechecked", rechecked.rechecked),
    ("/desk/<place>/<year>/scouted", scouted.scouted),
    ("/desk/<place>/<year>/scouted/<proposal>", confirming.entry),
    ("/desk/<place>/at", mending.at_line),
    ("/desk/<place>/field", correcting.field),
    ("/desk/<place>/reform", reforming.reform),
    ("/desk/<place>/sheet", sheets.sheet),
    ("/desk/<place>/sheet.xlsx", sheets.download),
    ("/desk/<place>/units/<unit>", recording.of_unit),
    ("/desk/<place>/paths/<path>", recording.of_publication_path),
)
_MAP = Map([Rule(address, endpoint=page, methods=["GET", "POST"]) for address, page in ROUTES], redirect_defaults=False)
# Addresses of the site whose pages lead to the desk.
_TASK = re.compile(r"(?P<place>[a-z0-9-]+)/(?P<year>\d{4})/tasks/(?P<task>[\d.]+)\.html")
_LIST = re.compile(r"(?P<place>[a-z0-9-]+)/(?P<kind>units|paths)/(?P<name>(?!index\.)[a-z0-9-]+)\.html")


class DeskServer:
    """Answers below /desk/, and says what stands above each page of the preview."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def bar(self, address: str) -> bytes:
        links = [TO_DO]
        if task := _TASK.fullmatch(address):
            links.insert(0, Link("登记一条", f"desk/{task['place']}/{task['year']}/{task['task']}/record"))
            links.insert(1, Link("这项任务的登记", f"desk/{task['place']}/{task['year']}/{task['task']}/"))
        elif listed := _LIST.fullmatch(address):
            links.insert(0, Link("登记一条", f"desk/{listed['place']}/{listed['kind']}/{listed['name']}"))
            if listed["kind"] == "units":
                links.insert(1, Link("单位改革", f"desk/{listed['place']}/reform?unit={listed['name']}"))
        head = Head(address, "bar", "", "")
        return self.office.rendered(head, BarView(tuple(links), STYLE)).encode()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Closes what was sent as a file.
        with DeskRequest(environ) as request:
            response = self._answer(request)
        response.headers.update(_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        visit = Visit(self.office, request, {})
        try:
            return self._page(visit)
        except RefusedError as error:
            return _message(visit, "没有写入", str(error), 409)
        except DataError as error:
            return _message(visit, "数据读不了", "\n".join(map(str, error.problems)), 409)
        except HTTPException as error:
            if isinstance(error, RequestRedirect):
                # Whatever the visitor called this machine, the way on is on it.
                return redirect(urlsplit(error.new_url)._replace(scheme="", netloc="").geturl(), error.code)
            return _message(visit, *_TOLD.get(error.code or 0, _TOLD[0]), error.code or 500)

    def _page(self, visit: Visit) -> Response:
        page, named = _MAP.bind_to_environ(visit.request.environ).match()
        if visit.request.method == "POST":
            if stranger := refused_for(visit.request):
                return _message(visit, "没有写入", stranger, 403)
            if not compare_digest(visit.request.form.get(TOKEN, "").encode(), self.office.token.encode()):
                return self._asked_again(visit)
        answer: Response = page(replace(visit, named=named))
        return answer

    def _asked_again(self, visit: Visit) -> Response:
        """From a page of ours that an earlier run of the program made: what was typed is there still, and nothing was done."""
        typed = {key: texts for key, texts in visit.form.items() if not key.startswith("-")}
        lines = ("程序在您打开那一页以后重新启动过，所以还没有写入。您填的内容都在，请点“继续”。",)
        path = visit.request.full_path.removeprefix("/").removesuffix("?")
        view = MessageView(lines, TO_DO, path, hidden(typed, token=self.office.token, step="form"))
        return visit.page("请再点一次", view, status=403)


_TOLD = {
    0: ("没有办成", "这个请求办不了，什么也没有写。"),
    404: ("没有这一页", "没有这一页，或者它说的辖区、任务、登记已经没有了。"),
    405: ("没有办成", "这一页不能这样用，什么也没有写。"),
    413: ("太大了", "送来的内容太大，什么也没有写。"),
}


def _message(visit: Visit, title: str, words: str, status: int) -> Response:
    return visit.page(title, MessageView(tuple(words.split("\n")), TO_DO), status=status)


def refused_for(request: Request) -> str:
    """Why a request that could write does not come from a page of ours; empty where it does.

    Browsers say themselves where a form was, and no page can make them say otherwise: `Origin`, and `Sec-Fetch-Site` where
    they know it. The names in `Host` are those of this machine; the server has seen to that.
    """
    ours = f"http://{request.host}"
    origins, site, referrer = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), request.headers.get("Referer")
    is_foreign = (
        (origins is not None and origins != ours)
        or (site is not None and site != "same-origin")
        or (referrer is not None and not f"{referrer}/".startswith(f"{ours}/"))
    )
    if is_foreign or (origins is None and site is None and referrer is None):
        return f"这个请求不是从预览自己的网页来的，什么也没有写。请从 {ours}/{addresses.HOME} 打开要用的那一页。"
    return ""

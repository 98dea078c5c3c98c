"""The review page as an ASGI application: its parts, what guards them, and errors in words."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from auditor.errors import AuditError, StoreFault
from auditor.messages import error_text
from auditor.resources import templates_folder, web_static_folder
from auditor.web import (
    accounts_view,
    agency_list,
    entering,
    follow_up,
    office_view,
    report_view,
    rules_view,
    trying,
    uploads,
)
from auditor.web.access import Forged, NotAllowed, NotIn, Tries
from auditor.web.guarding import Bounds, Headers
from auditor.web.pages import asks_for_piece, page
from auditor.web.refusing import Refused
from auditor.web.site import Site

_REFUSED = {
    400: "这个请求收不下：格式不对，或者文件太多（一次最多 2,000 个）。",
    404: "没有这个页面。",
    405: "这个地址不能这样用。",
}
_ODD = "这个请求看不懂。"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


class _Application(FastAPI):
    """Answers that tell of faults of ours are made outside of all middleware; they carry the headers too."""

    def build_middleware_stack(self) -> ASGIApp:
        return Headers(super().build_middleware_stack())


def build(site: Site) -> FastAPI:
    """The application of a site. There is no page of its interface: that one would ask another host for scripts."""
    app = _Application(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    app.state.tries = Tries()
    for part in (
        accounts_view,
        agency_list,
        entering,
        follow_up,
        office_view,
        report_view,
        rules_view,
        trying,
        uploads,
    ):
        app.include_router(part.router)
    app.add_api_route("/static/shared/page.css", _style_of_reports)
    app.mount("/static", StaticFiles(directory=web_static_folder()))
    names = [*_LOCAL, site.settings.host, *site.settings.names]
    # A page elsewhere that got a name of its own to point here is not answered.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    app.add_middleware(Bounds)
    _tell_refusals(app, site)
    _tell_faults(app, site)
    return app


def _style_of_reports() -> FileResponse:
    """The style sheet that reports have in files too."""
    return FileResponse(templates_folder() / "page.css", media_type="text/css")


def _to_the_door(request: Request) -> Response:
    """To the page for coming in, which leads back to what was wanted."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/enter" if wanted == "/" else f"/enter?next={quote(wanted, safe='')}", 303)


def _told(site: Site, request: Request, status: int, message: str) -> Response:
    """An error in words: a piece for htmx, a page else."""
    template = "error_piece.html.j2" if asks_for_piece(request) else "error.html.j2"
    return page(site, None, template, status=status, message=message)


def _tell_refusals(app: FastAPI, site: Site) -> None:
    @app.exception_handler(NotIn)
    def not_in(request: Request, _: Exception) -> Response:
        if asks_for_piece(request):
            return page(site, None, "error_expired.html.j2", status=401)  # what is written on the page stays
        if request.method != "GET":
            return _told(site, request, 401, "您这次进入已经到时，没有做成。请在新窗口重新进入，再退回上一页提交一次。")
        return _to_the_door(request)

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _: Exception) -> Response:
        return _told(site, request, 403, "您的角色不能做这一步，请找管理员。")

    @app.exception_handler(Forged)
    def forged(request: Request, _: Exception) -> Response:
        return _told(site, request, 403, "页面已经过期，请刷新后再做一次。")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        """What we refused, in our words; what the framework refused, in those for its status."""
        told = error.told if isinstance(error, Refused) else _REFUSED.get(error.status_code, _ODD)
        return _told(site, request, error.status_code, told)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: Exception) -> Response:
        return _told(site, request, 422, "填写的内容不完整或不合要求，请检查后再提交。")


def _tell_faults(app: FastAPI, site: Site) -> None:
    @app.exception_handler(StoreFault)
    @app.exception_handler(DBAPIError)
    def busy(request: Request, _: Exception) -> Response:
        return _told(site, request, 503, "结果库正忙或连不上，没有做成，请稍后再试。")

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        """A fault of ours: in full where the server runs, named here."""
        return _told(
            site, request, 500, f"程序出错（{type(error).__name__}），没有做成；详情在运行 audit web 的窗口里。"
        )

    @app.exception_handler(AuditError)
    def fault(request: Request, error: AuditError) -> Response:
        try:
            return _told(site, request, 500, error_text(error, "zh"))
        except AuditError:  # the profile of the server was spoilt while it runs, and no page is made without rules
            return PlainTextResponse(error_text(error, "zh"), 500)

"""The review page as an ASGI application: its parts, what guards them, and errors in words."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from auditor.errors import AuditError
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
from auditor.web.site import Site

_REFUSED = {404: "没有这个页面。", 405: "这个地址不能这样用。"}
_ODD = "这个请求看不懂。"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def build(site: Site) -> FastAPI:
    """The application of a site. There is no page of its interface: that one would ask another host for scripts."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
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
    app.mount("/static/shared", StaticFiles(directory=templates_folder()))
    app.mount("/static", StaticFiles(directory=web_static_folder()))
    names = [*_LOCAL, site.settings.host, *site.settings.names]
    # A page elsewhere that got a name of its own to point here is not answered.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    app.add_middleware(Bounds)
    app.add_middleware(Headers)
    _tell_errors(app, site)
    return app


def _tell_errors(app: FastAPI, site: Site) -> None:
    def told(request: Request, status: int, message: str) -> Response:
        if asks_for_piece(request):
            return page(site, None, "error_piece.html.j2", status=status, message=message)
        return page(site, None, "error.html.j2", status=status, message=message)

    @app.exception_handler(NotIn)
    def not_in(request: Request, _: Exception) -> Response:
        if asks_for_piece(request):
            return page(site, None, "error_expired.html.j2", status=401)  # what is written on the page stays
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        known = f"?next={quote(wanted, safe='')}" if request.method == "GET" and wanted != "/" else ""
        return RedirectResponse(f"/enter{known}", 303)

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _: Exception) -> Response:
        return told(request, 403, "您的角色不能做这一步，请找管理员。")

    @app.exception_handler(Forged)
    def forged(request: Request, _: Exception) -> Response:
        return told(request, 403, "页面已经过期，请刷新后再做一次。")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        """What we refused, in our words; what the framework refused, in those for its status."""
        ours = HTTPStatus(error.status_code).phrase != error.detail
        return told(request, error.status_code, str(error.detail) if ours else _REFUSED.get(error.status_code, _ODD))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: Exception) -> Response:
        return told(request, 422, "填写的内容不完整或不合要求，请检查后再提交。")

    @app.exception_handler(DBAPIError)
    def busy(request: Request, _: Exception) -> Response:
        return told(request, 503, "结果库正忙或连不上，没有做成，请稍后再试。")

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        """A fault of ours: in full where the server runs, named here."""
        return told(request, 500, f"程序出错（{type(error).__name__}），没有做成；详情在运行 audit web 的窗口里。")

    @app.exception_handler(AuditError)
    def fault(request: Request, error: AuditError) -> Response:
        return told(request, 500, error_text(error, "zh"))

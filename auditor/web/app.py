"""The review page as an ASGI application: its parts, what guards them, and errors in words."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from auditor.errors import AuditError
from auditor.messages import error_text
from auditor.resources import templates_folder, web_static_folder
from auditor.web import entering, office_view, report_view, uploads
from auditor.web.access import Forged, NotAllowed, NotIn
from auditor.web.guarding import Bounds, Headers, TooLarge
from auditor.web.pages import asks_for_piece, page
from auditor.web.site import Site

_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def build(site: Site) -> FastAPI:
    """The application of a site. There is no page of its interface: that one would ask another host for scripts."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    for part in (entering, office_view, report_view, uploads):
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
            return Response(status_code=401, headers={"hx-redirect": "/enter"})
        return RedirectResponse("/enter", 303)

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _: Exception) -> Response:
        return told(request, 403, "您的角色不能做这一步，请找管理员。")

    @app.exception_handler(Forged)
    def forged(request: Request, _: Exception) -> Response:
        return told(request, 403, "页面已经过期，请刷新后再做一次。")

    @app.exception_handler(TooLarge)
    def too_large(request: Request, _: Exception) -> Response:
        return told(request, 413, "内容太大，没有收下。报告请分几次上传。")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return told(request, error.status_code, str(error.detail))

    @app.exception_handler(404)
    def not_found(request: Request, error: HTTPException) -> Response:
        detail = str(error.detail)
        return told(request, 404, "没有这个页面。" if detail == "Not Found" else detail)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: Exception) -> Response:
        return told(request, 422, "填写的内容不完整或不合要求，请检查后再提交。")

    @app.exception_handler(AuditError)
    def fault(request: Request, error: AuditError) -> Response:
        return told(request, 500, error_text(error, "zh"))

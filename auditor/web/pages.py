"""Templates to answers: values are escaped, and every page knows who reads it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from auditor.reporters.run import Run
from auditor.store.accounts import Visitor
from auditor.version import __version__
from auditor.web.access import page_token
from auditor.web.site import Site

STOP_ASKING = 286
"""The status at which htmx asks no more."""


def page(
    site: Site, visitor: Visitor | None, template: str, run: Run | None = None, status: int = 200, **values: object
) -> HTMLResponse:
    """A page, or a piece of one."""
    told = {
        "run": run or site.run_of(),
        "visitor": visitor,
        "page_token": page_token(site, visitor) if visitor else "",
        "entrance": site.settings.entrance,
        "tool": __version__,
        "here": "",
        "moment": _moment,
    }
    return HTMLResponse(site.templates.get_template(template).render(**told, **values), status)


def _moment(at: str) -> str:
    """A moment of the store, which is in UTC, by the clock of this machine."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def asks_for_piece(request: Request) -> bool:
    """Whether htmx asks, and so a piece of a page will do."""
    return request.headers.get("hx-request") == "true"


def go_to(request: Request, address: str) -> Response:
    """The answer that leads a browser to another page of ours, whoever asks."""
    if asks_for_piece(request):
        return Response(status_code=204, headers={"hx-redirect": address})
    return RedirectResponse(address, 303)


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file that browsers keep and never show, whatever is in it."""
    return Response(
        content, media_type=media_type, headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )

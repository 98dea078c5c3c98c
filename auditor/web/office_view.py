"""The office's view of a year: who ranks where."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from auditor.web.access import OfVisitor
from auditor.web.site import OfSite

router = APIRouter()


@router.get("/")
def office(site: OfSite, visitor: OfVisitor) -> Response:  # noqa: ARG001 - admits
    return RedirectResponse("/uploads", 303)

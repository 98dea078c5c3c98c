"""The list of agencies that must report, handed in as a workbook or CSV."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from auditor.batch.agencies import KNOWN_COLUMNS, read_agencies, unknown_columns
from auditor.errors import AuditError
from auditor.messages import error_text, words
from auditor.store import intake
from auditor.store.accounts import Visitor
from auditor.store.opening import writing
from auditor.web.access import OfAdministrator, OfVisitor
from auditor.web.pages import page
from auditor.web.receiving import safe_parts
from auditor.web.refusing import Refused
from auditor.web.site import OfSite, Site

router = APIRouter()


@router.get("/list")
def listed(site: OfSite, visitor: OfVisitor) -> Response:
    """The list as it is, and a form for another."""
    return _shown(site, visitor)


def _shown(site: Site, visitor: Visitor, warning: str = "") -> Response:
    with site.engine.connect() as connection:
        found = intake.listed_agencies(connection)
    profiles = {item.profile: Path(item.profile).stem for item in found if item.profile}
    return page(site, visitor, "agency_list.html.j2", agencies=found, profiles=profiles, warning=warning)


@router.post("/list")
async def replace(site: OfSite, visitor: OfAdministrator, request: Request) -> Response:
    """Take another list in place of the one that was; reports that were handed in are told apart by it.

    A column that nothing is known of is told on the page.
    """
    async with request.form() as form:
        given = form.get("list")
        if not isinstance(given, UploadFile) or not given.filename:
            raise Refused(400, "没有选名单文件。")
        try:
            unknown = await run_in_threadpool(_take, site, given.filename, await given.read())
        except AuditError as error:
            name = safe_parts(given.filename)[-1]
            raise Refused(422, error_text(AuditError(error.code, **{**error.params, "path": name}), "zh")) from error
    if not unknown:
        return RedirectResponse("/list", 303)
    told = {"path": safe_parts(given.filename)[-1], "names": "、".join(unknown), "known": "、".join(KNOWN_COLUMNS)}
    return await run_in_threadpool(_shown, site, visitor, words("agencies_columns", "zh", **told))


def _take(site: Site, name: str, content: bytes) -> list[str]:
    """Read a list and keep it; its columns that nothing is known of. Raises UsageError or UnreadableReport for what is
    no list.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / safe_parts(name)[-1]
        place.write_bytes(content)
        found, unknown = read_agencies(str(place)), unknown_columns(str(place))
    with writing(site.engine) as connection:
        intake.list_agencies(connection, found)
    site.rounds.want()
    return unknown

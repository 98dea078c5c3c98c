"""Sending reports back, having them handed in again, and seeing what was mended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from auditor.comparison import compare
from auditor.reporters.page.part import Part
from auditor.reporters.page.sheet import sheet_of
from auditor.store import questions, results
from auditor.store.follow_up import What, followed_up, send, sendings_of
from auditor.store.opening import writing
from auditor.web.access import OfReviewer, OfVisitor
from auditor.web.looking_up import MOST, Number, finding_of, opened_or_404, version_or_404
from auditor.web.pages import go_to, page
from auditor.web.refusing import Refused
from auditor.web.site import OfSite

router = APIRouter()


@router.get("/follow-up")
def follow_up(site: OfSite, visitor: OfVisitor, year: Annotated[int | None, Query(ge=0, le=MOST)] = None) -> Response:
    """The reports of a year that were sent back, and where each stands."""
    with site.engine.connect() as connection:
        years = results.years(connection)
        chosen = year or max(years, default=None)
        found = followed_up(connection, chosen) if chosen else []
    return page(site, visitor, "follow_up.html.j2", years=years, year=chosen, followed=found)


@router.post("/reports/{number}/sendings")
def keep_sending(
    site: OfSite,
    visitor: OfReviewer,
    request: Request,
    number: Number,
    what: Annotated[What, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep that a report went back with a letter, or that nothing more is expected."""
    version_or_404(site, number)
    try:
        with writing(site.engine) as connection:
            send(connection, number, what, note.strip(), visitor.name)
    except KeyError as error:
        raise Refused(409, "不知道这份报告的机关或年度，退回无处可记。") from error
    return go_to(request, f"/reports/{number}")


@router.get("/reports/{number}/changes")
def changes(site: OfSite, visitor: OfVisitor, number: Number, since: Annotated[int, Query(ge=0, le=MOST)]) -> Response:
    """What became of the findings of an earlier version in a later one."""
    (before, old), (after, new) = opened_or_404(site, since), opened_or_404(site, number)
    if (before.agency, before.year) != (after.agency, after.year):
        raise Refused(404, "这两份不是同一机关同一年的报告。")
    found = compare(old.audit, new.audit)
    run = site.run_of(new)
    listed = {since: Part(sheet_of(run, old.audit, 1)).findings, number: Part(sheet_of(run, new.audit, 1)).findings}
    groups = [
        (run.say(f"compare_{key}"), source, [item for item in listed[source] if item.item.finding in some])
        for key, some, source in (
            ("open", found.open, number),
            ("added", found.added, number),
            ("untold", found.untold, since),
            ("fixed", found.fixed, since),
        )
    ]
    return page(
        site, visitor, "changes.html.j2", run, old=old.audit, new=new.audit, groups=groups, versions=(before, after)
    )


@router.get("/reports/{number}/history/{fingerprint}")
def history(site: OfSite, visitor: OfVisitor, number: Number, fingerprint: str) -> Response:
    """A finding through all versions and years of an agency's reports, and what was said of it."""
    told, opened = opened_or_404(site, number)
    finding = finding_of(opened, fingerprint)
    if finding is None or told.agency is None:
        raise Refused(404, "没有这条问题。")
    with site.engine.connect() as connection:
        appeared = questions.appearances(connection, told.agency, finding.anchor)
        known = {fingerprint, *(item.fingerprint for item in appeared)}
        spoken = questions.spoken_over_years(connection, told.agency, known)
        sent = sendings_of(connection, told.agency, {item.year for item in appeared})
    return page(site, visitor, "history.html.j2", appeared=appeared, spoken=spoken, sent=sent, number=number)

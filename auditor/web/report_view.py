"""One report: its text with what was found, its tables, its measures, last year's beside it, and what people said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from auditor.reporters import render_each
from auditor.reporters.letter_report import for_agency
from auditor.reporters.page.part import Part
from auditor.reporters.page.sheet import sheet_of
from auditor.store import questions
from auditor.store.accounts import Visitor
from auditor.store.decisions import Decision, Said, Spoken, decide_after, spoken_of
from auditor.store.follow_up import sendings_of
from auditor.store.opening import writing
from auditor.store.questions import Version
from auditor.store.results import listed_names
from auditor.web.access import OfReviewer, OfVisitor
from auditor.web.looking_up import MOST, Number, finding_of, opened_or_404, version_or_404
from auditor.web.pages import download, page
from auditor.web.refusing import Refused
from auditor.web.site import OfSite, Site

router = APIRouter()
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OF_FILES = {"letter": "letter", "commented": "docx"}
"""What can be taken away of a report, by the format that makes it."""


@router.get("/agencies/{agency}/{year}")
def of_agency(site: OfSite, visitor: OfVisitor, agency: Number, year: Number) -> Response:  # noqa: ARG001 - admits
    """The report that stands for an agency's year, wherever it lies now."""
    with site.engine.connect() as connection:
        number = questions.counted(connection, agency, year)
    if number is None:
        raise Refused(404, "这家机关这一年没有计入的报告。")
    return RedirectResponse(f"/reports/{number}", 303)


@router.get("/reports/{number}")
def report(site: OfSite, visitor: OfVisitor, number: Number) -> Response:
    """A report as people review it."""
    told, found = opened_or_404(site, number)
    run = site.run_of(found)
    part = Part(sheet_of(run, found.audit, 1))
    said, last = _said(site, told)
    fingerprints = {finding.fingerprint for finding in found.audit.findings}
    with site.engine.connect() as connection:
        known = told.agency is not None and told.year is not None
        versions = questions.versions(connection, told.agency or 0, told.year or 0) if known else [told]
        sent = sendings_of(connection, told.agency or 0, [told.year or 0]) if known else []
    return page(
        site,
        visitor,
        "report_view.html.j2",
        run,
        for_agency=bool(for_agency(found.audit, run)),
        report=told,
        part=part,
        found=found,
        said=said,
        last=last,
        versions=versions,
        sent=sent,
        nothing_said=Spoken(),
        expired={key: item for key, item in said.items() if key not in fingerprints},
        file_there=_file_there(told),
        overview=False,
    )


@router.get("/reports/{number}/previous")
def previous(site: OfSite, visitor: OfVisitor, number: Number) -> Response:
    """Last year's report, to stand beside."""
    _, now = opened_or_404(site, number)
    before = now.previous
    if before is None:
        return page(site, visitor, "report_previous.html.j2", part=None, number=None)
    _, found = opened_or_404(site, before)
    run = site.run_of(found)
    part = Part(sheet_of(run, found.audit, 2))
    return page(site, visitor, "report_previous.html.j2", run, part=part, number=before)


@router.post("/reports/{number}/decide")
def say(
    site: OfSite,
    visitor: OfReviewer,
    number: Number,
    fingerprint: Annotated[str, Form(pattern=r"^[0-9a-f]{16}$")],
    said: Annotated[Said, Form()],
    why: Annotated[str, Form(max_length=2000)] = "",
    seen: Annotated[int, Form(ge=0, le=MOST)] = 0,
) -> Response:
    """Say something of a finding. Where somebody else spoke since the page was read, that is shown first."""
    told, found = opened_or_404(site, number)
    if told.name is None or told.agency is None or told.year is None:
        raise Refused(409, "不知道这份报告的机关或年度，核查结果无处可记。")
    finding = finding_of(found, fingerprint)
    if finding is None:
        raise Refused(409, "报告改过了，这条问题已经不是原样。请刷新页面。")
    why = why.strip()
    if said in ("unfounded", "noted") and not why:
        return _piece(site, visitor, told, fingerprint, warning="请写明理由。" if said == "unfounded" else "请写备注。")
    decision = Decision(told.name, told.year, finding.rule, fingerprint, said, why, visitor.name)
    with writing(site.engine) as connection:
        others = decide_after(connection, decision, told.agency, seen)
    warning = f"您写的时候{others[-1].who}也核查了这一条，请看过再定。" if others else ""
    return _piece(site, visitor, told, fingerprint, warning=warning, draft=why if others else "")


@router.get("/reports/{number}/news")
def news(site: OfSite, visitor: OfVisitor, number: Number, after: Annotated[int, Query(ge=0, le=MOST)] = 0) -> Response:
    """What others said since; nothing is answered where nobody spoke."""
    told = version_or_404(site, number)
    said, last = _said(site, told)
    if last <= after:
        return Response(status_code=204)
    fresh = {key: item for key, item in said.items() if item.last > after}
    return page(site, visitor, "report_news.html.j2", report=told, said=fresh, last=last)


@router.get("/reports/{number}/{what}.docx")
def document(site: OfSite, visitor: OfVisitor, number: Number, what: str) -> Response:  # noqa: ARG001 - admits
    """The letter to the agency, or its document with comments; neither has what people dismissed."""
    if what not in _OF_FILES:
        raise Refused(404, "没有这种文件。")
    told, found = opened_or_404(site, number)
    dismissed = frozenset(key for key, item in _said(site, told)[0].items() if item.dismissed)
    with site.engine.connect() as connection:
        listed_as = listed_names(connection, [number]).get(number)
    run = replace(site.run_of(found), dismissed=dismissed, listed_as=listed_as)
    [(name, content)] = list(render_each(run, _OF_FILES[what]))
    if content is None:
        raise Refused(404, "这份报告没有要改正的错误，也没有要提的建议，不用写整改意见。")
    return download(content, name, _WORD)


@router.get("/reports/{number}/file")
def file(site: OfSite, visitor: OfVisitor, number: Number) -> Response:  # noqa: ARG001 - admits
    """The file as it was handed in."""
    told = version_or_404(site, number)
    if not _file_there(told):
        raise Refused(404, "原文件已经不在原处，或在压缩包里。")
    place = Path(told.path)
    return download(place.read_bytes(), place.name, "application/octet-stream")


def _file_there(told: Version) -> bool:
    return told.current and Path(told.path).is_file()


def _said(site: Site, told: Version) -> tuple[dict[str, Spoken], int]:
    """What was said of each finding by its fingerprint, and the number of the last word."""
    if told.agency is None or told.year is None:
        return {}, 0
    with site.engine.connect() as connection:
        said = spoken_of(connection, told.agency, told.year)
    return said, max((item.last for item in said.values()), default=0)


def _piece(
    site: Site, visitor: Visitor, told: Version, fingerprint: str, warning: str = "", draft: str = ""
) -> Response:
    said, _ = _said(site, told)
    return page(
        site,
        visitor,
        "decision.html.j2",
        report=told,
        fingerprint=fingerprint,
        item=said.get(fingerprint, Spoken()),
        warning=warning,
        draft=draft,
    )

"""Reports by the number in an address, or an answer that says there is none."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Path

from auditor.batch.reopening import Reopened
from auditor.finding import Finding
from auditor.store import questions
from auditor.store.questions import Version
from auditor.web.refusing import Refused
from auditor.web.site import Site

MOST = 2**31 - 1
"""No database takes a larger number."""
Number: TypeAlias = Annotated[int, Path(ge=1, le=MOST)]
"""In an address: of a report, an agency or a year."""
_GONE = "没有这份报告，可能已重新读取。请从总览进入。"


def version_or_404(site: Site, number: int) -> Version:
    with site.engine.connect() as connection:
        found = questions.version(connection, number)
    if found is None:
        raise Refused(404, _GONE)
    return found


def opened_or_404(site: Site, number: int) -> tuple[Version, Reopened]:
    """A report and its audit; one at which a process was stopped is not tried again here."""
    told = version_or_404(site, number)
    if told.fault:
        why = told.fault.replace(f"{site.settings.uploads.absolute()}/", "")  # without where it lies on the server
        raise Refused(409, f"这份报告审核不了：{why}")
    return told, site.reopened(number)


def finding_of(found: Reopened, fingerprint: str) -> Finding | None:
    """The finding of an audit that decisions know by its fingerprint."""
    return next((item for item in found.audit.findings if item.fingerprint == fingerprint), None)

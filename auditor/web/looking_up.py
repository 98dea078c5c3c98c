"""Reports by the number in an address, or an answer that says there is none."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import HTTPException, Path

from auditor.batch.reopening import Reopened
from auditor.store import questions
from auditor.store.questions import Version
from auditor.web.site import Site

Number: TypeAlias = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""In an address: of a report, an agency or a year; no database takes a larger one."""
_GONE = "没有这份报告，可能已重新读取。请从总览进入。"


def version_or_404(site: Site, number: int) -> Version:
    with site.engine.connect() as connection:
        found = questions.version(connection, number)
    if found is None:
        raise HTTPException(404, _GONE)
    return found


def reopened_or_404(site: Site, number: int) -> Reopened:
    """The audit of the report of a number; one at which a process was stopped is not tried again here."""
    told = version_or_404(site, number)
    if told.fault:
        raise HTTPException(409, f"这份报告审核不了：{told.fault}")
    return site.reopened(number)

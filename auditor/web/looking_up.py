"""Reports by the number in an address, or an answer that says there is none."""

from __future__ import annotations

from fastapi import HTTPException

from auditor.batch.reopening import Reopened
from auditor.store import questions
from auditor.store.questions import Version
from auditor.web.site import Site

_GONE = "没有这份报告，可能已重新读取。请从总览进入。"


def version_or_404(site: Site, number: int) -> Version:
    with site.engine.connect() as connection:
        found = questions.version(connection, number)
    if found is None:
        raise HTTPException(404, _GONE)
    return found


def reopened_or_404(site: Site, number: int) -> Reopened:
    try:
        return site.reopened(number)
    except KeyError as error:
        raise HTTPException(404, _GONE) from error

"""What became of the files of a folder."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from auditor.store.schema import agencies, documents, reports, scores


class Received(msgspec.Struct, frozen=True):
    """A report in a file of the folder, or the file alone where it could not be read."""

    path: str
    document_fault: str | None
    report: int | None
    part: int | None
    agency: str | None
    printed: str | None
    year: int | None
    counted: bool | None
    report_fault: str | None
    errors: int | None
    warnings: int | None
    infos: int | None


def received(connection: Connection, folder: str) -> list[Received]:
    """What was read of the files of a folder so far, by file."""
    asked = (
        select(
            documents.c.path,
            documents.c.fault,
            reports.c.id,
            reports.c.part,
            agencies.c.name,
            reports.c.agency_printed,
            reports.c.year,
            reports.c.counted,
            reports.c.fault,
            scores.c.errors,
            scores.c.warnings,
            scores.c.infos,
        )
        .outerjoin(reports, reports.c.document == documents.c.id)
        .outerjoin(agencies, agencies.c.id == reports.c.agency)
        .outerjoin(scores, scores.c.report == reports.c.id)
        .where(documents.c.current, documents.c.path.startswith(f"{folder}/", autoescape=True))
        .order_by(documents.c.path, reports.c.part)
    )
    return [Received(*values) for values in map(tuple[Any, ...], connection.execute(asked))]

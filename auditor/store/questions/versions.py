"""One report: whose it is, where it came from, and the other versions of it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from auditor.store.schema import agencies, documents, reports, runs, scores


class Version(msgspec.Struct, frozen=True):
    """A report of an agency for a year as one file has it. ``counted``: the one that stands for the year."""

    report: int
    agency: int | None
    name: str | None
    year: int | None
    document: int
    part: int
    path: str
    sha256: str
    current: bool
    counted: bool
    read: str
    """When the round was begun that read it, in UTC."""
    errors: int | None
    warnings: int | None
    quality: float | None
    fault: str | None
    """Why it could not be audited."""


def version(connection: Connection, report: int) -> Version | None:
    """The report of a number; None if there is none of it, or no more."""
    row = connection.execute(_versions().where(reports.c.id == report)).first()
    return Version(*row) if row else None


def versions(connection: Connection, agency: int, year: int) -> list[Version]:
    """All versions of an agency's report for a year, the last that was read first."""
    asked = _versions().where(reports.c.agency == agency, reports.c.year == year)
    return [Version(*row) for row in connection.execute(asked.order_by(documents.c.run.desc(), reports.c.id.desc()))]


def counted(connection: Connection, agency: int, year: int) -> int | None:
    """The number of the report that stands for an agency's year."""
    asked = select(reports.c.id).where(reports.c.agency == agency, reports.c.year == year, reports.c.counted)
    return connection.scalar(asked)


def agency_number(connection: Connection, name: str) -> int | None:
    """The number of an agency in the store."""
    return connection.scalar(select(agencies.c.id).where(agencies.c.name == name))


def _versions() -> Select[Any]:
    return (
        select(
            reports.c.id,
            reports.c.agency,
            agencies.c.name,
            reports.c.year,
            reports.c.document,
            reports.c.part,
            documents.c.path,
            documents.c.sha256,
            documents.c.current,
            reports.c.counted,
            runs.c.started,
            scores.c.errors,
            scores.c.warnings,
            scores.c.quality,
            reports.c.fault,
        )
        .join(documents, documents.c.id == reports.c.document)
        .join(runs, runs.c.id == documents.c.run)
        .outerjoin(agencies, agencies.c.id == reports.c.agency)
        .outerjoin(scores, scores.c.report == reports.c.id)
    )

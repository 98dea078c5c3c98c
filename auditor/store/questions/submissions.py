"""Which reports there are, and which there are not."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, and_, exists, func, not_, select
from sqlalchemy.orm import aliased

from auditor.store.schema import (
    agencies,
    documents,
    reports,
    runs,
)


class Missing(msgspec.Struct, frozen=True):
    """An agency of the list without a report for a year."""

    agency: str
    level: str | None
    parent: str | None
    contact: str | None
    number: int
    """Of the agency."""


class Due(msgspec.Struct, frozen=True):
    """An agency of the list, and whether it has a report for a year."""

    number: int
    agency: str
    level: str | None
    parent: str | None
    contact: str | None
    handed_in: bool


class Double(msgspec.Struct, frozen=True):
    """One of several reports of an agency for a year."""

    agency: str
    year: int
    path: str
    part: int
    counted: bool
    same: bool
    """Whether its file is the same, byte for byte, as that of the one that counts."""
    report: int


class Unread(msgspec.Struct, frozen=True):
    """A file that could not be read, or a report that could not be audited."""

    path: str
    fault: str
    fault_en: str

    def why(self, language: str) -> str:
        """The fault without the path that it begins with, for who shows that beside it."""
        fault = self.fault_en if language == "en" else self.fault
        return fault.removeprefix(self.path).removeprefix("：").removeprefix(": ")


class Unplaced(msgspec.Struct, frozen=True):
    """A report of which the agency or the year is not known, and the agencies that it may be of."""

    path: str
    part: int
    printed: str | None
    year: int | None
    near: str
    report: int


class LastRun(msgspec.Struct, frozen=True):
    """When and with what the last round was begun."""

    started: str
    tool: str
    rulebook: str
    model: str


def missing(connection: Connection, year: int) -> list[Missing]:
    """Agencies of the list without a report for a year."""
    reported = exists().where(reports.c.agency == agencies.c.id, reports.c.year == year, reports.c.counted)
    asked = (
        select(agencies.c.name, agencies.c.level, agencies.c.parent, agencies.c.contact, agencies.c.id)
        .where(agencies.c.listed, not_(reported))
        .order_by(agencies.c.id)
    )
    return [Missing(*row) for row in connection.execute(asked)]


def due(connection: Connection, year: int) -> list[Due]:
    """All agencies of the list."""
    reported = exists().where(reports.c.agency == agencies.c.id, reports.c.year == year, reports.c.counted)
    columns = (agencies.c.id, agencies.c.name, agencies.c.level, agencies.c.parent, agencies.c.contact)
    asked = select(*columns, reported.label("handed_in")).where(agencies.c.listed).order_by(agencies.c.id)
    return [Due(*row) for row in connection.execute(asked)]


def unlisted(connection: Connection) -> list[str]:
    """Agencies that report and are not in the list; all of them where there is no list."""
    reported = exists().where(reports.c.agency == agencies.c.id, reports.c.counted)
    asked = select(agencies.c.name).where(not_(agencies.c.listed), reported).order_by(agencies.c.name)
    return list(connection.scalars(asked))


def doubles(connection: Connection, year: int | None = None) -> list[Double]:
    """All reports of agencies with several for a year, the one that counts first."""
    chosen, chosen_document = aliased(reports), aliased(documents)
    of_year = reports.c.year == year if year else reports.c.year.is_not(None)
    others = (
        select(reports.c.agency, reports.c.year)
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, of_year)
        .group_by(reports.c.agency, reports.c.year)
        .having(func.count() > 1)
        .subquery()
    )
    asked = (
        select(
            agencies.c.name,
            reports.c.year,
            documents.c.path,
            reports.c.part,
            reports.c.counted,
            documents.c.sha256 == chosen_document.c.sha256,
            reports.c.id,
        )
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(others, and_(others.c.agency == reports.c.agency, others.c.year == reports.c.year))
        .join(chosen, and_(chosen.c.agency == reports.c.agency, chosen.c.year == reports.c.year, chosen.c.counted))
        .join(chosen_document, chosen_document.c.id == chosen.c.document)
        .where(documents.c.current)
        .order_by(agencies.c.name, reports.c.year, reports.c.counted.desc(), documents.c.path, reports.c.part)
    )
    return [Double(*row) for row in connection.execute(asked)]


def unread(connection: Connection) -> list[Unread]:
    """Files as they are now that could not be read, and reports that could not be audited."""
    files = select(documents.c.path, documents.c.fault, documents.c.fault_en).where(
        documents.c.current, documents.c.fault.is_not(None)
    )
    audits = (
        select(documents.c.path, reports.c.fault, reports.c.fault_en)
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, reports.c.fault.is_not(None))
    )
    found = [Unread(*row) for asked in (files, audits) for row in connection.execute(asked)]
    return sorted(found, key=lambda item: item.path)


def unplaced(connection: Connection) -> list[Unplaced]:
    """Reports of which agency or year is not known, and those whose printed name is only near one of the list."""
    unsure = (reports.c.agency.is_(None)) | (reports.c.year.is_(None)) | (reports.c.near != "")
    asked = (
        select(
            documents.c.path,
            reports.c.part,
            reports.c.agency_printed,
            reports.c.year,
            reports.c.near,
            reports.c.id,
        )
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, reports.c.id.in_(select(reports.c.id).where(unsure)))
        .order_by(documents.c.path, reports.c.part)
    )
    return [Unplaced(*row) for row in connection.execute(asked)]


def listed(connection: Connection) -> int:
    """How many agencies the list has; 0 without one."""
    return int(connection.scalar(select(func.count()).where(agencies.c.listed)) or 0)


def last_run(connection: Connection) -> LastRun | None:
    """The last round, finished or not."""
    asked = select(runs.c.started, runs.c.tool, runs.c.rulebook, runs.c.model).order_by(runs.c.id.desc()).limit(1)
    row = connection.execute(asked).first()
    return LastRun(*row) if row else None


def is_unfinished(connection: Connection) -> bool:
    """Whether the last round was cut off before its end."""
    asked = select(runs.c.finished).order_by(runs.c.id.desc()).limit(1)
    row = connection.execute(asked).first()
    return row is not None and row.finished is None

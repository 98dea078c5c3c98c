"""Years beside each other: all reports of each, and those of one agency."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, and_, func, or_, select

from auditor.store.schema import agencies, cells, findings, reports, scores


class Known(msgspec.Struct, frozen=True):
    """An agency as the store knows it."""

    number: int
    name: str
    level: str | None
    parent: str | None
    kind: str | None
    contact: str | None
    listed: bool


class AgencyYear(msgspec.Struct, frozen=True):
    """An agency's report of a year; points and counts are None where it could not be audited."""

    year: int
    report: int
    compliance: float | None
    quality: float | None
    errors: int | None
    warnings: int | None
    infos: int | None


class Broken(msgspec.Struct, frozen=True):
    """A rule that an agency broke in a year."""

    rule: str
    year: int
    findings: int


class Figure(msgspec.Struct, frozen=True):
    """A cell of an agency's report of a year."""

    path: str
    year: int
    value: float | None
    raw: str


def known(connection: Connection, number: int) -> Known | None:
    """The agency of a number."""
    columns = ("id", "name", "level", "parent", "kind", "contact", "listed")
    row = connection.execute(select(*(agencies.c[name] for name in columns)).where(agencies.c.id == number)).first()
    return Known(*row) if row else None


def years_of(connection: Connection, agency: int) -> list[AgencyYear]:
    """The reports of an agency that count, by year."""
    points = (scores.c[name] for name in ("compliance", "quality", "errors", "warnings", "infos"))
    asked = (
        select(reports.c.year, reports.c.id, *points)
        .outerjoin(scores, scores.c.report == reports.c.id)
        .where(reports.c.agency == agency, reports.c.counted)
        .order_by(reports.c.year)
    )
    return [AgencyYear(*row) for row in connection.execute(asked)]


def place_of(connection: Connection, year: int, quality: float, compliance: float) -> int:
    """The place in a year of a report with these points."""
    better = or_(scores.c.quality > quality, and_(scores.c.quality == quality, scores.c.compliance > compliance))
    asked = (
        select(func.count())
        .select_from(reports)
        .join(scores, scores.c.report == reports.c.id)
        .where(reports.c.year == year, reports.c.counted, better)
    )
    return int(connection.scalar(asked) or 0) + 1


def broken_by(connection: Connection, agency: int) -> list[Broken]:
    """The rules that an agency broke in each year, rules on trial left out."""
    asked = (
        select(findings.c.rule, reports.c.year, func.count())
        .join(reports, reports.c.id == findings.c.report)
        .where(reports.c.agency == agency, reports.c.counted, findings.c.preview.is_(False))
        .group_by(findings.c.rule, reports.c.year)
        .order_by(findings.c.rule, reports.c.year)
    )
    return [Broken(*row) for row in connection.execute(asked)]


def figures_of(connection: Connection, agency: int, paths: Sequence[str]) -> list[Figure]:
    """Some cells of an agency's reports, by year."""
    asked = (
        select(cells.c.path, reports.c.year, cells.c.value, cells.c.raw)
        .join(reports, reports.c.id == cells.c.report)
        .where(reports.c.agency == agency, reports.c.counted, cells.c.path.in_(paths))
        .order_by(reports.c.year, cells.c.path)
    )
    return [Figure(*row) for row in connection.execute(asked)]

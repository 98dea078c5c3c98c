"""Who ranks where, by how many points, and what took them."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import aliased

from auditor.store.schema import (
    agencies,
    deductions,
    dimensions,
    documents,
    findings,
    reports,
    scores,
)


class Totals(msgspec.Struct, frozen=True):
    """A year, or all years together, in numbers."""

    reports: int
    agencies: int
    errors: int
    warnings: int
    infos: int


class OfYear(msgspec.Struct, frozen=True):
    """The reports that count for a year in numbers."""

    year: int
    reports: int
    quality: float
    """The mean."""
    compliance: float
    """The mean."""
    errors: int
    warnings: int


class Standing(msgspec.Struct, frozen=True):
    """An agency's place in a year. ``place`` counts those of more quality, compliance deciding among equals."""

    report: int
    place: int
    agency: str
    level: str | None
    kind: str | None
    parent: str | None
    compliance: float
    quality: float
    decided_rules: float
    decided_claims: float
    errors: int
    warnings: int
    infos: int
    quality_before: float | None
    """Last year's, where there was a report."""


class OfDimension(msgspec.Struct, frozen=True):
    """A report's points in a dimension."""

    report: int
    key: str
    weight: float
    compliance: float
    quality: float


class Asked(msgspec.Struct, frozen=True):
    """Where a report of an agency lies, and the profile that the list names for its agency."""

    report: int
    path: str
    profile: str | None


class Taken(msgspec.Struct, frozen=True):
    """A deduction with the report that it is of."""

    report: int
    agency: str
    path: str
    dimension: str
    points: float
    rule: str
    quote: str
    message: str | None
    """What the finding says that cost it; None where a problem or measure lacks something to the best level."""


def totals(connection: Connection, year: int | None = None) -> Totals:
    """How many reports count, of how many agencies, with how many findings."""
    asked = (
        select(
            func.count(),
            func.count(reports.c.agency.distinct()),
            *(func.coalesce(func.sum(column), 0) for column in (scores.c.errors, scores.c.warnings, scores.c.infos)),
        )
        .select_from(reports)
        .outerjoin(scores, scores.c.report == reports.c.id)
        .where(reports.c.counted, *([reports.c.year == year] if year else []))
    )
    return Totals(*connection.execute(asked).one())


def by_year(connection: Connection) -> list[OfYear]:
    """All years for which audited reports count, in order."""
    asked = (
        select(
            reports.c.year,
            func.count(),
            func.avg(scores.c.quality),
            func.avg(scores.c.compliance),
            func.sum(scores.c.errors),
            func.sum(scores.c.warnings),
        )
        .join(scores, scores.c.report == reports.c.id)
        .where(reports.c.counted)
        .group_by(reports.c.year)
        .order_by(reports.c.year)
    )
    return [OfYear(*row) for row in connection.execute(asked)]


def standings(connection: Connection, year: int) -> list[Standing]:
    """The league table of a year, best first; equals have one place."""
    before, before_scores = aliased(reports), aliased(scores)
    order = (scores.c.quality.desc(), scores.c.compliance.desc())
    asked = (
        select(
            reports.c.id,
            func.rank().over(order_by=order),
            agencies.c.name,
            agencies.c.level,
            func.coalesce(reports.c.kind, agencies.c.kind),
            agencies.c.parent,
            scores.c.compliance,
            scores.c.quality,
            scores.c.decided_rules,
            scores.c.decided_claims,
            scores.c.errors,
            scores.c.warnings,
            scores.c.infos,
            before_scores.c.quality,
        )
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(scores, scores.c.report == reports.c.id)
        .outerjoin(before, and_(before.c.agency == reports.c.agency, before.c.year == year - 1, before.c.counted))
        .outerjoin(before_scores, before_scores.c.report == before.c.id)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(*order, agencies.c.name)
    )
    return [Standing(*row) for row in connection.execute(asked)]


def asked_of(connection: Connection, year: int) -> list[Asked]:
    """What tells by which profile each report of the league table is audited."""
    asked = (
        select(reports.c.id, documents.c.path, agencies.c.profile)
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(scores, scores.c.report == reports.c.id)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(reports.c.id)
    )
    return [Asked(*row) for row in connection.execute(asked)]


def by_dimension(connection: Connection, year: int) -> list[OfDimension]:
    """The points of all reports of a year by dimension."""
    asked = (
        select(
            dimensions.c.report, dimensions.c.key, dimensions.c.weight, dimensions.c.compliance, dimensions.c.quality
        )
        .join(reports, reports.c.id == dimensions.c.report)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(dimensions.c.report, dimensions.c.number)
    )
    return [OfDimension(*row) for row in connection.execute(asked)]


def deductions_of(connection: Connection, year: int) -> list[Taken]:
    """Every deduction of the reports of a year, by agency and dimension."""
    said = and_(findings.c.report == deductions.c.report, findings.c.fingerprint == deductions.c.fingerprint)
    asked = (
        select(
            reports.c.id,
            agencies.c.name,
            documents.c.path,
            deductions.c.dimension,
            deductions.c.points,
            deductions.c.rule,
            deductions.c.quote,
            findings.c.message,
        )
        .join(reports, reports.c.id == deductions.c.report)
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .outerjoin(findings, said)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(agencies.c.name, deductions.c.report, deductions.c.number)
    )
    return [Taken(*row) for row in connection.execute(asked)]

"""Questions to the store: who ranks where, what is common, who has not reported, who is alike. Rows, no decisions.

Each is one query over indexes, so that fifteen thousand reports answer at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from auditor.store.schema import (
    agencies,
    cells,
    deductions,
    dimensions,
    documents,
    findings,
    likenesses,
    reports,
    runs,
    scores,
)


class Totals(msgspec.Struct, frozen=True):
    """A year, or all years together, in numbers."""

    reports: int
    agencies: int
    errors: int
    warnings: int
    infos: int


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


class Missing(msgspec.Struct, frozen=True):
    """An agency of the list without a report for a year."""

    agency: str
    level: str | None
    parent: str | None
    contact: str | None


class Double(msgspec.Struct, frozen=True):
    """One of several reports of an agency for a year."""

    agency: str
    year: int
    path: str
    part: int
    counted: bool
    same: bool
    """Whether its file is the same, byte for byte, as that of the one that counts."""


class Unread(msgspec.Struct, frozen=True):
    """A file that could not be read, or a report that could not be audited."""

    path: str
    fault: str
    fault_en: str


class Unplaced(msgspec.Struct, frozen=True):
    """A report of which the agency or the year is not known, and the agencies that it may be of."""

    path: str
    part: int
    printed: str | None
    year: int | None
    near: str


class Alike(msgspec.Struct, frozen=True):
    """Two reports with passages in common; ``share`` and ``passages`` are of the first."""

    year: int
    report: int
    agency: str
    path: str
    other: int
    other_agency: str
    other_path: str
    share: float
    letters: int
    passages: str
    """JSON: places in the text of the first."""


class Common(msgspec.Struct, frozen=True):
    """A rule and how many reports of a year it was broken in."""

    rule: str
    severity: int
    reports: int
    findings: int


class Found(msgspec.Struct, frozen=True):
    """A finding with the report that it is of."""

    report: int
    agency: str | None
    level: str | None
    kind: str | None
    year: int | None
    path: str
    rule: str
    severity: int
    preview: bool
    line: int
    message: str
    message_en: str
    suggestion: str
    suggestion_en: str
    quote: str
    anchor: str
    fingerprint: str


class OfDimension(msgspec.Struct, frozen=True):
    """A report's points in a dimension."""

    report: int
    key: str
    weight: float
    compliance: float
    quality: float


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


def missing(connection: Connection, year: int) -> list[Missing]:
    """Agencies of the list without a report for a year."""
    reported = exists().where(reports.c.agency == agencies.c.id, reports.c.year == year, reports.c.counted)
    asked = (
        select(agencies.c.name, agencies.c.level, agencies.c.parent, agencies.c.contact)
        .where(agencies.c.listed, not_(reported))
        .order_by(agencies.c.id)
    )
    return [Missing(*row) for row in connection.execute(asked)]


def unlisted(connection: Connection) -> list[str]:
    """Agencies that report and are not in the list; all of them where there is no list."""
    reported = exists().where(reports.c.agency == agencies.c.id, reports.c.counted)
    asked = select(agencies.c.name).where(not_(agencies.c.listed), reported).order_by(agencies.c.name)
    return list(connection.scalars(asked))


def doubles(connection: Connection, year: int | None = None) -> list[Double]:
    """All reports of agencies with several for a year, the one that counts first."""
    chosen, chosen_document = aliased(reports), aliased(documents)
    others = (
        select(reports.c.agency, reports.c.year)
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, reports.c.agency.is_not(None), reports.c.year.is_not(None))
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
        )
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(others, and_(others.c.agency == reports.c.agency, others.c.year == reports.c.year))
        .join(chosen, and_(chosen.c.agency == reports.c.agency, chosen.c.year == reports.c.year, chosen.c.counted))
        .join(chosen_document, chosen_document.c.id == chosen.c.document)
        .where(documents.c.current, *([reports.c.year == year] if year else []))
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
    asked = (
        select(documents.c.path, reports.c.part, reports.c.agency_printed, reports.c.year, reports.c.near)
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, (reports.c.agency.is_(None)) | (reports.c.year.is_(None)) | (reports.c.near != ""))
        .order_by(documents.c.path, reports.c.part)
    )
    return [Unplaced(*row) for row in connection.execute(asked)]


def common_defects(connection: Connection, year: int) -> list[Common]:
    """The rules that most reports of a year break, preview rules left out."""
    asked = (
        select(findings.c.rule, func.max(findings.c.severity), func.count(findings.c.report.distinct()), func.count())
        .join(reports, reports.c.id == findings.c.report)
        .where(reports.c.year == year, reports.c.counted, not_(findings.c.preview))
        .group_by(findings.c.rule)
        .order_by(func.count(findings.c.report.distinct()).desc(), findings.c.rule)
    )
    return [Common(*row) for row in connection.execute(asked)]


def found_in_year(
    connection: Connection, year: int | None, rules: tuple[str, ...] = (), most: int | None = None
) -> list[Found]:
    """Findings of the reports that count, by agency and place; of some rules or families only, if any are named."""
    wanted = [findings.c.rule.startswith(rule) for rule in rules]
    names = [name for name in Found.__struct_fields__ if name in findings.c]
    columns = {name: findings.c[name] for name in names} | {
        "report": reports.c.id,
        "agency": agencies.c.name,
        "level": agencies.c.level,
        "kind": func.coalesce(reports.c.kind, agencies.c.kind),
        "year": reports.c.year,
        "path": documents.c.path,
    }
    asked = (
        select(*(columns[name] for name in Found.__struct_fields__))
        .join(reports, reports.c.id == findings.c.report)
        .join(documents, documents.c.id == reports.c.document)
        .outerjoin(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.counted, *([reports.c.year == year] if year else []))
        .order_by(agencies.c.name, reports.c.year, findings.c.severity.desc(), findings.c.start, findings.c.rule)
    )
    if wanted:
        asked = asked.where(or_(*wanted))
    return [Found(*row) for row in connection.execute(asked.limit(most) if most else asked)]


def alike(connection: Connection, year: int | None = None) -> list[Alike]:
    """Pairs of reports with passages in common, the most alike first; each pair once, as the shorter one has it."""
    other, other_document, other_agency = aliased(reports), aliased(documents), aliased(agencies)
    asked = (
        select(
            reports.c.year,
            likenesses.c.report,
            agencies.c.name,
            documents.c.path,
            likenesses.c.other,
            other_agency.c.name,
            other_document.c.path,
            likenesses.c.share,
            likenesses.c.letters,
            likenesses.c.passages,
        )
        .join(reports, reports.c.id == likenesses.c.report)
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(other, other.c.id == likenesses.c.other)
        .join(other_document, other_document.c.id == other.c.document)
        .join(other_agency, other_agency.c.id == other.c.agency)
        .where(reports.c.counted, other.c.counted, *([reports.c.year == year] if year else []))
        .order_by(likenesses.c.share.desc(), likenesses.c.report, likenesses.c.other)
    )
    found: dict[frozenset[int], Alike] = {}
    for row in connection.execute(asked):
        values: tuple[Any, ...] = tuple(row)
        pair = Alike(*values)
        found.setdefault(frozenset((pair.report, pair.other)), pair)
    return list(found.values())


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


class OverYears(msgspec.Struct, frozen=True):
    """A cell of an agency's report of a year."""

    agency: str
    year: int
    path: str
    value: float | None


def over_years(connection: Connection, paths: Sequence[str]) -> list[OverYears]:
    """Some cells of all agencies in all years, by agency and year."""
    asked = (
        select(agencies.c.name, reports.c.year, cells.c.path, cells.c.value)
        .join(reports, reports.c.id == cells.c.report)
        .join(agencies, agencies.c.id == reports.c.agency)
        .where(cells.c.path.in_(paths), reports.c.counted)
        .order_by(agencies.c.name, reports.c.year, cells.c.path)
    )
    return [OverYears(*row) for row in connection.execute(asked)]


class LastRun(msgspec.Struct, frozen=True):
    """When and with what the last round was begun."""

    started: str
    tool: str
    rulebook: str
    model: str


def last_run(connection: Connection) -> LastRun | None:
    """The last round, finished or not."""
    asked = select(runs.c.started, runs.c.tool, runs.c.rulebook, runs.c.model).order_by(runs.c.id.desc()).limit(1)
    row = connection.execute(asked).first()
    return LastRun(*row) if row else None


def listed(connection: Connection) -> int:
    """How many agencies the list has; 0 without one."""
    return int(connection.scalar(select(func.count()).where(agencies.c.listed)) or 0)


def examples(connection: Connection, year: int, rule: str, most: int) -> list[Found]:
    """A few findings of a rule in a year, each of another agency, in the order of their names."""
    found: dict[str | None, Found] = {}
    for item in found_in_year(connection, year, (rule,), most * 10):
        found.setdefault(item.agency, item)
    return list(found.values())[:most]

"""What was found: all of it, what is common, examples."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, not_, or_, select

from auditor.store.schema import (
    agencies,
    documents,
    findings,
    reports,
)


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
    part: int
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
        "part": reports.c.part,
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


def examples(connection: Connection, year: int, rule: str, most: int) -> list[Found]:
    """A few findings of a rule in a year, each of another agency, in the order of their names."""
    found: dict[str | None, Found] = {}
    for item in found_in_year(connection, year, (rule,), most * 10):
        found.setdefault(item.agency, item)
    return list(found.values())[:most]

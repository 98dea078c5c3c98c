"""The findings of all reports of a year as people leaf through them."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from auditor.store.decisions import DECIDED, held
from auditor.store.schema import agencies, documents, findings, reports

FoundState: TypeAlias = Literal["open", "confirmed", "unfounded", "corrected", "pending"]
"""What people decided of a finding; ``open`` where nobody has."""


class FoundAsked(msgspec.Struct, frozen=True):
    """Which findings of a year; an empty word, or 0, asks for all."""

    year: int
    level: str = ""
    kind: str = ""
    agency: str = ""
    """A part of the name."""
    rule: str = ""
    """A code, or the letters of a family."""
    severity: int = 0
    state: FoundState | Literal["decided", ""] = ""
    """``decided`` are the confirmed, unfounded and corrected ones."""
    preview: bool = False
    """Whether findings of rules on trial are asked for too; they count nowhere else."""


class Listed(msgspec.Struct, frozen=True):
    """A finding with the report that it is of, and what holds of it."""

    report: int
    agency_number: int
    agency: str
    level: str | None
    kind: str | None
    year: int
    path: str
    rule: str
    severity: int
    preview: bool
    line: int
    message: str
    suggestion: str
    quote: str
    fingerprint: str
    state: FoundState


def found_list(connection: Connection, asked: FoundAsked, start: int = 0, most: int | None = None) -> list[Listed]:
    """Findings of the reports that count by name of agency, the gravest first, from the one of number ``start``."""
    order = (findings.c.severity.desc(), findings.c.start, findings.c.number)
    chosen = _reaching(select(findings.c.report, findings.c.number), asked)
    cut = chosen.order_by(agencies.c.name, *order).offset(start).limit(most).subquery()
    word = held(asked.year)
    columns: dict[str, Any] = {name: findings.c[name] for name in Listed.__struct_fields__ if name in findings.c} | {
        "agency_number": reports.c.agency,
        "agency": agencies.c.name,
        "level": agencies.c.level,
        "kind": _KIND,
        "year": reports.c.year,
        "path": documents.c.path,
        "state": func.coalesce(word.c.said, "open"),
    }
    rows = (
        select(*(columns[name] for name in Listed.__struct_fields__))
        .select_from(cut)
        .join(findings, and_(findings.c.report == cut.c.report, findings.c.number == cut.c.number))
        .join(reports, reports.c.id == cut.c.report)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(documents, documents.c.id == reports.c.document)
        .outerjoin(word, and_(word.c.agency == reports.c.agency, word.c.fingerprint == findings.c.fingerprint))
        .order_by(agencies.c.name, *order)
    )
    return [Listed(*row) for row in connection.execute(rows)]


def found_count(connection: Connection, asked: FoundAsked) -> int:
    """How many there are."""
    return int(connection.scalar(_reaching(select(func.count()).select_from(findings), asked)) or 0)


_KIND = func.coalesce(reports.c.kind, agencies.c.kind)


def _reaching(rows: Select[Any], asked: FoundAsked) -> Select[Any]:
    """Rows of findings, cut to those that are asked for."""
    wanted: list[ColumnElement[bool]] = [reports.c.year == asked.year, reports.c.counted]
    if asked.level:
        wanted.append(agencies.c.level == asked.level)
    if asked.kind:
        wanted.append(_KIND == asked.kind)  # noqa: SIM300 - a condition of SQL
    if asked.agency:
        wanted.append(agencies.c.name.contains(asked.agency, autoescape=True))
    if asked.rule:
        wanted.append(findings.c.rule.startswith(asked.rule, autoescape=True))
    if asked.severity:
        wanted.append(findings.c.severity == asked.severity)
    if not asked.preview:
        wanted.append(findings.c.preview.is_(False))
    rows = rows.join(reports, reports.c.id == findings.c.report).join(agencies, agencies.c.id == reports.c.agency)
    if asked.state:
        word = held(asked.year)
        same = and_(word.c.agency == reports.c.agency, word.c.fingerprint == findings.c.fingerprint)
        rows = rows.outerjoin(word, same)
        said = func.coalesce(word.c.said, "open")
        wanted.append(said.in_(DECIDED) if asked.state == "decided" else said == asked.state)
    return rows.where(*wanted)

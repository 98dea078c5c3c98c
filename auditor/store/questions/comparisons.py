"""What reports have in common, and what cells say over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from auditor.store.schema import (
    agencies,
    cells,
    documents,
    findings,
    likenesses,
    reports,
)


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


class Kept(msgspec.Struct, frozen=True):
    """A report of which a rule says that it is last year's in other numbers, and that report."""

    agency: str
    report: int
    path: str
    other: int
    other_path: str


class OverYears(msgspec.Struct, frozen=True):
    """A cell of an agency's report of a year."""

    agency: str
    year: int
    path: str
    value: float | None


def alike(connection: Connection, year: int | None = None, start: int = 0, most: int | None = None) -> list[Alike]:
    """Pairs of reports with passages in common, the most alike first; each pair once, as the shorter one has it."""
    other_document, other_agency = aliased(documents), aliased(agencies)
    asked = (
        _pairs(
            year,
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
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(other_document, other_document.c.id == _OTHER.c.document)
        .join(other_agency, other_agency.c.id == _OTHER.c.agency)
        .order_by(likenesses.c.share.desc(), likenesses.c.report, likenesses.c.other)
        .offset(start)
    )
    return [Alike(*row) for row in connection.execute(asked.limit(most) if most is not None else asked)]


def alike_count(connection: Connection, year: int) -> int:
    """How many pairs there are."""
    return int(connection.scalar(_pairs(year, func.count())) or 0)


_OTHER = reports.alias()


def _pairs(year: int | None, *columns: ColumnElement[Any]) -> Select[Any]:
    """Pairs as the one has them whose share is greater, of equals the first."""
    turned = likenesses.alias()
    greater = or_(turned.c.share > likenesses.c.share, turned.c.report < likenesses.c.report)
    same_pair = and_(turned.c.report == likenesses.c.other, turned.c.other == likenesses.c.report)
    better = select(turned.c.report).where(same_pair, turned.c.share >= likenesses.c.share, greater).exists()
    return (
        select(*columns)
        .select_from(likenesses)
        .join(reports, reports.c.id == likenesses.c.report)
        .join(_OTHER, _OTHER.c.id == likenesses.c.other)
        .where(reports.c.counted, _OTHER.c.counted, ~better, *([reports.c.year == year] if year else []))
    )


def kept(connection: Connection, year: int, rule: str) -> list[Kept]:
    """Reports of a year in which a rule found last year's words, each with last year's report, by agency."""
    other, other_document = aliased(reports), aliased(documents)
    told = select(findings.c.report).where(findings.c.rule == rule, findings.c.report == reports.c.id).exists()
    asked = (
        select(agencies.c.name, reports.c.id, documents.c.path, other.c.id, other_document.c.path)
        .join(reports, reports.c.agency == agencies.c.id)
        .join(documents, documents.c.id == reports.c.document)
        .join(other, (other.c.agency == reports.c.agency) & (other.c.year == reports.c.year - 1) & other.c.counted)
        .join(other_document, other_document.c.id == other.c.document)
        .where(reports.c.year == year, reports.c.counted, told)
        .order_by(agencies.c.name)
    )
    return [Kept(*row) for row in connection.execute(asked)]


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

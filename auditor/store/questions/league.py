"""The league table of a year as people leaf through it: some of it, in some order, with how far checking has come."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import CTE, ColumnElement, Connection, FromClause, Select, Subquery, and_, case, func, select

from auditor.store.decisions import DECIDED, held
from auditor.store.schema import agencies, findings, reports, scores, sendings

ReportState: TypeAlias = Literal["unchecked", "clean", "checked", "confirmed", "sent", "resubmitted", "closed"]
"""How far people have come with a report. Before anything was sent back: ``confirmed`` where a finding was borne out,
``checked`` where all were decided and none was, ``clean`` where there are none, ``unchecked`` otherwise."""
Order: TypeAlias = Literal[
    "place",
    "agency",
    "level",
    "kind",
    "parent",
    "quality",
    "compliance",
    "change",
    "errors",
    "warnings",
    "infos",
    "checked",
    "state",
]


class LeagueAsked(msgspec.Struct, frozen=True):
    """Which rows of a league table, and in which order; an empty word asks for all."""

    year: int
    level: str = ""
    kind: str = ""
    state: ReportState | Literal[""] = ""
    agency: str = ""
    """A part of the name."""
    order: Order = "place"
    descending: bool = False


class Ranked(msgspec.Struct, frozen=True):
    """A row of the league table. Its place is that among all reports of the year, whatever is asked for."""

    report: int
    agency_number: int
    agency: str
    level: str | None
    kind: str | None
    parent: str | None
    place: int | None
    """None, as are points and counts, where the report could not be audited."""
    compliance: float | None
    quality: float | None
    change: float | None
    """Points of quality more than last year, where there was a report."""
    errors: int | None
    warnings: int | None
    infos: int | None
    checked: int
    """How many of its findings were confirmed, found unfounded, or corrected."""
    state: ReportState
    total: int
    """How many rows the whole answer has."""

    @property
    def findings(self) -> int | None:
        return None if self.errors is None else self.errors + (self.warnings or 0) + (self.infos or 0)


def league(connection: Connection, asked: LeagueAsked, start: int = 0, most: int | None = None) -> list[Ranked]:
    """The rows that are asked for, ``most`` of them from the one of number ``start``."""
    of_all = select(reports.c.id).where(reports.c.year == asked.year, reports.c.counted)
    by_change = most is None or asked.order == "change"
    by_people = most is None or asked.order in ("checked", "state") or bool(asked.state)
    # What neither filter nor order asks for is looked up for the rows alone that are shown.
    found: FromClause = _rows(asked.year)
    found = _with_change(found, asked.year) if by_change else found
    found = _with_people(found, _checked(asked.year, of_all), asked.year) if by_people else found
    found = cut = _cut(found, asked, start, most)
    found = found if by_change else _with_change(found, asked.year)
    found = found if by_people else _with_people(found, _checked(asked.year, select(cut.c.report)), asked.year)
    answer = select(*(found.c[name] for name in Ranked.__struct_fields__)).order_by(*_ordered(asked, found))
    return [Ranked(*row) for row in connection.execute(answer)]


def _cut(rows: FromClause, asked: LeagueAsked, start: int, most: int | None) -> CTE:
    """The rows that are asked for, each with the number of all of them."""
    wanted = [rows.c[name] == value for name in ("level", "kind", "state") if (value := getattr(asked, name))]
    if asked.agency:
        wanted.append(rows.c.agency.contains(asked.agency, autoescape=True))
    found = select(rows, func.count().over().label("total")).where(*wanted).order_by(*_ordered(asked, rows))
    return found.offset(start).limit(most).cte("cut")


def _ordered(asked: LeagueAsked, rows: FromClause) -> list[ColumnElement[Any]]:
    """Those without a value come last, equals stand by place and name."""
    column = rows.c[asked.order]
    order = column.desc() if asked.descending else column.asc()
    return [order.nulls_last(), rows.c.place.asc().nulls_last(), rows.c.agency.asc()]


def _rows(year: int) -> Subquery:
    """All rows of the year, without what people said, and without the year before."""
    best = (scores.c.quality.desc().nulls_last(), scores.c.compliance.desc().nulls_last())
    points = (scores.c[name] for name in ("compliance", "quality", "errors", "warnings", "infos"))
    return (
        select(
            reports.c.id.label("report"),
            reports.c.document,
            reports.c.part,
            reports.c.agency.label("agency_number"),
            agencies.c.name.label("agency"),
            agencies.c.level,
            func.coalesce(reports.c.kind, agencies.c.kind).label("kind"),
            agencies.c.parent,
            case((scores.c.report.is_not(None), func.rank().over(order_by=best))).label("place"),
            *points,
        )
        .join(agencies, agencies.c.id == reports.c.agency)
        .outerjoin(scores, scores.c.report == reports.c.id)
        .where(reports.c.year == year, reports.c.counted)
        .subquery()
    )


def _with_change(rows: FromClause, year: int) -> Subquery:
    """The rows with their change on the year before."""
    return (
        select(rows, (rows.c.quality - scores.c.quality).label("change"))
        .outerjoin(
            reports, and_(reports.c.agency == rows.c.agency_number, reports.c.year == year - 1, reports.c.counted)
        )
        .outerjoin(scores, scores.c.report == reports.c.id)
        .subquery()
    )


def _with_people(rows: FromClause, checked: Subquery, year: int) -> Subquery:
    """The rows with how far people have come with each."""
    sent = _sent(year)
    same = and_(sent.c.document == rows.c.document, sent.c.part == rows.c.part)
    number = func.coalesce(checked.c.checked, 0)
    state = case(
        (sent.c.what == "closed", "closed"),
        (same, "sent"),
        (sent.c.what == "sent", "resubmitted"),
        (checked.c.confirmed > 0, "confirmed"),
        (rows.c.errors + rows.c.warnings + rows.c.infos == 0, "clean"),
        (rows.c.errors + rows.c.warnings + rows.c.infos <= number, "checked"),
        else_="unchecked",
    )
    return (
        select(rows, number.label("checked"), state.label("state"))
        .outerjoin(checked, checked.c.report == rows.c.report)
        .outerjoin(sent, sent.c.agency == rows.c.agency_number)
        .subquery()
    )


def _checked(year: int, of: Select[Any]) -> Subquery:
    """How many findings of some reports of a year were decided, and how many of these confirmed."""
    word = held(year)
    return (
        select(
            reports.c.id.label("report"),
            func.count().label("checked"),
            func.sum(case((word.c.said == "confirmed", 1), else_=0)).label("confirmed"),
        )
        .join(word, word.c.agency == reports.c.agency)
        .join(findings, and_(findings.c.report == reports.c.id, findings.c.fingerprint == word.c.fingerprint))
        .where(reports.c.id.in_(of), word.c.said.in_(DECIDED), findings.c.preview.is_(False))
        .group_by(reports.c.id)
        .subquery()
    )


def _sent(year: int) -> Subquery:
    """The last that was sent about each agency's report for a year."""
    last: Select[Any] = select(func.max(sendings.c.id)).where(sendings.c.year == year).group_by(sendings.c.agency)
    columns = (sendings.c.agency, sendings.c.what, sendings.c.document, sendings.c.part)
    return select(*columns).where(sendings.c.id.in_(last)).subquery()

"""Reports that were sent back to be corrected, and what became of them. Only ever added, like decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, func, insert, select

from auditor.store.intake import now
from auditor.store.rows import storable
from auditor.store.schema import agencies, reports, sendings

What: TypeAlias = Literal["sent", "closed"]
State: TypeAlias = Literal["sent", "resubmitted", "closed"]


class Sending(msgspec.Struct, frozen=True):
    """A letter that went to an agency about a report, or the word that nothing more is expected."""

    id: int
    agency: int
    year: int
    document: int
    part: int
    """The version of the report that it was about."""
    what: What
    note: str
    who: str
    at: str


class Followed(msgspec.Struct, frozen=True):
    """Where the following up of an agency's report for a year stands."""

    agency: int
    name: str
    year: int
    state: State
    at: str
    who: str
    report: int
    """The number of the report that counts now."""
    sent: int | None
    """The number of the report as it was sent back; None when it was read anew since."""


def send(connection: Connection, report: int, what: What, note: str, who: str) -> None:
    """Keep that a report was sent back, or needs no more following up. Raises KeyError for one of no agency or year."""
    columns = (reports.c.agency, reports.c.year, reports.c.document, reports.c.part)
    row = connection.execute(select(*columns).where(reports.c.id == report)).first()
    if row is None or row.agency is None or row.year is None:
        raise KeyError(report)
    values = {"agency": row.agency, "year": row.year, "document": row.document, "part": row.part}
    told = {"what": what, "note": storable(note), "who": storable(who), "at": now()}
    connection.execute(insert(sendings).values(**values, **told))


def sendings_of(connection: Connection, agency: int, years: Collection[int]) -> list[Sending]:
    """All that was sent about an agency's reports for some years, the first first."""
    asked = select(sendings).where(sendings.c.agency == agency, sendings.c.year.in_(years)).order_by(sendings.c.id)
    return [Sending(**row._mapping) for row in connection.execute(asked)]  # noqa: SLF001 - public in SQLAlchemy


def followed_up(connection: Connection, year: int) -> list[Followed]:
    """Every report of a year that was ever sent back, by agency."""
    last = select(func.max(sendings.c.id)).where(sendings.c.year == year).group_by(sendings.c.agency)
    sent_report = reports.alias()
    same_version = (sent_report.c.document == sendings.c.document) & (sent_report.c.part == sendings.c.part)
    asked = (
        select(sendings, agencies.c.name, reports.c.id.label("report"), sent_report.c.id.label("sent"))
        .join(agencies, agencies.c.id == sendings.c.agency)
        .join(reports, (reports.c.agency == sendings.c.agency) & (reports.c.year == sendings.c.year))
        .outerjoin(sent_report, same_version)
        .where(sendings.c.id.in_(last), reports.c.counted)
        .order_by(agencies.c.name)
    )
    found = []
    for row in connection.execute(asked):
        state: State = "closed" if row.what == "closed" else "sent" if row.report == row.sent else "resubmitted"
        found.append(Followed(row.agency, row.name, row.year, state, row.at, row.who, row.report, row.sent))
    return found

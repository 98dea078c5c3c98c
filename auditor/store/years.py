"""Of which year a round is: settled once when its reports are read, and kept for all who ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, insert, select

from auditor.store.questions import listed
from auditor.store.results import years
from auditor.store.schema import about, agencies, documents, reports

_KEY = "year of round"
_FULL = 3
"""A year with a third of the reports of the fullest one is not a few reports that say a wrong year."""


class Dated(msgspec.Struct, frozen=True):
    """A report whose text or file tells its year."""

    report: int
    path: str
    year: int


def dated(connection: Connection) -> list[Dated]:
    """All reports in files as they are now of which the year is not taken from a folder."""
    asked = (
        select(reports.c.id, documents.c.path, reports.c.year)
        .join(documents, documents.c.id == reports.c.document)
        .where(documents.c.current, reports.c.year.is_not(None), reports.c.year_source != "folder")
        .order_by(documents.c.path, reports.c.part)
    )
    return [Dated(*row) for row in connection.execute(asked)]


def settle(connection: Connection, doubtful: Collection[int]) -> None:
    """The last year with a fair part of the reports is that of the round; those of a doubtful year have no say.

    Nor have those of agencies that are not on the list, where there is one and others report.
    """
    asked = (
        select(reports.c.id, reports.c.year, agencies.c.listed)
        .join(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.counted)
    )
    rows = connection.execute(asked).all()
    if listed(connection) and any(row.listed for row in rows):
        rows = [row for row in rows if row.listed]
    sure = Counter(row.year for row in rows if row.id not in doubtful) or Counter(row.year for row in rows)
    connection.execute(delete(about).where(about.c.key == _KEY))
    if sure:
        most = max(sure.values())
        year = max(year for year, count in sure.items() if count * _FULL >= most)
        connection.execute(insert(about).values(key=_KEY, value=str(year)))


def year_of_round(connection: Connection) -> int | None:
    """The year that was settled, or else the last for which reports count.

    Where none do, because nobody on the list is known by the names that they say, it is that of most of them; None
    where none tells a year.
    """
    settled = connection.scalar(select(about.c.value).where(about.c.key == _KEY))
    there = years(connection)
    if settled is not None and int(settled) in there:
        return int(settled)
    return max(there) if there else _year_of_most(connection)


def _year_of_most(connection: Connection) -> int | None:
    asked = select(reports.c.year).join(documents, documents.c.id == reports.c.document)
    found = Counter(connection.scalars(asked.where(documents.c.current, reports.c.year.is_not(None))))
    return max(found, key=lambda year: (found[year], year), default=None)


def later(connection: Connection, year: int) -> list[tuple[int, int]]:
    """The years after one for which reports count, each with how many."""
    found = Counter(connection.scalars(select(reports.c.year).where(reports.c.counted, reports.c.year > year)))
    return sorted(found.items())

"""A year in numbers, and by what its reports can be told apart."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, select

from auditor.store.questions.found import FoundAsked, found_count
from auditor.store.questions.scores import totals
from auditor.store.questions.submissions import doubles, listed, missing, unplaced, unread
from auditor.store.schema import agencies, reports


class Figures(msgspec.Struct, frozen=True):
    """How many agencies, files and findings of which sort a year has."""

    due: int
    """Agencies of the list; 0 without one."""
    reports: int
    missing: int
    double: int
    """Reports beside those that count."""
    unread: int
    """Of all years: of a file that cannot be read nobody knows the year."""
    unplaced: int
    errors: int
    warnings: int
    infos: int
    decided: int
    """Findings that were confirmed, found unfounded, or corrected."""

    @property
    def findings(self) -> int:
        return self.errors + self.warnings + self.infos


class Sorts(msgspec.Struct, frozen=True):
    """The levels and kinds that reports of a year have."""

    levels: list[str]
    kinds: list[str]


def figures(connection: Connection, year: int) -> Figures:
    """A year in numbers."""
    total = totals(connection, year)
    due = listed(connection)
    return Figures(
        due,
        total.reports,
        len(missing(connection, year)) if due else 0,
        sum(not item.counted for item in doubles(connection, year)),
        len(unread(connection)),
        len(unplaced(connection)),
        total.errors,
        total.warnings,
        total.infos,
        found_count(connection, FoundAsked(year, state="decided")),
    )


def sorts(connection: Connection, year: int) -> Sorts:
    """The levels and kinds of a year."""
    kind = func.coalesce(reports.c.kind, agencies.c.kind)
    asked = (
        select(agencies.c.level, kind)
        .join(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.year == year, reports.c.counted)
        .distinct()
    )
    rows = connection.execute(asked).all()
    return Sorts(
        *(sorted({value for value in column if value}) for column in (zip(*rows, strict=True) if rows else ((), ())))
    )

"""The workbook of a round, 总表.xlsx: one module a group of sheets, each with functions ``write…(book, year)``."""

from __future__ import annotations

from auditor.reporters.sheets.writing import Book
from auditor.reporters.year_of_round import YearOfRound


def render(told: YearOfRound) -> bytes:
    """The workbook of a year of a store."""
    from auditor.reporters.batch_sheets import absent, copied, defects, league, overview, years

    book = Book(told.run)
    for write in (
        overview.write,
        league.write_ranking,
        league.write_deductions,
        defects.write_common,
        defects.write_findings,
        absent.write_missing,
        absent.write_doubles,
        absent.write_unread,
        absent.write_unplaced,
        copied.write,
        years.write,
    ):
        write(book, told)
    return book.finished()

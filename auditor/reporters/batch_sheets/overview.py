"""总览: the year in numbers, and how the scores spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.reporters.sheets.writing import CENTRED, HEADING, PERCENT, PLAIN, POINTS, TITLE, Book, Value
from auditor.reporters.year_of_round import YearOfRound

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SPREAD = ("group", "reports", "mean", "least", "quarter", "median", "three_quarters", "most", "mean_compliance")


def write(book: Book, told: YearOfRound) -> None:
    """Write the sheet."""
    say = book.run.say
    sheet = book.sheet("sheet_overview")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, len(_SPREAD), 12)
    book.put(sheet, 0, 0, say("batch_title", year=told.year), {**TITLE, "font_size": 14})
    row = 2
    for key, value in told.numbers():
        book.put(sheet, row, 0, say(f"batch_{key}"), {})
        book.put(sheet, row, 1, value, PERCENT if key.endswith("share") else CENTRED)
        row += 1
    book.put(sheet, row + 1, 0, say("batch_spread"), TITLE)
    row = _spread(book, sheet, told, row + 2)
    _bins(book, sheet, told, row + 1)
    sheet.fit_to_pages(1, 0)


def _spread(book: Book, sheet: Worksheet, told: YearOfRound, row: int) -> int:
    """The table of the spread; the row behind it."""
    for place, key in enumerate(_SPREAD):
        book.put(sheet, row, place, book.run.say(f"col_{key}"), HEADING)
    for item in told.spreads():
        row += 1
        values: list[Value] = [item.name, item.reports, item.mean, *item.points, item.mean_compliance]
        for place, value in enumerate(values):
            book.put(sheet, row, place, value, CENTRED if place == 1 else POINTS if place else {})
    return row + 1


def _bins(book: Book, sheet: Worksheet, told: YearOfRound, row: int) -> None:
    """How many reports have how much quality, as numbers and as a chart beside them."""
    say = book.run.say
    book.put(sheet, row, 0, say("batch_bins"), HEADING)
    book.put(sheet, row, 1, say("col_reports"), HEADING)
    bins = told.bins()
    for place, (name, count) in enumerate(bins, start=1):
        book.put(sheet, row + place, 0, name, CENTRED)
        book.put(sheet, row + place, 1, count, CENTRED)
    book.column_chart(sheet, say("batch_bins"), (row + 1, row + len(bins)), (row, 3))
    book.put(sheet, row + len(bins) + 2, 0, say("batch_scores_hint"), PLAIN)

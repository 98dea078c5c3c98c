"""总览: the year in numbers, and how the scores spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import fmean, quantiles
from typing import TYPE_CHECKING

from auditor.reporters.batch_sheets import YearOfRound
from auditor.reporters.sheets.writing import CENTRED, HEADING, PERCENT, PLAIN, TITLE, Book, Value
from auditor.store import questions
from auditor.store.questions import Standing

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_BIN = 5
_TWO_DECIMALS = {"num_format": "0.0", "align": "center"}
_SPREAD = ("group", "reports", "mean", "least", "quarter", "median", "three_quarters", "most", "mean_compliance")


def write(book: Book, told: YearOfRound) -> None:
    """Write the sheet."""
    say = book.run.say
    sheet = book.sheet("sheet_overview")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(_SPREAD), 12)
    book.put(sheet, 0, 0, say("batch_title", year=told.year), {**TITLE, "font_size": 14})
    row = 2
    for key, value in _numbers(told):
        book.put(sheet, row, 0, say(f"batch_{key}"), {})
        look = PERCENT if key.endswith("share") else CENTRED
        book.put(sheet, row, 1, value, look)
        row += 1
    row += 1
    book.put(sheet, row, 0, say("batch_spread"), TITLE)
    row += 1
    for place, key in enumerate(_SPREAD):
        book.put(sheet, row, place, say(f"col_{key}"), HEADING)
    for values in _spreads(told):
        row += 1
        for place, value in enumerate(values):
            book.put(sheet, row, place, value, CENTRED if place == 1 else _TWO_DECIMALS if place else {})
    _chart(book, sheet, told, row + 2)
    sheet.fit_to_pages(1, 0)


def _numbers(told: YearOfRound) -> Iterator[tuple[str, Value]]:
    connection, standings = told.connection, told.standings
    total = questions.totals(connection, told.year)
    last = questions.last_run(connection)
    due = questions.listed(connection)
    if due:
        yield "due", due
    yield "reports", total.reports
    if due:
        yield "missing", len(questions.missing(connection, told.year))
    yield "double", sum(not item.counted for item in questions.doubles(connection, told.year))
    yield "unread", len(questions.unread(connection))
    yield "unplaced", len(questions.unplaced(connection))
    yield "errors", total.errors
    yield "warnings", total.warnings
    yield "infos", total.infos
    if standings:
        yield "error_share", sum(item.errors > 0 for item in standings) / len(standings)
        yield "rules_share", fmean(item.decided_rules for item in standings)
        yield "claims_share", fmean(item.decided_claims for item in standings)
    if last:
        yield "started", last.started
        yield "tool", last.tool
        yield "rulebook", last.rulebook
        yield "model", last.model


def _spreads(told: YearOfRound) -> Iterator[list[Value]]:
    """The spread of quality over all, by level, and by kind."""
    standings = told.standings
    if standings:
        yield _spread(told.run.say("batch_all"), standings)
    by: tuple[Callable[[Standing], str], ...] = (lambda item: item.level or "", lambda item: told.kind(item.kind))
    for key in by:
        for name, some in groupby(sorted(standings, key=key), key=key):
            if name:
                yield _spread(name, list(some))


def _spread(name: str, some: Sequence[Standing]) -> list[Value]:
    scores = sorted(item.quality for item in some)
    low, middle, high = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    compliance = fmean(item.compliance for item in some)
    return [name, len(scores), fmean(scores), scores[0], low, middle, high, scores[-1], compliance]


def _chart(book: Book, sheet: Worksheet, told: YearOfRound, row: int) -> None:
    """How many reports have how much quality, in steps of five."""
    counts = [0] * (100 // _BIN)
    for item in told.standings:
        counts[min(int(item.quality // _BIN), len(counts) - 1)] += 1
    book.put(sheet, row, 0, told.run.say("batch_bins"), HEADING)
    book.put(sheet, row, 1, told.run.say("col_reports"), HEADING)
    for place, count in enumerate(counts, start=1):
        low = (place - 1) * _BIN
        book.put(sheet, row + place, 0, f"{low}～{low + _BIN}", CENTRED)
        book.put(sheet, row + place, 1, count, CENTRED)
    book.column_chart(sheet, told.run.say("batch_bins"), (row + 1, row + len(counts)), (row, 3))
    book.put(sheet, row + len(counts) + 2, 0, told.run.say("batch_scores_hint"), PLAIN)

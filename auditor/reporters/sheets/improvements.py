"""改进措施: problems and measures of section 五 with how specific they are, and what became of last year's measures."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.document import Facet, Promise, Report, Statement
from auditor.kinds.improvements import FACETS
from auditor.reporters.cells import one_line
from auditor.reporters.rows import place
from auditor.reporters.run import Run
from auditor.reporters.sheets.writing import CENTRED, Book, Column, Listing, Look, Value

_COLUMNS = (
    Column("number", 6, CENTRED),
    Column("agency", 16),
    Column("year", 6, CENTRED),
    Column("file", 16),
    Column("sort", 20, CENTRED),
    Column("place", 14),
    Column("quote", 50),
    Column("level", 8, CENTRED),
    Column("facets", 18),
    Column("missing", 18),
    Column("gains", 18),
    Column("fate", 36),
)
_VAGUE: Look = {"bg_color": "#FFEB9C"}
_SPECIFIC_FROM = 2


def write(book: Book) -> None:
    """Write the sheet."""
    run = book.run
    listing = Listing(book, "sheet_improvements", _COLUMNS)
    for audit in run.audits:
        report = audit.report
        rows = [(item.level, _statement(run, report, "problem", item)) for item in report.problems]
        rows += [(item.level, _statement(run, report, "measure", item)) for item in report.measures]
        rows += [(item.measure.level, _promise(run, report, item)) for item in report.promises]
        for level, values in rows:
            single = {"level": _VAGUE} if level < _SPECIFIC_FROM else {}
            listing.add((listing.rows + 1, *book.named(report), *values), single=single)
    listing.close()


def _statement(run: Run, report: Report, sort: str, statement: Statement) -> tuple[Value, ...]:
    return (
        run.say(f"sort_{sort}"),
        place(run, report, statement.span),
        one_line(statement.span.of(report.text)),
        *_rating(run, statement, advised=sort == "measure"),
        "",
    )


def _promise(run: Run, report: Report, promise: Promise) -> tuple[Value, ...]:
    fate = run.say(f"fate_{promise.fate}")
    if promise.place is not None:
        fate += f"：{place(run, report, promise.place)} {one_line(promise.place.of(report.text))}"
    return (run.say("sort_promise"), "", one_line(promise.quote), *_rating(run, promise.measure, advised=False), fate)


def _rating(run: Run, statement: Statement, *, advised: bool) -> tuple[Value, ...]:
    """Level and what is told; of a measure of this year also what is not, and the level that each would bring.

    A problem needs no deadline and nobody who is in charge; last year's report is not written again.
    """
    told = _names(run, (facet for facet, spans in statement.facets.items() if spans))
    if not advised:
        return statement.level, told, "", ""
    gains = (f"{FACETS[facet].of(run.language)} → {level}" for facet, level in statement.gains.items())
    return statement.level, told, _names(run, statement.missing), run.say("list_joint").join(gains)


def _names(run: Run, facets: Iterable[Facet]) -> str:
    return run.say("list_joint").join(FACETS[facet].of(run.language) for facet in facets)

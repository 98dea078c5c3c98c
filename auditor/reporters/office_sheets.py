"""What the office's pages show, as a workbook: the same rows in the same order, of all their pages."""

from __future__ import annotations

from auditor.finding import Severity
from auditor.reporters import lines
from auditor.reporters.rows import rule_title
from auditor.reporters.run import Run
from auditor.reporters.sheets.writing import CENTRED, CHANGE, POINTS, SEVERITIES, TITLE, Book, Column, Listing
from auditor.store.questions import Listed, Ranked

MOST_FINDINGS = 200_000
"""More than this no program for people opens; the store has the rest."""


def league(run: Run, rows: list[Ranked]) -> bytes:
    """The league table."""
    book = Book(run)
    columns = (
        Column("rank", 6, CENTRED),
        Column("agency", 30),
        Column("tier", 8, CENTRED),
        Column("kind", 8, CENTRED),
        Column("parent", 24),
        Column("quality", 8, POINTS),
        Column("compliance", 8, POINTS),
        Column("change", 8, CHANGE),
        Column("errors", 6, CENTRED),
        Column("warnings", 6, CENTRED),
        Column("infos", 6, CENTRED),
        Column("checked", 8, CENTRED),
        Column("all_findings", 8, CENTRED),
        Column("review", 12, CENTRED),
    )
    listing = Listing(book, "sheet_ranking", columns)
    for item in rows:
        listing.add(
            (
                item.place,
                item.agency,
                item.level,
                run.say(f"kind_{item.kind}") if item.kind else "",
                item.parent,
                item.quality,
                item.compliance,
                None if item.change is None else round(item.change, 1),
                item.errors,
                item.warnings,
                item.infos,
                item.checked,
                item.findings,
                run.say(f"review_{item.state}"),
            )
        )
    listing.close()
    return book.finished()


def findings(run: Run, rows: list[Listed]) -> bytes:
    """The findings, with a word where there are more than a sheet is given."""
    book = Book(run)
    columns = (
        Column("agency", 24),
        Column("tier", 8, CENTRED),
        Column("kind", 8, CENTRED),
        Column("year", 6, CENTRED),
        Column("severity", 6, CENTRED),
        Column("rule", 8, CENTRED),
        Column("title", 20),
        Column("line", 6, CENTRED),
        Column("message", 50),
        Column("quote", 30),
        Column("advice", 30),
        Column("preview", 6, CENTRED),
        Column("result", 8, CENTRED),
        Column("file", 30),
    )
    listing = Listing(book, "sheet_findings", columns)
    for item in rows[:MOST_FINDINGS]:
        severity = Severity(item.severity)
        listing.add(
            (
                item.agency,
                item.level,
                run.say(f"kind_{item.kind}") if item.kind else "",
                item.year,
                run.say(severity.word),
                item.rule,
                rule_title(run, item.rule),
                item.line,
                item.message,
                lines.short(item.quote),
                item.suggestion,
                run.say("yes") if item.preview else "",
                run.say(f"check_{item.state}"),
                item.path,
            ),
            single={"severity": SEVERITIES[severity]},
        )
    listing.close()
    if len(rows) > MOST_FINDINGS:
        book.put(listing.sheet, listing.rows + 1, 0, run.say("findings_untold", limit=MOST_FINDINGS), TITLE)
    return book.finished()

"""未能核对: the rules that stayed open and what could not be read, with reasons. Silence is not a pass."""

from __future__ import annotations

from auditor.messages import reason_text
from auditor.reporters.grouping import open_rules
from auditor.reporters.rows import place, rule_title
from auditor.reporters.sheets.writing import CENTRED, Book, Column, Listing
from auditor.text.spans import Span

_COLUMNS = (
    Column("number", 6, CENTRED),
    Column("agency", 24),
    Column("year", 10, CENTRED),
    Column("file", 30),
    Column("rule", 10, CENTRED),
    Column("title", 30),
    Column("place", 20),
    Column("reason", 60),
)


def write(book: Book) -> None:
    """Write the sheet."""
    run = book.run
    listing = Listing(book, "sheet_undecided", _COLUMNS)
    for audit in run.audits:
        report = audit.report
        told = [(code, rule_title(run, code), "", reason) for code, reason in open_rules(audit)]
        for omission in report.omissions:
            where = place(run, report, Span(omission.place, omission.place))
            told.append(("", run.say("col_omissions"), where, omission.reason))
        for code, title, where, reason in told:
            words = reason_text(reason, run.language, run.rulebook.form_of(report), with_option=True)
            listing.add((listing.rows + 1, *book.named(report), code, title, where, words))
    listing.close()

"""数据核对: every number, zero and universal of the narrative with its cell and what became of it."""

from __future__ import annotations

from decimal import Decimal

from auditor.document import Claim, Report, Verdict
from auditor.messages import reason_text
from auditor.reporters.cells import one_line
from auditor.reporters.rows import place
from auditor.reporters.run import Run
from auditor.reporters.sheets.writing import CENTRED, Book, Column, Listing, Look, Value
from auditor.text.sentences import clause_around

_COLUMNS = (
    Column("number", 6, CENTRED),
    Column("agency", 16),
    Column("year", 6, CENTRED),
    Column("file", 16),
    Column("place", 14),
    Column("quote", 36),
    Column("stated", 12, CENTRED),
    Column("value", 10),
    Column("unit", 8, CENTRED),
    Column("cell", 30),
    Column("expected", 10),
    Column("verdict", 17, CENTRED),
    Column("difference", 10),
    Column("reason", 30),
)
_CONTRADICTED: Look = {"bg_color": "#FFC7CE"}
_OPEN: Look = {"bg_color": "#FFF2CC"}


def write(book: Book) -> None:
    """Write the sheet."""
    run = book.run
    listing = Listing(book, "sheet_numbers", _COLUMNS)
    for audit in run.audits:
        for claim in audit.report.claims:
            whole = _CONTRADICTED if claim.verdict is Verdict.CONTRADICTED else {}
            single = {"verdict": _OPEN} if claim.verdict is Verdict.AMBIGUOUS else {}
            listing.add((listing.rows + 1, *book.named(audit.report), *_told(run, audit.report, claim)), whole, single)
    listing.close()
    if listing.rows:
        stated = listing.place("stated")
        # What is written as a number is shown as it is written: no warning at each cell.
        cells = f"{chr(ord('A') + stated)}2:{chr(ord('A') + stated)}{listing.rows + 1}"
        listing.sheet.ignore_errors({"number_stored_as_text": cells})


def _told(run: Run, report: Report, claim: Claim) -> tuple[Value, ...]:
    layout = run.rulebook.form_of(report)
    known = claim.reason is not None and claim.reason.code != "not_of_the_tables"
    return (
        place(run, report, claim.span),
        one_line(clause_around(report.text, claim.span)),
        one_line((claim.number or claim.span).of(report.text)),
        claim.value,
        claim.unit,
        layout.sum_label(claim.cell).of(run.language) if claim.cell else "",
        claim.expected,
        run.say(f"verdict_{claim.verdict}"),
        _difference(claim),
        reason_text(claim.reason, run.language, layout) if known and claim.reason else "",
    )


def _difference(claim: Claim) -> Decimal | None:
    """What the text says above the table, or below it, where they disagree."""
    if claim.verdict is not Verdict.CONTRADICTED or claim.value is None or claim.expected is None:
        return None
    return claim.value - claim.expected

"""总览: one row a report, then the files that could not be audited, and with what all was done."""

from __future__ import annotations

from auditor.document import Verdict
from auditor.finding import Audit, Severity
from auditor.messages import error_text
from auditor.reporters.grouping import open_rules
from auditor.reporters.rows import named
from auditor.reporters.sheets.writing import CENTRED, PERCENT, PLAIN, POINTS, TITLE, Book, Column, Listing, Look, Value

_COUNTS = ("errors", "warnings", "infos", "contradicted", "undecided", "omissions")
_COLUMNS = (
    Column("number", 6, CENTRED),
    Column("agency", 30),
    Column("year", 10, CENTRED),
    Column("kind", 10, CENTRED),
    Column("file", 40),
    Column("compliance", 8, POINTS),
    Column("quality", 8, POINTS),
    Column("decided_rules", 8, PERCENT),
    Column("decided_numbers", 8, PERCENT),
    *(Column(key, 8, CENTRED) for key in _COUNTS),
)


def write(book: Book) -> None:
    """Write the sheet."""
    run = book.run
    listing = Listing(book, "sheet_overview", _COLUMNS)
    totals = [0] * len(_COUNTS)
    for number, audit in enumerate(run.audits, start=1):
        counts = _counts(audit)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        agency, year, file = named(run, audit.report)
        score = audit.score
        shares = (score.compliance, score.quality, score.decided_rules, score.decided_claims)
        kind = run.say(f"kind_{audit.report.kind or 'unknown'}")
        listing.add((number, agency, year, kind, file, *shares, *counts))
    listing.close()
    below = listing.rows + 1
    if len(run.audits) > 1:
        empty: list[Value] = [None] * (len(_COLUMNS) - len(_COUNTS) - 2)
        for place, value in enumerate((None, run.say("total"), *empty, *totals)):
            book.put(listing.sheet, below, place, value, {"bold": True, **CENTRED})
        below += 1
    lines: list[tuple[Value, Look]] = [("", PLAIN)]
    if run.errors:
        lines.append((run.say("not_audited_title", count=len(run.errors)), TITLE))
        lines += [(error_text(error, run.language), PLAIN) for _, error in run.errors]
        lines.append(("", PLAIN))
    lines.append((run.made_by(), PLAIN))
    lines += [(run.say(key), PLAIN) for key in ("overview_scores", "overview_checks")]
    for line, (text, look) in enumerate(lines, start=below):
        book.put(listing.sheet, line, 0, text, look)
    listing.sheet.print_area(0, 0, below + len(lines) - 1, len(_COLUMNS) - 1)


def _counts(audit: Audit) -> tuple[int, ...]:
    severities = [finding.severity for finding in audit.findings]
    return (
        *(severities.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        sum(claim.verdict is Verdict.CONTRADICTED for claim in audit.report.claims),
        len(open_rules(audit)),
        len(audit.report.omissions),
    )

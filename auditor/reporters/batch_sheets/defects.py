"""共性问题 and 问题清单: what is wrong most often, and all that is wrong."""

from __future__ import annotations

from auditor.finding import Severity
from auditor.reporters import lines
from auditor.reporters.checks import Identity
from auditor.reporters.rows import rule_title
from auditor.reporters.sheets.findings import IDENTITY, TO_WRITE_IN, offer_results
from auditor.reporters.sheets.writing import CENTRED, PERCENT, SEVERITIES, TITLE, Book, Column, Listing
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions
from auditor.store.decisions import Decision, last_decisions

_EXAMPLES = 3
_MOST_FINDINGS = 200_000
"""More than this no program for people opens; the store has the rest."""


def write_common(book: Book, told: YearOfRound) -> None:
    """Write the rules by how many reports break them, with examples."""
    say = book.run.say
    columns = (
        Column("rule", 8, CENTRED),
        Column("title", 36),
        Column("severity", 6, CENTRED),
        Column("reports", 8, CENTRED),
        Column("share", 8, PERCENT),
        Column("findings", 8, CENTRED),
        Column("examples", 90),
    )
    listing = Listing(book, "sheet_common", columns)
    all_reports = len(told.standings)
    for item in questions.common_defects(told.connection, told.year):
        severity = Severity(item.severity)
        examples = questions.examples(told.connection, told.year, item.rule, _EXAMPLES)
        values = (
            item.rule,
            rule_title(told.run, item.rule),
            say(severity.word),
            item.reports,
            item.reports / all_reports if all_reports else None,
            item.findings,
            "\n".join(f"{found.agency}：{lines.short(found.message)}" for found in examples),
        )
        listing.add(values, single={"severity": SEVERITIES[severity]})
    listing.close()


def write_findings(book: Book, told: YearOfRound) -> None:
    """Write all findings by agency and place."""
    say = book.run.say
    columns = (
        Column("agency", 24),
        Column("tier", 8, CENTRED),
        Column("kind", 8, CENTRED),
        Column("severity", 6, CENTRED),
        Column("rule", 8, CENTRED),
        Column("title", 20),
        Column("line", 6, CENTRED),
        Column("message", 50),
        Column("quote", 30),
        Column("advice", 30),
        Column("preview", 6, CENTRED),
        Column("file", 30),
        *TO_WRITE_IN,
        IDENTITY,
    )
    listing = Listing(book, "sheet_findings", columns)
    found = questions.found_in_year(told.connection, told.year, most=_MOST_FINDINGS + 1)
    said = {(item.agency, item.fingerprint): item for item in last_decisions(told.connection, told.year)}
    for item in found[:_MOST_FINDINGS]:
        severity = Severity(item.severity)
        values = (
            item.agency,
            item.level,
            told.kind(item.kind),
            say(severity.word),
            item.rule,
            rule_title(told.run, item.rule),
            item.line,
            item.message,
            lines.short(item.quote),
            item.suggestion,
            say("yes") if item.preview else "",
            item.path,
            *_said(said.get((item.agency or "", item.fingerprint)), book),
            str(Identity(item.fingerprint, item.rule, item.year, item.part, item.agency, item.path)),
        )
        listing.add(values, single={"severity": SEVERITIES[severity]})
    offer_results(book, listing)
    listing.close()
    if len(found) > _MOST_FINDINGS:
        book.put(listing.sheet, listing.rows + 1, 0, say("findings_untold", limit=_MOST_FINDINGS), TITLE)


def _said(decision: Decision | None, book: Book) -> tuple[str, str]:
    """What somebody said of a finding: result and note."""
    if decision is None:
        return "", ""
    return "" if decision.said == "noted" else book.run.say(f"check_{decision.said}"), decision.why

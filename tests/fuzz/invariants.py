"""What holds of every report and every audit, whatever the text was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.document import Cell, CellState, Report, Statement
from auditor.errors import AuditError
from auditor.finding import Audit, OutcomeKind
from auditor.layout import Layout
from auditor.messages import LANGUAGES, error_text, reason_text
from auditor.rulebook import Rulebook
from auditor.text.canonical import seen
from auditor.text.spans import Span
from auditor.text.widths import narrow

_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def check_report(report: Report, layout: Layout) -> None:
    """Places, quotes, values, tables. Raises AssertionError."""
    for place in _places(report):
        assert 0 <= place.start <= place.end <= len(report.text), place
    for section in report.sections:
        assert report.extent.covers(section.title)
        assert report.extent.covers(section.body)
        assert section.title.end <= section.body.start
        assert section.title.of(report.text).strip()
    for one, other in pairwise(section.title for section in report.sections):
        assert one.end <= other.start
    for one, other in pairwise(report.narrative):
        assert one.end <= other.start
    _check_cells(report, layout)
    _check_claims(report, layout)
    for statement in (*report.measures, *report.problems):
        _check_statement(statement)
    for relation in report.relations:
        assert relation.number.of(report.text).strip()


def _places(report: Report) -> Iterator[Span]:
    yield report.extent
    yield from (place for place in (report.title, report.agency_span) if place is not None)
    if report.period is not None:
        yield report.period.span
    for section in report.sections:
        yield from (section.title, section.body)
    yield from (*report.extra_headings, *report.repeated_headings, *report.asides, *report.narrative)
    for table in report.tables.values():
        yield table.span
        yield from (cell.span for cell in table.cells.values())
        yield from (label.span for label in (*table.rows, *table.columns, *table.loose_rows, *table.extra_rows))
    for claim in report.claims:
        yield from (claim.span, claim.number or claim.span)
    for relation in report.relations:
        yield from (relation.place, relation.number, *relation.operands)
    for statement in (*report.measures, *report.problems):
        yield statement.span
        for spans in statement.facets.values():
            yield from spans
    yield from (promise.place for promise in report.promises if promise.place)


def _check_cells(report: Report, layout: Layout) -> None:
    cells = [cell for table in report.tables.values() for cell in table.cells.values()]
    for key, table in report.tables.items():
        for (row, column), cell in table.cells.items():
            assert (cell.address.table, cell.address.row, cell.address.column) == (key, row, column)
            assert layout.expand(cell.address), cell
            _check_cell(cell, report.text)
    taken = sorted(cell.span for cell in cells if cell.span.start < cell.span.end)
    for one, other in pairwise(taken):
        assert one.end <= other.start, "cells overlap"


def _check_cell(cell: Cell, text: str) -> None:
    assert _bare(cell.raw) == _bare(cell.span.of(text)), cell
    assert (cell.value is not None) == (cell.state is CellState.NUMBER), cell
    digits = _bare(cell.raw)
    if _PLAIN_NUMBER.fullmatch(digits):
        # 1 234 is one number, 12 34 is none.
        assert cell.value is None or cell.value == Decimal(digits.replace(",", "")), cell
        assert cell.value is not None or " " in narrow(seen(cell.raw)).strip(), cell


def _check_claims(report: Report, layout: Layout) -> None:
    for claim in report.claims:
        assert claim.span.of(report.text).strip()
        for cells in (*claim.candidates, *([claim.cell] if claim.cell else [])):
            for address in cells.addresses:
                layout.expand(address)
        if claim.number is None:
            continue
        assert claim.span.covers(claim.number)
        printed = _bare(claim.number.of(report.text))
        digits = _PLAIN_NUMBER.match(printed)
        if digits and not re.match("[余多来几]?[万亿千百]", printed[digits.end() :]) and claim.value is not None:
            assert claim.value == Decimal(digits[0].replace(",", "")), (printed, claim.value)


def _check_statement(statement: Statement) -> None:
    assert 0 <= statement.level <= 3
    assert 0 <= statement.score <= 3
    assert not set(statement.facets) & set(statement.missing)
    assert all(statement.level < level <= 3 for level in statement.gains.values())


def check_audit(audit: Audit, book: Rulebook, ran: Sequence[str]) -> None:
    """Places, severities and words of findings and outcomes. Raises AssertionError."""
    text, layout = audit.report.text, book.form_of(audit.report)
    assert sorted(audit.outcomes) == sorted(ran)
    for code, outcome in audit.outcomes.items():
        assert (outcome.kind is OutcomeKind.FAILED) == any(finding.rule == code for finding in audit.findings)
        if outcome.reason is not None:
            assert all(_said(reason_text(outcome.reason, language, layout)) for language in LANGUAGES)
        else:
            assert outcome.kind in (OutcomeKind.PASSED, OutcomeKind.FAILED)
    for finding in audit.findings:
        rule = book.rule(finding.rule)
        assert rule is not None
        assert finding.severity.word in {rule.severity, *(grade.severity for grade in rule.grade)}
        for language in LANGUAGES:
            assert _said(finding.message.of(language)), finding
            assert _said(finding.suggestion.of(language)), finding
        assert 0 <= finding.span.start <= finding.span.end <= len(text), finding
        # A blank cell of a line of cells is a place between two bars.
        assert finding.span.of(text).strip() or finding.rule == "TAB001", finding
        assert all(0 <= item.span.start <= item.span.end <= len(text) for item in finding.evidence), finding
    keys = [finding.anchor for finding in audit.findings]
    assert len(keys) == len(set(keys)), "two findings cannot be told apart"
    assert 0 <= audit.score.compliance <= 100
    assert 0 <= audit.score.quality <= 100


def _said(words: str) -> bool:
    """Whether there are words, and no field that was left open: the texts have no braces of their own."""
    return bool(words.strip()) and "{" not in words and "None" not in words


def _bare(text: str) -> str:
    return "".join(narrow(seen(text)).split())


def check_refusal(refused: AuditError, name: str = "") -> None:
    """One line in each language, with the file in it. Raises AssertionError."""
    for language in LANGUAGES:
        line = error_text(refused, language)
        assert line.strip()
        assert "\n" not in line
        assert name in line

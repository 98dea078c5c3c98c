"""An audit as rows of the store: made where the audit is made, sent as bytes, written by the one who writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec

from auditor.document import Cell, Claim, Reason, Report, Statement
from auditor.finding import Audit, Evidence, Finding, Severity
from auditor.layout import Layout
from auditor.messages import reason_text
from auditor.text.spans import Span

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]


class Likeness(msgspec.Struct, frozen=True):
    """What a report has in common with another one of the store, as places in the first."""

    other: int
    share: float
    letters: int
    passages: tuple[tuple[int, int], ...]


class ResultRows(msgspec.Struct, frozen=True):
    """What the store keeps of an audit, by table."""

    tables: dict[str, list[Row]]


class Audited(msgspec.Struct, frozen=True):
    """The results of a report, or the fault of ours that stopped it, in both languages."""

    report: int
    name: str
    """Agency, year and file, for people."""
    audited_with: str
    rows: ResultRows | None = None
    fault: str | None = None
    fault_en: str | None = None


def rows_of(audit: Audit, likenesses: Sequence[Likeness], layout: Layout) -> ResultRows:
    """The rows of an audit; the number of the report is given to them when they are written."""
    report = audit.report
    severities = [finding.severity for finding in audit.findings if not finding.preview]
    card = audit.score
    tables: dict[str, list[Row]] = {
        "scores": [
            {
                "compliance": card.compliance,
                "quality": card.quality,
                "decided_rules": card.decided_rules,
                "decided_claims": card.decided_claims,
                "errors": severities.count(Severity.ERROR),
                "warnings": severities.count(Severity.WARNING),
                "infos": severities.count(Severity.INFO),
            }
        ],
        "dimensions": [
            {"key": item.key, "weight": item.weight, "compliance": item.compliance, "quality": item.quality}
            for item in card.dimensions
        ],
        "deductions": [
            {
                "dimension": item.key,
                "points": taken.points,
                "rule": taken.rule,
                "fingerprint": taken.fingerprint,
                **_quoted(taken.span, report),
            }
            for item in card.dimensions
            for taken in item.deductions
        ],
        "cells": [_cell(cell) for table in report.tables.values() for cell in table.cells.values()],
        "claims": [_claim(claim, report, layout) for claim in report.claims],
        "measures": [
            _statement(statement, of, report)
            for of, statements in (("measure", report.measures), ("problem", report.problems))
            for statement in statements
        ],
        "findings": [_finding(finding, report) for finding in audit.findings],
        "verdicts": [
            {"rule": code, "outcome": outcome.kind.value, "reason": _reason(outcome.reason, layout)}
            for code, outcome in audit.outcomes.items()
        ],
        "likenesses": [
            {
                "other": item.other,
                "share": item.share,
                "letters": item.letters,
                "passages": json.dumps(item.passages),
            }
            for item in likenesses
        ],
    }
    for name, rows in tables.items():
        if name not in ("scores", "likenesses"):
            for number, row in enumerate(rows):
                row["number"] = number
    return ResultRows(tables)


def storable(text: str) -> str:
    """A text as every database takes it: the sign for what cannot be shown in place of NUL and half characters."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _cell(cell: Cell) -> Row:
    return {
        "path": str(cell.address),
        "value": float(cell.value) if cell.value is not None else None,
        "raw": storable(cell.raw),
        "state": cell.state.value,
    }


def _claim(claim: Claim, report: Report, layout: Layout) -> Row:
    return {
        **_quoted(claim.span, report),
        "value": _number(claim.value),
        "unit": claim.unit,
        "period": claim.period,
        "scope": claim.scope,
        "cell": str(claim.cell) if claim.cell else None,
        "verdict": claim.verdict.value,
        "reason": _reason(claim.reason, layout),
        "expected": _number(claim.expected),
    }


def _statement(statement: Statement, of: str, report: Report) -> Row:
    return {
        "of": of,
        **_quoted(statement.span, report),
        "level": statement.level,
        "score": statement.score,
        "missing": " ".join(facet.value for facet in statement.missing),
    }


def _finding(finding: Finding, report: Report) -> Row:
    return {
        "rule": finding.rule,
        "severity": int(finding.severity),
        "preview": finding.preview,
        "message": storable(finding.message.zh),
        "message_en": storable(finding.message.en),
        "suggestion": storable(finding.suggestion.zh),
        "suggestion_en": storable(finding.suggestion.en),
        **_quoted(finding.span, report),
        "line": report.lines.line_number(finding.span.start),
        "evidence": json.dumps([_evidence(item, report) for item in finding.evidence], ensure_ascii=False),
        "anchor": finding.anchor,
        "fingerprint": finding.fingerprint,
    }


def _evidence(item: Evidence, report: Report) -> dict[str, object]:
    return {**_quoted(item.span, report), "cell": item.cell}


def _quoted(span: Span, report: Report) -> Row:
    return {"start": span.start, "end": span.end, "quote": storable(span.of(report.text))}


def _reason(reason: Reason | None, layout: Layout) -> str | None:
    return storable(reason_text(reason, "zh", layout)) if reason else None


def _number(value: Decimal | None) -> str | None:
    return f"{value:f}" if value is not None else None

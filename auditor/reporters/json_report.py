"""``--format json``: the public contract, schema ``audit/1``."""

from __future__ import annotations

from decimal import Decimal

from auditor.document import Cell, Claim, Phrase, Promise, Reason, Report, Statement
from auditor.finding import Audit, Evidence, Finding, Outcome
from auditor.messages import error_text
from auditor.reporters.jsontext import json_text
from auditor.reporters.run import Run
from auditor.text.intervals import Interval
from auditor.text.spans import Span

SCHEMA = "audit/1"


def render(run: Run) -> str:
    """The JSON of a run. Its language changes messages and suggestions only."""
    document = {
        "schema": SCHEMA,
        "tool": run.tool(),
        "reports": [_report(audit, run.language, with_text=run.with_text) for audit in run.audits],
        "errors": [{"path": path, "message": error_text(error, run.language)} for path, error in run.errors],
    }
    return json_text(document)


def _report(audit: Audit, language: str, *, with_text: bool) -> dict[str, object]:
    report = audit.report
    found: dict[str, object] = {
        "path": report.source.path,
        "part": report.part,
        "sha256": report.source.sha256,
        "agency": report.agency,
        "kind": report.kind,
        "year": report.year,
        "year_source": report.year_source,
        "period": {"start": report.period.start, "end": report.period.end} if report.period else None,
        "sections": _sections(report),
        "tables": _tables(report),
        "claims": [_claim(claim, report.text) for claim in report.claims],
        "measures": [_statement(statement, report.text) for statement in report.measures],
        "problems": [_statement(statement, report.text) for statement in report.problems],
        "promises": [_promise(promise, report.text) for promise in report.promises],
        "omissions": [
            {"start": omission.place, "page": report.source.page_of(omission.place), "reason": _reason(omission.reason)}
            for omission in report.omissions
        ],
        "findings": [_finding(finding, report, language) for finding in audit.findings],
        "verdicts": {code: _outcome(outcome) for code, outcome in audit.outcomes.items()},
        "score": {
            "compliance": audit.score.compliance,
            "quality": audit.score.quality,
            "decided_rules": audit.score.decided_rules,
            "decided_claims": audit.score.decided_claims,
            "dimensions": {
                dimension.key: {
                    "weight": dimension.weight,
                    "compliance": dimension.compliance,
                    "quality": dimension.quality,
                    "deductions": [
                        {
                            "rule": taken.rule,
                            "points": taken.points,
                            "fingerprint": taken.fingerprint,
                            "start": taken.span.start,
                            "end": taken.span.end,
                        }
                        for taken in dimension.deductions
                    ],
                }
                for dimension in audit.score.dimensions
            },
            "dropped": list(audit.score.dropped),
        },
    }
    if with_text:
        found["text"] = report.text
    return found


def _sections(report: Report) -> list[dict[str, object]]:
    """Sections with the extent of heading and body; the preamble is what stands before the first one."""
    first = min((section.title.start for section in report.sections), default=report.extent.end)
    found: list[dict[str, object]] = []
    if report.text[report.extent.start : first].strip():
        title = report.title.of(report.text) if report.title else ""
        found.append({"key": "preamble", "title": title, "start": report.extent.start, "end": first})
    found.extend(
        {
            "key": section.key,
            "title": section.title.of(report.text),
            "start": section.title.start,
            "end": section.body.end,
        }
        for section in report.sections
    )
    return found


def _tables(report: Report) -> dict[str, dict[str, dict[str, object]]]:
    tables: dict[str, dict[str, dict[str, object]]] = {}
    for key, table in report.tables.items():
        rows: dict[str, dict[str, object]] = {}
        for cell in table.cells.values():
            rows.setdefault(cell.address.row, {})[cell.address.column] = _cell(cell)
        tables[key] = rows
    return tables


def _cell(cell: Cell) -> dict[str, object]:
    return {"value": _number(cell.value), "raw": cell.raw, "start": cell.span.start, "end": cell.span.end}


def _claim(claim: Claim, text: str) -> dict[str, object]:
    interval = claim.interval or _interval_of(claim.value)
    return {
        **_quoted(claim.span, text),
        "number": {"start": claim.number.start, "end": claim.number.end} if claim.number else None,
        "value": _number(claim.value),
        "low": _number(interval.low) if interval else None,
        "high": _number(interval.high) if interval else None,
        "unit": claim.unit,
        "period": claim.period,
        "scope": claim.scope,
        "cell": str(claim.cell) if claim.cell else None,
        "verdict": claim.verdict.value,
        "reason": _reason(claim.reason),
        "expected": _number(claim.expected),
    }


def _interval_of(value: Decimal | None) -> Interval | None:
    return Interval(value, value) if value is not None else None


def _statement(statement: Statement, text: str) -> dict[str, object]:
    return {
        **_quoted(statement.span, text),
        "level": statement.level,
        "score": statement.score,
        "facets": {
            facet.value: [[span.start, span.end] for span in spans] for facet, spans in statement.facets.items()
        },
        "missing": [facet.value for facet in statement.missing],
        "gains": {facet.value: level for facet, level in statement.gains.items()},
    }


def _promise(promise: Promise, text: str) -> dict[str, object]:
    span = promise.measure.span
    return {
        "quote": promise.quote,
        "start": span.start,
        "end": span.end,
        "level": promise.measure.level,
        "fate": promise.fate,
        "place": _quoted(promise.place, text) if promise.place else None,
    }


def _finding(finding: Finding, report: Report, language: str) -> dict[str, object]:
    line, column = report.lines.place(finding.span.start)
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "preview": finding.preview,
        "message": finding.message.of(language),
        **_quoted(finding.span, report.text),
        "line": line,
        "column": column,
        "evidence": [_evidence(item, report.text) for item in finding.evidence],
        "suggestion": finding.suggestion.of(language),
        "anchor": finding.anchor,
        "fingerprint": finding.fingerprint,
    }


def _evidence(item: Evidence, text: str) -> dict[str, object]:
    return {**_quoted(item.span, text), "cell": item.cell}


def _quoted(span: Span, text: str) -> dict[str, object]:
    return {"quote": span.of(text), "start": span.start, "end": span.end}


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {"outcome": outcome.kind.value, "reason": _reason(outcome.reason)}


def _reason(reason: Reason | None) -> dict[str, object] | None:
    if reason is None:
        return None
    return {"code": reason.code, "params": {key: _plain(value) for key, value in reason.params.items()}}


def _plain(value: object) -> object:
    if isinstance(value, Phrase):
        return value.zh
    if isinstance(value, Reason):
        return _reason(value)
    return value if isinstance(value, int | str) else str(value)


def _number(value: Decimal | None) -> str | None:
    """Decimals as people write them: no exponent, no trailing zeros after the point."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

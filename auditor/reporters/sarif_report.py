"""``--format sarif``: SARIF 2.1.0 (OASIS), for editors and code hosts.

Findings are results of kind ``fail``, rules that could not be decided results of kind ``open``; what passed is left
out. Files that could not be audited, and what a file shows and reading could not turn into text, are notifications.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.document import CellAddress, CellSum, Report
from auditor.errors import AuditError
from auditor.finding import Audit, Evidence, Finding, Severity
from auditor.messages import error_text, reason_text
from auditor.reporters import lines
from auditor.reporters.grouping import open_rules
from auditor.reporters.jsontext import json_text
from auditor.reporters.rulehelp import help_of, purpose_of
from auditor.reporters.run import Run
from auditor.reporters.sarif_places import Node, Places, told
from auditor.rulebook.specs import Rule
from auditor.text.spans import Span
from auditor.version import __version__

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_OMITTED = "omission"


def render(run: Run) -> str:
    """The SARIF log of a run."""
    return json_text({"$schema": SCHEMA, "version": VERSION, "runs": [_Log(run).run()]})


class _Log:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._places = Places(run)
        ran = {code for audit in run.audits for code in audit.outcomes}
        self._rules = [rule for rule in run.rulebook.rules if rule.id in ran]
        self._number = {rule.id: place for place, rule in enumerate(self._rules)}

    def run(self) -> Node:
        return {
            "tool": {"driver": self._driver()},
            "language": _LANGUAGES[self._run.language],
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "invocations": [
                {
                    "executionSuccessful": not self._run.errors,
                    "toolExecutionNotifications": list(self._notifications()),
                }
            ],
            "artifacts": list(self._places.artifacts()),
            "results": [result for audit in self._run.audits for result in self._results(audit)],
            "properties": {"reports": [self._summary(audit) for audit in self._run.audits]},
        }

    def _driver(self) -> Node:
        return {
            "name": "nianbao-audit",
            "version": __version__,
            "language": _LANGUAGES[self._run.language],
            "rules": [self._rule(rule) for rule in self._rules],
            "properties": {"rulebookVersion": self._run.rulebook.version, "modelVersion": self._run.model_version},
        }

    def _rule(self, rule: Rule) -> Node:
        page = self._run.rulebook.pages[rule.id]
        title = rule.title.phrase.of(self._run.language)
        text = self._help(rule, page) or title
        purpose = purpose_of(page) if self._run.language == "zh" else ""
        return {
            "id": rule.id,
            "name": "".join(part.capitalize() for part in rule.name.split("-")),
            "shortDescription": told(title),
            "fullDescription": told(purpose or title),
            "help": {"text": text.replace("## ", ""), "markdown": text},
            "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.status == "stable"},
            "properties": {
                "family": rule.family,
                "status": rule.status,
                "basis": {"kind": rule.basis.kind, "document": rule.basis.document, "clause": rule.basis.clause},
                "tags": [rule.family, rule.status],
            },
        }

    def _help(self, rule: Rule, page: Path) -> str:
        """The page of a rule; to another language than the page's, behind a line that says what it is."""
        language, text = self._run.language, help_of(page, self._run.language)
        if language == "zh" or not text:
            return text
        return f"{self._run.say('help_language', title=rule.title.phrase.of(language))}\n\n{text}"

    def _results(self, audit: Audit) -> Iterator[Node]:
        report = audit.report
        for finding in audit.findings:
            yield self._finding(finding, report)
        for code, reason in open_rules(audit):
            words = reason_text(reason, self._run.language, self._run.rulebook.form_of(report), with_option=True)
            yield {
                "ruleId": code,
                "ruleIndex": self._number[code],
                "kind": "open",
                "level": "none",
                "message": told(words),
                "locations": [self._places.whole(report)],
                "properties": {"part": report.part, "reason": reason.code},
            }

    def _finding(self, finding: Finding, report: Report) -> Node:
        related = [self._related(item, report, number) for number, item in enumerate(finding.evidence, start=1)]
        return {
            "ruleId": finding.rule,
            "ruleIndex": self._number[finding.rule],
            "kind": "fail",
            "level": _LEVELS[finding.severity.word],
            "message": told(self._words(finding, report)),
            "locations": [self._places.location(report, finding.span)],
            **({"relatedLocations": related} if related else {}),
            "partialFingerprints": {
                "auditAnchor/v1": finding.anchor,
                "auditFingerprint/v1": finding.fingerprint,
            },
            "properties": {
                "part": report.part,
                "preview": finding.preview,
                "suggestion": lines.suggestion(finding, self._run),
            },
        }

    def _words(self, finding: Finding, report: Report) -> str:
        """Message and advice, preceded by the place where the file has no lines to point at."""
        mark, message = lines.preview_mark(finding, self._run).strip(), lines.message(finding, self._run)
        if report.source.format != "text":
            place = lines.place(report, finding.span, self._run)
            message = self._run.say("listed", name=place, text=message)
        advice = self._run.say("listed", name=self._run.say("advice"), text=lines.suggestion(finding, self._run))
        return f"{mark} {message}\n{advice}".lstrip()

    def _related(self, item: Evidence, report: Report, number: int) -> Node:
        words = self._cell(item.cell, report) if item.cell else lines.short(item.span.of(report.text))
        return {"id": number, **self._places.location(report, item.span), **({"message": told(words)} if words else {})}

    def _cell(self, cell: str, report: Report) -> str:
        addresses = [address.split(".") for address in cell.split(" + ")]
        if any(len(keys) != 3 for keys in addresses):
            return cell
        cells = CellSum(tuple(CellAddress(*keys) for keys in addresses))
        return self._run.rulebook.form_of(report).sum_label(cells).of(self._run.language)

    def _notifications(self) -> Iterator[Node]:
        for path, error in self._run.errors:
            yield self._unread(path, error)
        for audit in self._run.audits:
            report = audit.report
            for omission, what in zip(report.omissions, lines.omissions(report, self._run), strict=True):
                yield {
                    "descriptor": {"id": _OMITTED},
                    "level": "warning",
                    "message": told(what),
                    "locations": [self._places.location(report, Span(omission.place, omission.place))],
                }

    def _unread(self, path: str, error: AuditError) -> Node:
        return {
            "descriptor": {"id": error.code},
            "level": "error",
            "message": told(error_text(error, self._run.language)),
            "locations": [{"physicalLocation": {"artifactLocation": self._places.file(path)}}],
        }

    def _summary(self, audit: Audit) -> Node:
        """What a report came to, for the rules that passed have no result of their own."""
        report, outcomes = audit.report, Counter(outcome.kind.value for outcome in audit.outcomes.values())
        severities = Counter(finding.severity for finding in audit.findings)
        return {
            "file": self._places.file(report.source.path, report.source.sha256),
            "part": report.part,
            "agency": report.agency,
            "kind": report.kind,
            "year": report.year,
            "compliance": audit.score.compliance,
            "quality": audit.score.quality,
            "decidedRules": audit.score.decided_rules,
            "decidedClaims": audit.score.decided_claims,
            "findings": {severity.word: severities[severity] for severity in sorted(Severity, reverse=True)},
            "outcomes": dict(sorted(outcomes.items())),
        }

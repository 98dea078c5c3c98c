"""What several outputs list in the same order: findings by severity, open rules by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.document import Reason
from auditor.finding import Audit, Finding, OutcomeKind, Severity
from auditor.messages import reason_text
from auditor.reporters.run import Run

_OPEN = (OutcomeKind.UNDECIDED, OutcomeKind.FAILED)
"""A rule that failed may besides have left something open."""


def by_severity(audit: Audit) -> Iterator[tuple[Severity, list[Finding]]]:
    """The findings of a report, the gravest first; severities without any are left out."""
    for severity in sorted(Severity, reverse=True):
        found = [finding for finding in audit.findings if finding.severity is severity]
        if found:
            yield severity, found


def open_rules(audit: Audit) -> list[tuple[str, Reason]]:
    """The rules that could not be decided, in whole or in part, and why."""
    return [
        (code, outcome.reason)
        for code, outcome in audit.outcomes.items()
        if outcome.reason is not None and outcome.kind in _OPEN
    ]


def by_reason(audit: Audit, run: Run, *, with_options: bool = True) -> dict[str, list[str]]:
    """The codes of the open rules by the words of their reason, with the options that would settle them."""
    grouped: dict[str, list[str]] = {}
    form = run.rulebook.form_of(audit.report)
    for code, reason in open_rules(audit):
        words = reason_text(reason, run.language, form, with_option=with_options)
        grouped.setdefault(words, []).append(code)
    return grouped


def counts(run: Run) -> Counter[Severity]:
    """How many findings of each severity the reports of a run have together."""
    return Counter(finding.severity for audit in run.audits for finding in audit.findings)

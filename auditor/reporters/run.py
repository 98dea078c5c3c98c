"""What an output is made of: the audits of one call, what could not be read, and how it is to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.errors import AuditError
from auditor.finding import Audit, Finding, Severity
from auditor.messages import words
from auditor.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Run:
    """The audits of a call in the order of its files, and what each output needs beside them."""

    audits: Sequence[Audit]
    errors: Sequence[tuple[str, AuditError]]
    """Files that could not be audited, and why."""
    rulebook: Rulebook
    model_version: str
    language: str = "zh"
    colour: bool = False
    claims: bool = False
    """Whether the text lists every claim."""
    with_text: bool = False
    """Whether the JSON carries the text of each report."""

    def say(self, key: str, **params: object) -> str:
        """A text of the interface in the language of the call."""
        return words(key, self.language, **params)

    def summary(self) -> str:
        """One line for all reports: how many, with how many findings, and how many files could not be audited."""
        found = Counter(finding.severity for audit in self.audits for finding in audit.findings)
        return self.say(
            "summary",
            reports=len(self.audits),
            errors=found[Severity.ERROR],
            warnings=found[Severity.WARNING],
            infos=found[Severity.INFO],
            unread=self.say("unread", count=len(self.errors)) if self.errors else "",
        )

    def basis_of(self, finding: Finding) -> str:
        """Document and clause that a finding rests on."""
        rule = self.rulebook.rule(finding.rule)
        return f"{rule.basis.document} {rule.basis.clause}".strip() if rule else ""

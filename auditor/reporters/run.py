"""What an output is made of: the audits of one call, what could not be read, and how it is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.errors import AuditError
from auditor.finding import Audit, Finding
from auditor.messages import words
from auditor.reporters.checks import Check
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
    checks: Sequence[Check] = ()
    """What people wrote in an earlier workbook, for the next one."""

    def say(self, key: str, **params: object) -> str:
        """A text of the interface in the language of the call."""
        return words(key, self.language, **params)

    def basis_of(self, finding: Finding) -> str:
        """Document and clause that a finding rests on."""
        rule = self.rulebook.rule(finding.rule)
        return f"{rule.basis.document} {rule.basis.clause}".strip() if rule else ""

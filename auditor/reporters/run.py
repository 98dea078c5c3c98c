"""What an output is made of: the audits of one call, what could not be read, and how it is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.document import Report
from auditor.errors import AuditError
from auditor.finding import Audit, Finding
from auditor.messages import basis_text, words
from auditor.reporters.checks import Check
from auditor.rulebook import Rule, Rulebook
from auditor.version import __version__


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
    dismissed: frozenset[str] = frozenset()
    """The fingerprints of findings that people dismissed: what goes to an agency leaves them out."""
    listed_as: str | None = None
    """What the list of those that must report calls the agency of the one report, which may be more than that does."""

    def say(self, key: str, **params: object) -> str:
        """A text of the interface in the language of the call."""
        return words(key, self.language, **params)

    def standing(self, audit: Audit) -> list[Finding]:
        """The findings of an audit that nobody dismissed."""
        return [finding for finding in audit.findings if finding.fingerprint not in self.dismissed]

    def basis_of(self, finding: Finding, report: Report) -> str:
        """Document and clause that a finding of a report rests on, and the notice that asks for more where one does."""
        rule = self.rulebook.rule(finding.rule)
        if rule is None:
            return ""
        resting = self.rulebook.basis_of(rule, report, finding.grade)
        told = [basis_text(part, self.language) for part in (resting.document, resting.clause) if part]
        return self.with_notice(self.say("clause_joint").join(told), rule)

    def with_notice(self, basis: str, rule: Rule) -> str:
        """What a rule rests on, and behind it the notice by which the profile asks for more, where one does."""
        notice = self.rulebook.notice_beside(rule)
        return self.say("between_clauses").join((basis, notice) if notice else (basis,))

    def tool(self) -> dict[str, str | None]:
        """The same as ``made_by`` for programs, whatever the language."""
        profile = self.rulebook.profile
        return {
            "version": __version__,
            "rulebook": self.rulebook.version,
            "model": self.model_version,
            "profile": profile.name if profile else None,
        }

    def made_by(self) -> str:
        """Version of the tool, hashes of rules and model, and the profile that the rules are read by."""
        versions = {"tool": __version__, "rules": self.rulebook.version, "model": self.model_version or "-"}
        profile = self.rulebook.profile
        asked = self.say("made_for", profile=profile.title.phrase.of(self.language)) if profile else ""
        return self.say("made_by", **versions) + asked

"""What an audit says: hits of checks, findings with identity and severity, outcomes, scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TypeAlias

import msgspec

from auditor.document import CellAddress, CellSum, Claim, Phrase, Reason, Report, Statement
from auditor.text.spans import Span


class Severity(IntEnum):
    """How grave a finding is; comparable."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


Param: TypeAlias = "str | int | Decimal | Phrase | CellAddress | CellSum | Reason"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that bears a finding out, with the cell that stands there, if one does."""

    span: Span
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a check failed. Checks know neither code nor severity: rules do.

    ``grade`` names a condition that the rule may weigh differently (``[[grade]]``);
    ``cell`` anchors the hit across years where a cell is concerned.
    """

    span: Span
    params: Mapping[str, Param] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    grade: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with identity, severity and words."""

    rule: str
    severity: Severity
    preview: bool
    message: Phrase
    suggestion: Phrase
    span: Span
    evidence: tuple[Evidence, ...]
    anchor: str
    fingerprint: str
    grade: str | None = None
    """The named condition by which its rule weighed it, where one did."""


class OutcomeKind(StrEnum):
    """What became of one rule on one report. Silence is not a pass."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of a rule; undecided ones say why, as do those that do not apply."""

    kind: OutcomeKind
    reason: Reason | None = None


class Deduction(msgspec.Struct, frozen=True):
    """Points that were taken, by which rule, and for which place of the report."""

    rule: str
    points: float
    fingerprint: str
    """Of the finding; empty where a problem or measure lacks something to the best level."""
    span: Span


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the scorecard: points reached of its weight after renormalisation."""

    key: str
    weight: float
    compliance: float
    quality: float
    deductions: tuple[Deduction, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Compliance counts errors only, quality all findings; both 0 to 100."""

    compliance: float
    quality: float
    decided_rules: float
    decided_claims: float
    dimensions: tuple[Dimension, ...]
    dropped: tuple[str, ...]
    """Dimensions without input; their weight went to the others."""


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was found on one report."""

    report: Report
    findings: tuple[Finding, ...]
    outcomes: Mapping[str, Outcome]
    score: Scorecard
    rulebook_version: str

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The numbers and universal statements of the narrative, in order, each with its cell and verdict."""
        return self.report.claims

    @property
    def measures(self) -> tuple[Statement, ...]:
        """The improvement measures, in order, each with its rating."""
        return self.report.measures

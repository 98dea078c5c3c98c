"""Verdicts to a scorecard: two figures, each deduction with its finding, and how much was decided."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.document import Report, Verdict
from auditor.errors import RuleFileError
from auditor.finding import Deduction, Dimension, Finding, Outcome, OutcomeKind, Scorecard, Severity
from auditor.layout import Label
from auditor.rulebook import Rule

_FULL = 100.0


class DimensionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dimension: its weight, the rules that feed it (families or codes) and what a finding costs."""

    key: str
    label: Label
    weight: float
    rules: tuple[str, ...]
    deductions: dict[str, float]

    def takes(self, code: str) -> int:
        """How closely the dimension claims a rule: length of the longest prefix, 0 for not at all."""
        return max((len(prefix) for prefix in self.rules if code.startswith(prefix)), default=0)


class ScorecardSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The scorecard file."""

    dimension: tuple[DimensionSpec, ...]


@lru_cache(maxsize=4)
def load_scorecard(path: Path) -> ScorecardSpec:
    """Read the scorecard file. Raises RuleFileError."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), ScorecardSpec)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=str(error)) from error


def score(
    report: Report,
    findings: Sequence[Finding],
    outcomes: Mapping[str, Outcome],
    rules: Sequence[Rule],
    spec: ScorecardSpec,
) -> Scorecard:
    """The scorecard of a report. Preview rules never count; dimensions that nothing decided drop out."""
    stable = {rule.id for rule in rules if not rule.preview}
    decided = {code for code, outcome in outcomes.items() if code in stable and _is_decided(outcome)}
    dimensions: list[Dimension] = []
    dropped: list[str] = []
    for dimension in spec.dimension:
        mine = {code for code in decided if _home(code, spec) is dimension}
        if not mine:
            dropped.append(dimension.key)
            continue
        costs = [
            (finding, dimension.deductions.get(finding.severity.word, 0.0))
            for finding in findings
            if finding.rule in mine
        ]
        all_costs = sum(cost for _, cost in costs)
        error_costs = sum(cost for finding, cost in costs if finding.severity is Severity.ERROR)
        dimensions.append(
            Dimension(
                dimension.key,
                dimension.weight,
                max(0.0, dimension.weight - error_costs),
                max(0.0, dimension.weight - all_costs),
                tuple(Deduction(finding.rule, cost, finding.fingerprint) for finding, cost in costs if cost),
            )
        )
    total = sum(dimension.weight for dimension in dimensions)
    applicable = [
        outcome
        for code, outcome in outcomes.items()
        if code in stable and outcome.kind is not OutcomeKind.NOT_APPLICABLE
    ]
    return Scorecard(
        compliance=_share(sum(dimension.compliance for dimension in dimensions), total),
        quality=_share(sum(dimension.quality for dimension in dimensions), total),
        decided_rules=_ratio(sum(1 for outcome in applicable if _is_decided(outcome)), len(applicable)),
        decided_claims=_decided_claims(report),
        dimensions=tuple(dimensions),
        dropped=tuple(dropped),
    )


def _is_decided(outcome: Outcome) -> bool:
    return outcome.kind in (OutcomeKind.PASSED, OutcomeKind.FAILED)


def _home(code: str, spec: ScorecardSpec) -> DimensionSpec | None:
    best = max(spec.dimension, key=lambda dimension: dimension.takes(code))
    return best if best.takes(code) else None


def _share(points: float, total: float) -> float:
    return round(points / total * _FULL, 1) if total else 0.0


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _decided_claims(report: Report) -> float:
    """The share of numbers about the tables that were decided; 1 when there are none."""
    eligible = [claim for claim in report.claims if claim.verdict not in (Verdict.NO_CELL, Verdict.OUT_OF_SCOPE)]
    decided = [claim for claim in eligible if claim.verdict is not Verdict.AMBIGUOUS]
    return _ratio(len(decided), len(eligible)) if eligible else 1.0

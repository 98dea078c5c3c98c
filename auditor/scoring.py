"""Verdicts to a scorecard: two figures, each deduction with its evidence, and how much was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from auditor.document import Report, Statement, Verdict
from auditor.finding import Deduction, Dimension, Finding, Outcome, OutcomeKind, Scorecard, Severity
from auditor.layout import Label
from auditor.rulebook import Rule
from auditor.toml import converted, table_in

_FULL = 100.0
_BEST_LEVEL = 3


class PartSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a dimension: its points, and what takes from them."""

    points: float
    rules: tuple[str, ...]
    """Families or codes; of a part by levels, the rule that speaks of them."""
    deductions: dict[str, float] = {}
    """What a finding costs, by severity."""
    codes: dict[str, float] = {}
    """What a finding of a rule costs, whatever its severity."""
    levels: Literal["problems", "measures"] | None = None
    absent: str = ""

    def takes(self, code: str) -> int:
        """How closely the part claims a rule: length of the longest prefix, 0 for not at all."""
        return 0 if self.levels else max((len(name) for name in self.rules if code.startswith(name)), default=0)

    def cost(self, finding: Finding) -> float:
        """What a finding costs before the part runs out of points."""
        return self.codes.get(finding.rule, self.deductions.get(finding.severity.word, 0.0))


class DimensionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dimension: its weight and its parts."""

    key: str
    label: Label
    weight: float
    part: tuple[PartSpec, ...]


class ScorecardSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """The scorecard file. Compared by identity."""

    dimension: tuple[DimensionSpec, ...]

    @lru_cache(maxsize=512)  # noqa: B019 - a process reads a handful of scorecards
    def home(self, code: str) -> PartSpec | None:
        """The part that a rule takes from: the one that claims it most closely."""
        parts = [part for dimension in self.dimension for part in dimension.part]
        best = max(parts, key=lambda part: part.takes(code))
        return best if best.takes(code) else None


@lru_cache(maxsize=4)
def load_scorecard(path: Path) -> ScorecardSpec:
    """Read the scorecard file. Raises RuleFileError."""
    return converted(table_in(path), ScorecardSpec, path)


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
    counted = [finding for finding in findings if finding.rule in decided]
    homes = {code: spec.home(code) for code in decided}
    dimensions: list[Dimension] = []
    dropped: list[str] = []
    for dimension in spec.dimension:
        parts = [
            (part, taken)
            for part in dimension.part
            if (taken := _taken(part, report, counted, homes, stable)) is not None
        ]
        if parts:
            dimensions.append(_dimension(dimension, parts))
        else:
            dropped.append(dimension.key)
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


def _taken(
    part: PartSpec,
    report: Report,
    findings: Iterable[Finding],
    homes: Mapping[str, PartSpec | None],
    stable: set[str],
) -> list[tuple[Deduction, bool]] | None:
    """What is taken from a part, and whether it counts against compliance too; None where nothing was decided."""
    if part.levels:
        return _lacking(part, report, findings) if stable.intersection((*part.rules, part.absent)) else None
    if not any(home is part for home in homes.values()):
        return None
    taken = [
        (Deduction(finding.rule, part.cost(finding), finding.fingerprint, finding.span), finding.severity)
        for finding in findings
        if homes[finding.rule] is part
    ]
    return [(deduction, severity is Severity.ERROR) for deduction, severity in taken if deduction.points]


def _lacking(part: PartSpec, report: Report, findings: Iterable[Finding]) -> list[tuple[Deduction, bool]] | None:
    """What the problems or measures lack to the best level; everything where a rule found that there are none."""
    statements: Sequence[Statement] = report.problems if part.levels == "problems" else report.measures
    none = next((finding for finding in findings if finding.rule == part.absent), None)
    if none is not None:
        return [(Deduction(none.rule, part.points, none.fingerprint, none.span), False)]
    if not statements:
        return None
    each = part.points / len(statements) / _BEST_LEVEL
    return [
        (Deduction(part.rules[0], each * (_BEST_LEVEL - statement.level), "", statement.span), False)
        for statement in statements
        if statement.level < _BEST_LEVEL
    ]


def _dimension(spec: DimensionSpec, parts: Sequence[tuple[PartSpec, list[tuple[Deduction, bool]]]]) -> Dimension:
    """A dimension of its parts that something decided; the points of the others go to them."""
    scale = spec.weight / sum(part.points for part, _ in parts)
    deductions: list[Deduction] = []
    compliance = quality = 0.0
    for part, taken in parts:
        left = part.points
        for deduction, _ in taken:
            points = min(left, deduction.points)
            left -= points
            if points:
                deductions.append(msgspec.structs.replace(deduction, points=_rounded(points * scale)))
        quality += left * scale
        lost = sum(deduction.points for deduction, counts in taken if counts)
        compliance += max(0.0, part.points - lost) * scale
    return Dimension(spec.key, spec.weight, _rounded(compliance), _rounded(quality), tuple(deductions))


def _is_decided(outcome: Outcome) -> bool:
    return outcome.kind in (OutcomeKind.PASSED, OutcomeKind.FAILED)


def _share(points: float, total: float) -> float:
    return round(points / total * _FULL, 1) if total else 0.0


def _rounded(points: float) -> float:
    """Points as they are shown: two decimals, as weights of parts seldom divide evenly."""
    return round(points, 2)


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _decided_claims(report: Report) -> float:
    """The share of numbers about the tables that were decided; 1 when there are none."""
    eligible = [claim for claim in report.claims if claim.verdict not in (Verdict.NO_CELL, Verdict.OUT_OF_SCOPE)]
    decided = [claim for claim in eligible if claim.verdict is not Verdict.AMBIGUOUS]
    return _ratio(len(decided), len(eligible)) if eligible else 1.0

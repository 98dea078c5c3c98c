"""How rules fare: where each found something, and what people said of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import NormalDist
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from auditor.store.schema import agencies, decisions, findings, reports

_RIGHT = ("confirmed", "corrected")
_WRONG = "unfounded"
_SURE = 0.95


class OfRule(msgspec.Struct, frozen=True):
    """How much a rule found in the reports that count, for some years in their order."""

    rule: str
    findings: tuple[int, ...]


class Precision(msgspec.Struct, frozen=True):
    """How many of a rule's findings people found right and wrong; what is pending or only noted is neither."""

    rule: str
    right: int
    wrong: int

    @classmethod
    def of(cls, rule: str, said: Mapping[str, int]) -> Precision:
        """Of how often people said what of a rule's findings."""
        return cls(rule, sum(said.get(word, 0) for word in _RIGHT), said.get(_WRONG, 0))

    @property
    def decided(self) -> int:
        return self.right + self.wrong

    @property
    def share(self) -> float | None:
        """The share that is right; None where nothing was decided."""
        return self.right / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share of all findings of the rule lies, nineteen times of twenty (Wilson).

        Those that were checked are taken for a fair sample of them.
        """
        if not self.decided:
            return None
        sure, count = NormalDist().inv_cdf((1 + _SURE) / 2), self.decided
        share, widening = self.right / count, sure * sure / count
        middle = share + widening / 2
        reach = sure * sqrt(share * (1 - share) / count + widening / count / 4)
        return max(0.0, (middle - reach) / (1 + widening)), min(1.0, (middle + reach) / (1 + widening))


class Judged(msgspec.Struct, frozen=True):
    """The word that holds of a finding: the last that is more than a note."""

    agency: int
    name: str
    year: int
    fingerprint: str
    said: str
    why: str
    who: str
    at: str
    stands: bool
    """Whether the finding is still found in the report that counts."""


class Counted(msgspec.Struct, frozen=True):
    """A report that counts, and whose it is."""

    report: int
    agency: int
    name: str


class Judgement(msgspec.Struct, frozen=True):
    """A finding that people found right or wrong, and the report that it is of; only while it stands."""

    report: int
    agency: str
    year: int
    rule: str
    line: int
    quote: str
    fingerprint: str
    right: bool
    said: str
    why: str
    who: str


def found_by_rules(connection: Connection, years: Sequence[int], rule: str | None = None) -> list[OfRule]:
    """How much each rule, or one of them, found in some years, by rule."""
    # A column a year: so the index by rule is read from end to end, without sorting rows into groups by year.
    of_years = [func.sum(case((and_(reports.c.year == year, reports.c.counted), 1), else_=0)) for year in years]
    asked = (
        select(findings.c.rule, *of_years)
        .join(reports, reports.c.id == findings.c.report)
        .where(*([findings.c.rule == rule] if rule else []))
        .group_by(findings.c.rule)
        .order_by(findings.c.rule)
    )
    return [OfRule(row[0], tuple(map(int, row[1:]))) for row in connection.execute(asked)]


def counted_in(connection: Connection, year: int, rule: str) -> list[Counted]:
    """The reports of a year that count, those first in which a rule found something."""
    told = select(findings.c.report).where(findings.c.rule == rule, findings.c.report == reports.c.id).limit(1).exists()
    asked = (
        select(reports.c.id, agencies.c.id, agencies.c.name)
        .join(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(told.desc(), reports.c.id)
    )
    return [Counted(*row) for row in connection.execute(asked)]


def precisions(connection: Connection) -> list[Precision]:
    """What people said of the findings of each rule that they decided on, by rule."""
    right, wrong = (func.sum(case((test, 1), else_=0)) for test in _tests())
    asked = (
        select(decisions.c.rule, right, wrong)
        .where(decisions.c.id.in_(_holding()))
        .group_by(decisions.c.rule)
        .order_by(decisions.c.rule)
    )
    return [Precision(code, int(yes), int(no)) for code, yes, no in connection.execute(asked) if yes or no]


def said_of(connection: Connection, rule: str) -> dict[str, int]:
    """How many findings of a rule people said what of."""
    asked = (
        select(decisions.c.said, func.count())
        .where(decisions.c.id.in_(_holding(rule)))
        .group_by(decisions.c.said)
        .order_by(decisions.c.said)
    )
    return dict(map(tuple[str, int], connection.execute(asked)))


def judged_of(
    connection: Connection, rule: str, year: int | None = None, said: str | None = None, most: int | None = None
) -> list[Judged]:
    """What people said of the findings of a rule, the last first; in a year, or one word of it, if any is named."""
    asked = (
        select(
            decisions.c.agency,
            agencies.c.name,
            decisions.c.year,
            decisions.c.fingerprint,
            decisions.c.said,
            decisions.c.why,
            decisions.c.who,
            decisions.c.at,
            _standing().exists(),
        )
        .join(agencies, agencies.c.id == decisions.c.agency)
        .where(
            decisions.c.id.in_(_holding(rule)),
            *([decisions.c.year == year] if year else []),
            *([decisions.c.said == said] if said else []),
        )
        .order_by(decisions.c.id.desc())
        .limit(most)
    )
    return [Judged(*values) for values in map(tuple[Any, ...], connection.execute(asked))]


def judgements(connection: Connection, year: int | None = None) -> list[Judgement]:
    """The findings that stand and that people found right or wrong, by report and place."""
    counted = and_(reports.c.agency == decisions.c.agency, reports.c.year == decisions.c.year, reports.c.counted)
    same = and_(findings.c.report == reports.c.id, findings.c.fingerprint == decisions.c.fingerprint)
    right, _ = _tests()
    asked = (
        select(
            reports.c.id,
            agencies.c.name,
            decisions.c.year,
            decisions.c.rule,
            findings.c.line,
            findings.c.quote,
            decisions.c.fingerprint,
            right,
            decisions.c.said,
            decisions.c.why,
            decisions.c.who,
        )
        .join(agencies, agencies.c.id == decisions.c.agency)
        .join(reports, counted)
        .join(findings, same)
        .where(
            decisions.c.id.in_(_holding()),
            decisions.c.said.in_((*_RIGHT, _WRONG)),
            *([decisions.c.year == year] if year else []),
        )
        .order_by(reports.c.id, findings.c.start, findings.c.rule)
    )
    return [Judgement(*values) for values in map(tuple[Any, ...], connection.execute(asked))]


def _tests() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a word says that a finding is right, and whether it says that it is wrong."""
    return decisions.c.said.in_(_RIGHT), decisions.c.said == _WRONG


def _holding(rule: str | None = None) -> Select[tuple[int]]:
    """The numbers of the words that hold: the last on each finding that is more than a note."""
    return (
        select(func.max(decisions.c.id))
        .where(decisions.c.said != "noted", *([decisions.c.rule == rule] if rule else []))
        .group_by(decisions.c.agency, decisions.c.year, decisions.c.fingerprint)
    )


def _standing() -> Select[tuple[int]]:
    return (
        select(findings.c.report)
        .join(reports, reports.c.id == findings.c.report)
        .where(
            reports.c.counted,
            reports.c.agency == decisions.c.agency,
            reports.c.year == decisions.c.year,
            findings.c.fingerprint == decisions.c.fingerprint,
        )
    )

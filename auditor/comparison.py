"""What became of findings after a report was handed in again: fixed, still open, new, or no longer to be told.

A finding is followed by its anchor, which masks digits: another wrong number at the same place is the same finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.finding import Audit, Finding, Outcome, OutcomeKind

LACKING = ("previous_missing", "peers_missing", "children_missing")
"""Why a rule compares with nothing: last year's report, those of other agencies, or those of bodies below."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of an earlier and of a later report of an agency for a year."""

    old: Audit
    new: Audit
    fixed: tuple[Finding, ...]
    """Of the earlier report."""
    open: tuple[Finding, ...]
    """Of the later report, and of the earlier one already."""
    added: tuple[Finding, ...]
    """Of the later report only."""
    untold: tuple[Finding, ...]
    """Of the earlier report, by rules that could decide nothing on the later one: neither fixed nor open."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Earlier and later reports, and those that have no counterpart."""

    pairs: tuple[tuple[Audit, Audit], ...]
    only_old: tuple[Audit, ...]
    only_new: tuple[Audit, ...]


def compare(old: Audit, new: Audit) -> Comparison:
    """What became of the findings of ``old`` in ``new``, each in its order."""
    later = {finding.anchor for finding in new.findings}
    earlier = {finding.anchor for finding in old.findings}
    gone = [finding for finding in old.findings if finding.anchor not in later]
    untold = [finding for finding in gone if not _decided(finding, new)]
    return Comparison(
        old,
        new,
        tuple(finding for finding in gone if _decided(finding, new)),
        tuple(finding for finding in new.findings if finding.anchor in earlier),
        tuple(finding for finding in new.findings if finding.anchor not in earlier),
        tuple(untold),
    )


def _decided(finding: Finding, audit: Audit) -> bool:
    """Whether the rule of a finding was decided on a report to the end, or does not hold there any more."""
    outcome = audit.outcomes.get(finding.rule)
    if outcome is None or outcome.kind is OutcomeKind.UNDECIDED or _lacking(outcome):
        return False
    return outcome.kind is not OutcomeKind.FAILED or outcome.reason is None


def not_made(audits: Sequence[Audit]) -> dict[str, dict[str, int]]:
    """The rules that had nothing to compare a report with, by what was not there, with how many reports each."""
    found: dict[str, dict[str, int]] = {missing: {} for missing in LACKING}
    for audit in audits:
        for rule, outcome in audit.outcomes.items():
            if (missing := _lacking(outcome)) is not None:
                found[missing][rule] = found[missing].get(rule, 0) + 1
    return {missing: dict(sorted(rules.items())) for missing, rules in found.items() if rules}


def _lacking(outcome: Outcome) -> str | None:
    """Which report was not there that a rule compares with."""
    return outcome.reason.code if outcome.reason is not None and outcome.reason.code in LACKING else None


def match(old: Sequence[Audit], new: Sequence[Audit]) -> Matched:
    """Earlier and later reports of the same agency for the same year; one and one are a pair whatever they are called.

    Of several later ones of an agency and year the last is taken.
    """
    if len(old) == len(new) == 1:
        return Matched(((old[0], new[0]),), (), ())
    later: dict[tuple[str | None, int | None], list[Audit]] = defaultdict(list)
    for audit in new:
        later[_key(audit)].append(audit)
    pairs = [(audit, later[_key(audit)][-1]) for audit in old if _known(audit) and later[_key(audit)]]
    paired = {_key(audit) for audit, _ in pairs}
    return Matched(
        tuple(pairs),
        tuple(audit for audit in old if _key(audit) not in paired),
        tuple(audit for audit in new if _key(audit) not in paired),
    )


def _key(audit: Audit) -> tuple[str | None, int | None]:
    return audit.report.agency, audit.report.year


def _known(audit: Audit) -> bool:
    return audit.report.agency is not None and audit.report.year is not None

"""A rule as it is and as somebody edited it, on one report: what would appear, vanish, or weigh otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from auditor import api
from auditor.document import Neighbours, Report
from auditor.finding import Audit, Finding, OutcomeKind
from auditor.rulebook import Rulebook

Change: TypeAlias = Literal["vanished", "appeared", "reweighed"]
CHANGES: tuple[Change, ...] = ("vanished", "appeared", "reweighed")
_LONGEST = 200
"""Characters of a quote; findings are read on the page of their report."""


class Differing(msgspec.Struct, frozen=True):
    """A finding that the edited rule no longer has, has beside those before, or weighs otherwise."""

    change: Change
    fingerprint: str
    severity: str
    severity_before: str | None
    """Where it weighs otherwise."""
    line: int
    quote: str
    message: str


class Tried(msgspec.Struct, frozen=True):
    """What an edited rule does to a report."""

    report: int
    found: tuple[Differing, ...] = ()
    kept: int = 0
    """How many findings stay as they are."""
    silenced: bool = False
    """Whether the rule was decided before and no longer is."""
    fault: str | None = None
    """Why the rule could not be run as it was edited."""


def tried(number: int, report: Report, neighbours: Neighbours, code: str, books: tuple[Rulebook, Rulebook]) -> Tried:
    """What becomes of a report's findings of a rule from one rulebook to the other. Raises RuleCrash."""
    before, after = (_audit(report, neighbours, code, book) for book in books)
    found = tuple(_differing(before, after))
    kept = sum(1 for finding in after.findings if all(finding.fingerprint != item.fingerprint for item in found))
    return Tried(number, found, kept, _is_decided(before, code) and not _is_decided(after, code))


def _audit(report: Report, neighbours: Neighbours, code: str, book: Rulebook) -> Audit:
    return api.audit_among(report, neighbours, book, [rule for rule in book.rules if rule.id == code])


def _is_decided(audit: Audit, code: str) -> bool:
    return audit.outcomes[code].kind in (OutcomeKind.PASSED, OutcomeKind.FAILED)


def _differing(before: Audit, after: Audit) -> Iterator[Differing]:
    """By fingerprints: those are what decisions hang on."""
    old = {finding.fingerprint: finding for finding in before.findings}
    new = {finding.fingerprint: finding for finding in after.findings}
    for key, finding in old.items():
        if key not in new:
            yield _told("vanished", finding, before.report)
        elif new[key].severity is not finding.severity:
            yield _told("reweighed", new[key], before.report, finding.severity.word)
    for key, finding in new.items():
        if key not in old:
            yield _told("appeared", finding, before.report)


def _told(change: Change, finding: Finding, report: Report, severity_before: str | None = None) -> Differing:
    return Differing(
        change,
        finding.fingerprint,
        finding.severity.word,
        severity_before,
        report.lines.line_number(finding.span.start),
        finding.span.of(report.text)[:_LONGEST],
        finding.message.zh,
    )

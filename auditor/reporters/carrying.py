"""What people wrote in an earlier workbook, put to the findings of this one; nothing of it is lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.document import Reason
from auditor.finding import Audit, OutcomeKind
from auditor.messages import reason_text
from auditor.reporters.checks import Check, Identity
from auditor.reporters.run import Run

_SAME_FILE = 1000
"""Nearer than any two paths that only end alike."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A report as an earlier workbook or this run knows it."""

    agency: str | None
    year: int | None
    path: str
    part: int

    @classmethod
    def of(cls, known: Check | Identity) -> Origin:
        """The report that a check or a finding is of."""
        return cls(known.agency, known.year, known.path, known.part)

    def may_be(self, other: Origin) -> bool:
        """Whether agency and year are the same. Where one of them is unknown, the file must be."""
        pairs = ((self.agency, other.agency), (self.year, other.year))
        if any(mine is not None and its is not None and mine != its for mine, its in pairs):
            return False
        unknown = any(mine is None or its is None for mine, its in pairs)
        return not unknown or self.nearness(other) == _SAME_FILE

    def nearness(self, other: Origin) -> int:
        """With how many names the paths end alike; 0 for files of different names or different parts of a file."""
        mine, its = ([name for name in re.split(r"[/\\]", path) if name != "."] for path in (self.path, other.path))
        if self.part != other.part:
            return 0
        if mine == its:
            return _SAME_FILE
        alike = [a == b for a, b in zip(reversed(mine), reversed(its), strict=False)]
        return alike.index(False) if False in alike else len(alike)


@dataclass(slots=True)
class Carried:
    """Which check goes with which finding, by its identity, and the checks that go with none."""

    by_finding: dict[str, Check] = field(default_factory=dict)
    left: list[tuple[Check, str]] = field(default_factory=list)
    """With the reason in words: most are mended, some were not looked at this time."""

    def headings(self) -> list[str]:
        """The columns that people added, in the order in which they come up."""
        checks = [*self.by_finding.values(), *(check for check, _ in self.left)]
        return list(dict.fromkeys(heading for check in checks for heading, _ in check.extra))


def carry(run: Run) -> Carried:
    """Put the checks of a run to its findings: those with the same fingerprint, of the same report.

    A report is the same if agency and year are; several reports of one name (城关镇) are told apart by their
    paths. Of several rows about a finding, that of the nearest file counts, if something is written in it.
    """
    carried = Carried()
    homes = _homes(run)
    rows: dict[tuple[int, str], list[Check]] = {}
    for check in run.checks:
        home = homes.get(Origin.of(check))
        if check.fingerprint and home is not None:
            rows.setdefault((home, check.fingerprint), []).append(check)
    taken: dict[tuple[int, str], Check] = {}
    for number, audit in enumerate(run.audits):
        for finding in audit.findings:
            identity = Identity.of(audit.report, finding)
            best = _best(rows.get((number, finding.fingerprint), ()), Origin.of(identity))
            if best is not None:
                carried.by_finding[str(identity)] = taken[number, finding.fingerprint] = best
    for check in run.checks:
        home = homes.get(Origin.of(check))
        rival = taken.get((home, check.fingerprint)) if home is not None else None
        if check.written and (rival is None or not _says_the_same(check, rival)):
            carried.left.append((check, _why_left(check, rival, home, run)))
    return carried


def _best(checks: Sequence[Check], report: Origin) -> Check | None:
    """The row of the nearest file; None if nothing is written in it."""
    best = min(checks, key=lambda check: (-report.nearness(Origin.of(check)), not check.written), default=None)
    return best if best is not None and best.written else None


def _homes(run: Run) -> Mapping[Origin, int]:
    """Which report of this run each report of the earlier workbook is, by its place among the audits."""
    now = [_origin(audit) for audit in run.audits]
    before = list(dict.fromkeys(Origin.of(check) for check in run.checks if check.fingerprint))
    possible = {old: [number for number, new in enumerate(now) if old.may_be(new)] for old in before}
    sharers = Counter(number for numbers in possible.values() for number in numbers)
    homes: dict[Origin, int] = {}
    for old, numbers in possible.items():
        near = sorted(((old.nearness(now[number]), number) for number in numbers), reverse=True)
        if len(numbers) == 1 and sharers[numbers[0]] == 1:
            homes[old] = numbers[0]
        elif near and near[0][0] > 0 and (len(near) == 1 or near[0][0] > near[1][0]):
            homes[old] = near[0][1]
    return homes


def _says_the_same(check: Check, other: Check) -> bool:
    return (check.result, check.note, check.extra) == (other.result, other.note, other.extra)


def _why_left(check: Check, rival: Check | None, home: int | None, run: Run) -> str:
    if not check.fingerprint:
        return run.say("left_own_row")
    if rival is not None:
        return run.say("left_rival")
    if home is None:
        known = any(Origin.of(check).may_be(_origin(audit)) for audit in run.audits)
        return run.say("left_namesake" if known else "left_report")
    outcome = run.audits[home].outcomes.get(check.rule)
    if outcome is None:
        return run.say("left_rule")
    if outcome.kind is OutcomeKind.NOT_APPLICABLE:
        return run.say("left_inapplicable", reason=_words(outcome.reason, run.audits[home], run))
    if outcome.reason is not None:
        return run.say("left_undecided", reason=_words(outcome.reason, run.audits[home], run))
    return run.say("left_gone")


def _origin(audit: Audit) -> Origin:
    return Origin.of(Identity.within(audit.report, "", ""))


def _words(reason: Reason | None, audit: Audit, run: Run) -> str:
    return reason_text(reason, run.language, run.rulebook.form_of(audit.report)) if reason else ""

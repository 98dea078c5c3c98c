"""What people wrote in an earlier workbook, put to the findings of this one; nothing of it is lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from auditor.document import Reason
from auditor.finding import Audit, OutcomeKind
from auditor.messages import reason_text
from auditor.reporters.checks import Check, Identity
from auditor.reporters.run import Run


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
    """Put the checks of a run to its findings.

    A finding is the same if its fingerprint is, and its report is of the same agency and year; where one of
    these is unknown, the file must be the same. Of several rows that fit, that of the nearest file counts.
    """
    carried = Carried()
    by_fingerprint: dict[str, list[Check]] = {}
    for check in run.checks:
        by_fingerprint.setdefault(check.fingerprint, []).append(check)
    fitting: dict[int, list[str]] = {}
    for identity in _identities(run.audits):
        fit = [check for check in by_fingerprint.get(identity.fingerprint, ()) if _same_report(check, identity)]
        for check in fit:
            fitting.setdefault(id(check), []).append(str(identity))
        best = min(fit, key=lambda check: (_distance(check, identity), not check.written), default=None)
        if best is not None and best.written:
            carried.by_finding[str(identity)] = best
    used = {id(check) for check in carried.by_finding.values()}
    for check in run.checks:
        rivals = [carried.by_finding[key] for key in fitting.get(id(check), ()) if key in carried.by_finding]
        if check.written and id(check) not in used and not any(_says_the_same(check, rival) for rival in rivals):
            carried.left.append((check, _why_left(check, rivals, run)))
    return carried


def _identities(audits: Iterable[Audit]) -> Iterator[Identity]:
    for audit in audits:
        for finding in audit.findings:
            yield Identity.of(audit.report, finding)


def _same_report(check: Check, identity: Identity) -> bool:
    pairs = ((check.agency, identity.agency), (check.year, identity.year))
    if any(before is not None and now is not None and before != now for before, now in pairs):
        return False
    unknown = any(before is None or now is None for before, now in pairs)
    return not unknown or _distance(check, identity) == 0


def _distance(check: Check, identity: Identity) -> int:
    """0 for the same file, 1 for a file of that name elsewhere, 2 for another one."""
    before, now = (PurePath(path.replace("\\", "/")) for path in (check.path, identity.path))
    if check.part != identity.part or before.name != now.name or not before.name:
        return 2
    return 0 if before == now else 1


def _says_the_same(check: Check, other: Check) -> bool:
    return (check.result, check.note, check.extra) == (other.result, other.note, other.extra)


def _why_left(check: Check, rivals: Sequence[Check], run: Run) -> str:
    if not check.fingerprint:
        return run.say("left_own_row")
    if rivals:
        return run.say("left_rival")
    outcomes = [
        audit.outcomes
        for audit in run.audits
        if _same_report(check, Identity.within(audit.report, check.fingerprint, check.rule))
    ]
    if not outcomes:
        return run.say("left_report")
    outcome = outcomes[0].get(check.rule)
    if outcome is None:
        return run.say("left_rule")
    if outcome.kind is OutcomeKind.NOT_APPLICABLE:
        return run.say("left_inapplicable", reason=_words(outcome.reason, run))
    if outcome.reason is not None:
        return run.say("left_undecided", reason=_words(outcome.reason, run))
    return run.say("left_gone")


def _words(reason: Reason | None, run: Run) -> str:
    return reason_text(reason, run.language, run.rulebook.layout) if reason else ""

"""Precision and recall on the labelled reports: ``python -m tests.corpus.scores [--test]``.

Findings are compared as (report, rule, line), errors and warnings only, because the labels hold
no others. Claims are compared by the number that a label's quote covers: the cell must be the
same, and contradicted must be contradicted.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import auditor
from auditor.api import rulebook
from auditor.corpus import ClaimLabel, Labels, counted, labelled_reports, place
from auditor.document import CellAddress, Claim, Verdict
from auditor.finding import Audit

_LINE_TOLERANCE = 0


@dataclass(slots=True)
class Score:
    """Counts of right, wrong and missed, with the misses and false alarms spelled out."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong)) if self.right + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def compare_findings(audit: Audit, labels: Labels, name: str, score: Score) -> None:
    """Add one report's errors and warnings to the score."""
    found = {place(finding, audit) for finding in counted(audit)}
    due = {(label.rule, label.line) for label in labels.due}
    score.wrong.extend(f"{name}: {rule} line {line}" for rule, line in sorted(found - due))
    score.missed.extend(f"{name}: {rule} line {line}" for rule, line in sorted(due - found))
    score.right += len(found & due)


def claims_of(label: ClaimLabel, audit: Audit) -> list[Claim]:
    """The claims whose number lies in the label's quote; those in words whose words and the quote share some."""
    text = audit.report.text
    places = []
    start = text.find(label.quote)
    while start != -1:
        places.append((start, start + len(label.quote)))
        start = text.find(label.quote, start + 1)
    return [
        claim
        for claim in audit.report.claims
        for begin, end in places
        if begin <= (claim.number or claim.span).start < end
        or (claim.number is None and claim.span.start < begin < claim.span.end)
    ]


def compare_claims(audit: Audit, labels: Labels, name: str, links: Score, contradictions: Score) -> None:
    """Add one report's claims: links by cell, contradictions by verdict."""
    taken: set[int] = set()
    for label in labels.claims:
        claims = claims_of(label, audit)
        linked = {str(claim.cell) for claim in claims if claim.cell}
        if label.cell and _same_cells(label, claims):
            linked.add(label.cell)
        shown = f"{name}: {label.quote} → {label.cell or '—'} (found {', '.join(sorted(linked)) or '—'})"
        _compare_link(label, linked, shown, links)
        if not label.cell and linked and not any(_covered(claim, labels, audit) for claim in claims if claim.cell):
            links.wrong.append(shown)
        contradicted = [c for c in claims if c.verdict is Verdict.CONTRADICTED]
        taken.update(id(claim) for claim in contradicted)
        if label.verdict == "contradicted":
            if contradicted:
                contradictions.right += 1
            else:
                contradictions.missed.append(shown)
        elif contradicted and not any(_covered(claim, labels, audit, contradicted=True) for claim in contradicted):
            contradictions.wrong.append(f"{shown} [{label.verdict}]")
    for claim in audit.report.claims:
        if claim.verdict is Verdict.CONTRADICTED and id(claim) not in taken:
            contradictions.wrong.append(f"{name}: {claim.span.of(audit.report.text)} ≠ {claim.cell} (not labelled)")


def _compare_link(label: ClaimLabel, linked: AbstractSet[str], shown: str, links: Score) -> None:
    """A label with a cell is met or missed; tied elsewhere it is wrong as well."""
    if not label.cell:
        return
    if label.cell in linked:
        links.right += 1
        return
    links.missed.append(shown)
    if linked and label.value != "":
        links.wrong.append(shown)


def _same_cells(label: ClaimLabel, claims: list[Claim]) -> bool:
    """Whether the claims speak of just the label's cells: 组织 is the sum of five columns, 均为零 a zero of each."""
    due = _leaves(label.cell)
    if label.value == "0":
        return due == frozenset().union(*(_leaves(str(claim.cell)) for claim in claims if claim.cell))
    return any(claim.cell and _leaves(str(claim.cell)) == due for claim in claims)


def _leaves(cells: str) -> frozenset[str]:
    """The cells of the form that a sum of cells adds up."""
    layout = rulebook().layout
    addresses = [CellAddress(*name.split(".")) for name in cells.split(" + ")]
    assert all(map(layout.expand, addresses)), f"the form has no {cells}"
    return frozenset(str(leaf) for address in addresses for leaf in layout.expand(address))


def _covered(claim: Claim, labels: Labels, audit: Audit, *, contradicted: bool = False) -> bool:
    """Whether another label with the same quote accounts for this claim."""
    return any(
        (
            (claim.cell is not None and _leaves(label.cell) >= _leaves(str(claim.cell)))
            or (contradicted and label.verdict == "contradicted")
        )
        and any(claim is other for other in claims_of(label, audit))
        for label in labels.claims
        if label.cell
    )


def print_scores(scores: Mapping[str, Score], *, verbose: bool) -> None:
    """One line a score; ``verbose`` adds what was wrong and what was missed."""
    for name, score in scores.items():
        print(
            f"{name:<16} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"
            f"  (right {score.right}, wrong {len(score.wrong)}, missed {len(score.missed)})"
        )
        if verbose:
            for sign, items in (("+", score.wrong), ("-", score.missed)):
                for item in items:
                    print(f"   {sign} {item}")


def main() -> None:
    """Print the figures, and with ``-v`` every miss and every false alarm.

    The development half is what the rules were written against; ``--test`` gives the half that is
    looked at only to report.
    """
    only = [word for word in sys.argv[1:] if not word.startswith("-")]
    half = "test" if "--test" in sys.argv else "development"
    findings, links, contradictions = Score(), Score(), Score()
    decided: list[float] = []
    for path, labels in labelled_reports():
        if labels.split != half or (only and not any(word in path.name for word in only)):
            continue
        audit = auditor.audit(path)
        compare_findings(audit, labels, path.stem, findings)
        compare_claims(audit, labels, path.stem, links, contradictions)
        decided.append(audit.score.decided_claims)
    named = {"findings": findings, "claim to cell": links, "contradictions": contradictions}
    print_scores(named, verbose="-v" in sys.argv)
    print(f"decided share of numbers, mean of reports: {sum(decided) / max(1, len(decided)):.3f}")


if __name__ == "__main__":
    main()

"""Seeded defects: ``python -m tests.bench.claims [--test] [-v]``.

Every number of a labelled report that agrees with its cell and that its labeller wrote in digits
is changed alone, in one way at a time, and the report is audited again. A change is caught when
that number, and no other, is newly contradicted. The baseline does what most checkers do: the
first match of a plain pattern a row, its number compared with the row's total.

The figures say how much of what the tool ties it would also tell, were it wrong; reports in
which the tool ties nothing would look well here, so read them beside ``tests.corpus.scores``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

import auditor
from auditor.api import audit_source
from auditor.document import Claim, Report, Verdict
from auditor.finding import Audit
from auditor.reading import source_of_text
from auditor.text.spans import Span

from tests.corpus.labels import ClaimLabel, Labels, labelled_reports
from tests.corpus.scores import claims_of

KINDS = ("plus one", "digits swapped", "digit lost", "another row's number", "万 added")
_FIRST_MATCH = {
    "new_received": r"(?:收到|受理|接收|新收)[^，。；]{0,12}申请(?P<number>\d+)件",
    "carried_in": r"上年(?:度)?结转[^，。；]{0,6}?(?P<number>\d+)件",
    "handled_total": r"(?:办结|答复)[^，。；]{0,8}?(?P<number>\d+)件",
    "granted": r"予以公开[^，。；]{0,4}?(?P<number>\d+)件",
    "partial": r"部分公开[^，。；]{0,4}?(?P<number>\d+)件",
    "denied": r"不予公开[^，。；]{0,4}?(?P<number>\d+)件",
    "unable": r"无法提供[^，。；]{0,4}?(?P<number>\d+)件",
}
"""Our own patterns in the first-match style: one a row, 件 only."""


def variants(number: str, others: list[str]) -> Iterator[tuple[str, str]]:
    """The wrong numbers that a right one is changed to, each with the kind of slip that it stands for."""
    yield KINDS[0], str(int(number) + 1)
    if len(number) > 1 and number[-1] != number[-2]:
        yield KINDS[1], number[:-2] + number[-1] + number[-2]
    if len(number) > 1:
        yield KINDS[2], number[:-1]
    other = next((value for value in others if value not in (number, "0")), None)
    if other:
        yield KINDS[3], other
    yield KINDS[4], f"{number}万"


def first_match(report: Report, text: str) -> set[str]:
    """The rows that the baseline accuses in a text: the first match of each pattern against the row's total."""
    table = report.tables.get("applications")
    accused = set()
    for row, pattern in _FIRST_MATCH.items():
        match = re.search(pattern, text)
        cell = table.cells.get((row, "total")) if table else None
        if match and cell and cell.value is not None and cell.value != Decimal(match.group("number")):
            accused.add(row)
    return accused


def _seedable(audit: Audit, labels: Labels) -> Iterator[Claim]:
    """Agreeing numbers in plain digits of which label and tool say the same cell."""
    for label in labels.claims:
        if label.verdict == "supported" and label.cell and label.value.isdigit():
            yield from _first(audit, label)


def _first(audit: Audit, label: ClaimLabel) -> Iterator[Claim]:
    for claim in claims_of(label, audit):
        printed = claim.number.of(audit.report.text) if claim.number else ""
        if str(claim.cell) == label.cell and claim.verdict is Verdict.SUPPORTED and re.fullmatch("[0-9]+", printed):
            yield claim
            return


def bench(report: tuple[Path, Labels]) -> Counter[tuple[str, str]]:
    """Counts of (kind, outcome) for one labelled report."""
    path, labels = report
    audit = auditor.audit(path)
    text = audit.report.text
    count: Counter[tuple[str, str]] = Counter()
    before = {c.number for c in audit.report.claims if c.verdict is Verdict.CONTRADICTED and c.number}
    accused_before = first_match(audit.report, text)
    count["untouched", "reports"] += labels.clean
    count["untouched", "tool accuses"] += bool(before) and labels.clean
    count["untouched", "baseline accuses"] += bool(accused_before) and labels.clean
    seedable = list(_seedable(audit, labels))
    numbers = [claim.number.of(text) for claim in seedable if claim.number]
    for claim in seedable:
        if claim.number is None:
            continue
        printed = claim.number.of(text)
        for kind, wrong in variants(printed, numbers):
            changed = text[: claim.number.start] + wrong + text[claim.number.end :]
            again = audit_source(source_of_text(changed), auditor.Options(select=("PRS003",)))[0].report
            told = [
                c for c in again.claims if c.verdict is Verdict.CONTRADICTED and c.number and c.number not in before
            ]
            here = [c for c in told if c.number and c.number.start == claim.number.start]
            count[kind, "changed"] += 1
            count[kind, "tool"] += bool(here)
            count[kind, "baseline"] += bool(first_match(again, changed) - accused_before)
            count["elsewhere", "tool"] += _elsewhere(told, claim.number.start, len(wrong) - len(printed), before)
    return count


def _elsewhere(told: Sequence[Claim], place: int, shift: int, before: AbstractSet[Span]) -> bool:
    """Whether another number than the changed one is newly accused."""
    old = {span.start for span in before}
    starts = {claim.number.start for claim in told if claim.number}
    return any(start != place and start not in old and start - shift not in old for start in starts)


def main() -> None:
    """Print recall by kind of defect, for the tool and the baseline."""
    half = "test" if "--test" in sys.argv else "development"
    reports = [(path, labels) for path, labels in labelled_reports() if labels.split == half]
    with ProcessPoolExecutor() as pool:
        count = sum(pool.map(bench, reports), Counter())
    print(f"{half}: {len(reports)} reports, {count['untouched', 'reports']} of them clean")
    print(f"{'kind of defect':<24}{'changed':>8}{'tool':>8}{'first match':>13}")
    for kind in KINDS:
        changed = count[kind, "changed"]
        tool, baseline = (count[kind, who] / changed if changed else 1.0 for who in ("tool", "baseline"))
        print(f"{kind:<24}{changed:>8}{tool:>8.3f}{baseline:>13.3f}")
    print(f"another number newly accused: {count['elsewhere', 'tool']} times")
    print(
        f"untouched clean reports accused: tool {count['untouched', 'tool accuses']},"
        f" first match {count['untouched', 'baseline accuses']}"
    )


if __name__ == "__main__":
    main()

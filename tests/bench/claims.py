"""Seeded defects: ``python -m tests.bench.claims [--test] [--some]``.

Every number of a labelled report that agrees with its cell, and that its labeller wrote in digits,
is changed alone, in one way at a time, and the report is audited again; so is its cell, the year
of its sentence, and the sentence is denied. A change is caught when that number is newly
contradicted (with a shifted year: when it no longer counts as agreeing). The same run gives the
links of numbers to cells and the share decided, beside two baselines of plain patterns.

The recall by kind says how much of what the tool ties it would also tell, were it wrong; reports in
which the tool ties nothing would look well there, so read it beside the recall of links.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import auditor
from auditor.api import audit_source
from auditor.corpus import ClaimLabel, Labels, labelled_reports
from auditor.document import Claim, Report, Verdict
from auditor.finding import Audit
from auditor.reading import source_of_text

from tests.bench.baselines import Baseline, Guess, first_match, vocabulary
from tests.corpus.scores import Score, claims_of, compare_claims

KINDS = (
    "plus one",
    "digits swapped",
    "digit lost",
    "another row's number",
    "万 added",
    "cell changed",
    "year shifted",
    "denied",
)
BASELINES: dict[str, Baseline] = {"first match": first_match, "vocabulary": vocabulary}
_EACH = 4
"""With ``--some``, one of so many numbers is changed."""
_VERB = re.compile("收到|受理|接到|办结|答复|作出|制发|废止|新收|结转")


@dataclass(frozen=True, slots=True)
class Variant:
    """A report with one defect: the text, where the number in question now stands, and the kind of slip."""

    kind: str
    text: str
    place: int


def variants(claim: Claim, report: Report, others: Sequence[str]) -> Iterator[Variant]:
    """The defects that are made of one agreeing number."""
    text, number = report.text, claim.number
    if number is None or claim.cell is None:
        return
    printed = number.of(text)
    for kind, wrong in _slips(printed, others):
        yield Variant(kind, text[: number.start] + wrong + text[number.end :], number.start)
    yield from _other_cell(claim, report)
    stop = max(text.rfind(mark, 0, number.start) for mark in "。\n")
    year = text.find(f"{report.year}年", stop + 1, number.start)
    if year >= 0 and report.year:
        shifted = text[:year] + str(report.year - 1) + text[year + 4 :]
        yield Variant("year shifted", shifted, number.start)
    clause = max(text.rfind(mark, 0, number.start) for mark in "。\n，；、：（")
    verb = _VERB.search(text, clause + 1, number.start)
    if verb:
        end = number.end + len(claim.unit)
        denied = text[: verb.start()] + "未" + text[verb.start() : number.start] + text[end:]
        yield Variant("denied", denied, verb.start())


def _slips(number: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The wrong numbers that a right one is changed to, each with the kind of slip that it stands for."""
    yield "plus one", str(int(number) + 1)
    if len(number) > 1 and number[-1] != number[-2]:
        yield "digits swapped", number[:-2] + number[-1] + number[-2]
    if len(number) > 1:
        yield "digit lost", number[:-1]
    other = next((value for value in others if value not in (number, "0")), None)
    if other:
        yield "another row's number", other
    yield "万 added", f"{number}万"


def _other_cell(claim: Claim, report: Report) -> Iterator[Variant]:
    """The same report with the cell one higher, where the claim is of one printed cell."""
    if claim.cell is None or claim.number is None or len(claim.cell.addresses) != 1:
        return
    address = claim.cell.addresses[0]
    table = report.tables.get(address.table)
    cell = table.cells.get((address.row, address.column)) if table else None
    if cell is None or not cell.plain or not cell.raw.strip().isdigit():
        return
    printed = cell.span.of(report.text)
    wrong = printed.replace(cell.raw.strip(), str(int(cell.raw) + 1))
    place = claim.number.start
    shift = len(wrong) - len(printed) if cell.span.start < place else 0
    text = report.text[: cell.span.start] + wrong + report.text[cell.span.end :]
    yield Variant("cell changed", text, place + shift)


def seedable(audit: Audit, labels: Labels) -> Iterator[Claim]:
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


@dataclass(slots=True)
class Outcome:
    """Counts of (kind, who) for one labelled report, the links of each, and the share decided."""

    count: Counter[tuple[str, str]]
    links: Counter[tuple[str, str]]
    decided: float


def bench(report: tuple[Path, Labels]) -> Outcome:
    """All defects of one labelled report."""
    path, labels = report
    audit = auditor.audit(path)
    text = audit.report.text
    count: Counter[tuple[str, str]] = Counter()
    before = _accused(audit.report)
    guesses = {name: baseline(audit.report, text) for name, baseline in BASELINES.items()}
    count["untouched", "reports"] += labels.clean
    count["untouched", "tool"] += bool(before) and labels.clean
    for name, found in guesses.items():
        count["untouched", name] += any(guess.accuses for guess in found) and labels.clean
    claims = list(seedable(audit, labels))
    numbers = [claim.number.of(text) for claim in claims if claim.number]
    step = _EACH if "--some" in sys.argv else 1
    for claim in claims[::step]:
        for variant in variants(claim, audit.report, numbers):
            again = audit_source(source_of_text(variant.text), auditor.Options(select=("PRS003",)))[0].report
            count[variant.kind, "changed"] += 1
            count[variant.kind, "tool"] += _caught(variant, again)
            for name, baseline in BASELINES.items():
                accused = {guess.cell for guess in guesses[name] if guess.accuses}
                told = {guess.cell for guess in baseline(again, variant.text) if guess.accuses}
                count[variant.kind, name] += bool(told - accused)
            shift = len(variant.text) - len(text)
            if variant.kind != "cell changed":
                count["elsewhere", "tool"] += _elsewhere(_accused(again), before, variant.place, shift)
    return Outcome(count, _links(audit, labels, guesses), audit.score.decided_claims)


def _caught(variant: Variant, report: Report) -> bool:
    if variant.kind == "year shifted":
        return not any(
            claim.number and claim.number.start == variant.place and claim.verdict is Verdict.SUPPORTED
            for claim in report.claims
        )
    if variant.kind == "denied":
        return any(
            claim.form == "zero"
            and claim.verdict is Verdict.CONTRADICTED
            and abs(claim.span.start - variant.place) < 12
            for claim in report.claims
        )
    return variant.place in _accused(report)


def _accused(report: Report) -> set[int]:
    return {claim.number.start for claim in report.claims if claim.verdict is Verdict.CONTRADICTED and claim.number}


def _elsewhere(told: set[int], before: set[int], place: int, shift: int) -> bool:
    """Whether another number than the changed one is newly accused."""
    return any(start != place and start not in before and start - shift not in before for start in told)


def _links(audit: Audit, labels: Labels, guesses: dict[str, list[Guess]]) -> Counter[tuple[str, str]]:
    """Right, wrong and missed links of the tool, and of the baselines by the number that a label quotes."""
    links = Score()
    compare_claims(audit, labels, "", links, Score())
    found = Counter({("tool", "right"): links.right, ("tool", "wrong"): len(links.wrong)})
    found["tool", "missed"] += len(links.missed)
    for name, guessed in guesses.items():
        for label in labels.claims:
            start = audit.report.text.find(label.quote)
            cells = {guess.cell for guess in guessed if start <= guess.start < start + len(label.quote)}
            right = bool(label.cell) and label.cell in cells
            found[name, "right"] += right
            found[name, "missed"] += bool(label.cell) and not right
            found[name, "wrong"] += bool(cells) and not right
    return found


def main() -> None:
    """Print recall by kind of defect, false alarms, links and the share decided, for the tool and the baselines."""
    half = "test" if "--test" in sys.argv else "development"
    reports = [(path, labels) for path, labels in labelled_reports() if labels.split == half]
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(bench, reports))
    count = sum((outcome.count for outcome in outcomes), Counter())
    links = sum((outcome.links for outcome in outcomes), Counter())
    names = ("tool", *BASELINES)
    print(f"{half}: {len(reports)} reports, {count['untouched', 'reports']} of them clean")
    print(f"{'kind of defect':<24}{'changed':>8}" + "".join(f"{name:>13}" for name in names))
    for kind in KINDS:
        changed = count[kind, "changed"]
        shares = (count[kind, name] / changed if changed else 1.0 for name in names)
        print(f"{kind:<24}{changed:>8}" + "".join(f"{share:>13.3f}" for share in shares))
    print(f"{'clean reports accused':<32}" + "".join(f"{count['untouched', name]:>13}" for name in names))
    for measure in ("precision", "recall", "F1"):
        print(
            f"{'claim to cell, ' + measure:<32}" + "".join(f"{_measure(links, name, measure):>13.3f}" for name in names)
        )
    print(f"another number newly accused: {count['elsewhere', 'tool']} times")
    print(f"decided share of numbers, mean of reports: {sum(item.decided for item in outcomes) / len(outcomes):.3f}")


def _measure(links: Counter[tuple[str, str]], name: str, measure: str) -> float:
    right, wrong, missed = (links[name, outcome] for outcome in ("right", "wrong", "missed"))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    if measure == "precision":
        return precision
    return recall if measure == "recall" else 2 * precision * recall / ((precision + recall) or 1)


if __name__ == "__main__":
    main()

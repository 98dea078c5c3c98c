"""Precision and recall of LNG008 on the slips of ``corpus/slips``: ``python -m tests.corpus.slips [--test] [-v]``.

Each sentence is set into a report and audited with that rule alone. A slip is found where a finding covers or touches
it; every other finding is wrong. Without ``--test`` the development half is measured, and ``-v`` names what differs.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import auditor
import msgspec
from auditor.text.spans import Span

SLIPS = Path(__file__).resolve().parents[2] / "corpus" / "slips"
_REPORT = "{place}\n一、总体情况\n（一）主动公开。{text}\n"
_PLACE = "青汀市教育局2024年政府信息公开工作年度报告"


class SlipLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence, with the slip in it and what it should say; neither where it has no slip."""

    text: str
    way: str
    slip: str | None = None
    right: str | None = None


def labels(half: str) -> Iterator[SlipLabel]:
    """The sentences of a half, ``development`` or ``test``."""
    for line in (SLIPS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        yield msgspec.convert(json.loads(line), SlipLabel)


def places_found(label: SlipLabel) -> list[Span]:
    """Where the rule finds a slip in a sentence."""
    text = _REPORT.format(place=_PLACE, text=label.text)
    start = text.index(label.text)
    audit = auditor.audit_text(text, auditor.Options(select=("LNG008",)))
    return [Span(finding.span.start - start, finding.span.end - start) for finding in audit.findings]


@dataclass(slots=True)
class Measured:
    """What the rule found of the slips of a half, by the way in which they came about, and what it told wrongly."""

    slips: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def measure(half: str) -> Measured:
    """LNG008 on a half."""
    told = Measured()
    for label in labels(half):
        found = places_found(label)
        place = label.text.index(label.slip) if label.slip else -1
        hits = [span for span in found if label.slip and span.start < place + len(label.slip) and place < span.end]
        told.wrong += [f"{span.of(label.text)} in {label.text}" for span in found if span not in hits]
        if label.slip:
            told.slips[label.way] += 1
            told.right[label.way] += bool(hits)
            told.missed += [] if hits else [f"{label.slip} in {label.text}"]
    return told


def main(half: str, *, verbose: bool) -> None:
    """Print the figures of a half."""
    told = measure(half)
    right, wrong, missed = told.right.total(), len(told.wrong), len(told.missed)
    precision = right / (right + wrong) if right + wrong else 1.0
    print(f"{half}: precision {precision:.3f}  recall {right / told.slips.total():.3f}  ", end="")
    print(f"(right {right}, wrong {wrong}, missed {missed})")
    for way, count in sorted(told.slips.items()):
        print(f"  {way:<11} {told.right[way]} of {count}")
    for kind, examples in (("wrong", told.wrong), ("missed", told.missed)) if verbose else ():
        for example in examples:
            print(f"  {kind}: {example}")


if __name__ == "__main__":
    main("test" if "--test" in sys.argv else "development", verbose="-v" in sys.argv and "--test" not in sys.argv)

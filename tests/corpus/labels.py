"""The labelled reports of ``corpus/reports``: what a careful reader finds in each."""

from __future__ import annotations

from pathlib import Path

import msgspec

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"


class FindingLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that must be made: rule, severity, 1-based line, a quote from that line, and why."""

    rule: str
    severity: str
    line: int
    quote: str
    why: str = ""
    known_miss: bool = False
    """The tool does not find it yet; a test fails once it does, so that the mark goes."""


class ClaimLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number, zero or universal of the narrative, the cell that it speaks of (empty if none) and its verdict."""

    quote: str
    value: str
    cell: str
    verdict: str
    why: str = ""


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label file beside a report."""

    agency: str
    kind: str
    year: int
    text_layout: str
    clean: bool
    note: str = ""
    split: str = "development"
    findings: tuple[FindingLabel, ...] = ()
    claims: tuple[ClaimLabel, ...] = ()


def labelled_reports() -> list[tuple[Path, Labels]]:
    """Every labelled report, in the order of their names."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        labels = msgspec.toml.decode(path.read_bytes(), type=Labels)
        found.append((path.with_suffix(".txt"), labels))
    return found

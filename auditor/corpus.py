"""The labelled reports of ``corpus/reports``: what a careful reader finds in each, and what an audit told of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.errors import UsageError
from auditor.finding import Audit, Finding, Severity
from auditor.messages import with_words
from auditor.resources import corpus_folder

REPORTS = corpus_folder() / "reports"
DEVELOPMENT = "development"


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
    split: str = DEVELOPMENT
    findings: tuple[FindingLabel, ...] = ()
    claims: tuple[ClaimLabel, ...] = ()

    @property
    def due(self) -> tuple[FindingLabel, ...]:
        """The errors and warnings that must be found; labels of hints are not complete and do not count."""
        return tuple(label for label in self.findings if label.severity != "info")


def labels_of(report: Path) -> Labels | None:
    """The labels in the ``.toml`` file beside a report, None without one. Raises UsageError if they do not fit."""
    path = report.with_suffix(".toml")
    if not path.is_file():
        return None
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Labels)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise with_words(UsageError("label_file_invalid", path=str(path), detail=str(error))) from error


def labelled_reports(folder: Path = REPORTS) -> list[tuple[Path, Labels]]:
    """Every labelled report of a folder, in the order of their names. Raises UsageError for labels that do not fit."""
    reports = [path.with_suffix(".txt") for path in sorted(folder.glob("*.toml"))]
    return [(path, labels) for path in reports if (labels := labels_of(path)) is not None]


def counted(audit: Audit) -> list[Finding]:
    """The findings that labels speak of: errors and warnings of stable rules."""
    return [finding for finding in audit.findings if finding.severity >= Severity.WARNING and not finding.preview]


def place(finding: Finding, audit: Audit) -> tuple[str, int]:
    """What a finding and a label are compared by: rule and 1-based line."""
    return finding.rule, audit.report.lines.line_number(finding.span.start)

"""The corpus: labelled reports (``corpus/reports``), and clauses and passages of section 五 (``corpus/measures``).

Development is what rules and models are made with; the test half is looked at only to report.
"""

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


# ---- section 五 ----


class Clause(msgspec.Struct, frozen=True):
    """A clause of ``corpus/measures/clauses.jsonl`` with its adjudicated label; the raw passes are not read here."""

    id: str
    office: str
    split: str
    text: str
    kind: str
    level: int | None
    facets: dict[str, list[tuple[int, int]]]
    passage: str = ""
    """The passage that it stands in, and where; empty if it was labelled by itself."""
    start: int = 0
    end: int = 0


class Place(msgspec.Struct, frozen=True):
    """Where a clause of a passage stands, and its kind."""

    start: int
    end: int
    kind: str


class Passage(msgspec.Struct, frozen=True):
    """Section 五 of one office in one year, with the places of its clauses."""

    id: str
    office: str
    kind: str
    year: int
    split: str
    text: str
    clauses: tuple[Place, ...] = ()


def passages_of(split: str) -> list[Passage]:
    """The passages of ``development`` or ``test`` whose clauses are rated."""
    places: dict[str, list[Place]] = {}
    for clause in clauses_of(split):
        places.setdefault(clause.passage, []).append(Place(clause.start, clause.end, clause.kind))
    found = _of_split("passages.jsonl", split)
    return [msgspec.structs.replace(passage, clauses=tuple(places[passage.id])) for passage in found]


def sections_of(split: str) -> list[Passage]:
    """Section 五 of the labelled reports; its clauses have kinds and no levels."""
    return _of_split("sections.jsonl", split)


def _of_split(name: str, split: str) -> list[Passage]:
    found = msgspec.json.Decoder(Passage).decode_lines((corpus_folder() / "measures" / name).read_bytes())
    return [passage for passage in found if passage.split == split]


def clauses_of(split: str) -> list[Clause]:
    """The labelled clauses of ``development`` or ``test``."""
    decoder = msgspec.json.Decoder(Clause)
    path = corpus_folder() / "measures" / "clauses.jsonl"
    return [clause for clause in decoder.decode_lines(path.read_bytes()) if clause.split == split]

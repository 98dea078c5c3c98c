"""The corpus: labelled reports (``corpus/reports``), and clauses and passages of section 五 (``corpus/measures``).

Development is what rules and models are made with; the test half is looked at only to report.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from auditor.api import rulebook
from auditor.document import Report
from auditor.errors import UsageError
from auditor.finding import Audit, Finding, Severity
from auditor.messages import with_words
from auditor.parsing.report import Language, parse
from auditor.reading import source_of_text
from auditor.resources import corpus_folder
from auditor.specificity import Judge
from auditor.text.spans import Span

REPORTS = corpus_folder() / "reports"
DEVELOPMENT = "development"
_Line = TypeVar("_Line")


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
    misleading: bool = False
    """Its problems are told by what people do, and were written to be mistaken for deeds."""

    def as_clauses(self) -> list[Clause]:
        """Its clauses by themselves, without rating."""
        return [
            Clause(f"{self.id}-{place.start}", self.office, self.split, text, place.kind, None, {})
            for place in self.clauses
            if (text := self.text[place.start : place.end].replace("\n", ""))
        ]


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
    return [passage for passage in _lines(name, Passage) if passage.split == split]


def _lines(name: str, kind: type[_Line]) -> list[_Line]:
    """The lines of a file of ``corpus/measures``."""
    return msgspec.json.Decoder(kind).decode_lines((corpus_folder() / "measures" / name).read_bytes())


def clauses_of(split: str) -> list[Clause]:
    """The labelled clauses of ``development`` or ``test``."""
    return [clause for clause in _lines("clauses.jsonl", Clause) if clause.split == split]


# ---- last year's measures, followed ----


class Promised(msgspec.Struct, frozen=True):
    """A measure of the first year by its place, what became of it, and the places of the second that say so."""

    start: int
    end: int
    fate: str
    where: tuple[tuple[int, int], ...]


class Followed(msgspec.Struct, frozen=True):
    """What an office wrote in section 五 of one year and in its report of the next."""

    id: str
    office: str
    year: int
    before: str
    after: str
    promises: tuple[Promised, ...]
    ordinary: bool = False
    """In plain wording, from ``fates.jsonl``; else from the passages in unusual voices."""

    def promised(self, found: Span, moved: int = 0) -> Promised | None:
        """The labelled measure that a measure found in the first year is, in a text moved so far."""
        shared = (
            (min(item.end, found.end - moved) - max(item.start, found.start - moved), item) for item in self.promises
        )
        most, item = max(shared, key=lambda pair: pair[0])
        return item if most > 0 else None


class Fate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a measure, and the clauses of the year after that say so."""

    state: str
    where: tuple[str, ...]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each problem the measures that answer it; for each measure of the first year its fate."""

    answers: dict[str, tuple[str, ...]]
    promises: dict[str, Fate]


class FollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two passages of an office, year after year: adjudicated, and as two readers read them."""

    office: str
    split: str
    answers: dict[str, tuple[str, ...]]
    promises: dict[str, Fate]
    first: Reading
    second: Reading


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fate by quotes, in ``fates.jsonl``; ``text`` is the measure's."""

    fate: str
    where: tuple[str, ...]
    text: str = ""


class _Fates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    office: str
    split: str
    year: int
    before: str
    after: str
    promises: tuple[_Told, ...]
    second: tuple[_Told, ...]


def follow_ups() -> list[FollowUp]:
    """All offices of ``follow-up.jsonl``, in the order of the file."""
    return _lines("follow-up.jsonl", FollowUp)


def followed_of(split: str) -> list[Followed]:
    """Reports of two years, with what became of the first one's measures; those in plain wording last."""
    clauses = {clause.id: clause for clause in clauses_of(split)}
    passages = {passage.id: passage for passage in passages_of(split)}
    found = []
    for item in follow_ups():
        if item.split == split:
            before, after = sorted((p for p in passages.values() if p.office == item.office), key=lambda p: p.year)
            promises = [
                Promised(
                    clauses[key].start, clauses[key].end, fate.state,
                    tuple((clauses[place].start, clauses[place].end) for place in fate.where),
                )
                for key, fate in item.promises.items()
            ]  # fmt: skip
            found.append(Followed(before.id, item.office, before.year, before.text, after.text, tuple(promises)))
    for fates in _lines("fates.jsonl", _Fates):
        if fates.split == split:
            told = [
                Promised(*_place(fates.before, item.text), item.fate, tuple(_place(fates.after, w) for w in item.where))
                for item in fates.promises
            ]
            years = fates.before, fates.after
            found.append(Followed(fates.id, fates.office, fates.year, *years, tuple(told), ordinary=True))
    return found


def _place(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def as_report(office: str, year: int, text: str, judge: Judge, kind: str | None = None) -> tuple[Report, int]:
    """A passage as a report that has nothing else, and how far the passage is moved in its text.

    One without headings stands in section 五.
    """
    head = f"{office}{year}年政府信息公开工作年度报告\n"
    if "五、" not in text:
        head += "五、存在的主要问题及改进情况\n"
    book = rulebook()
    language = Language(book.forms, book.vocabulary, judge, kind)
    (report,) = parse(source_of_text(f"{head}{text}\n六、其他需要报告的事项\n无。\n"), language)
    return report, len(head)

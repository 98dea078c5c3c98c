"""What one process does with one piece of work: bytes in, bytes out. A piece can be done twice, anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor import api
from auditor.batch.agencies import AgencyList, Match, year_of_folders
from auditor.batch.handing_out import HandedOut
from auditor.batch.trial import Tried, tried
from auditor.copying.own_words import own_words
from auditor.copying.passages import shared
from auditor.copying.signature import signature
from auditor.delivery import unwritten
from auditor.document import Neighbours, Report
from auditor.errors import AuditError, RuleCrash, RuleFileError
from auditor.finding import Audit
from auditor.messages import LANGUAGES, error_text
from auditor.reading.archives import Skipped
from auditor.reading.gathering import readings
from auditor.reporters import EACH_ITS_FILE, render_each
from auditor.reporters.run import Run
from auditor.rulebook import Rulebook
from auditor.rulebook.editing import with_edited
from auditor.store.filing import beside, put_away, taken_out
from auditor.store.intake import Agency, ReadFile, ReadReport
from auditor.store.rows import Audited, Likeness, rows_of

LEAST_ALIKE = 0.25
"""The share of own words in common from which two reports are kept as alike, for people to look at."""


class Setup(msgspec.Struct, frozen=True):
    """What all pieces of a run have in common."""

    agencies: tuple[Agency, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    kind: str | None = None
    rules: tuple[str, ...] = ()

    @property
    def options(self) -> api.Options:
        folders = tuple(Path(folder) for folder in self.rules)
        return api.Options(self.select, self.ignore, self.preview, self.kind, rules=folders)

    @property
    def reading(self) -> api.Options:
        """The choices by which reports are read: in the store an agency is what it is, whatever it counts as."""
        return self.options.without_profile


class ReadPiece(msgspec.Struct, frozen=True, tag=True):
    """Files to read and parse."""

    paths: tuple[str, ...]
    read_with: str

    @property
    def size(self) -> int:
        return len(self.paths)

    def split(self) -> list[ReadPiece]:
        """The same work, one file a piece."""
        return [ReadPiece((path,), self.read_with) for path in self.paths]


class Bundle(msgspec.Struct, frozen=True):
    """A report to audit and those that it is audited beside, as they were put away, with their numbers."""

    report: int
    name: str
    """Its file, for people."""
    filed: bytes
    previous: bytes | None
    peers: tuple[tuple[int, bytes], ...]
    children: tuple[bytes, ...]
    audited_with: str
    profile: str | None
    """The file of the profile that it is audited by, where it is not that of the round."""
    rulebook: str
    """The version of the rules that it is to be audited by."""
    dismissed: tuple[str, ...] = ()
    """The fingerprints of findings that people dismissed: no document that goes to the agency has them."""
    listed_as: str | None = None
    """What the list calls its agency: the letter is addressed to that name."""


class AuditPiece(msgspec.Struct, frozen=True, tag=True):
    """Reports to audit."""

    bundles: tuple[Bundle, ...]

    @property
    def size(self) -> int:
        return len(self.bundles)

    def split(self) -> list[AuditPiece]:
        return [AuditPiece((bundle,)) for bundle in self.bundles]


class Place(msgspec.Struct, frozen=True):
    """Where the commented document and the letter on a report go."""

    folder: str
    changed: tuple[str, ...]
    """The names of files there that people changed."""


class WritePiece(msgspec.Struct, frozen=True, tag=True):
    """Reports of which the commented document and the letter are to be written, each with its place."""

    reports: tuple[tuple[Bundle, Place], ...]

    @property
    def size(self) -> int:
        return len(self.reports)

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        return tuple(bundle for bundle, _ in self.reports)

    def split(self) -> list[WritePiece]:
        return [WritePiece((report,)) for report in self.reports]


class Written(msgspec.Struct, frozen=True):
    """A report whose document and letter were written, or why they were not, in both languages."""

    report: int
    name: str
    key: str
    handed_out: HandedOut
    fault: str | None = None
    fault_en: str | None = None


class TryPiece(msgspec.Struct, frozen=True, tag=True):
    """Reports on which a rule is tried as somebody edited it."""

    bundles: tuple[Bundle, ...]
    code: str
    edited: str

    @property
    def size(self) -> int:
        return len(self.bundles)

    def split(self) -> list[TryPiece]:
        return [TryPiece((bundle,), self.code, self.edited) for bundle in self.bundles]


class ReadDone(msgspec.Struct, frozen=True, tag=True):
    files: tuple[ReadFile, ...]


class AuditDone(msgspec.Struct, frozen=True, tag=True):
    reports: tuple[Audited, ...]


class WriteDone(msgspec.Struct, frozen=True, tag=True):
    written: tuple[Written, ...]


class TryDone(msgspec.Struct, frozen=True, tag=True):
    reports: tuple[Tried, ...]


Piece = ReadPiece | AuditPiece | WritePiece | TryPiece
Done = ReadDone | AuditDone | WriteDone | TryDone
_PIECE = msgspec.msgpack.Decoder(Piece)
_DONE = msgspec.msgpack.Decoder(Done)


def packed(value: Setup | Piece | Done) -> bytes:
    """A setup, a piece of work or what came of it, as bytes."""
    return msgspec.msgpack.encode(value)


def unpacked(done: bytes) -> Done:
    told: Done = _DONE.decode(done)
    return told


def work(setup: bytes, piece: bytes) -> bytes:
    """Do a piece of work."""
    prepared = _prepared(setup)
    told: Piece = _PIECE.decode(piece)
    if isinstance(told, ReadPiece):
        return packed(ReadDone(tuple(_read_all(told, prepared))))
    options = prepared[0].options
    if isinstance(told, AuditPiece):
        return packed(AuditDone(tuple(_audited(bundle, options) for bundle in told.bundles)))
    if isinstance(told, TryPiece):
        return packed(TryDone(tuple(_tried(bundle, told, options.under(bundle.profile)) for bundle in told.bundles)))
    return packed(WriteDone(tuple(_written(bundle, place, options) for bundle, place in told.reports)))


@lru_cache(maxsize=2)
def _prepared(setup: bytes) -> tuple[Setup, AgencyList]:
    told = msgspec.msgpack.decode(setup, type=Setup)
    return told, AgencyList(told.agencies, api.rulebook(told.reading.rules).layout.kinds)


@lru_cache(maxsize=16)
def _both_books(rules: tuple[Path, ...], code: str, edited: str) -> tuple[Rulebook, Rulebook]:
    """The rules as they are, and with one of them as it was edited; those of a profile both as it has them."""
    book = api.rulebook(rules)
    return book, with_edited(book, code, edited)


def _tried(bundle: Bundle, asked: TryPiece, options: api.Options) -> Tried:
    try:
        books = _both_books(options.rules, asked.code, asked.edited)
        profile = books[0].profile
        if profile is not None and asked.code in profile.off:
            return Tried(bundle.report)  # the report is audited without the rule, whatever the rule says
        report = _counting_as(taken_out(bundle.filed), options)
        return tried(bundle.report, report, _neighbours(bundle, options), asked.code, books)
    except (RuleCrash, RuleFileError) as fault:  # a profile may refuse what was edited
        return Tried(bundle.report, fault=error_text(fault, "zh"))


def _read_all(piece: ReadPiece, prepared: tuple[Setup, AgencyList]) -> Iterator[ReadFile]:
    setup, agencies = prepared
    # What changes while it is read is read again by the next round.
    before = {path: stamp(path) for path in piece.paths}
    for path, reading in readings(piece.paths):
        if isinstance(reading, Skipped):
            continue
        stood = before.get(path) or stamp(path)
        sha256 = ""
        try:
            if isinstance(reading, AuditError):
                raise reading
            source = reading()
            sha256 = source.sha256
            parsed = [_identified(report, agencies, setup) for report in api.parse_source(source, setup.reading)]
        except AuditError as fault:
            yield ReadFile(path, sha256, *stood, piece.read_with, (), *_in_words(fault))
        else:
            yield ReadFile(path, sha256, *stood, piece.read_with, tuple(parsed))


def _in_words(fault: AuditError) -> list[str]:
    """A fault in both languages, in the order of the fields that take it."""
    return [error_text(fault, language) for language in LANGUAGES]


def stamp(path: str) -> tuple[int, int]:
    """Size and time of change of a file; those of the archive for what is in one."""
    for place in (Path(path), *Path(path).parents):
        try:
            found = place.stat()
        except OSError:
            continue
        return found.st_size, found.st_mtime_ns
    return 0, 0


def _identified(report: Report, agencies: AgencyList, setup: Setup) -> ReadReport:
    """A report with its agency, year and kind, where the text does not tell them from its file, folder or the list."""
    printed = report.agency
    match = agencies.match(printed, report.source.path)
    report = _known_as(report, match, setup)
    layout = api.rulebook(setup.reading.rules).layout
    own = own_words(report, layout)
    return ReadReport(
        report.part,
        match.agency,
        printed,
        match.source,
        match.near,
        report.year,
        report.year_source,
        report.kind,
        report.published,
        sum(span.end - span.start for span in report.narrative),
        len(own),
        put_away(report),
        signature(own),
    )


def _known_as(report: Report, match: Match, setup: Setup) -> Report:
    if report.year is None and (year := year_of_folders(report.source.path)):
        report = replace(report, year=year, year_source="folder")
    if report.agency is None and match.agency:
        report = replace(report, agency=match.agency)
    kind = setup.kind or match.kind
    if kind is None and report.kind is None and report.agency:
        kind = api.rulebook(setup.reading.rules).layout.kinds.kind_of(report.agency)
    return report if kind in (None, report.kind) else _as_of(report, kind, setup.reading)


def _as_of(report: Report, kind: str, options: api.Options) -> Report:
    """A report as one of a kind of agency: its kind decides how numbers are tied, a government's table is of its
    bodies, a department's its own.
    """
    again = api.parse_source(report.source, replace(options, kind=kind))
    same = next(other for other in again if other.part == report.part)
    return replace(same, agency=report.agency, year=report.year, year_source=report.year_source)


def _counting_as(report: Report, options: api.Options) -> Report:
    """A report out of the store as one of the kind that its agency counts as under a profile."""
    profile, kind = api.rulebook(options.rules).profile, report.kind
    if profile is None or kind is None or profile.counts_as.get(kind, kind) == kind:
        return report
    return _as_of(report, kind, options)


def _audited(bundle: Bundle, options: api.Options) -> Audited:
    options = options.under(bundle.profile)
    report = taken_out(bundle.filed)
    try:
        report, neighbours = _counting_as(report, options), _neighbours(bundle, options)
        audit = _audit(report, neighbours, options)
        form = api.rulebook(options.rules).form_of(report)
    except RuleCrash as fault:
        return Audited(bundle.report, _name(report), bundle.audited_with, None, *_in_words(fault))
    except RuleFileError as fault:  # the profile was spoilt while the round goes on: the next one asks again
        return Audited(bundle.report, _name(report), "", None, *_in_words(fault))
    numbers = [number for number, _ in bundle.peers]
    found = _likenesses(report, numbers, neighbours.peers or (), options)
    # Rules that changed while the round went on are no rules of this round: the next one audits the report again.
    audited_with = bundle.audited_with if audit.rulebook_version == bundle.rulebook else ""
    return Audited(bundle.report, _name(report), audited_with, rows_of(audit, found, form))


def _name(report: Report) -> str:
    """How a report is called where its findings are listed."""
    return f"{report.agency or '?'}　{report.year or '?'}　{report.source.path}"


def audit_of(bundle: Bundle, options: api.Options) -> Audit:
    """The audit of a report beside its neighbours. Raises RuleCrash."""
    options = options.under(bundle.profile)
    return _audit(_counting_as(taken_out(bundle.filed), options), _neighbours(bundle, options), options)


def _audit(report: Report, neighbours: Neighbours, options: api.Options) -> Audit:
    book = api.rulebook(options.rules)
    return api.audit_among(report, neighbours, book, api.chosen_rules(book, options))


def _written(bundle: Bundle, place: Place, options: api.Options) -> Written:
    """Write a report's document with comments and the letter to the agency."""
    handed_out, folder = HandedOut(), Path(place.folder)
    try:
        audit = audit_of(bundle, options)
        book = api.rulebook(options.under(bundle.profile).rules)
        dismissed = frozenset(bundle.dismissed)
        told = Run([audit], [], book, api.model_version(), dismissed=dismissed, listed_as=bundle.listed_as)
        folder.mkdir(parents=True, exist_ok=True)
        for output_format in EACH_ITS_FILE:
            for name, content in render_each(told, output_format):
                handed_out.put(folder, name, content, place.changed)
    except AuditError as fault:
        return Written(bundle.report, bundle.name, bundle.audited_with, handed_out, *_in_words(fault))
    except OSError as error:
        faults = _in_words(unwritten(folder, error))
        return Written(bundle.report, bundle.name, bundle.audited_with, handed_out, *faults)
    return Written(bundle.report, bundle.name, bundle.audited_with, handed_out)


def _neighbours(bundle: Bundle, options: api.Options) -> Neighbours:
    """Those that a report is audited beside; its own of the year before counts as it does."""
    found = beside(bundle.previous, (content for _, content in bundle.peers), bundle.children)
    return replace(found, previous=_counting_as(found.previous, options)) if found.previous else found


def _likenesses(
    report: Report, numbers: Sequence[int], peers: Sequence[Report], options: api.Options
) -> list[Likeness]:
    """What the report has in common with each of its peers, where that is much."""
    if not peers:
        return []
    layout = api.rulebook(options.rules).layout
    own = own_words(report, layout)
    found = []
    for number, peer in zip(numbers, peers, strict=True):
        common = shared(own, own_words(peer, layout))
        if common.share >= LEAST_ALIKE:
            letters = sum(passage.letters for passage in common.passages)
            places = tuple((passage.span.start, passage.span.end) for passage in common.passages)
            found.append(Likeness(number, common.share, letters, places))
    return found

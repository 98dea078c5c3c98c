"""``--format docx``: the clerk's own Word document with a comment at the words of each finding.

What was no Word document is written as a new one, with its tables, and commented in the same way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.document import Report, Source
from auditor.errors import UnreadableReport, UsageError
from auditor.finding import Audit, Evidence, Finding, Severity
from auditor.kinds.places import title_or_first_line
from auditor.reading import raw_of
from auditor.reading.files import STANDARD_INPUT
from auditor.reading.word import Piece, traced
from auditor.reading.word_package import opened
from auditor.reporters import lines
from auditor.reporters.grouping import by_reason
from auditor.reporters.names import each_with_name, single
from auditor.reporters.places import part_of
from auditor.reporters.run import Run
from auditor.reporters.wordfile.copy import copy_of
from auditor.reporters.wordfile.marks import Remark, W, mark
from auditor.reporters.wordfile.package import OFFICE, Package, add_comments, first_free_number, parsed
from auditor.reporters.wordfile.pages import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORD = "docx"
_LONGEST_QUOTE = 120
_MOST_PLACES = 6


def render(run: Run) -> bytes:
    """The one document of a run. Raises UsageError where there are several."""
    return single(render_each(run), "docx")


def render_each(run: Run) -> Iterator[tuple[str, bytes]]:
    """The document of each file that was audited, all its reports in one, with a name for it."""
    sources = groupby(run.audits, key=lambda audit: (audit.report.source.path, audit.report.source.sha256))
    yield from each_with_name(
        ((path, _commented(list(audits), run)) for (path, _), audits in sources), run, "docx_file_name"
    )


def _commented(audits: Sequence[Audit], run: Run) -> bytes:
    source = audits[0].report.source
    if source.format == _WORD and source.path != STANDARD_INPUT:
        raw = _bytes_of(source)
        document = opened(raw, source.path)
        package, main = Package(raw), str(document.part.partname).lstrip("/")
        return _annotated(package, main, document.element, traced(document), audits, run)
    pages = copy_of([(audit.report, run.rulebook.form_of(audit.report)) for audit in audits])
    return _annotated(pages.package(), MAIN, pages.root, pages.pieces, audits, run)


def _bytes_of(source: Source) -> bytes:
    """The file as it was read. Raises UsageError if it has changed since."""
    try:
        raw = raw_of(source.path)
    except UnreadableReport as error:
        raise UsageError("file_changed", path=source.path) from error
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        raise UsageError("file_changed", path=source.path)
    return raw


def _annotated(
    package: Package, main: str, root: Element, pieces: Sequence[Piece], audits: Sequence[Audit], run: Run
) -> bytes:
    """The package with the comments of all audits; nothing but the document and its comments changes."""
    notes = list(_notes(package, main, audits[0].report.source, run))
    remarks = [remark for audit in audits for remark in _remarks(audit, notes, run)]
    comments = mark(pieces, remarks, first_free_number(package, main, root))
    package.write(main, root)
    add_comments(package, main, comments, run.say("comment_author"), run.say("comment_initials"))
    return package.raw()


def _notes(package: Package, main: str, source: Source, run: Run) -> Iterator[str]:
    """What a reader must know of the document itself."""
    if source.path == STANDARD_INPUT:
        yield run.say("comment_from_input")
    elif source.format != _WORD:
        yield run.say("comment_new_document")
    if any(name.startswith("_xmlsignatures/") for name in package.names()):
        yield run.say("comment_signed")
    settings = package.related(main, OFFICE + "settings")
    protection = parsed(package.read(settings)).find(W + "documentProtection") if settings else None
    if protection is not None and protection.get(W + "enforcement") in ("1", "true", "on"):
        yield run.say("comment_protected")


def _remarks(audit: Audit, notes: Sequence[str], run: Run) -> Iterator[Remark]:
    """The cover at the title, then each finding; those of the same words by severity."""
    report = audit.report
    yield Remark(title_or_first_line(report), tuple(_cover(audit, notes, run)))
    for finding in run.standing(audit):
        quote = _quote(finding.span.of(report.text))
        said = run.say("comment_quote", quote=quote) if quote else ""
        yield Remark(finding.span, tuple(_lines(finding, report, run)), said)


def _cover(audit: Audit, notes: Sequence[str], run: Run) -> Iterator[str]:
    yield run.say("comment_cover", heading=lines.heading(audit.report, run))
    yield lines.score(audit, run)
    standing = run.standing(audit)
    counts = {severity: sum(1 for finding in standing if finding.severity is severity) for severity in Severity}
    yield run.say(
        "comment_counts",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
    )
    if left_out := len(audit.findings) - len(standing):
        yield run.say("comment_dismissed", count=left_out)
    reasons, unread = by_reason(audit, run, with_options=False), lines.omissions(audit.report, run)
    if reasons:
        yield run.say("undecided_title", count=sum(len(codes) for codes in reasons.values()))
        joint = run.say("between_names")
        yield from (run.say("comment_item", lead=joint.join(codes), text=reason) for reason, codes in reasons.items())
    if unread:
        yield run.say("omissions_title", count=len(unread))
        yield from unread
    yield run.made_by()
    yield from notes


def _lines(finding: Finding, report: Report, run: Run) -> Iterator[str]:
    mark_of_preview = run.say("preview_mark") if finding.preview else ""
    yield run.say("comment_head", severity=run.say(finding.severity.word), rule=finding.rule, preview=mark_of_preview)
    yield finding.message.of(run.language)
    yield run.say("comment_advice", advice=finding.suggestion.of(run.language))
    basis = run.basis_of(finding, report)
    if basis:
        yield run.say("comment_basis", basis=basis)
    elsewhere = [item for item in finding.evidence if not finding.span.overlaps(item.span)]
    if elsewhere:
        told = [_seen(item, report, run) for item in elsewhere[:_MOST_PLACES]]
        more = run.say("comment_more", count=len(elsewhere)) if len(elsewhere) > _MOST_PLACES else ""
        yield run.say("comment_elsewhere", places=run.say("comment_joint").join(told) + more)


def _seen(item: Evidence, report: Report, run: Run) -> str:
    """A place that bears a finding out, with the words that stand there."""
    place = part_of(report, item.span, run.rulebook.form_of(report), run.language)
    quote = _quote(item.span.of(report.text))
    return run.say("comment_place", place=place, quote=quote) if quote else run.say("comment_blank", place=place)


def _quote(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"

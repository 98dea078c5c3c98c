"""``audit check``: files and folders in, one output and one exit status out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor import delivery
from auditor.api import Options, audit_paths, chosen_rules, model_version, rulebook
from auditor.document import Report
from auditor.errors import AuditError, UsageError
from auditor.finding import Audit, Severity
from auditor.layout import KINDS
from auditor.messages import LANGUAGES, error_text, first_names, words
from auditor.reading.archives import Skipped
from auditor.reading.files import item_of, real
from auditor.reading.formats import READABLE_SUFFIXES
from auditor.reporters import BINARY_FORMATS, EACH_ITS_FILE, FORMATS, ON_SCREEN, lines, render, render_each
from auditor.reporters.checks import read_checks
from auditor.reporters.run import Run
from auditor.rulebook import Rulebook

FAIL_ON = ("error", "warning", "info", "never")
_FOUND, _FAILED = 1, 2
_WORKBOOK = "xlsx"


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit check``, as typed."""

    paths: tuple[str, ...]
    output_format: str = "text"
    output: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    previous: str | None = None
    published: str | None = None
    kind: str = "auto"
    rules: tuple[Path, ...] = ()
    preview: bool = False
    allow_undecided: bool = False
    with_text: bool = False
    claims: bool = False
    checks: str | None = None
    """A workbook that people filled in."""
    language: str = "zh"


def run(request: Request) -> int:
    """Audit everything that was asked for; one bad file never stops the rest. Returns the exit status."""
    _validate(request)
    checks = read_checks(request.checks) if request.checks is not None else []
    options = Options(
        select=request.select,
        ignore=request.ignore,
        preview=request.preview,
        kind=None if request.kind == "auto" else request.kind,
        published=request.published,
        previous=request.previous,
        rules=request.rules,
    )
    book = rulebook(options.rules)
    chosen_rules(book, options)
    audits: list[Audit] = []
    errors: list[tuple[str, AuditError]] = []
    if request.output is not None:
        delivery.check_target(request.output, _inputs(request), folders=request.output_format in EACH_ITS_FILE)
    made = [real(name) for name in (request.output, request.checks) if name is not None]
    for path, found in audit_paths(request.paths, options, frozenset(made)):
        if isinstance(found, Skipped):
            delivery.warn(words(found.why, request.language, path=path, count=found.count))
        elif isinstance(found, AuditError):
            errors.append((path, found))
        else:
            audits.extend(found)
    for _, error in errors:
        delivery.warn(error_text(error, request.language))
    told = Run(
        audits,
        errors,
        book,
        model_version(),
        language=request.language,
        colour=request.output is None and delivery.in_colour(),
        claims=request.claims,
        with_text=request.with_text,
        checks=checks,
    )
    _deliver(told, request)
    return _status(request, audits, errors, book)


def _validate(request: Request) -> None:
    for option, value, allowed in (
        ("--format", request.output_format, FORMATS),
        ("--fail-on", request.fail_on, FAIL_ON),
        ("--lang", request.language, LANGUAGES),
    ):
        if value not in allowed:
            raise UsageError("option_value", option=option, detail=f"{value}（{'、'.join(allowed)}）")
    if request.output_format in BINARY_FORMATS and request.output is None:
        raise UsageError("output_needed", format=request.output_format)
    if request.checks is not None and not Path(request.checks).exists():
        raise UsageError("file_missing", path=request.checks)
    if request.checks is not None and request.output_format != _WORKBOOK:
        raise UsageError("checks_for_workbooks", format=_WORKBOOK)
    if request.output_format == _WORKBOOK and request.output is not None:
        _spare_checks(request.output)
    if request.kind not in ("auto", *KINDS):
        raise UsageError("kind_invalid", value=request.kind)
    if request.published is not None and not _is_date(request.published):
        raise UsageError("date_invalid", value=request.published)
    if request.previous is not None:
        item_of(request.previous)


def _spare_checks(output: str) -> None:
    """Refuse to write over what people filled in; colours and sheets of their own would be lost. Raises UsageError."""
    if not Path(output).is_file() or not Path(output).stat().st_size:
        return
    try:
        written = sum(check.written for check in read_checks(output))
    except UsageError as fault:
        if fault.code == "checks_sheet_missing":
            return  # no workbook of ours
        raise UsageError("checks_in_doubt", path=output) from fault
    if written:
        raise UsageError("checks_overwritten", path=output, count=written)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _inputs(request: Request) -> list[str]:
    """The files of a call that its output must not overwrite: a report in a folder that is audited is one as well."""
    given = [path for path in (*request.paths, request.previous, request.checks) if path is not None]
    target = real(request.output or "")
    inside = any(real(path) in target.parents for path in request.paths if Path(path).is_dir())
    report = inside and target.exists() and target.suffix.lower() in READABLE_SUFFIXES
    return [*given, str(target)] if report else given


def _deliver(told: Run, request: Request) -> None:
    """Write the output of a run; where a file holds one report, several go to a folder, which is made if missing."""
    if request.output is None:
        _show(render(told, request.output_format), request)
    elif request.output_format in EACH_ITS_FILE:
        files = list(render_each(told, request.output_format))
        delivery.save_each(files, request.output, _inputs(request), request.output_format)
        _tell_unwritten([audit for audit, (_, made) in zip(told.audits, files, strict=True) if made is None], told)
    else:
        delivery.save(render(told, request.output_format), request.output)


def _tell_unwritten(clean: Sequence[Audit], told: Run) -> None:
    """Say in one line on which reports there was nothing to write."""
    if clean:
        names = [audit.report.source.path + lines.part(audit.report, told) for audit in clean]
        delivery.warn(told.say("letter_unwritten", count=len(clean), paths=first_names(names, told.language)))


def _show(content: str | bytes, request: Request) -> None:
    if isinstance(content, bytes):
        delivery.pass_on(content)
    else:
        for_people = request.output_format == ON_SCREEN
        if for_people and not delivery.shows_chinese():
            delivery.warn(words("terminal_without_chinese", "en"))
        delivery.tell(content, machine=not for_people)


def _status(request: Request, audits: Sequence[Audit], errors: Sequence[tuple[str, AuditError]], book: Rulebook) -> int:
    """0 only when nothing reaches ``--fail-on`` and every table and required section was decided."""
    if errors:
        return _FAILED
    if request.fail_on != "never":
        threshold = Severity[request.fail_on.upper()]
        if any(finding.severity >= threshold and not finding.preview for audit in audits for finding in audit.findings):
            return _FOUND
    if not request.allow_undecided and any(not _whole(audit.report, book) for audit in audits):
        return _FOUND
    return 0


def _whole(report: Report, book: Rulebook) -> bool:
    """Whether every section of the form is there and every table was read to the last cell."""
    form = book.form_of(report)
    sections = {section.key for section in report.sections}
    if any(spec.key not in sections for spec in form.section):
        return False
    for spec in form.table:
        table = report.tables.get(spec.key)
        if table is None or table.doubt is not None or table.loose_rows:
            return False
        if any(cell.value is None for cell in table.cells.values()):
            return False
    return True
